//! Implements refresh tokens: a single-use secret that has one successor. Must not know generations, families or
//! times: the store rotates them.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Random, random};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A recognizable prefix, so that secret scanners find a leaked token.
const PREFIX: &str = "prt_";
const TEXT: usize = 43;
const NONCE: usize = 12;

#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RefreshToken([u8; 32]);

impl RefreshToken {
    pub fn generate(random: Random) -> Self {
        let mut token = Self([0; 32]);
        random(&mut token.0);
        token
    }

    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix(PREFIX).filter(|text| text.len() == TEXT)?;
        // One byte more than a token: base64 estimates upwards.
        let mut buffer = Zeroizing::new([0; 33]);
        let len = URL_SAFE_NO_PAD.decode_slice(text, buffer.as_mut_slice()).ok()?;
        let mut token = Self([0; 32]);
        token.0 = *buffer.first_chunk().filter(|_| len == 32)?;
        Some(token)
    }

    /// The text that the client keeps.
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + TEXT));
        text.push_str(PREFIX);
        URL_SAFE_NO_PAD.encode_string(self.0, &mut text);
        text
    }

    /// The hash that the store keeps. 256 random bits need no slow hash.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    /// The sealed successor, for a client that lost the answer: only this token opens it. `nonce(12) || ciphertext ||
    /// tag(16)`.
    pub fn seal_successor(&self, successor: &Self, random: Random) -> Vec<u8> {
        let nonce = random::bytes::<NONCE>(random);
        // Neither step fails at these sizes; if one did, nothing opens and the client signs in again.
        self.cipher()
            .and_then(|cipher| {
                cipher.encrypt(&Nonce::from(nonce), Payload { msg: &successor.0, aad: b"PLR1" }).ok()
            })
            .map(|body| [nonce.as_slice(), &body].concat())
            .unwrap_or_default()
    }

    pub fn open_successor(&self, sealed: &[u8]) -> Option<Self> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE>()?;
        let plain = self
            .cipher()?
            .decrypt(&Nonce::from(*nonce), Payload { msg: body, aad: b"PLR1" })
            .map(Zeroizing::new)
            .ok()?;
        let mut successor = Self([0; 32]);
        successor.0 = *plain.first_chunk().filter(|_| plain.len() == 32)?;
        Some(successor)
    }

    fn cipher(&self) -> Option<Aes256Gcm> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, &self.0).expand(b"parlance refresh successor", key.as_mut_slice()).ok()?;
        Some(Aes256Gcm::new((&*key).into()))
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshToken(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{counting, fixed};

    #[test]
    fn its_text_and_hash_are_pinned() {
        let token = RefreshToken::generate(fixed);
        assert_eq!(*token.text(), "prt_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc");
        assert_eq!(token.text().len(), token.text().capacity());
        let again = RefreshToken::parse(&token.text()).unwrap();
        assert_eq!(again.hash(), token.hash());
        assert_eq!(token.hash()[..4], [0x4b, 0xb0, 0x6f, 0x8e]);
        assert_eq!(format!("{token:?}"), "RefreshToken(..)");
    }

    #[test]
    fn nothing_else_is_read_as_one() {
        let text = RefreshToken::generate(fixed).text();
        let bare = text.strip_prefix("prt_").unwrap();
        for bad in [
            "",
            "prt_",
            bare,
            &format!("PRT_{bare}"),
            &format!("{}=", *text),
            &format!("{}A", *text),
            &text[..text.len() - 1],
            // The same bytes in another spelling: the unused bits of the last character are not zero.
            &format!("{}d", &text[..text.len() - 1]),
            &text.replace('B', "+"),
        ] {
            assert!(RefreshToken::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn only_the_predecessor_opens_the_successor() {
        let [first, second, third] = [0; 3].map(|_| RefreshToken::generate(counting));
        let sealed = first.seal_successor(&second, counting);
        assert_eq!(sealed.len(), 12 + 32 + 16);
        assert_eq!(first.open_successor(&sealed).unwrap().hash(), second.hash());
        assert!(second.open_successor(&sealed).is_none());
        assert!(third.open_successor(&sealed).is_none());

        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert!(first.open_successor(&damaged).is_none(), "{at}");
            assert!(first.open_successor(&sealed[..at]).is_none(), "{at} bytes");
        }
    }
}
