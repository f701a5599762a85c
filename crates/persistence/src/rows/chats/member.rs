//! A membership is a row. A `members` row is written only while its chat's row is locked.

use crate::schema::chats::members;
use crate::types::{StoredId, StoredNumber};
use diesel::prelude::*;
use domain::direct::MessageRequestState;
use domain::member::{Member, MemberState, Role};
use domain::{ChatId, Rev, Seq, Timestamp, UserId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = members, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct MemberRow {
    #[diesel(serialize_as = StoredId)]
    pub chat_id: ChatId,
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub role: i32,
    pub state: i32,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub rev: Rev,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub visible_from: Seq,
    /// When the member joined; for a banned person, when they were banned.
    pub joined_at: i64,
    pub request_state: i32,
}

pub const JOINED: i32 = 1;
/// The request state in which a chat is open: no message request stands between the two.
pub const OPEN: i32 = 0;
pub const BANNED: i32 = 3;
const LEFT: i32 = 0;

impl MemberRow {
    pub fn new(chat: ChatId, member: &Member) -> Self {
        Self {
            chat_id: chat,
            user_id: member.user,
            role: role_number(member.role),
            state: if member.request_state == MessageRequestState::Declined {
                LEFT
            } else {
                state_number(member.state)
            },
            rev: member.rev,
            visible_from: member.visible_from,
            joined_at: member.joined_at.millis(),
            request_state: member.request_state.number().into(),
        }
    }

    pub fn open(&self) -> Member {
        Member {
            user: self.user_id,
            role: role(self.role),
            // The recipient of a message request reads as invited to all others, declined or not.
            state: match self.request_state() {
                MessageRequestState::Received | MessageRequestState::Declined => MemberState::Invited,
                MessageRequestState::Open
                | MessageRequestState::OneMessage
                | MessageRequestState::Waiting
                | MessageRequestState::Blocking => state(self.state),
            },
            request_state: self.request_state(),
            rev: self.rev,
            visible_from: self.visible_from,
            joined_at: Timestamp::from_millis(self.joined_at),
        }
    }
}

impl MemberRow {
    pub fn request_state(&self) -> MessageRequestState {
        MessageRequestState::from_number(self.request_state)
    }

    /// A recipient who declines no longer has the chat, and has it again after opening it.
    pub fn set_request_state(&mut self, request_state: MessageRequestState) {
        self.request_state = request_state.number().into();
        self.state = if request_state == MessageRequestState::Declined { LEFT } else { JOINED };
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
        MemberState::Left => LEFT,
        // The recipient may read the message request.
        MemberState::Joined | MemberState::Invited => JOINED,
        MemberState::Removed => 2,
        MemberState::Banned => BANNED,
    }
}

fn state(number: i32) -> MemberState {
    match number {
        JOINED => MemberState::Joined,
        2 => MemberState::Removed,
        BANNED => MemberState::Banned,
        _ => MemberState::Left,
    }
}
