//! Provides keys, claims, a fixed moment, and a token decoder to the tests of this crate.

use crate::{Claims, SeedKey, SigningKeys};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::Timestamp;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub const ISSUER: &str = "https://chat.example.org";
pub const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
pub const SEED: [u8; 32] = [1; 32];

pub fn fixed(out: &mut [u8]) {
    out.fill(7);
}

/// Not random, but different at every call.
pub fn counting(out: &mut [u8]) {
    static DRAWS: AtomicU64 = AtomicU64::new(0);
    let draw = DRAWS.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    for (to, from) in out.iter_mut().zip(draw.into_iter().rev().cycle()) {
        *to = from;
    }
}

pub fn keys() -> Arc<SigningKeys> {
    let active = SeedKey { kid: "0000000a".into(), seed: SEED, active: true };
    let former = SeedKey { kid: "0000000b".into(), seed: [2; 32], active: false };
    Arc::new(SigningKeys::new(vec![active, former]).unwrap())
}

pub fn claims() -> Claims {
    Claims {
        user: "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap(),
        session: "01890a5d-ac96-774b-bcce-b302099a8058".parse().unwrap(),
        ver: 3,
        auth_time: Timestamp::from_millis(1_789_999_000_000),
        amr: vec!["pwd".into(), "otp".into()],
    }
}

/// Header and body.
pub fn parts(token: &str) -> (Value, Value) {
    let part = |no: usize| {
        let text = token.split('.').nth(no).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
    };
    (part(0), part(1))
}
