//! What an operator chose, as values. Must not know where they came from.

use persistence::store::chats::ChatBounds;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registration {
    Open,
    Closed,
}

#[derive(Debug, Clone)]
pub struct Settings {
    pub instance_name: String,
    pub registration: Registration,
    pub edit_window: Duration,
    pub access_lifetime: Duration,
    pub bounds: ChatBounds,
    pub connections_per_user: usize,
    /// Where the end of the audit chain is kept, beside the database.
    pub data_dir: PathBuf,
    /// Multiplies every rate limit.
    pub limits_scale: f64,
}

/// Unused for so long, a session is over.
pub const REFRESH_IDLE: Duration = Duration::from_secs(7 * 24 * 3600);
/// However much it is used, a session ends after this.
pub const SESSION_LONGEST: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long the predecessor of a refresh token still answers with the same successor.
pub const REFRESH_GRACE: Duration = Duration::from_secs(30);
