//! People are banned from a group here, members or not.

use super::super::Conn;
use super::super::messages::service::append_service;
use super::super::operators::audit;
use super::change::LockedChat;
use super::membership::{self, joined, permitted};
use super::{group_invitations, join_requests, members};
use crate::error::{Abort, Write};
use crate::input::Act;
use crate::keys::KeySet;
use crate::outcome::Touched;
use crate::rows::chats::member::{BANNED, MemberRow};
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::UserRow;
use crate::schema::chats::members as rows;
use crate::schema::people::users;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::direct::MessageRequestState;
use domain::member::{Action, Member, MemberState, Role, allow};
use domain::message::{Service, ServiceEvent};
use domain::{ChatId, Fault, Seq, UserId};
use std::sync::Arc;

/// A member is removed by it; a non-member just cannot join.
pub async fn ban(
    conn: &mut Conn,
    act: Act,
    target: UserId,
    keys: Arc<KeySet>,
    entry: AuditRow,
) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let before = membership::find(conn, act.chat, target).await?;
    let member = before.as_ref().map(MemberRow::open).filter(Member::is_joined);
    let rank = member.map_or(Role::Member, |member| member.role);
    permitted(conn, &chat, act.actor, Action::Ban { target: rank }).await?;
    if before.is_some_and(|row| row.state == BANNED) {
        return Err(Abort::Same(Touched::nothing(chat.unchanged())));
    }
    if target == act.actor || super::super::people::find(conn, target).await?.is_none_or(|row| !row.stands())
    {
        return Err(Fault::NotFound.into());
    }
    audit::insert(conn, entry).await?;
    let mut personal = join_requests::drop_of(conn, act.chat, target, act.at.millis()).await?;
    personal.extend(group_invitations::withdraw(conn, act.chat, &[target], act.at.millis()).await?);
    let mut chat = chat.begin();
    let row = MemberRow::new(
        act.chat,
        &Member {
            user: target,
            role: Role::Member,
            state: MemberState::Banned,
            request_state: MessageRequestState::Open,
            rev: chat.rev,
            visible_from: member.map_or(Seq::FIRST, |member| member.visible_from),
            joined_at: act.at,
        },
    );
    if member.is_some() {
        let mut touched = members::exit(conn, chat, &act, row, MemberState::Banned, &keys).await?;
        touched.personal.extend(personal);
        return Ok(touched);
    }
    members::write(conn, &row).await?;
    let service = Service::of(ServiceEvent::Banned, vec![target]);
    let message = append_service(conn, &mut chat, &act, &service, &keys).await?;
    let chat = chat.commit(conn).await?;
    personal.sort_by_key(|one| (one.user, one.my_rev));
    Ok(Touched { members: vec![row], message: Some(message), personal, ..Touched::nothing(chat) })
}

/// The person may come back, without help where the group is public.
pub async fn unban(conn: &mut Conn, act: Act, target: UserId, entry: AuditRow) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    permitted(conn, &chat, act.actor, Action::Unban).await?;
    let row = membership::find(conn, act.chat, target).await?.filter(|row| row.state == BANNED);
    let row = row.ok_or(Fault::NotFound)?;
    audit::insert(conn, entry).await?;
    let chat = chat.begin();
    let row = members::set_state(conn, &chat, row, MemberState::Removed).await?;
    let chat = chat.commit(conn).await?;
    Ok(Touched { members: vec![row], ..Touched::nothing(chat) })
}

pub async fn list(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    after: Option<UserId>,
    limit: i64,
) -> Write<Vec<(MemberRow, UserRow)>> {
    let me = joined(conn, chat, reader).await?;
    let kind = super::find(conn, chat).await?.ok_or(Fault::NotFound)?.kind();
    allow(kind, me.open().role, 1, Action::Unban)?;
    let banned = rows::table
        .inner_join(users::table.on(users::id.eq(rows::user_id)))
        .filter(rows::chat_id.eq(id(chat)))
        .filter(rows::state.eq(BANNED))
        .select((MemberRow::as_select(), UserRow::as_select()));
    Ok(page!(banned, rows::user_id, after.map(id), limit).load(conn).await?)
}
