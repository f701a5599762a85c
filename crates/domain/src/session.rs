//! Sign-ins: one session for each, and how its refresh token travels.

use crate::{SessionId, Timestamp, UserId};

/// Fixed at sign-in and never mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Cookie,
    Body,
}

/// The first proof of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Password,
    /// A code sent to an address of his.
    Code,
    /// Another provider's word.
    Provider,
}

impl Way {
    pub const fn number(self) -> u8 {
        match self {
            Self::Password => 1,
            Self::Code => 2,
            Self::Provider => 3,
        }
    }

    pub fn from_number(number: i32) -> Self {
        match number {
            2 => Self::Code,
            3 => Self::Provider,
            _ => Self::Password,
        }
    }
}

/// How somebody proved who he is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proven {
    pub way: Way,
    pub second_factor: bool,
}

impl Proven {
    /// As access tokens say it, in words of RFC 8176 where it has one.
    pub fn names(self) -> Vec<String> {
        let first = match self.way {
            Way::Password => "pwd",
            Way::Code => "otp",
            Way::Provider => "fed",
        };
        let second = self.second_factor.then_some("mfa");
        [Some(first), second].into_iter().flatten().map(str::to_owned).collect()
    }
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
    pub proven: Proven,
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
    pub second_factor: bool,
}
