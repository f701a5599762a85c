//! An export of a person's data is a row that says how far it is, and its parts, sealed. A part and the step behind
//! it are one transaction, so that an export goes on after a restart where it stood.

use super::super::Conn;
use super::super::operators::audit;
use crate::error::{Abort, Write};
use crate::input::Beside;
use crate::rows::accounts::{ExportRow, RUNNING};
use crate::schema::accounts::{export_parts, exports};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::PersonalChange;
use domain::{Fault, UserId};

/// One that is under way is not begun again.
pub async fn begin(
    conn: &mut Conn,
    row: ExportRow,
    beside: Beside,
) -> Write<(ExportRow, Option<PersonalChange>)> {
    if let Some(known) = find(conn, row.user_id).await?.filter(|known| known.state == RUNNING) {
        return Err(Abort::Same((known, None)));
    }
    diesel::delete(exports::table.find(id(row.user_id))).execute(conn).await?;
    diesel::insert_into(exports::table).values(row.clone()).execute(conn).await?;
    let told = audit::beside(conn, beside).await?;
    Ok((row, told))
}

pub async fn find(conn: &mut Conn, user: UserId) -> QueryResult<Option<ExportRow>> {
    exports::table.find(id(user)).select(ExportRow::as_select()).get_result(conn).await.optional()
}

/// The one that waits the longest.
pub async fn next(conn: &mut Conn) -> QueryResult<Option<ExportRow>> {
    let rows: Vec<ExportRow> = exports::table
        .filter(exports::state.eq(RUNNING))
        .order(exports::asked_at)
        .limit(1)
        .select(ExportRow::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().next())
}

/// One step: false where another node has gone on meanwhile, or the export is gone.
pub async fn step(conn: &mut Conn, before: ExportRow, after: ExportRow, parts: Vec<Vec<u8>>) -> Write<bool> {
    let count = i64::try_from(parts.len()).map_err(|_| Abort::Refused(Fault::Internal))?;
    let same = exports::table
        .find(id(before.user_id))
        .filter(exports::state.eq(RUNNING))
        .filter(exports::asked_at.eq(before.asked_at))
        .filter(exports::parts.eq(before.parts));
    let moved = diesel::update(same)
        .set((
            exports::state.eq(after.state),
            exports::section.eq(after.section),
            exports::cursor_id.eq(after.cursor_id),
            exports::cursor_seq.eq(after.cursor_seq.number()),
            exports::parts.eq(before.parts + count),
            exports::size.eq(after.size),
            exports::done.eq(after.done),
            exports::total.eq(after.total),
            exports::expires_at.eq(after.expires_at),
        ))
        .execute(conn)
        .await?;
    if moved == 0 {
        return Err(Abort::Same(false));
    }
    for (number, part) in (before.parts..).zip(parts) {
        let number = i32::try_from(number).map_err(|_| Abort::Refused(Fault::Internal))?;
        let row = (
            export_parts::user_id.eq(id(before.user_id)),
            export_parts::no.eq(number),
            export_parts::bytes_sealed.eq(part),
        );
        diesel::insert_into(export_parts::table).values(row).execute(conn).await?;
    }
    Ok(true)
}

pub async fn part(conn: &mut Conn, user: UserId, no: i32) -> QueryResult<Option<Vec<u8>>> {
    export_parts::table
        .find((id(user), no))
        .select(export_parts::bytes_sealed)
        .get_result(conn)
        .await
        .optional()
}

pub async fn expire(conn: &mut Conn, now: i64) -> Write<usize> {
    Ok(diesel::delete(exports::table.filter(exports::expires_at.le(now))).execute(conn).await?)
}
