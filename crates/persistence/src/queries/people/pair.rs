//! A pair is two people locked together, with the chat they may have. Everything between two people begins here.

use super::super::Conn;
use super::super::chats::of_pair;
use crate::error::Abort;
use crate::rows::people::UserRow;
use crate::schema::chats::chats as chats_table;
use crate::schema::people::{friends, users};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::chat::pair_key;
use domain::{ChatId, Fault, Ordinal, Seq, UserId};

/// Two people whose rows are locked.
pub struct Pair {
    pub me: UserRow,
    pub other: UserRow,
    /// Their chat, if they have one.
    pub chat: Option<Held>,
}

impl Pair {
    pub fn ordered(&self) -> (UserId, UserId) {
        (self.me.id.min(self.other.id), self.me.id.max(self.other.id))
    }
}

pub async fn lock<T>(conn: &mut Conn, me: UserId, other: UserId) -> Result<Pair, Abort<T>> {
    // Chats are locked before people, here as everywhere.
    let chat = hold_pair(conn, me, other).await?;
    let mut rows = Vec::with_capacity(2);
    for user in [me.min(other), me.max(other)] {
        // The lock of a row that nothing has to change in.
        let row: Option<UserRow> = diesel::update(users::table.find(id(user)))
            .set(users::my_rev.eq(users::my_rev))
            .returning(UserRow::as_returning())
            .get_result(conn)
            .await
            .optional()?;
        rows.push(row.ok_or(Abort::Refused(Fault::NotFound))?);
    }
    let (Some(high), Some(low)) = (rows.pop(), rows.pop()) else { return Err(Fault::Internal.into()) };
    Ok(if low.id == me { Pair { me: low, other: high, chat } } else { Pair { me: high, other: low, chat } })
}

pub async fn are_friends(conn: &mut Conn, one: UserId, other: UserId) -> QueryResult<bool> {
    let row = friends::table.find((id(one), id(other))).select(friends::active).get_result(conn).await;
    Ok(row.optional()?.unwrap_or(false))
}

/// A direct chat whose row is locked though nothing of it that all can see will change.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    pub chat: ChatId,
    pub seq: Seq,
    pub ordinal: Ordinal,
}

pub async fn hold(conn: &mut Conn, chat: ChatId) -> QueryResult<Option<Held>> {
    let found: Option<(i64, i64)> = diesel::update(chats_table::table.find(id(chat)))
        .set(chats_table::rev.eq(chats_table::rev))
        .returning((chats_table::seq, chats_table::ordinal))
        .get_result(conn)
        .await
        .optional()?;
    Ok(found.map(|(seq, ordinal)| Held {
        chat,
        seq: Seq::from_number(seq),
        ordinal: Ordinal::from_number(ordinal),
    }))
}

pub async fn hold_pair(conn: &mut Conn, one: UserId, other: UserId) -> QueryResult<Option<Held>> {
    match of_pair(conn, &Some(pair_key(one, other).to_vec())).await? {
        Some(chat) => hold(conn, chat.id).await,
        None => Ok(None),
    }
}
