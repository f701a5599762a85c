//! Sealed messages are searched here, and their index is kept.

use super::{Store, on_reader, on_writer};
use crate::input::{Ask, Indexed, Plan, Stream};
use crate::outcome::{Found, HitsFound, Place, look};
use domain::page::Limit;
use domain::search::{Before, Filter, Hit, Hits, Query};
use domain::{ChatId, Fault, Result, Seq, Timestamp, UserId};
use std::collections::HashMap;

/// Chats looked at in one go.
const CHATS: i64 = 200;

/// What is looked for, and where.
#[derive(Debug, Clone)]
pub struct Search {
    pub reader: UserId,
    /// One chat, or all of the reader's.
    pub chat: Option<ChatId>,
    pub query: Query,
    pub filter: Filter,
    /// Only what comes after this in the order of the answer, newest first.
    pub before: Option<Before>,
    /// In one chat: only messages before this one.
    pub before_seq: Option<Seq>,
    pub limit: Limit,
    /// Whether the index may be asked.
    pub indexed: bool,
}

/// How far the index of one chat has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Up to date.
    Done,
    /// So many messages were put in, and there are more.
    More(i64),
    /// Another indexer was there at the same time: to be retried.
    Again,
}

impl Store {
    /// Membership and the first visible message are looked up before anything is matched.
    pub async fn search(&self, search: Search, now: Timestamp) -> Result<Hits> {
        let (hits, is_stale) = self.search_once(search.clone(), now).await?;
        // A message was met that was sealed with a key another node has just made: it is known the second time.
        if is_stale { Ok(self.search_once(search, now).await?.0) } else { Ok(hits) }
    }

    async fn search_once(&self, search: Search, now: Timestamp) -> Result<(Hits, bool)> {
        let places = on_reader!(self, search::indexing::places(search.reader, search.chat))?;
        if places.is_empty() && search.chat.is_some() {
            return Err(Fault::NotFound);
        }
        let up_to = self.sent_before(&search).await?;
        let keys = self.keys_of_chats(places.iter().map(|place| place.chat), now).await?;
        let terms = search.query.terms();
        // How many candidates of each chat are asked for at first: more where many are none.
        let least = if search.query.is_loose() { 4 } else { 3 };
        let share = 2 * search.limit.len() / places.len().max(1);
        let alone = if search.query.is_loose() && places.len() == 1 { 3 } else { 1 };
        let most = alone * share.clamp(least, search.limit.len().max(least) + 1);
        let stream = |place: Place| {
            let keys = keys.get(&place.chat)?;
            let tokens = keys.tokens(&terms);
            let last = up_to
                .as_ref()
                .map_or(place.last, |up_to| up_to.get(&place.chat).copied().unwrap_or_default());
            let before = last.next().min(search.before_seq.unwrap_or(Seq::MAX));
            let indexed = place
                .indexed
                .filter(|_| search.indexed && !tokens.is_empty())
                .map_or(Seq::ZERO, Seq::from_number);
            let no = place.no.unwrap_or_default();
            let ask = Ask { chat: place.chat, no, tokens, from: place.visible_from, before };
            Some(Stream::new(ask, indexed, keys.clone(), most))
        };
        let plan = Plan {
            reader: search.reader,
            streams: places.into_iter().filter_map(stream).collect(),
            query: search.query,
            filter: search.filter,
            before: search.before,
            limit: search.limit.len(),
        };
        let (query, filter) = (plan.query.clone(), plan.filter);
        let HitsFound { hits: found, next } = on_reader!(self, search::hits::hits(plan))?;
        let mut hits = Vec::with_capacity(found.len());
        for Found { mut row, marks, hit } in found {
            let hit = match (hit, keys.get(&row.chat_id)) {
                // Its text lies in a file.
                (None, Some(_)) => {
                    let keys = self.readable(row.chat_id, std::slice::from_mut(&mut row), now).await?;
                    look(&row, &keys, &query, &filter)
                }
                (hit, _) => hit,
            };
            hits.extend(hit.map(|hit| Hit { message: marks.own(hit.message), ..hit }));
        }
        Ok((Hits { hits, next }, keys.values().any(|keys| keys.is_stale())))
    }

    /// Where each chat stood at the time the answer goes on from; None where it begins with the newest.
    async fn sent_before(&self, search: &Search) -> Result<Option<HashMap<ChatId, Seq>>> {
        // What was sent in the same moment is told apart by its chat and number.
        let going_on = search.before.map(|before| before.at.millis().saturating_add(1));
        let until = search.filter.until.map(Timestamp::millis);
        let Some(at) = going_on.into_iter().chain(until).min() else { return Ok(None) };
        let reader = search.reader;
        let stood = on_reader!(self, search::hits::sent_before(reader, at))?;
        Ok(Some(stood.into_iter().collect()))
    }

    /// Puts the next messages of a chat into the index.
    pub async fn index_some(&self, chat: ChatId, now: Timestamp) -> Result<Step> {
        on_writer!(self, search::indexing::begin(chat), |()| ((), vec![]))?;
        let Some(mut found) = on_reader!(self, search::indexing::unindexed(chat))? else {
            return Ok(Step::Done);
        };
        let keys = self.readable(chat, &mut found.rows, now).await?;
        let (more, count) = (found.more, found.up_to.since(found.after));
        let cut = move || {
            let tokens = |row: &crate::rows::messages::MessageRow| {
                let (_, text) = row.searchable(&keys)?;
                Some((row.seq, keys.tokens_of(&text)))
            };
            Indexed {
                chat: found.chat,
                after: found.after,
                up_to: found.up_to,
                rev: found.rev,
                tokens: found.rows.iter().filter_map(tokens).collect(),
            }
        };
        let new = tokio::task::spawn_blocking(cut).await.map_err(|_| Fault::Internal)?;
        let put = on_writer!(self, search::indexing::put(new), |put| (put, vec![]))?;
        Ok(match (put, more) {
            (false, _) => Step::Again,
            (true, true) => Step::More(count),
            (true, false) => Step::Done,
        })
    }

    /// Chats with messages that are not in the index, from one id on.
    pub async fn chats_behind(&self, after: Option<ChatId>) -> Result<Vec<ChatId>> {
        on_reader!(self, search::indexing::behind(after, CHATS))
    }

    /// Some chats in the order of their ids, and how many messages each has.
    pub async fn chats_to_index(&self, after: Option<ChatId>) -> Result<Vec<(ChatId, i64)>> {
        on_reader!(self, search::indexing::chats_after(after, CHATS))
    }

    /// Rebuilds a chat's index from its beginning; meanwhile its messages are read and looked through.
    pub async fn renew_index(&self, chat: ChatId) -> Result<()> {
        let former = on_writer!(self, search::indexing::renew(chat), |former| (former, vec![]))?;
        match former {
            Some(no) => self.forget_index(no).await,
            None => Ok(()),
        }
    }

    /// Removes what belongs to no chat any more.
    pub async fn sweep_index(&self) -> Result<()> {
        while let Some(no) = on_reader!(self, search::indexing::abandoned())? {
            self.forget_index(no).await?;
        }
        Ok(())
    }

    async fn forget_index(&self, no: i64) -> Result<()> {
        while on_writer!(self, search::indexing::forget(no), |more| (more, vec![]))? {}
        Ok(())
    }
}
