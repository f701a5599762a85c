//! Encodes the ring as JSON, version 1: keys in base64, unknown fields rejected. Must not know where it is stored.

use super::signing::Seed;
use super::{Kek, KekState, KeyRing};
use crate::{Kid, Secret32};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, de};
use std::collections::HashSet;
use zeroize::Zeroizing;

const VERSION: u32 = 1;

/// Reports where the text is wrong, never what it contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("not a key ring: wrong at line {line}, column {column}")]
    Text { line: usize, column: usize },
    #[error("a key ring of version {0}; this build reads version {VERSION}")]
    Version(u32),
    #[error("exactly one of its key-encryption keys and one of its signing keys must be active")]
    NotOneActive,
    #[error("key {0} occurs twice")]
    Twice(Kid),
}

impl KeyRing {
    pub fn from_json(text: &str) -> Result<Self, Malformed> {
        // The version is read first, so that a later layout is named as such.
        let Versioned { version } = serde_json::from_str(text).map_err(place)?;
        if version != VERSION {
            return Err(Malformed::Version(version));
        }
        let Ring { _version, root, keks, signing } = serde_json::from_str(text).map_err(place)?;
        unique(keks.iter().map(|row| row.kid))?;
        unique(signing.iter().map(|row| row.kid))?;

        let (active, older): (Vec<_>, Vec<_>) =
            keks.into_iter().partition(|row| matches!(row.state, KekState::Active));
        let (signer, verifiers): (Vec<_>, Vec<_>) =
            signing.into_iter().partition(|row| matches!(row.state, SeedState::Active));
        Ok(Self {
            root,
            active: only(active)?.into(),
            older: older.into_iter().map(Kek::from).collect(),
            signer: only(signer)?.into(),
            verifiers: verifiers.into_iter().map(Seed::from).collect(),
        })
    }

    /// Written by hand, because nothing in it needs an escape: so it cannot fail half-way, and it goes into
    /// one buffer that has room for all of it, where a growing one would leave copies of keys behind.
    pub fn to_json(&self) -> Zeroizing<String> {
        let keks = self.keks().map(|(kek, state)| {
            let state = match state {
                KekState::Active => "active",
                KekState::DecryptOnly => "decrypt_only",
            };
            ("key", kek.kid, &kek.key, state, kek.created_at)
        });
        let seeds = self.signing_keys().into_iter().map(|key| {
            let state = if key.active { "active" } else { "verify_only" };
            ("seed", key.kid, key.seed, state, key.created_at)
        });
        let room = 256 * (2 + self.kids().len() + self.signing_keys().len());
        let mut text = Zeroizing::new(String::with_capacity(room));
        text.push_str("{\n  \"version\": 1,\n  \"root\": \"");
        STANDARD.encode_string(self.root.bytes(), &mut text);
        text.push_str("\",\n  \"keks\": [");
        rows(&mut text, keks);
        text.push_str("],\n  \"signing\": [");
        rows(&mut text, seeds);
        text.push_str("]\n}\n");
        text
    }
}

