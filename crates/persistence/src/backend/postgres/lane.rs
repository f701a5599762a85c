//! A chat's messages always take the same lane, and one batch at a time is in flight in each. While it commits, the
//! next gathers; there is no timer.

use super::{Conn, append_batch, connection, discard, queries, with_timeout};
use crate::append::{Draft, Outcome, SendOutcome};
use crate::error::{fault, is_taken};
use crate::outlet::Outlet;
use diesel::QueryResult;
use diesel::result::Error;
use diesel_async::pooled_connection::deadpool::Pool;
use domain::{ChatId, ClientId, Fault, Result, Rev, Seq, UserId};
use std::collections::{HashMap, HashSet};
use tokio::sync::{mpsc, oneshot};

const LARGEST_BATCH: usize = 512;
/// Beyond it, senders wait for room: that is the back-pressure.
const QUEUE: usize = 4096;
/// More than two only take turns at the same disk.
const LANES: usize = 2;

pub struct Job {
    pub draft: Draft,
    pub reply: oneshot::Sender<Result<SendOutcome>>,
    /// Rejected once already. A sender who joined while the first statement waited was invisible to it.
    refused: bool,
}

pub struct Lanes(Vec<mpsc::Sender<Job>>);

type Key = (ChatId, UserId, ClientId);

impl Lanes {
    pub fn start(pool: &Pool<Conn>, outlet: &Outlet) -> Self {
        let lane = |_| {
            let (queue, jobs) = mpsc::channel(QUEUE);
            tokio::spawn(run(pool.clone(), jobs, outlet.clone()));
            queue
        };
        Self((0..LANES).map(lane).collect())
    }

    /// Waits for room, in order of arrival.
    pub async fn enqueue(&self, draft: Draft, reply: oneshot::Sender<Result<SendOutcome>>) -> Result<()> {
        let lane = draft.chat.uuid().as_u128() % u128::try_from(LANES).unwrap_or(1);
        let lane = usize::try_from(lane).ok().and_then(|lane| self.0.get(lane)).ok_or(Fault::Internal)?;
        lane.send(Job { draft, reply, refused: false }).await.map_err(|_| Fault::unavailable())
    }
}

async fn run(pool: Pool<Conn>, mut queue: mpsc::Receiver<Job>, outlet: Outlet) {
    let mut jobs = Vec::with_capacity(LARGEST_BATCH);
    loop {
        // Postponed messages go first; only an empty lane waits.
        let room = LARGEST_BATCH.saturating_sub(jobs.len()).max(1);
        if jobs.is_empty() {
            if queue.recv_many(&mut jobs, room).await == 0 {
                return;
            }
        } else {
            while jobs.len() < LARGEST_BATCH {
                let Ok(job) = queue.try_recv() else { break };
                jobs.push(job);
            }
        }
        Outlet::watch(jobs.len(), queue.len());
        jobs = write(&pool, std::mem::take(&mut jobs), &outlet).await;
    }
}

/// Settles what can be settled; what is left goes into the next batch.
async fn write(pool: &Pool<Conn>, jobs: Vec<Job>, outlet: &Outlet) -> Vec<Job> {
    let (held, jobs): (Vec<Job>, Vec<Job>) = jobs.into_iter().partition(|job| job.draft.is_held());
    for job in held {
        leave(job, outlet).await;
    }
    if jobs.is_empty() {
        return jobs;
    }
    let (batch, mut later) = first_of_each_key(jobs);
    let mut conn = match connection(pool).await {
        Ok(conn) => conn,
        Err(fault) => {
            refuse(batch.into_iter().chain(later), &fault);
            return Vec::new();
        }
    };
    let drafts: Vec<&Draft> = batch.iter().map(|job| &job.draft).collect();
    let Some(appended) = with_timeout(append_batch(&mut conn, &drafts)).await else {
        refuse(batch, &discard(conn));
        return later;
    };
    match appended {
        Ok(rows) => {
            let mut written: HashMap<Key, (Seq, Rev)> = rows
                .into_iter()
                .map(|row| ((row.chat_id, row.author_id, row.client_id), (row.seq, row.rev)))
                .collect();
            let mut stored = Vec::with_capacity(batch.len());
            let mut refused = Vec::new();
            for mut job in batch {
                match written.remove(&key(&job.draft)) {
                    Some((seq, rev)) => stored.push((rev, job, Outcome::Stored { seq, rev })),
                    None if job.refused => leave(job, outlet).await,
                    None => {
                        job.refused = true;
                        refused.push(job);
                    }
                }
            }
            // Ahead of what waits for one of them.
            later.splice(0..0, refused);
            // In the order of their revisions, which is the order they arrived in.
            stored.sort_by_key(|(rev, job, _)| (job.draft.chat, *rev));
            for (_, job, outcome) in stored {
                settle(job, outcome, outlet).await;
            }
        }
        Err(error) if is_taken(&error, "messages_client") => {
            later.splice(0..0, without_known(&mut conn, batch, outlet).await);
        }
        Err(error) => one_by_one(&mut conn, batch, outlet, error).await,
    }
    later
}

