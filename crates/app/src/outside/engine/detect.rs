//! The language of a text is detected among a few candidates. Must not know engines.

use super::codes;
use domain::language::Language;
use whatlang::{Detector, Lang};

/// The likeliest candidate first. Where the text does not say, the first one is believed.
pub fn detect(text: &str, candidates: &[Language]) -> Option<Language> {
    let likeliest = candidates.first().copied();
    if candidates.len() < 2 {
        return likeliest;
    }
    let all = candidates.iter().flat_map(|language| codes::long(*language));
    let allowed: Vec<Lang> = all.filter_map(Lang::from_code).collect();
    let told = Detector::with_allowlist(allowed).detect(text).filter(|told| told.is_reliable());
    told.and_then(|told| codes::language(told.lang().code())).or(likeliest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_what_it_is_written_in_or_its_author_does() {
        let of = |text: &str, candidates: &[&str]| {
            let candidates: Vec<_> = candidates.iter().map(|code| Language::parse(code).unwrap()).collect();
            detect(text, &candidates).map(Language::code)
        };
        let spanish = "Los niños juegan en la casa grande cerca del río porque hace mucho calor hoy.";
        let english = "The children are playing in the big house near the river because it is hot today.";
        assert_eq!(of(spanish, &["en", "es"]), Some("es"));
        assert_eq!(of(english, &["es", "en"]), Some("en"));
        assert_eq!(of("Привет, как дела?", &["en", "ru"]), Some("ru"));
        assert_eq!(of("ok", &["es", "en"]), Some("es"));
        assert_eq!(of(spanish, &["en"]), Some("en"));
        assert_eq!(of(spanish, &[]), None);
    }
}
