//! The audit log is read here, and a job links its entries into a chain.

use crate::app::App;
use crate::caller::Caller;
use domain::audit::Entry;
use domain::page::{Limit, Page};
use domain::{AuditId, Fault, Result};
use persistence::Store;
use persistence::store::operators::audit_chain::{ChainHead, Linked};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;

const EVERY: Duration = Duration::from_secs(1);
const LEASE: Duration = Duration::from_secs(15);
/// How late an entry may be committed after it was made.
const LATE: Duration = Duration::from_secs(600);
/// Everything is looked through for what came later still.
const FULL_EVERY: u32 = 3600;
/// How often the chain's end goes to the log, which others may keep.
const TOLD_EVERY: u32 = 3600;
const FILE: &str = "audit-head";

impl App {
    /// What was done to my account, newest first.
    pub async fn security_events(
        &self,
        caller: &Caller,
        before: Option<AuditId>,
        limit: Limit,
    ) -> Result<Page<(AuditId, Entry)>> {
        self.store.security_events(caller.user, before, limit).await
    }
}

/// Links the entries of all nodes; one node does it at a time.
pub async fn chain(app: Arc<App>) {
    let file = app.settings().data_dir.join(FILE);
    let mut known = read_head(&file);
    let mut floor = None;
    let mut turn: u32 = 0;
    loop {
        app.clock.sleep(EVERY).await;
        turn = turn.wrapping_add(1);
        if turn.is_multiple_of(FULL_EVERY) {
            floor = None;
        }
        let now = app.clock.now();
        match app.store.take_lease("audit_chain", app.node, now, LEASE).await {
            Ok(true) => {}
            Ok(false) | Err(_) => continue,
        }
        match link(&app, &mut known, &mut floor).await {
            Ok(true) => {}
            Ok(false) => tracing::error!(
                event = "audit_broken",
                "the chain of the audit log is broken: run `parlance audit verify`"
            ),
            Err(Fault::Unavailable { .. }) => {}
            Err(fault) => tracing::warn!(event = "audit_not_linked", code = fault.code()),
        }
        if let Some(head) = known.as_ref().filter(|_| turn.is_multiple_of(TOLD_EVERY)) {
            tracing::info!(event = "audit_head", no = head.no, mac = %hex(&head.mac));
        }
    }
}

/// Everything that waits; false where the chain is broken.
async fn link(app: &App, known: &mut Option<ChainHead>, floor: &mut Option<AuditId>) -> Result<bool> {
    loop {
        match app.store.link_audit(known.clone(), *floor).await? {
            Linked::Broken => return Ok(false),
            Linked::Up { count: 0, head, .. } => {
                *known = head;
                return Ok(true);
            }
            Linked::Up { head, newest, .. } => {
                if let Some(head) = &head {
                    write_head(&app.settings().data_dir.join(FILE), head).await;
                }
                *known = head;
                let early = |at: domain::Timestamp| at.minus(LATE);
                *floor = newest.map(|at| Store::audit_floor(early(at)));
            }
        }
    }
}

/// The end of the chain as this machine last knew it, beside the database rather than in it.
pub fn kept_head(data_dir: &Path) -> Option<ChainHead> {
    read_head(&data_dir.join(FILE))
}

fn read_head(file: &PathBuf) -> Option<ChainHead> {
    let text = std::fs::read_to_string(file).ok()?;
    let (no, mac) = text.trim().split_once(' ')?;
    Some(ChainHead { no: no.parse().ok()?, mac: unhex(mac)? })
}

/// Written whole or not at all; losing the last second of it is no harm.
async fn write_head(file: &Path, head: &ChainHead) {
    let fresh = file.with_extension("new");
    let text = format!("{} {}\n", head.no, hex(&head.mac));
    let written = async {
        let mut options = tokio::fs::OpenOptions::new();
        let options = options.create(true).write(true).truncate(true).mode(0o600);
        options.open(&fresh).await?.write_all(text.as_bytes()).await?;
        tokio::fs::rename(&fresh, file).await
    };
    let written: std::io::Result<()> = written.await;
    if let Err(error) = written {
        tracing::warn!(event = "audit_head_not_kept", %error);
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<char> = text.chars().collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).ok()).collect()
}
