//! Defines the table of settings: one entry a key, from which flags, variables, file keys, faults and the report
//! follow. Must not know where a value came from.

use super::parse::{self, Parsed};
use super::{Cidr, Database, DmFrom, FilesUrl, LogFormat, SearchMode, Secret, WebOrigin};
use domain::chat::Handle;
use domain::instance::Registration;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tracing_subscriber::filter::Targets;

/// The part of a key that does not depend on its type.
pub struct Row {
    pub name: &'static str,
    pub kind: Kind,
    pub otherwise: Otherwise,
    pub allowed: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Plain,
    /// Also a flag of this name.
    Common(&'static str),
    /// Several values: an array in the file, commas elsewhere.
    List,
    /// Never shown; `<name>_file` names a file that holds it.
    Secret,
    /// Never shown; has no `_file` twin of its own.
    Inline,
}

/// The value of a key that is not set.
#[derive(Clone, Copy)]
pub enum Otherwise {
    Value(&'static str),
    /// Derived from other keys or from the environment; these words say how.
    Follows(&'static str),
}

pub struct Key<T: 'static> {
    pub row: Row,
    pub parse: fn(&str) -> Parsed<T>,
}

/// A key, regardless of its type.
pub trait AnyKey: Sync {
    fn row(&self) -> &Row;
    fn check(&self, text: &str) -> Parsed<()>;
}

impl<T> AnyKey for Key<T> {
    fn row(&self) -> &Row {
        &self.row
    }

