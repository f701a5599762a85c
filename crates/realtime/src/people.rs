//! Lists the connected people of this node: their sockets, oldest first, and their last published revision.

use crate::connection::Connection;
use domain::{MyRev, UserId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
pub struct People(Mutex<HashMap<UserId, Person>>);

#[derive(Default)]
struct Person {
    connections: Vec<Arc<Connection>>,
    my_rev: Option<MyRev>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lag {
    None,
    /// Changes after this one were never published.
    After(MyRev),
}

impl People {
    /// Returns the oldest beyond `most`, which are removed from the list.
    pub fn add(&self, connection: &Arc<Connection>, most: usize) -> Vec<Arc<Connection>> {
        let mut people = self.lock();
        let person = people.entry(connection.user).or_default();
        person.connections.push(connection.clone());
        let surplus = person.connections.len().saturating_sub(most);
        person.connections.drain(..surplus).collect()
    }

    /// True when this was the person's last connection.
    pub fn remove(&self, connection: &Connection) -> bool {
        let mut people = self.lock();
        let Some(person) = people.get_mut(&connection.user) else { return false };
        person.connections.retain(|known| known.id != connection.id);
        let last = person.connections.is_empty();
        if last {
            people.remove(&connection.user);
        }
        last
    }

    pub fn connections_of(&self, user: UserId) -> Vec<Arc<Connection>> {
        self.lock().get(&user).map(|person| person.connections.clone()).unwrap_or_default()
    }

    pub fn all(&self) -> Vec<Arc<Connection>> {
        self.lock().values().flat_map(|person| person.connections.clone()).collect()
    }

    pub fn settle(&self, user: UserId, my_rev: MyRev) {
        if let Some(person) = self.lock().get_mut(&user) {
            person.my_rev.get_or_insert(my_rev);
        }
    }

    pub fn note(&self, user: UserId, my_rev: MyRev) -> Lag {
        let mut people = self.lock();
        let Some(person) = people.get_mut(&user) else { return Lag::None };
        let before = person.my_rev;
        person.my_rev = Some(before.unwrap_or(my_rev).max(my_rev));
        match before {
            Some(before) if my_rev > before.next() => Lag::After(before),
            Some(_) | None => Lag::None,
        }
    }

    pub fn take_back(&self, user: UserId, told: MyRev) {
        if let Some(person) = self.lock().get_mut(&user) {
            person.my_rev = person.my_rev.map(|my_rev| my_rev.min(told));
        }
    }

    pub fn standings(&self) -> Vec<(UserId, MyRev)> {
        self.lock().iter().filter_map(|(user, person)| Some((*user, person.my_rev?))).collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<UserId, Person>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
