//! Turns everything an operator configured into [`Settings`], or into all faults at once. Must not read flags,
//! environment or files by itself: they are passed in.

use super::fault::{Fault, Source};
use super::found::{Found, fault};
use super::table as key;
use super::{
    Accounts, Chats, Database, Environment, FilesUrl, Http, Keys, Limits, Log, Provider, Push, Report,
    Secret, Settings, Storage, Watch, layers, outside, providers,
};
use crate::cli::Flags;
use auth::Cost;
use domain::instance::Registration;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub type ReadFile<'a> = &'a dyn Fn(&Path) -> io::Result<String>;

/// The file that is read by default; it may be missing.
const USUAL_FILE: &str = "parlance.toml";

pub fn load(flags: &Flags, env: &Environment, read_file: ReadFile<'_>) -> Result<Settings, Vec<Fault>> {
    let mut faults = Vec::new();
    let layers = [
        layers::flags(flags),
        layers::environment(env, &mut faults),
        file_layer(flags, env, read_file, &mut faults),
    ];
    let mut found = Found::pick(&layers, read_file, &mut faults);
    follow(&mut found);
    found.check(&mut faults);
    let providers = providers::read(&layers, read_file, &mut faults);
    rules(&found, &mut faults);
    a_way_to_sign_up(&found, &providers, &mut faults);
    if faults.is_empty() { settings(&found, providers).map_err(|fault| vec![fault]) } else { Err(faults) }
}

fn file_layer(
    flags: &Flags,
    env: &Environment,
    read_file: ReadFile<'_>,
    faults: &mut Vec<Fault>,
) -> layers::Layer {
    let by_variable = env.get(layers::CONFIG_VARIABLE).filter(|path| !path.is_empty());
    let (path, source) = match (&flags.config, by_variable) {
        (Some(path), _) => (path.clone(), Some(Source::Flag("--config"))),
        (None, Some(path)) => {
            (PathBuf::from(path), Some(Source::Environment(layers::CONFIG_VARIABLE.to_owned())))
        }
        (None, None) => (PathBuf::from(USUAL_FILE), None),
    };
    match (read_file(&path), source) {
        (Ok(text), _) => return layers::file(&path, &text, faults),
        (Err(error), None) if error.kind() == io::ErrorKind::NotFound => {}
        (Err(error), source) => faults.push(Fault {
            key: "configuration file".to_owned(),
            source: source.unwrap_or(Source::Default),
            wrong: format!("`{}` cannot be read: {error}", path.display()),
            allowed: String::new(),
        }),
    }
    layers::Layer::new()
}

/// Defaults that follow from other keys.
fn follow(found: &mut Found) {
    if let Some(data_dir) = found.value(&key::DATA_DIR) {
        let inside = |name: &str| data_dir.join(name).display().to_string();
        found.fill(&key::DATABASE_URL, format!("sqlite://{}", inside("parlance.db")));
        found.fill(&key::FILES_URL, format!("file://{}", inside("files")));
        if found.given(&key::KEYS.row).is_none() {
            found.fill(&key::KEYS_FILE, inside("keys.json"));
        }
    }
    let at_home = match found.given(&key::PUBLIC_URL.row) {
        Some(_) => found.value(&key::PUBLIC_URL).is_some_and(|url| url.is_loopback()),
        None => found.value(&key::LISTEN).is_some_and(|address| address.ip().is_loopback()),
    };
    // The mail folder is on this machine: on a public server its mail is not delivered.
    let channel = if at_home { "outbox:" } else { "none:" };
    found.fill(&key::MAIL_URL, channel.to_owned());
    found.fill(&key::SMS_URL, channel.to_owned());
    // A person who tries things out should not hit limits made for strangers.
    found.fill(&key::SCALE, if at_home { "20" } else { "1" }.to_owned());
}

