//! Implements codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds) and the recovery codes for a
//! lost device. Must not know which step was used last: the store keeps that.

use aws_lc_rs::hmac;
use domain::{Random, Timestamp, random};
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroize;

const STEP: i64 = 30;
/// A clock may be one step off, either way.
const SLACK: i64 = 1;
const SECRET: usize = 20;
/// 26 letters of five bits: 130 bits.
const RECOVERY: usize = 26;
pub const RECOVERY_CODES: usize = 10;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret that is shared with the app.
#[derive(Zeroize, Clone)]
#[zeroize(drop)]
pub struct TotpSecret([u8; SECRET]);

impl TotpSecret {
    pub fn generate(random: Random) -> Self {
        Self(random::bytes(random))
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// For typing, where no QR code can be scanned.
    pub fn text(&self) -> String {
        base32(&self.0)
    }

    /// The URI in the QR code. Names are reduced to characters that need no escape.
    pub fn uri(&self, instance: &str, account: &str) -> String {
        let plain = |text: &str| -> String {
            text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')).collect()
        };
        let (instance, account) = (plain(instance), plain(account));
        format!(
            "otpauth://totp/{instance}:{account}?secret={}&issuer={instance}&algorithm=SHA1&digits=6&period=30",
            self.text()
        )
    }

    /// The step a code belongs to, if it is current; later than `after`, so that each code is single-use.
    pub fn verify(&self, code: &str, after: i64, now: Timestamp) -> Option<i64> {
        let code: String = code.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let current = now.seconds().div_euclid(STEP);
        let steps = current - SLACK..=current + SLACK;
        // All are compared, in constant time each: the duration reveals nothing.
        let mut found = None;
        for step in steps {
            let same = aws_lc_rs::constant_time::verify_slices_are_equal(
                self.code(step).as_bytes(),
                code.as_bytes(),
            );
            if same.is_ok() && step > after {
                found = Some(step);
            }
        }
        found
    }

    fn code(&self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let at = tag.as_ref().last().map_or(0, |last| usize::from(last & 0xf));
        let four =
            tag.as_ref().get(at..).and_then(|tail| tail.first_chunk::<4>()).copied().unwrap_or_default();
        format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000)
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(..)")
    }
}

/// A recovery code, and the hash that the store keeps.
pub fn recovery_code(random: Random) -> (String, Vec<u8>) {
    let letters: String = base32(&random::bytes::<17>(random)).chars().take(RECOVERY).collect();
    let hash = hash(&letters);
    let mut shown = String::new();
    for (at, letter) in letters.to_ascii_lowercase().chars().enumerate() {
        if at > 0 && at % 5 == 0 {
            shown.push('-');
        }
        shown.push(letter);
    }
    (shown, hash)
}

/// `None` when it does not look like one.
pub fn recovery_hash(typed: &str) -> Option<Vec<u8>> {
    let letters: String =
        typed.chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| c.to_ascii_uppercase()).collect();
    let fits = letters.len() == RECOVERY && letters.bytes().all(|letter| BASE32.contains(&letter));
    fits.then(|| hash(&letters))
}

/// 130 random bits need no slow hash.
fn hash(letters: &str) -> Vec<u8> {
    Sha256::digest(letters.as_bytes()).to_vec()
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut pending, mut bits) = (0_u32, 0);
    for byte in bytes {
        pending = (pending << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let letter = usize::try_from((pending >> bits) & 31).unwrap_or_default();
            text.extend(BASE32.get(letter).map(|letter| char::from(*letter)));
        }
        pending &= (1 << bits) - 1;
    }
    if bits > 0 {
        let letter = usize::try_from((pending << (5 - bits)) & 31).unwrap_or_default();
        text.extend(BASE32.get(letter).map(|letter| char::from(*letter)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::counting;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn secret() -> TotpSecret {
        TotpSecret::from_bytes(b"12345678901234567890").unwrap()
    }

    /// The values of RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret().code(seconds / 30), code);
            assert_eq!(secret().verify(code, 0, at(seconds)), Some(seconds / 30));
        }
        assert_eq!(secret().text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_no_code_is_good_twice() {
        let code = "005924";
        let step = 1_234_567_890 / 30;
        for (off, fits) in [(-60, false), (-30, true), (0, true), (29, true), (30, true), (60, false)] {
            assert_eq!(secret().verify(code, 0, at(1_234_567_890 + off)).is_some(), fits, "{off}");
        }
        assert_eq!(secret().verify(code, step, at(1_234_567_890)), None);
        assert_eq!(secret().verify("005 924", step - 1, at(1_234_567_890)), Some(step));
        for bad in ["", "5924", "005925", "0059244", "00592a"] {
            assert_eq!(secret().verify(bad, 0, at(1_234_567_890)), None, "{bad}");
        }
    }

    #[test]
    fn recovery_codes_are_read_as_they_are_written() {
        let (shown, hash) = recovery_code(counting);
        assert_eq!(shown.len(), 26 + 5);
        assert_eq!(recovery_hash(&shown), Some(hash.clone()));
        assert_eq!(recovery_hash(&shown.to_uppercase().replace('-', " ")), Some(hash));
        assert_eq!(recovery_hash("123456"), None);
        assert_ne!(recovery_code(counting).0, shown);
    }

    #[test]
    fn the_picture_says_who_and_what() {
        assert_eq!(
            secret().uri("My Chat", "ana"),
            "otpauth://totp/MyChat:ana?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=MyChat&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(format!("{:?}", secret()), "TotpSecret(..)");
    }
}
