//! The audit log is added to and read, never changed. An entry is written in the transaction of the act it tells.

use super::super::Conn;
use super::super::sync::notifications;
use crate::error::Write;
use crate::input::Beside;
use crate::rows::operators::audit::AuditRow;
use crate::schema::operators::audit_log;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::UserId;
use domain::event::PersonalChange;

pub async fn insert(conn: &mut Conn, row: AuditRow) -> QueryResult<usize> {
    diesel::insert_into(audit_log::table).values(row).execute(conn).await
}

/// The entry of an act, and what the person is told of it.
pub async fn beside(conn: &mut Conn, beside: Beside) -> QueryResult<Option<PersonalChange>> {
    insert(conn, beside.entry).await?;
    match beside.notification {
        Some(notification) => notifications::put(conn, notification).await,
        None => Ok(None),
    }
}

/// An act that has no transaction of its own.
pub async fn note(conn: &mut Conn, row: AuditRow) -> Write<usize> {
    Ok(insert(conn, row).await?)
}

/// What concerns one person's account, newest first.
pub async fn of_user(
    conn: &mut Conn,
    user: UserId,
    before: Option<domain::AuditId>,
    limit: i64,
) -> QueryResult<Vec<AuditRow>> {
    let mut rows = audit_log::table
        .filter(audit_log::user_id.eq(id(user)))
        .select(AuditRow::as_select())
        .order(audit_log::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(before) = before {
        rows = rows.filter(audit_log::id.lt(id(before)));
    }
    rows.load(conn).await
}
