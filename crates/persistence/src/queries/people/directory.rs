//! People are found by a part of a name. Every ending of a name is indexed, so a part of it is the start of one of
//! them: one range of an index, then people who may not be found are left out.

use super::super::Conn;
use super::profiles::PART;
use crate::rows::people::UserRow;
use crate::rows::people::profile::{EVERYONE, FRIENDS};
use crate::schema::people::{blocks, friends, name_parts, profiles, users};
use crate::types::id;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::UserId;

/// `wanted` is folded and has at least two letters. By username, after the one named.
pub async fn people(
    conn: &mut Conn,
    reader: UserId,
    wanted: String,
    after: Option<String>,
    limit: i64,
) -> QueryResult<Vec<UserRow>> {
    let start: String = wanted.chars().take(PART).collect();
    // Above everything that begins with it: no name holds the last character there is.
    let end = format!("{start}\u{10ffff}");
    let pattern = format!("%{}%", escaped(&wanted));
    let named = name_parts::table
        .filter(name_parts::part.ge(start))
        .filter(name_parts::part.lt(end))
        .select(name_parts::user_id);
    let friend = friends::table
        .filter(friends::user_id.eq(users::id))
        .filter(friends::friend_id.eq(id(reader)))
        .filter(friends::active.eq(true));
    let here = blocks::user_id.eq(users::id).and(blocks::blocked_id.eq(id(reader)));
    let there = blocks::blocked_id.eq(users::id).and(blocks::user_id.eq(id(reader)));
    let apart = blocks::table.filter(blocks::blocked.eq(true)).filter(here.or(there));
    let mut found = users::table
        .inner_join(profiles::table.on(profiles::user_id.eq(users::id)))
        .filter(users::id.eq_any(named))
        .filter(
            users::username
                .like(pattern.clone())
                .escape('\\')
                .or(profiles::folded.like(pattern).escape('\\')),
        )
        .filter(users::id.ne(id(reader)))
        .filter(users::is_active.eq(true))
        .filter(users::suspended_at.is_null())
        .filter(users::deleted_at.is_null())
        .filter(profiles::find_by.eq(EVERYONE).or(profiles::find_by.eq(FRIENDS).and(exists(friend))))
        .filter(not(exists(apart)))
        .order(users::username)
        .limit(limit)
        .select(UserRow::as_select())
        .into_boxed();
    if let Some(after) = after {
        found = found.filter(users::username.gt(after));
    }
    found.load(conn).await
}

/// Wildcards are letters here.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
