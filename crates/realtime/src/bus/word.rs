//! What nodes say to each other. Nobody acts on a word alone where that could let somebody in: chats go by their
//! revisions, and an audience changes only with the revision that changes it.

use crate::connection::Whisper;
use crate::room::Hint;
use bytes::Bytes;
use domain::{ChatId, ConnectionId, SessionId, Timestamp, UserId};
use std::sync::Arc;

#[derive(Clone)]
pub enum Word {
    /// A chat went on.
    Hint(Arc<Hint>),
    /// A person's own affairs did.
    Told(Arc<Told>),
    /// Soft, for everybody in a chat but one.
    Whisper { chat: ChatId, except: UserId, what: Whisper, frame: Bytes },
    /// Somebody looks different, to his friends and in his chats.
    Person { user: UserId, friends: Vec<UserId>, chats: Vec<ChatId>, frame: Bytes },
    /// The first socket of somebody came to the node that says it, or the last one is gone for good.
    Presence { user: UserId, online: bool, last_seen: Option<Timestamp> },
    /// A newer connection took this one's place.
    Replaced { user: UserId, connection: ConnectionId },
    /// Nothing: who says it wants to hear himself.
    Beat,
}

pub struct Told {
    pub user: UserId,
    pub my_rev: i64,
    pub ended: Vec<SessionId>,
    pub withdrawn: Option<ChatId>,
    /// What others may know of him, or he of them, may be another now.
    pub review: bool,
    pub frame: Bytes,
}
