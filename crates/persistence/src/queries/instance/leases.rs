//! By leases, one of all nodes does a job at a time, and a dead one holds it only until its lease expires.

use super::super::Conn;
use crate::error::Write;
use crate::schema::instance::leases;
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

/// What a node that serves holds, before its id.
pub const SERVING: &str = "serving:";

/// Whether a node serves this database, or did until its lease runs out.
pub async fn is_served(conn: &mut Conn, now: i64) -> QueryResult<bool> {
    let held = leases::table.filter(leases::name.like(format!("{SERVING}%"))).filter(leases::until.gt(now));
    diesel::select(diesel::dsl::exists(held)).get_result(conn).await
}

/// A node says that it serves; leases of nodes that died go with it.
pub async fn serve(conn: &mut Conn, node: NodeId, now: i64, until: i64) -> Write<bool> {
    let dead = leases::table.filter(leases::name.like(format!("{SERVING}%"))).filter(leases::until.le(now));
    diesel::delete(dead.filter(leases::holder.ne(id(node)))).execute(conn).await?;
    take(conn, format!("{SERVING}{}", node.uuid().simple()), node, now, until).await
}

/// What copies of the instance hold while they are made: as many at a time as there are names.
pub const COPIES: [&str; 4] = ["copy:1", "copy:2", "copy:3", "copy:4"];

/// Whether a copy of the instance is being made.
pub async fn is_copying(conn: &mut Conn, now: i64) -> QueryResult<bool> {
    let held = leases::table.filter(leases::name.eq_any(COPIES)).filter(leases::until.gt(now));
    diesel::select(diesel::dsl::exists(held)).get_result(conn).await
}

/// The first free of the names of [`COPIES`], or the holder's own.
pub async fn hold_files(conn: &mut Conn, holder: NodeId, now: i64, until: i64) -> Write<bool> {
    for name in COPIES {
        match take(conn, name.to_owned(), holder, now, until).await {
            Ok(false) => {}
            taken => return taken,
        }
    }
    Ok(false)
}

/// True for the first who asks: what is used up stays so until its time is over.
pub async fn use_up(conn: &mut Conn, name: String, until: i64) -> Write<bool> {
    let row = (leases::name.eq(name), leases::holder.eq(id(NOBODY)), leases::until.eq(until));
    let inserted =
        diesel::insert_into(leases::table).values(row).on_conflict_do_nothing().execute(conn).await?;
    Ok(inserted == 1)
}

pub async fn is_used(conn: &mut Conn, name: String) -> QueryResult<bool> {
    let used = leases::table.find(name).filter(leases::holder.eq(id(NOBODY)));
    diesel::select(diesel::dsl::exists(used)).get_result(conn).await
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
