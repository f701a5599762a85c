//! What a search asks and finds, and what the index is made from.

use crate::keys::KeySet;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::Marks;
use diesel::prelude::*;
use domain::search::{Before, Filter, Hit, Query};
use domain::{ChatId, Timestamp, UserId};
use std::collections::VecDeque;
use std::sync::Arc;

/// A chat somebody may search, and from which message on.
#[derive(Debug, Clone, Copy, Queryable)]
pub struct Place {
    pub chat: ChatId,
    pub visible_from: i64,
    pub last: i64,
    /// Its number in the index, and the last message that is in.
    pub no: Option<i64>,
    pub indexed: Option<i64>,
}

/// What says whether a chat's newest key has sealed enough.
#[derive(Debug, Clone, Copy, Queryable)]
pub struct KeyWear {
    pub chat: ChatId,
    pub seq: i64,
    pub retention_days: Option<i32>,
}

/// Candidates of one chat in the index: messages that have all of these tokens, from one number on and before
/// another.
#[derive(Debug, Clone)]
pub struct Ask {
    pub chat: ChatId,
    pub no: i64,
    pub tokens: Vec<i64>,
    pub from: i64,
    pub before: i64,
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
    pub indexed: i64,
    pub keys: Arc<KeySet>,
    pub read: VecDeque<Candidate>,
    /// The time of the last one that was taken: in the answer, an older message never stands above a newer one
    /// of its chat.
    pub reached: i64,
    /// How many are asked for at a time; more when it turns out that few are hits.
    pub most: usize,
    pub dry: bool,
}

/// A message to be looked at, and whether the index named it.
pub struct Candidate {
    pub row: MessageRow,
    pub named: bool,
}

/// A message in which something is found; or, without a hit, one that has to be looked at where its text lies.
pub struct Found {
    pub row: MessageRow,
    pub marks: Marks,
    pub hit: Option<Hit>,
}

/// Whether what is looked for stands in a message, and where.
pub fn look(row: &MessageRow, keys: &KeySet, query: &Query, filter: &Filter) -> Option<Hit> {
    let (message, text) = row.searchable(keys)?;
    if !filter.admits_text(&text) {
        return None;
    }
    query.find(&text).map(|highlights| Hit { message, highlights })
}

pub struct HitsFound {
    pub hits: Vec<Found>,
    /// Where it goes on, if there is more to be looked through.
    pub next: Option<Before>,
}

/// Messages of a chat that are not in the index yet.
pub struct Unindexed {
    pub chat: ChatId,
    /// The last one that is in, and the last of these.
    pub after: i64,
    pub up_to: i64,
    /// The chat's revision when they were read: what changed since is read again.
    pub rev: i64,
    pub rows: Vec<MessageRow>,
    pub more: bool,
}

/// What goes into the index for them.
pub struct Indexed {
    pub chat: ChatId,
    pub after: i64,
    pub up_to: i64,
    pub rev: i64,
    pub tokens: Vec<(i64, Vec<i64>)>,
}

impl Stream {
    pub fn new(ask: Ask, indexed: i64, keys: Arc<KeySet>, most: usize) -> Self {
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
