//! What a restore would do: a copy of the database that becomes an instance again, looked at, and removed.

use super::Findings;
use super::database::{messages, tried};
use crate::commands::hold::{self, Hold};
use crate::config::{Database, Settings};
use crate::{run, system_random};
use anyhow::Result;
use app::Clock;
use persistence::backup::{self, Contents};
use persistence::rehearsal::{Rehearsal, RehearsalError, Rehearsed};
use persistence::{Config, Outlet, Store};
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
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
        findings.warn(&format!("{} could not be removed: {error}", folder.display()));
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

/// In a schema of its own inside the database, by the role that may change tables. The store that serves keeps its
/// files meanwhile.
pub async fn postgres(settings: &Settings, serving: &Store, ring: Arc<KeyRing>, findings: &mut Findings) {
    let storage = &settings.storage;
    let Database::Postgres(url) = &storage.database else { return };
    let url = storage.migrate_url.as_ref().unwrap_or(url).expose();
    let rehearsal = match Rehearsal::begin(url).await {
        Ok(rehearsal) => rehearsal,
        Err(RehearsalError::NoRight) => {
            return findings.warn(
                "a restore was not rehearsed, because the role may not make a schema: say as migrate_url a role that \
                 has CREATE on the database",
            );
        }
        Err(RehearsalError::Busy) => {
            return findings.warn("a restore was not rehearsed, because another doctor does that right now");
        }
        Err(RehearsalError::Backup(error)) => return failed(&error.into(), findings),
    };
    let done = match hold::during(serving, filled(settings, rehearsal, ring, findings)).await {
        Ok(done) => done,
        Err(error) => Err(error),
    };
    match done {
        Ok(found) => came_back(found.people, found.chats, found.messages, findings),
        Err(error) => failed(&error, findings),
    }
}

/// Does to the copy what the page on restores says.
async fn filled(
    settings: &Settings,
    mut rehearsal: Rehearsal,
    ring: Arc<KeyRing>,
    findings: &mut Findings,
) -> Result<Rehearsed> {
    let looked = async {
        let store = open(settings, &rehearsal.config(), ring).await?;
        let refused = |fault: domain::Fault| anyhow::anyhow!("the copy refused: {}", fault.code());
        store.forget_proofs(Clock::System.now()).await.map_err(refused)?;
        store.settle_epoch(Clock::System.now()).await.map_err(refused)?;
        tried(&store, COPY, findings).await;
        messages(&store, COPY, findings).await;
        store.stop().await;
        anyhow::Ok(())
    };
    let looked = looked.await;
    let found = rehearsal.count().await;
    rehearsal.end().await?;
    looked?;
    Ok(found?)
}

async fn open(settings: &Settings, config: &Config, ring: Arc<KeyRing>) -> Result<Store> {
    let (outlet, _) = Outlet::new();
    let files = run::files(&settings.storage)?;
    Ok(Store::open(config, files, ring, outlet, system_random, Clock::System.now()).await?)
}

fn came_back(people: i64, chats: i64, messages: i64, findings: &Findings) {
    findings
        .ok(&format!("a copy became an instance again: {people} people, {chats} chats, {messages} messages"));
}

fn failed(error: &anyhow::Error, findings: &mut Findings) {
    findings.fault(&format!("the rehearsal of a restore failed: {error:#}"));
}
