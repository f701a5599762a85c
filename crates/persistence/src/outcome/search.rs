//! A search finds these values, and the index is made from them.

use crate::keys::KeySet;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::Marks;
use crate::types::StoredNumber;
use diesel::prelude::*;
use domain::search::{Before, Filter, Hit, Query};
use domain::{ChatId, Rev, Seq};

/// A chat the reader may search, and from which message on.
#[derive(Debug, Clone, Copy, Queryable)]
pub struct Place {
    pub chat: ChatId,
    #[diesel(deserialize_as = StoredNumber)]
    pub visible_from: Seq,
    #[diesel(deserialize_as = StoredNumber)]
    pub last: Seq,
    /// Its number in the index, and the last message that is in.
    pub no: Option<i64>,
    pub indexed: Option<i64>,
}

/// What says whether a chat's newest key has sealed enough.
#[derive(Debug, Clone, Copy, Queryable)]
pub struct KeyUse {
    pub chat: ChatId,
    #[diesel(deserialize_as = StoredNumber)]
    pub seq: Seq,
    pub retention_days: Option<i32>,
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
    pub after: Seq,
    pub up_to: Seq,
    /// The chat's revision when they were read: what changed since is read again.
    pub rev: Rev,
    pub rows: Vec<MessageRow>,
    pub more: bool,
}
