//! What cold storage reads and writes.

use crate::rows::messages::MessageRow;
use diesel::prelude::*;
use domain::{ChatId, FileId};

/// Texts of one chat, from one message to another, that lie in a file; and what opens the file.
#[derive(Debug, Clone, Queryable)]
pub struct Segment {
    pub chat: ChatId,
    pub first_seq: i64,
    pub last_seq: i64,
    pub file: FileId,
    pub size: i64,
    pub key_sealed: Vec<u8>,
}

impl Segment {
    pub fn covers(&self, seq: i64) -> bool {
        (self.first_seq..=self.last_seq).contains(&seq)
    }
}

/// Messages that may go into the next segment, which begins at `first`.
pub struct Coolable {
    /// The chat's revision when they were read: what changed since is read again.
    pub rev: i64,
    pub first: i64,
    pub rows: Vec<MessageRow>,
}

/// A segment that was written, and the messages whose texts are in it.
pub struct Cooled {
    pub chat: ChatId,
    pub rev: i64,
    pub first: i64,
    pub last: i64,
    pub file: FileId,
    pub seqs: Vec<i64>,
}

/// Texts on their way back, sealed for their rows.
pub struct Warmed {
    pub segment: Segment,
    pub bodies: Vec<(i64, Vec<u8>)>,
    pub at: i64,
}
