//! Implements lookup tokens (a blind index): sealed values are found or compared by them without being opened. Each
//! is an HMAC-SHA-256 under a key derived from the ring. Must not know how an address is made canonical, nor which
//! columns hold tokens.

use crate::Secret32;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The token of an e-mail address. The caller has made the address canonical.
pub fn email(key: &Secret32, canonical: &str) -> [u8; 32] {
    mac(key, &[b"email|", canonical.as_bytes()])
}

/// The token of a phone number (E.164).
pub fn phone(key: &Secret32, canonical: &str) -> [u8; 32] {
    mac(key, &[b"phone|", canonical.as_bytes()])
}

/// The token of an identity at another provider. The issuer's length keeps one issuer's subjects apart from
/// another's.
pub fn identity(key: &Secret32, issuer: &str, subject: &str) -> [u8; 32] {
    let length = u64::try_from(issuer.len()).unwrap_or(u64::MAX).to_be_bytes();
    mac(key, &[b"identity|", &length, issuer.as_bytes(), subject.as_bytes()])
}

/// The token of a browser's push subscription.
pub fn push(key: &Secret32, endpoint: &str) -> [u8; 32] {
    mac(key, &[b"push|", endpoint.as_bytes()])
}

/// One link of a chain: over the link before it and whatever it proves, each part with its length.
pub fn link(key: &Secret32, parts: &[&[u8]]) -> [u8; 32] {
    let lengths: Vec<[u8; 8]> =
        parts.iter().map(|part| u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes()).collect();
    let mut fed: Vec<&[u8]> = vec![b"link|"];
    fed.extend(lengths.iter().zip(parts).flat_map(|(length, part)| [length.as_slice(), part]));
    mac(key, &fed)
}

/// A fingerprint that tells a repeated request from another one without keeping its text. Each part is preceded by
/// its length (u64, big-endian), so that no two lists of parts read the same.
pub fn fingerprint(key: &Secret32, parts: &[&[u8]]) -> [u8; 16] {
    let [head @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = mac_of_parts(key, parts);
    head
}

/// A one-time code as it is stored, bound to its purpose and identifier. Parts are kept apart as above.
pub fn code(key: &Secret32, parts: &[&[u8]]) -> [u8; 32] {
    mac_of_parts(key, parts)
}

/// Whether two tokens are equal, in constant time.
pub fn agree(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

fn mac_of_parts(key: &Secret32, parts: &[&[u8]]) -> [u8; 32] {
    let lengths: Vec<[u8; 8]> =
        parts.iter().map(|part| u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes()).collect();
    let fed: Vec<&[u8]> =
        lengths.iter().zip(parts).flat_map(|(length, part)| [length.as_slice(), part]).collect();
    mac(key, &fed)
}

fn mac(key: &Secret32, parts: &[&[u8]]) -> [u8; 32] {
    // HMAC pads a short key with zeros itself; a key that already fills the block cannot be refused.
    let mut block = Zeroizing::new([0; 64]);
    for (to, from) in block.iter_mut().zip(key.bytes()) {
        *to = *from;
    }
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{hex, secret};

    /// Stored tokens depend on these; computed with Python's hmac module.
    #[test]
    fn tokens_are_pinned() {
        let key = secret(7);
        assert_eq!(
            hex(&email(&key, "ada@example.org")),
            "d69f5611d1140fef98a4f40a3c9a3d0eca71ba6a6bc98a1988c44facf3015d35"
        );
        assert_eq!(
            hex(&phone(&key, "+441234567890")),
            "a1c61dd84f4ab2de9558d46488d5c5e01ec9f7a429ece77dece3f4f6a9b99676"
        );
        assert_eq!(hex(&fingerprint(&key, &[b"ab", b"c"])), "6073d5bcf26efd7ddc06c90652db4766");
    }

    #[test]
    fn kinds_keys_and_cuts_do_not_meet() {
        let (one, two) = (secret(1), secret(2));
        assert_ne!(email(&one, "x"), phone(&one, "x"));
        assert_ne!(email(&one, "x"), email(&two, "x"));
        assert_ne!(fingerprint(&one, &[b"ab", b"c"]), fingerprint(&one, &[b"a", b"bc"]));
        assert_ne!(fingerprint(&one, &[b"a"]), fingerprint(&one, &[b"a", b""]));
        assert_ne!(fingerprint(&one, &[b"a"]), fingerprint(&two, &[b"a"]));
        assert_ne!(code(&one, &[b"ab", b"c"]), code(&one, &[b"a", b"bc"]));
        assert!(agree(b"ab", b"ab") && !agree(b"ab", b"ac") && !agree(b"ab", b"a"));
        assert_ne!(link(&one, &[b"ab", b"c"]), link(&one, &[b"a", b"bc"]));
        assert_ne!(push(&one, "x"), email(&one, "x"));
    }
}
