//! These are rows of one-time codes and what follows from them: challenges, grants, registration invites, undo links.
//! Of every secret only a hash or a MAC is here, of every identifier a keyed token and a sealed copy.

use crate::keys::{Field, KeySet};
use crate::schema::accounts::{challenges, code_events, grants, identifier_undos, registration_invites};
use crate::types::StoredId;
use diesel::prelude::*;
use domain::code::{Letter, Purpose};
use domain::identifier::{Channel, Identifier};
use domain::{ChallengeId, Timestamp, UserId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = challenges, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct ChallengeRow {
    #[diesel(serialize_as = StoredId)]
    pub id: ChallengeId,
    pub purpose: i32,
    pub channel: i32,
    pub lookup: Vec<u8>,
    pub identifier_sealed: Vec<u8>,
    pub user_id: Option<StoredId>,
    pub letter: i32,
    pub code_mac: Vec<u8>,
    pub attempts: i32,
    /// Of this challenge alone: what is told must not tell of others.
    pub sends: i32,
    pub sent_at: i64,
    pub created_at: i64,
    pub expires_at: i64,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = grants, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct GrantRow {
    pub hash: Vec<u8>,
    #[diesel(serialize_as = StoredId)]
    pub challenge_id: ChallengeId,
    pub purpose: i32,
    pub channel: i32,
    pub lookup: Vec<u8>,
    pub identifier_sealed: Vec<u8>,
    pub user_id: Option<StoredId>,
    pub expires_at: i64,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = code_events, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct EventRow {
    pub id: StoredId,
    pub lookup: Vec<u8>,
    pub kind: i32,
    pub at: i64,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = registration_invites, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct InviteRow {
    pub id: StoredId,
    pub code_hash: Vec<u8>,
    pub uses_left: i32,
    pub made_by: Option<StoredId>,
    pub created_at: i64,
    pub expires_at: i64,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = identifier_undos, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct UndoRow {
    pub hash: Vec<u8>,
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub channel: i32,
    pub old_sealed: Vec<u8>,
    pub old_lookup: Vec<u8>,
    pub created_at: i64,
    pub expires_at: i64,
}

impl ChallengeRow {
    pub fn identifier(&self, keys: &KeySet) -> Option<Identifier> {
        open(self.id, &self.identifier_sealed, keys)
    }

    pub fn expires_at(&self) -> Timestamp {
        Timestamp::from_millis(self.expires_at)
    }
}

impl GrantRow {
    pub fn identifier(&self, keys: &KeySet) -> Option<Identifier> {
        // Sealed for the challenge it came from, and still bound to it.
        open(self.challenge_id, &self.identifier_sealed, keys)
    }

    pub fn user(&self) -> Option<UserId> {
        self.user_id.map(|id| UserId::from_uuid(id.uuid()))
    }
}

fn open(id: ChallengeId, sealed: &[u8], keys: &KeySet) -> Option<Identifier> {
    let text = keys.open_field(Field::ChallengeIdentifier, id.bytes(), sealed)?;
    Identifier::parse(&text).ok()
}

pub const fn purpose_number(purpose: Purpose) -> i32 {
    match purpose {
        Purpose::Register => 1,
        Purpose::SignIn => 2,
        Purpose::ResetPassword => 3,
        Purpose::ConfirmIdentifier => 4,
    }
}

pub const fn purpose_of(number: i32) -> Option<Purpose> {
    match number {
        1 => Some(Purpose::Register),
        2 => Some(Purpose::SignIn),
        3 => Some(Purpose::ResetPassword),
        4 => Some(Purpose::ConfirmIdentifier),
        _ => None,
    }
}

pub const fn channel_number(channel: Channel) -> i32 {
    match channel {
        Channel::Email => 1,
        Channel::Sms => 2,
    }
}

pub fn channel_of(number: i32) -> Channel {
    if number == channel_number(Channel::Email) { Channel::Email } else { Channel::Sms }
}

pub const fn letter_number(letter: Letter) -> i32 {
    match letter {
        Letter::Nothing => 0,
        Letter::Code => 1,
        Letter::AlreadyRegistered => 2,
        Letter::ResetClosed => 3,
    }
}

pub const fn letter_of(number: i32) -> Letter {
    match number {
        1 => Letter::Code,
        2 => Letter::AlreadyRegistered,
        3 => Letter::ResetClosed,
        _ => Letter::Nothing,
    }
}
