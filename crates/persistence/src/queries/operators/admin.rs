//! Administrators see figures and accounts here, and change them; never what people wrote.

use super::super::accounts::{recovery, session_ends};
use super::super::{Conn, DATABASE_SIZE, people};
use super::audit;
use crate::error::{Abort, Write};
use crate::outcome::{AccountFound, Ended, Figures};
use crate::rows::chats::member::JOINED;
use crate::rows::operators::audit::AuditRow;
use crate::rows::operators::suspension::SuspensionRow;
use crate::rows::people::UserRow;
use crate::schema::accounts::{second_factors, sessions as session_rows};
use crate::schema::chats::{chats, members};
use crate::schema::operators::{audit_log, suspensions};
use crate::schema::people::users;
use crate::types::id;
use diesel::dsl::{count, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use domain::audit::AuditQuery;
use domain::bounds::keeps_an_administrator;
use domain::{Fault, UserId};

#[derive(QueryableByName)]
struct Size {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

pub async fn figures(conn: &mut Conn, day_ago: i64, month_ago: i64) -> QueryResult<Figures> {
    let standing = users::table.filter(users::deleted_at.is_null());
    let total = standing.count().get_result(conn).await?;
    let suspended = standing.filter(users::suspended_at.is_not_null()).count().get_result(conn).await?;
    let admins = standing.filter(users::is_admin.eq(true)).count().get_result(conn).await?;
    let active_day = active_since(conn, day_ago).await?;
    let active_month = active_since(conn, month_ago).await?;
    let chat_count = chats::table.filter(chats::gone_at.is_null()).count().get_result(conn).await?;
    // What people wrote is counted by each chat; counting rows would read them all.
    let messages = chats::table
        .filter(chats::gone_at.is_null())
        .select(sql::<BigInt>("CAST(COALESCE(SUM(ordinal), 0) AS BIGINT)"))
        .get_result(conn)
        .await?;
    let database: Size = diesel::sql_query(DATABASE_SIZE).get_result(conn).await?;
    Ok(Figures {
        users: total,
        suspended,
        admins,
        active_day,
        active_month,
        chats: chat_count,
        messages,
        database_bytes: database.n,
    })
}

/// Newest account first; `like` is a pattern for a part of the username.
pub async fn accounts(
    conn: &mut Conn,
    like: Option<String>,
    before: Option<UserId>,
    limit: i64,
) -> QueryResult<Vec<UserRow>> {
    let mut rows =
        users::table.order(users::id.desc()).limit(limit).select(UserRow::as_select()).into_boxed();
    if let Some(like) = like {
        rows = rows.filter(users::username.like(like).escape('!'));
    }
    if let Some(before) = before {
        rows = rows.filter(users::id.lt(id(before)));
    }
    rows.load(conn).await
}

pub async fn account(conn: &mut Conn, user: UserId, now: i64) -> QueryResult<Option<AccountFound>> {
    let Some(row) = people::find(conn, user).await? else { return Ok(None) };
    let sessions = session_rows::table
        .filter(session_rows::user_id.eq(id(user)))
        .filter(session_rows::ended_at.is_null())
        .filter(session_rows::expires_at.gt(now))
        .count()
        .get_result(conn)
        .await?;
    let chats = members::table
        .filter(members::user_id.eq(id(user)))
        .filter(members::state.eq(JOINED))
        .count()
        .get_result(conn)
        .await?;
    let factors: i64 = second_factors::table
        .filter(second_factors::user_id.eq(id(user)))
        .filter(second_factors::confirmed_at.is_not_null())
        .count()
        .get_result(conn)
        .await?;
    let suspension = suspensions::table
        .find(id(user))
        .select(SuspensionRow::as_select())
        .get_result(conn)
        .await
        .optional()?;
    Ok(Some(AccountFound { row, sessions, chats, second_factor: factors > 0, suspension }))
}

/// The account's sessions end with it, and earlier tokens are no longer valid.
pub async fn suspend(conn: &mut Conn, row: SuspensionRow, entry: AuditRow) -> Write<Ended> {
    let user = row.user_id;
    keeps_an_admin(conn, user).await?;
    let standing = users::table.find(id(user)).filter(users::deleted_at.is_null());
    let changed = diesel::update(standing)
        .set((users::suspended_at.eq(row.at), users::is_active.eq(false)))
        .execute(conn)
        .await?;
    if changed == 0 {
        return Err(Fault::NotFound.into());
    }
    recovery::void_proofs(conn, user).await?;
    let at = row.at;
    diesel::delete(suspensions::table.find(id(user))).execute(conn).await?;
    diesel::insert_into(suspensions::table).values(row).execute(conn).await?;
    audit::insert(conn, entry).await?;
    Ok(session_ends::end_all(conn, user, at).await?)
}

pub async fn unsuspend(conn: &mut Conn, user: UserId, entry: AuditRow) -> Write<()> {
    let suspended = users::table
        .find(id(user))
        .filter(users::deleted_at.is_null())
        .filter(users::suspended_at.is_not_null());
    let changed = diesel::update(suspended)
        .set((users::suspended_at.eq(None::<i64>), users::is_active.eq(true)))
        .execute(conn)
        .await?;
    if changed == 0 {
        return if people::find(conn, user).await?.is_some_and(|row| row.deleted_at.is_none()) {
            Err(Abort::Same(()))
        } else {
            Err(Fault::NotFound.into())
        };
    }
    diesel::delete(suspensions::table.find(id(user))).execute(conn).await?;
    audit::insert(conn, entry).await?;
    Ok(())
}

/// Whose suspension is over by now.
pub async fn suspensions_over(conn: &mut Conn, now: i64) -> QueryResult<Vec<UserId>> {
    suspensions::table
        .filter(suspensions::until.le(now))
        .select(suspensions::user_id)
        .limit(100)
        .load(conn)
        .await
}

pub async fn end_sessions(conn: &mut Conn, user: UserId, at: i64, entry: AuditRow) -> Write<Ended> {
    if people::lock(conn, user).await? == 0 {
        return Err(Fault::NotFound.into());
    }
    recovery::void_proofs(conn, user).await?;
    audit::insert(conn, entry).await?;
    Ok(session_ends::end_all(conn, user, at).await?)
}

pub async fn set_admin(conn: &mut Conn, user: UserId, admin: bool, entry: AuditRow) -> Write<()> {
    let row = people::find(conn, user).await?.filter(|row| row.deleted_at.is_none());
    match row {
        None => return Err(Fault::NotFound.into()),
        Some(row) if row.is_admin == admin => return Err(Abort::Same(())),
        Some(_) => {}
    }
    if !admin {
        keeps_an_admin(conn, user).await?;
    }
    diesel::update(users::table.find(id(user)))
        .set((users::is_admin.eq(admin), users::security_ver.eq(users::security_ver + 1)))
        .execute(conn)
        .await?;
    audit::insert(conn, entry).await?;
    Ok(())
}

/// Refuses where this person is the last administrator. It locks them all, so that two who go at once do not
/// both find the other one still there.
pub async fn keeps_an_admin<T>(conn: &mut Conn, without: UserId) -> Result<(), Abort<T>> {
    let standing = users::table.filter(users::is_admin.eq(true)).filter(users::is_active.eq(true));
    let admins: Vec<UserId> = diesel::update(standing)
        .set(users::my_rev.eq(users::my_rev))
        .returning(users::id)
        .get_results(conn)
        .await?;
    Ok(keeps_an_administrator(&admins, without)?)
}

pub async fn has_admin(conn: &mut Conn) -> QueryResult<bool> {
    let standing = users::table.filter(users::is_admin.eq(true)).filter(users::is_active.eq(true));
    diesel::select(diesel::dsl::exists(standing)).get_result(conn).await
}

/// Newest first.
pub async fn entries(conn: &mut Conn, ask: AuditQuery, limit: i64) -> QueryResult<Vec<AuditRow>> {
    let mut rows =
        audit_log::table.select(AuditRow::as_select()).order(audit_log::id.desc()).limit(limit).into_boxed();
    if let Some(before) = ask.before {
        rows = rows.filter(audit_log::id.lt(id(before)));
    }
    if let Some(act) = ask.act {
        rows = rows.filter(audit_log::act.eq(act.name()));
    }
    if let Some(user) = ask.user {
        rows = rows.filter(audit_log::user_id.eq(id(user)));
    }
    if let Some(actor) = ask.actor {
        rows = rows.filter(audit_log::actor_id.eq(id(actor)));
    }
    rows.load(conn).await
}

async fn active_since(conn: &mut Conn, since: i64) -> QueryResult<i64> {
    session_rows::table
        .filter(session_rows::last_seen_at.ge(since))
        .select(count(session_rows::user_id).aggregate_distinct())
        .get_result(conn)
        .await
}
