//! Checks the database: present, up to date, intact, durable, and opened by the keys.

use super::{Findings, rehearsal};
use crate::config::{Database, FilesUrl, Settings};
use crate::{run, system_random};
use app::Clock;
use persistence::maintenance::backup;
use persistence::{Config, Outlet, Store};
use std::sync::Arc;
use vault::KeyRing;

pub async fn look(settings: &Settings, ring: Arc<KeyRing>, findings: &mut Findings) {
    let config = run::store_config(settings);
    if let Config::Sqlite { path } = &config
        && !path.exists()
    {
        return findings
            .fault(&format!("there is no database at {}: the first start creates it", path.display()));
    }
    match Store::pending(&config).await {
        Ok(pending) if pending.is_empty() => findings.ok("the schema of the database is up to date"),
        Ok(pending) => {
            let them = pending.len();
            return findings.warn(&format!(
                "{them} migration(s) are pending; the next start applies them, and further checks need that"
            ));
        }
        Err(error) => return findings.fault(&format!("{error:#}")),
    }
    if open(settings, &config, ring.clone(), findings).await
        && let Database::Sqlite(path) = &settings.storage.database
    {
        match backup::look(path) {
            Ok(contents) => {
                findings.ok("every page of the database is intact");
                all_there(settings, &contents.files, findings);
                rehearsal::sqlite(settings, path, ring, findings).await;
            }
            Err(error) => findings.fault(&format!("{error}: restore a backup, or try .recover of sqlite3")),
        }
    }
}

/// Opening proves the ring, and that PostgreSQL is durable.
async fn open(settings: &Settings, config: &Config, ring: Arc<KeyRing>, findings: &mut Findings) -> bool {
    let files = match run::files(&settings.storage) {
        Ok(files) => files,
        Err(error) => {
            findings.fault(&format!("files_url: {error:#}"));
            return false;
        }
    };
    let (outlet, _) = Outlet::new();
    match Store::open(config, files, ring.clone(), outlet, system_random, Clock::System.now()).await {
        Ok(store) => {
            findings.ok("the database answers, is durable, and belongs to the key ring");
            tried(&store, "", findings).await;
            if let Config::Postgres { .. } = config {
                match store.file_names().await {
                    Ok(names) => all_there(settings, &names, findings),
                    Err(fault) => findings.fault(&format!("cannot list the files: {}", fault.code())),
                }
                messages(&store, "", findings).await;
                rehearsal::postgres(settings, &store, ring, findings).await;
            }
            store.stop().await;
            true
        }
        Err(error) => {
            findings.fault(&format!("{error:#}"));
            false
        }
    }
}

pub(super) async fn tried(store: &Store, place: &str, findings: &mut Findings) {
    match store.try_keys().await {
        Ok((tried, 0)) => findings.ok(&format!("{place}all {tried} data keys that were tried open")),
        Ok((tried, shut)) => findings.fault(&format!(
            "{place}{shut} of {tried} data keys do not open: a key is missing in the ring (parlance keys status names it)"
        )),
        Err(fault) => findings.fault(&format!("cannot read the data keys: {}", fault.code())),
    }
}

/// Reads every message, as its readers would.
pub(super) async fn messages(store: &Store, place: &str, findings: &mut Findings) {
    let (mut all, mut lost, mut after) = (0, 0, None);
    let done = loop {
        let chats = match store.chats_by_id(after).await {
            Ok(chats) => chats,
            Err(fault) => break Err(fault),
        };
        let Some(last) = chats.last().copied() else { break Ok(()) };
        after = Some(last);
        match store.try_messages(chats, Clock::System.now()).await {
            Ok((tried, unreadable)) => (all, lost) = (all + tried, lost + unreadable),
            Err(fault) => break Err(fault),
        }
    };
    match done {
        Ok(()) if lost == 0 => findings.ok(&format!("{place}all {all} messages can be read")),
        Ok(()) => findings.fault(&format!(
            "{place}{lost} of {all} messages are unreadable: the log names their files, restore those from a backup"
        )),
        Err(fault) => findings.fault(&format!("{place}cannot read the messages: {}", fault.code())),
    }
}

fn all_there(settings: &Settings, names: &[String], findings: &mut Findings) {
    let FilesUrl::Disk(folder) = &settings.storage.files else {
        return findings.warn("the files are in a bucket: their presence was not checked");
    };
    let missing = names.iter().filter(|name| !folder.join(name).exists()).count();
    match names.len() {
        all if missing == 0 => findings.ok(&format!("all {all} files are present")),
        all => findings.fault(&format!(
            "{missing} of {all} files are missing in {}: restore them from a backup",
            folder.display()
        )),
    }
}
