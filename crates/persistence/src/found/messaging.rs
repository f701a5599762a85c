//! What is found on the ways into a group, and of messages that are kept at hand.

use super::Touched;
use crate::rows::chats::ChatRow;
use crate::rows::chats::invite::ChatInviteRow;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::Marks;
use crate::rows::people::UserRow;
use domain::ChatId;
use domain::event::PersonalChange;
use domain::invite::Entry;

/// After this place among public groups: they order by size, then id.
#[derive(Debug, Clone, Copy)]
pub struct GroupCursor {
    pub members: i64,
    pub chat: ChatId,
}

/// After this place among starred messages.
#[derive(Debug, Clone, Copy)]
pub struct StarCursor {
    pub at: i64,
    pub chat: ChatId,
    pub seq: i64,
}

/// A starred message.
pub struct Kept {
    pub starred_at: i64,
    pub row: MessageRow,
    pub marks: Marks,
}

/// A member, how far he has read, and how far he was served.
pub type ReceiptRow = (UserRow, i64, i64);

/// What a code opens, for whoever holds it.
pub struct InviteFound {
    pub invite: ChatInviteRow,
    pub chat: ChatRow,
    pub entry: Entry,
    /// He waits already.
    pub asked: bool,
}

/// What came of using an invite.
pub enum Entered {
    In,
    Now(Box<Touched>),
    /// He waits; these are told.
    Asked(Vec<PersonalChange>),
}
