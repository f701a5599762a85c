//! The one writer is a thread that takes what has arrived while the last batch was committing and writes it as one
//! transaction. Messages that stand together are appended together, every other unit of work has its own savepoint.
//! Callers are answered after the commit, never before.

use super::{Conn, append, begin, open};
use crate::append::{Draft, Outcome, SendOutcome};
use crate::error::fault;
use crate::outlet::Outlet;
use diesel::QueryResult;
use diesel_async::{AsyncConnection, SimpleAsyncConnection, TransactionManager as _};
use domain::event::Committed;
use domain::{Fault, Result};
use futures_util::future::BoxFuture;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use tokio::sync::{Notify, mpsc, oneshot};

/// A batch never waits for more to come; it holds whatever is there, up to this.
const LARGEST_BATCH: usize = 512;
/// Beyond it, callers wait for room: that is the back-pressure.
const QUEUE: usize = 4096;

/// One unit of work. It runs inside the batch's transaction and wraps itself in a savepoint, so that its
/// refusal undoes nothing but itself.
pub type Unit = Box<dyn for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Settled> + Send>;

/// What a unit leaves behind: facts to publish, and the answer that waits for the commit.
pub struct Settled {
    pub committed: Vec<Committed>,
    pub answer: Box<dyn FnOnce(std::result::Result<(), Fault>) + Send>,
}

pub enum Job {
    Append(Draft, oneshot::Sender<Result<SendOutcome>>),
    Unit(Unit),
}

