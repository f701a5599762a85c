//! Appending a message on SQLite: one unit of the writer's group. The writer is alone, so what it reads is
//! what it writes upon.

use super::Conn;
use crate::append::{Draft, Outcome};
use crate::error::Write;
use crate::rows::member::JOINED;
use crate::schema::{chats, members, messages};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::Committed;
use domain::message::Sent;

pub async fn append(conn: &mut Conn, draft: Draft) -> Write<(Sent, Vec<Committed>)> {
    let outcome = try_append(conn, &draft).await?;
    Ok(draft.settle(outcome)?)
}

async fn try_append(conn: &mut Conn, draft: &Draft) -> QueryResult<Outcome> {
    let member = members::table
        .find((id(draft.chat), id(draft.author)))
        .filter(members::state.eq(JOINED))
        .select(members::state)
        .first::<i32>(conn)
        .await
        .optional()?;
    if member.is_none() {
        return Ok(Outcome::NotMember);
    }
    if let Some(known) =
        super::queries::messages::by_client_id(conn, draft.chat, draft.author, draft.client_id).await?
    {
        return Ok(Outcome::Known(known));
    }
    let standing = chats::table.find(id(draft.chat)).filter(chats::gone_at.is_null());
    let taken: Option<(i64, i64, i64)> = diesel::update(standing)
        .set((
            chats::seq.eq(chats::seq + 1),
            chats::rev.eq(chats::rev + 1),
            chats::ordinal.eq(chats::ordinal + 1),
            chats::active_at.eq(draft.at.millis()),
        ))
        .returning((chats::seq, chats::rev, chats::ordinal))
        .get_result(conn)
        .await
        .optional()?;
    let Some((seq, rev, ordinal)) = taken else { return Ok(Outcome::NotMember) };
    diesel::insert_into(messages::table).values(draft.row(seq, rev, ordinal)).execute(conn).await?;
    Ok(Outcome::Stored { seq, rev })
}
