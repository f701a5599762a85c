//! How somebody who may not be here is reached: by mail or by phone. Must not know whether he is here.

use crate::fault::Refusal;
use crate::user::Email;
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contact {
    Email(Email),
    Phone(PhoneNumber),
}

/// E.164: a plus and 8 to 15 digits.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

impl Contact {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        if text.contains('@') {
            return Email::parse(text).map(Self::Email);
        }
        let wrong =
            || Refusal::new("format", "must be an e-mail address, or a phone number like +14155550100");
        let written = text.trim().strip_prefix('+').ok_or_else(wrong)?;
        let digits: String = written.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')).collect();
        let fits = (8..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(Self::Phone(PhoneNumber(format!("+{digits}")))) } else { Err(wrong()) }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(email) => email.as_str(),
            Self::Phone(phone) => &phone.0,
        }
    }

    /// Enough for whoever typed it to know it again.
    pub fn masked(&self) -> String {
        let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
        match self {
            Self::Email(email) => {
                let (local, domain) = email.as_str().split_once('@').unwrap_or_default();
                format!("{}***@{domain}", first(local))
            }
            Self::Phone(phone) => {
                let last: String = phone.0.chars().skip(phone.0.len().saturating_sub(2)).collect();
                format!("+***{last}")
            }
        }
    }
}

/// Never the number itself: it must not reach a log by way of a debug line.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_have_one_form() {
        assert_eq!(Contact::parse(" A@X.org ").unwrap().as_str(), "a@x.org");
        assert_eq!(Contact::parse("+1 (415) 555-0100").unwrap().as_str(), "+14155550100");
        for bad in ["", "ana", "4155550100", "+0123456789", "+1234", "a@b", "+1415555010a"] {
            assert_eq!(Contact::parse(bad).unwrap_err().code, "format", "{bad}");
        }
        assert_eq!(Contact::parse("ana@example.org").unwrap().masked(), "a***@example.org");
        assert_eq!(Contact::parse("+14155550100").unwrap().masked(), "+***00");
        assert_eq!(format!("{:?}", Contact::parse("+14155550100").unwrap()), "Phone(PhoneNumber(..))");
    }
}
