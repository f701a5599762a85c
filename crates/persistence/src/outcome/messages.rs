//! Sends, pages of messages and the archive leave these values behind.

use crate::outcome::Touched;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::Marks;
use crate::rows::people::UserRow;
use crate::types::StoredNumber;
use diesel::prelude::*;
use domain::{ChatId, FileId, Rev, Seq};

pub enum LockedSend {
    Stored(Box<Touched>),
    /// The client id was stored before.
    Known(MessageRow),
}

pub struct HistoryRows {
    pub rows: Vec<MessageRow>,
    pub marks: Marks,
    pub older: bool,
    pub newer: bool,
}

/// A starred message.
pub struct Kept {
    pub starred_at: i64,
    pub row: MessageRow,
    pub marks: Marks,
}

/// A member, and how far they have read and were served.
pub type ReceiptRow = (UserRow, Seq, Seq);

/// Texts of one chat, from one message to another, that lie in a file; and what opens the file.
#[derive(Debug, Clone, Queryable)]
pub struct ArchiveFile {
    pub chat: ChatId,
    #[diesel(deserialize_as = StoredNumber)]
    pub first_seq: Seq,
    #[diesel(deserialize_as = StoredNumber)]
    pub last_seq: Seq,
    pub file: FileId,
    pub size: i64,
    pub key_sealed: Vec<u8>,
}

impl ArchiveFile {
    pub fn covers(&self, seq: Seq) -> bool {
        (self.first_seq..=self.last_seq).contains(&seq)
    }
}

/// Messages that may go into the next archive file, which begins at `first`.
pub struct Archivable {
    /// The chat's revision when they were read: what changed since is read again.
    pub rev: Rev,
    pub first: Seq,
    pub rows: Vec<MessageRow>,
}