pub struct Writer {
    queue: mpsc::Sender<Job>,
    stop: Arc<Notify>,
    empty: Arc<Notify>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub fn start(path: String, outlet: Outlet) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let runtime = tokio::runtime::Handle::current();
        let (stop, empty) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let heard = (stop.clone(), empty.clone());
        let thread = std::thread::Builder::new()
            .name("parlance-writer".into())
            .spawn(move || runtime.block_on(run(&path, jobs, &heard.0, &heard.1, &outlet)))?;
        Ok(Self { queue, stop, empty, thread: Mutex::new(Some(thread)) })
    }

    /// Empties the write-ahead log between two commits, so that what was deleted does not live on in it. A reader in
    /// the middle of something keeps the log as it is; the next call finds it.
    pub fn empty_log(&self) {
        self.empty.notify_one();
    }

    /// Waits for room, in order of arrival.
    pub async fn enqueue(&self, job: Job) -> Result<()> {
        self.queue.send(job).await.map_err(|_| Fault::unavailable())
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

async fn run(path: &str, mut jobs: mpsc::Receiver<Job>, stop: &Notify, empty: &Notify, outlet: &Outlet) {
    let mut conn: Option<Conn> = None;
    let mut batch = Vec::with_capacity(LARGEST_BATCH);
    loop {
        let taken = tokio::select! {
            biased;
            () = empty.notified() => {
                // A connection that fails here may be left without its timeouts: it is reopened.
                conn = match conn.take() {
                    Some(mut open) => empty_log(&mut open).await.then_some(open),
                    None => None,
                };
                continue;
            }
            taken = jobs.recv_many(&mut batch, LARGEST_BATCH) => taken,
            () = stop.notified() => {
                jobs.close();
                continue;
            }
        };
        if taken == 0 {
            if let Some(mut conn) = conn {
                empty_log(&mut conn).await;
            }
            return;
        }
        Outlet::watch(taken, jobs.len());
        let fresh = match conn.take() {
            Some(conn) => Ok(conn),
            None => open(path).map(Conn::new),
        };
        match fresh {
            Ok(mut open) => {
                if commit(&mut open, &mut batch, outlet).await {
                    conn = Some(open);
                }
            }
            Err(error) => {
                tracing::error!(event = "database_unavailable", error = %error, "the database file cannot be opened");
                // A dropped job drops its answer, which its caller reads as "unavailable".
                batch.clear();
            }
        }
    }
}

/// What was overwritten must not live on in the log beside the file. Waits for no reader, because every write would
/// wait as well.
async fn empty_log(conn: &mut Conn) -> bool {
    let at_once = "PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 5000;";
    let emptied = conn.batch_execute(at_once).await;
    if let Err(error) = &emptied {
        tracing::warn!(%error, "the write-ahead log could not be emptied");
    }
    emptied.is_ok()
}

/// Something of the batch that waits for its commit.
enum Waiting {
    Appended(Box<Draft>, Reply, QueryResult<Outcome>),
    Settled(Settled),
}

/// False when the connection is not to be trusted any more.
async fn commit(conn: &mut Conn, batch: &mut Vec<Job>, outlet: &Outlet) -> bool {
    let mut waiting = Vec::with_capacity(batch.len());
    let written = transaction(conn, batch, &mut waiting).await.map_err(|error| fault(&error));
    batch.clear();
    let mut facts = Vec::with_capacity(waiting.len());
    let mut answers: Vec<Box<dyn FnOnce() + Send>> = Vec::with_capacity(waiting.len());
    for one in waiting {
        match (one, &written) {
            (Waiting::Appended(draft, reply, outcome), Ok(())) => {
                let answer =
                    match outcome.map_err(|error| fault(&error)).and_then(|outcome| draft.settle(outcome)) {
                        Ok((sent, fact)) => {
                            facts.extend(fact);
                            Ok(sent)
                        }
                        Err(refused) => Err(refused),
                    };
                answers.push(Box::new(move || drop(reply.send(answer))));
            }
            (Waiting::Appended(_, reply, _), Err(unwritten)) => {
                let unwritten = unwritten.clone();
                answers.push(Box::new(move || drop(reply.send(Err(unwritten)))));
            }
            (Waiting::Settled(settled), verdict) => {
                if verdict.is_ok() {
                    facts.extend(settled.committed);
                }
                let verdict = verdict.clone();
                answers.push(Box::new(move || (settled.answer)(verdict)));
            }
        }
    }
    outlet.publish(facts).await;
    for answer in answers {
        answer();
    }
    written.is_ok()
}

async fn transaction(conn: &mut Conn, batch: &mut Vec<Job>, waiting: &mut Vec<Waiting>) -> QueryResult<()> {
    conn.spawn_blocking(begin).await?;
    let alone = batch.iter().all(|job| matches!(job, Job::Append(..)));
    let mut run = Vec::new();
    for job in batch.drain(..) {
        match job {
            Job::Append(draft, reply) if draft.is_held() => {
                let left = draft.leave();
                waiting.push(Waiting::Appended(Box::new(draft), reply, Ok(left)));
            }
            Job::Append(draft, reply) => run.push((draft, reply)),
            Job::Unit(unit) => {
                append_run(conn, std::mem::take(&mut run), alone, waiting).await?;
                waiting.push(Waiting::Settled(unit(conn).await));
            }
        }
    }
    append_run(conn, run, alone, waiting).await?;
    <Conn as AsyncConnection>::TransactionManager::commit_transaction(conn).await
}

type Reply = oneshot::Sender<Result<SendOutcome>>;

async fn append_run(
    conn: &mut Conn,
    run: Vec<(Draft, Reply)>,
    alone: bool,
    waiting: &mut Vec<Waiting>,
) -> QueryResult<()> {
    if run.is_empty() {
        return Ok(());
    }
    let (drafts, replies): (Vec<Draft>, Vec<Reply>) = run.into_iter().unzip();
    let (drafts, outcomes) = conn
        .spawn_blocking(move |conn| {
            let outcomes = append(conn, &drafts, alone)?;
            QueryResult::Ok((drafts, outcomes))
        })
        .await?;
    for ((draft, reply), outcome) in drafts.into_iter().zip(replies).zip(outcomes) {
        waiting.push(Waiting::Appended(Box::new(draft), reply, outcome));
    }
    Ok(())
}
