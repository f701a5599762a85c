//! Messages with a retention time are deleted when it is over. Must not know how.

use crate::app::App;
use domain::{Fault, Result};
use std::sync::Arc;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(3_600);
/// Renewed with every chat.
const LEASE: Duration = Duration::from_secs(600);
/// Chats after which it says how far it is.
const TOLD_EVERY: usize = 1_000;

/// Looks at every chat once an hour, on one node at a time.
pub async fn run(app: Arc<App>) {
    loop {
        match turn(&app).await {
            Ok(()) | Err(Fault::Unavailable { .. }) => {}
            Err(fault) => tracing::warn!(event = "retention_failed", code = fault.code()),
        }
        app.clock.sleep(EVERY).await;
    }
}

async fn turn(app: &App) -> Result<()> {
    let (mut chats, mut messages, mut keys, mut rows) = (0_usize, 0_i64, 0_usize, 0_usize);
    let mut after = None;
    loop {
        let some = app.store.limited_chats(after).await?;
        let Some(last) = some.last().copied() else { break };
        after = Some(last);
        for chat in some {
            let now = app.clock.now();
            if !app.store.take_lease("retention", app.node, now, LEASE).await? {
                return Ok(());
            }
            // One chat that cannot forget does not keep the others from it.
            match app.store.forget_old(chat, now).await {
                Ok(gone) => {
                    messages += gone.messages;
                    keys += gone.keys;
                    rows += gone.rows;
                }
                Err(fault @ Fault::Unavailable { .. }) => return Err(fault),
                Err(fault) => {
                    tracing::warn!(event = "chat_not_forgotten", chat_id = %chat, code = fault.code())
                }
            }
            chats += 1;
            if chats.is_multiple_of(TOLD_EVERY) {
                tracing::info!(event = "retention_goes_on", chats, messages, keys, rows);
            }
        }
    }
    if messages > 0 || keys > 0 || rows > 0 {
        tracing::info!(event = "retention_done", chats, messages, keys, rows);
    }
    Ok(())
}
