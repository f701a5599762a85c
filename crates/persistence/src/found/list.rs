//! What the list of somebody's chats is made of.

use crate::rows::chat::ChatRow;
use crate::rows::mark::Marks;
use crate::rows::member::MemberRow;
use crate::rows::message::MessageRow;
use crate::rows::mine::MineRow;
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
