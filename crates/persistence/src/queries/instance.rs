//! The one row that says which instance this database belongs to.

use super::{Conn, audit};
use crate::error::Write;
use crate::rows::InstanceRow;
use crate::rows::audit::AuditRow;
use crate::schema::instance;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub async fn find(conn: &mut Conn) -> QueryResult<Option<InstanceRow>> {
    instance::table.select(InstanceRow::as_select()).get_result(conn).await.optional()
}

/// Two nodes may start at once on an empty database: the first row wins, and both use it.
pub async fn begin(conn: &mut Conn, row: InstanceRow) -> Write<()> {
    diesel::insert_into(instance::table).values(&row).on_conflict_do_nothing().execute(conn).await?;
    Ok(())
}

pub async fn renew(conn: &mut Conn, row: InstanceRow, entry: AuditRow) -> Write<()> {
    audit::insert(conn, entry).await?;
    diesel::update(instance::table.find(row.id))
        .set((
            instance::canary_kid.eq(&row.canary_kid),
            instance::canary_nonce.eq(&row.canary_nonce),
            instance::canary_wrapped.eq(&row.canary_wrapped),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
