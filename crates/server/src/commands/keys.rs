//! `parlance keys`: which keys there are, and a new one for what comes.

use super::print;
use crate::cli::Keys as What;
use crate::config::{Keys, Settings};
use crate::data_dir::DataDir;
use crate::{key_file, run, system_random};
use anyhow::{Context, Result, bail};
use app::Clock;
use persistence::{KeyStatus, Outlet, Store};
use std::sync::Arc;
use vault::{KekState, KeyRing};

pub async fn carry_out(settings: &Settings, what: &What) -> Result<()> {
    let now = Clock::System.now();
    match what {
        What::Status => {
            let (outlet, _) = Outlet::new();
            let (ring, store) = run::open_store(settings, outlet, now).await?;
            let status = store.key_status().await.map_err(refused)?;
            print(&table(&ring, &status))
        }
        What::RotateKek => {
            // A running server would not know the new key.
            let _data_dir = DataDir::claim(&settings.storage.data_dir)?;
            let Keys::File(path) = &settings.storage.keys else {
                bail!("the key ring is given in PARLANCE_KEYS: rotate it where it is kept, as a file")
            };
            let mut ring = key_file::load(path)?;
            // Proves that the ring belongs to the database before anything is changed.
            open(settings, Arc::new(key_file::load(path)?)).await?.stop().await;
            let kid = ring.rotate_kek(system_random, now.millis());
            ring.save(path).context("the new key ring cannot be written")?;
            rewrap(settings, ring).await?;
            print(&format!(
                "the active key is now {kid}; copy {} to where your keys are kept\n",
                path.display()
            ))
        }
    }
}

/// May be broken off: what is still wrapped by a former key is found again by the next run.
async fn rewrap(settings: &Settings, ring: KeyRing) -> Result<()> {
    let store = open(settings, Arc::new(ring)).await?;
    store.renew_canary(Clock::System.now()).await.map_err(refused)?;
    let mut done = 0;
    loop {
        let some = store.rewrap_some().await.map_err(refused)?;
        if some == 0 {
            store.stop().await;
            return print(&format!("wrapped {done} data keys anew\n"));
        }
        done += some;
        print(&format!("wrapped {done} data keys\n"))?;
    }
}

async fn open(settings: &Settings, ring: Arc<KeyRing>) -> Result<Store> {
    let (outlet, _) = Outlet::new();
    let config = run::store_config(settings);
    let files = run::files(&settings.storage)?;
    Ok(Store::open(&config, files, ring, outlet, system_random, Clock::System.now()).await?)
}

fn table(ring: &KeyRing, status: &[KeyStatus]) -> String {
    let mut lines = vec![format!("{:<10} {:<13} wraps", "key", "state")];
    for kek in ring.kids() {
        let kid = kek.kid.to_string();
        let wraps = status.iter().find(|one| one.kid == kid).map_or(0, |one| one.wraps);
        let state = match kek.state {
            KekState::Active => "active",
            KekState::DecryptOnly => "decrypt-only",
        };
        lines.push(format!("{kid:<10} {state:<13} {wraps}"));
    }
    for lost in status.iter().filter(|one| !ring.kids().iter().any(|kek| kek.kid.to_string() == one.kid)) {
        lines.push(format!("{:<10} {:<13} {} data keys cannot be opened", lost.kid, "MISSING", lost.wraps));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn refused(fault: domain::Fault) -> anyhow::Error {
    anyhow::anyhow!("the database refused: {}", fault.code())
}
