//! Sign-ins: one session for each, and how its refresh token travels.

use crate::{SessionId, Timestamp, UserId};

/// Fixed at sign-in and never mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Cookie,
    Body,
}

/// Where a request came from, already cut down to what may be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub user_agent: Option<String>,
    pub address_prefix: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    pub transport: Transport,
    pub origin: Origin,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// However often it is refreshed, it ends here.
    pub expires_at: Timestamp,
}

/// What must still be true of a session whenever its access token is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Liveness {
    pub user: UserId,
    pub security_ver: i64,
}
