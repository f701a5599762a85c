//! Engines and detectors have codes of their own for languages, beside the two letters we use.

use domain::language::Language;

/// ISO 639-1 and 639-3, where an engine uses the longer one.
#[rustfmt::skip]
const LONG: &[(&str, &str)] = &[
    ("af", "afr"), ("am", "amh"), ("an", "arg"), ("ar", "ara"), ("az", "aze"), ("be", "bel"), ("bg", "bul"),
    ("bn", "ben"), ("br", "bre"), ("ca", "cat"), ("cs", "ces"), ("cy", "cym"), ("da", "dan"), ("de", "deu"),
    ("el", "ell"), ("en", "eng"), ("eo", "epo"), ("es", "spa"), ("et", "est"), ("eu", "eus"), ("fa", "pes"),
    ("fi", "fin"), ("fo", "fao"), ("fr", "fra"), ("ga", "gle"), ("gl", "glg"), ("gu", "guj"), ("he", "heb"),
    ("hi", "hin"), ("hr", "hrv"), ("hu", "hun"), ("hy", "hye"), ("id", "ind"), ("is", "isl"), ("it", "ita"),
    ("ja", "jpn"), ("jv", "jav"), ("ka", "kat"), ("kk", "kaz"), ("km", "khm"), ("kn", "kan"), ("ko", "kor"),
    ("la", "lat"), ("lt", "lit"), ("lv", "lav"), ("mk", "mkd"), ("ml", "mal"), ("mr", "mar"), ("ms", "msa"),
    ("mt", "mlt"), ("my", "mya"), ("nb", "nob"), ("ne", "nep"), ("nl", "nld"), ("nn", "nno"), ("oc", "oci"),
    ("or", "ori"), ("pa", "pan"), ("pl", "pol"), ("pt", "por"), ("ro", "ron"), ("ru", "rus"), ("sc", "srd"),
    ("se", "sme"), ("si", "sin"), ("sk", "slk"), ("sl", "slv"), ("sn", "sna"), ("sr", "srp"), ("sv", "swe"),
    ("ta", "tam"), ("te", "tel"), ("th", "tha"), ("tk", "tuk"), ("tl", "tgl"), ("tr", "tur"), ("tt", "tat"),
    ("uk", "ukr"), ("ur", "urd"), ("uz", "uzb"), ("vi", "vie"), ("yi", "yid"), ("zh", "cmn"), ("zh", "zho"),
    ("zu", "zul"), ("fa", "fas"),
];

/// `es`, `spa`; `zh-Hans` and `pt-BR` by what stands before the first hyphen.
pub fn language(code: &str) -> Option<Language> {
    let primary = code.split('-').next().unwrap_or_default();
    let short = LONG.iter().find(|(_, long)| *long == primary).map_or(primary, |(short, _)| short);
    Language::parse(short).ok()
}

/// The three-letter names of a language.
pub fn long(language: Language) -> impl Iterator<Item = &'static str> {
    LONG.iter().filter(move |(short, _)| *short == language.code()).map(|(_, long)| *long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_all_kinds_are_known() {
        let code = |text| language(text).map(Language::code);
        assert_eq!(
            ["es", "spa", "zh-Hans", "pt-BR", "cmn"].map(code),
            ["es", "es", "zh", "pt", "zh"].map(Some)
        );
        assert_eq!(["eng_US", "hbs", "zt", ""].map(code), [None; 4]);
        let known = LONG.iter().all(|(short, _)| Language::parse(short).is_ok());
        assert!(known);
    }
}