fn rows<'ring>(
    text: &mut String,
    rows: impl Iterator<Item = (&'static str, Kid, &'ring Secret32, &'static str, i64)>,
) {
    for (no, (name, kid, secret, state, created_at)) in rows.enumerate() {
        text.push_str(if no == 0 { "\n    " } else { ",\n    " });
        text.push_str(&format!("{{ \"kid\": \"{kid}\", \"state\": \"{state}\", "));
        text.push_str(&format!("\"created_at\": {created_at}, \"{name}\": \""));
        STANDARD.encode_string(secret.bytes(), text);
        text.push_str("\" }");
    }
    text.push_str("\n  ");
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ring {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(deserialize_with = "secret")]
    root: Secret32,
    keks: Vec<KekRow>,
    signing: Vec<SeedRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KekRow {
    #[serde(deserialize_with = "kid")]
    kid: Kid,
    #[serde(deserialize_with = "secret")]
    key: Secret32,
    state: KekState,
    created_at: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedRow {
    #[serde(deserialize_with = "kid")]
    kid: Kid,
    #[serde(deserialize_with = "secret")]
    seed: Secret32,
    state: SeedState,
    created_at: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum SeedState {
    Active,
    VerifyOnly,
}

impl From<KekRow> for Kek {
    fn from(KekRow { kid, key, created_at, .. }: KekRow) -> Self {
        Self { kid, key, created_at }
    }
}

impl From<SeedRow> for Seed {
    fn from(SeedRow { kid, seed, created_at, .. }: SeedRow) -> Self {
        Self { kid, seed, created_at }
    }
}

fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<Secret32, D::Error> {
    let text = <&str>::deserialize(from)?;
    // One byte more than a key: base64 estimates upwards.
    let mut buffer = Zeroizing::new([0; 33]);
    let len = STANDARD.decode_slice(text, buffer.as_mut_slice()).unwrap_or_default();
    let mut key = Secret32::new([0; 32]);
    match buffer.first_chunk() {
        Some(found) if len == 32 => *key.bytes_mut() = *found,
        Some(_) | None => return Err(de::Error::custom("32 bytes in base64 were expected")),
    }
    Ok(key)
}

fn kid<'de, D: Deserializer<'de>>(from: D) -> Result<Kid, D::Error> {
    <&str>::deserialize(from)?.parse().map_err(de::Error::custom)
}

/// serde's own messages may quote the text, which may be a key.
fn place(error: serde_json::Error) -> Malformed {
    Malformed::Text { line: error.line(), column: error.column() }
}

fn unique(kids: impl Iterator<Item = Kid>) -> Result<(), Malformed> {
    let mut seen = HashSet::new();
    for kid in kids {
        if !seen.insert(kid) {
            return Err(Malformed::Twice(kid));
        }
    }
    Ok(())
}

fn only<T>(rows: Vec<T>) -> Result<T, Malformed> {
    let [row] = <[T; 1]>::try_from(rows).map_err(|_| Malformed::NotOneActive)?;
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{counting, ring};

    #[test]
    fn a_ring_is_read_as_it_is_written() {
        let mut ring = ring();
        ring.rotate_kek(counting, 2);
        ring.rotate_kek(counting, 3);
        ring.add_signing_key(counting, 4);
        let text = ring.to_json();
        let again = KeyRing::from_json(&text).unwrap();
        assert_eq!(*again.to_json(), *text);
        assert_eq!(again.kids(), ring.kids());
        assert_eq!(again.check_canary(&ring.canary(counting)), Ok(()));
        serde_json::from_str::<serde_json::Value>(&text).unwrap();
    }

    #[test]
    fn the_text_never_outgrows_its_room() {
        let mut ring = ring();
        for _ in 0..20 {
            ring.rotate_kek(counting, i64::MIN);
            ring.add_signing_key(counting, i64::MIN);
        }
        assert!(ring.to_json().len() <= 256 * 44);
        assert_eq!(ring.to_json().capacity(), 256 * 44);
    }

    #[test]
    fn anything_else_is_refused_without_quoting_it() {
        let good = ring().to_json();
        let kid = ring().active_kid();
        let root = good.lines().nth(2).unwrap().split('"').nth(3).unwrap();
        for (from, to) in [
            ("\"version\": 1,", "\"version\": 1, \"colour\": 3,"),
            ("\"state\": \"active\"", "\"state\": \"idle\""),
            ("\"created_at\": ", "\"created\": "),
            (root, &root[..40]),
            (root, "!"),
            (root, &format!("{root}AAAA")),
            ("[", ""),
        ] {
            let bad = good.replace(from, to);
            assert_ne!(bad, *good, "{from}");
            let error = KeyRing::from_json(&bad).unwrap_err();
            assert!(matches!(error, Malformed::Text { .. }), "{from} -> {to}: {error}");
            assert!(!error.to_string().contains(&root[..8]), "{kid}");
        }
        let later = "{\"version\": 2, \"anything\": []}";
        assert_eq!(KeyRing::from_json(later).unwrap_err(), Malformed::Version(2));
    }

    #[test]
    fn exactly_one_key_of_each_kind_is_active() {
        let mut ring = ring();
        let old = ring.active_kid();
        let new = ring.rotate_kek(counting, 0);
        let text = ring.to_json();
        let none = text.replace("\"active\"", "\"decrypt_only\"");
        assert!(KeyRing::from_json(&none).is_err());
        let both = text.replace("decrypt_only", "active");
        assert_eq!(KeyRing::from_json(&both).unwrap_err(), Malformed::NotOneActive);
        let twice = text.replace(&old.to_string(), &new.to_string());
        assert_eq!(KeyRing::from_json(&twice).unwrap_err(), Malformed::Twice(new));
    }
}
