//! Keys that were read before another node made a later version are read again where that version appears.

use super::KeySet;
use domain::{Fault, Result};
use std::sync::atomic::Ordering;

impl KeySet {
    /// Whether a version was made after this set was read.
    pub fn precedes(&self, ver: u32) -> bool {
        let precedes = ver > self.latest;
        if precedes {
            self.stale.store(true, Ordering::Relaxed);
        }
        precedes
    }

    /// Whether this was sealed with a version that was made, at another node, after this set was read.
    pub fn lacks(&self, sealed: &[u8]) -> bool {
        sealed.first_chunk::<4>().is_some_and(|ver| self.precedes(u32::from_be_bytes(*ver)))
    }

    /// Whether something was met that a later version sealed. Nothing may be concluded from what did not open.
    pub fn is_stale(&self) -> bool {
        self.stale.load(Ordering::Relaxed)
    }

    /// For a caller about to replace what did not open: repeating finds the keys that do.
    pub fn suffice(&self) -> Result<()> {
        if self.is_stale() { Err(Fault::unavailable()) } else { Ok(()) }
    }
}