/// Faults of several keys together.
fn rules(found: &Found, faults: &mut Vec<Fault>) {
    outside::read(found, faults);
    if let Some(url) = found.value(&key::PUBLIC_URL)
        && !url.is_https()
        && !url.is_loopback()
        && found.value(&key::INSECURE_HTTP) != Some(true)
    {
        let wrong = format!("{url} would send passwords and messages unencrypted");
        faults.push(Fault {
            key: key::PUBLIC_URL.row.name.to_owned(),
            source: found.source(&key::PUBLIC_URL),
            wrong,
            allowed: "https://..., or insecure_http = true where another layer encrypts".to_owned(),
        });
    }
    let public_is_here = found.value(&key::PUBLIC_URL).is_none_or(|url| url.is_loopback());
    if let Some(origin) = found.value(&key::PUSH_TEST_ORIGIN)
        && !(origin.is_loopback() && public_is_here)
    {
        let wrong =
            "it is for testing push notifications on one machine, and one of the two is on another machine"
                .to_owned();
        faults.push(fault(&key::PUSH_TEST_ORIGIN.row, found.source(&key::PUSH_TEST_ORIGIN), wrong));
    }
    if found.given(&key::KEYS.row).is_some() && found.given(&key::KEYS_FILE.row).is_some() {
        let wrong = format!("keys_file is set as well ({}); keep one of them", found.source(&key::KEYS_FILE));
        faults.push(fault(&key::KEYS.row, found.source(&key::KEYS), wrong));
    }
    bucket_rules(found, faults);
    redis_rules(found, faults);
    if found.given(&key::REDIS_URL.row).is_some()
        && matches!(found.value(&key::DATABASE_URL), Some(Database::Sqlite(_)))
    {
        let wrong = "database_url is SQLite, which only one node can use".to_owned();
        faults.push(fault(&key::REDIS_URL.row, found.source(&key::REDIS_URL), wrong));
    }
    if found.given(&key::MIGRATE_URL.row).is_some()
        && matches!(found.value(&key::DATABASE_URL), Some(Database::Sqlite(_)))
    {
        let wrong = "database_url is SQLite, which has no roles".to_owned();
        faults.push(fault(&key::MIGRATE_URL.row, found.source(&key::MIGRATE_URL), wrong));
    }
}

/// Where registration needs a code, codes can be sent.
fn a_way_to_sign_up(found: &Found, providers: &[Provider], faults: &mut Vec<Fault>) {
    let off = |key| found.value(key).is_some_and(|url: Secret| url.expose() == "none:");
    let otp = found.value(&key::REGISTRATION) == Some(Registration::Otp);
    if otp && providers.is_empty() && off(&key::MAIL_URL) && off(&key::SMS_URL) {
        faults.push(Fault {
            key: key::REGISTRATION.row.name.to_owned(),
            source: found.source(&key::REGISTRATION),
            wrong: "no one could register, because codes cannot be sent".to_owned(),
            allowed:
                "otp with mail_url and mail_from (or sms_url) set, or without codes: open, invite or closed"
                    .to_owned(),
        });
    }
}

/// Bus messages are sealed, but the password and the registry of connections are not.
fn redis_rules(found: &Found, faults: &mut Vec<Fault>) {
    let Some(url) = found.value(&key::REDIS_URL) else { return };
    let host = reqwest::Url::parse(url.expose()).ok().and_then(|url| url.host_str().map(str::to_owned));
    let here = host.is_none_or(|host| matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]"));
    if url.expose().starts_with("redis://") && !here && found.value(&key::INSECURE_REDIS) != Some(true) {
        faults.push(Fault {
            key: key::REDIS_URL.row.name.to_owned(),
            source: found.source(&key::REDIS_URL),
            wrong: "it would send its password unencrypted to another machine".to_owned(),
            allowed: "rediss://..., or insecure_redis = true where another layer encrypts".to_owned(),
        });
    }
}

/// A bucket needs both keys.
fn bucket_rules(found: &Found, faults: &mut Vec<Fault>) {
    let bucket = matches!(found.value(&key::FILES_URL), Some(FilesUrl::Bucket { .. }));
    for row in [&key::FILES_ACCESS_KEY.row, &key::FILES_SECRET_KEY.row] {
        if bucket && found.given(row).is_none() {
            let wrong = "it is missing, and files_url is a bucket".to_owned();
            faults.push(fault(row, found.source(&key::FILES_URL), wrong));
        }
    }
}

