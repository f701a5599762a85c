//! Implements the name of a key: eight lowercase hex characters. Must not know what its key opens.

use crate::{Random, secret::bytes};
use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kid(u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key id is eight lower-case hex characters")]
pub struct BadKid;

impl Kid {
    /// A name that is not in `taken`.
    pub(crate) fn fresh(random: Random, taken: impl Fn(Kid) -> bool) -> Self {
        let mut kid = Self(u32::from_be_bytes(bytes(random)));
        // Incrementing, rather than drawing again, ends with any random source.
        while taken(kid) {
            kid = Self(kid.0.wrapping_add(1));
        }
        kid
    }

    pub fn bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl FromStr for Kid {
    type Err = BadKid;

    fn from_str(text: &str) -> Result<Self, BadKid> {
        let plain = text.len() == 8 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if !plain {
            return Err(BadKid);
        }
        u32::from_str_radix(text, 16).map(Self).map_err(|_| BadKid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_as_it_is_written() {
        let kid: Kid = "00c0ffee".parse().unwrap();
        assert_eq!(kid.to_string(), "00c0ffee");
        assert_eq!(kid.bytes(), [0x00, 0xc0, 0xff, 0xee]);
        for bad in ["", "c0ffee", "00C0FFEE", "+0c0ffee", "00c0ffee0", "00c0ffeg"] {
            assert_eq!(bad.parse::<Kid>(), Err(BadKid), "{bad}");
        }
    }

    #[test]
    fn a_taken_name_is_passed_over() {
        let taken = Kid(u32::MAX);
        assert_eq!(Kid::fresh(|out| out.fill(0xff), |kid| kid == taken), Kid(0));
    }
}
