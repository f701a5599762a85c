//! Implements signatures of requests from this server: a webhook gets a MAC over time and body. Must not know what is
//! sent nor where to.

use domain::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt::Write;

/// The value of `X-Parlance-Signature`: `t=<seconds>,v1=<hex HMAC-SHA-256 of "t.body">`. A receiver that rejects old
/// times cannot be replayed to.
pub fn webhook(secret: &[u8], at: Timestamp, body: &[u8]) -> String {
    let time = at.seconds().to_string();
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    let mut text = format!("t={time},v1=");
    for byte in mac.finalize().into_bytes() {
        // Writing to a string never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Receivers depend on it; computed with Python's hmac module.
    #[test]
    fn the_signature_is_pinned() {
        let at = Timestamp::from_millis(1_790_000_000_999);
        assert_eq!(
            webhook(b"shared secret", at, br#"{"to":"+1"}"#),
            "t=1790000000,v1=e79eb8ff898aa187cf6c5bba4a19d2d0aade442ebdfad888f2aa185c388d5f24"
        );
    }
}
