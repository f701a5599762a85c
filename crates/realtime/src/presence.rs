//! Implements presence: who is online here, and who watches whom. A device that reconnects within the grace period
//! was never away: watchers get no needless frames from an unstable connection.

use crate::connection::Connection;
use crate::hub::Hub;
use domain::privacy::Sight;
use domain::{ConnectionId, NodeId, Timestamp, UserId};
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
    elsewhere: HashMap<NodeId, HashSet<UserId>>,
    /// People about whom a node's messages and its last list differ.
    doubted: HashMap<NodeId, HashSet<UserId>>,
    watchers: HashMap<UserId, Vec<Watcher>>,
    watching: HashMap<ConnectionId, Vec<UserId>>,
}

/// A socket that watches a person, whether or not it may see them: that can change while it watches.
#[derive(Clone)]
pub struct Watcher {
    pub connection: Arc<Connection>,
    pub sight: Sight,
}

impl Presence {
    /// True when the person was offline here before.
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

impl State {
    fn is_online(&self, user: UserId) -> bool {
        self.online.contains(&user) || self.is_elsewhere(user)
    }

    fn is_elsewhere(&self, user: UserId) -> bool {
        self.elsewhere.values().any(|there| there.contains(&user))
    }
}

impl Hub {
    /// Replaces what this connection watches, with what it may know of each person; returns who is online.
    pub fn watch(&self, connection: &Arc<Connection>, users: Vec<(UserId, Sight)>) -> Vec<UserId> {
        self.presence.unwatch(connection.id);
        let mut state = self.presence.lock();
        for (user, sight) in &users {
            let watcher = Watcher { connection: connection.clone(), sight: *sight };
            state.watchers.entry(*user).or_default().push(watcher);
        }
        let seen = users.iter().filter(|(user, sight)| sight.online && state.is_online(*user));
        let online = seen.map(|(user, _)| *user).collect();
        state.watching.insert(connection.id, users.into_iter().map(|(user, _)| user).collect());
        online
    }

    /// What this connection may know of a person changed. Returns whether it sees them online from here on, if that
    /// is different from before.
    pub fn watch_otherwise(&self, connection: &Connection, user: UserId, sight: Sight) -> Option<bool> {
        let mut state = self.presence.lock();
        let online = state.is_online(user);
        let watchers = state.watchers.get_mut(&user)?;
        let watcher = watchers.iter_mut().find(|watcher| watcher.connection.id == connection.id)?;
        let before = std::mem::replace(&mut watcher.sight, sight);
        (online && before.online != sight.online).then_some(sight.online)
    }

    pub fn watched_by(&self, connection: ConnectionId) -> Vec<UserId> {
        self.presence.lock().watching.get(&connection).cloned().unwrap_or_default()
    }

    pub fn watchers_of(&self, user: UserId) -> Vec<Watcher> {
        self.presence.lock().watchers.get(&user).cloned().unwrap_or_default()
    }

    /// Also within the grace period, and on any node.
    pub fn is_online(&self, user: UserId) -> bool {
        self.presence.lock().is_online(user)
    }

    pub fn is_elsewhere(&self, user: UserId) -> bool {
        self.presence.lock().is_elsewhere(user)
    }

    /// A message of another node about a person. True when their presence changes by it.
    pub fn note_presence(&self, node: NodeId, user: UserId, online: bool) -> bool {
        let mut state = self.presence.lock();
        let before = state.is_online(user);
        state.doubted.entry(node).or_default().remove(&user);
        let there = state.elsewhere.entry(node).or_default();
        if online {
            there.insert(user);
        } else {
            there.remove(&user);
        }
        before != state.is_online(user)
    }

    /// The list of a node's people; a node that is gone has none. Returns whose presence changes by it. A list may be
    /// older than a message, so a difference is accepted when it appears twice.
    pub fn note_people_of(&self, node: NodeId, people: Option<Vec<UserId>>) -> Vec<(UserId, bool)> {
        let mut state = self.presence.lock();
        let now: HashSet<UserId> = people.iter().flatten().copied().collect();
        let before = state.elsewhere.remove(&node);
        let doubted = state.doubted.remove(&node).unwrap_or_default();
        let sure = |user: &UserId| people.is_none() || before.is_none() || doubted.contains(user);
        let mut there = before.clone().unwrap_or_default();
        let differing: HashSet<UserId> = there.symmetric_difference(&now).copied().collect();
        let mut others: Vec<(UserId, bool)> =
            differing.iter().filter(|user| sure(user)).map(|user| (*user, now.contains(user))).collect();
        if people.is_some() {
            for (user, online) in &others {
                if *online {
                    there.insert(*user);
                } else {
                    there.remove(user);
                }
            }
            let doubt = differing.into_iter().filter(|user| !sure(user)).collect();
            state.elsewhere.insert(node, there);
            state.doubted.insert(node, doubt);
        }
        // A person who is also here, or at a third node, neither comes nor goes.
        others.retain(|(user, _)| {
            !state.online.contains(user)
                && !state.elsewhere.iter().any(|(other, there)| *other != node && there.contains(user))
        });
        others
    }

    pub fn other_nodes(&self) -> Vec<NodeId> {
        self.presence.lock().elsewhere.keys().copied().collect()
    }

    /// All people online at this node.
    pub fn everybody_online(&self) -> Vec<UserId> {
        self.presence.lock().online.iter().copied().collect()
    }

    /// People whose grace period is over, and since when they are gone, to the minute.
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

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_person_at_several_nodes_goes_offline_with_the_last_one() {
        let hub = Hub::default();
        let [one, two] = [1, 2].map(|n| NodeId::from_uuid(Uuid::from_u128(n)));
        let [ana, leo] = [3, 4].map(|n| UserId::from_uuid(Uuid::from_u128(n)));
        assert!(hub.note_presence(one, ana, true));
        assert!(!hub.note_presence(two, ana, true));
        assert!(!hub.note_presence(one, ana, false));
        assert!(hub.is_elsewhere(ana));
        // The list of all its people makes up for a lost message.
        assert_eq!(hub.note_people_of(one, Some(vec![ana, leo])), []);
        assert_eq!(hub.note_people_of(one, Some(vec![ana, leo])), [(leo, true)]);
        assert_eq!(hub.note_people_of(two, None), []);
        let mut gone = hub.note_people_of(one, None);
        gone.sort();
        assert_eq!(gone, [(ana, false), (leo, false)]);
        assert!(hub.presence.came(ana) && hub.note_people_of(one, Some(vec![ana])).is_empty());
        assert!(hub.is_online(ana) && hub.other_nodes() == [one]);
    }
}
