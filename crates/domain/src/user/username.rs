//! Defines usernames: their form, the reserved ones, and the shape by which two look-alike names count as one. Must
//! not know which names are taken.

use crate::fault::Refusal;

/// A person's public handle, in lowercase so that it is unique in any case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Username(String);

impl Username {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let name = text.trim().to_lowercase();
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
        if !(3..=32).contains(&name.chars().count()) {
            Err(Refusal::new("length", "must have 3 to 32 characters"))
        } else if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(allowed) {
            Err(Refusal::new("format", "must start with a letter and contain only a-z, 0-9, _ and ."))
        } else if RESERVED.iter().any(|reserved| shape(reserved) == shape(&name)) {
            Err(Refusal::new("reserved", "is reserved"))
        } else {
            Ok(Self(name))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The shape of the name at a glance. Two names of one shape are not both given out.
    pub fn shape(&self) -> String {
        shape(&self.0)
    }
}

/// Digits as the letters they resemble, pairs of letters that look like one, and no separators. Stored: a change of
/// this function needs the stored shapes rebuilt.
pub(super) fn shape(name: &str) -> String {
    let letters: String = name
        .chars()
        .filter(|c| !matches!(c, '_' | '.'))
        .map(|c| match c {
            '0' => 'o',
            '1' | 'i' => 'l',
            other => other,
        })
        .collect();
    letters.replace("rn", "m").replace("vv", "w")
}

/// Reserved words: they would pass for the instance, its operators, or a part of an address.
const RESERVED: [&str; 83] = [
    "abuse",
    "account",
    "accounts",
    "admin",
    "administration",
    "administrator",
    "admins",
    "all",
    "anonymous",
    "api",
    "app",
    "auth",
    "avatar",
    "billing",
    "bot",
    "bots",
    "calls",
    "channel",
    "channels",
    "chat",
    "chats",
    "contact",
    "deleted",
    "deleted_user",
    "everybody",
    "everyone",
    "explore",
    "feedback",
    "friends",
    "group",
    "groups",
    "guest",
    "healthz",
    "help",
    "helpdesk",
    "here",
    "hostmaster",
    "info",
    "instance",
    "invite",
    "invites",
    "legal",
    "login",
    "logout",
    "mail",
    "media",
    "member",
    "members",
    "messages",
    "moderation",
    "moderator",
    "moderators",
    "news",
    "nobody",
    "noreply",
    "notice",
    "notifications",
    "null",
    "official",
    "operator",
    "owner",
    "parlance",
    "postmaster",
    "privacy",
    "profile",
    "register",
    "root",
    "search",
    "security",
    "server",
    "service",
    "settings",
    "signup",
    "staff",
    "status",
    "support",
    "sysadmin",
    "system",
    "team",
    "undefined",
    "unknown",
    "webmaster",
    "www",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames() {
        assert_eq!(Username::parse(" Ana_1.x ").unwrap().as_str(), "ana_1.x");
        for bad in ["ab", "1ana", "ana-b", "añb", "admin", &"a".repeat(33)] {
            assert!(Username::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_that_look_alike_have_one_shape() {
        let shape = |name: &str| Username::parse(name).unwrap().shape();
        for (one, other) in [
            ("bob.smith", "bob_smith"),
            ("bobo", "b0b0"),
            ("lily", "l1ly"),
            ("lily", "liiy"),
            ("modem", "modern"),
            ("wally", "vvally"),
        ] {
            assert_eq!(shape(one), shape(other), "{one} {other}");
        }
        assert_ne!(shape("ana"), shape("anna"));
        for reserved in ["adm1n", "Supp0rt", "par.lance", "r00t", "every_one"] {
            assert_eq!(Username::parse(reserved).unwrap_err().code, "reserved", "{reserved}");
        }
    }
}
