//! Messages are pinned for all and starred for one here, and quoted ones are found.

use super::super::chats::change::LockedChat;
use super::super::chats::membership::{joined, owners};
use super::super::{Conn, messages};
use super::reactions;
use super::service::append_service;
use crate::error::{Abort, Write};
use crate::input::{Act, StarCursor};
use crate::keys::KeySet;
use crate::outcome::{Kept, Touched};
use crate::rows::chats::member::JOINED;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::Marks;
use crate::schema::chats::members;
use crate::schema::messages::{messages as rows, my_messages};
use crate::types::{CHUNK, id, numbers};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::bounds::may_pin_another;
use domain::member::{Action, allow, visible};
use domain::message::Service;
use domain::{ChatId, Seq, UserId};
use std::sync::Arc;

/// A pin is told by a message of its own, which names the pinned one's number; taking it away changes that one.
pub async fn pin(conn: &mut Conn, act: Act, seq: Seq, on: bool, keys: Arc<KeySet>) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let (me, mut row) = reactions::living(conn, &act, seq).await?;
    allow(chat.kind(), me.open().role, owners(conn, act.chat).await?, Action::Pin)?;
    if row.pinned_at.is_some() == on {
        return Err(Abort::Same(Touched::nothing(chat.unchanged())));
    }
    if on {
        may_pin_another(count(conn, act.chat).await?)?;
    }
    let mut chat = chat.begin();
    row.pinned_at = on.then_some(act.at.millis());
    row.rev = chat.rev;
    row.changed_rev = Some(chat.rev.number());
    messages::update(conn, &row).await?;
    if on {
        let message = append_service(conn, &mut chat, &act, &Service::pinned(seq), &keys).await?;
        let chat = chat.commit(conn).await?;
        return Ok(Touched { message: Some(message), ..Touched::nothing(chat) });
    }
    let marks = reactions::of(conn, act.chat, Some(act.actor), std::slice::from_ref(&row)).await?;
    let chat = chat.commit(conn).await?;
    Ok(Touched { message: Some(row), marks, ..Touched::nothing(chat) })
}

async fn count(conn: &mut Conn, chat: ChatId) -> QueryResult<i64> {
    rows::table
        .filter(rows::chat_id.eq(id(chat)))
        .filter(rows::pinned_at.is_not_null())
        .count()
        .get_result(conn)
        .await
}

/// Newest message first, below a number.
pub async fn pins(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    before: Seq,
    limit: i64,
) -> Write<(Vec<MessageRow>, Marks)> {
    let from = joined(conn, chat, reader).await?.visible_from;
    let found: Vec<MessageRow> = rows::table
        .filter(rows::chat_id.eq(id(chat)))
        .filter(rows::pinned_at.is_not_null())
        .filter(rows::seq.ge(from.number()))
        .filter(rows::seq.lt(before.number()))
        .order(rows::seq.desc())
        .limit(limit)
        .select(MessageRow::as_select())
        .load(conn)
        .await?;
    let marks = reactions::of(conn, chat, Some(reader), &found).await?;
    Ok((found, marks))
}

/// Starred last first, of chats the reader is in and as far as they see them.
pub async fn starred(
    conn: &mut Conn,
    reader: UserId,
    before: Option<StarCursor>,
    limit: i64,
) -> QueryResult<Vec<Kept>> {
    let mut query = my_messages::table
        .inner_join(
            rows::table.on(rows::chat_id.eq(my_messages::chat_id).and(rows::seq.eq(my_messages::seq))),
        )
        .inner_join(
            members::table
                .on(members::chat_id.eq(my_messages::chat_id).and(members::user_id.eq(my_messages::user_id))),
        )
        .filter(my_messages::user_id.eq(id(reader)))
        .filter(my_messages::starred_at.is_not_null())
        .filter(members::state.eq(JOINED))
        .filter(members::visible_from.le(my_messages::seq))
        .filter(rows::deleted_at.is_null())
        .order((my_messages::starred_at.desc(), my_messages::chat_id, my_messages::seq))
        .limit(limit)
        .select((my_messages::starred_at.assume_not_null(), MessageRow::as_select()))
        .into_boxed();
    if let Some(StarCursor { at, chat, seq }) = before {
        let same_time = my_messages::starred_at.eq(at);
        let further = my_messages::chat_id
            .gt(id(chat))
            .or(my_messages::chat_id.eq(id(chat)).and(my_messages::seq.gt(seq.number())));
        query = query.filter(my_messages::starred_at.lt(at).or(same_time.and(further)));
    }
    let found: Vec<(i64, MessageRow)> = query.load(conn).await?;
    let mut kept = Vec::with_capacity(found.len());
    for (starred_at, row) in found {
        let marks = reactions::of(conn, row.chat_id, Some(reader), std::slice::from_ref(&row)).await?;
        kept.push(Kept { starred_at, row, marks });
    }
    Ok(kept)
}

/// Messages others answer, as far as this reader sees them; hidden ones are left out.
pub async fn quoted(conn: &mut Conn, chat: ChatId, reader: UserId, seqs: Vec<Seq>) -> Write<Vec<MessageRow>> {
    let from = joined(conn, chat, reader).await?.visible_from;
    let hidden: Vec<i64> = my_messages::table
        .filter(my_messages::user_id.eq(id(reader)))
        .filter(my_messages::chat_id.eq(id(chat)))
        .filter(my_messages::hidden.eq(true))
        .filter(my_messages::seq.eq_any(numbers(&seqs)))
        .select(my_messages::seq)
        .load(conn)
        .await?;
    let wanted: Vec<Seq> =
        seqs.into_iter().filter(|seq| visible(from, *seq) && !hidden.contains(&seq.number())).collect();
    let mut found = Vec::with_capacity(wanted.len());
    for chunk in wanted.chunks(CHUNK) {
        let rows: Vec<MessageRow> = rows::table
            .filter(rows::chat_id.eq(id(chat)))
            .filter(rows::seq.eq_any(numbers(chunk)))
            .select(MessageRow::as_select())
            .load(conn)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}
