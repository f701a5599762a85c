//! Secrets that are good once: 256 random bits with a prefix that says what they are for. The store keeps
//! their hash. Must not know what one opens, nor when it ends.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Random, random};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const TEXT: usize = 43;
const NONCE: usize = 12;

/// What a secret is for. Known by its looks, so that secret scanners find it where it should not be, and
/// none passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Zeroize)]
pub enum Purpose {
    /// The first proof was right, the second is awaited.
    HalfSignIn,
    /// An identity another provider vouched for.
    OauthGrant,
    /// What comes back from another provider.
    OauthState,
    /// Which browser went there.
    OauthBrowser,
}

impl Purpose {
    const fn prefix(self) -> &'static str {
        match self {
            Self::HalfSignIn => "pmt_",
            Self::OauthGrant => "pog_",
            Self::OauthState => "pos_",
            Self::OauthBrowser => "pob_",
        }
    }
}

#[derive(Zeroize, ZeroizeOnDrop)]
pub struct OneTime {
    purpose: Purpose,
    secret: [u8; 32],
}

impl OneTime {
    pub fn generate(purpose: Purpose, random: Random) -> Self {
        let mut made = Self { purpose, secret: [0; 32] };
        random(&mut made.secret);
        made
    }

    pub fn parse(purpose: Purpose, text: &str) -> Option<Self> {
        let text = text.strip_prefix(purpose.prefix()).filter(|text| text.len() == TEXT)?;
        // One byte more than a secret: base64 estimates upwards.
        let mut buffer = Zeroizing::new([0; 33]);
        let len = URL_SAFE_NO_PAD.decode_slice(text, buffer.as_mut_slice()).ok()?;
        let mut read = Self { purpose, secret: [0; 32] };
        read.secret = *buffer.first_chunk().filter(|_| len == 32)?;
        Some(read)
    }

    /// What its holder keeps.
    pub fn text(&self) -> String {
        format!("{}{}", self.purpose.prefix(), URL_SAFE_NO_PAD.encode(self.secret))
    }

    /// What the store keeps. 256 random bits need no slow hash.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.secret).to_vec()
    }

    /// Something else only its holder can know, as text for addresses.
    pub fn derived(&self, what: &str) -> String {
        URL_SAFE_NO_PAD.encode(*self.key(what))
    }

    /// Opens with this secret alone: `nonce(12) || ciphertext || tag(16)`.
    pub fn seal(&self, text: &str, random: Random) -> Vec<u8> {
        let nonce = random::bytes::<NONCE>(random);
        // It does not fail at these sizes; if it did, nothing would open and its holder would start again.
        let payload = Payload { msg: text.as_bytes(), aad: self.purpose.prefix().as_bytes() };
        self.cipher()
            .encrypt(&Nonce::from(nonce), payload)
            .map(|body| [nonce.as_slice(), &body].concat())
            .unwrap_or_default()
    }

    pub fn open(&self, sealed: &[u8]) -> Option<String> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: body, aad: self.purpose.prefix().as_bytes() };
        String::from_utf8(self.cipher().decrypt(&Nonce::from(*nonce), payload).ok()?).ok()
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new((&*self.key("seal")).into())
    }

    #[expect(clippy::expect_used, reason = "HKDF-SHA-256 refuses only more than 8160 bytes")]
    fn key(&self, what: &str) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(Some(self.purpose.prefix().as_bytes()), &self.secret)
            .expand(what.as_bytes(), key.as_mut_slice())
            .expect("32 bytes are derived");
        key
    }
}

impl fmt::Debug for OneTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OneTime({:?})", self.purpose)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{counting, fixed};

    #[test]
    fn one_purpose_is_not_another() {
        let secret = OneTime::generate(Purpose::OauthGrant, fixed);
        let text = secret.text();
        assert_eq!(text, "pog_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc");
        assert_eq!(OneTime::parse(Purpose::OauthGrant, &text).unwrap().hash(), secret.hash());
        assert!(OneTime::parse(Purpose::HalfSignIn, &text).is_none());
        assert!(OneTime::parse(Purpose::OauthGrant, &text[..text.len() - 1]).is_none());
        assert!(OneTime::parse(Purpose::OauthGrant, &format!("{text}A")).is_none());
        assert_eq!(format!("{secret:?}"), "OneTime(OauthGrant)");
    }

    #[test]
    fn only_the_secret_opens_what_it_sealed() {
        let [first, second] = [0; 2].map(|_| OneTime::generate(Purpose::OauthGrant, counting));
        let sealed = first.seal("ana@example.org", counting);
        assert_eq!(first.open(&sealed).as_deref(), Some("ana@example.org"));
        assert_eq!(second.open(&sealed), None);
        assert_eq!(first.open(&sealed[..sealed.len() - 1]), None);
        assert_eq!(first.open(&[]), None);
        assert_ne!(first.derived("verifier"), first.derived("nonce"));
        assert_ne!(first.derived("nonce"), second.derived("nonce"));
    }
}
