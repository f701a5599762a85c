//! Registration invites are made, used and removed here.

use super::super::Conn;
use super::super::operators::audit;
use crate::error::Write;
use crate::rows::accounts::code::InviteRow;
use crate::rows::operators::audit::AuditRow;
use crate::schema::accounts::registration_invites;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub async fn make(conn: &mut Conn, row: InviteRow, entry: AuditRow) -> Write<()> {
    diesel::insert_into(registration_invites::table).values(row).execute(conn).await?;
    audit::insert(conn, entry).await?;
    Ok(())
}

/// One use less; of several at once none uses what is not there.
pub async fn take(conn: &mut Conn, code_hash: &[u8], now: i64) -> QueryResult<bool> {
    let good = registration_invites::table
        .filter(registration_invites::code_hash.eq(code_hash))
        .filter(registration_invites::uses_left.gt(0))
        .filter(registration_invites::expires_at.gt(now));
    let taken = diesel::update(good)
        .set(registration_invites::uses_left.eq(registration_invites::uses_left - 1))
        .execute(conn)
        .await?;
    Ok(taken == 1)
}

pub async fn sweep(conn: &mut Conn, now: i64) -> QueryResult<usize> {
    diesel::delete(registration_invites::table.filter(registration_invites::expires_at.le(now)))
        .execute(conn)
        .await
}
