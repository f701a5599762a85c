//! Claims the data folder of a process: private, and used by one process at a time. Must not know what is in it.

use anyhow::{Context, Result, bail};
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Held for as long as the process uses the folder; a crash releases it.
pub struct DataDir {
    _lock: File,
}

impl DataDir {
    pub fn claim(path: &Path) -> Result<Self> {
        if !path.exists() {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(path)
                .with_context(|| format!("cannot create the data folder {}", path.display()))?;
        }
        let name = path.join("lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&name)
            .with_context(|| format!("{} cannot be opened", name.display()))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { _lock: lock }),
            Err(TryLockError::WouldBlock) => bail!(
                "another parlance process uses {}: end it, or choose another folder with --data-dir",
                path.display()
            ),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("{} cannot be locked", name.display()))
            }
        }
    }
}
