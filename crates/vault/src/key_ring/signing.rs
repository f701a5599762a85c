//! Implements the ring's Ed25519 seeds and their order of use. Must not know what is signed, nor how.

use super::{KeyRing, Refused};
use crate::{Kid, Random, Secret32};
use std::mem;

/// A seed for signing and verifying.
#[derive(Debug, Clone, Copy)]
pub struct SigningSeed<'ring> {
    pub kid: Kid,
    pub seed: &'ring Secret32,
    /// Sign with this one; verify with all.
    pub active: bool,
    /// Milliseconds since 1970.
    pub created_at: i64,
}

pub(crate) struct Seed {
    pub kid: Kid,
    pub seed: Secret32,
    pub created_at: i64,
}

impl KeyRing {
    /// All seeds, the active one first.
    pub fn signing_keys(&self) -> Vec<SigningSeed<'_>> {
        let others = self.verifiers.iter().map(|seed| seed.shown(false));
        [self.signer.shown(true)].into_iter().chain(others).collect()
    }

    /// Adds a seed that is published but not signed with yet, so that verifiers know it before its use.
    pub fn add_signing_key(&mut self, random: Random, now_ms: i64) -> Kid {
        let taken = |kid| self.signing_keys().iter().any(|key| key.kid == kid);
        let fresh = Seed::fresh(random, now_ms, taken);
        let kid = fresh.kid;
        self.verifiers.push(fresh);
        kid
    }

    /// Signs with this seed from now on; the previous one still verifies.
    pub fn activate_signing_key(&mut self, kid: Kid) -> Result<(), Refused> {
        if kid == self.signer.kid {
            return Ok(());
        }
        let chosen = self.verifiers.iter_mut().find(|seed| seed.kid == kid).ok_or(Refused::Unknown(kid))?;
        mem::swap(chosen, &mut self.signer);
        Ok(())
    }

    /// Removes a seed: tokens it signed are rejected from now on.
    pub fn retire_signing_key(&mut self, kid: Kid) -> Result<(), Refused> {
        if kid == self.signer.kid {
            return Err(Refused::Active(kid));
        }
        let at = self.verifiers.iter().position(|seed| seed.kid == kid).ok_or(Refused::Unknown(kid))?;
        self.verifiers.remove(at);
        Ok(())
    }
}

impl Seed {
    pub fn fresh(random: Random, now_ms: i64, taken: impl Fn(Kid) -> bool) -> Self {
        Self { kid: Kid::fresh(random, taken), seed: Secret32::generate(random), created_at: now_ms }
    }

    fn shown(&self, active: bool) -> SigningSeed<'_> {
        SigningSeed { kid: self.kid, seed: &self.seed, active, created_at: self.created_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{counting, ring};

    #[test]
    fn a_new_seed_is_published_before_it_signs() {
        let mut ring = ring();
        let old = ring.signing_keys()[0].kid;
        let new = ring.add_signing_key(counting, 5);
        let served = |ring: &KeyRing| -> Vec<_> {
            ring.signing_keys().iter().map(|key| (key.kid, key.active)).collect()
        };
        assert_eq!(served(&ring), [(old, true), (new, false)]);

        ring.activate_signing_key(new).unwrap();
        assert_eq!(served(&ring), [(new, true), (old, false)]);
        assert_eq!(ring.retire_signing_key(new), Err(Refused::Active(new)));

        ring.retire_signing_key(old).unwrap();
        assert_eq!(served(&ring), [(new, true)]);
        assert_eq!(ring.activate_signing_key(old), Err(Refused::Unknown(old)));
        assert_eq!(ring.retire_signing_key(old), Err(Refused::Unknown(old)));
        assert_eq!(ring.activate_signing_key(new), Ok(()));
    }
}
