//! Finds mentions (`@name`) in a text. Must not know who is meant.

use crate::markup::{self, Kind, Span};
use crate::message::{Mention, Whom};
use crate::{UserId, member::Role};

/// The most mentions in one message; further ones are plain text.
pub const MOST: usize = 50;
/// Mentions all members of the chat, where the sender may do so.
pub const EVERYBODY: &str = "all";

/// A name in a text. Offsets count UTF-16 code units and include the sign before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub start: usize,
    pub length: usize,
    pub name: String,
}

/// The names in a text, in order. One inside a word, as in an e-mail address, does not count, nor does one in code.
pub fn names(text: &str) -> Vec<Named> {
    if !text.contains('@') {
        return vec![];
    }
    let units: Vec<u16> = text.encode_utf16().collect();
    let named = |Span { kind, start, length }: Span| {
        let name = units.get(start + 1..start + length).filter(|_| kind == Kind::Name)?;
        Some(Named { start, length, name: String::from_utf16_lossy(name).to_ascii_lowercase() })
    };
    markup::parse(text).into_iter().filter_map(named).take(MOST).collect()
}

/// The people who are mentioned: members of the chat, and all of them where the sender may mention all.
pub fn meant(named: &[Named], known: &[(String, UserId)], speaker: Option<Role>) -> Vec<Mention> {
    let whom = |name: &str| {
        if name == EVERYBODY {
            return (speaker >= Some(Role::Admin)).then_some(Whom::Everybody);
        }
        known.iter().find(|(known, _)| known == name).map(|(_, user)| Whom::One(*user))
    };
    let mention =
        |one: &Named| Some(Mention { start: one.start, length: one.length, whom: whom(&one.name)? });
    named.iter().filter_map(mention).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_where_they_stand() {
        let named = |text: &str| -> Vec<(usize, usize, String)> {
            names(text).into_iter().map(|one| (one.start, one.length, one.name)).collect()
        };
        assert_eq!(named("hi @Ana, and @leo.b."), [(3, 4, "ana".into()), (13, 6, "leo.b".into())]);
        // An emoji is two code units.
        assert_eq!(named("🚀 @ana"), [(3, 4, "ana".into())]);
        for none in ["ana@example.org", "@", "@ab", "x/@ana", "@@ana", "`@ana`", "```\n@ana```"] {
            assert_eq!(named(none), [], "{none}");
        }
        assert_eq!(names(&"@ana ".repeat(60)).len(), MOST);
    }

    #[test]
    fn only_members_are_meant_and_all_only_by_admins() {
        let ana = UserId::from_uuid(uuid::Uuid::from_u128(1));
        let named = names("@ana @leo @all");
        let of = |role| {
            meant(&named, &[("ana".into(), ana)], Some(role)).iter().map(|m| m.whom).collect::<Vec<_>>()
        };
        assert_eq!(of(Role::Member), [Whom::One(ana)]);
        assert_eq!(of(Role::Admin), [Whom::One(ana), Whom::Everybody]);
    }
}
