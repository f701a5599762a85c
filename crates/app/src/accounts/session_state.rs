//! A node caches the state of sessions for a moment, and remembers the tickets it has seen.

use domain::session::Liveness;
use domain::{SessionId, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long a session's standing is believed without asking again.
const BELIEVED: Duration = Duration::from_secs(5);
/// Longer than any read that began before a session ended can take to come back.
const ENDED: Duration = Duration::from_secs(60);
const MOST: u64 = 100_000;

pub struct Standing {
    pub(crate) alive: moka::sync::Cache<SessionId, Liveness>,
    /// Ended here a moment ago: a slow read that says otherwise is not believed.
    pub(crate) ended: moka::sync::Cache<SessionId, ()>,
    /// Tickets that were used at the only node, until they would have expired anyway.
    pub(crate) tickets: Mutex<HashMap<[u8; 16], Timestamp>>,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            alive: moka::sync::Cache::builder().max_capacity(MOST).time_to_live(BELIEVED).build(),
            ended: moka::sync::Cache::builder().max_capacity(MOST).time_to_live(ENDED).build(),
            tickets: Mutex::default(),
        }
    }
}

impl Standing {
    pub fn forget(&self, session: SessionId) {
        self.ended.insert(session, ());
        self.alive.invalidate(&session);
    }

    /// Something about a living session changed: it is asked for again.
    pub fn doubt(&self, session: SessionId) {
        self.alive.invalidate(&session);
    }

    /// False when the ticket was used before.
    pub(crate) fn use_once(&self, jti: [u8; 16], expires_at: Timestamp, now: Timestamp) -> bool {
        let mut tickets = self.tickets.lock().unwrap_or_else(PoisonError::into_inner);
        if tickets.len() > 10_000 {
            tickets.retain(|_, expires_at| *expires_at > now);
        }
        tickets.insert(jti, expires_at).is_none()
    }
}
