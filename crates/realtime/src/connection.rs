//! Holds one open socket as the hub knows it. Its person is fixed; the chats it is subscribed to are not.

use crate::mailbox::Mailbox;
use domain::{ChatId, ConnectionId, SessionId, UserId};
use std::collections::HashSet;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub struct Connection {
    pub id: ConnectionId,
    pub user: UserId,
    pub session: SessionId,
    /// A simple client may subscribe to one room only.
    pub only: Option<ChatId>,
    pub mailbox: Mailbox,
    rooms: Mutex<Rooms>,
    soft_settings: AtomicU8,
}

/// The person's privacy settings for soft frames: on, until they choose otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoftSettings {
    /// Frames of this kind are published about the person and to them.
    pub typing: bool,
    pub reads: bool,
    /// The person counts among those who are online.
    pub shown: bool,
}

/// The kind of a soft frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoftKind {
    Typing,
    Read,
}

#[derive(Default)]
struct Rooms {
    chats: HashSet<ChatId>,
    detached: bool,
}

impl Connection {
    pub fn new(id: ConnectionId, user: UserId, session: SessionId, only: Option<ChatId>) -> Self {
        let soft_settings = AtomicU8::new(SoftSettings::ALL.bits());
        Self { id, user, session, only, mailbox: Mailbox::default(), rooms: Mutex::default(), soft_settings }
    }

    pub fn set_soft_settings(&self, soft_settings: SoftSettings) {
        self.soft_settings.store(soft_settings.bits(), Ordering::Relaxed);
    }

    pub fn soft_settings(&self) -> SoftSettings {
        SoftSettings::of(self.soft_settings.load(Ordering::Relaxed))
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

    /// The rooms to leave; from here on none is entered.
    pub(crate) fn detach(&self) -> HashSet<ChatId> {
        let mut rooms = self.rooms();
        rooms.detached = true;
        std::mem::take(&mut rooms.chats)
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SoftSettings {
    const ALL: Self = Self { typing: true, reads: true, shown: true };

    pub fn wants(self, kind: SoftKind) -> bool {
        match kind {
            SoftKind::Typing => self.typing,
            SoftKind::Read => self.reads,
        }
    }

    const fn bits(self) -> u8 {
        let (mut bits, Self { typing, reads, shown }) = (0, self);
        if typing {
            bits |= 1;
        }
        if reads {
            bits |= 2;
        }
        if shown {
            bits |= 4;
        }
        bits
    }

    const fn of(bits: u8) -> Self {
        Self { typing: bits & 1 > 0, reads: bits & 2 > 0, shown: bits & 4 > 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_settings_are_kept_as_they_are() {
        for bits in 0..8 {
            assert_eq!(SoftSettings::of(bits).bits(), bits);
        }
        assert_eq!(SoftSettings::of(7), SoftSettings::ALL);
    }
}
