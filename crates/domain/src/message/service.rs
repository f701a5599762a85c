//! Defines service messages: events of a chat, in its own order of messages. Must not know how they are stored.

use crate::member::Role;
use crate::{Seq, UserId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceEvent {
    Created,
    Joined,
    Added,
    Left,
    Removed,
    Banned,
    Role,
    Title,
    Pinned,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    pub event: ServiceEvent,
    pub users: Vec<UserId>,
    pub title: Option<String>,
    pub role: Option<Role>,
    /// The message that was pinned; never its text.
    pub pinned: Option<Seq>,
}

impl Service {
    pub fn of(event: ServiceEvent, users: Vec<UserId>) -> Self {
        Self { event, users, title: None, role: None, pinned: None }
    }

    pub fn titled(event: ServiceEvent, users: Vec<UserId>, title: Option<String>) -> Self {
        Self { title, ..Self::of(event, users) }
    }

    pub fn role(user: UserId, role: Role) -> Self {
        Self { role: Some(role), ..Self::of(ServiceEvent::Role, vec![user]) }
    }

    pub fn pinned(seq: Seq) -> Self {
        Self { pinned: Some(seq), ..Self::of(ServiceEvent::Pinned, vec![]) }
    }
}
