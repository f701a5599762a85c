//! Requests to join a group. Its admins are notified, and no longer once one of them has
//! answered.

use super::super::Conn;
use super::super::operators::audit;
use super::super::sync::notifications;
use super::change::LockedChat;
use super::invite_row::{may_invite, use_up};
use super::{members, membership};
use crate::error::{Abort, Write};
use crate::input::{Act, Bounds, NewNotification};
use crate::keys::KeySet;
use crate::outcome::{Entered, Touched};
use crate::rows::chats::invite::{JoinRequestRow, request_source};
use crate::rows::chats::member::{BANNED, JOINED, role_number};
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::UserRow;
use crate::schema::chats::{join_requests, members as member_rows};
use crate::schema::people::users;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::PersonalChange;
use domain::member::Role;
use domain::message::ServiceEvent;
use domain::notification::{About, Notification, NotificationKind};
use domain::{ChatId, Fault, MyRev, NotificationId, UserId};
use std::sync::Arc;

pub async fn find(conn: &mut Conn, chat: ChatId, user: UserId) -> QueryResult<Option<JoinRequestRow>> {
    let row = join_requests::table.find((id(chat), id(user)));
    row.select(JoinRequestRow::as_select()).get_result(conn).await.optional()
}

/// The chat is locked. Asking again changes nothing.
pub async fn ask(conn: &mut Conn, act: &Act, row: JoinRequestRow) -> Write<Entered> {
    if find(conn, act.chat, act.actor).await?.is_some() {
        return Err(Abort::Same(Entered::Asked(vec![])));
    }
    diesel::insert_into(join_requests::table).values(row.clone()).execute(conn).await?;
    let keepers: Vec<UserId> = member_rows::table
        .filter(member_rows::chat_id.eq(id(act.chat)))
        .filter(member_rows::state.eq(JOINED))
        .filter(member_rows::role.ge(role_number(Role::Admin)))
        .order(member_rows::user_id)
        .select(member_rows::user_id)
        .load(conn)
        .await?;
    let mut told = Vec::new();
    for user in keepers {
        let notification = Notification {
            id: NotificationId::make(act.at, act.random),
            kind: NotificationKind::JoinRequest,
            source: request_source(act.chat, act.actor),
            actor: Some(act.actor),
            about: About::default().in_chat(act.chat),
            created_at: act.at,
            read_at: None,
            my_rev: MyRev::ZERO,
        };
        told.extend(
            notifications::put(conn, NewNotification { user, notification, about_sealed: None }).await?,
        );
    }
    Ok(Entered::Asked(told))
}

/// Who asked first comes first.
pub async fn list(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    after: Option<UserId>,
    limit: i64,
) -> Write<Vec<(JoinRequestRow, UserRow)>> {
    may_invite(conn, chat, reader).await?;
    let waiting = join_requests::table
        .inner_join(users::table.on(users::id.eq(join_requests::user_id)))
        .filter(join_requests::chat_id.eq(id(chat)))
        .select((JoinRequestRow::as_select(), UserRow::as_select()));
    Ok(page!(waiting, join_requests::user_id, after.map(id), limit).load(conn).await?)
}

/// Lets the person in, in the name of the admin who accepts.
pub async fn accept(
    conn: &mut Conn,
    act: Act,
    user: UserId,
    keys: Arc<KeySet>,
    (bounds, log): (Bounds, AuditRow),
) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    may_invite(conn, act.chat, act.actor).await?;
    let asked = find(conn, act.chat, user).await?.ok_or(Fault::NotFound)?;
    let before = membership::find(conn, act.chat, user).await?;
    if before.is_some_and(|row| row.state == BANNED || row.state == JOINED) {
        return Err(Fault::NotFound.into());
    }
    use_up(conn, asked.invite_id).await?;
    audit::insert(conn, log).await?;
    let told = drop_of(conn, act.chat, user, act.at.millis()).await?;
    let mut touched =
        members::enter(conn, chat, &act, vec![user], ServiceEvent::Added, &keys, &bounds).await?;
    touched.personal.extend(told);
    Ok(touched)
}

/// The person does not learn it.
pub async fn decline(conn: &mut Conn, act: Act, user: UserId) -> Write<Vec<PersonalChange>> {
    may_invite(conn, act.chat, act.actor).await?;
    if find(conn, act.chat, user).await?.is_none() {
        return Err(Fault::NotFound.into());
    }
    Ok(drop_of(conn, act.chat, user, act.at.millis()).await?)
}

/// The group is gone: its join requests and their notifications go with it.
pub async fn drop_all(conn: &mut Conn, chat: ChatId, at: i64) -> QueryResult<Vec<PersonalChange>> {
    let waiting: Vec<UserId> = join_requests::table
        .filter(join_requests::chat_id.eq(id(chat)))
        .order(join_requests::user_id)
        .select(join_requests::user_id)
        .load(conn)
        .await?;
    let mut told = Vec::new();
    for user in waiting {
        told.extend(drop_of(conn, chat, user, at).await?);
    }
    Ok(told)
}

/// There is nothing to answer any more.
pub async fn drop_of(
    conn: &mut Conn,
    chat: ChatId,
    user: UserId,
    at: i64,
) -> QueryResult<Vec<PersonalChange>> {
    let row = join_requests::table.find((id(chat), id(user)));
    if diesel::delete(row).execute(conn).await? == 0 {
        return Ok(vec![]);
    }
    notifications::remove_source(conn, NotificationKind::JoinRequest, request_source(chat, user), at).await
}