    fn check(&self, text: &str) -> Parsed<()> {
        (self.parse)(text).map(drop)
    }
}

impl Row {
    pub fn is_secret(&self) -> bool {
        matches!(self.kind, Kind::Secret | Kind::Inline)
    }
}

/// `limits.scale` is `PARLANCE_LIMITS_SCALE`.
pub fn variable(name: &str) -> String {
    format!("PARLANCE_{}", name.to_ascii_uppercase().replace('.', "_"))
}

const SECOND: Duration = Duration::from_secs(1);
const YEAR: Duration = Duration::from_secs(365 * 86_400);
const DAY: Duration = Duration::from_secs(86_400);

macro_rules! table {
    ($($id:ident: $type:ty = $name:literal, $kind:expr, $otherwise:expr, $parse:expr, $allowed:literal;)*) => {
        $(pub static $id: Key<$type> = Key {
            row: Row { name: $name, kind: $kind, otherwise: $otherwise, allowed: $allowed },
            parse: $parse,
        };)*
        pub static ALL: &[&dyn AnyKey] = &[$(&$id),*];
    };
}

use Kind::{Common, Inline, List, Plain, Secret as Hidden};
use Otherwise::{Follows, Value};

table! {
    INSTANCE_NAME: String = "instance_name", Plain, Value("Parlance"), parse::title,
        "1 to 60 letters";
    INSTANCE_LOGO: PathBuf = "instance_logo", Plain, Follows("Parlance's own"), parse::path,
        "a file with a square PNG, JPEG or WebP";
    LISTEN: SocketAddr = "listen", Common("--listen"), Value("127.0.0.1:8080"), parse::address,
        "an address with a port, such as 127.0.0.1:8080 or [::]:8080; port 0 picks a free one";
    PUBLIC_URL: WebOrigin = "public_url", Plain, Follows("http://localhost:<port>"), parse::public_url,
        "scheme, host and port without a path, such as https://chat.example";
    TRUSTED_PROXIES: Vec<Cidr> = "trusted_proxies", List, Value(""), parse::proxies,
        "ranges such as 10.0.0.0/8 or fd00::/8, never the whole internet";
    ALLOWED_ORIGINS: Vec<WebOrigin> = "allowed_origins", List, Value(""), parse::origins,
        "exact origins such as https://app.example: no path, no *, no null";
    INSECURE_HTTP: bool = "insecure_http", Plain, Value("false"), parse::switch,
        "true accepts a public_url without TLS on a host that is not this machine";
    DRAIN_SECONDS: u32 = "drain_seconds", Plain, Value("5"), |text| parse::whole(text, 0, 60),
        "whole seconds from 0 to 60, over which sockets are closed on shutdown";
    METRICS_LISTEN: SocketAddr = "metrics_listen", Plain, Follows("off"), parse::address,
        "an address with a port that only the monitoring reaches, such as 127.0.0.1:9090";
    ERROR_HOOK: Secret = "error_hook", Hidden, Follows("none"), parse::web_address,
        "https://host/path, which gets errors as JSON";
    OTLP_URL: Secret = "otlp_url", Hidden, Follows("none"), parse::web_address,
        "http://host:4318/v1/traces of an OpenTelemetry collector";
    OTLP_PERCENT: u32 = "otlp_percent", Plain, Value("10"), |text| parse::whole(text, 0, 100),
        "a whole number from 0 to 100: the percentage of requests that are traced";
    DATA_DIR: PathBuf = "data_dir", Common("--data-dir"), Value("./data"), parse::path,
        "a folder";
    DATABASE_URL: Database = "database_url", Hidden, Follows("sqlite://<data_dir>/parlance.db"), parse::database,
        "sqlite://path or postgres://user:password@host/name";
    MIGRATE_URL: Secret = "migrate_url", Hidden, Follows("database_url"), parse::postgres,
        "postgres://user:password@host/name of a role that may change tables";
    REDIS_URL: Secret = "redis_url", Hidden, Follows("none: one node"), parse::redis,
        "redis://user:password@host:6379 or rediss://..., which several nodes of one instance share";
    INSECURE_REDIS: bool = "insecure_redis", Plain, Value("false"), parse::switch,
        "true accepts redis:// to another machine, where another layer encrypts";
    KEYS_FILE: PathBuf = "keys_file", Plain, Follows("<data_dir>/keys.json, unless keys is set"), parse::path,
        "the file of the key ring, made on the first start";
    KEYS: Secret = "keys", Inline, Follows("keys_file"), parse::secret,
        "the JSON of a key ring, instead of keys_file";
    FORCE_UNSAFE_DATABASE: bool = "force_unsafe_database", Plain, Value("false"), parse::switch,
        "true accepts a PostgreSQL with fsync or synchronous_commit off, which may lose acknowledged messages";
    FILES_URL: FilesUrl = "files_url", Plain, Follows("file://<data_dir>/files"), parse::files,
        "file://folder or s3://bucket/prefix?endpoint=https://...&region=...";
    FILES_ACCESS_KEY: Secret = "files_access_key", Hidden, Follows("needed for s3:// only"), parse::secret,
        "the id of the key to the bucket";
    FILES_SECRET_KEY: Secret = "files_secret_key", Hidden, Follows("needed for s3:// only"), parse::secret,
        "the key to the bucket";
    REGISTRATION: Registration = "registration", Plain, Value("otp"), parse::registration,
        "otp, open, invite or closed";
    ACCESS_TOKEN_LIFETIME: Duration = "access_token_lifetime", Plain, Value("15m"),
        |text| parse::span(text, 60 * SECOND, 3600 * SECOND),
        "60s to 1h, such as 15m";
    DM_FROM: DmFrom = "dm_from", Plain, Value("requests"), parse::dm_from,
        "everyone, requests (a stranger's first message waits until it is accepted) or friends";
    SIGN_IN_BY_CODE: bool = "sign_in_by_code", Plain, Value("true"), parse::switch,
        "false asks for a password at every sign-in";
    PASSWORD_REQUIRED: bool = "password_required", Plain, Value("true"), parse::switch,
        "false makes the password optional for people who proved an address or number";
    BLOCKLIST_FILE: PathBuf = "password.blocklist_file", Plain, Follows("none"), parse::path,
        "a file of further passwords to reject: one a line, or its SHA-256 in hex";
    MAIL_URL: Secret = "mail_url", Hidden, Follows("outbox: where public_url is this machine, else none:"), parse::secret,
        "outbox:, none:, smtp://user:password@host:587 or smtps://user:password@host";
    MAIL_FROM: String = "mail_from", Plain, Follows("none"), parse::title,
        "the sender of mail, such as Parlance <chat@example.org>";
    SMS_URL: Secret = "sms_url", Hidden, Follows("outbox: where public_url is this machine, else none:"), parse::secret,
        "outbox:, none:, https://host/path of a webhook or twilio://ACCOUNT:TOKEN@FROM";
    SMS_SECRET: Secret = "sms_secret", Hidden, Follows("none"), parse::secret,
        "what signs requests to the webhook";
    SMS_TEMPLATE: String = "sms_template", Plain, Value(app::SMS_TEMPLATE), parse::text,
        "JSON for the webhook with {to}, and {text} or {code}; {purpose} as well";
    SMS_COUNTRIES: Vec<String> = "sms_countries", List, Value(""), parse::countries,
        "two-letter codes of countries, such as DE,ES; empty only where nothing is sent";
    SMS_DAILY_CAP: u32 = "sms_daily_cap", Plain, Value("500"), |text| parse::whole(text, 0, 1_000_000),
        "a whole number from 0 to 1000000: SMS of the whole server in 24 hours";
    FORCE_OUTBOX: bool = "force_outbox", Plain, Value("false"), parse::switch,
        "true keeps the mail folder on a public server, where codes are not delivered";
    EDIT_WINDOW: Duration = "edit_window", Plain, Value("48h"), |text| parse::span(text, Duration::ZERO, YEAR),
        "0 (messages cannot be edited) to 365d, such as 48h";
    DEFAULT_ROOM: Handle = "default_room", Plain, Follows("none"), parse::handle,
        "the handle of a public group that every new user joins";
    SEARCH: SearchMode = "search", Plain, Value("index"), parse::search,
        "index (an index of keyed tokens), scan (the newest messages are opened) or off";
    RETENTION_DAYS: u32 = "retention_days", Plain, Value("0"), |text| parse::whole(text, 0, 3650),
        "a whole number from 0 (messages are kept forever) to 3650";
    ARCHIVE_MONTHS: u32 = "archive_months", Plain, Value("0"), |text| parse::whole(text, 0, 120),
        "a whole number from 0 (texts stay in the database) to 120";
    TRANSLATION_URL: Secret = "translation_url", Hidden, Follows("none: nothing is translated"), parse::secret,
        "libretranslate+https://host?api_key=... or apertium+http://localhost:2737, the engine that translates messages";
    PUSH_HOSTS: Vec<String> = "push_hosts", List,
        Value("fcm.googleapis.com,updates.push.services.mozilla.com,*.push.services.mozilla.com,\
            *.notify.windows.com,web.push.apple.com,*.push.apple.com"),
        parse::host_patterns,
        "hosts of push services, such as push.example or *.push.example";
    PUSH_TEST_ORIGIN: WebOrigin = "push_test_origin", Plain, Follows("none"), parse::public_url,
        "an origin on this machine for testing push notifications, only where public_url is on this machine too";
    SCALE: u32 = "limits.scale", Plain, Follows("20 on a loopback address, else 1"),
        |text| parse::whole(text, 1, 1_000_000),
        "a whole number from 1 to 1000000, by which every rate limit is multiplied";
    CONNECTIONS_PER_USER: u32 = "limits.connections_per_user", Plain, Value("10"), |text| parse::whole(text, 1, 50),
        "a whole number from 1 to 50";
    CONNECTIONS_PER_ADDRESS: u32 = "limits.connections_per_address", Plain, Value("50"),
        |text| parse::whole(text, 1, 1_000_000),
        "a whole number from 1 to 1000000";
    CONNECTIONS: u32 = "limits.connections", Plain, Value("10000"), |text| parse::whole(text, 1, 1_000_000),
        "a whole number from 1 to 1000000";
    GROUP_MEMBERS: u32 = "limits.group_members", Plain, Value("10000"), |text| parse::whole(text, 2, 10_000),
        "a whole number from 2 to 10000";
    CHATS_PER_USER: u32 = "limits.chats_per_user", Plain, Value("1000"), |text| parse::whole(text, 1, 100_000),
        "a whole number from 1 to 100000";
    MUTE_BURSTS: Duration = "limits.mute_bursts", Plain, Value("0"), |text| parse::span(text, Duration::ZERO, DAY),
        "0 to 24h: how long an account that keeps running into limits is muted; 0 only logs it";
    LOG: Targets = "log", Plain, Value("info"), parse::log_filter,
        "off, error, warn, info, debug or trace, also for one module: info,api=debug";
    LOG_FORMAT: LogFormat = "log_format", Plain, Follows("text on a terminal, else json"), parse::log_format,
        "json or text";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_allowed_and_every_name_is_single() {
        let mut variables: Vec<String> = ALL.iter().map(|key| variable(key.row().name)).collect();
        variables.sort();
        variables.dedup();
        assert_eq!(variables.len(), ALL.len());
        for key in ALL {
            if let Value(text) = key.row().otherwise {
                assert_eq!(key.check(text), Ok(()), "{}", key.row().name);
            }
        }
    }
}
