//! Implements the key ring: key-encryption keys, signing seeds and the root of all derived keys, held in memory. Must
//! not know what the keys protect, nor who asks.

pub(crate) mod derive;
pub(crate) mod file;
pub(crate) mod json;
pub(crate) mod signing;

use crate::{Kid, Random, Secret32};
use signing::Seed;
use std::fmt;
use std::mem;

pub struct KeyRing {
    pub(crate) root: Secret32,
    pub(crate) active: Kek,
    /// Oldest first; they only open.
    older: Vec<Kek>,
    signer: Seed,
    /// Published, but not used for signing: not yet, or no longer.
    verifiers: Vec<Seed>,
}

/// A key-encryption key.
pub(crate) struct Kek {
    pub kid: Kid,
    pub key: Secret32,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KekState {
    /// Data keys are wrapped under it.
    Active,
    /// It still opens what was wrapped under it.
    DecryptOnly,
}

/// The public facts about a key-encryption key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KekInfo {
    pub kid: Kid,
    pub state: KekState,
    /// Milliseconds since 1970.
    pub created_at: i64,
}

/// Why the ring was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("key {0} is the active one; another must take its place first")]
    Active(Kid),
    #[error("there is no key {0} in the ring")]
    Unknown(Kid),
}

impl KeyRing {
    pub fn generate(random: Random, now_ms: i64) -> Self {
        Self {
            root: Secret32::generate(random),
            active: Kek::fresh(random, now_ms, |_| false),
            older: Vec::new(),
            signer: Seed::fresh(random, now_ms, |_| false),
            verifiers: Vec::new(),
        }
    }

    /// Adds a key and wraps under it from now on; the others only open.
    pub fn rotate_kek(&mut self, random: Random, now_ms: i64) -> Kid {
        let fresh = Kek::fresh(random, now_ms, |kid| self.kek(kid).is_some());
        self.older.push(mem::replace(&mut self.active, fresh));
        self.active.kid
    }

    /// Removes a key. Everything still wrapped under it is lost: count its uses first.
    pub fn retire_kek(&mut self, kid: Kid) -> Result<(), Refused> {
        if kid == self.active.kid {
            return Err(Refused::Active(kid));
        }
        let at = self.older.iter().position(|kek| kek.kid == kid).ok_or(Refused::Unknown(kid))?;
        self.older.remove(at);
        Ok(())
    }

    /// The key-encryption keys, oldest first.
    pub fn kids(&self) -> Vec<KekInfo> {
        self.keks().map(|(kek, state)| KekInfo { kid: kek.kid, state, created_at: kek.created_at }).collect()
    }

    pub fn active_kid(&self) -> Kid {
        self.active.kid
    }

    pub(crate) fn kek(&self, kid: Kid) -> Option<&Kek> {
        self.keks().map(|(kek, _)| kek).find(|kek| kek.kid == kid)
    }

    fn keks(&self) -> impl Iterator<Item = (&Kek, KekState)> {
        let older = self.older.iter().map(|kek| (kek, KekState::DecryptOnly));
        older.chain([(&self.active, KekState::Active)])
    }
}

impl Kek {
    fn fresh(random: Random, now_ms: i64, taken: impl Fn(Kid) -> bool) -> Self {
        Self { kid: Kid::fresh(random, taken), key: Secret32::generate(random), created_at: now_ms }
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyRing(active {})", self.active.kid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Owner;
    use crate::testing::{counting, hex, ring};
    use base64::{Engine, engine::general_purpose::STANDARD};

    #[test]
    fn the_active_key_is_never_retired() {
        let mut ring = ring();
        let first = ring.active_kid();
        assert_eq!(ring.retire_kek(first), Err(Refused::Active(first)));

        let second = ring.rotate_kek(counting, 5);
        assert_eq!(ring.active_kid(), second);
        let states: Vec<_> = ring.kids().into_iter().map(|info| (info.kid, info.state)).collect();
        assert_eq!(states, [(first, KekState::DecryptOnly), (second, KekState::Active)]);
        assert_eq!(ring.kids()[1].created_at, 5);

        assert_eq!(ring.retire_kek(first), Ok(()));
        assert_eq!(ring.retire_kek(first), Err(Refused::Unknown(first)));
        assert_eq!(ring.kids().len(), 1);
    }

    #[test]
    fn no_secret_is_printed() {
        let ring = ring();
        let (key, wrapped) = ring.new_data_key(Owner::Instance, 1, counting);
        let printed = format!("{ring:?} {key:?} {wrapped:?} {:?} {:?}", ring.root, ring.signing_keys());
        let kid = ring.active_kid();
        assert!(
            printed.starts_with(&format!("KeyRing(active {kid}) DataKey(..) Wrapped({kid}) Secret32(..)"))
        );
        let seeds = ring.signing_keys();
        for secret in [&ring.root, &ring.active.key, seeds[0].seed] {
            for shown in
                [format!("{:?}", secret.bytes()), hex(secret.bytes()), STANDARD.encode(secret.bytes())]
            {
                assert!(!printed.contains(&shown));
            }
        }
    }
}
