//! Defines the operator's settings, as values: one struct per concern, made once at start by [`load`]. Must not know
//! what the server does with them; nothing below `server` sees this module.

mod cidr;
mod environment;
mod fault;
mod found;
mod layers;
mod load;
mod outside;
mod parse;
mod providers;
mod report;
mod secret;
mod table;
mod web_origin;

#[cfg(test)]
mod tests;

pub use cidr::Cidr;
pub use environment::{Environment, environment};
pub use fault::{Fault, Source};
pub use load::load;
pub use outside::Outside;
pub use providers::{Provider, ProviderKind};
pub use report::Report;
pub use secret::Secret;
pub use table::ALL as ALL_SETTINGS;
pub use web_origin::WebOrigin;

pub use app::SearchMode;
use auth::Cost;
use domain::chat::Handle;
use domain::instance::Registration;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tracing_subscriber::filter::Targets;

#[derive(Debug, Clone)]
pub struct Settings {
    pub instance_name: String,
    pub instance_logo: Option<PathBuf>,
    pub http: Http,
    pub watch: Watch,
    pub storage: Storage,
    pub accounts: Accounts,
    pub outside: Outside,
    pub chats: Chats,
    pub push: Push,
    pub limits: Limits,
    pub log: Log,
    /// Every key with its value and its source, without secrets.
    pub report: Report,
}

#[derive(Debug, Clone)]
pub struct Http {
    /// Port 0 lets the system pick one.
    pub listen: SocketAddr,
    /// What was configured; [`Http::public_url_at`] is what to use.
    pub public_url: Option<WebOrigin>,
    pub trusted_proxies: Vec<Cidr>,
    /// What was configured; [`Http::origins_at`] is what to use.
    pub allowed_origins: Vec<WebOrigin>,
    pub insecure_http: bool,
    /// Sockets are closed over this window on shutdown, so that they do not all come back at once.
    pub drain: Duration,
}

/// Settings of monitoring.
#[derive(Debug, Clone)]
pub struct Watch {
    /// The address of the metrics listener.
    pub metrics: Option<SocketAddr>,
    /// The hook that gets errors.
    pub error_hook: Option<Secret>,
    /// The collector of traces, and the percentage of requests that are traced.
    pub otlp_url: Option<Secret>,
    pub otlp_percent: u32,
}

#[derive(Debug, Clone)]
pub struct Storage {
    pub data_dir: PathBuf,
    pub database: Database,
    /// A PostgreSQL role that may change tables; without it migrations use `database`.
    pub migrate_url: Option<Secret>,
    /// The Redis that several nodes share.
    pub redis: Option<Secret>,
    pub keys: Keys,
    /// Accept a PostgreSQL that acknowledges before it has written to disk.
    pub force_unsafe_database: bool,
    /// Where blobs are stored.
    pub files: FilesUrl,
    pub files_access_key: Option<Secret>,
    pub files_secret_key: Option<Secret>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesUrl {
    Disk(PathBuf),
    Bucket { bucket: String, prefix: String, region: String, endpoint: Option<String> },
}

#[derive(Debug, Clone)]
pub enum Database {
    Sqlite(PathBuf),
    Postgres(Secret),
}

#[derive(Debug, Clone)]
pub enum Keys {
    /// Made on the first start when it is not there.
    File(PathBuf),
    Inline(Secret),
}

#[derive(Debug, Clone)]
pub struct Accounts {
    pub registration: Registration,
    pub sign_in_by_code: bool,
    pub password_required: bool,
    /// The operator's own list beside the built-in one.
    pub blocklist_file: Option<PathBuf>,
    pub access_token_lifetime: Duration,
    /// Not a setting of operators: tests, which register thousands of people, hash at the lowest cost.
    pub password_cost: Cost,
    pub providers: Vec<Provider>,
}

#[derive(Debug, Clone)]
pub struct Chats {
    pub dm_from: DmFrom,
    /// How long after sending a message may be edited; zero switches editing off.
    pub edit_window: Duration,
    pub default_room: Option<Handle>,
    pub search: SearchMode,
    /// Days messages are kept; 0: forever.
    pub retention_days: u32,
    /// Months after which texts are archived; 0: never.
    pub archive_months: u32,
}

/// Who may open a direct chat with a person who has not chosen themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DmFrom {
    Everyone,
    Requests,
    Friends,
}

/// Browsers' push services.
#[derive(Debug, Clone)]
pub struct Push {
    /// Exact names, or `*.` and the end of a name.
    pub hosts: Vec<String>,
    /// Only beside a `public_url` on this machine.
    pub test_origin: Option<WebOrigin>,
}

#[derive(Debug, Clone)]
pub struct Limits {
    /// Multiplies every rate limit, never a size or a cap.
    pub scale: u32,
    pub connections_per_user: u32,
    pub connections_per_address: u32,
    pub connections: u32,
    pub group_members: u32,
    pub chats_per_user: u32,
    pub mute_bursts: Duration,
}

#[derive(Debug, Clone)]
pub struct Log {
    pub filter: Targets,
    /// None: text on a terminal, JSON elsewhere.
    pub format: Option<LogFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Json,
    Text,
}

impl Http {
    /// The address people use, once the listening port is known.
    pub fn public_url_at(&self, port: u16) -> WebOrigin {
        self.public_url.clone().unwrap_or_else(|| WebOrigin::http("localhost", port))
    }

    /// Every allowed origin. On a local machine the three names of loopback are one place; behind a public address
    /// they are other people's machines and stay out.
    pub fn origins_at(&self, port: u16) -> Vec<WebOrigin> {
        let public = self.public_url_at(port);
        let mut origins = self.allowed_origins.clone();
        if self.listen.ip().is_loopback() && public.is_loopback() {
            origins.extend(["localhost", "127.0.0.1", "[::1]"].map(|host| WebOrigin::http(host, port)));
        }
        origins.push(public);
        origins.sort();
        origins.dedup();
        origins
    }
}
