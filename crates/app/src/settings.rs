//! Settings are the operator's choices, as values. Must not know where they came from.

use crate::people::pictures::Logo;
use domain::chat::{Handle, Retention};
use domain::instance::Registration;
use persistence::store::chats::ChatBounds;
use std::path::PathBuf;
use std::time::Duration;

/// How messages are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchMode {
    /// By an index of keyed tokens, which shows a thief of the database which messages of a chat share a word.
    Index,
    /// By opening the newest ones: nothing is stored for it.
    Scan,
    /// Not at all.
    Off,
}

#[derive(Debug, Clone)]
pub struct Settings {
    pub instance_name: String,
    /// A picture of the instance's own.
    pub instance_logo: Option<Logo>,
    pub registration: Registration,
    /// Whether a code signs in without a password.
    pub sign_in_by_code: bool,
    /// Without it, an account with a proven address or number may do without a password.
    pub password_required: bool,
    /// Countries SMS go to; None is everywhere.
    pub sms_countries: Option<Vec<String>>,
    /// SMS of the whole instance in a day.
    pub sms_daily_cap: usize,
    pub edit_window: Duration,
    /// A public group every account joins at registration.
    pub default_room: Option<Handle>,
    pub search: SearchMode,
    /// How long messages are kept; None: for ever.
    pub retention: Option<Retention>,
    /// Months after which texts go to files; 0: never.
    pub archive_months: u32,
    pub access_lifetime: Duration,
    pub bounds: ChatBounds,
    /// Sockets at this node.
    pub connections: usize,
    /// Sockets from one address, at all nodes together.
    pub connections_per_address: usize,
    pub connections_per_user: usize,
    /// Where the end of the audit chain is kept, beside the database.
    pub data_dir: PathBuf,
    /// How long an account is muted after a burst; zero: it is only noted.
    pub mute_bursts: Duration,
    /// Multiplies every rate limit.
    pub limits_scale: f64,
}

/// Unused for so long, a session is over.
pub const REFRESH_IDLE: Duration = Duration::from_secs(7 * 24 * 3600);
/// However much it is used, a session ends after this.
pub const SESSION_LONGEST: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long the predecessor of a refresh token still answers with the same successor.
pub const REFRESH_GRACE: Duration = Duration::from_secs(30);
