//! What queries find or touched, still sealed. The queries are compiled twice, these types once.

use crate::rows::account::SuspensionRow;
use crate::rows::audit::AuditRow;
use crate::rows::chat::ChatRow;
use crate::rows::member::MemberRow;
use crate::rows::message::MessageRow;
use crate::rows::notice::{NoticeRow, NoticeSettingsRow};
use crate::rows::session::{RefreshRow, SessionRow};
use crate::rows::user::UserRow;
use domain::event::{MyChat, PersonalChange};
use domain::notice::Notice;
use domain::session::Proven;
use domain::{ChatId, Random, SessionId, Timestamp, UserId};
use std::time::Duration;

/// Everything one change of a chat touched.
#[derive(Debug)]
pub struct Touched {
    pub chat: ChatRow,
    pub members: Vec<MemberRow>,
    pub message: Option<MessageRow>,
    pub personal: Vec<PersonalChange>,
    /// The chat's own settings are among what changed.
    pub settings: bool,
}

impl Touched {
    /// Nothing had to change.
    pub fn nothing(chat: ChatRow) -> Self {
        Self { chat, members: vec![], message: None, personal: vec![], settings: false }
    }
}

/// Somebody acts on a chat.
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
}

/// What goes beside an act on somebody's account: the log's entry, and word to himself where he should know.
pub struct Beside {
    pub entry: AuditRow,
    pub notice: Option<NewNotice>,
}

/// Something to tell one person, with what it says sealed for its row.
pub struct NewNotice {
    pub user: UserId,
    pub notice: Notice,
    pub about_sealed: Option<Vec<u8>>,
}

pub struct NoticesFound {
    pub rows: Vec<NoticeRow>,
    pub unread: i64,
}

/// As [`domain::event::MyChanges`].
pub struct MyChangesFound {
    pub chats: Vec<MyChat>,
    pub notices: Vec<NoticeRow>,
    pub notice_settings: Option<NoticeSettingsRow>,
    pub unread_notices: i64,
    pub my_rev: i64,
    pub more: bool,
}

/// Where the audit log's chain ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    pub no: i64,
    pub mac: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Linked {
    Up {
        head: Option<ChainHead>,
        /// When the newest of what was linked just now happened.
        newest: Option<Timestamp>,
        count: usize,
    },
    /// The chain's end is not what it was.
    Broken,
}

/// What an instance comes to, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    pub users: i64,
    pub suspended: i64,
    pub admins: i64,
    pub active_day: i64,
    pub active_month: i64,
    pub chats: i64,
    pub messages: i64,
    pub database_bytes: i64,
}

pub struct AccountFound {
    pub row: UserRow,
    pub sessions: i64,
    pub chats: i64,
    pub second_factor: bool,
    pub suspension: Option<SuspensionRow>,
}

/// Somebody to tell of a chat, and how much of it he has not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReaderFound {
    pub user: UserId,
    pub unread: i64,
}

pub struct HistoryRows {
    pub rows: Vec<MessageRow>,
    pub older: bool,
    pub newer: bool,
}

pub enum ChangesFound {
    Rows(Box<ChangeRows>),
    Reset { rev: i64 },
}

pub struct ChangeRows {
    pub chat: ChatRow,
    pub messages: Vec<MessageRow>,
    pub members: Vec<MemberRow>,
    pub settings: bool,
    pub rev: i64,
    pub more: bool,
}

pub struct OwnChatRow {
    pub chat: ChatRow,
    pub member: MemberRow,
    pub last_message: Option<MessageRow>,
    pub read_seq: i64,
    pub read_ordinal: i64,
    pub own_after: i64,
    pub muted_until: Option<i64>,
}

/// After this place in the list: chats order by activity, then id.
#[derive(Debug, Clone, Copy)]
pub struct ChatCursor {
    pub active_at: i64,
    pub chat: ChatId,
}

#[derive(Debug)]
pub struct ReadPosition {
    pub read_seq: i64,
    pub unread: i64,
    pub members: i64,
    pub my_rev: i64,
}

/// A session and its first refresh token.
pub struct NewSession {
    pub session: SessionRow,
    pub token: RefreshRow,
}

#[derive(Debug, Default)]
pub struct Ended {
    pub change: Option<PersonalChange>,
    /// What else the person is told.
    pub told: Vec<PersonalChange>,
}

/// A refresh token is presented; its successor is ready, sealed for whoever holds the old one.
pub struct Rotate {
    pub hash: Vec<u8>,
    pub successor_hash: Vec<u8>,
    pub successor_sealed: Vec<u8>,
    pub now: Timestamp,
    pub idle: Duration,
    pub grace: Duration,
}

#[derive(Debug)]
pub enum Rotated {
    Fresh(Holder),
    /// A twin request within the grace: whoever holds the old token can open this.
    Twin {
        holder: Holder,
        successor_sealed: Vec<u8>,
    },
    /// A spent token came back: its family is over.
    Reused(Ended),
    Unknown,
}

#[derive(Debug, Clone, Copy)]
pub struct Holder {
    pub user: UserId,
    pub session: SessionId,
    pub security_ver: i64,
    pub auth_time: i64,
    pub proven: Proven,
    pub transport: i32,
}
