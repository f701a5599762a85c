//! Refresh tokens are rotated by one statement, which decides who is first; everything else follows from it.

use super::super::Conn;
use super::super::operators::audit;
use super::session_ends::end_these;
use crate::error::Write;
use crate::input::{Beside, Rotate};
use crate::outcome::{Holder, Rotated};
use crate::rows::accounts::session::RefreshRow;
use crate::schema::accounts::{refresh_tokens, sessions};
use crate::schema::people::users;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::session::{Proven, Way};
use domain::{SessionId, Timestamp, UserId};

/// The session's row is locked first, so that rotations of one family and its end come one after another.
pub async fn rotate(conn: &mut Conn, ask: Rotate, reused: Beside) -> Write<Rotated> {
    let now = ask.now.millis();
    let session =
        refresh_tokens::table.find(&ask.hash).select(refresh_tokens::session_id).get_result(conn).await;
    let Some(session) = session.optional()? else { return Ok(Rotated::Unknown) };
    diesel::update(sessions::table.find(id(session)))
        .set(sessions::last_seen_at.eq(ask.now.to_minute().millis()))
        .execute(conn)
        .await?;
    let Some((holder, session_expires_at)) = holder(conn, session, now).await? else {
        return Ok(Rotated::Unknown);
    };
    let fresh = refresh_tokens::table
        .find(&ask.hash)
        .filter(refresh_tokens::used_at.is_null())
        .filter(refresh_tokens::expires_at.gt(now));
    let generation: Option<i64> = diesel::update(fresh)
        .set((refresh_tokens::used_at.eq(now), refresh_tokens::successor_sealed.eq(&ask.successor_sealed)))
        .returning(refresh_tokens::generation)
        .get_result(conn)
        .await
        .optional()?;
    let Some(generation) = generation else { return replayed(conn, &ask, holder, reused).await };
    let successor = RefreshRow {
        hash: ask.successor_hash,
        session_id: session,
        generation: generation + 1,
        created_at: now,
        expires_at: ask.now.plus(ask.idle).millis().min(session_expires_at),
        used_at: None,
        successor_sealed: None,
    };
    diesel::insert_into(refresh_tokens::table).values(successor).execute(conn).await?;
    Ok(Rotated::Fresh(holder))
}

/// Not fresh: expired, the immediate predecessor within its grace, or stolen.
async fn replayed(conn: &mut Conn, ask: &Rotate, holder: Holder, reused: Beside) -> Write<Rotated> {
    let now = ask.now.millis();
    let token: Option<RefreshRow> = refresh_tokens::table
        .find(&ask.hash)
        .select(RefreshRow::as_select())
        .get_result(conn)
        .await
        .optional()?;
    // An expired one may have been swept since it was looked up.
    let Some(token) = token else { return Ok(Rotated::Unknown) };
    let Some(used_at) = token.used_at else { return Ok(Rotated::Unknown) };
    let successor: Option<Option<i64>> = refresh_tokens::table
        .filter(refresh_tokens::session_id.eq(id(token.session_id)))
        .filter(refresh_tokens::generation.eq(token.generation + 1))
        .select(refresh_tokens::used_at)
        .get_result(conn)
        .await
        .optional()?;
    let within_grace = Timestamp::from_millis(used_at).plus(ask.grace) >= ask.now;
    match (successor, token.successor_sealed) {
        (Some(None), Some(successor_sealed)) if within_grace => {
            Ok(Rotated::Twin { holder, successor_sealed })
        }
        _ => {
            let told = audit::beside(conn, reused).await?;
            let mut ended = end_these(conn, holder.user, vec![holder.session], now).await?;
            ended.told.extend(told);
            Ok(Rotated::Reused(ended))
        }
    }
}

/// User, the account's version, when the session began and was proven again, how, with what, by which way, until when.
type Standing = (UserId, i64, i64, Option<i64>, i32, bool, i32, i64);

async fn holder(conn: &mut Conn, session: SessionId, now: i64) -> QueryResult<Option<(Holder, i64)>> {
    let row: Option<Standing> = sessions::table
        .inner_join(users::table.on(users::id.eq(sessions::user_id)))
        .filter(sessions::id.eq(id(session)))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(users::is_active.eq(true))
        .select((
            sessions::user_id,
            users::security_ver,
            sessions::created_at,
            sessions::authenticated_at,
            sessions::way,
            sessions::second_factor,
            sessions::transport,
            sessions::expires_at,
        ))
        .get_result(conn)
        .await
        .optional()?;
    Ok(row.map(|(user, security_ver, created_at, again, way, second_factor, transport, expires_at)| {
        let auth_time = again.unwrap_or(created_at);
        let proven = Proven { way: Way::from_number(way), second_factor };
        (Holder { user, session, security_ver, auth_time, proven, transport }, expires_at)
    }))
}

/// The session a refresh token belongs to, for signing out with it.
pub async fn session_of(conn: &mut Conn, hash: Vec<u8>) -> QueryResult<Option<(UserId, SessionId, i32)>> {
    refresh_tokens::table
        .inner_join(sessions::table.on(sessions::id.eq(refresh_tokens::session_id)))
        .filter(refresh_tokens::hash.eq(hash))
        .select((sessions::user_id, sessions::id, sessions::transport))
        .get_result(conn)
        .await
        .optional()
}
