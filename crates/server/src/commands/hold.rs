//! Keeps every file of an instance in place while a backup is made, so that the backup contains every file it refers
//! to. Must not know how a backup is made.

use crate::system_random;
use anyhow::{Context, Result, bail};
use app::Clock;
use domain::{NodeId, Timestamp};
use persistence::Store;
use persistence::maintenance::backup;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Removals are postponed, at most this long after a backup that died.
const SPAN: Duration = Duration::from_secs(600);
const RENEWED: Duration = Duration::from_secs(60);
const TOO_MANY: &str = "too many backups are running at once: wait until one of them is done";
const LAPSED: &str = "files were not kept for long enough: the backup may lack some, make another one";

fn holder() -> NodeId {
    NodeId::make(Clock::System.now(), system_random)
}

/// For a backup of an SQLite database: held from a thread of its own, because copying waits for the disk.
pub struct Hold {
    done: Sender<()>,
    thread: JoinHandle<Result<()>>,
}

impl Hold {
    pub fn begin(database: &Path) -> Result<Self> {
        let (holder, path, now) = (holder(), database.to_owned(), Clock::System.now());
        if !backup::hold(&path, holder, now, now.plus(SPAN)).context("cannot keep the files")? {
            bail!(TOO_MANY);
        }
        let (done, waiting) = channel();
        let thread = std::thread::spawn(move || keep(&path, holder, now.plus(SPAN), &waiting));
        Ok(Self { done, thread })
    }

    /// Fails where a file may have been removed meanwhile.
    pub fn end(self) -> Result<()> {
        drop(self.done);
        match self.thread.join() {
            Ok(kept) => kept,
            Err(_) => bail!(LAPSED),
        }
    }
}

fn keep(database: &Path, holder: NodeId, mut until: Timestamp, done: &Receiver<()>) -> Result<()> {
    loop {
        let ended = !matches!(done.recv_timeout(RENEWED), Err(RecvTimeoutError::Timeout));
        let now = Clock::System.now();
        if now > until {
            bail!(LAPSED);
        }
        if ended {
            return Ok(backup::let_go(database, holder)?);
        }
        // A busy database is tried again before the time is over.
        if let Ok(true) = backup::hold(database, holder, now, now.plus(SPAN)) {
            until = now.plus(SPAN);
        }
    }
}

/// Keeps them as long as `work` takes.
pub async fn during<T>(store: &Store, work: impl Future<Output = T>) -> Result<T> {
    let refused = |fault: domain::Fault| anyhow::anyhow!("the database rejected it: {}", fault.code());
    let (holder, now) = (holder(), Clock::System.now());
    if !store.hold_files(holder, now, now.plus(SPAN)).await.map_err(refused)? {
        bail!(TOO_MANY);
    }
    let mut until = now.plus(SPAN);
    let mut work = std::pin::pin!(work);
    let done = loop {
        tokio::select! {
            done = &mut work => break done,
            () = Clock::System.sleep(RENEWED) => {
                let now = Clock::System.now();
                if now <= until && store.hold_files(holder, now, now.plus(SPAN)).await == Ok(true) {
                    until = now.plus(SPAN);
                }
            }
        }
    };
    if Clock::System.now() > until {
        bail!(LAPSED);
    }
    store.give_back_leases(holder).await.map_err(refused)?;
    Ok(done)
}
