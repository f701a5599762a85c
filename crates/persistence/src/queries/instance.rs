//! One row says which instance this database belongs to.

pub mod blobs;
pub mod keys;
pub mod leases;

use super::operators::audit;
use super::{Conn, PLACE};
use crate::error::{Abort, Write};
use crate::rows::instance::InstanceRow;
use crate::rows::operators::audit::AuditRow;
use crate::schema::instance::instance;
use crate::types::StoredId;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;

pub async fn find(conn: &mut Conn) -> QueryResult<Option<InstanceRow>> {
    instance::table.select(InstanceRow::as_select()).get_result(conn).await.optional()
}

#[derive(QueryableByName)]
struct Words {
    #[diesel(sql_type = Text)]
    text: String,
}

/// Where this database lies.
pub async fn place(conn: &mut Conn) -> QueryResult<String> {
    Ok(diesel::sql_query(PLACE).get_result::<Words>(conn).await?.text)
}

/// Notes where the database lies, and a new epoch where there is one; only if no other node has done so meanwhile.
pub async fn settle(
    conn: &mut Conn,
    former: Option<String>,
    place: Option<String>,
    epoch: Option<StoredId>,
) -> Write<()> {
    let new = (instance::place.eq(place), epoch.map(|epoch| instance::epoch.eq(epoch)));
    match former {
        Some(former) => {
            diesel::update(instance::table.filter(instance::place.eq(former))).set(new).execute(conn).await?
        }
        None => {
            diesel::update(instance::table.filter(instance::place.is_null())).set(new).execute(conn).await?
        }
    };
    Ok(())
}

/// Replaces what administrators chose; false where it is no longer what it was.
pub async fn choose(conn: &mut Conn, former: Option<String>, chosen: String, entry: AuditRow) -> Write<bool> {
    let new = instance::chosen.eq(chosen);
    let changed = match former {
        Some(former) => {
            let row = instance::table.filter(instance::chosen.eq(former));
            diesel::update(row).set(new).execute(conn).await?
        }
        None => {
            let row = instance::table.filter(instance::chosen.is_null());
            diesel::update(row).set(new).execute(conn).await?
        }
    };
    if changed == 0 {
        return Err(Abort::Same(false));
    }
    audit::insert(conn, entry).await?;
    Ok(true)
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
