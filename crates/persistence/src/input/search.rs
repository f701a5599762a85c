//! A search is given these values, and so is the index.

use crate::keys::KeySet;
use crate::outcome::Candidate;
use domain::search::{Before, Filter, Query};
use domain::{ChatId, Rev, Seq, Timestamp, UserId};
use std::collections::VecDeque;
use std::sync::Arc;

/// Candidates of one chat in the index: messages that have all of these tokens, from one number on and before
/// another.
#[derive(Debug, Clone)]
pub struct Ask {
    pub chat: ChatId,
    pub no: i64,
    pub tokens: Vec<i64>,
    pub from: Seq,
    pub before: Seq,
}

/// Everything one search needs to know before it begins.
pub struct Plan {
    pub reader: UserId,
    pub query: Query,
    pub filter: Filter,
    pub streams: Vec<Stream>,
    /// Only what comes after this in the order of the answer.
    pub before: Option<Before>,
    pub limit: usize,
}

/// One chat's messages that may be hits, newest first, read bit by bit.
pub struct Stream {
    pub ask: Ask,
    /// Up to this one the index is asked; what is newer is read and looked through.
    pub indexed: Seq,
    pub keys: Arc<KeySet>,
    pub read: VecDeque<Candidate>,
    /// The time of the last one that was taken: in the answer, an older message never stands above a newer one
    /// of its chat.
    pub reached: i64,
    /// How many are asked for at a time; more when it turns out that few are hits.
    pub most: usize,
    pub dry: bool,
}

/// What goes into the index for them.
pub struct Indexed {
    pub chat: ChatId,
    pub after: Seq,
    pub up_to: Seq,
    pub rev: Rev,
    pub tokens: Vec<(Seq, Vec<i64>)>,
}

impl Stream {
    pub fn new(ask: Ask, indexed: Seq, keys: Arc<KeySet>, most: usize) -> Self {
        let dry = ask.before <= ask.from;
        Self { ask, indexed, keys, read: VecDeque::new(), reached: i64::MAX, most, dry }
    }

    /// Where the next one stands in the order of the answer: the time, then the chat.
    pub fn next_place(&self) -> Option<Before> {
        let row = &self.read.front()?.row;
        let at = Timestamp::from_millis(row.created_at.min(self.reached));
        Some(Before { at, chat: self.ask.chat, seq: row.seq })
    }
}
