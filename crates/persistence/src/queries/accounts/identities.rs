//! Identities at other providers are requested, granted and linked to accounts here.

use super::super::Conn;
use super::super::operators::audit;
use crate::error::{Abort, Write, is_taken};
use crate::input::Beside;
use crate::rows::accounts::proof::{IdentityRow, OauthFlowRow, OauthGrantRow};
use crate::schema::accounts::{identities, oauth_flows, oauth_grants};
use crate::schema::people::users;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use domain::bounds::SignInMethods;
use domain::event::PersonalChange;
use domain::{Fault, UserId};

/// Flows that were never finished are removed on the way.
pub async fn depart(conn: &mut Conn, row: OauthFlowRow, now: i64) -> Write<()> {
    diesel::delete(oauth_flows::table.filter(oauth_flows::expires_at.le(now))).execute(conn).await?;
    diesel::insert_into(oauth_flows::table).values(row).execute(conn).await?;
    Ok(())
}

/// A flow is good once, in the browser it began in, even if what follows fails.
pub async fn arrive(
    conn: &mut Conn,
    state_hash: Vec<u8>,
    browser_hash: Vec<u8>,
    provider: String,
    now: i64,
) -> Write<bool> {
    let flow = oauth_flows::table
        .find(state_hash)
        .filter(oauth_flows::browser_hash.eq(browser_hash))
        .filter(oauth_flows::provider.eq(provider))
        .filter(oauth_flows::expires_at.gt(now));
    Ok(diesel::delete(flow).execute(conn).await? == 1)
}

/// Whose it is, and the version of the account at the same moment.
pub async fn owner(conn: &mut Conn, subject: Vec<u8>) -> QueryResult<Option<(UserId, i64)>> {
    identities::table
        .inner_join(users::table.on(users::id.eq(identities::user_id)))
        .filter(identities::subject_lookup.eq(subject))
        .select((users::id, users::security_ver))
        .get_result(conn)
        .await
        .optional()
}

pub async fn of_user(conn: &mut Conn, user: UserId) -> QueryResult<Vec<IdentityRow>> {
    identities::table
        .filter(identities::user_id.eq(id(user)))
        .order(identities::created_at)
        .select(IdentityRow::as_select())
        .load(conn)
        .await
}

pub async fn grant(conn: &mut Conn, row: OauthGrantRow, now: i64) -> Write<()> {
    diesel::delete(oauth_grants::table.filter(oauth_grants::expires_at.le(now))).execute(conn).await?;
    diesel::insert_into(oauth_grants::table).values(row).execute(conn).await?;
    Ok(())
}

/// Looked at, not used up.
pub async fn granted(conn: &mut Conn, hash: Vec<u8>, now: i64) -> QueryResult<Option<OauthGrantRow>> {
    oauth_grants::table
        .find(hash)
        .filter(oauth_grants::expires_at.gt(now))
        .select(OauthGrantRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

/// Uses the grant up and gives its identity to this person.
pub async fn link<T>(
    conn: &mut Conn,
    user: UserId,
    hash: Vec<u8>,
    now: i64,
    beside: Beside,
) -> Result<(IdentityRow, Option<PersonalChange>), Abort<T>> {
    let Some(grant) = granted(conn, hash.clone(), now).await? else {
        return Err(Fault::GrantInvalid.into());
    };
    if diesel::delete(oauth_grants::table.find(hash)).execute(conn).await? == 0 {
        return Err(Fault::GrantInvalid.into());
    }
    let row = IdentityRow {
        subject_lookup: grant.subject_lookup,
        user_id: user,
        provider: grant.provider,
        created_at: now,
    };
    let inserted = conn
        .transaction(async |conn| {
            diesel::insert_into(identities::table).values(row.clone()).execute(conn).await
        })
        .await;
    match inserted {
        // Linked meanwhile; the first account keeps it.
        Err(error) if is_taken(&error, "") => return Err(Fault::IdentityTaken.into()),
        Err(error) => return Err(error.into()),
        Ok(_) => {}
    }
    let told = audit::beside(conn, beside).await?;
    Ok((row, told))
}

/// The last way in cannot go.
pub async fn unlink(
    conn: &mut Conn,
    user: UserId,
    unlinked: String,
    beside: Beside,
) -> Write<Option<PersonalChange>> {
    // The person's row is the lock: two that go at once do not both find the other one still there.
    let (password, email, phone) = diesel::update(users::table.find(id(user)))
        .set(users::my_rev.eq(users::my_rev))
        .returning((users::password_hash, users::email_verified, users::phone_verified))
        .get_result::<(Option<String>, bool, bool)>(conn)
        .await?;
    let all = of_user(conn, user).await?;
    let (gone, left): (Vec<_>, Vec<_>) = all.into_iter().partition(|row| row.provider == unlinked);
    if gone.is_empty() {
        return Err(Fault::NotFound.into());
    }
    let provider = !left.is_empty();
    SignInMethods { password: password.is_some(), verified_address: email || phone, provider }.suffice()?;
    let former =
        identities::table.filter(identities::user_id.eq(id(user))).filter(identities::provider.eq(unlinked));
    diesel::delete(former).execute(conn).await?;
    Ok(audit::beside(conn, beside).await?)
}
