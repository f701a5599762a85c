//! Rehearses a restore: copies the database, opens the copy as an instance, and removes it.

use super::Findings;
use super::database::{messages, tried};
use crate::commands::hold::{self, Hold};
use crate::config::{Database, Settings};
use crate::{run, system_random};
use anyhow::Result;
use app::Clock;
use persistence::maintenance::backup::{self, Contents};
use persistence::maintenance::rehearsal::{Rehearsal, RehearsalError, Rehearsed};
use persistence::{Config, Outlet, Store};
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};
use vault::KeyRing;

const COPY: &str = "in the copy, ";

/// In a folder of its own beside the database.
pub async fn sqlite(settings: &Settings, path: &Path, ring: Arc<KeyRing>, findings: &mut Findings) {
    let folder = settings.storage.data_dir.join(format!("rehearsal-{}", std::process::id()));
    let done = match DirBuilder::new().mode(0o700).create(&folder) {
        Ok(()) => {
            let copy = folder.join("parlance.db");
            match Hold::begin(path) {
                Ok(hold) => {
                    let done = copied(settings, path, &copy, ring, findings).await;
                    hold.end().and(done)
                }
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error.into()),
    };
    if let Err(error) = std::fs::remove_dir_all(&folder) {
        findings.warn(&format!("cannot remove {}: {error}", folder.display()));
    }
    match done {
        Ok(Contents { about, .. }) => came_back(about.people, about.chats, about.messages, findings),
        Err(error) => failed(&error, findings),
    }
}

async fn copied(
    settings: &Settings,
    path: &Path,
    copy: &Path,
    ring: Arc<KeyRing>,
    findings: &mut Findings,
) -> Result<Contents> {
    backup::copy(path, copy)?;
    let contents = backup::look(copy)?;
    backup::begin_anew(copy, Clock::System.now(), system_random)?;
    let store = open(settings, &Config::Sqlite { path: copy.to_owned() }, ring).await?;
    tried(&store, COPY, findings).await;
    messages(&store, COPY, findings).await;
    store.stop().await;
    Ok(contents)
}

/// In a schema of its own inside the database, by the role that may change tables. The serving store keeps its files
/// meanwhile.
pub async fn postgres(settings: &Settings, serving: &Store, ring: Arc<KeyRing>, findings: &mut Findings) {
    let storage = &settings.storage;
    let Database::Postgres(url) = &storage.database else { return };
    let url = storage.migrate_url.as_ref().unwrap_or(url).expose();
    // Held before the copy begins: a file that the copy refers to must not be removed.
    let done = hold::during(serving, rehearsed(settings, url, ring, findings)).await;
    match done {
        Ok(Ok(found)) => came_back(found.people, found.chats, found.messages, findings),
        Ok(Err(Undone::Left(words))) => {
            findings.warn(&format!("skipped the rehearsal of a restore: {words}"))
        }
        Ok(Err(Undone::Failed(error))) | Err(error) => failed(&error, findings),
    }
}

enum Undone {
    /// For a reason that is no fault of the instance.
    Left(String),
    Failed(anyhow::Error),
}

impl From<RehearsalError> for Undone {
    fn from(error: RehearsalError) -> Self {
        match error {
            RehearsalError::NoRight => Self::Left(
                "the role may not create a schema; set migrate_url to a role that has CREATE on the database"
                    .to_owned(),
            ),
            RehearsalError::Busy | RehearsalError::Named | RehearsalError::Dropped => {
                Self::Left(error.to_string())
            }
            RehearsalError::Backup(error) => Self::Failed(error.into()),
        }
    }
}

/// The copy is removed in any case; also when the doctor is interrupted.
async fn rehearsed(
    settings: &Settings,
    url: &str,
    ring: Arc<KeyRing>,
    findings: &mut Findings,
) -> std::result::Result<Rehearsed, Undone> {
    let mut rehearsal = Rehearsal::begin(url).await?;
    let looked = tokio::select! {
        looked = looked_at(settings, &rehearsal, ring, findings) => looked,
        () = asked_to_stop() => Err(Undone::Left("it was interrupted".to_owned())),
    };
    let found = rehearsal.count().await;
    rehearsal.end().await?;
    looked?;
    Ok(found?)
}

async fn looked_at(
    settings: &Settings,
    rehearsal: &Rehearsal,
    ring: Arc<KeyRing>,
    findings: &mut Findings,
) -> std::result::Result<(), Undone> {
    let config = rehearsal.config().await?;
    let store = open(settings, &config, ring).await.map_err(Undone::Failed)?;
    tried(&store, COPY, findings).await;
    messages(&store, COPY, findings).await;
    store.stop().await;
    Ok(())
}

async fn asked_to_stop() {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

async fn open(settings: &Settings, config: &Config, ring: Arc<KeyRing>) -> Result<Store> {
    let (outlet, _) = Outlet::new();
    let files = run::files(&settings.storage)?;
    Ok(Store::open(config, files, ring, outlet, system_random, Clock::System.now()).await?)
}

fn came_back(people: i64, chats: i64, messages: i64, findings: &Findings) {
    findings.ok(&format!("rehearsed a restore: {people} people, {chats} chats, {messages} messages"));
}

fn failed(error: &anyhow::Error, findings: &mut Findings) {
    findings.fault(&format!("the rehearsal of a restore failed: {error:#}"));
}
