//! Friends, requests to become one, and blocks, as one of the two people sees them. Must not know who is told.

use crate::user::{Person, Presence};
use crate::{RequestId, Timestamp};
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Incoming,
    Outgoing,
}

/// What became of a request. A declined one stays open for whoever sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestState {
    Open,
    Accepted,
    Declined,
    Cancelled,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FriendRequest {
    pub id: RequestId,
    pub direction: Direction,
    /// To whom, or by whom; nobody where it went to an address.
    pub with: Option<Person>,
    /// The address it went to, made unreadable for others.
    pub contact: Option<String>,
    pub state: RequestState,
    pub created_at: Timestamp,
}

/// A friend as he is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Friend {
    pub person: Person,
    pub since: Timestamp,
    pub presence: Presence,
}

/// We are friends now, or no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FriendChange {
    pub person: Person,
    pub friends: bool,
}

/// Somebody whom I have blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    pub person: Person,
    pub since: Timestamp,
}

/// Whoever was declined may ask again after this; until then his requests reach nobody.
pub const DECLINED_FOR: Duration = Duration::from_secs(30 * 24 * 3600);
/// An invitation that nobody took ends.
pub const INVITATION_LIFE: Duration = Duration::from_secs(14 * 24 * 3600);
/// Beyond this, somebody has to go before somebody new can come.
pub const MOST_FRIENDS: i64 = 5_000;
