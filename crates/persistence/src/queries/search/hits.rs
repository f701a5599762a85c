//! Hits are candidates of all the chats that are searched, newest first, each opened and looked at before it is one.
//! The index only says where to look; what is not in it is read and looked through.

use super::super::messages::reactions;
use super::super::{Conn, terms};
use crate::error::Write;
use crate::input::{Plan, Stream};
use crate::outcome::{Candidate, Found, HitsFound, look};
use crate::rows::messages::MessageRow;
use crate::schema::messages::messages;
use crate::types::{Id16, StoredNumber, id};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use domain::message::MessageKind;
use domain::search::{Before, Filter, Hit, Query};
use domain::{ChatId, Seq, UserId};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// Messages one request may look through where there is no index; one that the index names costs as much as thirty.
const MOST_WORK: usize = 20_000;
const NAMED: usize = 30;
/// Messages read at a time where there is no index.
const SCAN: usize = 256;
/// Candidates asked for at a time, at most.
const MOST: usize = 512;

pub async fn hits(conn: &mut Conn, plan: Plan) -> QueryResult<HitsFound> {
    let Plan { reader, query, filter, mut streams, before, limit } = plan;
    let mut hits = Vec::new();
    let mut work = 0;
    let mut order = BinaryHeap::new();
    fill(conn, &mut streams.iter_mut().collect::<Vec<_>>()).await?;
    for (number, stream) in streams.iter().enumerate() {
        order.extend(stream.next_place().map(|place| (key(&place), number)));
    }
    while let Some((_, number)) = order.pop() {
        let Some(stream) = streams.get_mut(number) else { continue };
        let (Some(place), Some(candidate)) = (stream.next_place(), stream.read.pop_front()) else { continue };
        if filter.since.is_some_and(|since| place.at < since) {
            break;
        }
        stream.reached = place.at.millis();
        work += if candidate.named { NAMED } else { 1 };
        if before.is_none_or(|before| key(&place) < key(&before)) {
            hits.extend(looked_at(candidate.row, stream, &query, &filter));
        }
        if stream.read.is_empty() {
            fill(conn, &mut [&mut *stream]).await?;
        }
        order.extend(stream.next_place().map(|place| (key(&place), number)));
        if hits.len() >= limit || work >= MOST_WORK {
            let next = Some(place).filter(|_| !order.is_empty());
            return Ok(HitsFound { hits: seen_by(conn, reader, hits).await?, next });
        }
    }
    Ok(HitsFound { hits: seen_by(conn, reader, hits).await?, next: None })
}

/// With the reader's own marks and reactions, and without what they have hidden.
async fn seen_by(
    conn: &mut Conn,
    reader: UserId,
    hits: Vec<(MessageRow, Option<Hit>)>,
) -> QueryResult<Vec<Found>> {
    let rows: Vec<&MessageRow> = hits.iter().map(|(row, _)| row).collect();
    let marks = reactions::for_reader(conn, reader, &rows).await?;
    let seen = hits.into_iter().zip(marks).filter(|((row, _), marks)| !marks.hides(row.seq));
    Ok(seen.map(|((row, hit), marks)| Found { row, marks, hit }).collect())
}

/// None where it is no hit. Whether a text is one that lies in a file is for others to find out.
fn looked_at(
    row: MessageRow,
    stream: &Stream,
    query: &Query,
    filter: &Filter,
) -> Option<(MessageRow, Option<Hit>)> {
    let kind = MessageKind::from_number(row.kind)?;
    if !filter.admits(row.author_id, kind, domain::Timestamp::from_millis(row.created_at)) {
        return None;
    }
    if row.is_archived() {
        return Some((row, None));
    }
    let hit = look(&row, &stream.keys, query, filter)?;
    Some((row, Some(hit)))
}

