//! Friend requests and invitations are rows.

use crate::schema::people::{friend_requests, invitations};
use crate::types::{StoredId, StoredNumber};
use diesel::prelude::*;
use domain::friend::{Direction, FriendRequest, RequestState};
use domain::user::Person;
use domain::{MyRev, RequestId, Timestamp, UserId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = friend_requests, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct RequestRow {
    #[diesel(serialize_as = StoredId)]
    pub id: RequestId,
    #[diesel(serialize_as = StoredId)]
    pub from_id: UserId,
    #[diesel(serialize_as = StoredId)]
    pub to_id: UserId,
    #[diesel(serialize_as = StoredId)]
    pub low_id: UserId,
    #[diesel(serialize_as = StoredId)]
    pub high_id: UserId,
    pub state: i32,
    pub quiet: bool,
    pub created_at: i64,
    pub declined_at: Option<i64>,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub from_rev: MyRev,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub to_rev: MyRev,
}

pub const OPEN: i32 = 0;
pub const ACCEPTED: i32 = 1;
pub const DECLINED: i32 = 2;
pub const CANCELLED: i32 = 3;

impl RequestRow {
    /// As one of the two sees it. The sender never learns that it was declined.
    pub fn open(&self, reader: UserId, with: Person) -> FriendRequest {
        let direction = if self.from_id == reader { Direction::Outgoing } else { Direction::Incoming };
        let state = match (self.state, direction) {
            (OPEN, _) | (DECLINED, Direction::Outgoing) => RequestState::Open,
            (ACCEPTED, _) => RequestState::Accepted,
            (DECLINED, Direction::Incoming) => RequestState::Declined,
            (_, _) => RequestState::Cancelled,
        };
        FriendRequest {
            id: self.id,
            direction,
            with: Some(with),
            contact: None,
            state,
            created_at: Timestamp::from_millis(self.created_at),
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitations, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct InvitationRow {
    #[diesel(serialize_as = StoredId)]
    pub id: RequestId,
    #[diesel(serialize_as = StoredId)]
    pub inviter_id: UserId,
    pub contact_sealed: Vec<u8>,
    pub contact_lookup: Vec<u8>,
    pub code_hash: Vec<u8>,
    pub request_id: Option<StoredId>,
    pub created_at: i64,
    pub expires_at: i64,
    pub ended_at: Option<i64>,
    pub used_by: Option<StoredId>,
}
