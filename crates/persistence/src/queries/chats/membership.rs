//! Rows of members are found here. Must not write any.

use super::super::Conn;
use super::change::LockedChat;
use crate::error::Abort;
use crate::rows::chats::member::{JOINED, MemberRow, OPEN, role_number};
use crate::schema::chats::members;
use crate::types::{CHUNK, id, ids};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::member::{Action, Role, allow};
use domain::{ChatId, Fault, Seq, UserId};

pub async fn chat_ids(conn: &mut Conn, user: UserId) -> QueryResult<Vec<(ChatId, Seq)>> {
    let rows: Vec<(ChatId, i64)> = members::table
        .filter(members::user_id.eq(id(user)))
        .filter(members::state.eq(JOINED))
        .select((members::chat_id, members::visible_from))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(chat, from)| (chat, Seq::from_number(from))).collect())
}

/// Those of `others` who share a chat with this person.
pub async fn acquaintances(conn: &mut Conn, user: UserId, others: Vec<UserId>) -> QueryResult<Vec<UserId>> {
    let own = diesel::alias!(members as own);
    let mut known = Vec::new();
    for chunk in others.chunks(CHUNK) {
        let rows: Vec<UserId> = members::table
            .inner_join(own.on(own.field(members::chat_id).eq(members::chat_id)))
            .filter(own.field(members::user_id).eq(id(user)))
            .filter(own.field(members::state).eq(JOINED))
            .filter(members::state.eq(JOINED))
            // A pending message request shares nothing yet.
            .filter(members::request_state.eq(OPEN))
            .filter(own.field(members::request_state).eq(OPEN))
            .filter(members::user_id.eq_any(ids(chunk)))
            .select(members::user_id)
            .distinct()
            .load(conn)
            .await?;
        known.extend(rows);
    }
    Ok(known)
}

pub async fn find(conn: &mut Conn, chat: ChatId, user: UserId) -> QueryResult<Option<MemberRow>> {
    members::table.find((id(chat), id(user))).select(MemberRow::as_select()).get_result(conn).await.optional()
}

/// The row of a current member; for anyone else the chat does not exist.
pub async fn joined<T>(conn: &mut Conn, chat: ChatId, user: UserId) -> Result<MemberRow, Abort<T>> {
    let row = find(conn, chat, user).await?.filter(|row| row.state == JOINED);
    row.ok_or(Abort::Refused(Fault::NotFound))
}

/// The caller's row, where their role allows this in the locked chat.
pub async fn permitted<T>(
    conn: &mut Conn,
    chat: &LockedChat,
    actor: UserId,
    action: Action,
) -> Result<MemberRow, Abort<T>> {
    let me = joined(conn, chat.id, actor).await?;
    allow(chat.kind(), me.open().role, owners(conn, chat.id).await?, action)?;
    Ok(me)
}

pub async fn owners(conn: &mut Conn, chat: ChatId) -> QueryResult<i64> {
    members::table
        .filter(members::chat_id.eq(id(chat)))
        .filter(members::state.eq(JOINED))
        .filter(members::role.eq(role_number(Role::Owner)))
        .count()
        .get_result(conn)
        .await
}
