//! Groups are made, changed and deleted here. Every function begins with the chat's lock and ends with its row saved.

use super::super::instance::{blobs, keys, leases};
use super::super::messages::service::append_service;
use super::super::messages::{mentions, reactions};
use super::super::operators::audit;
use super::super::search::indexing;
use super::super::{Conn, chats};
use super::change::{Change, LockedChat};
use super::membership::{self, permitted};
use super::positions::{self, Position};
use super::{group_invitations, join_requests, members};
use crate::error::{Abort, Write, is_taken};
use crate::input::{Act, Bounds, NewNotification};
use crate::keys::{KeySet, owner_number};
use crate::outcome::Touched;
use crate::rows::chats::ChatRow;
use crate::rows::chats::member::{JOINED, MemberRow};
use crate::rows::instance::DataKeyRow;
use crate::rows::operators::audit::AuditRow;
use crate::schema::chats::{chats as chat_rows, members as member_rows};
use crate::schema::messages::{message_revisions, messages};
use crate::types::{self, id};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use domain::bounds::may_join_another;
use domain::chat::GroupEdit;
use domain::event::PersonalChange;
use domain::member::{Action, MemberState, Role, allow};
use domain::message::{Service, ServiceEvent};
use domain::{ChatId, Fault, FileId, Seq, UserId};
use std::sync::Arc;
use std::time::Duration;

/// A request that made a group is not repeated later than this: until then the group does not come back by it.
const REMEMBERED: Duration = Duration::from_secs(86_400);

pub async fn create(
    conn: &mut Conn,
    act: Act,
    chat: ChatRow,
    (invited, invitations): (Vec<UserId>, Vec<NewNotification>),
    keys: Arc<KeySet>,
    key_rows: Vec<DataKeyRow>,
    bounds: Bounds,
) -> Write<Touched> {
    if let Some(known) = chats::find(conn, chat.id).await? {
        return Err(Abort::Same(Touched::nothing(known)));
    }
    if leases::is_used(conn, used_up(chat.id)).await? {
        return Err(Fault::NotFound.into());
    }
    may_join_another(chats::joined_count(conn, act.actor).await?, bounds.most_chats)?;
    members::may_bring(conn, act.actor, &invited, ("/member_ids", bounds.dm_from)).await?;
    let inserted = conn
        .transaction(async |conn| {
            let inserting = diesel::insert_into(chat_rows::table).values(chat.clone());
            inserting.on_conflict(chat_rows::id).do_nothing().execute(conn).await
        })
        .await;
    match inserted {
        Err(error) if is_taken(&error, "handle") => return Err(Fault::HandleTaken.into()),
        // The same request, a moment earlier; or its group is gone already.
        Ok(0) => {
            let known = chats::find(conn, chat.id).await?.ok_or(Fault::NotFound)?;
            return Err(Abort::Same(Touched::nothing(known)));
        }
        other => other?,
    };
    keys::add(conn, key_rows).await?;
    let (invited, mut personal) =
        group_invitations::invite_busy(conn, invited, invitations, &bounds, "/member_ids").await?;
    let mut chat = Change::first(chat);
    let mut rows = vec![members::newcomer(&chat, act.actor, Role::Owner, act.at)];
    rows.extend(invited.iter().map(|user| members::newcomer(&chat, *user, Role::Member, act.at)));
    for row in &rows {
        members::write(conn, row).await?;
    }
    chat.member_count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let everybody: Vec<UserId> = rows.iter().map(|row| row.user_id).collect();
    let title = chat.names(&keys).title;
    let service = Service::titled(ServiceEvent::Created, everybody.clone(), title);
    let message = append_service(conn, &mut chat, &act, &service, &keys).await?;
    let chat = chat.commit(conn).await?;
    let position = Position { seq: chat.seq, ordinal: chat.ordinal };
    personal.extend(positions::set_membership(conn, chat.id, everybody, true, position).await?);
    Ok(Touched { members: rows, message: Some(message), personal, settings: true, ..Touched::nothing(chat) })
}

pub async fn edit(conn: &mut Conn, act: Act, edit: GroupEdit, keys: Arc<KeySet>) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    permitted(conn, &chat, act.actor, Action::Edit).await?;
    let before = chat.names(&keys);
    keys.suffice()?;
    let mut chat = chat.begin();
    let mut names = before.clone();
    if let Some(title) = edit.title {
        names.title = Some(title.into_string());
    }
    if let Some(description) = edit.description {
        names.description = Some(description.into_string()).filter(|text| !text.is_empty());
    }
    if let Some(handle) = edit.handle {
        chat.handle = handle.map(|handle| handle.as_str().to_owned());
    }
    if let Some(history) = edit.history {
        chat.set_history(history);
    }
    if let Some(languages) = edit.languages {
        chat.set_languages(&languages);
    }
    if let Some(slow) = edit.slow_mode {
        chat.set_slow_mode(slow);
    }
    if let Some(retention) = edit.retention {
        chat.set_retention(retention);
    }
    let visibility = edit.visibility.unwrap_or(chat.visibility());
    let new_title = Some(names.title.clone()).filter(|title| *title != before.title);
    chat.set_names(names, visibility, &keys, act.random)?;
    chat.settings_rev = chat.rev;
    let message = match new_title {
        Some(title) => {
            let service = Service::titled(ServiceEvent::Title, vec![], title);
            Some(append_service(conn, &mut chat, &act, &service, &keys).await?)
        }
        None => None,
    };
    let saved = conn.transaction(async move |conn| chat.commit(conn).await).await;
    let chat = match saved {
        Err(error) if is_taken(&error, "handle") => return Err(Fault::HandleTaken.into()),
        other => other?,
    };
    Ok(Touched { message, settings: true, ..Touched::nothing(chat) })
}

