//! Texts of months long past go to the archive, and come back. Must not know how.

use crate::app::App;
use crate::clock::Clock;
use domain::{ChatId, Fault, NodeId, Result, Timestamp};
use persistence::Store;
use std::sync::Arc;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(6 * 3_600);
/// Renewed with every archive file.
const LEASE: Duration = Duration::from_secs(600);
/// Chats after which it says how far it is.
const TOLD_EVERY: usize = 1_000;

/// How far it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    pub chats: usize,
    pub messages: usize,
}

/// Looks at every chat some times a day, on one node at a time; where nothing is put away, it has nothing to do.
pub async fn run(app: Arc<App>) {
    if app.settings().archive_months == 0 {
        return;
    }
    loop {
        let tell = |moved: Moved| {
            if moved.chats.is_multiple_of(TOLD_EVERY) {
                tracing::info!(event = "archive_goes_on", chats = moved.chats, messages = moved.messages);
            }
        };
        match put_away(&app.store, &app.clock, app.settings().archive_months, Some(app.node), tell).await {
            Ok(moved) if moved.messages > 0 => {
                tracing::info!(event = "archive_done", chats = moved.chats, messages = moved.messages);
            }
            Ok(_) | Err(Fault::Unavailable { .. }) => {}
            Err(fault) => tracing::warn!(event = "archive_failed", code = fault.code()),
        }
        app.clock.sleep(EVERY).await;
    }
}

/// Puts away the texts of every month that ended so many months ago; a node as long as it has the lease. `tell` hears
/// of each chat.
pub async fn put_away(
    store: &Store,
    clock: &Clock,
    months: u32,
    node: Option<NodeId>,
    mut tell: impl FnMut(Moved),
) -> Result<Moved> {
    let before = clock.now().months_ago(months);
    let mut moved = Moved::default();
    let mut after = None;
    loop {
        let some = store.chats_by_id(after).await?;
        let Some(last) = some.last().copied() else { return Ok(moved) };
        after = Some(last);
        for chat in some {
            loop {
                let now = clock.now();
                if let Some(node) = node
                    && !store.take_lease("archive", node, now, LEASE).await?
                {
                    return Ok(moved);
                }
                match one(store, chat, before, now).await? {
                    0 => break,
                    messages => moved.messages += messages,
                }
            }
            moved.chats += 1;
            tell(moved);
        }
    }
}

/// One chat that cannot be put away does not keep the others from it.
async fn one(store: &Store, chat: ChatId, before: Timestamp, now: Timestamp) -> Result<usize> {
    match store.archive_some(chat, before, now).await {
        Err(fault @ Fault::Unavailable { .. }) => Err(fault),
        Err(fault) => {
            tracing::warn!(event = "chat_not_archived", chat_id = %chat, code = fault.code());
            Ok(0)
        }
        done => done,
    }
}

/// Brings everything back, or what is of one chat. What cannot be read stays where it is and is named.
pub async fn restore(
    store: &Store,
    clock: &Clock,
    only: Option<ChatId>,
    mut tell: impl FnMut(Moved),
) -> Result<Moved> {
    let mut moved = Moved::default();
    let mut after = None;
    loop {
        let some = match only {
            Some(chat) if after.is_none() => vec![chat],
            Some(_) => vec![],
            None => store.chats_by_id(after).await?,
        };
        let Some(last) = some.last().copied() else { return Ok(moved) };
        after = Some(last);
        for chat in some {
            while let Some(messages) = store.restore_some(chat, clock.now()).await? {
                moved.messages += messages;
            }
            moved.chats += 1;
            tell(moved);
        }
    }
}
