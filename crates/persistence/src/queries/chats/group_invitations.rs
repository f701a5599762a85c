//! A person who is in many chats already is not added to another group, but invited to join it. The notification is
//! the invitation; taking it back is declining.

use super::super::sync::notifications;
use super::super::{Conn, chats};
use super::membership;
use crate::error::Abort;
use crate::input::{Bounds, NewNotification};
use diesel::prelude::*;
use domain::chat::ChatKind;
use domain::event::PersonalChange;
use domain::member::{Action, allow};
use domain::notification::NotificationKind;
use domain::{ChatId, Fault, UserId};

/// Those of these people who are in too many chats to be brought into another.
pub async fn busy(conn: &mut Conn, users: Vec<UserId>, bounds: Bounds) -> QueryResult<Vec<UserId>> {
    let mut busy = Vec::new();
    for user in users {
        if chats::joined_count(conn, user).await? >= bounds.most_brought() {
            busy.push(user);
        }
    }
    Ok(busy)
}

/// Invites the busy ones among these people, and gives back those who come in at once. `invitations` were sealed for
/// all who were busy a moment ago.
pub async fn invite_busy<T>(
    conn: &mut Conn,
    users: Vec<UserId>,
    mut invitations: Vec<NewNotification>,
    bounds: &Bounds,
    pointer: &str,
) -> Result<(Vec<UserId>, Vec<PersonalChange>), Abort<T>> {
    let busy = busy(conn, users.clone(), *bounds).await?;
    let mut told = Vec::new();
    for user in &busy {
        let Some(at) = invitations.iter().position(|invitation| invitation.user == *user) else {
            let detail = format!("{user} is in too many chats just now: ask again");
            return Err(Fault::field(pointer, "too_many_chats", detail).into());
        };
        told.extend(notifications::put(conn, invitations.swap_remove(at)).await?);
    }
    Ok((users.into_iter().filter(|user| !busy.contains(user)).collect(), told))
}

/// Whether this person was invited, by a member who may still bring people in.
pub async fn is_invited(conn: &mut Conn, chat: ChatId, user: UserId) -> QueryResult<bool> {
    let invitation =
        notifications::of_cause(conn, user, NotificationKind::GroupInvitation, chat.uuid()).await?;
    let invitation = invitation.filter(|row| row.removed_at.is_none());
    let Some(inviter) = invitation.and_then(|row| row.actor_id) else { return Ok(false) };
    let inviter = membership::find(conn, chat, UserId::from_uuid(inviter.uuid())).await?;
    let inviter = inviter.map(|row| row.open()).filter(domain::member::Member::is_joined);
    Ok(inviter.is_some_and(|one| allow(ChatKind::Group, one.role, 1, Action::AddMembers).is_ok()))
}

/// Takes back the invitations of people who came in, or may no longer.
pub async fn withdraw(
    conn: &mut Conn,
    chat: ChatId,
    users: &[UserId],
    at: i64,
) -> QueryResult<Vec<PersonalChange>> {
    let mut told = Vec::new();
    for (user, notification) in
        notifications::told_of(conn, NotificationKind::GroupInvitation, chat.uuid()).await?
    {
        if users.contains(&user) {
            told.push(notifications::take_back(conn, user, notification, at).await?);
        }
    }
    Ok(told)
}

/// Takes back all invitations into a group that is gone.
pub async fn withdraw_all(conn: &mut Conn, chat: ChatId, at: i64) -> QueryResult<Vec<PersonalChange>> {
    notifications::remove_source(conn, NotificationKind::GroupInvitation, chat.uuid(), at).await
}
