//! Second factors are set up, confirmed and used once a step; so are recovery codes, and sign-ins wait for them.

use super::super::operators::audit;
use super::super::{Conn, people};
use super::session_ends;
use crate::error::Write;
use crate::input::Beside;
use crate::outcome::Ended;
use crate::rows::accounts::proof::{HalfSignInRow, SecondFactorRow};
use crate::rows::operators::audit::AuditRow;
use crate::schema::accounts::{half_sign_ins, recovery_codes, second_factors, sessions as session_rows};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::PersonalChange;
use domain::{Fault, SessionId, UserId};

pub async fn find(conn: &mut Conn, user: UserId) -> QueryResult<Option<SecondFactorRow>> {
    let row = second_factors::table.find(id(user)).select(SecondFactorRow::as_select());
    row.get_result(conn).await.optional()
}

pub async fn is_in_force(conn: &mut Conn, user: UserId) -> QueryResult<bool> {
    Ok(find(conn, user).await?.is_some_and(|found| found.confirmed_at.is_some()))
}

/// How many recovery codes are left.
pub async fn codes_left(conn: &mut Conn, user: UserId) -> QueryResult<i64> {
    recovery_codes::table
        .filter(recovery_codes::user_id.eq(id(user)))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(conn)
        .await
}

pub async fn state(conn: &mut Conn, user: UserId) -> QueryResult<(Option<SecondFactorRow>, i64)> {
    let found = find(conn, user).await?;
    let left = codes_left(conn, user).await?;
    Ok((found, left))
}

/// A secret that is not in force yet takes the place of an earlier one that never was.
pub async fn begin(conn: &mut Conn, row: SecondFactorRow) -> Write<()> {
    if find(conn, row.user_id).await?.is_some_and(|found| found.confirmed_at.is_some()) {
        return Err(Fault::SecondFactorExists.into());
    }
    diesel::delete(second_factors::table.find(id(row.user_id))).execute(conn).await?;
    diesel::insert_into(second_factors::table).values(row).execute(conn).await?;
    Ok(())
}

/// The first code was right: from now on it is asked for, and these codes stand in for it. Sessions that did not show
/// it end, and so do sign-ins that are under way.
pub async fn confirm(
    conn: &mut Conn,
    session: SessionId,
    user: UserId,
    (step, codes): (i64, Vec<Vec<u8>>),
    at: i64,
    beside: Beside,
    ended: AuditRow,
) -> Write<Ended> {
    people::lock(conn, user).await?;
    let waiting = second_factors::table.find(id(user)).filter(second_factors::confirmed_at.is_null());
    let confirmed = diesel::update(waiting)
        .set((second_factors::confirmed_at.eq(at), second_factors::last_step.eq(step)))
        .execute(conn)
        .await?;
    if confirmed == 0 {
        return Err(Fault::SecondFactorExists.into());
    }
    replace(conn, user, codes, at).await?;
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::user_id.eq(id(user)))).execute(conn).await?;
    diesel::update(session_rows::table.find(id(session)))
        .set((session_rows::second_factor.eq(true), session_rows::authenticated_at.eq(at)))
        .execute(conn)
        .await?;
    let told = audit::beside(conn, beside).await?;
    let mut others = session_ends::end_the_others(conn, user, session, at, ended).await?;
    others.told.extend(told);
    Ok(others)
}

pub async fn new_codes(
    conn: &mut Conn,
    user: UserId,
    codes: Vec<Vec<u8>>,
    at: i64,
    beside: Beside,
) -> Write<Option<PersonalChange>> {
    if find(conn, user).await?.is_none_or(|found| found.confirmed_at.is_none()) {
        return Err(Fault::NotFound.into());
    }
    replace(conn, user, codes, at).await?;
    Ok(audit::beside(conn, beside).await?)
}

/// Counts a try before its code is looked at; how many were wrong in a row, this one included.
pub async fn count_try(conn: &mut Conn, user: UserId) -> Write<i32> {
    let tried = diesel::update(second_factors::table.find(id(user)))
        .set(second_factors::misses.eq(second_factors::misses + 1))
        .returning(second_factors::misses)
        .get_result(conn)
        .await
        .optional()?;
    Ok(tried.unwrap_or_default())
}

