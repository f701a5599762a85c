//! Defines friends, friend requests, and blocks, as one of the two people sees them. Must not know who is notified.

use crate::user::{Person, Presence};
use crate::{RequestId, Timestamp};
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Incoming,
    Outgoing,
}

/// The state of a request. To its sender, a declined one stays open.
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
    /// The recipient or the sender; `None` for an invitation by contact.
    pub with: Option<Person>,
    /// The address of an invitation by contact, partly hidden.
    pub contact: Option<String>,
    pub state: RequestState,
    pub created_at: Timestamp,
}

/// A friend, as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Friend {
    pub person: Person,
    pub since: Timestamp,
    pub presence: Presence,
}

/// Whether the two are friends now, or no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FriendChange {
    pub person: Person,
    pub friends: bool,
}

/// A person the caller has blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    pub person: Person,
    pub since: Timestamp,
}

/// After a decline, the sender may ask again only after this time; until then their requests are not delivered.
pub const DECLINED_FOR: Duration = Duration::from_secs(30 * 24 * 3600);
/// An unused invitation expires after this time.
pub const INVITATION_LIFE: Duration = Duration::from_secs(14 * 24 * 3600);
/// The most friends a person can have: beyond it, one friendship has to end before another begins.
pub const MOST_FRIENDS: i64 = 5_000;
