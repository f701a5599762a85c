//! What goes around an account: notifications, the audit log's chain, figures, browsers to push to.

use crate::rows::accounts::SuspensionRow;
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::UserRow;
use crate::rows::sync::notification::NoticeRow;
use domain::notice::Notice;
use domain::{Timestamp, UserId};

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
