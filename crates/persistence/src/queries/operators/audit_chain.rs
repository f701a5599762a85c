//! A chain proves the audit log. Entries are linked after their commit, one after the other; the chain is only ever
//! made longer, and not at all where its end is not what it was.

use super::super::Conn;
use crate::error::Write;
use crate::outcome::{ChainHead, Linked};
use crate::rows::operators::audit::{AuditRow, HeadRow, LinkRow};
use crate::schema::operators::{audit_chain, audit_head, audit_log};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{AuditId, Timestamp};
use std::sync::Arc;
use vault::Secret32;

/// Links what is not linked yet; `known` is an end that an operator remembers, `floor` an id below which all is linked.
pub async fn link(
    conn: &mut Conn,
    key: Arc<Secret32>,
    known: Option<ChainHead>,
    floor: Option<AuditId>,
    limit: i64,
) -> Write<Linked> {
    let stored = head(conn).await?;
    let last = last(conn).await?;
    if !is_sound(conn, &key, stored.as_ref(), last.as_ref(), known.as_ref()).await? {
        return Ok(Linked::Broken);
    }
    let rows = unlinked(conn, floor, limit).await?;
    let (mut no, mut mac) = last.map_or((0, vec![]), |link| (link.no, link.mac));
    let newest = rows.iter().map(|row| row.at).max().map(Timestamp::from_millis);
    let count = rows.len();
    for row in rows {
        no += 1;
        mac = row.mac(&key, no, &mac).to_vec();
        let link = LinkRow { no, audit_id: row.id, mac: mac.clone() };
        diesel::insert_into(audit_chain::table).values(link).execute(conn).await?;
    }
    if count > 0 {
        diesel::delete(audit_head::table.find(HeadRow::ONLY)).execute(conn).await?;
        let row = HeadRow::new(&key, no, mac.clone());
        diesel::insert_into(audit_head::table).values(row).execute(conn).await?;
    }
    Ok(Linked::Up { head: (no > 0).then_some(ChainHead { no, mac }), newest, count })
}

/// The end as it is stored, if it is there and its seal is right.
pub async fn head(conn: &mut Conn) -> QueryResult<Option<HeadRow>> {
    audit_head::table.find(HeadRow::ONLY).select(HeadRow::as_select()).get_result(conn).await.optional()
}

/// Some links from a number on, each with the entry it proves, if that is still there.
pub async fn page(conn: &mut Conn, after: i64, limit: i64) -> QueryResult<Vec<(LinkRow, Option<AuditRow>)>> {
    audit_chain::table
        .left_join(audit_log::table.on(audit_log::id.eq(audit_chain::audit_id)))
        .filter(audit_chain::no.gt(after))
        .order(audit_chain::no)
        .limit(limit)
        .select((LinkRow::as_select(), Option::<AuditRow>::as_select()))
        .load(conn)
        .await
}

pub async fn count_unlinked(conn: &mut Conn) -> QueryResult<i64> {
    audit_log::table
        .left_join(audit_chain::table.on(audit_chain::audit_id.eq(audit_log::id)))
        .filter(audit_chain::no.is_null())
        .count()
        .get_result(conn)
        .await
}

async fn is_sound(
    conn: &mut Conn,
    key: &Secret32,
    stored: Option<&HeadRow>,
    last: Option<&LinkRow>,
    known: Option<&ChainHead>,
) -> QueryResult<bool> {
    let ends_alike = match (stored, last) {
        (None, None) => true,
        (Some(head), Some(link)) => head.no == link.no && head.mac == link.mac && head.is_ours(key),
        (Some(_), None) | (None, Some(_)) => false,
    };
    let Some(known) = known else { return Ok(ends_alike) };
    let remembered: Option<Vec<u8>> =
        audit_chain::table.find(known.no).select(audit_chain::mac).get_result(conn).await.optional()?;
    Ok(ends_alike && remembered.as_ref() == Some(&known.mac))
}

async fn last(conn: &mut Conn) -> QueryResult<Option<LinkRow>> {
    let rows: Vec<LinkRow> = audit_chain::table
        .order(audit_chain::no.desc())
        .limit(1)
        .select(LinkRow::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().next())
}

async fn unlinked(conn: &mut Conn, floor: Option<AuditId>, limit: i64) -> QueryResult<Vec<AuditRow>> {
    let mut rows = audit_log::table
        .left_join(audit_chain::table.on(audit_chain::audit_id.eq(audit_log::id)))
        .filter(audit_chain::no.is_null())
        .order(audit_log::id)
        .limit(limit)
        .select(AuditRow::as_select())
        .into_boxed();
    if let Some(floor) = floor {
        rows = rows.filter(audit_log::id.ge(id(floor)));
    }
    rows.load(conn).await
}
