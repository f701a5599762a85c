//! Notifications are added, read and removed here. Every change raises the person's own revision and comes back as
//! the fact to publish; `put` and `remove_source` are made to be called in the transaction of the cause.

use super::super::Conn;
use super::my_rev;
use crate::error::{Abort, Write};
use crate::input::NewNotification;
use crate::outcome::NotificationsFound;
use crate::rows::sync::notification::{NotificationRow, NotificationSettingsRow};
use crate::schema::sync::{notification_settings, notifications};
use crate::types::{StoredId, id, ids};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::{Personal, PersonalChange};
use domain::notification::{NotificationChange, NotificationKind, NotificationSettings};
use domain::{MyRev, NotificationId, UserId};
use uuid::Uuid;

/// Rows that share one revision: few enough that a page of changes always gets past them.
const AT_ONCE: usize = 100;

/// One cause is told once. None where it was told before and is not removed.
pub async fn put(conn: &mut Conn, new: NewNotification) -> QueryResult<Option<PersonalChange>> {
    let NewNotification { user, mut notification, about_sealed } = new;
    let known = of_cause(conn, user, notification.kind, notification.source).await?;
    if known.as_ref().is_some_and(|known| known.removed_at.is_none()) {
        return Ok(None);
    }
    notification.my_rev = my_rev::bump(conn, user).await?;
    // A cause that comes back is notified again; the row of the first time goes.
    let former = notifications::table
        .filter(notifications::source_id.eq(StoredId::from_uuid(notification.source)))
        .filter(notifications::kind.eq(notification.kind.name()))
        .filter(notifications::user_id.eq(id(user)))
        .filter(notifications::removed_at.is_not_null());
    diesel::delete(former).execute(conn).await?;
    let row = NotificationRow {
        id: notification.id,
        user_id: user,
        kind: notification.kind.name().to_owned(),
        source_id: StoredId::from_uuid(notification.source),
        actor_id: notification.actor.map(StoredId::from),
        about_sealed,
        my_rev: notification.my_rev,
        created_at: notification.created_at.millis(),
        read_at: None,
        removed_at: None,
    };
    let inserted =
        diesel::insert_into(notifications::table).values(row).on_conflict_do_nothing().execute(conn).await?;
    if inserted == 0 {
        return Ok(None);
    }
    let unread = unread(conn, user).await?;
    let my_rev = notification.my_rev;
    Ok(Some(PersonalChange { user, my_rev, what: of(NotificationChange::Put { notification, unread }) }))
}

/// Whatever was told of this cause, to whomever, is taken back.
pub async fn remove_source(
    conn: &mut Conn,
    kind: NotificationKind,
    source: Uuid,
    at: i64,
) -> QueryResult<Vec<PersonalChange>> {
    let rows = told_of(conn, kind, source).await?;
    let mut changes = Vec::with_capacity(rows.len());
    for (user, notification) in rows {
        changes.push(take_back(conn, user, notification, at).await?);
    }
    Ok(changes)
}

/// Who was told of this cause, and not taken back.
pub async fn told_of(
    conn: &mut Conn,
    kind: NotificationKind,
    source: Uuid,
) -> QueryResult<Vec<(UserId, NotificationId)>> {
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
pub async fn remove(
    conn: &mut Conn,
    user: UserId,
    notification: NotificationId,
    at: i64,
) -> Write<Vec<PersonalChange>> {
    let row: Option<Option<i64>> = notifications::table
        .find(id(notification))
        .filter(notifications::user_id.eq(id(user)))
        .select(notifications::removed_at)
        .get_result(conn)
        .await
        .optional()?;
    match row {
        None => Err(domain::Fault::NotFound.into()),
        Some(Some(_)) => Err(Abort::Same(vec![])),
        Some(None) => Ok(vec![take_back(conn, user, notification, at).await?]),
    }
}

/// These, or all; one change for every hundred, and the number that is left unread.
pub async fn read(
    conn: &mut Conn,
    user: UserId,
    which: Option<Vec<NotificationId>>,
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
    let open: Vec<NotificationId> = open.load(conn).await?;
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
            .set((notifications::read_at.eq(at), notifications::my_rev.eq(my_rev.number())))
            .execute(conn)
            .await?;
        left = unread(conn, user).await?;
        let what = of(NotificationChange::Read { ids: chunk.to_vec(), unread: left });
        changes.push(PersonalChange { user, my_rev, what });
    }
    Ok((left, changes))
}

