//! Defines languages people speak and learn: ISO 639-1 codes, and levels of the European framework.

mod list;

use crate::fault::Refusal;
pub use list::LANGUAGES;
use std::fmt;

pub struct LanguageName {
    pub code: &'static str,
    pub name: &'static str,
    /// The name in the language itself.
    pub endonym: &'static str,
}

/// A code that is in [`LANGUAGES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(&'static str);

impl Language {
    pub fn parse(code: &str) -> Result<Self, Refusal> {
        match LANGUAGES.iter().find(|language| language.code == code) {
            Some(language) => Ok(Self(language.code)),
            None => Err(Refusal::new("unknown_language", "must be a two-letter ISO 639-1 code")),
        }
    }

    pub fn code(self) -> &'static str {
        self.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    A1,
    A2,
    B1,
    B2,
    C1,
    C2,
}

impl Level {
    pub const ALL: [Self; 6] = [Self::A1, Self::A2, Self::B1, Self::B2, Self::C1, Self::C2];

    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::ALL
            .into_iter()
            .find(|level| level.to_string() == text)
            .ok_or_else(|| Refusal::new("unknown_level", "must be A1, A2, B1, B2, C1 or C2"))
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learning {
    pub language: Language,
    pub level: Level,
}

/// The languages a person speaks and learns; the two sides never share one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tongues {
    native: Vec<Language>,
    learning: Vec<Learning>,
}

impl Tongues {
    pub const MOST_NATIVE: usize = 3;
    pub const MOST_LEARNING: usize = 5;

    /// The fault names the side it concerns.
    pub fn new(native: Vec<Language>, learning: Vec<Learning>) -> Result<Self, (Side, Refusal)> {
        count(&native, Self::MOST_NATIVE).map_err(|refusal| (Side::Native, refusal))?;
        let learned: Vec<_> = learning.iter().map(|one| one.language).collect();
        count(&learned, Self::MOST_LEARNING).map_err(|refusal| (Side::Learning, refusal))?;
        if learned.iter().any(|language| native.contains(language)) {
            let refusal = Refusal::new("same_language", "must differ from the native languages");
            return Err((Side::Learning, refusal));
        }
        Ok(Self { native, learning })
    }

    pub fn native(&self) -> &[Language] {
        &self.native
    }

    pub fn learning(&self) -> &[Learning] {
        &self.learning
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Native,
    Learning,
}

fn count(languages: &[Language], most: usize) -> Result<(), Refusal> {
    let mut unique = languages.to_vec();
    unique.sort();
    unique.dedup();
    if languages.is_empty() {
        Err(Refusal::new("empty", "must name at least one language"))
    } else if languages.len() > most {
        Err(Refusal::new("too_many", format!("must name at most {most} languages")))
    } else if unique.len() < languages.len() {
        Err(Refusal::new("duplicate", "names a language twice"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learning(code: &str) -> Learning {
        Learning { language: Language::parse(code).unwrap(), level: Level::B1 }
    }

    #[test]
    fn the_two_sides_differ() {
        let es = Language::parse("es").unwrap();
        assert!(Tongues::new(vec![es], vec![learning("en")]).is_ok());
        assert_eq!(Tongues::new(vec![es], vec![learning("es")]).unwrap_err().1.code, "same_language");
        assert_eq!(Tongues::new(vec![es, es], vec![learning("en")]).unwrap_err().1.code, "duplicate");
        assert_eq!(Tongues::new(vec![], vec![learning("en")]).unwrap_err().0, Side::Native);
        assert!(Language::parse("xx").is_err());
        assert!(Level::parse("B2").is_ok() && Level::parse("b2").is_err());
    }

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = LANGUAGES.iter().map(|language| language.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), LANGUAGES.len());
        assert!(codes.len() > 180);
    }
}
