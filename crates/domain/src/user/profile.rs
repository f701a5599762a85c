//! Defines profiles: what people show of themselves and see of each other. Must not know who may see what.

use super::{DisplayName, Email, Person, Username};
use crate::country::Country;
use crate::fault::Refusal;
use crate::friend::Direction;
use crate::language::{Language, Learning};
use crate::{FileId, Timestamp, text};
use std::time::Duration;

/// A person's picture, and where one reader downloads it for a few minutes; live events carry no such link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Avatar {
    pub file: FileId,
    pub links: Option<Links>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    pub small: String,
    pub large: String,
}

/// What people write about themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bio(String);

impl Bio {
    pub const LONGEST: usize = 500;

    pub fn parse(text: &str) -> Result<Self, Refusal> {
        text::block(text, 0, Self::LONGEST).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A person's gender. It is shown to no other user, and can be set once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    Woman,
    Man,
    NonBinary,
    Other,
}

impl Gender {
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Woman, Self::Man, Self::NonBinary, Self::Other].into_iter().find(|one| one.name() == name)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Woman => "woman",
            Self::Man => "man",
            Self::NonBinary => "non_binary",
            Self::Other => "other",
        }
    }
}

/// A gender can be set once: whether it can be set now.
pub fn gender_may_be_set(is_set: bool) -> Result<(), Refusal> {
    if is_set { Err(Refusal::new("fixed", "is set already and cannot be changed")) } else { Ok(()) }
}

/// Changes of a person's own profile; what is `None` keeps its value.
#[derive(Debug, Clone, Default)]
pub struct ProfileEdit {
    pub username: Option<Username>,
    pub display_name: Option<DisplayName>,
    pub bio: Option<Bio>,
    pub country: Option<Country>,
    pub gender: Option<Gender>,
    pub native: Option<Vec<Language>>,
    pub learning: Option<Vec<Learning>>,
}

/// How long the choice of languages to learn holds before it can be changed again.
pub const LEARNING_COOLDOWN: Duration = Duration::from_secs(15 * 24 * 3600);

/// Whether the languages a person learns may change now; if not, when they may. Levels always may.
pub fn learning_may_change(changed_at: Option<Timestamp>, now: Timestamp) -> Result<(), Timestamp> {
    match changed_at.map(|at| at.plus(LEARNING_COOLDOWN)) {
        Some(free_at) if now < free_at => Err(free_at),
        Some(_) | None => Ok(()),
    }
}

/// A person as another user sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub person: Person,
    pub bio: String,
    pub country: Option<String>,
    pub created_at: Timestamp,
    /// Only for readers from whom it is not hidden.
    pub email: Option<Email>,
    pub presence: Presence,
    pub relation: Relation,
}

/// A person's presence, as far as the reader may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Presence {
    pub online: bool,
    pub last_seen: Option<Timestamp>,
}

/// The reader's relation to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relation {
    pub friend: bool,
    pub request: Option<Direction>,
    pub blocked: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gender_is_said_once() {
        assert_eq!(gender_may_be_set(false), Ok(()));
        assert_eq!(gender_may_be_set(true).unwrap_err().code, "fixed");
        assert_eq!(Gender::parse("non_binary"), Some(Gender::NonBinary));
        assert_eq!(Gender::parse("none"), None);
    }

    #[test]
    fn the_first_change_of_languages_is_free_and_the_next_waits_fifteen_days() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        assert_eq!(learning_may_change(None, now), Ok(()));
        let free: Timestamp = "2026-12-05T12:00:00Z".parse().unwrap();
        assert_eq!(learning_may_change(Some(now), now), Err(free));
        assert_eq!(learning_may_change(Some(now), free), Ok(()));
    }
}
