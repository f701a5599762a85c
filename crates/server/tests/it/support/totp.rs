//! An authenticator app, written for itself: it must agree with the server without sharing its code.

use aws_lc_rs::hmac;
use std::time::Duration;

/// What the app shows at this moment for a secret in base32.
pub fn code(secret: &str, since_1970: Duration) -> String {
    let mut bits = String::new();
    for letter in secret.chars() {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).expect("base32");
        bits.push_str(&format!("{value:05b}"));
    }
    let key: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|byte| byte.iter().fold(0, |all, bit| all * 2 + (bit - b'0')))
        .collect();
    let step = (since_1970.as_secs() / 30).to_be_bytes();
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key), &step);
    let tag = tag.as_ref();
    let at = usize::from(tag[19] & 15);
    let number = u32::from_be_bytes([tag[at] & 0x7f, tag[at + 1], tag[at + 2], tag[at + 3]]);
    format!("{:06}", number % 1_000_000)
}
