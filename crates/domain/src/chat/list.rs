//! A person's list of chats: which are asked for, and where the next page begins.

use crate::page::Limit;
use crate::{ChatId, Timestamp};

/// Where a list of chats goes on: after this one.
#[derive(Debug, Clone, Copy)]
pub struct ListPlace {
    pub pinned: bool,
    pub active_at: Timestamp,
    pub chat: ChatId,
}

/// Which of a person's chats are asked for.
#[derive(Debug, Clone, Copy)]
pub struct ChatsAsked {
    pub after: Option<ListPlace>,
    /// None: both.
    pub archived: Option<bool>,
    pub limit: Limit,
}