pub async fn may_edit(conn: &mut Conn, chat: ChatId, user: UserId) -> Write<()> {
    let me = membership::joined(conn, chat, user).await?;
    let kind = chats::find(conn, chat).await?.ok_or(Fault::NotFound)?.kind();
    Ok(allow(kind, me.open().role, 1, Action::Edit)?)
}

/// The group's picture, or none; the former one is let go and named.
pub async fn set_avatar(
    conn: &mut Conn,
    act: Act,
    avatar: Option<FileId>,
) -> Write<(Touched, Option<FileId>)> {
    let chat = LockedChat::take(conn, act.chat).await?;
    permitted(conn, &chat, act.actor, Action::Edit).await?;
    let former = chat.avatar();
    if former == avatar {
        return Err(Abort::Same((Touched::nothing(chat.unchanged()), None)));
    }
    if let Some(file) = avatar {
        blobs::hold(conn, file).await?;
    }
    if let Some(file) = former {
        blobs::let_go(conn, file, act.at.millis()).await?;
    }
    let mut chat = chat.begin();
    chat.avatar_id = avatar.map(Into::into);
    chat.settings_rev = chat.rev;
    let chat = chat.commit(conn).await?;
    Ok((Touched { settings: true, ..Touched::nothing(chat) }, former))
}

/// The keys go first: from here on nothing of the chat can be read. Its rows are swept away later.
pub async fn delete(conn: &mut Conn, act: Act, entry: AuditRow) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    permitted(conn, &chat, act.actor, Action::Delete).await?;
    audit::insert(conn, entry).await?;
    end(conn, &act, chat.begin()).await
}

/// Whether it may end was asked, and the chat is locked.
pub async fn end(conn: &mut Conn, act: &Act, mut chat: Change) -> Write<Touched> {
    let (kind, owner) = owner_number(vault::Owner::Chat(act.chat.bytes()));
    keys::destroy(conn, kind, owner).await?;
    let joined = member_rows::table
        .filter(member_rows::chat_id.eq(id(act.chat)))
        .filter(member_rows::state.eq(JOINED))
        .select(MemberRow::as_select())
        .load::<MemberRow>(conn)
        .await?;
    let mut rows = Vec::with_capacity(joined.len());
    for row in joined {
        rows.push(members::set_state(conn, &chat, row, MemberState::Removed).await?);
    }
    blobs::let_go_of_all(conn, act.chat, act.at.millis()).await?;
    leases::use_up(conn, used_up(act.chat), act.at.plus(REMEMBERED).millis())
        .await
        .map_err(Abort::of_part)?;
    chat.gone_at = Some(act.at.millis());
    (chat.handle, chat.pair_key) = (None, None);
    (chat.title_public, chat.title_sealed) = (None, None);
    (chat.description_public, chat.description_sealed) = (None, None);
    (chat.avatar_id, chat.folded) = (None, String::new());
    let chat = chat.commit(conn).await?;
    let people = rows.iter().map(|row| row.user_id).collect();
    let position = Position { seq: chat.seq, ordinal: chat.ordinal };
    let mut personal = join_requests::drop_all(conn, act.chat, act.at.millis()).await?;
    personal.extend(group_invitations::withdraw_all(conn, act.chat, act.at.millis()).await?);
    personal.extend(positions::set_membership(conn, act.chat, people, false, position).await?);
    Ok(Touched { members: rows, personal, ..Touched::nothing(chat) })
}

/// The name under which the id of a group that is gone stays used up.
fn used_up(chat: ChatId) -> String {
    format!("group:{}", chat.uuid().simple())
}

/// Removes some rows of a chat that is gone, and the notifications that spoke of them.
pub async fn sweep(conn: &mut Conn, chat: ChatId, limit: i64, at: i64) -> Write<Vec<PersonalChange>> {
    let seqs: Vec<i64> = messages::table
        .filter(messages::chat_id.eq(id(chat)))
        .select(messages::seq)
        .limit(limit)
        .load(conn)
        .await?;
    if seqs.is_empty() {
        if indexing::forget_chat(conn, chat).await? {
            return Ok(vec![]);
        }
        diesel::delete(chat_rows::table.find(id(chat)).filter(chat_rows::gone_at.is_not_null()))
            .execute(conn)
            .await?;
        return Ok(vec![]);
    }
    let seqs: Vec<Seq> = seqs.into_iter().map(Seq::from_number).collect();
    let told = mentions::sweep(conn, chat, &seqs, at).await?;
    reactions::sweep(conn, chat, &seqs).await?;
    for chunk in seqs.chunks(types::CHUNK) {
        let revisions = message_revisions::table
            .filter(message_revisions::chat_id.eq(id(chat)))
            .filter(message_revisions::seq.eq_any(types::numbers(chunk)));
        diesel::delete(revisions).execute(conn).await?;
        let rows = messages::table
            .filter(messages::chat_id.eq(id(chat)))
            .filter(messages::seq.eq_any(types::numbers(chunk)));
        diesel::delete(rows).execute(conn).await?;
    }
    Ok(told)
}
