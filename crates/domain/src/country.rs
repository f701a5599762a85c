//! Defines countries: ISO 3166-1 alpha-2 codes with their English names.

mod list;

use crate::fault::Refusal;
pub use list::COUNTRIES;

/// A code that is in [`COUNTRIES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Country(&'static str);

impl Country {
    pub fn parse(code: &str) -> Result<Self, Refusal> {
        match COUNTRIES.iter().find(|(known, _)| *known == code) {
            Some((known, _)) => Ok(Self(known)),
            None => Err(Refusal::new("unknown_country", "must be a two-letter ISO 3166-1 code in capitals")),
        }
    }

    pub fn code(self) -> &'static str {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_codes_parse() {
        assert_eq!(COUNTRIES.len(), 249);
        assert_eq!(Country::parse("ES").unwrap().code(), "ES");
        assert!(Country::parse("XX").is_err() && Country::parse("es").is_err());
    }
}
