//! Defines the second factor as JSON. None of the bodies has `Debug`: they hold secrets. Must not know how a code is
//! checked.

use super::{TokenType, Transport};
use crate::faults::Faults;
use crate::json;
use domain::Result;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;

/// A recovery code with room for the spaces people type.
const MOST_CODE: usize = 64;
const MOST_SECRET: usize = 512;

/// The second half of a sign-in.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorBody {
    /// From the problem `second_factor_required`.
    #[schema(max_length = 512)]
    pub mfa_token: String,
    /// Six digits of the authenticator app, or a recovery code.
    #[schema(min_length = 1, max_length = 64)]
    pub code: String,
    /// Default: `cookie` for browsers, `body` for others.
    #[serde(default, deserialize_with = "json::maybe_word", skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
}

pub struct SecondFactor {
    pub mfa_token: String,
    pub code: String,
    pub transport: Option<domain::session::Transport>,
}

impl SecondFactorBody {
    pub fn parse(self) -> Result<SecondFactor> {
        let mut faults = Faults::default();
        faults.at_most_bytes("/mfa_token", &self.mfa_token, MOST_SECRET);
        check_code(&mut faults, "/code", &self.code);
        let transport = self.transport.map(Into::into);
        faults.finish(Some(SecondFactor { mfa_token: self.mfa_token, code: self.code, transport }))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SecondFactorState {
    pub enabled: bool,
    /// How many recovery codes are unused.
    #[schema(minimum = 0)]
    pub recovery_codes_left: i64,
}

/// Not enabled before a code was sent to `/me/totp/verify`.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct NewSecondFactor {
    /// For typing, in base32.
    pub secret: String,
    /// For a QR code that the app scans.
    pub uri: String,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpCodeBody {
    #[schema(min_length = 1, max_length = 64)]
    pub code: String,
}

impl TotpCodeBody {
    pub fn parse(self) -> Result<String> {
        let mut faults = Faults::default();
        check_code(&mut faults, "/code", &self.code);
        faults.finish(Some(self.code))
    }
}

/// Each is single-use, in place of a code of the app. They are shown only here.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct RecoveryCodes {
    pub recovery_codes: Vec<String>,
}

/// Everything the account has: the password, a code of the second factor, or both.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProveAgainBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 512, format = "password")]
    pub password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 64)]
    pub code: Option<String>,
}

impl ProveAgainBody {
    pub fn parse(self) -> Result<(Option<String>, Option<String>)> {
        let mut faults = Faults::default();
        if let Some(password) = &self.password {
            faults.at_most_bytes("/password", password, MOST_SECRET);
        }
        if let Some(code) = &self.code {
            check_code(&mut faults, "/code", code);
        }
        faults.finish(Some((self.password, self.code)))
    }
}

/// An access token with a fresh proof.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct ReauthAnswer {
    pub access_token: String,
    pub token_type: TokenType,
    /// Seconds until the access token ends.
    #[schema(minimum = 0)]
    pub expires_in: u64,
}

impl ReauthAnswer {
    pub fn new(access_token: String, expires_in: Duration) -> Self {
        Self { access_token, token_type: TokenType::Bearer, expires_in: expires_in.as_secs() }
    }
}

pub(super) fn check_code(faults: &mut Faults, pointer: &str, code: &str) {
    if code.trim().is_empty() {
        faults.note(pointer, "empty", "must not be empty");
    }
    faults.at_most_bytes(pointer, code, MOST_CODE);
}
