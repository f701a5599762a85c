//! Proves, by a stored value, that a database belongs to this ring, so that a wrong ring is rejected before it writes.
//! Must not know where it is stored.

use crate::data_key::{Owner, Wrapped};
use crate::key_ring::KeyRing;
use crate::{Random, Secret32};
use subtle::ConstantTimeEq;

const VER: u32 = 0;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this key ring is not the one the data was written with")]
pub struct WrongRing;

impl KeyRing {
    /// Wrapping proves the key-encryption key; the wrapped value, derived from `root`, proves `root`. After a
    /// rotation store a fresh one, once the stored one has been checked.
    pub fn canary(&self, random: Random) -> Wrapped {
        self.wrap(Owner::Instance, VER, &self.root_proof(), random)
    }

    pub fn check_canary(&self, stored: &Wrapped) -> Result<(), WrongRing> {
        let found: Secret32 = self.unwrap_secret(Owner::Instance, VER, stored).map_err(|_| WrongRing)?;
        if bool::from(found.bytes().ct_eq(self.root_proof().bytes())) { Ok(()) } else { Err(WrongRing) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{counting, ring};

    #[test]
    fn the_same_ring_is_known_again_after_a_rotation() {
        let mut ring = ring();
        let first = ring.canary(counting);
        let old = ring.active_kid();
        ring.rotate_kek(counting, 0);
        assert_eq!(ring.check_canary(&first), Ok(()));

        let second = ring.canary(counting);
        ring.retire_kek(old).unwrap();
        assert_eq!(ring.check_canary(&first), Err(WrongRing));
        assert_eq!(ring.check_canary(&second), Ok(()));
    }

    #[test]
    fn another_ring_is_refused() {
        assert_eq!(ring().check_canary(&ring().canary(counting)), Err(WrongRing));
    }

    #[test]
    fn another_root_with_the_same_keys_is_refused() {
        let ring = ring();
        let mut other = KeyRing::from_json(&ring.to_json()).unwrap();
        other.root = Secret32::new([5; 32]);
        assert_eq!(other.active_kid(), ring.active_kid());
        assert_eq!(other.check_canary(&ring.canary(counting)), Err(WrongRing));
    }

    #[test]
    fn the_same_root_with_another_key_of_that_name_is_refused() {
        let ring = ring();
        let mut other = KeyRing::from_json(&ring.to_json()).unwrap();
        other.active.key = Secret32::new([5; 32]);
        assert_eq!(other.check_canary(&ring.canary(counting)), Err(WrongRing));
    }

    #[test]
    fn a_data_key_of_the_instance_is_no_canary() {
        let ring = ring();
        let (_, wrapped) = ring.new_data_key(Owner::Instance, VER, counting);
        assert_eq!(ring.check_canary(&wrapped), Err(WrongRing));
    }
}
