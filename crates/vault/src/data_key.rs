//! Implements data keys: one for each owner and version, stored wrapped under a key-encryption key of the ring. Must
//! not know where the wrapped keys are stored, nor when a new version starts.

use crate::cipher::{Cipher, NONCE};
use crate::envelope::Unreadable;
use crate::key_ring::{Kek, KeyRing};
use crate::secret::{Secret32, bytes};
use crate::{Kid, Random, SearchKey};
use std::fmt;

/// The owner of a key. Destroying an owner's wrapped keys destroys what they sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The instance itself; its version 0 is the canary.
    Instance,
    Chat([u8; 16]),
    User([u8; 16]),
}

/// An opened key. Its key schedule is made once, because every message of a chat is sealed with it.
pub struct DataKey {
    cipher: Cipher,
}

/// A key as it is stored: useless without the ring.
#[derive(Clone, PartialEq, Eq)]
pub struct Wrapped {
    pub kid: Kid,
    pub nonce: [u8; NONCE],
    pub bytes: Vec<u8>,
}

impl KeyRing {
    pub fn new_data_key(&self, owner: Owner, ver: u32, random: Random) -> (DataKey, Wrapped) {
        let key = Secret32::generate(random);
        let wrapped = self.wrap(owner, ver, &key, random);
        (DataKey { cipher: Cipher::new(&key) }, wrapped)
    }

    pub fn unwrap(&self, owner: Owner, ver: u32, wrapped: &Wrapped) -> Result<DataKey, Unreadable> {
        self.unwrap_secret(owner, ver, wrapped).map(|key| DataKey { cipher: Cipher::new(&key) })
    }

    /// As [`Self::unwrap`], for the version that keys the owner's search index.
    pub fn unwrap_search(&self, owner: Owner, ver: u32, wrapped: &Wrapped) -> Result<SearchKey, Unreadable> {
        self.unwrap_secret(owner, ver, wrapped).map(|key| SearchKey::new(&key))
    }

    /// The same key under the active key-encryption key: what it sealed stays as it is.
    pub fn rewrap(
        &self,
        owner: Owner,
        ver: u32,
        wrapped: &Wrapped,
        random: Random,
    ) -> Result<Wrapped, Unreadable> {
        self.unwrap_secret(owner, ver, wrapped).map(|key| self.wrap(owner, ver, &key, random))
    }

    pub(crate) fn wrap(&self, owner: Owner, ver: u32, key: &Secret32, random: Random) -> Wrapped {
        let Kek { kid, key: kek, .. } = &self.active;
        let nonce = bytes::<NONCE>(random);
        let sealed = Cipher::new(kek).encrypt(nonce, &context(owner, ver, *kid), key.bytes());
        Wrapped { kid: *kid, nonce, bytes: sealed }
    }

    pub(crate) fn unwrap_secret(
        &self,
        owner: Owner,
        ver: u32,
        wrapped: &Wrapped,
    ) -> Result<Secret32, Unreadable> {
        let kek = self.kek(wrapped.kid).ok_or(Unreadable)?;
        let context = context(owner, ver, wrapped.kid);
        let plain = Cipher::new(&kek.key).decrypt(wrapped.nonce, &context, &wrapped.bytes)?;
        let mut key = Secret32::new([0; 32]);
        *key.bytes_mut() = *plain.first_chunk().filter(|_| plain.len() == 32).ok_or(Unreadable)?;
        Ok(key)
    }
}

impl DataKey {
    pub(crate) const fn cipher(&self) -> &Cipher {
        &self.cipher
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(..)")
    }
}

impl fmt::Debug for Wrapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wrapped({})", self.kid)
    }
}

/// `PLK1`, owner kind, owner id, version, kid: 29 bytes.
fn context(owner: Owner, ver: u32, kid: Kid) -> Vec<u8> {
    let (kind, id) = match owner {
        Owner::Instance => (0, [0; 16]),
        Owner::Chat(id) => (1, id),
        Owner::User(id) => (2, id),
    };
    [b"PLK1".as_slice(), &[kind], &id, &ver.to_be_bytes(), &kid.bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Aad;
    use crate::testing::{counting, hex, ring};

    const CHAT: Owner = Owner::Chat([7; 16]);
    const AAD: Aad = Aad::Field { table: 1, row: [0; 16], column: 1, ver: 1 };

    /// Stored keys depend on these bytes.
    #[test]
    fn the_context_is_pinned() {
        let kid = "00c0ffee".parse().unwrap();
        assert_eq!(
            hex(&context(CHAT, 0x0102_0304, kid)),
            format!("504c4b3101{}0102030400c0ffee", "07".repeat(16))
        );
        assert_eq!(&hex(&context(Owner::User([7; 16]), 0, kid))[8..10], "02");
        assert_eq!(
            hex(&context(Owner::Instance, 0, kid)),
            format!("504c4b3100{}0000000000c0ffee", "00".repeat(16))
        );
    }

    #[test]
    fn an_unwrapped_key_opens_what_it_sealed() {
        let ring = ring();
        let (key, wrapped) = ring.new_data_key(CHAT, 1, counting);
        let sealed = key.seal(&AAD, b"text", counting).unwrap();
        let again = ring.unwrap(CHAT, 1, &wrapped).unwrap();
        assert_eq!(again.open(&AAD, &sealed).unwrap().as_slice(), b"text");
    }

    #[test]
    fn a_wrapped_key_opens_only_for_its_owner_and_version() {
        let ring = ring();
        let (_, wrapped) = ring.new_data_key(CHAT, 1, counting);
        for (owner, ver) in
            [(CHAT, 2), (Owner::Chat([8; 16]), 1), (Owner::User([7; 16]), 1), (Owner::Instance, 1)]
        {
            assert_eq!(ring.unwrap(owner, ver, &wrapped).unwrap_err(), Unreadable, "{owner:?} {ver}");
        }
        let mut damaged = wrapped.clone();
        damaged.bytes[0] ^= 1;
        assert_eq!(ring.unwrap(CHAT, 1, &damaged).unwrap_err(), Unreadable);
        assert_eq!(crate::testing::ring().unwrap(CHAT, 1, &wrapped).unwrap_err(), Unreadable);
    }

    #[test]
    fn rotation_rewraps_keys_and_leaves_messages_alone() {
        let mut ring = ring();
        let old = ring.active_kid();
        let (key, wrapped) = ring.new_data_key(CHAT, 1, counting);
        let sealed = key.seal(&AAD, b"text", counting).unwrap();

        let new = ring.rotate_kek(counting, 0);
        assert!(ring.unwrap(CHAT, 1, &wrapped).is_ok(), "the old key still opens");
        let rewrapped = ring.rewrap(CHAT, 1, &wrapped, counting).unwrap();
        assert_eq!((wrapped.kid, rewrapped.kid), (old, new));

        ring.retire_kek(old).unwrap();
        assert_eq!(ring.unwrap(CHAT, 1, &wrapped).unwrap_err(), Unreadable);
        let key = ring.unwrap(CHAT, 1, &rewrapped).unwrap();
        assert_eq!(key.open(&AAD, &sealed).unwrap().as_slice(), b"text");
        assert_eq!(ring.rewrap(CHAT, 2, &rewrapped, counting), Err(Unreadable));
    }
}
