//! An account is taken back here: what was proven before a change is void, what was added lately goes, and a link an
//! administrator made sets a password.

use super::super::operators::audit;
use super::super::{Conn, people};
use super::{identifier_row, second_factors, session_ends};
use crate::error::Write;
use crate::input::{Beside, NewPassword};
use crate::outcome::Ended;
use crate::rows::accounts::code::{UndoRow, channel_number, purpose_number};
use crate::rows::accounts::proof::WayInRow;
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::UserRow;
use crate::schema::accounts::{
    challenges, grants, half_sign_ins, identifier_undos, identities, oauth_flows, oauth_grants,
    refresh_tokens, second_factors as factor_rows, sessions as session_rows, ways_in,
};
use crate::schema::people::users;
use crate::schema::sync::push_subscriptions;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::code::Purpose;
use domain::event::PersonalChange;
use domain::identifier::Channel;
use domain::{Fault, UserId};

/// Nothing that was proven up to now opens the account any more: codes, grants, sign-ins under way, ways in, access
/// tokens. Sessions are ended, or kept, by the caller.
pub async fn void_proofs(conn: &mut Conn, user: UserId) -> QueryResult<()> {
    diesel::update(users::table.find(id(user)))
        .set(users::security_ver.eq(users::security_ver + 1))
        .execute(conn)
        .await?;
    second_factors::forgive(conn, user).await?;
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::user_id.eq(id(user)))).execute(conn).await?;
    diesel::delete(ways_in::table.filter(ways_in::user_id.eq(id(user)))).execute(conn).await?;
    diesel::delete(challenges::table.filter(challenges::user_id.eq(id(user)))).execute(conn).await?;
    diesel::delete(grants::table.filter(grants::user_id.eq(id(user)))).execute(conn).await?;
    let Some(row) = people::find(conn, user).await? else { return Ok(()) };
    let opening = [Purpose::SignIn, Purpose::ResetPassword].map(purpose_number);
    for lookup in row.email_lookup.iter().chain(&row.phone_lookup) {
        let codes = challenges::table
            .filter(challenges::lookup.eq(lookup))
            .filter(challenges::purpose.eq_any(opening));
        diesel::delete(codes).execute(conn).await?;
        let permits = grants::table.filter(grants::lookup.eq(lookup)).filter(grants::purpose.eq_any(opening));
        diesel::delete(permits).execute(conn).await?;
    }
    Ok(())
}

/// Factors, recovery codes, identities and identifiers that came since then go: the person who added them is not the
/// one who takes the account back. The identifier of this channel is what was proven, and stays.
pub async fn drop_since(conn: &mut Conn, user: &UserRow, since: i64, stays: Channel) -> QueryResult<()> {
    // What an account was made with was not added to it.
    let since = since.max(user.created_at + 1);
    let late: i64 = factor_rows::table
        .find(id(user.id))
        .filter(factor_rows::created_at.ge(since))
        .count()
        .get_result(conn)
        .await?;
    if late > 0 {
        second_factors::clear(conn, user.id).await?;
    } else {
        second_factors::void_codes_since(conn, user.id, since).await?;
    }
    let linked = identities::table
        .filter(identities::user_id.eq(id(user.id)))
        .filter(identities::created_at.ge(since));
    diesel::delete(linked).execute(conn).await?;
    let (other, set_at) = match stays {
        Channel::Email => (Channel::Sms, user.phone_set_at),
        Channel::Sms => (Channel::Email, user.email_set_at),
    };
    if set_at.is_some_and(|at| at >= since) {
        let before = earliest_since(conn, user.id, other, since).await?;
        identifier_row::put_back(conn, user.id, other, before.map(|row| (row.old_sealed, row.old_lookup)))
            .await?;
    }
    Ok(())
}

/// What was there before the first change since then.
async fn earliest_since(
    conn: &mut Conn,
    user: UserId,
    channel: Channel,
    since: i64,
) -> QueryResult<Option<UndoRow>> {
    let rows: Vec<UndoRow> = identifier_undos::table
        .filter(identifier_undos::user_id.eq(id(user)))
        .filter(identifier_undos::channel.eq(channel_number(channel)))
        .filter(identifier_undos::created_at.ge(since))
        .order(identifier_undos::created_at)
        .limit(1)
        .select(UndoRow::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().next())
}

/// A new one takes the place of an earlier one.
pub async fn make_way_in(conn: &mut Conn, row: WayInRow, beside: Beside) -> Write<Option<PersonalChange>> {
    people::lock(conn, row.user_id).await?;
    let standing = people::find(conn, row.user_id).await?.is_some_and(|user| user.deleted_at.is_none());
    if !standing {
        return Err(Fault::NotFound.into());
    }
    diesel::delete(ways_in::table.filter(ways_in::user_id.eq(id(row.user_id)))).execute(conn).await?;
    diesel::insert_into(ways_in::table).values(row).execute(conn).await?;
    Ok(audit::beside(conn, beside).await?)
}

/// Whose it is, while it is good.
pub async fn way_in(conn: &mut Conn, hash: Vec<u8>, now: i64) -> QueryResult<Option<UserId>> {
    let good = ways_in::table.find(hash).filter(ways_in::expires_at.gt(now));
    good.select(ways_in::user_id).get_result(conn).await.optional()
}

/// Uses a way in up: the password is set, and everything that was open ends.
pub async fn enter(conn: &mut Conn, hash: Vec<u8>, new: NewPassword) -> Write<Ended> {
    let user = way_in(conn, hash.clone(), new.at).await?.ok_or(Fault::GrantInvalid)?;
    people::lock(conn, user).await?;
    let used = diesel::delete(ways_in::table.find(hash)).execute(conn).await?;
    if used == 0 || people::find(conn, user).await?.is_none_or(|row| !row.is_active) {
        return Err(Fault::GrantInvalid.into());
    }
    set(conn, user, new).await
}

/// The new password, and the end of everything the old one opened.
pub async fn set(conn: &mut Conn, user: UserId, new: NewPassword) -> Write<Ended> {
    diesel::update(users::table.find(id(user))).set(users::password_hash.eq(new.hash)).execute(conn).await?;
    void_proofs(conn, user).await?;
    audit::insert(conn, new.entry).await?;
    Ok(session_ends::end_all(conn, user, new.at).await?)
}

pub async fn note(conn: &mut Conn, beside: Beside) -> Write<Option<PersonalChange>> {
    Ok(audit::beside(conn, beside).await?)
}

/// Everyone is signed out, and nothing that was proven up to now opens any account: for a database that was put back
/// from a copy.
pub async fn forget_all(conn: &mut Conn, at: i64, entry: AuditRow) -> Write<()> {
    diesel::update(session_rows::table.filter(session_rows::ended_at.is_null()))
        .set(session_rows::ended_at.eq(at))
        .execute(conn)
        .await?;
    diesel::update(users::table).set(users::security_ver.eq(users::security_ver + 1)).execute(conn).await?;
    macro_rules! forget {
        ($($table:ident),+) => { $(diesel::delete($table::table).execute(conn).await?;)+ };
    }
    forget!(refresh_tokens, push_subscriptions, challenges, grants, identifier_undos, half_sign_ins);
    forget!(oauth_flows, oauth_grants, ways_in);
    audit::insert(conn, entry).await?;
    Ok(())
}

/// Removes what has run out.
pub async fn sweep(conn: &mut Conn, now: i64) -> QueryResult<usize> {
    diesel::delete(ways_in::table.filter(ways_in::expires_at.le(now))).execute(conn).await
}