/// The second of two with one client id waits until the first is stored, and is answered from it.
fn first_of_each_key(jobs: Vec<Job>) -> (Vec<Job>, Vec<Job>) {
    let mut seen = HashSet::new();
    jobs.into_iter().partition(|job| seen.insert(key(&job.draft)))
}

/// Answers the ones that are stored already and gives back the others.
async fn without_known(conn: &mut Conn, batch: Vec<Job>, outlet: &Outlet) -> Vec<Job> {
    let mut new = Vec::new();
    for job in batch {
        match stored_before(conn, &job.draft).await {
            Ok(None) => new.push(job),
            Ok(Some(outcome)) => settle(job, outcome, outlet).await,
            Err(error) => refuse([job], &fault(&error)),
        }
    }
    new
}

/// What became of this client id, if it was used; only a member is told.
async fn stored_before(conn: &mut Conn, draft: &Draft) -> QueryResult<Option<Outcome>> {
    let found = queries::messages::known(conn, draft.chat, draft.author, draft.client_id).await?;
    let Some(row) = found else { return Ok(None) };
    let member = queries::chats::membership::find(conn, draft.chat, draft.author).await?;
    let joined = member.is_some_and(|member| member.open().is_joined());
    Ok(Some(if joined { Outcome::Known(row) } else { draft.leave() }))
}

/// One bad row must not fail its neighbours. A lost connection fails them all at once: each answer then
/// means "unknown", and repeating the message resolves it.
async fn one_by_one(conn: &mut Conn, batch: Vec<Job>, outlet: &Outlet, first: Error) {
    if batch.len() == 1 {
        refuse(batch, &fault(&first));
        return;
    }
    for job in batch {
        if job.draft.is_held() {
            leave(job, outlet).await;
            continue;
        }
        let outcome = match append_batch(conn, &[&job.draft]).await {
            Ok(rows) => Ok(match rows.first() {
                Some(row) => Outcome::Stored { seq: row.seq, rev: row.rev },
                None => job.draft.leave(),
            }),
            Err(error) if is_taken(&error, "messages_client") => stored_before(conn, &job.draft)
                .await
                .map(|outcome| outcome.unwrap_or_else(|| job.draft.leave())),
            Err(error) => Err(error),
        };
        match outcome {
            Ok(outcome) => settle(job, outcome, outlet).await,
            Err(error) => refuse([job], &fault(&error)),
        }
    }
}

async fn leave(job: Job, outlet: &Outlet) {
    let outcome = job.draft.leave();
    settle(job, outcome, outlet).await;
}

async fn settle(job: Job, outcome: Outcome, outlet: &Outlet) {
    let answer = match job.draft.settle(outcome) {
        Ok((sent, facts)) => {
            outlet.publish(facts).await;
            Ok(sent)
        }
        Err(fault) => Err(fault),
    };
    // A sender who hung up only misses the answer.
    let _ = job.reply.send(answer);
}

fn refuse(jobs: impl IntoIterator<Item = Job>, why: &Fault) {
    for job in jobs {
        let _ = job.reply.send(Err(why.clone()));
    }
}

fn key(draft: &Draft) -> Key {
    (draft.chat, draft.author, draft.client_id)
}
