//! Who is online here, and who wants to know. A device that comes back within the grace was never away:
//! nobody is told twice, and a flapping line makes no noise.

use crate::connection::Connection;
use crate::hub::Hub;
use domain::{ConnectionId, Timestamp, UserId};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const GRACE: Duration = Duration::from_secs(10);

#[derive(Default)]
pub struct Presence(Mutex<State>);

#[derive(Default)]
struct State {
    online: HashSet<UserId>,
    leaving: HashMap<UserId, Timestamp>,
    watchers: HashMap<UserId, Vec<Watcher>>,
    watching: HashMap<ConnectionId, Vec<UserId>>,
}

/// A socket that wants to know of somebody.
#[derive(Clone)]
pub struct Watcher {
    pub connection: Arc<Connection>,
    /// He may also know since when somebody is gone.
    pub last_seen: bool,
}

impl Presence {
    /// True when he was offline before.
    pub fn came(&self, user: UserId) -> bool {
        let mut state = self.lock();
        state.leaving.remove(&user);
        state.online.insert(user)
    }

    pub fn left(&self, user: UserId, now: Timestamp) {
        self.lock().leaving.insert(user, now);
    }

    pub fn unwatch(&self, connection: ConnectionId) {
        let mut state = self.lock();
        for user in state.watching.remove(&connection).unwrap_or_default() {
            if let Some(watchers) = state.watchers.get_mut(&user) {
                watchers.retain(|watcher| watcher.connection.id != connection);
                if watchers.is_empty() {
                    state.watchers.remove(&user);
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hub {
    /// Replaces what this connection watches; those of them who are online. Each may be watched by it, and
    /// `true` says that it may know when he was last seen.
    pub fn watch(&self, connection: &Arc<Connection>, users: Vec<(UserId, bool)>) -> Vec<UserId> {
        self.presence.unwatch(connection.id);
        let mut state = self.presence.lock();
        for (user, last_seen) in &users {
            let watcher = Watcher { connection: connection.clone(), last_seen: *last_seen };
            state.watchers.entry(*user).or_default().push(watcher);
        }
        let users: Vec<UserId> = users.into_iter().map(|(user, _)| user).collect();
        let online = users.iter().copied().filter(|user| state.online.contains(user)).collect();
        state.watching.insert(connection.id, users);
        online
    }

    /// What this connection may know changed: `None` ends the watch. True when it watched and does no more.
    pub fn watch_otherwise(&self, connection: &Connection, user: UserId, last_seen: Option<bool>) -> bool {
        let mut state = self.presence.lock();
        let Some(watchers) = state.watchers.get_mut(&user) else { return false };
        let Some(at) = watchers.iter().position(|watcher| watcher.connection.id == connection.id) else {
            return false;
        };
        match (last_seen, watchers.get_mut(at)) {
            (Some(last_seen), Some(watcher)) => {
                watcher.last_seen = last_seen;
                false
            }
            (Some(_), None) => false,
            (None, _) => {
                watchers.swap_remove(at);
                if watchers.is_empty() {
                    state.watchers.remove(&user);
                }
                if let Some(watched) = state.watching.get_mut(&connection.id) {
                    watched.retain(|known| *known != user);
                }
                true
            }
        }
    }

    pub fn watched_by(&self, connection: ConnectionId) -> Vec<UserId> {
        self.presence.lock().watching.get(&connection).cloned().unwrap_or_default()
    }

    pub fn watchers_of(&self, user: UserId) -> Vec<Watcher> {
        self.presence.lock().watchers.get(&user).cloned().unwrap_or_default()
    }

    /// Also within the grace.
    pub fn is_online(&self, user: UserId) -> bool {
        self.presence.lock().online.contains(&user)
    }

    pub fn everybody_online(&self) -> Vec<UserId> {
        self.presence.lock().online.iter().copied().collect()
    }

    /// Those whose grace has run out, and since when they are gone, to the minute.
    pub fn gone_by(&self, now: Timestamp) -> Vec<(UserId, Timestamp)> {
        let mut state = self.presence.lock();
        let gone: Vec<(UserId, Timestamp)> = state
            .leaving
            .iter()
            .filter(|(_, left)| now.since(**left) >= GRACE)
            .map(|(user, left)| (*user, left.to_minute()))
            .collect();
        for (user, _) in &gone {
            state.leaving.remove(user);
            state.online.remove(user);
        }
        gone
    }
}
