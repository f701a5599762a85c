//! Provides a random source that never repeats, a key ring, and an inspector to the tests of this crate.

use crate::{KeyRing, Secret32};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};

/// Not random, but different at every call.
pub fn counting(out: &mut [u8]) {
    static DRAWS: AtomicU64 = AtomicU64::new(1);
    let draw = DRAWS.fetch_add(1, Ordering::Relaxed);
    for (no, chunk) in out.chunks_mut(32).enumerate() {
        let digest = Sha256::digest([draw.to_be_bytes(), no.to_be_bytes()].concat());
        chunk.copy_from_slice(&digest[..chunk.len()]);
    }
}

pub fn ring() -> KeyRing {
    KeyRing::generate(counting, 1_790_000_000_000)
}

pub fn secret(byte: u8) -> Secret32 {
    Secret32::new([byte; 32])
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
