//! Changes of a chat after a revision are read as states, never deltas, and never half a revision.

use super::super::chats::membership::joined;
use super::super::messages::reactions;
use super::super::{Conn, chats};
use crate::error::{Abort, Write};
use crate::outcome::{ChangeRows, ChangesFound};
use crate::rows::chats::ChatRow;
use crate::rows::chats::member::MemberRow;
use crate::rows::messages::MessageRow;
use crate::schema::chats::members;
use crate::schema::messages::messages;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{ChatId, Fault, Rev, Seq, UserId};

/// Further behind than this, loading afresh costs less than catching up.
const FURTHEST: i64 = 10_000;
/// As many people as one change usually touches and more.
const LEAST_MEMBERS: i64 = 200;

/// For one reader. A change they may not see is left out, and `rev` moves past it.
pub async fn for_reader(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    after: Rev,
    limit: i64,
) -> Write<ChangesFound> {
    // The revision first: whatever commits afterwards belongs to the next answer.
    let row = chats::find(conn, chat).await?.ok_or(Fault::NotFound)?;
    let visible_from = joined(conn, chat, reader).await?.visible_from;
    if after > row.rev || row.rev.since(after) > FURTHEST {
        return Ok(ChangesFound::Reset { rev: row.rev });
    }
    Ok(ChangesFound::Rows(Box::new(range(conn, row, after, (visible_from, Some(reader)), limit).await?)))
}

/// For a node that missed hints: everything, without regard to readers.
pub async fn for_node(conn: &mut Conn, chat: ChatId, after: Rev, limit: i64) -> Write<ChangeRows> {
    let row = chats::find(conn, chat).await?.ok_or(Abort::Refused(Fault::NotFound))?;
    Ok(range(conn, row, after, (Seq::FIRST, None), limit).await?)
}

async fn range(
    conn: &mut Conn,
    chat: ChatRow,
    after: Rev,
    (from, reader): (Seq, Option<UserId>),
    limit: i64,
) -> QueryResult<ChangeRows> {
    let (mut messages, messages_end) = some_messages(conn, &chat, after, from, limit).await?;
    let (mut members, members_end) = some_members(conn, &chat, after, limit.max(LEAST_MEMBERS)).await?;
    let rev = messages_end.min(members_end);
    messages.retain(|row| row.rev <= rev);
    members.retain(|row| row.rev <= rev);
    let settings = chat.settings_rev > after && chat.settings_rev <= rev;
    let marks = reactions::of(conn, chat.id, reader, &messages).await?;
    Ok(ChangeRows { more: rev < chat.rev, chat, messages, marks, members, settings, rev })
}

/// The next messages in the order of their revisions, and the last revision they are complete up to: a row too many
/// means that its revision may be incomplete. Where the first revision alone has more rows than a page, the page grows.
async fn some_messages(
    conn: &mut Conn,
    chat: &ChatRow,
    after: Rev,
    from: Seq,
    mut limit: i64,
) -> QueryResult<(Vec<MessageRow>, Rev)> {
    loop {
        let mut messages = untouched(conn, chat, after, from, limit).await?;
        messages.extend(changed(conn, chat, after, from, limit).await?);
        messages.sort_by_key(|row| row.rev);
        messages.truncate(usize::try_from(limit + 1).unwrap_or(usize::MAX));
        let end = overflow(&messages, limit).map_or(chat.rev, |row| row.rev.previous());
        if end > after || end == chat.rev {
            return Ok((messages, end));
        }
        limit = limit.saturating_mul(2);
    }
}

/// The same for members.
async fn some_members(
    conn: &mut Conn,
    chat: &ChatRow,
    after: Rev,
    mut limit: i64,
) -> QueryResult<(Vec<MemberRow>, Rev)> {
    loop {
        let members: Vec<MemberRow> = members::table
            .filter(members::chat_id.eq(id(chat.id)))
            .filter(members::rev.gt(after.number()))
            .filter(members::rev.le(chat.rev.number()))
            .order(members::rev)
            .limit(limit + 1)
            .select(MemberRow::as_select())
            .load(conn)
            .await?;
        let end = overflow(&members, limit).map_or(chat.rev, |row| row.rev.previous());
        if end > after || end == chat.rev {
            return Ok((members, end));
        }
        limit = limit.saturating_mul(2);
    }
}

/// Messages as they were written. A revision makes at most one message, so none after `after` has a number
/// below this first one; and among them `rev` grows with `seq`.
async fn untouched(
    conn: &mut Conn,
    chat: &ChatRow,
    after: Rev,
    from: Seq,
    limit: i64,
) -> QueryResult<Vec<MessageRow>> {
    let first = chat.seq.plus(1 - chat.rev.since(after));
    messages::table
        .filter(messages::chat_id.eq(id(chat.id)))
        .filter(messages::seq.ge(from.max(first).number()))
        .filter(messages::changed_rev.is_null())
        .filter(messages::rev.gt(after.number()))
        .filter(messages::rev.le(chat.rev.number()))
        .order(messages::seq)
        .limit(limit + 1)
        .select(MessageRow::as_select())
        .load(conn)
        .await
}

async fn changed(
    conn: &mut Conn,
    chat: &ChatRow,
    after: Rev,
    from: Seq,
    limit: i64,
) -> QueryResult<Vec<MessageRow>> {
    messages::table
        .filter(messages::chat_id.eq(id(chat.id)))
        .filter(messages::changed_rev.gt(after.number()))
        .filter(messages::changed_rev.le(chat.rev.number()))
        .filter(messages::seq.ge(from.number()))
        .order(messages::changed_rev)
        .limit(limit + 1)
        .select(MessageRow::as_select())
        .load(conn)
        .await
}

fn overflow<T>(rows: &[T], limit: i64) -> Option<&T> {
    rows.get(usize::try_from(limit).unwrap_or(usize::MAX))
}
