//! Public groups a person is not in are found by a part of their names and by their languages.

use super::super::Conn;
use super::super::people::directory::escaped;
use crate::input::GroupCursor;
use crate::rows::chats::ChatRow;
use crate::rows::chats::member::{BANNED, JOINED};
use crate::schema::chats::{chats, members};
use crate::types::id;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::UserId;

const PUBLIC: i32 = 2;

/// Largest first. Banned people do not find the group.
pub async fn groups(
    conn: &mut Conn,
    reader: UserId,
    wanted: Option<String>,
    language: Option<&'static str>,
    after: Option<GroupCursor>,
    limit: i64,
) -> QueryResult<Vec<ChatRow>> {
    let taken = members::table
        .filter(members::chat_id.eq(chats::id))
        .filter(members::user_id.eq(id(reader)))
        .filter(members::state.eq_any([JOINED, BANNED]));
    let mut query = chats::table
        .filter(chats::visibility.eq(PUBLIC))
        .filter(chats::gone_at.is_null())
        .filter(not(exists(taken)))
        .order((chats::member_count.desc(), chats::id.desc()))
        .limit(limit)
        .select(ChatRow::as_select())
        .into_boxed();
    if let Some(wanted) = wanted {
        query = query.filter(chats::folded.like(format!("%{}%", escaped(&wanted))).escape('\\'));
    }
    if let Some(language) = language {
        query = query.filter(chats::languages.like(format!("%,{language},%")));
    }
    if let Some(GroupCursor { members, chat }) = after {
        let same = chats::member_count.eq(members).and(chats::id.lt(id(chat)));
        query = query.filter(chats::member_count.lt(members).or(same));
    }
    query.load(conn).await
}

/// The public group of this handle.
pub async fn named(conn: &mut Conn, handle: String) -> QueryResult<Option<ChatRow>> {
    chats::table
        .filter(chats::handle.eq(handle))
        .filter(chats::visibility.eq(PUBLIC))
        .filter(chats::gone_at.is_null())
        .select(ChatRow::as_select())
        .get_result(conn)
        .await
        .optional()
}
