//! Implements the parts that all signed tokens share: how a token is signed, and in which order its claims are
//! validated. Must not know what a kind of token permits. Two kinds differ in `typ` and `aud`, so that neither is
//! ever accepted as the other.

use crate::SigningKeys;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::time::CLOCKS_APART;
use domain::{Random, SessionId, Timestamp, UserId, random};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::sync::Arc;
use std::time::Duration;

const MAX_TOKEN: usize = 2 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not one of ours, or not of this kind. The reason is not disclosed.
    #[error("the token is invalid")]
    Invalid,
    #[error("the token has expired")]
    Expired,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token could not be signed")]
pub struct NotSigned;

pub(crate) struct Kind {
    pub typ: &'static str,
    pub aud: &'static str,
}

pub(crate) struct SignedTokens {
    keys: Arc<SigningKeys>,
    issuer: String,
    kind: Kind,
    random: Random,
    validation: Validation,
}

pub(crate) struct Subject {
    pub user: UserId,
    pub session: SessionId,
}

/// The content of a valid token.
pub(crate) struct Passed<C> {
    pub subject: Subject,
    pub jti: [u8; 16],
    pub expires_at: Timestamp,
    pub own: C,
}

/// The claims of every kind, then those of its own.
#[derive(Serialize, Deserialize)]
struct Body<C> {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    #[serde(flatten)]
    own: C,
}

/// The whole header: a token with further fields (`jku`, `jwk`, `x5u`, `x5c`, `crit`) is rejected.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OurHeader {
    alg: String,
    typ: String,
    kid: String,
}

impl SignedTokens {
    pub fn new(keys: Arc<SigningKeys>, issuer: String, kind: Kind, random: Random) -> Self {
        let validation = validation(&issuer, &kind);
        Self { keys, issuer, kind, random, validation }
    }

    /// The token, and the whole second at which it expires.
    pub fn sign<C: Serialize>(
        &self,
        subject: &Subject,
        own: C,
        lifetime: Duration,
        now: Timestamp,
    ) -> Result<(String, Timestamp), NotSigned> {
        let (kid, key) = self.keys.signing();
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(self.kind.typ.into());
        header.kid = Some(kid.into());
        let issued = now.seconds();
        let exp = issued.saturating_add(i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX));
        let body = Body {
            iss: self.issuer.clone(),
            aud: self.kind.aud.into(),
            sub: subject.user.to_string(),
            sid: subject.session.to_string(),
            jti: URL_SAFE_NO_PAD.encode(random::bytes::<16>(self.random)),
            iat: issued,
            nbf: issued,
            exp,
            own,
        };
        let token = jsonwebtoken::encode(&header, &body, key).map_err(|_| NotSigned)?;
        Ok((token, at_second(exp)))
    }

    /// `late` is how long after its expiry it is still accepted: for a clock that is ahead of the one it was made by.
    pub fn verify<C: DeserializeOwned>(
        &self,
        token: &str,
        now: Timestamp,
        late: Duration,
    ) -> Result<Passed<C>, TokenError> {
        if token.len() > MAX_TOKEN {
            return Err(TokenError::Invalid);
        }
        let header = header(token)?;
        // The ring names the algorithm; the token may only agree.
        if header.alg != "EdDSA" || header.typ != self.kind.typ {
            return Err(TokenError::Invalid);
        }
        let key = self.keys.verifying(&header.kid).ok_or(TokenError::Invalid)?;
        let body: Body<C> = jsonwebtoken::decode(token, key, &self.validation).map_err(invalid)?.claims;
        if body.iss != self.issuer || body.aud != self.kind.aud {
            return Err(TokenError::Invalid);
        }
        // Another node's clock may be ahead.
        let latest = now.plus(CLOCKS_APART).seconds();
        if body.nbf > latest || body.iat > latest {
            return Err(TokenError::Invalid);
        }
        if body.exp <= now.minus(late).seconds() {
            return Err(TokenError::Expired);
        }
        Ok(Passed {
            subject: Subject {
                user: body.sub.parse().map_err(invalid)?,
                session: body.sid.parse().map_err(invalid)?,
            },
            jti: jti(&body.jti)?,
            expires_at: at_second(body.exp),
            own: body.own,
        })
    }
}

pub(crate) const fn at_second(second: i64) -> Timestamp {
    Timestamp::from_millis(second.saturating_mul(1000))
}

/// Every option is set on purpose: the library's own time checks read the system clock.
fn validation(issuer: &str, kind: &Kind) -> Validation {
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_required_spec_claims(&["exp", "nbf", "sub", "iss", "aud"]);
    rules.set_issuer(&[issuer]);
    rules.set_audience(&[kind.aud]);
    rules.validate_aud = true;
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules.leeway = 0;
    rules.reject_tokens_expiring_in_less_than = 0;
    rules
}

fn header(token: &str) -> Result<OurHeader, TokenError> {
    let (first, _) = token.split_once('.').ok_or(TokenError::Invalid)?;
    let json = URL_SAFE_NO_PAD.decode(first).map_err(invalid)?;
    serde_json::from_slice(&json).map_err(invalid)
}

fn jti(text: &str) -> Result<[u8; 16], TokenError> {
    URL_SAFE_NO_PAD.decode(text).map_err(invalid)?.try_into().map_err(invalid)
}

fn invalid<E>(_: E) -> TokenError {
    TokenError::Invalid
}

#[cfg(test)]
mod tests;
