//! Sessions and tokens whose time is over are removed in small steps.

use super::super::Conn;
use crate::error::Write;
use crate::schema::accounts::{
    challenges, code_budgets, code_events, grants, identifier_undos, refresh_tokens, sessions,
};
use crate::schema::sync::push_subscriptions;
use crate::types::ids;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{SessionId, Timestamp, code};
use std::time::Duration;

/// So many in one transaction.
const AT_ONCE: i64 = 500;

/// Tokens that have run out, spent or not, and sessions that ended before `long_ago`; true where there may be more.
/// Until then a spent token tells a thief's, and an old session a browser that was here before.
pub async fn sweep(conn: &mut Conn, now: i64, long_ago: i64) -> Write<bool> {
    let over = refresh_tokens::table
        .filter(refresh_tokens::expires_at.le(now))
        .order(refresh_tokens::expires_at)
        .limit(AT_ONCE)
        .select(refresh_tokens::hash);
    let tokens: Vec<Vec<u8>> = over.load(conn).await?;
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::hash.eq_any(&tokens))).execute(conn).await?;
    // Whether it was ended or ran out: a session's end lies at most its whole life after it was made.
    let old = sessions::table
        .filter(sessions::expires_at.le(long_ago))
        .order(sessions::expires_at)
        .limit(AT_ONCE)
        .select(sessions::id);
    let old: Vec<SessionId> = old.load(conn).await?;
    let pushed = push_subscriptions::table.filter(push_subscriptions::session_id.eq_any(ids(&old)));
    diesel::delete(pushed).execute(conn).await?;
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::session_id.eq_any(ids(&old))))
        .execute(conn)
        .await?;
    diesel::delete(sessions::table.filter(sessions::id.eq_any(ids(&old)))).execute(conn).await?;
    let full = usize::try_from(AT_ONCE).unwrap_or_default();
    Ok(tokens.len() == full || old.len() == full)
}

/// A budget untouched for so long is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(90 * 24 * 3600);

/// Removes what has run out.
pub async fn sweep_codes(conn: &mut Conn, now: i64) -> Write<usize> {
    let day_ago = Timestamp::from_millis(now).minus(code::DAY).millis();
    let long_ago = Timestamp::from_millis(now).minus(FORGOTTEN).millis();
    let swept =
        diesel::delete(challenges::table.filter(challenges::expires_at.le(now))).execute(conn).await?;
    diesel::delete(grants::table.filter(grants::expires_at.le(now))).execute(conn).await?;
    diesel::delete(code_events::table.filter(code_events::at.le(day_ago))).execute(conn).await?;
    diesel::delete(code_budgets::table.filter(code_budgets::touched_at.le(long_ago))).execute(conn).await?;
    diesel::delete(identifier_undos::table.filter(identifier_undos::expires_at.le(now)))
        .execute(conn)
        .await?;
    super::registration_invites::sweep(conn, now).await?;
    super::recovery::sweep(conn, now).await?;
    Ok(swept)
}
