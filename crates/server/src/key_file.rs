//! Loads the key ring: from the configuration, from its file, or a new ring on the first start. Must not know what
//! keys protect.

use crate::config::{Keys, Storage};
use crate::system_random;
use anyhow::{Context, Result};
use domain::Timestamp;
use std::path::{Path, PathBuf};
use vault::KeyRing;

pub struct Opened {
    pub ring: KeyRing,
    /// The file that was just created, because there was none.
    pub made: Option<PathBuf>,
}

pub fn open(storage: &Storage, now: Timestamp) -> Result<Opened> {
    match &storage.keys {
        Keys::Inline(json) => {
            let ring = KeyRing::from_json(json.expose()).context("PARLANCE_KEYS is not a key ring")?;
            Ok(Opened { ring, made: None })
        }
        Keys::File(path) if path.exists() => Ok(Opened { ring: load(path)?, made: None }),
        Keys::File(path) => {
            let ring = KeyRing::generate(system_random, now.millis());
            ring.create(path).with_context(|| format!("cannot create the key ring {}", path.display()))?;
            Ok(Opened { ring, made: Some(path.clone()) })
        }
    }
}

pub fn load(path: &Path) -> Result<KeyRing> {
    KeyRing::load(path).with_context(|| format!("cannot use the key ring {}", path.display()))
}
