//! Chat invites are made, listed, revoked and used. One is valid only as long as its maker may let people in.

use super::super::operators::audit;
use super::super::{Conn, chats};
use super::change::LockedChat;
use super::invite_row::{find, may_invite, use_up};
use super::{join_requests, members, membership};
use crate::error::{Abort, Write};
use crate::input::{Act, Bounds};
use crate::keys::KeySet;
use crate::outcome::{Entered, InviteFound, Touched};
use crate::rows::chats::invite::{ChatInviteRow, JoinRequestRow};
use crate::rows::chats::member::MemberRow;
use crate::rows::operators::audit::AuditRow;
use crate::schema::chats::chat_invites;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::bounds::may_join_another;
use domain::invite::{Entry, MOST_OPEN, entry};
use domain::message::ServiceEvent;
use domain::{ChatId, Fault, InviteId, Timestamp, UserId};
use std::sync::Arc;

pub async fn make(conn: &mut Conn, act: Act, row: ChatInviteRow, log: AuditRow) -> Write<ChatInviteRow> {
    chats::find(conn, act.chat).await?.ok_or(Fault::NotFound)?;
    may_invite(conn, act.chat, act.actor).await?;
    let open = chat_invites::table
        .filter(chat_invites::chat_id.eq(id(act.chat)))
        .filter(chat_invites::revoked_at.is_null())
        .filter(chat_invites::expires_at.is_null().or(chat_invites::expires_at.gt(act.at.millis())))
        .count()
        .get_result::<i64>(conn)
        .await?;
    if open >= MOST_OPEN {
        return Err(
            Fault::field("", "too_many", format!("a group has at most {MOST_OPEN} open invites")).into()
        );
    }
    diesel::insert_into(chat_invites::table).values(row.clone()).execute(conn).await?;
    audit::insert(conn, log).await?;
    Ok(row)
}

/// Those that are not revoked, newest first.
pub async fn list(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    before: Option<InviteId>,
    limit: i64,
) -> Write<Vec<ChatInviteRow>> {
    may_invite(conn, chat, reader).await?;
    let mut query = chat_invites::table
        .filter(chat_invites::chat_id.eq(id(chat)))
        .filter(chat_invites::revoked_at.is_null())
        .order(chat_invites::id.desc())
        .limit(limit)
        .select(ChatInviteRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(chat_invites::id.lt(id(before)));
    }
    Ok(query.load(conn).await?)
}

pub async fn revoke(conn: &mut Conn, act: Act, invite: InviteId, log: AuditRow) -> Write<()> {
    may_invite(conn, act.chat, act.actor).await?;
    let row = chat_invites::table
        .find(id(invite))
        .filter(chat_invites::chat_id.eq(id(act.chat)))
        .filter(chat_invites::revoked_at.is_null());
    let revoked = diesel::update(row).set(chat_invites::revoked_at.eq(act.at.millis())).execute(conn).await?;
    if revoked == 0 {
        return Err(Fault::NotFound.into());
    }
    audit::insert(conn, log).await?;
    Ok(())
}

/// The invite a code opens, as long as it is valid and its holder is not banned.
pub async fn of_code(conn: &mut Conn, code_hash: Vec<u8>, reader: UserId, now: i64) -> Write<InviteFound> {
    let invite = find(conn, &code_hash).await?.ok_or(Abort::Refused(Fault::NotFound))?;
    standing(conn, &invite, now).await?;
    let chat = chats::find(conn, invite.chat_id).await?.ok_or(Fault::NotFound)?;
    let member = membership::find(conn, invite.chat_id, reader).await?;
    let entry = entry(invite.approval, member.as_ref().map(|row| row.open().state))?;
    let asked = join_requests::find(conn, invite.chat_id, reader).await?.is_some();
    Ok(InviteFound { invite, chat, entry, asked })
}

/// Whose chat a code opens; whether it may be used is asked under the chat's lock.
pub async fn chat_of(conn: &mut Conn, code_hash: Vec<u8>) -> Write<ChatId> {
    let invite = find(conn, &code_hash).await?;
    Ok(invite.ok_or(Abort::Refused(Fault::NotFound))?.chat_id)
}

/// Uses the invite, or asks to be let in. A member uses nothing up.
pub async fn accept(
    conn: &mut Conn,
    act: Act,
    code_hash: Vec<u8>,
    keys: Arc<KeySet>,
    (bounds, log): (Bounds, AuditRow),
) -> Write<Entered> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let invite = find(conn, &code_hash).await?.filter(|row| row.chat_id == act.chat);
    let invite = invite.ok_or(Fault::NotFound)?;
    standing(conn, &invite, act.at.millis()).await?;
    let before = membership::find(conn, act.chat, act.actor).await?;
    let entry = entry(invite.approval, before.as_ref().map(|row| row.open().state))?;
    if entry == Entry::In {
        return Err(Abort::Same(Entered::In));
    }
    may_join_another(chats::joined_count(conn, act.actor).await?, bounds.most_chats)?;
    if entry == Entry::Asks {
        let row = JoinRequestRow {
            chat_id: act.chat,
            user_id: act.actor,
            invite_id: invite.id,
            created_at: act.at.millis(),
        };
        return join_requests::ask(conn, &act, row).await;
    }
    use_up(conn, invite.id).await?;
    audit::insert(conn, log).await?;
    let users = vec![act.actor];
    let entered = members::enter(conn, chat, &act, users, ServiceEvent::Joined, &keys, &bounds).await;
    entered.map(|touched: Touched| Entered::Now(Box::new(touched))).map_err(Abort::of_part)
}

async fn standing<T>(conn: &mut Conn, invite: &ChatInviteRow, now: i64) -> Result<(), Abort<T>> {
    let issuer = membership::find(conn, invite.chat_id, invite.issuer_id).await?;
    let issuer = issuer.as_ref().map(MemberRow::open);
    let stands = invite.open(None).stands(issuer, Timestamp::from_millis(now));
    if stands { Ok(()) } else { Err(Fault::NotFound.into()) }
}
