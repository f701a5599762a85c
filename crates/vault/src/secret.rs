//! Holds 32 secret bytes that are wiped when dropped and never printed. Must not know what they are for.

use crate::Random;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret32([u8; 32]);

impl Secret32 {
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret itself, for computing with it. Do not copy it further than that.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn generate(random: Random) -> Self {
        let mut secret = Self([0; 32]);
        random(&mut secret.0);
        secret
    }

    pub(crate) const fn bytes_mut(&mut self) -> &mut [u8; 32] {
        &mut self.0
    }
}

impl fmt::Debug for Secret32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret32(..)")
    }
}

pub(crate) fn bytes<const N: usize>(random: Random) -> [u8; N] {
    let mut out = [0; N];
    random(&mut out);
    out
}
