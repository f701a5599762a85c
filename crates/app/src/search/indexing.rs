//! The search index is filled in the background, and rebuilt here. Committed messages are noted and put in later;
//! what a node did not get to is found by the rows themselves. Must not know what the index is.

use crate::clock::Clock;
use domain::event::{ChatChange, What};
use domain::{ChatId, Fault, NodeId, Result, Timestamp};
use persistence::Store;
use persistence::store::search::Step;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// How often one node looks for messages that were never put in: a node that ended, or a start after one.
const LOOK: Duration = Duration::from_secs(30);
const LEASE: Duration = Duration::from_secs(27);
/// While people send, putting in takes at most this part of the time.
const SHARE: u32 = 12;

/// Chats with messages that are not in the index yet, and what puts them in.
pub struct Indexing {
    store: Arc<Store>,
    clock: Clock,
    node: NodeId,
    waiting: Mutex<BTreeSet<ChatId>>,
    woken: Notify,
    /// Grows with every message.
    sent: AtomicU64,
}

impl Indexing {
    pub fn new(store: Arc<Store>, clock: Clock, node: NodeId) -> Self {
        Self { store, clock, node, waiting: Mutex::default(), woken: Notify::new(), sent: AtomicU64::new(0) }
    }

    /// A message came or changed. An edit puts itself in; noting it costs one look.
    pub fn note(&self, change: &ChatChange) {
        if matches!(change.what, What::Message { .. }) {
            self.sent.fetch_add(1, Ordering::Relaxed);
            self.add([change.chat]);
        }
    }

    /// Puts in what is noted, and what was missed; until it is dropped.
    pub async fn run(&self) {
        let mut look_at = self.clock.now();
        loop {
            let now = self.clock.now();
            if now >= look_at {
                look_at = now.plus(LOOK);
                if let Err(fault) = self.look(now).await {
                    tracing::warn!(event = "index_not_looked_after", code = fault.code());
                }
            }
            match self.take() {
                Some(chat) => self.put(chat).await,
                None => {
                    tokio::select! {
                        () = self.woken.notified() => {}
                        () = self.clock.sleep_until(look_at) => {}
                    }
                }
            }
        }
    }

    /// Chats that are behind, for whichever node has the lease.
    async fn look(&self, now: Timestamp) -> Result<()> {
        if !self.store.take_lease("search-index", self.node, now, LEASE).await? {
            return Ok(());
        }
        let mut after = None;
        loop {
            let behind = self.store.chats_behind(after).await?;
            let Some(last) = behind.last().copied() else { return Ok(()) };
            self.add(behind);
            after = Some(last);
        }
    }

    /// One step of one chat. While people send, it leaves them the database for the greater part.
    async fn put(&self, chat: ChatId) {
        let (begun, sent) = (self.clock.now(), self.sent.load(Ordering::Relaxed));
        match self.store.index_some(chat, begun).await {
            // The chat has gone meanwhile.
            Ok(Step::Done) | Err(Fault::NotFound) => {}
            Ok(Step::More(_) | Step::Again) => self.add([chat]),
            Err(fault) => {
                tracing::warn!(event = "not_indexed", chat_id = %chat, code = fault.code());
                self.clock.sleep(LOOK).await;
                self.add([chat]);
            }
        }
        if self.sent.load(Ordering::Relaxed) != sent {
            self.clock.sleep(self.clock.now().since(begun) * SHARE).await;
        }
    }

    fn add(&self, chats: impl IntoIterator<Item = ChatId>) {
        self.waiting().extend(chats);
        self.woken.notify_one();
    }

    fn take(&self) -> Option<ChatId> {
        self.waiting().pop_first()
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeSet<ChatId>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rebuilds the whole index, chat by chat; `tell` hears how many messages of how many are done.
pub async fn rebuild(
    store: &Store,
    now: impl Fn() -> Timestamp,
    mut tell: impl FnMut(i64, i64),
) -> Result<()> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let some = store.chats_to_index(after).await?;
        let Some((last, _)) = some.last().copied() else { break };
        after = Some(last);
        all.extend(some);
    }
    let total = all.iter().map(|(_, seq)| seq).sum();
    let mut done = 0;
    for (chat, seq) in all {
        store.renew_index(chat).await?;
        loop {
            match store.index_some(chat, now()).await {
                Ok(Step::More(_) | Step::Again) => {}
                Ok(Step::Done) | Err(Fault::NotFound) => break,
                Err(fault) => return Err(fault),
            }
        }
        done += seq;
        tell(done, total);
    }
    store.sweep_index().await
}