fn settings(found: &Found, providers: Vec<Provider>) -> Result<Settings, Fault> {
    let report = Report::of(found, &providers);
    let mut faults = Vec::new();
    let outside = outside::read(found, &mut faults);
    let missing = || fault(&key::MAIL_URL.row, Source::Default, "it has no value".to_owned());
    let outside = outside.ok_or_else(|| faults.into_iter().next().unwrap_or_else(missing))?;
    Ok(Settings {
        instance_name: found.need(&key::INSTANCE_NAME)?,
        instance_logo: found.value(&key::INSTANCE_LOGO),
        http: Http {
            listen: found.need(&key::LISTEN)?,
            public_url: found.value(&key::PUBLIC_URL),
            trusted_proxies: found.need(&key::TRUSTED_PROXIES)?,
            allowed_origins: found.need(&key::ALLOWED_ORIGINS)?,
            insecure_http: found.need(&key::INSECURE_HTTP)?,
            drain: Duration::from_secs(found.need(&key::DRAIN_SECONDS)?.into()),
        },
        watch: Watch {
            metrics: found.value(&key::METRICS_LISTEN),
            error_hook: found.value(&key::ERROR_HOOK),
            otlp_url: found.value(&key::OTLP_URL),
            otlp_percent: found.need(&key::OTLP_PERCENT)?,
        },
        storage: Storage {
            data_dir: found.need(&key::DATA_DIR)?,
            database: found.need(&key::DATABASE_URL)?,
            migrate_url: found.value(&key::MIGRATE_URL),
            redis: found.value(&key::REDIS_URL),
            keys: match found.value(&key::KEYS) {
                Some(keys) => Keys::Inline(keys),
                None => Keys::File(found.need(&key::KEYS_FILE)?),
            },
            force_unsafe_database: found.need(&key::FORCE_UNSAFE_DATABASE)?,
            files: found.need(&key::FILES_URL)?,
            files_access_key: found.value(&key::FILES_ACCESS_KEY),
            files_secret_key: found.value(&key::FILES_SECRET_KEY),
        },
        accounts: Accounts {
            registration: found.need(&key::REGISTRATION)?,
            sign_in_by_code: found.need(&key::SIGN_IN_BY_CODE)?,
            password_required: found.need(&key::PASSWORD_REQUIRED)?,
            blocklist_file: found.value(&key::BLOCKLIST_FILE),
            access_token_lifetime: found.need(&key::ACCESS_TOKEN_LIFETIME)?,
            password_cost: Cost::DEFAULT,
            providers,
        },
        outside,
        chats: Chats {
            dm_from: found.need(&key::DM_FROM)?,
            edit_window: found.need(&key::EDIT_WINDOW)?,
            default_room: found.value(&key::DEFAULT_ROOM),
            search: found.need(&key::SEARCH)?,
            retention_days: found.need(&key::RETENTION_DAYS)?,
            archive_months: found.need(&key::ARCHIVE_MONTHS)?,
        },
        push: Push { hosts: found.need(&key::PUSH_HOSTS)?, test_origin: found.value(&key::PUSH_TEST_ORIGIN) },
        limits: Limits {
            scale: found.need(&key::SCALE)?,
            connections_per_user: found.need(&key::CONNECTIONS_PER_USER)?,
            connections_per_address: found.need(&key::CONNECTIONS_PER_ADDRESS)?,
            connections: found.need(&key::CONNECTIONS)?,
            group_members: found.need(&key::GROUP_MEMBERS)?,
            chats_per_user: found.need(&key::CHATS_PER_USER)?,
            mute_bursts: found.need(&key::MUTE_BURSTS)?,
        },
        log: Log { filter: found.need(&key::LOG)?, format: found.value(&key::LOG_FORMAT) },
        report,
    })
}
