//! Registration creates an account with its key, its languages and its first session, or nothing at all.

use super::super::Conn;
use super::super::instance::keys;
use super::super::operators::audit;
use super::{codes, identifier_row, identities, registration_invites, sessions};
use crate::error::{Write, is_taken};
use crate::input::{Entrance, NewSession};
use crate::rows::instance::DataKeyRow;
use crate::rows::people::{LanguageRow, UserRow};
use crate::schema::people::{user_languages, users};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use domain::code::Purpose;
use domain::{Fault, UserId};

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
        identifier_row::free_email(conn, lookup, user.id).await?;
    }
    // An unproven address that another account claimed is kept, but finds no account: the answer is the same.
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
    super::super::people::profiles::begin(conn, &user).await?;
    for row in languages {
        diesel::insert_into(user_languages::table).values(row).execute(conn).await?;
    }
    keys::add(conn, key).await?;
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
