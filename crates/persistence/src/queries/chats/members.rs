//! Members are added, join, leave and are removed here. Rows are written only under the chat's lock.

use super::super::messages::service::append_service;
use super::super::operators::audit;
use super::super::people::{self, standings};
use super::super::{Conn, chats};
use super::change::{Change, LockedChat};
use super::group_invitations;
use super::membership::{find, joined, permitted};
use super::positions::{self, Position};
use crate::error::{Abort, Write};
use crate::input::{Act, Bounds, NewNotification};
use crate::keys::KeySet;
use crate::outcome::Touched;
use crate::rows::chats::member::{JOINED, MemberRow, role_number};
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::profile::EVERYONE;
use crate::schema::chats::members;
use crate::schema::people::profiles;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::bounds::{may_join_another, room_for};
use domain::direct::{MessageRequestState, may_be_brought};
use domain::member::{Action, Member, MemberState, Role, first_visible, may_join};
use domain::message::{Service, ServiceEvent};
use domain::privacy::DmFrom;
use domain::{ChatId, Fault, Timestamp, UserId};
use std::sync::Arc;

/// Members who let everyone see that they are online.
pub async fn shown(conn: &mut Conn, chat: ChatId) -> QueryResult<Vec<UserId>> {
    let hidden = profiles::table.filter(profiles::online.ne(EVERYONE)).select(profiles::user_id);
    members::table
        .filter(members::chat_id.eq(id(chat)))
        .filter(members::state.eq(JOINED))
        .filter(members::user_id.ne_all(hidden))
        .select(members::user_id)
        .load(conn)
        .await
}

/// Whether the actor may bring all of these into a group; `pointer` is where they stood in the request. A person
/// who blocked the actor does not exist for them.
pub async fn may_bring<T>(
    conn: &mut Conn,
    actor: UserId,
    users: &[UserId],
    (pointer, usual): (&str, DmFrom),
) -> Result<(), Abort<T>> {
    let known = people::some(conn, users.to_vec()).await?;
    let standings = standings::standings(conn, actor, users.to_vec()).await?;
    for user in users {
        let standing = standings.get(user).copied().unwrap_or_default();
        let exists = known.iter().any(|row| row.id == *user && row.is_active);
        if !exists || standing.is_blocked {
            return Err(unknown(pointer, *user).into());
        }
        let dm_from = standings::privacy(conn, *user).await?.dm_from.unwrap_or(usual);
        if !may_be_brought(standing, dm_from) {
            let detail = format!("{user} cannot be added: invite them by a link");
            return Err(Fault::field(pointer, "not_allowed", detail).into());
        }
    }
    Ok(())
}

fn unknown(pointer: &str, user: UserId) -> Fault {
    Fault::field(pointer, "unknown_user", format!("there is no user {user}"))
}

/// All in one change: one revision, one service message, however many people.
pub async fn add(
    conn: &mut Conn,
    act: Act,
    (users, invitations): (Vec<UserId>, Vec<NewNotification>),
    keys: Arc<KeySet>,
    bounds: Bounds,
) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    permitted(conn, &chat, act.actor, Action::AddMembers).await?;
    may_bring(conn, act.actor, &users, ("/user_ids", bounds.dm_from)).await?;
    let mut new = Vec::new();
    for user in users {
        let before = find(conn, act.chat, user).await?;
        match before.map(|row| row.open().state) {
            Some(MemberState::Joined) => {}
            Some(MemberState::Banned) => {
                let detail = format!("{user} is banned");
                return Err(Fault::field("/user_ids", "banned", detail).into());
            }
            Some(MemberState::Invited | MemberState::Left | MemberState::Removed) | None => new.push(user),
        }
    }
    let (new, told) = group_invitations::invite_busy(conn, new, invitations, &bounds, "/user_ids").await?;
    if new.is_empty() && !told.is_empty() {
        // Only the people who are invited are told.
        return Ok(Touched { personal: told, ..Touched::nothing(chat.unchanged()) });
    }
    let mut touched = enter(conn, chat, &act, new, ServiceEvent::Added, &keys, &bounds).await?;
    touched.personal.extend(told);
    Ok(touched)
}

pub async fn join(conn: &mut Conn, act: Act, keys: Arc<KeySet>, bounds: Bounds) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let before = find(conn, act.chat, act.actor).await?.map(|row| row.open().state);
    if before == Some(MemberState::Joined) {
        return Err(Abort::Same(Touched::nothing(chat.unchanged())));
    }
    let invited = group_invitations::is_invited(conn, act.chat, act.actor).await?;
    may_join(chat.kind(), chat.visibility(), before, invited)?;
    may_join_another(chats::joined_count(conn, act.actor).await?, bounds.most_chats)?;
    let users = vec![act.actor];
    enter(conn, chat, &act, users, ServiceEvent::Joined, &keys, &bounds).await
}

