//! Implements Ed25519 keys: one signs, all verify, their public halves are published as a JWK set. Must not know what
//! is signed, nor where the seeds are stored.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde_json::{Value, json};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A seed of the key ring.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SeedKey {
    #[zeroize(skip)]
    pub kid: String,
    pub seed: [u8; 32],
    /// Sign with this one; exactly one is active.
    #[zeroize(skip)]
    pub active: bool,
}

pub struct SigningKeys {
    active_kid: String,
    signing: EncodingKey,
    verifying: Vec<Verifying>,
}

struct Verifying {
    kid: String,
    /// The public key as a JWK writes it.
    x: String,
    key: DecodingKey,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadKeys {
    #[error("exactly one signing key must be active")]
    NotOneActive,
    #[error("signing key {0} occurs twice")]
    Twice(String),
    #[error("signing key {0} is not usable")]
    Unusable(String),
}

impl SigningKeys {
    pub fn new(seeds: Vec<SeedKey>) -> Result<Self, BadKeys> {
        let mut active = seeds.iter().filter(|seed| seed.active);
        let (Some(signer), None) = (active.next(), active.next()) else { return Err(BadKeys::NotOneActive) };
        let mut verifying: Vec<Verifying> = Vec::with_capacity(seeds.len());
        for seed in &seeds {
            if verifying.iter().any(|known| known.kid == seed.kid) {
                return Err(BadKeys::Twice(seed.kid.clone()));
            }
            verifying.push(Verifying::of(seed)?);
        }
        Ok(Self {
            active_kid: signer.kid.clone(),
            signing: EncodingKey::from_ed_der(&pkcs8(&signer.seed)),
            verifying,
        })
    }

    /// The public set, for `/.well-known/jwks.json`.
    pub fn jwks(&self) -> Value {
        let keys: Vec<Value> = self
            .verifying
            .iter()
            .map(|Verifying { kid, x, .. }| {
                json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": kid, "x": x })
            })
            .collect();
        json!({ "keys": keys })
    }

    pub(crate) fn signing(&self) -> (&str, &EncodingKey) {
        (&self.active_kid, &self.signing)
    }

    pub(crate) fn verifying(&self, kid: &str) -> Option<&DecodingKey> {
        self.verifying.iter().find(|known| known.kid == kid).map(|known| &known.key)
    }
}

impl Verifying {
    fn of(SeedKey { kid, seed, .. }: &SeedKey) -> Result<Self, BadKeys> {
        // The same reading of the same bytes as at every signature, so that none can fail later.
        let pair =
            Ed25519KeyPair::from_pkcs8(pkcs8(seed).as_slice()).map_err(|_| BadKeys::Unusable(kid.clone()))?;
        let public = pair.public_key().as_ref();
        Ok(Self {
            kid: kid.clone(),
            x: URL_SAFE_NO_PAD.encode(public),
            key: DecodingKey::from_ed_der(public),
        })
    }
}

impl fmt::Debug for SeedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SeedKey({})", self.kid)
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKeys(active {})", self.active_kid)
    }
}

/// PKCS#8 version 1 (RFC 8410): fixed DER in front of the seed.
fn pkcs8(seed: &[u8; 32]) -> Zeroizing<Vec<u8>> {
    const HEAD: [u8; 16] =
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    Zeroizing::new([HEAD.as_slice(), seed].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed(kid: &str, byte: u8, active: bool) -> SeedKey {
        SeedKey { kid: kid.into(), seed: [byte; 32], active }
    }

    #[test]
    fn the_public_set_holds_every_key_and_no_secret() {
        let keys = SigningKeys::new(vec![seed("0000000a", 1, true), seed("0000000b", 2, false)]).unwrap();
        // The public keys of these seeds, computed with OpenSSL.
        let set = json!({ "keys": [
            { "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": "0000000a",
              "x": "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w" },
            { "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": "0000000b",
              "x": "gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5Q" },
        ]});
        assert_eq!(keys.jwks(), set);
    }

    #[test]
    fn exactly_one_key_signs() {
        let none = SigningKeys::new(vec![seed("a", 1, false)]).unwrap_err();
        assert_eq!(none, BadKeys::NotOneActive);
        let both = SigningKeys::new(vec![seed("a", 1, true), seed("b", 2, true)]).unwrap_err();
        assert_eq!(both, BadKeys::NotOneActive);
        let twice = SigningKeys::new(vec![seed("a", 1, true), seed("a", 2, false)]).unwrap_err();
        assert_eq!(twice, BadKeys::Twice("a".into()));
    }

    #[test]
    fn no_seed_is_printed() {
        let seed = seed("0000000a", 0xab, true);
        assert_eq!(format!("{seed:?}"), "SeedKey(0000000a)");
        let keys = SigningKeys::new(vec![seed]).unwrap();
        assert_eq!(format!("{keys:?}"), "SigningKeys(active 0000000a)");
    }
}
