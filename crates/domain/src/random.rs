//! Defines the random source, as a value that is passed in. Must not know where randomness comes from: `server`
//! chooses that once, at start.

/// Fills a buffer with cryptographically strong random bytes.
pub type Random = fn(&mut [u8]);

/// `N` fresh random bytes.
pub fn bytes<const N: usize>(random: Random) -> [u8; N] {
    let mut out = [0; N];
    random(&mut out);
    out
}
