//! `parlance keys`: shows the keys, and creates new ones.

use super::print;
use crate::cli::Keys as What;
use crate::config::{Keys, Settings};
use crate::data_dir::DataDir;
use crate::{key_file, run, system_random};
use anyhow::{Context, Result, bail};
use app::Clock;
use domain::Timestamp;
use persistence::{KeyStatus, Outlet, Store};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use vault::{KekState, KeyRing, Kid};

/// How long a key for access tokens is published before it signs.
const PUBLISHED_FOR: Duration = Duration::from_secs(24 * 60 * 60);

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
            let mut held = Held::of(settings).await?;
            let kid = held.ring.rotate_kek(system_random, now.millis());
            let path = held.save()?;
            rewrap(settings, held.ring).await?;
            print(&format!(
                "the active key is now {kid}; copy {} to where your keys are kept\n",
                path.display()
            ))
        }
        What::RotateSigning { now: at_once } => rotate_signing(settings, now, *at_once).await,
        What::Retire { kid } => retire(settings, kid).await,
    }
}

/// A ring that is about to be changed, and the claimed data folder: a running server would not notice the change.
struct Held {
    ring: KeyRing,
    path: PathBuf,
    _data_dir: DataDir,
}

impl Held {
    /// Proves that the ring belongs to the database before anything is changed.
    async fn of(settings: &Settings) -> Result<Self> {
        let data_dir = DataDir::claim(&settings.storage.data_dir)?;
        let Keys::File(path) = &settings.storage.keys else {
            bail!("the key ring comes from PARLANCE_KEYS: change it at its source, as a file")
        };
        let ring = key_file::load(path)?;
        let store = open(settings, Arc::new(key_file::load(path)?)).await?;
        let served = store.is_served(Clock::System.now()).await;
        store.stop().await;
        if served.map_err(refused)? {
            bail!(
                "a node serves this database, and would not know of the change: stop every node first (one that was \
                 killed counts for another 15 seconds)"
            );
        }
        Ok(Self { ring, path: path.clone(), _data_dir: data_dir })
    }

    fn save(&self) -> Result<PathBuf> {
        self.ring.save(&self.path).context("cannot write the new key ring")?;
        Ok(self.path.clone())
    }
}

/// Services that verify tokens by the published keys have to know a key before it signs.
async fn rotate_signing(settings: &Settings, now: Timestamp, at_once: bool) -> Result<()> {
    let mut held = Held::of(settings).await?;
    let keys = held.ring.signing_keys();
    let since = keys.iter().find(|key| key.active).map_or(0, |key| key.created_at);
    let next = keys.iter().find(|key| !key.active && key.created_at > since);
    let next = next.map(|key| (key.kid, Timestamp::from_millis(key.created_at)));
    let (kid, published) =
        next.unwrap_or_else(|| (held.ring.add_signing_key(system_random, now.millis()), now));
    let waits = !at_once && now.since(published) < PUBLISHED_FOR;
    if waits && next.is_some() {
        bail!("{kid} was published less than a day ago: wait, or use --now")
    }
    if !waits {
        held.ring.activate_signing_key(kid)?;
    }
    let path = held.save()?;
    let said = if waits {
        format!("{kid} is published from the next start on; run this again in a day to sign with it")
    } else {
        format!("{kid} signs from the next start on; the previous key still verifies its tokens")
    };
    print(&format!("{said}; copy {} to where your keys are kept\n", path.display()))
}

/// A key that still wraps something is kept.
async fn retire(settings: &Settings, kid: &str) -> Result<()> {
    let kid: Kid = kid.parse().with_context(|| format!("{kid} is not the name of a key"))?;
    let mut held = Held::of(settings).await?;
    let said = if held.ring.signing_keys().iter().any(|key| key.kid == kid) {
        held.ring.retire_signing_key(kid)?;
        "access tokens it signed are rejected from the next start on"
    } else {
        held.ring.retire_kek(kid)?;
        let store = open(settings, Arc::new(key_file::load(&held.path)?)).await?;
        let wraps =
            store.key_status().await.map_err(refused)?.into_iter().find(|one| one.kid == kid.to_string());
        store.stop().await;
        if let Some(KeyStatus { wraps, .. }) = wraps {
            bail!("{kid} still wraps {wraps} data keys: run parlance keys rotate-kek first")
        }
        "backups from before the last rotate-kek need it: keep those with the key ring of their time"
    };
    // The ring without it must still be the database's own.
    open(settings, Arc::new(KeyRing::from_json(&held.ring.to_json())?)).await?.stop().await;
    held.save()?;
    print(&format!("{kid} is deleted; {said}\n"))
}

/// It may be interrupted: the next run finds what a previous key still wraps.
async fn rewrap(settings: &Settings, ring: KeyRing) -> Result<()> {
    let store = open(settings, Arc::new(ring)).await?;
    store.renew_canary(Clock::System.now()).await.map_err(refused)?;
    let mut done = 0;
    loop {
        let some = store.rewrap_some().await.map_err(refused)?;
        if some == 0 {
            store.stop().await;
            return print(&format!("rewrapped {done} data keys\n"));
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
    for key in ring.signing_keys() {
        let state = if key.active { "signing" } else { "verifying" };
        lines.push(format!("{:<10} {state:<13} access tokens", key.kid.to_string()));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn refused(fault: domain::Fault) -> anyhow::Error {
    anyhow::anyhow!("the database rejected it: {}", fault.code())
}
