//! Implements access tokens: a caller presents one with every request. Must not know whether the session still lives
//! or the user's version is still current: the caller compares both with the store.

use crate::SigningKeys;
use crate::signed_token::{Kind, NotSigned, Passed, SignedTokens, Subject, TokenError, at_second};
use domain::{Random, SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub(crate) const ACCESS: Kind = Kind { typ: "at+jwt", aud: "parlance-api" };

pub struct AccessTokens {
    signed: SignedTokens,
    lifetime: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    pub user: UserId,
    pub session: SessionId,
    /// The user's security version: a token of an older one is invalid.
    pub ver: i64,
    /// When the user last proved who they are.
    pub auth_time: Timestamp,
    /// How: RFC 8176 names, such as `pwd` and `otp`.
    pub amr: Vec<String>,
}

pub struct Minted {
    pub token: String,
    pub expires_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub user: UserId,
    pub session: SessionId,
    pub ver: i64,
    pub expires_at: Timestamp,
    /// To the second.
    pub auth_time: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Own {
    auth_time: i64,
    amr: Vec<String>,
    ver: i64,
}

impl AccessTokens {
    pub fn new(keys: Arc<SigningKeys>, issuer: String, lifetime: Duration, random: Random) -> Self {
        Self { signed: SignedTokens::new(keys, issuer, ACCESS, random), lifetime }
    }

    pub fn mint(&self, claims: &Claims, now: Timestamp) -> Result<Minted, NotSigned> {
        let Claims { user, session, ver, auth_time, amr } = claims;
        let own = Own { auth_time: auth_time.seconds(), amr: amr.clone(), ver: *ver };
        let subject = Subject { user: *user, session: *session };
        let (token, expires_at) = self.signed.sign(&subject, own, self.lifetime, now)?;
        Ok(Minted { token, expires_at })
    }

    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Proof, TokenError> {
        let Passed { subject, expires_at, own: Own { auth_time, ver, .. }, .. } =
            self.signed.verify(token, now, Duration::ZERO)?;
        Ok(Proof {
            user: subject.user,
            session: subject.session,
            ver,
            expires_at,
            auth_time: at_second(auth_time),
        })
    }
}

/// A valid token is as good as a password, so it does not print itself.
impl fmt::Debug for Minted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Minted(until {})", self.expires_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ISSUER, NOW, claims, fixed, keys, parts};
    use serde_json::json;

    fn tokens() -> AccessTokens {
        AccessTokens::new(keys(), ISSUER.into(), Duration::from_secs(900), fixed)
    }

    #[test]
    fn header_and_claims_are_pinned() {
        let Minted { token, expires_at } = tokens().mint(&claims(), NOW).unwrap();
        let (header, body) = parts(&token);
        assert_eq!(header, json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": "0000000a" }));
        assert_eq!(
            body,
            json!({
                "iss": "https://chat.example.org",
                "aud": "parlance-api",
                "sub": "01890a5d-ac96-774b-bcce-b302099a8057",
                "sid": "01890a5d-ac96-774b-bcce-b302099a8058",
                "jti": "BwcHBwcHBwcHBwcHBwcHBw",
                "iat": 1_790_000_000,
                "nbf": 1_790_000_000,
                "exp": 1_790_000_900,
                "auth_time": 1_789_999_000,
                "amr": ["pwd", "otp"],
                "ver": 3
            })
        );
        assert_eq!(expires_at.millis(), 1_790_000_900_000);
        assert!(token.len() < 1024, "{} bytes", token.len());
    }

    #[test]
    fn a_minted_token_proves_its_claims() {
        let minted = tokens().mint(&claims(), NOW).unwrap();
        let Claims { user, session, ver, auth_time, .. } = claims();
        let proof = Proof { user, session, ver, expires_at: minted.expires_at, auth_time };
        assert_eq!(tokens().verify(&minted.token, NOW), Ok(proof));
        assert!(!format!("{minted:?}").contains(&minted.token));
    }

    #[test]
    fn it_lasts_fifteen_minutes_and_not_a_second_longer() {
        let minted = tokens().mint(&claims(), NOW).unwrap();
        let after = |seconds| NOW.plus(Duration::from_secs(seconds));
        assert!(tokens().verify(&minted.token, after(899)).is_ok());
        assert_eq!(tokens().verify(&minted.token, after(900)), Err(TokenError::Expired));
        assert_eq!(tokens().verify(&minted.token, minted.expires_at), Err(TokenError::Expired));
    }

    #[test]
    fn a_clock_that_is_behind_is_forgiven_a_minute() {
        let minted = tokens().mint(&claims(), NOW).unwrap();
        let before = |seconds| NOW.minus(Duration::from_secs(seconds));
        assert!(tokens().verify(&minted.token, before(60)).is_ok());
        assert_eq!(tokens().verify(&minted.token, before(61)), Err(TokenError::Invalid));
    }
}