/// A right proof clears the count of failed tries.
pub async fn forgive(conn: &mut Conn, user: UserId) -> QueryResult<()> {
    let missed = second_factors::table.find(id(user)).filter(second_factors::misses.gt(0));
    diesel::update(missed).set(second_factors::misses.eq(0)).execute(conn).await?;
    Ok(())
}

/// False when this step was used before: of two who come with one code, one is let in.
pub async fn use_step(conn: &mut Conn, user: UserId, step: i64) -> Write<bool> {
    let earlier = second_factors::table.find(id(user)).filter(second_factors::last_step.lt(step));
    let used = diesel::update(earlier)
        .set((second_factors::last_step.eq(step), second_factors::misses.eq(0)))
        .execute(conn)
        .await?;
    Ok(used == 1)
}

/// Whether it was good, and what its owner is told if it was.
pub async fn use_code(
    conn: &mut Conn,
    user: UserId,
    hash: Vec<u8>,
    at: i64,
    beside: Beside,
) -> Write<(bool, Option<PersonalChange>)> {
    let unused = recovery_codes::table.find((id(user), hash)).filter(recovery_codes::used_at.is_null());
    let used = diesel::update(unused).set(recovery_codes::used_at.eq(at)).execute(conn).await?;
    if used == 0 {
        return Ok((false, None));
    }
    forgive(conn, user).await?;
    Ok((true, audit::beside(conn, beside).await?))
}

pub async fn remove(conn: &mut Conn, user: UserId, beside: Beside) -> Write<Option<PersonalChange>> {
    people::lock(conn, user).await?;
    if !clear(conn, user).await? {
        return Err(Fault::NotFound.into());
    }
    Ok(audit::beside(conn, beside).await?)
}

/// Codes made since then are void; the factor itself stays.
pub async fn void_codes_since(conn: &mut Conn, user: UserId, since: i64) -> QueryResult<()> {
    let late = recovery_codes::table
        .filter(recovery_codes::user_id.eq(id(user)))
        .filter(recovery_codes::made_at.ge(since));
    diesel::delete(late).execute(conn).await?;
    Ok(())
}

/// The factor with its codes; no session has shown one any more. False where there was none.
pub async fn clear(conn: &mut Conn, user: UserId) -> QueryResult<bool> {
    let gone = diesel::delete(second_factors::table.find(id(user))).execute(conn).await?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(id(user)))).execute(conn).await?;
    diesel::update(session_rows::table.filter(session_rows::user_id.eq(id(user))))
        .set(session_rows::second_factor.eq(false))
        .execute(conn)
        .await?;
    Ok(gone == 1)
}

/// Sign-ins that were never finished are removed on the way.
pub async fn wait(conn: &mut Conn, row: HalfSignInRow, now: i64) -> Write<()> {
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::expires_at.le(now))).execute(conn).await?;
    diesel::insert_into(half_sign_ins::table).values(row).execute(conn).await?;
    Ok(())
}

/// Counts the try before anything is compared, so that parallel tries are not more than `most`.
pub async fn attempt(
    conn: &mut Conn,
    hash: Vec<u8>,
    most: i32,
    now: i64,
) -> Write<Option<(UserId, i32, i64)>> {
    let open = half_sign_ins::table
        .find(hash)
        .filter(half_sign_ins::tries.lt(most))
        .filter(half_sign_ins::expires_at.gt(now));
    let found = diesel::update(open)
        .set(half_sign_ins::tries.eq(half_sign_ins::tries + 1))
        .returning((half_sign_ins::user_id, half_sign_ins::way, half_sign_ins::security_ver))
        .get_result(conn)
        .await
        .optional()?;
    Ok(found)
}

/// False when another request has finished it.
pub async fn finish(conn: &mut Conn, hash: Vec<u8>) -> Write<bool> {
    Ok(diesel::delete(half_sign_ins::table.find(hash)).execute(conn).await? == 1)
}

async fn replace(conn: &mut Conn, user: UserId, codes: Vec<Vec<u8>>, at: i64) -> QueryResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(id(user)))).execute(conn).await?;
    for hash in codes {
        let (owner, hash) = (recovery_codes::user_id.eq(id(user)), recovery_codes::hash.eq(hash));
        let row = (owner, hash, recovery_codes::made_at.eq(at));
        diesel::insert_into(recovery_codes::table).values(row).execute(conn).await?;
    }
    Ok(())
}
