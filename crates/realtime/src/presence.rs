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
    watchers: HashMap<UserId, Vec<Arc<Connection>>>,
    watching: HashMap<ConnectionId, Vec<UserId>>,
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
                watchers.retain(|watcher| watcher.id != connection);
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
    /// Replaces what this connection watches; those of them who are online.
    pub fn watch(&self, connection: &Arc<Connection>, users: Vec<UserId>) -> Vec<UserId> {
        self.presence.unwatch(connection.id);
        let mut state = self.presence.lock();
        for user in &users {
            state.watchers.entry(*user).or_default().push(connection.clone());
        }
        let online = users.iter().copied().filter(|user| state.online.contains(user)).collect();
        state.watching.insert(connection.id, users);
        online
    }

    pub fn watchers_of(&self, user: UserId) -> Vec<Arc<Connection>> {
        self.presence.lock().watchers.get(&user).cloned().unwrap_or_default()
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
