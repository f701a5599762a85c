//! Reports are written, listed for administrators, and decided once.

use super::super::sync::notifications;
use super::super::{Conn, people};
use super::audit;
use crate::error::{Abort, Write};
use crate::input::NewNotification;
use crate::rows::operators::audit::AuditRow;
use crate::rows::operators::report::{DECIDED, OPEN, ReportRow};
use crate::schema::operators::reports;
use crate::types::{StoredId, id};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::PersonalChange;
use domain::{Fault, ReportId, UserId};

pub async fn add(conn: &mut Conn, row: ReportRow, entry: AuditRow) -> Write<()> {
    if let Some(user) = row.user_id
        && people::find(conn, UserId::from_uuid(user.uuid())).await?.is_none()
    {
        return Err(Fault::NotFound.into());
    }
    diesel::insert_into(reports::table).values(row).execute(conn).await?;
    audit::insert(conn, entry).await?;
    Ok(())
}

/// Open ones oldest first, for they wait; decided ones newest first.
pub async fn list(
    conn: &mut Conn,
    decided: bool,
    cursor: Option<ReportId>,
    limit: i64,
) -> QueryResult<Vec<ReportRow>> {
    let mut rows = reports::table
        .filter(reports::state.eq(if decided { DECIDED } else { OPEN }))
        .limit(limit)
        .select(ReportRow::as_select())
        .into_boxed();
    rows = match (decided, cursor) {
        (false, None) => rows.order(reports::id.asc()),
        (false, Some(after)) => rows.order(reports::id.asc()).filter(reports::id.gt(id(after))),
        (true, None) => rows.order(reports::id.desc()),
        (true, Some(before)) => rows.order(reports::id.desc()).filter(reports::id.lt(id(before))),
    };
    rows.load(conn).await
}

pub async fn find(conn: &mut Conn, report: ReportId) -> QueryResult<Option<ReportRow>> {
    reports::table.find(id(report)).select(ReportRow::as_select()).get_result(conn).await.optional()
}

pub async fn decide(
    conn: &mut Conn,
    report: ReportId,
    by: UserId,
    decision: i32,
    at: i64,
    entry: AuditRow,
    notification: NewNotification,
) -> Write<(ReportRow, Option<PersonalChange>)> {
    let open = reports::table.find(id(report)).filter(reports::state.eq(OPEN));
    let row = diesel::update(open)
        .set((
            reports::state.eq(DECIDED),
            reports::decided_at.eq(Some(at)),
            reports::decided_by.eq(Some(StoredId::from(by))),
            reports::decision.eq(Some(decision)),
        ))
        .returning(ReportRow::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    match row {
        Some(row) => {
            audit::insert(conn, entry).await?;
            let told = notifications::put(conn, notification).await?;
            Ok((row, told))
        }
        None if find(conn, report).await?.is_some() => Err(Fault::ReportDecided.into()),
        None => Err(Abort::Refused(Fault::NotFound)),
    }
}
