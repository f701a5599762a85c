//! The key ring: from the configuration, from its file, or made on the first start.

use crate::config::{Keys, Storage};
use crate::system_random;
use anyhow::{Context, Result};
use domain::Timestamp;
use std::path::Path;
use vault::KeyRing;

/// Says so when it made a new one: whoever loses that file loses every message.
pub fn open(storage: &Storage, now: Timestamp) -> Result<KeyRing> {
    match &storage.keys {
        Keys::Inline(json) => KeyRing::from_json(json.expose()).context("PARLANCE_KEYS is not a key ring"),
        Keys::File(path) if path.exists() => load(path),
        Keys::File(path) => {
            let ring = KeyRing::generate(system_random, now.millis());
            ring.create(path).with_context(|| format!("the key ring {} cannot be made", path.display()))?;
            tracing::warn!(
                path = %path.display(),
                "made a new key ring: keep a copy of this file apart from the data, without it nothing can be read"
            );
            Ok(ring)
        }
    }
}

pub fn load(path: &Path) -> Result<KeyRing> {
    KeyRing::load(path).with_context(|| format!("the key ring {} cannot be used", path.display()))
}
