//! Sends, lists of messages and the archive are given these values.

use crate::outcome::ArchiveFile;
use domain::message::Whom;
use domain::{ChatId, ClientId, FileId, Rev, Seq};

/// A sealed message that needs the chat's lock: a message request, an answer to one, or a send in slow mode.
pub struct LockedMessage {
    pub client_id: ClientId,
    pub fingerprint: [u8; 16],
    pub kind: i32,
    pub body: Vec<u8>,
    pub addressed: Vec<Whom>,
    /// It holds no link.
    pub plain: bool,
}

/// After this place among starred messages.
#[derive(Debug, Clone, Copy)]
pub struct StarCursor {
    pub at: i64,
    pub chat: ChatId,
    pub seq: Seq,
}

/// An archive file that was written, and the messages whose texts are in it.
pub struct Archived {
    pub chat: ChatId,
    pub rev: Rev,
    pub first: Seq,
    pub last: Seq,
    pub file: FileId,
    pub seqs: Vec<Seq>,
}

/// Texts on their way back, sealed for their rows.
pub struct Restored {
    pub segment: ArchiveFile,
    pub bodies: Vec<(Seq, Vec<u8>)>,
    pub at: i64,
}
