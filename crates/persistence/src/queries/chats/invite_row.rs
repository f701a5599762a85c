//! A chat invite is found, checked and counted here. Must not let anyone in.

use super::super::{Conn, chats};
use super::membership::{joined, owners};
use crate::error::Abort;
use crate::rows::chats::invite::ChatInviteRow;
use crate::rows::chats::member::MemberRow;
use crate::schema::chats::chat_invites;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::member::{Action, allow};
use domain::{ChatId, Fault, InviteId, UserId};

/// One use less.
pub async fn use_up(conn: &mut Conn, invite: InviteId) -> QueryResult<usize> {
    diesel::update(chat_invites::table.find(id(invite)))
        .set((
            chat_invites::used.eq(chat_invites::used + 1),
            chat_invites::uses_left.eq(chat_invites::uses_left - 1),
        ))
        .execute(conn)
        .await
}

/// A member who looks after the group.
pub async fn may_invite<T>(conn: &mut Conn, chat: ChatId, user: UserId) -> Result<MemberRow, Abort<T>> {
    let me = joined(conn, chat, user).await?;
    let kind = chats::find(conn, chat).await?.ok_or(Fault::NotFound)?.kind();
    allow(kind, me.open().role, owners(conn, chat).await?, Action::Invite)?;
    Ok(me)
}

pub async fn find(conn: &mut Conn, code_hash: &[u8]) -> QueryResult<Option<ChatInviteRow>> {
    chat_invites::table
        .filter(chat_invites::code_hash.eq(code_hash))
        .filter(chat_invites::revoked_at.is_null())
        .select(ChatInviteRow::as_select())
        .get_result(conn)
        .await
        .optional()
}
