//! Passwords are replaced by their owners, and rehashed.

use super::super::Conn;
use super::super::operators::audit;
use super::{recovery, session_ends};
use crate::error::Write;
use crate::input::{Beside, NewPassword};
use crate::outcome::Ended;
use crate::schema::people::users;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{Fault, UserId};

/// The new hash in the place of the one that was verified. Every other session ends with it, and so does whatever
/// was proven before.
pub async fn set_password(
    conn: &mut Conn,
    user: UserId,
    verified_ver: i64,
    new: NewPassword,
    keep: domain::SessionId,
    beside: Beside,
) -> Write<Ended> {
    let unchanged = users::table.find(id(user)).filter(users::security_ver.eq(verified_ver));
    let changed = diesel::update(unchanged).set(users::password_hash.eq(new.hash)).execute(conn).await?;
    if changed == 0 {
        return Err(Fault::InvalidCredentials.into());
    }
    recovery::void_proofs(conn, user).await?;
    let told = audit::beside(conn, beside).await?;
    let mut others = session_ends::end_the_others(conn, user, keep, new.at, new.entry).await?;
    others.told.extend(told);
    Ok(others)
}

/// A better hash of the same password; nothing else changes.
pub async fn rehash(conn: &mut Conn, user: UserId, old: String, new: String) -> Write<usize> {
    let unchanged = users::table.find(id(user)).filter(users::password_hash.eq(old));
    Ok(diesel::update(unchanged).set(users::password_hash.eq(new)).execute(conn).await?)
}
