//! Implements AES-256-GCM with its key schedule made once. Must not know what the bytes or their context mean.

use crate::envelope::Unreadable;
use crate::secret::Secret32;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use zeroize::Zeroizing;

pub(crate) const NONCE: usize = 12;
pub(crate) const TAG: usize = 16;

/// The cipher wipes its round keys when dropped (aes-gcm's `zeroize` feature).
pub(crate) struct Cipher(Aes256Gcm);

impl Cipher {
    pub fn new(key: &Secret32) -> Self {
        Self(Aes256Gcm::new(key.bytes().into()))
    }

    /// Ciphertext followed by its tag.
    #[expect(clippy::expect_used, reason = "AES-GCM refuses only more than 64 GiB; callers stay under 1 MiB")]
    pub fn encrypt(&self, nonce: [u8; NONCE], aad: &[u8], msg: &[u8]) -> Vec<u8> {
        self.0.encrypt(&Nonce::from(nonce), Payload { msg, aad }).expect("a short plaintext is sealed")
    }

    pub fn decrypt(
        &self,
        nonce: [u8; NONCE],
        aad: &[u8],
        msg: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
        self.0.decrypt(&Nonce::from(nonce), Payload { msg, aad }).map(Zeroizing::new).map_err(|_| Unreadable)
    }
}
