//! Seals a value under a data key: nonce, ciphertext, tag. Must not know what the value says.

use crate::aad::Aad;
use crate::cipher::{NONCE, TAG};
use crate::data_key::DataKey;
use crate::{Random, secret::bytes};
use zeroize::Zeroizing;

/// Far above any message or field, far below what one nonce can carry. Files come in chunks.
pub const MAX_PLAIN: usize = 1024 * 1024;

/// The bytes do not open under this key in this context: damaged, moved, or another key's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sealed bytes do not open here")]
pub struct Unreadable;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than {MAX_PLAIN} bytes are not sealed at once")]
pub struct TooLong;

impl DataKey {
    /// `nonce(12) || ciphertext || tag(16)`. The nonce is random and never derived: a derived one repeats
    /// when an edit is retried with another text, and GCM does not survive that.
    pub fn seal(&self, aad: &Aad, plain: &[u8], random: Random) -> Result<Vec<u8>, TooLong> {
        if plain.len() > MAX_PLAIN {
            return Err(TooLong);
        }
        let nonce = bytes::<NONCE>(random);
        let body = self.cipher().encrypt(nonce, &aad.bytes(), plain);
        Ok([nonce.as_slice(), &body].concat())
    }

    pub fn open(&self, aad: &Aad, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
        if sealed.len() > NONCE + MAX_PLAIN + TAG {
            return Err(Unreadable);
        }
        let (nonce, body) = sealed.split_first_chunk::<NONCE>().ok_or(Unreadable)?;
        self.cipher().decrypt(*nonce, &aad.bytes(), body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{counting, ring};
    use crate::{Owner, Wrapped};

    fn key() -> (DataKey, Wrapped) {
        ring().new_data_key(Owner::Chat([1; 16]), 1, counting)
    }

    fn message(revision: u32) -> Aad {
        Aad::Message { chat: [1; 16], author: [2; 16], client_id: [3; 16], revision, key_ver: 1, kind: 0 }
    }

    #[test]
    fn what_is_sealed_opens_in_its_place() {
        let (key, _) = key();
        for text in ["", "hello", &"x".repeat(MAX_PLAIN)] {
            let sealed = key.seal(&message(0), text.as_bytes(), counting).unwrap();
            assert_eq!(sealed.len(), NONCE + text.len() + TAG);
            assert_eq!(key.open(&message(0), &sealed).unwrap().as_slice(), text.as_bytes());
        }
        assert_eq!(key.seal(&message(0), &vec![0; MAX_PLAIN + 1], counting), Err(TooLong));
    }

    #[test]
    fn every_seal_draws_its_own_nonce() {
        let (key, _) = key();
        let twice = [0, 0].map(|_| key.seal(&message(0), b"same", counting).unwrap());
        assert_ne!(twice[0], twice[1]);
    }

    #[test]
    fn one_flipped_bit_anywhere_is_unreadable() {
        let (key, _) = key();
        let sealed = key.seal(&message(0), b"hello", counting).unwrap();
        for at in 0..sealed.len() * 8 {
            let mut damaged = sealed.clone();
            damaged[at / 8] ^= 1 << (at % 8);
            assert_eq!(key.open(&message(0), &damaged), Err(Unreadable), "bit {at}");
        }
        for len in 0..sealed.len() {
            assert_eq!(key.open(&message(0), &sealed[..len]), Err(Unreadable), "{len} bytes");
        }
    }

    #[test]
    fn a_moved_message_is_unreadable() {
        let (key, _) = key();
        let sealed = key.seal(&message(0), b"hello", counting).unwrap();
        let Aad::Message { chat, author, client_id, revision, key_ver, kind } = message(0) else { panic!() };
        let other = [9; 16];
        for moved in [
            message(1),
            Aad::Message { chat: other, author, client_id, revision, key_ver, kind },
            Aad::Message { chat, author: other, client_id, revision, key_ver, kind },
            Aad::Message { chat, author, client_id: other, revision, key_ver, kind },
            Aad::Message { chat, author, client_id, revision, key_ver: 2, kind },
            Aad::Message { chat, author, client_id, revision, key_ver, kind: 1 },
            Aad::Field { table: 0, row: chat, column: 0, ver: 1 },
        ] {
            assert_eq!(key.open(&moved, &sealed), Err(Unreadable), "{moved:?}");
        }
    }

    #[test]
    fn a_moved_field_is_unreadable() {
        let (key, _) = key();
        let home = Aad::Field { table: 1, row: [5; 16], column: 2, ver: 3 };
        let sealed = key.seal(&home, b"ada@example.org", counting).unwrap();
        assert!(key.open(&home, &sealed).is_ok());
        for moved in [
            Aad::Field { table: 2, row: [5; 16], column: 2, ver: 3 },
            Aad::Field { table: 1, row: [6; 16], column: 2, ver: 3 },
            Aad::Field { table: 1, row: [5; 16], column: 3, ver: 3 },
            Aad::Field { table: 1, row: [5; 16], column: 2, ver: 4 },
        ] {
            assert_eq!(key.open(&moved, &sealed), Err(Unreadable), "{moved:?}");
        }
    }

    #[test]
    fn another_key_does_not_open_it() {
        let sealed = key().0.seal(&message(0), b"hello", counting).unwrap();
        assert_eq!(key().0.open(&message(0), &sealed), Err(Unreadable));
    }
}
