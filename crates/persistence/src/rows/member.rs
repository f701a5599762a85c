//! Membership rows. A `members` row is written only while its chat's row is locked.

use crate::schema::members;
use crate::types::StoredId;
use diesel::prelude::*;
use domain::member::{Member, MemberState, Role};
use domain::{ChatId, Timestamp, UserId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = members, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct MemberRow {
    #[diesel(serialize_as = StoredId)]
    pub chat_id: ChatId,
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub role: i32,
    pub state: i32,
    pub rev: i64,
    pub visible_from: i64,
    pub joined_at: i64,
}

pub const JOINED: i32 = 1;

impl MemberRow {
    pub fn new(chat: ChatId, member: &Member) -> Self {
        Self {
            chat_id: chat,
            user_id: member.user,
            role: role_number(member.role),
            state: state_number(member.state),
            rev: member.rev,
            visible_from: member.visible_from,
            joined_at: member.joined_at.millis(),
        }
    }

    pub fn open(&self) -> Member {
        Member {
            user: self.user_id,
            role: role(self.role),
            state: state(self.state),
            rev: self.rev,
            visible_from: self.visible_from,
            joined_at: Timestamp::from_millis(self.joined_at),
        }
    }
}

pub fn role_number(role: Role) -> i32 {
    match role {
        Role::Member => 0,
        Role::Admin => 1,
        Role::Owner => 2,
    }
}

/// A number from a later version grants the least.
pub fn role(number: i32) -> Role {
    match number {
        2 => Role::Owner,
        1 => Role::Admin,
        _ => Role::Member,
    }
}

fn state_number(state: MemberState) -> i32 {
    match state {
        MemberState::Left => 0,
        MemberState::Joined => JOINED,
        MemberState::Removed => 2,
    }
}

fn state(number: i32) -> MemberState {
    match number {
        JOINED => MemberState::Joined,
        2 => MemberState::Removed,
        _ => MemberState::Left,
    }
}
