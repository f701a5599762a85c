//! Chat rows: the lock every change of a chat begins with, and opening a chat between two people.

use super::personal::{self, Position};
use super::{Conn, keys, people};
use crate::error::{Abort, Write};
use crate::found::Touched;
use crate::rows::DataKeyRow;
use crate::rows::chat::ChatRow;
use crate::rows::member::MemberRow;
use crate::schema::{chats, members};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::member::{Member, MemberState, Role};
use domain::{ChatId, Fault, Timestamp, UserId};

/// The first statement of every change: it takes the chat's lock and its next revision at once.
pub async fn lock<T>(conn: &mut Conn, chat: ChatId) -> Result<ChatRow, Abort<T>> {
    let standing = chats::table.find(id(chat)).filter(chats::gone_at.is_null());
    let row = diesel::update(standing)
        .set(chats::rev.eq(chats::rev + 1))
        .returning(ChatRow::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    row.ok_or(Abort::Refused(Fault::NotFound))
}

/// What the change made of the row, written back while it is locked.
pub async fn save(conn: &mut Conn, chat: &ChatRow) -> QueryResult<usize> {
    diesel::update(chats::table.find(id(chat.id))).set(chat.clone()).execute(conn).await
}

pub async fn find(conn: &mut Conn, chat: ChatId) -> QueryResult<Option<ChatRow>> {
    chats::table
        .find(id(chat))
        .filter(chats::gone_at.is_null())
        .select(ChatRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

/// One chat for two people, whoever asks and however often: the unique pair decides.
pub async fn open_direct(
    conn: &mut Conn,
    mut chat: ChatRow,
    users: [UserId; 2],
    key_rows: Vec<DataKeyRow>,
    most_chats: i64,
) -> Write<Touched> {
    let [me, peer] = users;
    let pair = chat.pair_key.clone();
    if let Some(known) = of_pair(conn, &pair).await? {
        return Err(Abort::Same(Touched::nothing(known)));
    }
    if !people::is_active(conn, peer).await? {
        return Err(Fault::NotFound.into());
    }
    if joined_count(conn, me).await? >= most_chats {
        return Err(Fault::TooManyChats.into());
    }
    chat.member_count = 2;
    let inserted = diesel::insert_into(chats::table)
        .values(chat.clone())
        .on_conflict(chats::pair_key)
        .do_nothing()
        .execute(conn)
        .await?;
    if inserted == 0 {
        let known = of_pair(conn, &pair).await?.ok_or(Fault::Internal)?;
        return Err(Abort::Same(Touched::nothing(known)));
    }
    keys::insert(conn, &key_rows).await?;
    let at = Timestamp::from_millis(chat.created_at);
    let mut rows = Vec::new();
    for user in users {
        let member = Member {
            user,
            role: Role::Member,
            state: MemberState::Joined,
            rev: chat.rev,
            visible_from: 1,
            joined_at: at,
        };
        let row = MemberRow::new(chat.id, &member);
        diesel::insert_into(members::table).values(row.clone()).execute(conn).await?;
        rows.push(row);
    }
    let start = Position { seq: 0, ordinal: 0 };
    let personal = personal::set_membership(conn, chat.id, users.to_vec(), true, start).await?;
    Ok(Touched { chat, members: rows, message: None, personal, settings: true })
}

pub async fn joined_count(conn: &mut Conn, user: UserId) -> QueryResult<i64> {
    members::table
        .filter(members::user_id.eq(id(user)))
        .filter(members::state.eq(crate::rows::member::JOINED))
        .count()
        .get_result(conn)
        .await
}

/// Chats whose rows are still to be removed, after their keys have gone.
pub async fn gone(conn: &mut Conn, limit: i64) -> QueryResult<Vec<ChatId>> {
    chats::table.filter(chats::gone_at.is_not_null()).select(chats::id).limit(limit).load(conn).await
}

async fn of_pair(conn: &mut Conn, pair: &Option<Vec<u8>>) -> QueryResult<Option<ChatRow>> {
    chats::table
        .filter(chats::pair_key.eq(pair))
        .select(ChatRow::as_select())
        .get_result(conn)
        .await
        .optional()
}
