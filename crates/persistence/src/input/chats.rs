//! Changes of chats and their lists are given these values.

use domain::privacy::DmFrom;
use domain::{ChatId, Random, Timestamp, UserId};

/// An act of one person on a chat.
#[derive(Debug, Clone, Copy)]
pub struct Act {
    pub chat: ChatId,
    pub actor: UserId,
    pub at: Timestamp,
    pub random: Random,
}

/// Bounds of this instance that are checked inside a transaction.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub most_members: i64,
    pub most_chats: i64,
    /// Who may write to a person who has not said so.
    pub dm_from: DmFrom,
}

impl Bounds {
    /// How many chats a person may be in and still be brought into another: the rest are theirs to open.
    pub fn most_brought(&self) -> i64 {
        self.most_chats / 2
    }
}

/// Which of a person's chats are asked for.
#[derive(Debug, Clone, Copy)]
pub struct ChatListPage {
    pub after: Option<ChatCursor>,
    pub archived: Option<bool>,
    pub limit: i64,
}

/// After this place in the list: pinned chats first, then by activity, then by id.
#[derive(Debug, Clone, Copy)]
pub struct ChatCursor {
    pub pinned: bool,
    pub active_at: i64,
    pub chat: ChatId,
}

/// After this place among public groups: they order by size, then id.
#[derive(Debug, Clone, Copy)]
pub struct GroupCursor {
    pub members: i64,
    pub chat: ChatId,
}
