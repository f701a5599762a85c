//! Implements password hashes: Argon2id with a pepper. Must not know what makes a password acceptable, nor whose it
//! is.

pub mod blocklist;
mod buffers;
pub mod pool;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use buffers::Buffers;
use domain::{Random, random};
use std::fmt;
use std::hint::black_box;
use std::num::NonZeroUsize;
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const SALT: usize = 16;
const TAG: usize = 32;

/// A stored hash with a higher cost was not written by us, and would be too expensive to check.
const MOST: Cost = Cost { memory_kib: 1024 * 1024, iterations: 32, lanes: 16 };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub iterations: u32,
    pub lanes: u32,
}

impl Cost {
    /// About 25 ms and 19 MiB; OWASP's first choice.
    pub const DEFAULT: Self = Self { memory_kib: 19_456, iterations: 2, lanes: 1 };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these costs are outside of what Argon2 takes")]
pub struct BadCost;

/// There was no memory for the hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct NotHashed;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verified {
    Right {
        /// The stored hash has another cost: store a new one while the password is known.
        needs_rehash: bool,
    },
    Wrong,
}

#[derive(Zeroize, ZeroizeOnDrop)]
pub struct PasswordHasher {
    pepper: [u8; 32],
    #[zeroize(skip)]
    cost: Cost,
    #[zeroize(skip)]
    random: Random,
    /// The hash of a password that no account has.
    #[zeroize(skip)]
    decoy: String,
    #[zeroize(skip)]
    buffers: Buffers,
}

impl PasswordHasher {
    /// Takes as long as one hash, and the memory of the most parallel ones: it is kept, so that no flood takes more.
    pub fn new(pepper: [u8; 32], cost: Cost, at_once: NonZeroUsize, random: Random) -> Result<Self, BadCost> {
        let params = params(cost).filter(|_| within(cost, MOST)).ok_or(BadCost)?;
        let buffers = Buffers::new(params.block_count(), at_once);
        let mut hasher = Self { pepper, cost, random, decoy: String::new(), buffers };
        let secret = Zeroizing::new(random::bytes::<32>(random));
        hasher.decoy = hasher.hash(&STANDARD_NO_PAD.encode(*secret)).map_err(|_| BadCost)?;
        Ok(hasher)
    }

    /// A PHC string, to be stored as it is.
    pub fn hash(&self, password: &str) -> Result<String, NotHashed> {
        let salt = random::bytes::<SALT>(self.random);
        let tag = self.tag(password, &salt, self.cost)?;
        let Cost { memory_kib: m, iterations: t, lanes: p } = self.cost;
        let [salt, tag] = [salt.as_slice(), tag.as_slice()].map(|bytes| STANDARD_NO_PAD.encode(bytes));
        Ok(format!("$argon2id$v=19$m={m},t={t},p={p}${salt}${tag}"))
    }

    /// A stored text that is no hash of ours matches no password.
    pub fn verify(&self, password: &str, phc: &str) -> Result<Verified, NotHashed> {
        let Some(Stored { cost, salt, tag }) = Stored::parse(phc) else { return Ok(Verified::Wrong) };
        let found = self.tag(password, &salt, cost)?;
        Ok(if bool::from(found.as_slice().ct_eq(&tag)) {
            Verified::Right { needs_rehash: cost != self.cost }
        } else {
            Verified::Wrong
        })
    }

    /// For an account that does not exist: takes as long as for one that does.
    pub fn verify_decoy(&self, password: &str) {
        // Only the time matters, and black_box keeps it from being optimized away.
        let _ = black_box(self.verify(password, &self.decoy));
    }

    fn tag(&self, password: &str, salt: &[u8], cost: Cost) -> Result<Zeroizing<[u8; TAG]>, NotHashed> {
        let params = params(cost).ok_or(NotHashed)?;
        let blocks = params.block_count();
        let argon2 = Argon2::new_with_secret(&self.pepper, Algorithm::Argon2id, Version::V0x13, params)
            .map_err(|_| NotHashed)?;
        let mut tag = Zeroizing::new([0; TAG]);
        let (password, out) = (composed(password), tag.as_mut_slice());
        let hash = |memory: &mut [Block]| {
            argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, memory)
        };
        self.buffers.lend(blocks, hash).map_err(|_| NotHashed)?;
        Ok(tag)
    }
}

impl fmt::Debug for PasswordHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PasswordHasher({:?})", self.cost)
    }
}

struct Stored {
    cost: Cost,
    salt: Vec<u8>,
    tag: [u8; TAG],
}

impl Stored {
    fn parse(phc: &str) -> Option<Self> {
        let stored = PasswordHash::new(phc).ok()?;
        if stored.algorithm.as_str() != "argon2id" || stored.version != Some(Version::V0x13.into()) {
            return None;
        }
        let params = Params::try_from(&stored.params).ok()?;
        let cost = Cost { memory_kib: params.m_cost(), iterations: params.t_cost(), lanes: params.p_cost() };
        let tag = stored.hash?.as_bytes().try_into().ok()?;
        within(cost, MOST).then_some(Self { cost, salt: stored.salt?.to_vec(), tag })
    }
}

