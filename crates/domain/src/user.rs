//! Defines people: their names, their identifiers, and their minimum age.

mod profile;
mod staff;
mod username;

pub use crate::identifier::{Email, Phone};
pub use profile::{
    Avatar, Bio, Gender, LEARNING_COOLDOWN, Links, Presence, Profile, ProfileEdit, Relation,
    gender_may_be_set, learning_may_change,
};
pub use staff::pretends_to_be_staff;
pub use username::Username;

use crate::country::Country;
use crate::fault::Refusal;
use crate::language::Tongues;
use crate::{Timestamp, UserId, text};
use jiff::ToSpan;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

pub const YOUNGEST: i16 = 13;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        text::line(name, 1, 64).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A password that satisfies the rule; the text is normalized when it is hashed.
pub struct Password(String);

impl Password {
    pub const SHORTEST: usize = 10;
    pub const LONGEST: usize = 128;
    const MOST_BYTES: usize = 512;

    pub fn parse(text: String) -> Result<Self, Refusal> {
        let length = text.nfc().count();
        if length < Self::SHORTEST {
            Err(Refusal::new("too_short", format!("must have at least {} characters", Self::SHORTEST)))
        } else if length > Self::LONGEST || text.len() > Self::MOST_BYTES {
            Err(Refusal::new("too_long", format!("must have at most {} characters", Self::LONGEST)))
        } else if text.chars().any(char::is_control) {
            Err(Refusal::new("forbidden_character", "must contain only printable characters"))
        } else {
            Ok(Self(text))
        }
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

/// The birth date of a person who is old enough today.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BirthDate(jiff::civil::Date);

impl BirthDate {
    pub fn parse(text: &str, now: Timestamp) -> Result<Self, Refusal> {
        let wrong = || Refusal::new("format", "must be a date like 1990-12-31");
        let date: jiff::civil::Date = text.parse().map_err(|_| wrong())?;
        // The parser also accepts times and weeks of other calendars; a date has to be written as it would be
        // formatted.
        if date.to_string() != text {
            return Err(wrong());
        }
        let today = jiff::Timestamp::from_millisecond(now.millis())
            .map_err(|_| Refusal::new("format", "cannot be compared with today"))?
            .to_zoned_datetime(jiff::tz::TimeZone::UTC)
            .date();
        let latest = today.saturating_sub(YOUNGEST.years());
        let earliest = today.saturating_sub(130.years());
        if date > latest {
            Err(Refusal::new("too_young", format!("you must be at least {YOUNGEST} years old")))
        } else if date < earliest {
            Err(Refusal::new("out_of_range", "is too long ago"))
        } else {
            Ok(Self(date))
        }
    }
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDate(..)")
    }
}

/// A person who has satisfied every rule and is about to get an account.
#[derive(Debug)]
pub struct Newcomer {
    pub username: Username,
    pub display_name: DisplayName,
    pub email: Option<Email>,
    pub background: Background,
}

/// What every registration contains.
#[derive(Debug)]
pub struct Background {
    pub birth_date: BirthDate,
    pub country: Country,
    pub tongues: Tongues,
}

/// What every user may see of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: UserId,
    pub username: String,
    pub display_name: String,
    pub languages: Languages,
    pub avatar: Option<Avatar>,
}

/// The languages a person speaks and learns, in the order they chose: codes, and codes with levels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Languages {
    pub native: Vec<String>,
    pub learning: Vec<(String, String)>,
}

/// A person's own profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnProfile {
    pub person: Person,
    pub bio: String,
    /// When other languages to learn may be chosen; `None` where they may now.
    pub learning_free_at: Option<Timestamp>,
    pub email: Option<Email>,
    pub email_verified: bool,
    pub phone: Option<Phone>,
    pub phone_verified: bool,
    pub birth_date: Option<String>,
    pub gender: Option<Gender>,
    pub country: Option<String>,
    pub is_admin: bool,
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirteen_today_is_old_enough_and_a_day_later_is_not() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        assert!(BirthDate::parse("2013-11-20", now).is_ok());
        assert_eq!(BirthDate::parse("2013-11-21", now).unwrap_err().code, "too_young");
        assert_eq!(BirthDate::parse("1800-01-01", now).unwrap_err().code, "out_of_range");
        for bad in
            ["2013-11-20T00:00", "20131120", "2013-W47-3", " 2013-11-20", "2013-11-20[UTC]", "+002013-11-20"]
        {
            assert_eq!(BirthDate::parse(bad, now).unwrap_err().code, "format", "{bad}");
        }
        let leap: Timestamp = "2028-02-29T12:00:00Z".parse().unwrap();
        assert!(BirthDate::parse("2015-02-28", leap).is_ok());
    }

    #[test]
    fn passwords_are_measured_in_characters() {
        assert!(Password::parse("ten chars!".into()).is_ok());
        assert!(Password::parse("four".into()).is_err());
        assert!(Password::parse("x".repeat(128)).is_ok());
        assert!(Password::parse("x".repeat(129)).is_err());
    }
}
