//! A chat's messages are read in pages, as one reader may see them.

use super::super::Conn;
use super::super::chats::membership::joined;
use super::retention::sent_before;
use super::{one, reactions};
use crate::error::Write;
use crate::outcome::HistoryRows;
use crate::rows::messages::reactions::Marks;
use crate::rows::messages::{MessageRow, RevisionRow};
use crate::schema::messages::{message_revisions, messages};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::page::Place;
use domain::{ChatId, Seq, UserId};

/// One page, ascending. A row more than asked for tells whether there is another page.
pub async fn page(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    place: Place,
    limit: i64,
) -> Write<HistoryRows> {
    let from = joined(conn, chat, reader).await?.visible_from;
    let mut page = match place {
        Place::Latest => {
            let (rows, older) = before(conn, chat, from, Seq::MAX, limit).await?;
            HistoryRows { rows, older, newer: false, marks: Marks::default() }
        }
        Place::Before(seq) => {
            let (rows, older) = before(conn, chat, from, seq, limit).await?;
            HistoryRows { rows, older, newer: true, marks: Marks::default() }
        }
        Place::After(seq) => {
            let (rows, newer) = after(conn, chat, from, seq, limit).await?;
            HistoryRows { rows, older: seq >= from, newer, marks: Marks::default() }
        }
        Place::Since(time) => {
            let earlier = sent_before(conn, chat, time.millis()).await?.max(from.previous());
            let (rows, newer) = after(conn, chat, from, earlier, limit).await?;
            HistoryRows { rows, older: earlier >= from, newer, marks: Marks::default() }
        }
        Place::Around(seq) => {
            let (mut rows, older) = before(conn, chat, from, seq, limit / 2).await?;
            let (late, newer) = after(conn, chat, from, seq.previous(), limit - limit / 2).await?;
            rows.extend(late);
            HistoryRows { rows, older, newer, marks: Marks::default() }
        }
    };
    page.marks = reactions::of(conn, chat, Some(reader), &page.rows).await?;
    Ok(page)
}

async fn before(
    conn: &mut Conn,
    chat: ChatId,
    from: Seq,
    seq: Seq,
    limit: i64,
) -> QueryResult<(Vec<MessageRow>, bool)> {
    let mut rows: Vec<MessageRow> = messages::table
        .filter(messages::chat_id.eq(id(chat)))
        .filter(messages::seq.ge(from.number()))
        .filter(messages::seq.lt(seq.number()))
        .order(messages::seq.desc())
        .limit(limit + 1)
        .select(MessageRow::as_select())
        .load(conn)
        .await?;
    let more = cut(&mut rows, limit);
    rows.reverse();
    Ok((rows, more))
}

async fn after(
    conn: &mut Conn,
    chat: ChatId,
    from: Seq,
    seq: Seq,
    limit: i64,
) -> QueryResult<(Vec<MessageRow>, bool)> {
    let mut rows: Vec<MessageRow> = messages::table
        .filter(messages::chat_id.eq(id(chat)))
        .filter(messages::seq.ge(from.number()))
        .filter(messages::seq.gt(seq.number()))
        .order(messages::seq)
        .limit(limit + 1)
        .select(MessageRow::as_select())
        .load(conn)
        .await?;
    let more = cut(&mut rows, limit);
    Ok((rows, more))
}

fn cut(rows: &mut Vec<MessageRow>, limit: i64) -> bool {
    let limit = usize::try_from(limit).unwrap_or_default();
    let more = rows.len() > limit;
    rows.truncate(limit);
    more
}

/// One message as this reader sees it.
pub async fn one_marked(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    seq: Seq,
) -> Write<(MessageRow, Marks)> {
    let row = one(conn, chat, reader, seq).await?;
    let marks = super::reactions::of(conn, chat, Some(reader), std::slice::from_ref(&row)).await?;
    Ok((row, marks))
}

/// The wordings after one of them; the row itself tells how to open them.
pub async fn revisions(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    seq: Seq,
    (after, limit): (i32, i64),
) -> Write<(MessageRow, Vec<RevisionRow>)> {
    let row = one(conn, chat, reader, seq).await?;
    let former = message_revisions::table
        .filter(message_revisions::chat_id.eq(id(chat)))
        .filter(message_revisions::seq.eq(seq.number()))
        .filter(message_revisions::revision.gt(after))
        .order(message_revisions::revision)
        .limit(limit)
        .select(RevisionRow::as_select())
        .load(conn)
        .await?;
    Ok((row, former))
}