fn params(Cost { memory_kib, iterations, lanes }: Cost) -> Option<Params> {
    Params::new(memory_kib, iterations, lanes, Some(TAG)).ok()
}

const fn within(cost: Cost, most: Cost) -> bool {
    cost.memory_kib <= most.memory_kib && cost.iterations <= most.iterations && cost.lanes <= most.lanes
}

/// NFC, so that a password typed on another keyboard is the same password. Nothing is trimmed.
fn composed(password: &str) -> Zeroizing<String> {
    // NFC makes UTF-8 at most three times as long: this buffer never grows, and so leaves no copy behind.
    let mut text = Zeroizing::new(String::with_capacity(password.len().saturating_mul(3)));
    text.extend(password.nfc());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::counting;

    const CHEAP: Cost = Cost { memory_kib: 64, iterations: 1, lanes: 1 };

    fn hasher(pepper: u8, cost: Cost) -> PasswordHasher {
        PasswordHasher::new([pepper; 32], cost, NonZeroUsize::MIN, counting).unwrap()
    }

    #[test]
    fn a_hash_names_its_cost_and_verifies() {
        let hasher = hasher(1, Cost::DEFAULT);
        let phc = hasher.hash("correct horse").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert_eq!(phc.rsplit('$').next().unwrap().len(), 43);
        assert_eq!(hasher.verify("correct horse", &phc), Ok(Verified::Right { needs_rehash: false }));
        assert_eq!(hasher.verify("correct horsf", &phc), Ok(Verified::Wrong));
        assert_ne!(hasher.hash("correct horse").unwrap(), phc, "each hash has its own salt");
    }

    /// Stored hashes depend on it: the library's own verifier agrees with ours.
    #[test]
    fn the_library_reads_the_same_hash() {
        use argon2::PasswordVerifier;
        let phc = hasher(1, CHEAP).hash("correct horse").unwrap();
        let params = Params::new(8, 1, 1, None).unwrap();
        let library = Argon2::new_with_secret(&[1; 32], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        assert!(library.verify_password(b"correct horse", phc.as_str()).is_ok());
        assert!(library.verify_password(b"correct horsf", phc.as_str()).is_err());
    }

    #[test]
    fn another_pepper_fails() {
        let phc = hasher(1, CHEAP).hash("correct horse").unwrap();
        assert_eq!(hasher(2, CHEAP).verify("correct horse", &phc), Ok(Verified::Wrong));
    }

    #[test]
    fn another_cost_verifies_and_asks_for_a_new_hash() {
        let phc = hasher(1, CHEAP).hash("correct horse").unwrap();
        let dearer = hasher(1, Cost { iterations: 2, ..CHEAP });
        assert_eq!(dearer.verify("correct horse", &phc), Ok(Verified::Right { needs_rehash: true }));
        assert_eq!(dearer.verify("wrong", &phc), Ok(Verified::Wrong));
    }

    #[test]
    fn composed_and_decomposed_letters_are_one_and_spaces_count() {
        let hasher = hasher(1, CHEAP);
        let phc = hasher.hash("caf\u{e9} noir").unwrap();
        assert_eq!(hasher.verify("cafe\u{301} noir", &phc), Ok(Verified::Right { needs_rehash: false }));
        for other in [" caf\u{e9} noir", "caf\u{e9} noir ", "CAF\u{c9} noir", "cafe noir"] {
            assert_eq!(hasher.verify(other, &phc), Ok(Verified::Wrong), "{other}");
        }
        // The worst case of NFC.
        assert_eq!(composed(&"\u{1d160}".repeat(40)).capacity(), 480);
    }

    #[test]
    fn a_text_that_is_no_hash_of_ours_is_wrong() {
        let hasher = hasher(1, CHEAP);
        let phc = hasher.hash("correct horse").unwrap();
        for bad in [
            String::new(),
            "correct horse".into(),
            phc.replace("argon2id", "argon2d"),
            phc.replace("v=19", "v=16"),
            phc.replace("m=64", "m=4294967295"),
            phc.replace("p=1", "p=4294967295"),
            phc.replace("t=1", "t=4000000000"),
            phc.replace("p=1", "p=1,q=2"),
            phc[..phc.len() - 4].into(),
            phc.rsplit_once('$').unwrap().0.into(),
        ] {
            assert_eq!(hasher.verify("correct horse", &bad), Ok(Verified::Wrong), "{bad}");
        }
    }

    #[test]
    fn costs_outside_of_reason_are_refused() {
        for cost in [
            Cost { memory_kib: 0, ..CHEAP },
            Cost { iterations: 0, ..CHEAP },
            Cost { lanes: 0, ..CHEAP },
            Cost { memory_kib: 2 * 1024 * 1024, ..CHEAP },
        ] {
            assert!(PasswordHasher::new([0; 32], cost, NonZeroUsize::MIN, counting).is_err(), "{cost:?}");
        }
    }

    #[test]
    fn decoy_hash_costs_what_others_cost_and_no_pepper_is_printed() {
        let hasher = hasher(0xab, CHEAP);
        assert!(hasher.decoy.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        hasher.verify_decoy("anything");
        let printed = format!("{hasher:?}");
        assert!(!printed.contains("171") && !printed.contains("argon2id"), "{printed}");
    }
}
