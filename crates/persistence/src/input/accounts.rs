//! Changes of accounts, sessions, codes and identifiers are given these values.

use super::operators::Beside;
use crate::rows::accounts::session::{RefreshRow, SessionRow};
use crate::rows::operators::audit::AuditRow;
use domain::identifier::Channel;
use domain::{ChallengeId, Random, Timestamp, UserId};
use std::time::Duration;

/// A session and its first refresh token.
pub struct NewSession {
    pub session: SessionRow,
    pub token: RefreshRow,
    /// The account's version when the first proof was made.
    pub security_ver: i64,
}

/// Everything beside an account's new password.
pub struct NewPassword {
    pub hash: String,
    pub at: i64,
    pub entry: AuditRow,
}

/// A refresh token is presented; its successor is ready, sealed for the holder of the old one.
pub struct Rotate {
    pub hash: Vec<u8>,
    pub successor_hash: Vec<u8>,
    pub successor_sealed: Vec<u8>,
    pub now: Timestamp,
    pub idle: Duration,
    pub grace: Duration,
}

/// An attempt with a code; the grant for a right one is ready.
pub struct Guess {
    pub challenge: ChallengeId,
    pub mac: Vec<u8>,
    pub grant_hash: Vec<u8>,
    pub grant_expires_at: Timestamp,
    pub address_prefix: String,
    pub at: Timestamp,
    pub random: Random,
}

/// What a new account brings along besides itself.
pub struct Entrance {
    /// The grant that proves its address or number.
    pub grant_hash: Option<Vec<u8>>,
    pub invite_hash: Option<Vec<u8>>,
    /// The grant of an identity at another provider, and what the log says of it.
    pub identity: Option<(Vec<u8>, Beside)>,
    pub entries: Vec<AuditRow>,
}

/// One identifier of an account takes the place of another, or of none.
pub struct NewIdentifier {
    pub user: UserId,
    pub channel: Channel,
    pub grant_hash: Vec<u8>,
    pub sealed: Vec<u8>,
    pub lookup: Vec<u8>,
    /// The way back, should there be something to go back to.
    pub undo_hash: Vec<u8>,
    pub undo_until: Timestamp,
    pub beside: Beside,
    pub at: Timestamp,
}

pub struct Removal {
    pub user: UserId,
    pub channel: Channel,
    pub undo_hash: Vec<u8>,
    pub undo_until: Timestamp,
    pub beside: Beside,
    pub at: Timestamp,
}

/// Which lookup finds the address.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Email,
    Phone,
}
