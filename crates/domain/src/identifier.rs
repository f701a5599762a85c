//! Defines e-mail addresses and phone numbers, in the one form by which they are looked up. Must not know whose they
//! are.

pub use crate::phone::Phone;

use crate::fault::Refusal;
use std::fmt;
use std::time::Duration;
use unicode_normalization::UnicodeNormalization;

/// How long a change can be undone. Undoing it also undoes what was added to the account within this time.
pub const REGRET: Duration = Duration::from_secs(72 * 3600);

/// An address in canonical form: trimmed, NFKC, lowercase; a domain in another script in its `xn--` form.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let address = text.trim().nfkc().collect::<String>().to_lowercase();
        let wrong = || Refusal::new("format", "must be an e-mail address like name@example.org");
        let (local, domain) = address.rsplit_once('@').ok_or_else(wrong)?;
        let local_fits = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c));
        let domain = if domain.is_ascii() {
            domain.to_owned()
        } else {
            idna::domain_to_ascii(domain).map_err(|_| wrong())?
        };
        let labels_fit = domain.contains('.')
            && domain.split('.').all(|label| {
                (1..=63).contains(&label.len())
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            });
        let address = format!("{local}@{domain}");
        if address.len() <= 254 && local_fits && labels_fit { Ok(Self(address)) } else { Err(wrong()) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }
}

/// Never the address itself: it must not reach a log by a debug line.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(..)")
    }
}

/// How a message reaches a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    Email,
    Sms,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    Email(Email),
    Phone(Phone),
}

impl Identifier {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        if text.trim_start().starts_with('+') {
            Phone::parse(text).map(Self::Phone)
        } else if text.contains('@') {
            Email::parse(text).map(Self::Email)
        } else {
            Err(Refusal::new(
                "format",
                "must be an e-mail address like name@example.org, or a phone number like +14155550100",
            ))
        }
    }

    pub fn channel(&self) -> Channel {
        match self {
            Self::Email(_) => Channel::Email,
            Self::Phone(_) => Channel::Sms,
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(email) => email.as_str(),
            Self::Phone(phone) => phone.as_str(),
        }
    }

    /// Enough to recognize one's own, too little to learn another person's.
    pub fn masked(&self) -> String {
        match self {
            Self::Email(email) => {
                let (local, domain) = email.as_str().rsplit_once('@').unwrap_or_default();
                let (name, top) = domain.rsplit_once('.').unwrap_or_default();
                let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
                format!("{}***@{}***.{top}", first(local), first(name))
            }
            Self::Phone(phone) => phone.masked(),
        }
    }
}

/// What a person types to sign in: their username, e-mail address or phone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginName {
    Identifier(Identifier),
    /// In lowercase; it may belong to no account.
    Username(String),
}

impl LoginName {
    pub fn read(text: &str) -> Self {
        match Identifier::parse(text) {
            Ok(identifier) => Self::Identifier(identifier),
            Err(_) => Self::Username(text.trim().to_lowercase()),
        }
    }

    /// One text for all spellings, so that a limit counts them together.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Identifier(identifier) => identifier.as_str(),
            Self::Username(name) => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_have_one_form() {
        assert_eq!(Email::parse(" A@X.org ").unwrap().as_str(), "a@x.org");
        for bad in
            ["a", "a@b", "@x.org", "a@x..org", ".a@x.org", "a b@x.org", "a@-x.org", "a@x.org\r\nBcc: b@x.org"]
        {
            assert!(Email::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(format!("{:?}", Email::parse("a@x.org").unwrap()), "Email(..)");
    }

    #[test]
    fn domains_in_other_scripts_are_taken_in_their_ascii_form() {
        let one = Email::parse("Ana@Bücher.example").unwrap();
        assert_eq!(one.as_str(), "ana@xn--bcher-kva.example");
        assert_eq!(Email::parse("ana@xn--bcher-kva.example").unwrap(), one);
        assert_eq!(Email::parse("ana@BU\u{308}CHER.example").unwrap(), one);
        assert!(Email::parse("ana@b\u{202e}cher.example").is_err());
    }

    #[test]
    fn identifiers_are_masked() {
        let masked = |text: &str| Identifier::parse(text).unwrap().masked();
        assert_eq!(masked("ana@example.org"), "a***@e***.org");
        assert_eq!(masked("+1 415 555 2671"), "+1********71");
    }

    #[test]
    fn spellings_of_a_login_are_counted_together() {
        for (one, other) in
            [(" Ana ", "ana"), ("ANA@X.org", "ana@x.org"), ("+1 (415) 555-2671", "+14155552671")]
        {
            assert_eq!(LoginName::read(one).as_str(), LoginName::read(other).as_str());
        }
    }
}
