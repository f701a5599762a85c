//! Defines the bodies of signing in, refreshing, signing out, and changing a password. None of them has `Debug`: they
//! hold secrets. Must not know how a password is checked.

use super::Transport;
use super::second_factor::check_code;
use crate::faults::Faults;
use crate::json;
use domain::Result;
use domain::user::Password;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest password in four-byte characters; more is neither hashed nor compared.
pub(super) const MOST_PASSWORD_BYTES: usize = 512;
/// No device token of ours is longer.
const MOST_DEVICE_TOKEN: usize = 100;
/// The longest e-mail address.
const MOST_IDENTIFIER: usize = 254;

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"identifier": "ana", "password": "correct horse battery", "transport": "body"}))]
pub struct LoginBody {
    /// A username, an e-mail address or a phone number.
    #[schema(min_length = 1, max_length = 254)]
    pub identifier: String,
    #[schema(max_length = 512, format = "password")]
    pub password: String,
    /// A code of the second factor, where the account has one; it can also be sent afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 64)]
    pub totp: Option<String>,
    /// From an earlier sign-in of this program. Browsers have it in a cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub device_token: Option<String>,
    /// Default: `cookie` for browsers, `body` for others.
    #[serde(default, deserialize_with = "json::maybe_word", skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
}

/// A [`LoginBody`] with plausible fields. The password follows no rule: rules are for new ones.
pub struct Login {
    pub identifier: String,
    pub password: String,
    pub totp: Option<String>,
    pub device_token: Option<String>,
    pub transport: Option<domain::session::Transport>,
}

impl LoginBody {
    pub fn parse(self) -> Result<Login> {
        let mut faults = Faults::default();
        let identifier = self.identifier.trim();
        if identifier.is_empty() {
            faults.note("/identifier", "empty", "must not be empty");
        } else if identifier.chars().count() > MOST_IDENTIFIER {
            faults.note("/identifier", "too_long", format!("must have at most {MOST_IDENTIFIER} characters"));
        }
        faults.at_most_bytes("/password", &self.password, MOST_PASSWORD_BYTES);
        if let Some(code) = &self.totp {
            check_code(&mut faults, "/totp", code);
        }
        if let Some(token) = &self.device_token {
            faults.at_most_bytes("/device_token", token, MOST_DEVICE_TOKEN);
        }
        faults.finish(Some(Login {
            identifier: identifier.to_owned(),
            password: self.password,
            totp: self.totp,
            device_token: self.device_token,
            transport: self.transport.map(Into::into),
        }))
    }
}

/// For sessions whose refresh token travels in the body; the others send a cookie.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
}

/// Empty where a cookie or an access token names the session.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogoutBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    #[schema(max_length = 512, format = "password")]
    pub current: String,
    #[schema(min_length = 10, max_length = 128, format = "password")]
    pub password: String,
}

pub struct PasswordChange {
    pub current: String,
    pub password: Password,
}

impl PasswordBody {
    pub fn parse(self) -> Result<PasswordChange> {
        let mut faults = Faults::default();
        faults.at_most_bytes("/current", &self.current, MOST_PASSWORD_BYTES);
        let password = faults.take("/password", Password::parse(self.password));
        faults.finish(password.map(|password| PasswordChange { current: self.current, password }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{pointers, read};
    use serde_json::json;

    #[test]
    fn a_login_is_measured_and_nothing_more() {
        let login = |identifier: &str, password: &str| {
            read::<LoginBody>(&json!({"identifier": identifier, "password": password})).unwrap().parse()
        };
        assert_eq!(login(" Ana ", "x").ok().unwrap().identifier, "Ana");
        assert_eq!(pointers(login(" ", &"x".repeat(513))), ["/identifier: empty", "/password: too_long"]);
        assert_eq!(pointers(login(&"x".repeat(255), "")), ["/identifier: too_long"]);
    }

    #[test]
    fn only_the_new_password_obeys_the_rule() {
        let change = |current: &str, password: &str| PasswordBody {
            current: current.to_owned(),
            password: password.to_owned(),
        };
        assert!(change("old", "long enough").parse().is_ok());
        assert_eq!(pointers(change("old", "short").parse()), ["/password: too_short"]);
    }

    #[test]
    fn tokens_may_be_left_out() {
        assert!(read::<RefreshBody>(&json!({})).unwrap().refresh_token.is_none());
        assert!(read::<LogoutBody>(&json!({"refresh_token": "x"})).unwrap().refresh_token.is_some());
    }
}
