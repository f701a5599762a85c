//! Implements single-use secrets: 256 random bits with a prefix for their purpose. Of each, only the hash is stored.
//! Must not know what a secret is used for, nor when it expires.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Random, random};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The purpose of a secret. Each has its own prefix, so that secret scanners find a leaked one, and so that none is
/// ever accepted as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// The grant of a correct code.
    Grant,
    /// The recovery token an administrator creates for a person who lost their other ways to sign in.
    WayIn,
    Invite,
    /// The link that makes an administrator.
    AdminLink,
    /// A chat invite.
    ChatInvite,
    /// An invitation by contact.
    Invitation,
    /// The token that undoes a change of address or number.
    Undo,
    /// The first proof was right, the second is pending.
    HalfSignIn,
    /// An identity another provider vouched for.
    OauthGrant,
    /// The `state` that comes back from another provider.
    OauthState,
    /// The browser that was sent there.
    OauthBrowser,
}

impl Use {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Grant => "pgr_",
            Self::WayIn => "pwi_",
            Self::Invite => "pin_",
            Self::AdminLink => "pal_",
            Self::ChatInvite => "pci_",
            Self::Invitation => "piv_",
            Self::Undo => "pun_",
            Self::HalfSignIn => "pmt_",
            Self::OauthGrant => "pog_",
            Self::OauthState => "pos_",
            Self::OauthBrowser => "pob_",
        }
    }
}

/// 256 random bits.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct OneTime {
    #[zeroize(skip)]
    what: Use,
    secret: [u8; 32],
}

impl OneTime {
    const TEXT: usize = 43;
    const NONCE: usize = 12;

    pub fn generate(what: Use, random: Random) -> Self {
        let mut one = Self { what, secret: [0; 32] };
        random(&mut one.secret);
        one
    }

    pub fn parse(what: Use, text: &str) -> Option<Self> {
        let text = text.trim().strip_prefix(what.prefix()).filter(|text| text.len() == Self::TEXT)?;
        // One byte more than a secret: base64 estimates upwards.
        let mut buffer = Zeroizing::new([0; 33]);
        let len = URL_SAFE_NO_PAD.decode_slice(text, buffer.as_mut_slice()).ok()?;
        let secret = *buffer.first_chunk().filter(|_| len == 32)?;
        Some(Self { what, secret })
    }

    /// The text that its holder keeps.
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(self.what.prefix().to_owned());
        URL_SAFE_NO_PAD.encode_string(self.secret, &mut text);
        text
    }

    /// The hash that is stored: of a random secret, a plain hash reveals nothing.
    pub fn hash(&self) -> [u8; 32] {
        let hasher = Sha256::new().chain_update(self.what.prefix()).chain_update(self.secret);
        hasher.finalize().into()
    }

    /// A second value only its holder can know, as text for URLs.
    pub fn derived(&self, what: &str) -> String {
        URL_SAFE_NO_PAD.encode(*self.key(what))
    }

    /// Opens with this secret alone: `nonce(12) || ciphertext || tag(16)`.
    pub fn seal(&self, text: &str, random: Random) -> Vec<u8> {
        let nonce = random::bytes::<{ Self::NONCE }>(random);
        // It does not fail at these sizes; if it did, nothing would open and the holder would start again.
        let payload = Payload { msg: text.as_bytes(), aad: self.what.prefix().as_bytes() };
        self.cipher()
            .encrypt(&Nonce::from(nonce), payload)
            .map(|body| [nonce.as_slice(), &body].concat())
            .unwrap_or_default()
    }

    pub fn open(&self, sealed: &[u8]) -> Option<String> {
        let (nonce, body) = sealed.split_first_chunk::<{ Self::NONCE }>()?;
        let payload = Payload { msg: body, aad: self.what.prefix().as_bytes() };
        String::from_utf8(self.cipher().decrypt(&Nonce::from(*nonce), payload).ok()?).ok()
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new((&*self.key("seal")).into())
    }

    #[expect(clippy::expect_used, reason = "HKDF-SHA-256 refuses only more than 8160 bytes")]
    fn key(&self, what: &str) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(Some(self.what.prefix().as_bytes()), &self.secret)
            .expand(what.as_bytes(), key.as_mut_slice())
            .expect("32 bytes are derived");
        key
    }
}

impl fmt::Debug for OneTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OneTime({:?})", self.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::counting;

    #[test]
    fn a_secret_is_read_back_for_its_own_use_only() {
        let grant = OneTime::generate(Use::Grant, counting);
        let text = grant.text();
        assert_eq!(OneTime::parse(Use::Grant, &text).unwrap().hash(), grant.hash());
        assert!(OneTime::parse(Use::Invite, &text).is_none());
        let renamed = text.replace("pgr_", "pin_");
        assert_ne!(OneTime::parse(Use::Invite, &renamed).unwrap().hash(), grant.hash());
        for bad in ["", "pgr_", &text[1..], &text[..text.len() - 1], &format!("{}x", *text)] {
            assert!(OneTime::parse(Use::Grant, bad).is_none(), "{bad}");
        }
        assert_eq!(format!("{grant:?}"), "OneTime(Grant)");
    }

    #[test]
    fn only_the_secret_opens_what_it_sealed() {
        let [first, second] = [0; 2].map(|_| OneTime::generate(Use::OauthGrant, counting));
        let sealed = first.seal("ana@example.org", counting);
        assert_eq!(first.open(&sealed).as_deref(), Some("ana@example.org"));
        assert_eq!(second.open(&sealed), None);
        assert_eq!(first.open(&sealed[..sealed.len() - 1]), None);
        assert_eq!(first.open(&[]), None);
        assert_ne!(first.derived("verifier"), first.derived("nonce"));
        assert_ne!(first.derived("nonce"), second.derived("nonce"));
    }
}
