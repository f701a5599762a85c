//! These columns hold the identifiers of an account. Must not know who may change them.

use super::super::Conn;
use crate::error::is_taken;
use crate::schema::people::users;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use domain::UserId;
use domain::identifier::Channel;

/// An unproven address gives way to the account that proves it.
pub async fn free_email(conn: &mut Conn, lookup: &[u8], keep: UserId) -> QueryResult<usize> {
    let unproven = users::table
        .filter(users::email_lookup.eq(lookup))
        .filter(users::email_verified.eq(false))
        .filter(users::id.ne(id(keep)));
    diesel::update(unproven).set(users::email_lookup.eq(None::<Vec<u8>>)).execute(conn).await
}

/// As it was before, or none. Where another account has proven it since, the account is without one, and safe even so.
pub async fn put_back(
    conn: &mut Conn,
    user: UserId,
    channel: Channel,
    before: Option<(Vec<u8>, Vec<u8>)>,
) -> QueryResult<()> {
    if let (Channel::Email, Some((_, lookup))) = (channel, &before) {
        free_email(conn, lookup, user).await?;
    }
    let restored = conn.transaction(async |conn| put(conn, user, channel, before, None).await).await;
    match restored {
        Err(error) if is_taken(&error, "email") || is_taken(&error, "phone") => {
            put(conn, user, channel, None, None).await?;
        }
        other => {
            other?;
        }
    }
    Ok(())
}

/// A proven identifier, sealed and as it is looked up by, and when it came; or none.
pub async fn put(
    conn: &mut Conn,
    user: UserId,
    channel: Channel,
    identifier: Option<(Vec<u8>, Vec<u8>)>,
    at: Option<i64>,
) -> QueryResult<usize> {
    let one = users::table.find(id(user));
    let verified = identifier.is_some();
    let (sealed, lookup) = identifier.unzip();
    match channel {
        Channel::Email => {
            let set = (
                users::email_sealed.eq(sealed),
                users::email_lookup.eq(lookup),
                users::email_verified.eq(verified),
                users::email_set_at.eq(at),
            );
            diesel::update(one).set(set).execute(conn).await
        }
        Channel::Sms => {
            let set = (
                users::phone_sealed.eq(sealed),
                users::phone_lookup.eq(lookup),
                users::phone_verified.eq(verified),
                users::phone_set_at.eq(at),
            );
            diesel::update(one).set(set).execute(conn).await
        }
    }
}
