//! Chat invites and join requests are rows. An invite's name and code are sealed with the chat's key; it is found by the
//! hash of its code.

use crate::keys::{Field, KeySet};
use crate::schema::chats::{chat_invites, join_requests};
use crate::types::StoredId;
use diesel::prelude::*;
use domain::invite::{Invite, InviteCode, NewInvite};
use domain::{ChatId, InviteId, Random, Result, Timestamp, UserId};
use uuid::Uuid;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = chat_invites, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct ChatInviteRow {
    #[diesel(serialize_as = StoredId)]
    pub id: InviteId,
    #[diesel(serialize_as = StoredId)]
    pub chat_id: ChatId,
    #[diesel(serialize_as = StoredId)]
    pub issuer_id: UserId,
    pub code_hash: Vec<u8>,
    pub title_sealed: Option<Vec<u8>>,
    pub approval: bool,
    pub uses_left: Option<i32>,
    pub used: i32,
    pub created_at: i64,
    pub expires_at: Option<i64>,
    pub revoked_at: Option<i64>,
    pub code_sealed: Option<Vec<u8>>,
}

impl ChatInviteRow {
    pub fn new(
        (chat, issuer): (ChatId, UserId),
        invite: &NewInvite,
        code: &InviteCode,
        keys: &KeySet,
        at: Timestamp,
        random: Random,
    ) -> Result<Self> {
        let id = InviteId::make(at, random);
        let seal = |field: Field, text: &str| keys.seal_field(field, id.bytes(), text.as_bytes(), random);
        let title = invite.title.as_ref().map(|title| seal(Field::InviteTitle, title.as_str()));
        Ok(Self {
            id,
            chat_id: chat,
            issuer_id: issuer,
            code_hash: code.hash.to_vec(),
            title_sealed: title.transpose()?,
            approval: invite.approval,
            uses_left: invite.uses.map(|uses| i32::try_from(uses).unwrap_or(i32::MAX)),
            used: 0,
            created_at: at.millis(),
            expires_at: invite.expires_at.map(Timestamp::millis),
            revoked_at: None,
            code_sealed: Some(seal(Field::InviteCode, &code.text)?),
        })
    }

    pub fn open(&self, keys: Option<&KeySet>) -> Invite {
        let open = |field: Field, sealed: &Option<Vec<u8>>| {
            keys.and_then(|keys| keys.open_field(field, self.id.bytes(), sealed.as_deref()?))
        };
        Invite {
            id: self.id,
            chat: self.chat_id,
            issuer: self.issuer_id,
            code: open(Field::InviteCode, &self.code_sealed),
            title: open(Field::InviteTitle, &self.title_sealed),
            expires_at: self.expires_at.map(Timestamp::from_millis),
            uses_left: self.uses_left.map(i64::from),
            used: self.used.into(),
            approval: self.approval,
            created_at: Timestamp::from_millis(self.created_at),
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = join_requests, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct JoinRequestRow {
    #[diesel(serialize_as = StoredId)]
    pub chat_id: ChatId,
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    #[diesel(serialize_as = StoredId)]
    pub invite_id: InviteId,
    pub created_at: i64,
}

/// The cause of a notification: this person asks to be let into this group. With the person at hand it names the
/// group, so that nothing about it has to be sealed for each who is told.
pub fn request_source(chat: ChatId, user: UserId) -> Uuid {
    Uuid::from_u128(chat.uuid().as_u128() ^ user.uuid().as_u128())
}

/// The group such a cause names.
pub fn requested_chat(source: Uuid, user: UserId) -> ChatId {
    ChatId::from_uuid(Uuid::from_u128(source.as_u128() ^ user.uuid().as_u128()))
}
