//! Defines the messages of the bus between nodes. A node never widens an audience on a message alone: chats go by
//! their revisions, and an audience changes only with the revision that changes it.

use crate::connection::SoftKind;
use crate::room::Hint;
use bytes::Bytes;
use domain::{ChatId, ConnectionId, MyRev, SessionId, Timestamp, UserId};
use std::sync::Arc;

#[derive(Clone)]
pub enum BusMessage {
    /// A chat has a new revision.
    Hint(Arc<Hint>),
    /// A person has a new revision of their own.
    Personal(Arc<PersonalUpdate>),
    /// Soft, for all listeners of a chat but one.
    Soft { chat: ChatId, except: UserId, what: SoftKind, frame: Bytes },
    /// A person changed their profile: for their friends and their chats.
    Person { user: UserId, friends: Vec<UserId>, chats: Vec<ChatId>, frame: Bytes },
    /// A person's first socket came to the sending node, or the last one is gone after the grace period.
    Presence { user: UserId, online: bool, last_seen: Option<Timestamp> },
    /// A newer connection replaced this one.
    Replaced { user: UserId, connection: ConnectionId },
    /// A heartbeat: the sender waits to receive it itself.
    Beat,
}

pub struct PersonalUpdate {
    pub user: UserId,
    pub my_rev: MyRev,
    pub ended: Vec<SessionId>,
    pub withdrawn: Option<ChatId>,
    /// What others may know of this person, or they of others, may have changed.
    pub review: bool,
    pub frame: Bytes,
}
