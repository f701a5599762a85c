//! Defines phone numbers in E.164. A number is valid when its country code exists, its length is one that country
//! has, and it is no premium number. Must not know whether the number is in use.

mod list;

use crate::fault::Refusal;
use list::{COUNTRIES, PREMIUM};
use std::fmt;

/// `+`, country code and number, digits only.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let wrong =
            || Refusal::new("format", "must be a phone number with its country code like +14155550100");
        let written = text.trim().strip_prefix('+').ok_or_else(wrong)?;
        let spacing = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-' | '.' | '(' | ')' | '/');
        let digits: String = written.chars().filter(|c| !spacing(*c)).collect();
        if !digits.chars().all(|c| c.is_ascii_digit()) || digits.len() > 15 {
            return Err(wrong());
        }
        let country = country_of(&digits).ok_or_else(wrong)?;
        let national = digits.strip_prefix(country.code).ok_or_else(wrong)?;
        if !(country.least..=country.most).contains(&national.len()) {
            return Err(wrong());
        }
        if PREMIUM.iter().any(|prefix| digits.starts_with(prefix)) {
            return Err(Refusal::new("premium_number", "must not be a premium number"));
        }
        Ok(Self(format!("+{digits}")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is in one of these countries (ISO 3166-1 alpha-2); several share a country code.
    pub fn is_in(&self, countries: &[String]) -> bool {
        let country = self.0.strip_prefix('+').and_then(country_of);
        country.is_some_and(|country| countries.iter().any(|wanted| country.isos.contains(&wanted.as_str())))
    }

    pub fn masked(&self) -> String {
        let digits = self.0.strip_prefix('+').unwrap_or_default();
        let code = country_of(digits).map_or("", |country| country.code);
        let hidden = digits.len().saturating_sub(code.len() + 2);
        let last: String = digits.chars().skip(code.len() + hidden).collect();
        format!("+{code}{}{last}", "*".repeat(hidden))
    }
}

/// Never the number itself, as with addresses.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(..)")
    }
}

/// A country code, the countries that use it, and how long numbers after it are.
struct Country {
    code: &'static str,
    isos: &'static [&'static str],
    least: usize,
    most: usize,
}

/// The longest code that matches: +1 242 is the Bahamas, the rest of +1 is not.
fn country_of(digits: &str) -> Option<&'static Country> {
    let fitting = COUNTRIES.iter().filter(|country| digits.starts_with(country.code));
    fitting.max_by_key(|country| country.code.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_form() {
        for text in ["+14155552671", "+1 415 555 2671", " +1 (415) 555-2671 ", "+1.415.555.2671"] {
            assert_eq!(Phone::parse(text).unwrap().as_str(), "+14155552671", "{text}");
        }
        for good in
            ["+4915112345678", "+34612345678", "+447911123456", "+3725123456", "+29012345", "+12423591234"]
        {
            assert!(Phone::parse(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for bad in [
            "",
            "+",
            "4155552671",
            "+1415555267",
            "+141555526711",
            "+0123456789",
            "+999123456789",
            "+1415555267a",
            "+14155552671;ext=1",
            "+210123456789",
            "+٤٩١٥١١٢٣٤٥٦٧٨",
        ] {
            assert_eq!(Phone::parse(bad).unwrap_err().code, "format", "{bad}");
        }
        for dear in ["+19005551234", "+4990012345678", "+979123456789", "+881612345678"] {
            assert_eq!(Phone::parse(dear).unwrap_err().code, "premium_number", "{dear}");
        }
    }

    #[test]
    fn countries_are_told_apart() {
        let is_in = |number: &str, iso: &str| Phone::parse(number).unwrap().is_in(&[iso.to_owned()]);
        assert!(is_in("+14155552671", "US") && is_in("+14155552671", "CA") && !is_in("+14155552671", "BS"));
        assert!(is_in("+12423591234", "BS") && !is_in("+12423591234", "US"));
        assert!(is_in("+77012345678", "KZ") && !is_in("+77012345678", "RU") && is_in("+79161234567", "RU"));
        assert!(!Phone::parse("+34612345678").unwrap().is_in(&[]));
    }

    #[test]
    fn codes_are_sorted_and_single() {
        assert!(COUNTRIES.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(
            COUNTRIES
                .iter()
                .all(|country| country.least <= country.most && country.most + country.code.len() <= 15)
        );
    }
}