pub async fn leave(conn: &mut Conn, act: Act, keys: Arc<KeySet>) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let me = permitted(conn, &chat, act.actor, Action::Leave).await?;
    exit(conn, chat.begin(), &act, me, MemberState::Left, &keys).await
}

pub async fn remove(
    conn: &mut Conn,
    act: Act,
    target: UserId,
    keys: Arc<KeySet>,
    entry: AuditRow,
) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let row = joined(conn, act.chat, target).await?;
    permitted(conn, &chat, act.actor, Action::Remove { target: row.open().role }).await?;
    audit::insert(conn, entry).await?;
    exit(conn, chat.begin(), &act, row, MemberState::Removed, &keys).await
}

pub async fn set_role(
    conn: &mut Conn,
    act: Act,
    target: UserId,
    role: Role,
    keys: Arc<KeySet>,
    entry: AuditRow,
) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let mut row = joined(conn, act.chat, target).await?;
    permitted(conn, &chat, act.actor, Action::SetRole { from: row.open().role, to: role }).await?;
    if row.role == role_number(role) {
        return Err(Abort::Same(Touched::nothing(chat.unchanged())));
    }
    audit::insert(conn, entry).await?;
    let mut chat = chat.begin();
    row.role = role_number(role);
    row.rev = chat.rev;
    write(conn, &row).await?;
    let service = Service::role(target, role);
    let message = append_service(conn, &mut chat, &act, &service, &keys).await?;
    let chat = chat.commit(conn).await?;
    Ok(Touched { members: vec![row], message: Some(message), ..Touched::nothing(chat) })
}

pub fn newcomer(chat: &Change, user: UserId, role: Role, at: Timestamp) -> MemberRow {
    let visible_from = first_visible(chat.history(), chat.seq).max(chat.kept_from);
    let (state, request_state) = (MemberState::Joined, MessageRequestState::Open);
    MemberRow::new(
        chat.id,
        &Member { user, role, state, request_state, rev: chat.rev, visible_from, joined_at: at },
    )
}

pub async fn write(conn: &mut Conn, row: &MemberRow) -> QueryResult<usize> {
    upsert!(
        members,
        row.clone(),
        (chat_id, user_id),
        (role, state, rev, visible_from, joined_at, request_state)
    )
    .execute(conn)
    .await
}

/// A person who is out has no role.
pub async fn set_state(
    conn: &mut Conn,
    chat: &Change,
    row: MemberRow,
    state: MemberState,
) -> QueryResult<MemberRow> {
    let gone = MemberRow::new(chat.id, &Member { role: Role::Member, state, rev: chat.rev, ..row.open() });
    write(conn, &gone).await?;
    Ok(gone)
}

pub async fn enter(
    conn: &mut Conn,
    chat: LockedChat,
    act: &Act,
    users: Vec<UserId>,
    event: ServiceEvent,
    keys: &KeySet,
    bounds: &Bounds,
) -> Write<Touched> {
    if users.is_empty() {
        return Err(Abort::Same(Touched::nothing(chat.unchanged())));
    }
    let count = room_for(chat.member_count, users.len(), bounds.most_members)?;
    let mut chat = chat.begin();
    let mut rows = Vec::new();
    for user in &users {
        let row = newcomer(&chat, *user, Role::Member, act.at);
        write(conn, &row).await?;
        rows.push(row);
    }
    chat.member_count = count;
    chat.settings_rev = chat.rev;
    let service = Service::of(event, users.clone());
    let message = append_service(conn, &mut chat, act, &service, keys).await?;
    let chat = chat.commit(conn).await?;
    let position = Position { seq: chat.seq, ordinal: chat.ordinal };
    let mut personal = group_invitations::withdraw(conn, chat.id, &users, act.at.millis()).await?;
    personal.extend(positions::set_membership(conn, chat.id, users, true, position).await?);
    Ok(Touched { members: rows, message: Some(message), personal, settings: true, ..Touched::nothing(chat) })
}

pub async fn exit(
    conn: &mut Conn,
    mut chat: Change,
    act: &Act,
    row: MemberRow,
    state: MemberState,
    keys: &KeySet,
) -> Write<Touched> {
    let user = row.user_id;
    let row = set_state(conn, &chat, row, state).await?;
    chat.member_count -= 1;
    chat.settings_rev = chat.rev;
    let event = match state {
        MemberState::Left => ServiceEvent::Left,
        MemberState::Banned => ServiceEvent::Banned,
        MemberState::Joined | MemberState::Invited | MemberState::Removed => ServiceEvent::Removed,
    };
    let service = Service::of(event, vec![user]);
    let message = append_service(conn, &mut chat, act, &service, keys).await?;
    let chat = chat.commit(conn).await?;
    let position = Position { seq: chat.seq, ordinal: chat.ordinal };
    let personal = positions::set_membership(conn, chat.id, vec![user], false, position).await?;
    Ok(Touched {
        members: vec![row],
        message: Some(message),
        personal,
        settings: true,
        ..Touched::nothing(chat)
    })
}
