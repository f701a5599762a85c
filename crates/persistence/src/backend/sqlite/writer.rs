//! The one writer: a thread that takes what has arrived while the last group was committing and writes it
//! as one transaction, each unit in its own savepoint. Callers are answered after the commit, never before.

use super::{Conn, open};
use crate::outlet::Outlet;
use diesel::QueryResult;
use diesel::connection::AnsiTransactionManager;
use diesel_async::{AsyncConnection, TransactionManager as _};
use domain::event::Committed;
use domain::{Fault, Result};
use futures_util::future::BoxFuture;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use tokio::sync::{Notify, mpsc};

/// A group never waits for more to come; it holds whatever is there, up to this.
pub const LARGEST_GROUP: usize = 512;
/// Beyond it, callers wait for room: that is the back-pressure.
const QUEUE: usize = 4096;

/// One unit of work. It runs inside the group's transaction and wraps itself in a savepoint, so that its
/// refusal undoes nothing but itself.
pub type Unit = Box<dyn for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Settled> + Send>;

/// What a unit leaves behind: facts to publish, and the answer that waits for the commit.
pub struct Settled {
    pub committed: Vec<Committed>,
    pub answer: Box<dyn FnOnce(std::result::Result<(), Fault>) + Send>,
}

pub struct Writer {
    queue: mpsc::Sender<Unit>,
    stop: Arc<Notify>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub fn start(path: String, outlet: Outlet) -> std::io::Result<Self> {
        let (queue, units) = mpsc::channel(QUEUE);
        let runtime = tokio::runtime::Handle::current();
        let stop = Arc::new(Notify::new());
        let stopped = stop.clone();
        let thread = std::thread::Builder::new()
            .name("parlance-writer".into())
            .spawn(move || runtime.block_on(run(&path, units, &stopped, &outlet)))?;
        Ok(Self { queue, stop, thread: Mutex::new(Some(thread)) })
    }

    /// Waits for room, in order of arrival.
    pub async fn enqueue(&self, unit: Unit) -> Result<()> {
        self.queue.send(unit).await.map_err(|_| Fault::unavailable())
    }

    /// Lets the thread finish what it has; nothing is taken afterwards.
    pub async fn stop(&self) {
        self.stop.notify_one();
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        let ended = tokio::task::spawn_blocking(move || thread.map(JoinHandle::join)).await;
        if !matches!(ended, Ok(None | Some(Ok(())))) {
            tracing::error!("the writer thread panicked");
        }
    }
}

async fn run(path: &str, mut units: mpsc::Receiver<Unit>, stop: &Notify, outlet: &Outlet) {
    let mut conn: Option<Conn> = None;
    let mut group = Vec::with_capacity(LARGEST_GROUP);
    loop {
        let taken = tokio::select! {
            biased;
            taken = units.recv_many(&mut group, LARGEST_GROUP) => taken,
            () = stop.notified() => {
                units.close();
                continue;
            }
        };
        if taken == 0 {
            return;
        }
        let fresh = match conn.take() {
            Some(conn) => Ok(conn),
            None => open(path).map(Conn::new),
        };
        match fresh {
            Ok(mut open) => {
                if commit(&mut open, &mut group, outlet).await {
                    conn = Some(open);
                }
            }
            Err(error) => {
                tracing::error!(event = "database_unavailable", error = %error, "the database file cannot be opened");
                // A dropped unit drops its answer, which its caller reads as "unavailable".
                group.clear();
            }
        }
    }
}

/// False when the connection is not to be trusted any more.
async fn commit(conn: &mut Conn, group: &mut Vec<Unit>, outlet: &Outlet) -> bool {
    let mut settled = Vec::with_capacity(group.len());
    let written = transaction(conn, group, &mut settled).await;
    let verdict = written.map_err(|error| crate::error::fault(&error));
    for one in settled {
        if verdict.is_ok() {
            outlet.publish(one.committed).await;
        }
        (one.answer)(verdict.clone());
    }
    group.clear();
    verdict.is_ok()
}

/// IMMEDIATE: the lock is taken at once, so that no unit finds out in the middle that it cannot write.
async fn transaction(conn: &mut Conn, group: &mut Vec<Unit>, settled: &mut Vec<Settled>) -> QueryResult<()> {
    conn.spawn_blocking(|conn| AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"))
        .await?;
    for unit in group.drain(..) {
        settled.push(unit(conn).await);
    }
    <Conn as AsyncConnection>::TransactionManager::commit_transaction(conn).await
}
