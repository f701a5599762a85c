//! Notifications are added, read and removed here. Every change raises the person's own revision and comes back as
//! the fact to publish; `put` and `remove_source` are made to be called in the transaction of the cause.

use super::super::Conn;
use super::my_rev;
use crate::error::{Abort, Write};
use crate::input::NewNotice;
use crate::outcome::NoticesFound;
use crate::rows::sync::notification::{NoticeRow, NoticeSettingsRow};
use crate::schema::sync::{notification_settings, notifications};
use crate::types::{StoredId, id, ids};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::{Personal, PersonalChange};
use domain::notice::{NoticeChange, NoticeKind, NoticeSettings};
use domain::{NoticeId, UserId};
use uuid::Uuid;

/// Rows that share one revision: few enough that a page of changes always gets past them.
const AT_ONCE: usize = 100;

/// One cause is told once. None where it was told before and is not removed.
pub async fn put(conn: &mut Conn, new: NewNotice) -> QueryResult<Option<PersonalChange>> {
    let NewNotice { user, mut notice, about_sealed } = new;
    let known = of_cause(conn, user, notice.kind, notice.source).await?;
    if known.as_ref().is_some_and(|known| known.removed_at.is_none()) {
        return Ok(None);
    }
    notice.my_rev = my_rev::bump(conn, user).await?;
    // A cause that comes back is notified again; the row of the first time goes.
    let former = notifications::table
        .filter(notifications::source_id.eq(StoredId::from_uuid(notice.source)))
        .filter(notifications::kind.eq(notice.kind.name()))
        .filter(notifications::user_id.eq(id(user)))
        .filter(notifications::removed_at.is_not_null());
    diesel::delete(former).execute(conn).await?;
    let row = NoticeRow {
        id: notice.id,
        user_id: user,
        kind: notice.kind.name().to_owned(),
        source_id: StoredId::from_uuid(notice.source),
        actor_id: notice.actor.map(StoredId::from),
        about_sealed,
        my_rev: notice.my_rev,
        created_at: notice.created_at.millis(),
        read_at: None,
        removed_at: None,
    };
    let inserted =
        diesel::insert_into(notifications::table).values(row).on_conflict_do_nothing().execute(conn).await?;
    if inserted == 0 {
        return Ok(None);
    }
    let unread = unread(conn, user).await?;
    let my_rev = notice.my_rev;
    Ok(Some(PersonalChange { user, my_rev, what: of(NoticeChange::Put { notice, unread }) }))
}

/// Whatever was told of this cause, to whomever, is taken back.
pub async fn remove_source(
    conn: &mut Conn,
    kind: NoticeKind,
    source: Uuid,
    at: i64,
) -> QueryResult<Vec<PersonalChange>> {
    let rows = told_of(conn, kind, source).await?;
    let mut changes = Vec::with_capacity(rows.len());
    for (user, notice) in rows {
        changes.push(take_back(conn, user, notice, at).await?);
    }
    Ok(changes)
}

/// Who was told of this cause, and not taken back.
pub async fn told_of(
    conn: &mut Conn,
    kind: NoticeKind,
    source: Uuid,
) -> QueryResult<Vec<(UserId, NoticeId)>> {
    notifications::table
        .filter(notifications::source_id.eq(StoredId::from_uuid(source)))
        .filter(notifications::kind.eq(kind.name()))
        .filter(notifications::removed_at.is_null())
        .order(notifications::user_id)
        .select((notifications::user_id, notifications::id))
        .load(conn)
        .await
}

/// By the one who was told.
pub async fn remove(conn: &mut Conn, user: UserId, notice: NoticeId, at: i64) -> Write<Vec<PersonalChange>> {
    let row: Option<Option<i64>> = notifications::table
        .find(id(notice))
        .filter(notifications::user_id.eq(id(user)))
        .select(notifications::removed_at)
        .get_result(conn)
        .await
        .optional()?;
    match row {
        None => Err(domain::Fault::NotFound.into()),
        Some(Some(_)) => Err(Abort::Same(vec![])),
        Some(None) => Ok(vec![take_back(conn, user, notice, at).await?]),
    }
}

