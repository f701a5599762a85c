//! Sessions end here, one or several at once, together with everything that hangs on them.

use super::super::Conn;
use super::super::operators::audit;
use super::super::sync::{my_rev, notifications};
use crate::error::{Abort, Write};
use crate::outcome::Ended;
use crate::rows::operators::audit::AuditRow;
use crate::schema::accounts::{refresh_tokens, sessions};
use crate::schema::sync::push_subscriptions;
use crate::types::{id, ids};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::{Personal, PersonalChange};
use domain::notification::NotificationKind;
use domain::{Fault, SessionId, UserId};

/// Another person's session does not exist for this user. A user who ends a session from elsewhere has seen to the
/// sign-in they were notified of.
pub async fn end_one(
    conn: &mut Conn,
    user: UserId,
    session: SessionId,
    elsewhere: bool,
    at: i64,
    entry: AuditRow,
) -> Write<Ended> {
    let own = sessions::table
        .find(id(session))
        .filter(sessions::user_id.eq(id(user)))
        .select(sessions::ended_at)
        .get_result::<Option<i64>>(conn)
        .await
        .optional()?;
    match own {
        None => Err(Fault::NotFound.into()),
        Some(Some(_)) => Err(Abort::Same(Ended::default())),
        Some(None) => {
            audit::insert(conn, entry).await?;
            let mut ended = end_these(conn, user, vec![session], at).await?;
            if elsewhere {
                let sign_in =
                    notifications::remove_source(conn, NotificationKind::Security, session.uuid(), at)
                        .await?;
                ended.told.extend(sign_in);
            }
            Ok(ended)
        }
    }
}

pub async fn end_others(
    conn: &mut Conn,
    user: UserId,
    keep: SessionId,
    at: i64,
    entry: AuditRow,
) -> Write<Ended> {
    let others = sessions::table
        .filter(sessions::user_id.eq(id(user)))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::id.ne(id(keep)))
        .select(sessions::id)
        .load(conn)
        .await?;
    if others.is_empty() {
        Err(Abort::Same(Ended::default()))
    } else {
        audit::insert(conn, entry).await?;
        Ok(end_these(conn, user, others, at).await?)
    }
}

/// As [`end_others`], within the unit of work of something else.
pub async fn end_the_others(
    conn: &mut Conn,
    user: UserId,
    keep: SessionId,
    at: i64,
    entry: AuditRow,
) -> Write<Ended> {
    match end_others(conn, user, keep, at, entry).await {
        Err(Abort::Same(none)) => Ok(none),
        other => other,
    }
}

/// Signs the person out everywhere.
pub async fn end_all(conn: &mut Conn, user: UserId, at: i64) -> QueryResult<Ended> {
    let all = sessions::table
        .filter(sessions::user_id.eq(id(user)))
        .filter(sessions::ended_at.is_null())
        .select(sessions::id)
        .load(conn)
        .await?;
    end_these(conn, user, all, at).await
}

pub async fn end_these(conn: &mut Conn, user: UserId, gone: Vec<SessionId>, at: i64) -> QueryResult<Ended> {
    let my_rev = my_rev::bump(conn, user).await?;
    let standing =
        sessions::table.filter(sessions::id.eq_any(ids(&gone))).filter(sessions::ended_at.is_null());
    diesel::update(standing).set(sessions::ended_at.eq(at)).execute(conn).await?;
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::session_id.eq_any(ids(&gone))))
        .execute(conn)
        .await?;
    // A browser that was signed out is not told anything more.
    let pushed = push_subscriptions::table.filter(push_subscriptions::session_id.eq_any(ids(&gone)));
    diesel::delete(pushed).execute(conn).await?;
    let change = PersonalChange { user, my_rev, what: Personal::SessionsEnded(gone) };
    Ok(Ended { change: Some(change), told: vec![] })
}
