//! Defines one-time codes, the grants they give, and what grants are used for, as JSON. None of the bodies with a
//! secret has `Debug`.

use super::Transport;
use crate::faults::Faults;
use crate::json;
use crate::mirror::mirror;
use domain::code::Challenge;
use domain::identifier::Identifier;
use domain::user::Password;
use domain::{Fault, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

mirror! {
    /// What a code is for; it is invalid for any other purpose.
    Purpose = domain::code::Purpose { Register, SignIn, ResetPassword, ConfirmIdentifier }
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"purpose": "register", "identifier": "ana@example.org"}))]
pub struct CodeBody {
    #[serde(deserialize_with = "json::word")]
    pub purpose: Purpose,
    /// An e-mail address, or a phone number with its country code.
    #[schema(min_length = 1, max_length = 254)]
    pub identifier: String,
}

impl CodeBody {
    pub fn parse(self) -> Result<(domain::code::Purpose, Identifier)> {
        let mut faults = Faults::default();
        let identifier = faults.take("/identifier", Identifier::parse(&self.identifier));
        faults.finish(identifier.map(|identifier| (self.purpose.into(), identifier)))
    }
}

/// The same whether or not an account has the identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChallengeAnswer {
    pub challenge_id: Uuid,
    /// Where the code was sent, recognizable to its owner.
    #[schema(example = "a***@e***.org")]
    pub masked: String,
    /// Number of digits of the code.
    #[schema(minimum = 6, maximum = 8)]
    pub code_length: u32,
    /// When the code and the challenge expire.
    #[schema(format = "date-time")]
    pub expires_at: String,
    #[schema(format = "date-time")]
    pub resend_available_at: String,
    /// Messages left before the wait between two becomes longer.
    #[schema(minimum = 0)]
    pub resends_left: usize,
    /// Wrong codes left until the challenge ends, however often it is sent again.
    #[schema(minimum = 0)]
    pub attempts_left: i32,
}

impl From<Challenge> for ChallengeAnswer {
    fn from(challenge: Challenge) -> Self {
        Self {
            challenge_id: challenge.id.uuid(),
            masked: challenge.masked,
            code_length: challenge.purpose.code_length(),
            expires_at: challenge.expires_at.to_string(),
            resend_available_at: challenge.resend_available_at.to_string(),
            resends_left: challenge.resends_left,
            attempts_left: challenge.attempts_left,
        }
    }
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "012345"}))]
pub struct VerifyBody {
    /// Digits; spaces and dashes between them are ignored.
    #[schema(min_length = 1, max_length = 32)]
    pub code: String,
}

impl VerifyBody {
    pub fn parse(self) -> Result<String> {
        domain::code::typed(&self.code).ok_or_else(|| Fault::field("/code", "format", "must be digits"))
    }
}

/// A single-use permission, for one purpose and the identifier the code was sent to.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct GrantAnswer {
    pub grant: String,
    pub purpose: Purpose,
    #[schema(format = "date-time")]
    pub expires_at: String,
}

impl GrantAnswer {
    pub fn new(grant: String, purpose: domain::code::Purpose, expires_at: Timestamp) -> Self {
        Self { grant, purpose: purpose.into(), expires_at: expires_at.to_string() }
    }
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeLoginBody {
    /// For the purpose `sign_in`.
    #[schema(max_length = 100)]
    pub grant: String,
    /// Default: `cookie` for browsers, `body` for others.
    #[serde(default, deserialize_with = "json::maybe_word", skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetBody {
    /// For the purpose `reset_password`; or the recovery token an administrator created.
    #[schema(max_length = 100)]
    pub grant: String,
    #[schema(min_length = 10, max_length = 128, format = "password")]
    pub password: String,
}

impl ResetBody {
    pub fn parse(self) -> Result<(String, Password)> {
        let mut faults = Faults::default();
        let password = faults.take("/password", Password::parse(self.password));
        faults.finish(password.map(|password| (self.grant, password)))
    }
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentifierBody {
    /// For the purpose `confirm_identifier`, requested with this account's access token.
    #[schema(max_length = 100)]
    pub grant: String,
    /// Needed when the last proof is older than five minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 512, format = "password")]
    pub password: Option<String>,
}

/// Empty right after signing in.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReauthBody {
    /// Needed when the last proof is older than five minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 512, format = "password")]
    pub password: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoBody {
    /// From the message about the change.
    #[schema(max_length = 100)]
    pub token: String,
}

impl IdentifierBody {
    pub fn parse(self) -> Result<(String, Option<String>)> {
        Ok((self.grant, short(self.password)?))
    }
}

impl ReauthBody {
    pub fn parse(self) -> Result<Option<String>> {
        short(self.password)
    }
}

fn short(password: Option<String>) -> Result<Option<String>> {
    let mut faults = Faults::default();
    if let Some(password) = &password {
        faults.at_most_bytes("/password", password, super::body::MOST_PASSWORD_BYTES);
    }
    faults.finish(Some(password))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{pointers, read};
    use serde_json::json;

    #[test]
    fn codes_go_to_addresses_and_numbers() {
        let ask = |purpose: &str, identifier: &str| {
            read::<CodeBody>(&json!({"purpose": purpose, "identifier": identifier}))?.parse()
        };
        assert!(ask("register", "Ana@example.org").is_ok() && ask("sign_in", "+1 415 555 2671").is_ok());
        assert_eq!(pointers(ask("register", "ana")), ["/identifier: format"]);
        assert_eq!(pointers(ask("register", "+19005551234")), ["/identifier: premium_number"]);
        assert_eq!(pointers(ask("destroy", "ana@example.org")), ["/purpose: unknown_value"]);
    }

    #[test]
    fn a_code_is_digits() {
        let code = |code: &str| VerifyBody { code: code.to_owned() }.parse();
        assert_eq!(code(" 012-345").unwrap(), "012345");
        assert_eq!(pointers(code("o12345")), ["/code: format"]);
    }
}