/// Candidates for each of these, unless there are none left.
async fn fill(conn: &mut Conn, streams: &mut [&mut Stream]) -> QueryResult<()> {
    let mut waiting: Vec<&mut Stream> = Vec::new();
    for stream in streams {
        while !stream.dry && stream.read.is_empty() && stream.ask.before > stream.indexed.next() {
            scan(conn, stream).await?;
        }
        if !stream.dry && stream.read.is_empty() {
            waiting.push(stream);
        }
    }
    let Some(most) = waiting.iter().map(|stream| stream.most).max() else { return Ok(()) };
    let asks = waiting.iter().map(|stream| stream.ask.clone()).collect();
    let mut found: HashMap<ChatId, Vec<MessageRow>> = HashMap::new();
    for row in terms::matching(conn, asks, most).await? {
        found.entry(row.chat_id).or_default().push(row);
    }
    for stream in waiting {
        let mut rows = found.remove(&stream.ask.chat).unwrap_or_default();
        rows.sort_by_key(|row| Reverse(row.seq));
        stream.read.extend(rows.into_iter().map(|row| Candidate { row, named: true }));
        stream.dry = stream.read.len() < most;
        stream.ask.before = stream.read.back().map_or(stream.ask.from, |last| last.row.seq);
        stream.most = (most * 8).min(MOST);
    }
    Ok(())
}

async fn scan(conn: &mut Conn, stream: &mut Stream) -> QueryResult<()> {
    let from = stream.ask.from.max(stream.indexed.next());
    let rows: Vec<MessageRow> = messages::table
        .filter(messages::chat_id.eq(id(stream.ask.chat)))
        .filter(messages::seq.ge(from.number()))
        .filter(messages::seq.lt(stream.ask.before.number()))
        .filter(messages::kind.ne(i32::from(MessageKind::Service.number())))
        .filter(messages::deleted_at.is_null())
        .order(messages::seq.desc())
        .limit(i64::try_from(SCAN).unwrap_or(i64::MAX))
        .select(MessageRow::as_select())
        .load(conn)
        .await?;
    let full = rows.len() == SCAN;
    stream.ask.before = rows.last().filter(|_| full).map_or(from, |last| last.seq);
    stream.dry = stream.ask.before <= stream.ask.from;
    stream.read.extend(rows.into_iter().map(|row| Candidate { row, named: false }));
    Ok(())
}

/// How places are ordered: the greatest comes first in the answer.
fn key(place: &Before) -> (i64, ChatId, Seq) {
    (place.at.millis(), place.chat, place.seq)
}

#[derive(QueryableByName)]
struct Sent {
    #[diesel(sql_type = Id16)]
    chat_id: ChatId,
    #[diesel(sql_type = BigInt, deserialize_as = StoredNumber)]
    seq: Seq,
}

/// Halves every chat until one message is left: there is no index by time, because numbers grow with it.
const SENT_BEFORE: &str = "
WITH RECURSIVE part (chat_id, low, high) AS (
    SELECT members.chat_id, members.visible_from - 1, chats.seq
    FROM members INNER JOIN chats ON chats.id = members.chat_id
    WHERE members.user_id = $1 AND members.state = 1
    UNION ALL
    SELECT part.chat_id,
        CASE WHEN coalesce(m.created_at, 0) < $2 THEN (low + high + 1) / 2 ELSE low END,
        CASE WHEN coalesce(m.created_at, 0) < $2 THEN high ELSE (low + high + 1) / 2 - 1 END
    FROM part LEFT JOIN messages m ON m.chat_id = part.chat_id AND m.seq = (low + high + 1) / 2
    WHERE low < high
)
SELECT chat_id, low AS seq FROM part WHERE low >= high";

/// The last message of each of a person's chats that was sent before a time.
pub async fn sent_before(conn: &mut Conn, user: UserId, at: i64) -> Write<Vec<(ChatId, Seq)>> {
    let rows: Vec<Sent> =
        diesel::sql_query(SENT_BEFORE).bind::<Id16, _>(id(user)).bind::<BigInt, _>(at).load(conn).await?;
    Ok(rows.into_iter().map(|row| (row.chat_id, row.seq)).collect())
}
