//! Implements the key of one chat's search index: it turns terms into tokens that reveal nothing without it. Must not
//! know how a text is cut into terms, nor where tokens are stored.

use crate::Secret32;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

/// HMAC-SHA-256 with the key already absorbed: a message has many terms.
#[derive(Clone)]
pub struct SearchKey(Hmac<Sha256>);

impl SearchKey {
    pub(crate) fn new(key: &Secret32) -> Self {
        let mut block = zeroize::Zeroizing::new([0; 64]);
        for (to, from) in block.iter_mut().zip(key.bytes()) {
            *to = *from;
        }
        let mut mac = Hmac::<Sha256>::new((&*block).into());
        mac.update(b"search|");
        Self(mac)
    }

    /// 8 bytes: a false hit is rare, and is noticed when the message is opened.
    pub fn token(&self, term: &[u8]) -> i64 {
        let mut mac = self.0.clone();
        mac.update(term);
        let bytes: [u8; 32] = mac.finalize().into_bytes().into();
        let [a, b, c, d, e, f, g, h, ..] = bytes;
        i64::from_be_bytes([a, b, c, d, e, f, g, h])
    }
}

impl fmt::Debug for SearchKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SearchKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::secret;

    /// Stored tokens depend on it; computed with Python's hmac module.
    #[test]
    fn tokens_are_pinned_and_each_key_has_its_own() {
        assert_eq!(SearchKey::new(&secret(7)).token(b"whola"), 8_137_959_918_500_019_495);
        assert_ne!(SearchKey::new(&secret(8)).token(b"whola"), 8_137_959_918_500_019_495);
        assert_ne!(SearchKey::new(&secret(7)).token(b"phol"), 8_137_959_918_500_019_495);
        assert_eq!(format!("{:?}", SearchKey::new(&secret(7))), "SearchKey(..)");
    }
}
