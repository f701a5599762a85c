//! What the list of somebody's chats is made of.

use crate::keys::KeySet;
use crate::rows::chats::ChatRow;
use crate::rows::chats::member::MemberRow;
use crate::rows::chats::preferences::MineRow;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::Marks;
use domain::ChatId;

pub struct OwnChatRow {
    pub chat: ChatRow,
    pub member: MemberRow,
    pub last_message: Option<(MessageRow, Marks)>,
    pub read_seq: i64,
    pub read_ordinal: i64,
    pub own_after: i64,
    pub mentions: i64,
    pub mine: MineRow,
}

impl OwnChatRow {
    /// Whether something of it was sealed with a version that was made after these keys were read.
    pub fn is_newer_than(&self, keys: &KeySet) -> bool {
        let last = self.last_message.as_ref().and_then(|(row, _)| row.body.as_deref());
        let mut sealed = last.into_iter().chain(self.mine.draft_sealed.as_deref());
        self.chat.is_newer_than(keys) || sealed.any(|sealed| keys.lacks(sealed))
    }
}

/// Which of somebody's chats are asked for.
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
