//! Wrapped data keys are stored, found and destroyed here.

use super::super::Conn;
use crate::error::{Abort, Write};
use crate::outcome::KeyUse;
use crate::rows::instance::DataKeyRow;
use crate::schema::chats::chats;
use crate::schema::instance::data_keys;
use crate::types::{StoredId, ids};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ChatId;

pub async fn of_owner(conn: &mut Conn, kind: i32, owner: StoredId) -> QueryResult<Vec<DataKeyRow>> {
    data_keys::table
        .filter(data_keys::owner_kind.eq(kind))
        .filter(data_keys::owner_id.eq(owner))
        .select(DataKeyRow::as_select())
        .load(conn)
        .await
}

/// The latest version, opened by this ring or not.
pub async fn latest(conn: &mut Conn, kind: i32, owner: StoredId) -> QueryResult<Option<i32>> {
    data_keys::table
        .filter(data_keys::owner_kind.eq(kind))
        .filter(data_keys::owner_id.eq(owner))
        .select(diesel::dsl::max(data_keys::ver))
        .get_result(conn)
        .await
}

/// With what says whether each chat's newest key has to be rotated.
pub async fn of_chats(
    conn: &mut Conn,
    kind: i32,
    of: Vec<ChatId>,
) -> QueryResult<(Vec<DataKeyRow>, Vec<KeyUse>)> {
    let (mut rows, mut used) = (Vec::new(), Vec::new());
    for chunk in of.chunks(crate::types::CHUNK) {
        let owned = data_keys::table
            .filter(data_keys::owner_kind.eq(kind))
            .filter(data_keys::owner_id.eq_any(ids(chunk)))
            .select(DataKeyRow::as_select());
        rows.extend(owned.load(conn).await?);
        let stand = chats::table.filter(chats::id.eq_any(ids(chunk))).select((
            chats::id,
            chats::seq,
            chats::retention_days,
        ));
        used.extend(stand.load::<KeyUse>(conn).await?);
    }
    Ok((rows, used))
}

/// The second writer of the same version keeps the first one's key.
pub async fn add<T>(conn: &mut Conn, rows: Vec<DataKeyRow>) -> Result<(), Abort<T>> {
    for row in rows {
        diesel::insert_into(data_keys::table).values(row).on_conflict_do_nothing().execute(conn).await?;
    }
    Ok(())
}

pub async fn count_by_kid(conn: &mut Conn) -> QueryResult<Vec<(String, i64)>> {
    data_keys::table
        .group_by(data_keys::kid)
        .select((data_keys::kid, diesel::dsl::count_star()))
        .order(data_keys::kid)
        .load(conn)
        .await
}

pub async fn not_under(conn: &mut Conn, kid: String, limit: i64) -> QueryResult<Vec<DataKeyRow>> {
    data_keys::table
        .filter(data_keys::kid.ne(kid))
        .order((data_keys::owner_kind, data_keys::owner_id, data_keys::ver))
        .limit(limit)
        .select(DataKeyRow::as_select())
        .load(conn)
        .await
}

/// The newest of those it wraps.
pub async fn some_under(conn: &mut Conn, kid: String, limit: i64) -> QueryResult<Vec<DataKeyRow>> {
    data_keys::table
        .filter(data_keys::kid.eq(kid))
        .order(data_keys::created_at.desc())
        .limit(limit)
        .select(DataKeyRow::as_select())
        .load(conn)
        .await
}

pub async fn rewrap_rows(conn: &mut Conn, rows: Vec<DataKeyRow>) -> Write<()> {
    for row in &rows {
        diesel::update(data_keys::table.find((row.owner_kind, row.owner_id, row.ver)))
            .set((
                data_keys::kid.eq(&row.kid),
                data_keys::nonce.eq(&row.nonce),
                data_keys::wrapped.eq(&row.wrapped),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}

pub async fn destroy(conn: &mut Conn, kind: i32, owner: StoredId) -> QueryResult<usize> {
    diesel::delete(
        data_keys::table.filter(data_keys::owner_kind.eq(kind)).filter(data_keys::owner_id.eq(owner)),
    )
    .execute(conn)
    .await
}

/// Versions of a chat's keys that were followed by another one before some time; never the newest.
pub async fn destroy_before(conn: &mut Conn, kind: i32, chat: ChatId, at: i64) -> QueryResult<Vec<i32>> {
    let rows = of_owner(conn, kind, StoredId::from(chat)).await?;
    let mut data: Vec<&DataKeyRow> = rows.iter().filter(|row| row.ver > 0).collect();
    data.sort_by_key(|row| row.ver);
    let followed = data.iter().zip(data.iter().skip(1));
    let old: Vec<i32> = followed.filter(|(_, next)| next.created_at < at).map(|(row, _)| row.ver).collect();
    for ver in &old {
        diesel::delete(data_keys::table.find((kind, StoredId::from(chat), *ver))).execute(conn).await?;
    }
    Ok(old)
}
