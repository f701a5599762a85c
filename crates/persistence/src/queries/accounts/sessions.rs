//! Sessions are made at sign-in, listed, and kept alive here.

use super::super::Conn;
use super::super::operators::audit;
use super::second_factors;
use super::session_ends::end_these;
use crate::error::Write;
use crate::input::{Beside, NewSession};
use crate::outcome::Ended;
use crate::rows::accounts::session::SessionRow;
use crate::rows::operators::audit::AuditRow;
use crate::schema::accounts::{refresh_tokens, sessions};
use crate::schema::people::users;
use crate::types::{id, ids};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::session::{Liveness, Proven, Way};
use domain::{Fault, SessionId, UserId};

/// One more sign-in ends the session that was idle the longest.
const MOST_SESSIONS: i64 = 20;

/// A person who signs in from a new place is notified. A proof that was made before the account
/// changed is none any more.
pub async fn start(conn: &mut Conn, session: NewSession, beside: Beside, surplus: AuditRow) -> Write<Ended> {
    let user = session.session.user_id;
    // The person's row is the lock: a change that is under way is waited for, and then seen.
    let unchanged = users::table
        .find(id(user))
        .filter(users::security_ver.eq(session.security_ver))
        .filter(users::is_active.eq(true));
    let locked = diesel::update(unchanged).set(users::my_rev.eq(users::my_rev)).execute(conn).await?;
    if locked == 0 || (!session.session.second_factor && second_factors::is_in_force(conn, user).await?) {
        return Err(Fault::InvalidCredentials.into());
    }
    let at = session.session.created_at;
    let alive: Vec<SessionId> = sessions::table
        .filter(sessions::user_id.eq(id(user)))
        .filter(sessions::ended_at.is_null())
        .order(sessions::last_seen_at.desc())
        .offset(MOST_SESSIONS - 1)
        .limit(MOST_SESSIONS)
        .select(sessions::id)
        .load(conn)
        .await?;
    let strange = is_strange(conn, &session.session).await?;
    insert(conn, session).await?;
    super::codes::forgive_account(conn, user).await?;
    let notification = beside.notification.filter(|_| strange);
    let told = audit::beside(conn, Beside { notification, ..beside }).await?;
    let mut ended = if alive.is_empty() {
        Ended::default()
    } else {
        audit::insert(conn, surplus).await?;
        end_these(conn, user, alive, at).await?
    };
    ended.told.extend(told);
    Ok(ended)
}

/// Not the first sign-in, and none before came with this browser from this network.
async fn is_strange(conn: &mut Conn, session: &SessionRow) -> QueryResult<bool> {
    let mut alike = sessions::table
        .filter(sessions::user_id.eq(id(session.user_id)))
        .filter(sessions::address_prefix.eq(session.address_prefix.clone()))
        .select(sessions::id)
        .limit(1)
        .into_boxed();
    alike = match &session.user_agent {
        Some(agent) => alike.filter(sessions::user_agent.eq(agent.clone())),
        None => alike.filter(sessions::user_agent.is_null()),
    };
    if !alike.load::<SessionId>(conn).await?.is_empty() {
        return Ok(false);
    }
    let any = sessions::table.filter(sessions::user_id.eq(id(session.user_id))).select(sessions::id).limit(1);
    Ok(!any.load::<SessionId>(conn).await?.is_empty())
}

pub async fn insert(conn: &mut Conn, session: NewSession) -> QueryResult<()> {
    diesel::insert_into(sessions::table).values(session.session).execute(conn).await?;
    diesel::insert_into(refresh_tokens::table).values(session.token).execute(conn).await?;
    Ok(())
}

pub async fn list(conn: &mut Conn, user: UserId, now: i64) -> QueryResult<Vec<SessionRow>> {
    sessions::table
        .filter(sessions::user_id.eq(id(user)))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .order(sessions::last_seen_at.desc())
        .select(SessionRow::as_select())
        .load(conn)
        .await
}

/// The session behind an access token, if it still stands.
pub async fn liveness(conn: &mut Conn, session: SessionId, now: i64) -> QueryResult<Option<(Liveness, i64)>> {
    let row: Option<(UserId, i64, i32, bool, i64)> = sessions::table
        .inner_join(users::table.on(users::id.eq(sessions::user_id)))
        .filter(sessions::id.eq(id(session)))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(users::is_active.eq(true))
        .select((
            sessions::user_id,
            users::security_ver,
            sessions::way,
            sessions::second_factor,
            sessions::last_seen_at,
        ))
        .get_result(conn)
        .await
        .optional()?;
    Ok(row.map(|(user, security_ver, way, second_factor, seen)| {
        let proven = Proven { way: Way::from_number(way), second_factor };
        (Liveness { user, security_ver, proven }, seen)
    }))
}

/// Which of these still stand: the others' sockets are to be closed.
pub async fn alive(conn: &mut Conn, of: Vec<SessionId>, now: i64) -> QueryResult<Vec<SessionId>> {
    let mut alive = Vec::new();
    for chunk in of.chunks(crate::types::CHUNK) {
        let rows: Vec<SessionId> = sessions::table
            .inner_join(users::table.on(users::id.eq(sessions::user_id)))
            .filter(sessions::id.eq_any(ids(chunk)))
            .filter(sessions::ended_at.is_null())
            .filter(sessions::expires_at.gt(now))
            .filter(users::is_active.eq(true))
            .select(sessions::id)
            .load(conn)
            .await?;
        alive.extend(rows);
    }
    Ok(alive)
}

pub async fn touch(conn: &mut Conn, session: SessionId, at: i64) -> Write<usize> {
    let stale = sessions::table.find(id(session)).filter(sessions::last_seen_at.lt(at));
    Ok(diesel::update(stale).set(sessions::last_seen_at.eq(at)).execute(conn).await?)
}

/// A person proved again, within their session, who they are. False where the session has ended, or the account
/// changed since the proof.
pub async fn prove_again(
    conn: &mut Conn,
    session: SessionId,
    at: i64,
    proven: Proven,
    security_ver: i64,
) -> Write<bool> {
    let standing = sessions::table.find(id(session)).filter(sessions::ended_at.is_null());
    let owner = standing.select(sessions::user_id).get_result::<UserId>(conn).await.optional()?;
    let Some(user) = owner else { return Ok(false) };
    let unchanged = users::table.find(id(user)).filter(users::security_ver.eq(security_ver));
    let locked = diesel::update(unchanged).set(users::my_rev.eq(users::my_rev)).execute(conn).await?;
    if locked == 0 || (!proven.second_factor && second_factors::is_in_force(conn, user).await?) {
        return Ok(false);
    }
    let row = sessions::table.find(id(session)).filter(sessions::ended_at.is_null());
    let renewed = diesel::update(row)
        .set((
            sessions::authenticated_at.eq(at),
            sessions::way.eq(i32::from(proven.way.number())),
            sessions::second_factor.eq(proven.second_factor),
        ))
        .execute(conn)
        .await?;
    Ok(renewed == 1)
}
