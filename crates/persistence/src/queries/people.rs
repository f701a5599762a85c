//! Accounts and what others may see of them.

pub mod between;
pub mod blocks;
pub mod directory;
pub mod friend_request_lists;
pub mod friend_requests;
pub mod friends;
pub mod invitations;
pub mod profiles;
pub mod standings;

use super::Conn;
use super::accounts::{codes, identifiers, identities, recovery, registration_invites, sessions};
use super::instance::keys;
use super::operators::audit;
use crate::error::{Write, is_taken};
use crate::found::{Beside, Ended, Entrance, NewPassword, NewSession};
use crate::rows::DataKeyRow;
use crate::rows::people::{LanguageRow, UserRow};
use crate::schema::{user_languages, users};
use crate::types::{id, ids};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use domain::code::Purpose;
use domain::{Fault, UserId};

/// Ids in one `IN (..)`: SQLite has a limit for them.
pub const CHUNK: usize = 500;

/// An account, its key, its languages and its first session, or nothing at all.
pub async fn register(
    conn: &mut Conn,
    mut user: UserRow,
    languages: Vec<LanguageRow>,
    key: Vec<DataKeyRow>,
    session: Option<NewSession>,
    entrance: Entrance,
) -> Write<UserRow> {
    if let Some(hash) = &entrance.grant_hash {
        let grant = codes::take_grant(conn, hash, Purpose::Register, user.created_at).await?;
        let proven = [user.email_lookup.as_ref(), user.phone_lookup.as_ref()];
        if !grant.is_some_and(|grant| proven.contains(&Some(&grant.lookup))) {
            return Err(Fault::GrantInvalid.into());
        }
    }
    if let Some(hash) = &entrance.invite_hash
        && !registration_invites::take(conn, hash, user.created_at).await?
    {
        return Err(Fault::InviteInvalid.into());
    }
    if user.email_verified
        && let Some(lookup) = &user.email_lookup
    {
        identifiers::free_email(conn, lookup, user.id).await?;
    }
    // An address without proof that somebody else has claimed is kept, but finds nobody: the answer is the same.
    if let Some(lookup) = user.email_lookup.as_ref().filter(|_| !user.email_verified) {
        let claimed = users::table.filter(users::email_lookup.eq(lookup)).select(users::id);
        if claimed.get_result::<UserId>(conn).await.optional()?.is_some() {
            user.email_lookup = None;
        }
    }
    let inserted = conn
        .transaction(async |conn| diesel::insert_into(users::table).values(user.clone()).execute(conn).await)
        .await;
    match inserted {
        Err(error) if is_taken(&error, "username") || is_taken(&error, "shape") => {
            return Err(Fault::UsernameTaken.into());
        }
        Err(error) if is_taken(&error, "phone") || (user.email_verified && is_taken(&error, "email")) => {
            return Err(Fault::IdentifierTaken.into());
        }
        Err(error) if is_taken(&error, "email") => {
            user.email_lookup = None;
            diesel::insert_into(users::table).values(user.clone()).execute(conn).await?;
        }
        Err(error) => return Err(error.into()),
        Ok(_) => {}
    }
    profiles::begin(conn, &user).await?;
    for row in languages {
        diesel::insert_into(user_languages::table).values(row).execute(conn).await?;
    }
    keys::insert(conn, &key).await?;
    if let Some(session) = session {
        sessions::insert(conn, session).await?;
    }
    for entry in entrance.entries {
        audit::insert(conn, entry).await?;
    }
    if let Some((grant, entry)) = entrance.identity {
        identities::link(conn, user.id, grant, user.created_at, entry).await?;
    }
    Ok(user)
}

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

pub async fn profile(conn: &mut Conn, user: UserId) -> QueryResult<Option<(UserRow, Vec<LanguageRow>)>> {
    let Some(row) = find(conn, user).await? else { return Ok(None) };
    let languages = languages(conn, user).await?;
    Ok(Some((row, languages)))
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

/// Locks the person's row: whoever changes how one gets in comes one after another.
pub async fn lock(conn: &mut Conn, user: UserId) -> QueryResult<usize> {
    diesel::update(users::table.find(id(user))).set(users::my_rev.eq(users::my_rev)).execute(conn).await
}

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
    let mut others = sessions::end_the_others(conn, user, keep, new.at, new.entry).await?;
    others.told.extend(told);
    Ok(others)
}

/// A better hash of the same password; nothing else changes.
pub async fn rehash(conn: &mut Conn, user: UserId, old: String, new: String) -> Write<usize> {
    let unchanged = users::table.find(id(user)).filter(users::password_hash.eq(old));
    Ok(diesel::update(unchanged).set(users::password_hash.eq(new)).execute(conn).await?)
}
