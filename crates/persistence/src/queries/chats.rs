//! Chat rows are found here. Must not change any.

pub mod bans;
pub mod change;
pub mod direct;
pub mod explore;
pub mod group_invitations;
pub mod groups;
pub mod invite_row;
pub mod invites;
pub mod join_requests;
pub mod lists;
pub mod members;
pub mod membership;
pub mod positions;
pub mod preferences;
pub mod reading;

use super::Conn;
use crate::rows::chats::ChatRow;
use crate::schema::chats::{chats, members as member_rows};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::direct::MessageRequestState;
use domain::{ChatId, UserId};

pub async fn find(conn: &mut Conn, chat: ChatId) -> QueryResult<Option<ChatRow>> {
    chats::table
        .find(id(chat))
        .filter(chats::gone_at.is_null())
        .select(ChatRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

/// Chats a person is in. What others only ask for does not count.
pub async fn joined_count(conn: &mut Conn, user: UserId) -> QueryResult<i64> {
    member_rows::table
        .filter(member_rows::user_id.eq(id(user)))
        .filter(member_rows::state.eq(crate::rows::chats::member::JOINED))
        .filter(
            member_rows::request_state.ne_all(
                [MessageRequestState::Received, MessageRequestState::Declined]
                    .map(|state| i32::from(state.number())),
            ),
        )
        .count()
        .get_result(conn)
        .await
}

/// Chats whose rows are still to be removed, after their keys have gone.
pub async fn gone(conn: &mut Conn, limit: i64) -> QueryResult<Vec<ChatId>> {
    chats::table.filter(chats::gone_at.is_not_null()).select(chats::id).limit(limit).load(conn).await
}

pub async fn of_pair(conn: &mut Conn, pair: &Option<Vec<u8>>) -> QueryResult<Option<ChatRow>> {
    chats::table
        .filter(chats::pair_key.eq(pair))
        .select(ChatRow::as_select())
        .get_result(conn)
        .await
        .optional()
}
