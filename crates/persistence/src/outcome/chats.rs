//! Changes of chats leave these values behind, and lists of chats hold them.

use crate::keys::KeySet;
use crate::rows::chats::ChatRow;
use crate::rows::chats::invite::ChatInviteRow;
use crate::rows::chats::member::MemberRow;
use crate::rows::chats::preferences::PreferencesRow;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::Marks;
use domain::event::PersonalChange;
use domain::invite::Entry;
use domain::{MyRev, Ordinal, Seq};

/// Everything one change of a chat touched.
#[derive(Debug)]
pub struct Touched {
    pub chat: ChatRow,
    pub members: Vec<MemberRow>,
    pub message: Option<MessageRow>,
    /// What goes with the message.
    pub marks: Marks,
    pub personal: Vec<PersonalChange>,
    /// The chat's own settings are among what changed.
    pub settings: bool,
}

impl Touched {
    /// Nothing had to change.
    pub fn nothing(chat: ChatRow) -> Self {
        let marks = Marks::default();
        Self { chat, members: vec![], message: None, marks, personal: vec![], settings: false }
    }
}

#[derive(Debug)]
pub struct ReadPosition {
    pub read_seq: Seq,
    pub unread: i64,
    pub mentions: i64,
    pub members: i64,
    pub my_rev: MyRev,
    /// Whether the reader lets others know.
    pub told: bool,
}

pub struct OwnChatRow {
    pub chat: ChatRow,
    pub member: MemberRow,
    pub last_message: Option<(MessageRow, Marks)>,
    pub read_seq: Seq,
    pub read_ordinal: Ordinal,
    pub own_after: i64,
    pub mentions: i64,
    pub mentioned_in: Vec<Seq>,
    pub reacted_to: Vec<Seq>,
    pub preferences: PreferencesRow,
}

impl OwnChatRow {
    /// Whether something of it was sealed with a version that was made after these keys were read.
    pub fn is_newer_than(&self, keys: &KeySet) -> bool {
        let last = self.last_message.as_ref().and_then(|(row, _)| row.body.as_deref());
        let mut sealed = last.into_iter().chain(self.preferences.draft_sealed.as_deref());
        self.chat.is_newer_than(keys) || sealed.any(|sealed| keys.lacks(sealed))
    }
}

/// What a code opens for its holder.
pub struct InviteFound {
    pub invite: ChatInviteRow,
    pub chat: ChatRow,
    pub entry: Entry,
    /// The holder waits already.
    pub asked: bool,
}

/// What came of using an invite.
pub enum Entered {
    In,
    Now(Box<Touched>),
    /// The person waits; these are told.
    Asked(Vec<PersonalChange>),
}
