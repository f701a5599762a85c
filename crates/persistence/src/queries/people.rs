//! Rows of people are found here, by id, name or proven contact.

pub mod between;
pub mod blocks;
pub mod directory;
pub mod friend_request_lists;
pub mod friend_request_row;
pub mod friend_requests;
pub mod friends;
pub mod invitations;
pub mod pair;
pub mod profiles;
pub mod standings;

use super::Conn;
use crate::rows::people::{LanguageRow, UserRow};
use crate::schema::people::{user_languages, users};
use crate::types::{CHUNK, id, ids};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::UserId;
use domain::identifier::Channel;

pub async fn find(conn: &mut Conn, user: UserId) -> QueryResult<Option<UserRow>> {
    users::table.find(id(user)).select(UserRow::as_select()).get_result(conn).await.optional()
}

pub async fn languages(conn: &mut Conn, user: UserId) -> QueryResult<Vec<LanguageRow>> {
    user_languages::table
        .filter(user_languages::user_id.eq(id(user)))
        .order((user_languages::learning, user_languages::position))
        .select(LanguageRow::as_select())
        .load(conn)
        .await
}

pub async fn by_username(conn: &mut Conn, username: String) -> QueryResult<Option<UserRow>> {
    users::table
        .filter(users::username.eq(username))
        .select(UserRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

pub async fn by_email(conn: &mut Conn, lookup: Vec<u8>) -> QueryResult<Option<UserRow>> {
    users::table
        .filter(users::email_lookup.eq(lookup))
        .select(UserRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

pub async fn by_phone(conn: &mut Conn, lookup: Vec<u8>) -> QueryResult<Option<UserRow>> {
    users::table
        .filter(users::phone_lookup.eq(lookup))
        .select(UserRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

pub async fn some(conn: &mut Conn, of: Vec<UserId>) -> QueryResult<Vec<UserRow>> {
    let mut people = Vec::with_capacity(of.len());
    for chunk in of.chunks(CHUNK) {
        let rows: Vec<UserRow> =
            users::table.filter(users::id.eq_any(ids(chunk))).select(UserRow::as_select()).load(conn).await?;
        people.extend(rows);
    }
    Ok(people)
}

pub async fn is_active(conn: &mut Conn, user: UserId) -> QueryResult<bool> {
    let active = users::table.find(id(user)).select(users::is_active).get_result(conn).await.optional()?;
    Ok(active.unwrap_or(false))
}

/// Locks the person's row: changes of the ways to sign in come one after another.
pub async fn lock(conn: &mut Conn, user: UserId) -> QueryResult<usize> {
    diesel::update(users::table.find(id(user))).set(users::my_rev.eq(users::my_rev)).execute(conn).await
}

/// Whose proven address or number it is.
pub async fn by_identifier(
    conn: &mut Conn,
    channel: Channel,
    lookup: Vec<u8>,
) -> QueryResult<Option<UserRow>> {
    let found = match channel {
        Channel::Email => by_email(conn, lookup).await?.filter(|row| row.email_verified),
        Channel::Sms => by_phone(conn, lookup).await?.filter(|row| row.phone_verified),
    };
    Ok(found)
}