/// Newest first, with the number that is not read.
pub async fn page(
    conn: &mut Conn,
    user: UserId,
    before: Option<NotificationId>,
    limit: i64,
) -> QueryResult<NotificationsFound> {
    let mut rows = notifications::table
        .filter(notifications::user_id.eq(id(user)))
        .filter(notifications::removed_at.is_null())
        .order(notifications::id.desc())
        .limit(limit)
        .select(NotificationRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        rows = rows.filter(notifications::id.lt(id(before)));
    }
    Ok(NotificationsFound { rows: rows.load(conn).await?, unread: unread(conn, user).await? })
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
    after: MyRev,
    up_to: MyRev,
    limit: i64,
) -> QueryResult<Vec<NotificationRow>> {
    notifications::table
        .filter(notifications::user_id.eq(id(user)))
        .filter(notifications::my_rev.gt(after.number()))
        .filter(notifications::my_rev.le(up_to.number()))
        .order(notifications::my_rev)
        .limit(limit)
        .select(NotificationRow::as_select())
        .load(conn)
        .await
}

/// Old ones and old tombstones go for good.
pub async fn forget_before(conn: &mut Conn, created_before: i64) -> Write<usize> {
    let old = notifications::table.filter(notifications::created_at.lt(created_before));
    Ok(diesel::delete(old).execute(conn).await?)
}

pub async fn settings(conn: &mut Conn, user: UserId) -> QueryResult<Option<NotificationSettingsRow>> {
    notification_settings::table
        .find(id(user))
        .select(NotificationSettingsRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

pub async fn set_settings(
    conn: &mut Conn,
    user: UserId,
    settings: NotificationSettings,
) -> Write<PersonalChange> {
    let my_rev = my_rev::bump(conn, user).await?;
    let row = NotificationSettingsRow::new(user, &settings, my_rev);
    diesel::delete(notification_settings::table.find(id(user))).execute(conn).await?;
    diesel::insert_into(notification_settings::table).values(row).execute(conn).await?;
    Ok(PersonalChange { user, my_rev, what: Personal::NotificationSettings(Box::new(settings)) })
}

pub async fn of_cause(
    conn: &mut Conn,
    user: UserId,
    kind: NotificationKind,
    source: Uuid,
) -> QueryResult<Option<NotificationRow>> {
    notifications::table
        .filter(notifications::source_id.eq(StoredId::from_uuid(source)))
        .filter(notifications::kind.eq(kind.name()))
        .filter(notifications::user_id.eq(id(user)))
        .select(NotificationRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

pub async fn take_back(
    conn: &mut Conn,
    user: UserId,
    notification: NotificationId,
    at: i64,
) -> QueryResult<PersonalChange> {
    let my_rev = my_rev::bump(conn, user).await?;
    diesel::update(notifications::table.find(id(notification)))
        .set((
            notifications::removed_at.eq(at),
            notifications::about_sealed.eq(None::<Vec<u8>>),
            notifications::my_rev.eq(my_rev.number()),
        ))
        .execute(conn)
        .await?;
    let unread = unread(conn, user).await?;
    Ok(PersonalChange { user, my_rev, what: of(NotificationChange::Removed { id: notification, unread }) })
}

fn of(change: NotificationChange) -> Personal {
    Personal::Notifications(Box::new(change))
}
