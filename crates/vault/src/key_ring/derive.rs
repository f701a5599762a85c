//! Derives keys from `root`, one for each purpose. Must not know what a derived key is used on.

use super::KeyRing;
use crate::Secret32;
use hkdf::Hkdf;
use sha2::Sha256;

/// The purpose of a derived key. `root` is never rotated: stored password hashes, lookups and fingerprints depend on
/// it permanently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    /// The secret input of password hashes.
    Pepper,
    /// Lookup of e-mail addresses and phone numbers.
    BlindIndex,
    /// Telling a repeated request from another one.
    Fingerprint,
    /// One-time codes at rest.
    Otp,
    /// Proofs in the URLs of media.
    MediaToken,
    /// The chain of the audit log.
    Audit,
    /// Cookies that recognize a browser.
    Device,
    /// Payloads between nodes.
    Bus,
    /// The key by which push services know this server.
    Vapid,
}

impl KeyRing {
    pub fn derive(&self, label: Label) -> Secret32 {
        self.expand(match label {
            Label::Pepper => "pepper",
            Label::BlindIndex => "blind-index",
            Label::Fingerprint => "fingerprint",
            Label::Otp => "otp",
            Label::MediaToken => "media-token",
            Label::Audit => "audit",
            Label::Device => "device",
            Label::Bus => "bus",
            Label::Vapid => "vapid",
        })
    }

    /// Proves knowledge of `root` to a holder of the ring, and reveals nothing about any other derived key.
    pub(crate) fn root_proof(&self) -> Secret32 {
        self.expand("canary")
    }

    #[expect(clippy::expect_used, reason = "HKDF-SHA-256 refuses only more than 8160 bytes")]
    fn expand(&self, info: &str) -> Secret32 {
        let mut key = Secret32::new([0; 32]);
        Hkdf::<Sha256>::new(None, self.root.bytes())
            .expand(info.as_bytes(), key.bytes_mut())
            .expect("32 bytes are derived");
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{hex, ring};
    use std::collections::HashSet;

    /// Stored data depends on these; computed with Python's hmac module after RFC 5869.
    #[test]
    fn derived_keys_are_pinned_and_differ() {
        let mut ring = ring();
        ring.root = Secret32::new([3; 32]);
        assert_eq!(
            hex(ring.derive(Label::Pepper).bytes()),
            "7380e6ac2b05b33fa8b3e4d1fd1fdc30742563378fe3ae5d59b5c2990663827e"
        );
        assert_eq!(
            hex(ring.derive(Label::BlindIndex).bytes()),
            "b51d7b918af66bd60e30068f9907bf8c9fe58c3d19e401ca2ea15fc1f0b3fbc3"
        );

        let labels = [
            Label::Pepper,
            Label::BlindIndex,
            Label::Fingerprint,
            Label::Otp,
            Label::MediaToken,
            Label::Audit,
            Label::Device,
            Label::Bus,
            Label::Vapid,
        ];
        let mut seen: HashSet<_> = labels.iter().map(|label| *ring.derive(*label).bytes()).collect();
        seen.insert(*ring.root_proof().bytes());
        assert_eq!(seen.len(), labels.len() + 1);
    }
}
