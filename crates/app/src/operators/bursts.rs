//! Bursts are accounts that keep running into a limit of messages, requests or reports. Each is noted once in the
//! audit log, and muted for a while where the operator wants that.

use crate::app::App;
use crate::caller::Caller;
use domain::audit::{Act, Entry};
use std::sync::Arc;
use std::time::Duration;

/// How often the bursts of this node are written down.
const EVERY: Duration = Duration::from_secs(1);

/// Writes down the bursts of this node, and mutes who made them.
pub async fn watch(app: Arc<App>) {
    loop {
        app.clock.sleep(EVERY).await;
        for (user, limit) in app.limits.bursts() {
            metrics::counter!("parlance_bursts_total", "limit" => limit).increment(1);
            tracing::warn!(event = "burst", user_id = %user, limit, "an account keeps running into a limit");
            let span = app.settings().mute_bursts;
            if !span.is_zero() {
                app.limits.mute(user, span).await;
            }
            let act = if span.is_zero() { Act::BurstNoted } else { Act::Muted };
            let entry = Entry::of(act, Some(user), app.clock.now()).saying(limit);
            if let Err(fault) = app.store.note(entry).await {
                tracing::warn!(event = "burst_not_noted", code = fault.code(), user_id = %user);
            }
        }
    }
}

impl App {
    /// A socket that only ever hears "too many" is closed.
    pub fn note_flooding(&self, caller: &Caller, limit: &'static str) {
        tracing::info!(event = "socket_flooding", user_id = %caller.user, limit, "a socket is closed with 4429");
    }
}
