//! One open socket as the hub knows it. Whoever it belongs to is fixed; which chats it hears is not.

use crate::mailbox::Mailbox;
use domain::{ChatId, ConnectionId, SessionId, UserId};
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub struct Connection {
    pub id: ConnectionId,
    pub user: UserId,
    pub session: SessionId,
    /// A simple client may ask for one room only.
    pub only: Option<ChatId>,
    pub mailbox: Mailbox,
    rooms: Mutex<Rooms>,
}

#[derive(Default)]
struct Rooms {
    chats: HashSet<ChatId>,
    detached: bool,
}

impl Connection {
    pub fn new(id: ConnectionId, user: UserId, session: SessionId, only: Option<ChatId>) -> Self {
        Self { id, user, session, only, mailbox: Mailbox::default(), rooms: Mutex::default() }
    }

    pub fn wants(&self, chat: ChatId) -> bool {
        self.only.is_none_or(|only| only == chat)
    }

    pub fn hears(&self, chat: ChatId) -> bool {
        self.rooms().chats.contains(&chat)
    }

    pub fn chats(&self) -> Vec<ChatId> {
        self.rooms().chats.iter().copied().collect()
    }

    /// False once the connection is detached: then it must not enter a room any more.
    pub(crate) fn enter(&self, chat: ChatId) -> bool {
        let mut rooms = self.rooms();
        if rooms.detached {
            return false;
        }
        rooms.chats.insert(chat);
        true
    }

    pub(crate) fn leave(&self, chat: ChatId) {
        self.rooms().chats.remove(&chat);
    }

    /// The rooms to be left; from here on none is entered.
    pub(crate) fn detach(&self) -> HashSet<ChatId> {
        let mut rooms = self.rooms();
        rooms.detached = true;
        std::mem::take(&mut rooms.chats)
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
