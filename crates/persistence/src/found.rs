//! What queries find or touched, still sealed. The queries are compiled twice, these types once.

use crate::rows::chat::ChatRow;
use crate::rows::member::MemberRow;
use crate::rows::message::MessageRow;
use crate::rows::session::{RefreshRow, SessionRow};
use crate::rows::user::{LanguageRow, UserRow};
use domain::event::PersonalChange;
use domain::friend::Direction;
use domain::privacy::{Sight, Standing};
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
    /// Whether the reader lets others know.
    pub told: bool,
}

/// A session and its first refresh token.
pub struct NewSession {
    pub session: SessionRow,
    pub token: RefreshRow,
}

#[derive(Debug, Default)]
pub struct Ended {
    pub change: Option<PersonalChange>,
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
    pub transport: i32,
}

/// What came of a change between people, and everybody who is told of it on his own devices.
#[derive(Debug)]
pub struct Told<T> {
    pub answer: T,
    pub told: Vec<PersonalChange>,
}

impl<T> Told<T> {
    pub fn nothing(answer: T) -> Self {
        Self { answer, told: vec![] }
    }
}

/// What an edit sets; languages are whole lists, because the two sides were checked against each other.
pub struct Edit {
    pub username: Option<String>,
    pub display_name: Option<String>,
    pub bio: Option<String>,
    pub country: Option<String>,
    pub native: Option<Vec<LanguageRow>>,
    pub learning: Option<Vec<LanguageRow>>,
}

/// Everything one person's profile page needs.
pub struct Seen {
    pub row: UserRow,
    pub languages: Vec<LanguageRow>,
    pub sight: Sight,
    pub standing: Standing,
    pub request: Option<Direction>,
}

/// Which lookup finds the address.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Email,
    Phone,
}
