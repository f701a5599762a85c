//! Operators and administrators find these values.

use crate::rows::operators::suspension::SuspensionRow;
use crate::rows::people::UserRow;
use domain::Timestamp;

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
