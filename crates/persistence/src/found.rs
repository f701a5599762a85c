//! What queries find or touched, still sealed. The queries are compiled twice, these types once.

mod account;
mod cold;
pub(crate) mod fit;
mod list;
mod messaging;
mod search;

pub use account::{AccountFound, Beside, ChainHead, Figures, Linked, NewNotice, NoticesFound, ReaderFound};
pub use cold::{Coolable, Cooled, Segment, Warmed};
pub use list::{ChatCursor, ChatListPage, OwnChatRow};
pub use messaging::{Entered, GroupCursor, InviteFound, Kept, ReceiptRow, StarCursor};
pub use search::{Ask, Candidate, Found, HitsFound, Indexed, KeyWear, Place, Plan, Stream, Unindexed, look};

use crate::rows::accounts::code::UndoRow;
use crate::rows::accounts::session::{RefreshRow, SessionRow};
use crate::rows::chats::ChatRow;
use crate::rows::chats::member::MemberRow;
use crate::rows::chats::preferences::MineRow;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::Marks;
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::{LanguageRow, UserRow};
use crate::rows::sync::notification::{NoticeRow, NoticeSettingsRow};
use domain::event::{MyChat, PersonalChange};
use domain::friend::Direction;
use domain::identifier::Channel;
use domain::message::Whom;
use domain::privacy::{DmFrom, Sight, Standing};
use domain::session::Proven;
use domain::{ChallengeId, ChatId, ClientId, Random, SessionId, Timestamp, UserId};
use std::time::Duration;

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

/// Somebody acts on a chat.
#[derive(Debug, Clone, Copy)]
pub struct Act {
    pub chat: ChatId,
    pub actor: UserId,
    pub at: Timestamp,
    pub random: Random,
}

/// A message of somebody whose gate is not simply open, sealed.
pub struct GatedMessage {
    pub client_id: ClientId,
    pub fingerprint: [u8; 16],
    pub kind: i32,
    pub body: Vec<u8>,
    pub addressed: Vec<Whom>,
    /// It holds no link.
    pub plain: bool,
}

pub enum Gated {
    Stored(Box<Touched>),
    /// The client id was stored before.
    Known(MessageRow),
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

/// As [`MyChat`], with what he wants of it still sealed.
pub struct MyChatFound {
    pub state: MyChat,
    pub mine: MineRow,
}

/// As [`domain::event::MyChanges`].
pub struct MyChangesFound {
    pub chats: Vec<MyChatFound>,
    pub notices: Vec<NoticeRow>,
    pub notice_settings: Option<NoticeSettingsRow>,
    pub unread_notices: i64,
    pub others: Vec<PersonalChange>,
    pub my_rev: i64,
    pub more: bool,
}

pub struct HistoryRows {
    pub rows: Vec<MessageRow>,
    pub marks: Marks,
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
    pub marks: Marks,
    pub members: Vec<MemberRow>,
    pub settings: bool,
    pub rev: i64,
    pub more: bool,
}

#[derive(Debug)]
pub struct ReadPosition {
    pub read_seq: i64,
    pub unread: i64,
    pub mentions: i64,
    pub members: i64,
    pub my_rev: i64,
    /// Whether the reader lets others know.
    pub told: bool,
}

/// A session and its first refresh token.
pub struct NewSession {
    pub session: SessionRow,
    pub token: RefreshRow,
    /// The account's version when the first proof was made.
    pub security_ver: i64,
}

/// Everything beside an account's new password.
pub struct NewPassword {
    pub hash: String,
    pub at: i64,
    pub entry: AuditRow,
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

/// Somebody tries a code; the grant he gets for a right one is ready.
pub struct Guess {
    pub challenge: ChallengeId,
    pub mac: Vec<u8>,
    pub grant_hash: Vec<u8>,
    pub grant_expires_at: Timestamp,
    pub address_prefix: String,
    pub at: Timestamp,
    pub random: Random,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Wrong { attempts_left: i32 },
}

/// What a new account brings along besides itself.
pub struct Entrance {
    /// The grant that proves its address or number.
    pub grant_hash: Option<Vec<u8>>,
    pub invite_hash: Option<Vec<u8>>,
    /// The grant of an identity at another provider, and what the log says of it.
    pub identity: Option<(Vec<u8>, Beside)>,
    pub entries: Vec<AuditRow>,
}

/// One identifier of an account takes the place of another, or of none.
pub struct NewIdentifier {
    pub user: UserId,
    pub channel: Channel,
    pub grant_hash: Vec<u8>,
    pub sealed: Vec<u8>,
    pub lookup: Vec<u8>,
    /// The way back, should there be something to go back to.
    pub undo_hash: Vec<u8>,
    pub undo_until: Timestamp,
    pub beside: Beside,
    pub at: Timestamp,
}

pub struct Removal {
    pub user: UserId,
    pub channel: Channel,
    pub undo_hash: Vec<u8>,
    pub undo_until: Timestamp,
    pub beside: Beside,
    pub at: Timestamp,
}

/// What an account had before, if it was proven: still sealed with its owner's key.
#[derive(Default)]
pub struct Replaced {
    pub undo: Option<UndoRow>,
    pub told: Option<PersonalChange>,
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
    /// With its shape.
    pub username: Option<(String, String)>,
    pub display_name: Option<String>,
    pub bio: Option<String>,
    pub country: Option<String>,
    pub gender_sealed: Option<Vec<u8>>,
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