/// These, or all; one change for every hundred, and the number that is left unread.
pub async fn read(
    conn: &mut Conn,
    user: UserId,
    which: Option<Vec<NoticeId>>,
    at: i64,
) -> Write<(i64, Vec<PersonalChange>)> {
    let mut open = notifications::table
        .filter(notifications::user_id.eq(id(user)))
        .filter(notifications::read_at.is_null())
        .filter(notifications::removed_at.is_null())
        .select(notifications::id)
        .order(notifications::id)
        .into_boxed();
    if let Some(which) = &which {
        open = open.filter(notifications::id.eq_any(ids(which)));
    }
    let open: Vec<NoticeId> = open.load(conn).await?;
    if open.is_empty() {
        return Err(Abort::Same((unread(conn, user).await?, vec![])));
    }
    let mut changes = Vec::new();
    let mut left = 0;
    for chunk in open.chunks(AT_ONCE) {
        let my_rev = my_rev::bump(conn, user).await?;
        let rows = notifications::table
            .filter(notifications::user_id.eq(id(user)))
            .filter(notifications::id.eq_any(ids(chunk)));
        diesel::update(rows)
            .set((notifications::read_at.eq(at), notifications::my_rev.eq(my_rev)))
            .execute(conn)
            .await?;
        left = unread(conn, user).await?;
        let what = of(NoticeChange::Read { ids: chunk.to_vec(), unread: left });
        changes.push(PersonalChange { user, my_rev, what });
    }
    Ok((left, changes))
}

/// Newest first, with the number that is not read.
pub async fn page(
    conn: &mut Conn,
    user: UserId,
    before: Option<NoticeId>,
    limit: i64,
) -> QueryResult<NoticesFound> {
    let mut rows = notifications::table
        .filter(notifications::user_id.eq(id(user)))
        .filter(notifications::removed_at.is_null())
        .order(notifications::id.desc())
        .limit(limit)
        .select(NoticeRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        rows = rows.filter(notifications::id.lt(id(before)));
    }
    Ok(NoticesFound { rows: rows.load(conn).await?, unread: unread(conn, user).await? })
}

pub async fn unread(conn: &mut Conn, user: UserId) -> QueryResult<i64> {
    notifications::table
        .filter(notifications::user_id.eq(id(user)))
        .filter(notifications::read_at.is_null())
        .filter(notifications::removed_at.is_null())
        .count()
        .get_result(conn)
        .await
}

/// In the order of the person's revisions, tombstones as well.
pub async fn after(
    conn: &mut Conn,
    user: UserId,
    after: i64,
    up_to: i64,
    limit: i64,
) -> QueryResult<Vec<NoticeRow>> {
    notifications::table
        .filter(notifications::user_id.eq(id(user)))
        .filter(notifications::my_rev.gt(after))
        .filter(notifications::my_rev.le(up_to))
        .order(notifications::my_rev)
        .limit(limit)
        .select(NoticeRow::as_select())
        .load(conn)
        .await
}

/// Old ones and old tombstones go for good.
pub async fn forget_before(conn: &mut Conn, created_before: i64) -> Write<usize> {
    let old = notifications::table.filter(notifications::created_at.lt(created_before));
    Ok(diesel::delete(old).execute(conn).await?)
}

pub async fn settings(conn: &mut Conn, user: UserId) -> QueryResult<Option<NoticeSettingsRow>> {
    notification_settings::table
        .find(id(user))
        .select(NoticeSettingsRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

pub async fn set_settings(conn: &mut Conn, user: UserId, settings: NoticeSettings) -> Write<PersonalChange> {
    let my_rev = my_rev::bump(conn, user).await?;
    let row = NoticeSettingsRow::new(user, &settings, my_rev);
    diesel::delete(notification_settings::table.find(id(user))).execute(conn).await?;
    diesel::insert_into(notification_settings::table).values(row).execute(conn).await?;
    Ok(PersonalChange { user, my_rev, what: Personal::NoticeSettings(Box::new(settings)) })
}

pub async fn of_cause(
    conn: &mut Conn,
    user: UserId,
    kind: NoticeKind,
    source: Uuid,
) -> QueryResult<Option<NoticeRow>> {
    notifications::table
        .filter(notifications::source_id.eq(StoredId::from_uuid(source)))
        .filter(notifications::kind.eq(kind.name()))
        .filter(notifications::user_id.eq(id(user)))
        .select(NoticeRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

pub async fn take_back(
    conn: &mut Conn,
    user: UserId,
    notice: NoticeId,
    at: i64,
) -> QueryResult<PersonalChange> {
    let my_rev = my_rev::bump(conn, user).await?;
    diesel::update(notifications::table.find(id(notice)))
        .set((
            notifications::removed_at.eq(at),
            notifications::about_sealed.eq(None::<Vec<u8>>),
            notifications::my_rev.eq(my_rev),
        ))
        .execute(conn)
        .await?;
    let unread = unread(conn, user).await?;
    Ok(PersonalChange { user, my_rev, what: of(NoticeChange::Removed { id: notice, unread }) })
}

fn of(change: NoticeChange) -> Personal {
    Personal::Notices(Box::new(change))
}
