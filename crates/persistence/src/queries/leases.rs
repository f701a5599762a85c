//! Leases: of all nodes, one does a job at a time, and a dead one holds it only until its lease runs out.

use super::Conn;
use crate::error::Write;
use crate::schema::leases;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::NodeId;
use uuid::Uuid;

/// Holds what was used up: no node ever gives it back.
const NOBODY: NodeId = NodeId::from_uuid(Uuid::nil());

/// True when the lease is ours until then: it was free, had run out, or was ours already.
pub async fn take(conn: &mut Conn, name: String, holder: NodeId, now: i64, until: i64) -> Write<bool> {
    let ours =
        leases::table.find(name.clone()).filter(leases::holder.eq(id(holder)).or(leases::until.le(now)));
    let renewed = diesel::update(ours)
        .set((leases::holder.eq(id(holder)), leases::until.eq(until)))
        .execute(conn)
        .await?;
    if renewed == 1 {
        return Ok(true);
    }
    let row = (leases::name.eq(name), leases::holder.eq(id(holder)), leases::until.eq(until));
    let inserted =
        diesel::insert_into(leases::table).values(row).on_conflict_do_nothing().execute(conn).await?;
    Ok(inserted == 1)
}

/// True for the first who asks: what is used up stays so until its time is over.
pub async fn use_up(conn: &mut Conn, name: String, until: i64) -> Write<bool> {
    let row = (leases::name.eq(name), leases::holder.eq(id(NOBODY)), leases::until.eq(until));
    let inserted =
        diesel::insert_into(leases::table).values(row).on_conflict_do_nothing().execute(conn).await?;
    Ok(inserted == 1)
}

pub async fn forget_used(conn: &mut Conn, now: i64) -> Write<()> {
    let used = leases::table.filter(leases::holder.eq(id(NOBODY)).and(leases::until.le(now)));
    diesel::delete(used).execute(conn).await?;
    Ok(())
}

pub async fn give_back(conn: &mut Conn, holder: NodeId) -> Write<()> {
    diesel::delete(leases::table.filter(leases::holder.eq(id(holder)))).execute(conn).await?;
    Ok(())
}
