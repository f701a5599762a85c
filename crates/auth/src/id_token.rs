//! Verifies ID tokens of other providers: signature, issuer, audience, nonce, times. Must not know how a token was
//! fetched, nor what is done for the person it names.

use crate::one_time::OneTime;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::Timestamp;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Asymmetric ones only: a client secret is no key, and `none` is no algorithm.
const ALGORITHMS: [Algorithm; 5] =
    [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::ES384, Algorithm::EdDSA];
const MAX_TOKEN: usize = 16 * 1024;
/// The tolerated difference to other people's clocks.
const LEEWAY: i64 = 60;

/// The expected claims of a token.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
}

/// The person the provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    pub subject: String,
    pub email: Address,
}

/// The provider's claim about a person's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// It is explicitly marked as verified.
    Verified(String),
    Unverified,
    /// No address: the person's profile at the provider may have it.
    Unsaid,
}

/// A person's profile at a provider, for providers that leave the address out of the token.
pub fn address_in_profile(json: &[u8], subject: &str) -> Address {
    match serde_json::from_slice::<Profile>(json) {
        Ok(profile) if profile.sub == subject => address(profile.email, profile.email_verified.as_ref()),
        Ok(_) | Err(_) => Address::Unsaid,
    }
}

#[derive(Deserialize)]
struct Profile {
    sub: String,
    email: Option<String>,
    email_verified: Option<serde_json::Value>,
}

/// Some providers write "true"; only a JSON true counts.
fn address(email: Option<String>, verified: Option<&serde_json::Value>) -> Address {
    match email {
        Some(email) if verified == Some(&serde_json::Value::Bool(true)) => Address::Verified(email),
        Some(_) => Address::Unverified,
        None => Address::Unsaid,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotVouched {
    #[error("no key of the provider fits the token")]
    UnknownKey,
    #[error("the token is malformed or its signature is wrong")]
    Signature,
    #[error("the token is of another issuer")]
    Issuer,
    #[error("the token has another audience")]
    Audience,
    #[error("the token answers another question")]
    Nonce,
    #[error("the token is too old or of the future")]
    Time,
    #[error("the token has no subject")]
    Subject,
}

#[derive(Deserialize)]
struct Body {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    email: Option<String>,
    email_verified: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// The keys a provider publishes.
#[derive(Clone)]
pub struct ProviderKeys(JwkSet);

impl ProviderKeys {
    pub fn parse(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok().map(Self)
    }

    pub fn verify(&self, token: &str, expected: Expected<'_>, now: Timestamp) -> Result<Vouched, NotVouched> {
        if token.len() > MAX_TOKEN {
            return Err(NotVouched::Signature);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| NotVouched::Signature)?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(NotVouched::Signature);
        }
        let jwk = self.key(header.kid.as_deref()).ok_or(NotVouched::UnknownKey)?;
        // The algorithm of the provider's key, where it is given, takes precedence over the token's.
        let said = jwk.common.key_algorithm.map(|alg| alg.to_string());
        if said.is_some_and(|said| said != format!("{:?}", header.alg)) {
            return Err(NotVouched::Signature);
        }
        let key = DecodingKey::from_jwk(jwk).map_err(|_| NotVouched::UnknownKey)?;
        let body = jsonwebtoken::decode::<Body>(token, &key, &signature_alone(header.alg))
            .map_err(|_| NotVouched::Signature)?
            .claims;
        body.check(expected, now)
    }

    /// A token that names no key is valid only where there is exactly one key.
    fn key(&self, kid: Option<&str>) -> Option<&Jwk> {
        match (kid, self.0.keys.as_slice()) {
            (Some(kid), _) => self.0.find(kid),
            (None, [only]) => Some(only),
            (None, _) => None,
        }
    }
}

impl Body {
    fn check(self, expected: Expected<'_>, now: Timestamp) -> Result<Vouched, NotVouched> {
        if self.iss != expected.issuer {
            return Err(NotVouched::Issuer);
        }
        let for_us = match &self.aud {
            Audience::One(one) => one == expected.client_id,
            // With several audiences, the authorized party must be us.
            Audience::Many(all) => {
                all.iter().any(|one| one == expected.client_id)
                    && (all.len() == 1 || self.azp.as_deref() == Some(expected.client_id))
            }
        };
        if !for_us || self.azp.as_deref().is_some_and(|azp| azp != expected.client_id) {
            return Err(NotVouched::Audience);
        }
        if self.nonce.as_deref() != Some(expected.nonce) {
            return Err(NotVouched::Nonce);
        }
        let now = now.seconds();
        let early = now.saturating_add(LEEWAY);
        if self.exp <= now - LEEWAY || self.iat > early || self.nbf.is_some_and(|nbf| nbf > early) {
            return Err(NotVouched::Time);
        }
        if self.sub.is_empty() || self.sub.len() > 255 {
            return Err(NotVouched::Subject);
        }
        let email = address(self.email, self.email_verified.as_ref());
        Ok(Vouched { subject: self.sub, email })
    }
}

/// The hash that the provider gets of a secret that stays here (PKCE, S256).
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

/// Both are derived from the secret of the browser that began: nothing of them is stored, and an answer that arrives
/// in another browser does not match.
pub fn verifier_and_nonce(browser: &OneTime) -> (String, String) {
    (browser.derived("pkce verifier"), browser.derived("nonce"))
}

/// Everything but the signature is checked by [`Body::check`], with our clock.
fn signature_alone(algorithm: Algorithm) -> Validation {
    let mut rules = Validation::new(algorithm);
    rules.required_spec_claims.clear();
    rules.validate_aud = false;
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules
}

#[cfg(test)]
mod tests;
