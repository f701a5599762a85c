//! Tests promises to operators about settings, through `load` alone.

use super::*;
use crate::cli::Flags;
use std::collections::BTreeMap;
use std::io;

#[derive(Default)]
struct Sources {
    flags: Flags,
    env: Environment,
    files: BTreeMap<PathBuf, String>,
}

impl Sources {
    fn env(mut self, name: &str, value: &str) -> Self {
        self.env.insert(name.to_owned(), value.into());
        self
    }

    fn file(mut self, name: &str, text: &str) -> Self {
        self.files.insert(name.into(), text.to_owned());
        self
    }

    fn listen(mut self, address: &str) -> Self {
        self.flags.listen = Some(address.to_owned());
        self
    }

    fn config(mut self, path: &str) -> Self {
        self.flags.config = Some(path.into());
        self
    }

    fn load(&self) -> Result<Settings, Vec<Fault>> {
        let read = |path: &std::path::Path| {
            self.files.get(path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
        };
        load(&self.flags, &self.env, &read)
    }

    fn settings(&self) -> Settings {
        self.load().unwrap()
    }

    /// All faults in words, in one text.
    fn faults(&self) -> String {
        self.load().unwrap_err().iter().map(|fault| format!("{fault}\n")).collect()
    }
}

fn toml(text: &str) -> Sources {
    Sources::default().file("parlance.toml", text)
}

/// With a public address, where codes are not delivered by default.
fn public(text: &str) -> Sources {
    toml(&format!("registration = 'open'\n{text}"))
}

#[test]
fn nothing_said_is_a_working_server() {
    let settings = Sources::default().settings();
    assert_eq!(settings.http.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.http.public_url_at(8080).as_str(), "http://localhost:8080");
    assert!(matches!(&settings.storage.database, Database::Sqlite(p) if p.ends_with("data/parlance.db")));
    assert!(matches!(&settings.storage.keys, Keys::File(p) if p.ends_with("data/keys.json")));
    assert_eq!(settings.accounts.access_token_lifetime, Duration::from_secs(900));
    assert_eq!(settings.limits.scale, 20);
    assert_eq!(settings.log.format, None);
}

#[test]
fn flag_beats_environment_beats_file_beats_default() {
    let sources = toml("listen = '127.0.0.1:1'");
    assert_eq!(sources.settings().http.listen.port(), 1);
    let sources = sources.env("PARLANCE_LISTEN", "127.0.0.1:2");
    assert_eq!(sources.settings().http.listen.port(), 2);
    let sources = sources.listen("127.0.0.1:3");
    assert_eq!(sources.settings().http.listen.port(), 3);
    // An empty variable is how a compose file leaves one unset.
    assert_eq!(toml("listen = '127.0.0.1:1'").env("PARLANCE_LISTEN", "").settings().http.listen.port(), 1);
}

#[test]
fn all_faults_come_at_once_with_key_source_and_what_is_allowed() {
    let faults = toml("edit_window = '5'\nlimits.connections_per_user = 51\nregistration = 'anyhow'")
        .env("PARLANCE_DRAIN_SECONDS", "-1")
        .listen("everywhere")
        .faults();
    for part in [
        "listen (flag --listen): it is not an IP address with a port. Allowed: an address with a port",
        "drain_seconds (environment PARLANCE_DRAIN_SECONDS): it is not a whole number",
        "edit_window (file parlance.toml): it has no unit. Allowed: 0 (messages cannot be edited) to 365d",
        "limits.connections_per_user (file parlance.toml): it is above 50. Allowed: a whole number from 1 to 50.",
        "registration (file parlance.toml): it is none of the allowed values. Allowed: otp, open, invite or closed.",
    ] {
        assert!(faults.contains(part), "{part}\nis not in\n{faults}");
    }
    assert_eq!(faults.lines().count(), 5, "{faults}");
}

#[test]
fn unknown_names_are_faults_with_a_suggestion() {
    let faults =
        toml("publik_url = 'x'\n[limits]\nscales = 2\ncolour = 1").env("PARLANCE_LISTN", "x").faults();
    for part in [
        "did you mean `public_url`?\n",
        "did you mean `limits.scale`?\n",
        "did you mean `PARLANCE_LISTEN`?\n",
    ] {
        assert!(faults.contains(part), "{faults}");
    }
    assert_eq!(faults.lines().count(), 4, "{faults}");
    // The server ignores variables of the tests.
    Sources::default().env("PARLANCE_TEST_POSTGRES", "postgres://x").settings();
}

#[test]
fn a_broken_file_names_its_line_and_shows_no_secret() {
    let faults = toml("listen = '127.0.0.1:1'\ndatabase_url = 'postgres://u:hunter2@db/x\n").faults();
    assert!(faults.contains("line 2 (file parlance.toml): it is not TOML"), "{faults}");
    assert!(!faults.contains("hunter2"), "{faults}");
    let faults = Sources::default().env("PARLANCE_DATABASE_URL", "mysql://u:hunter2@db/x").faults();
    assert!(!faults.contains("hunter2"), "{faults}");
}

#[test]
fn a_file_named_by_a_setting_must_exist() {
    assert!(Sources::default().config("other.toml").faults().contains("`other.toml` cannot be read"));
    assert!(Sources::default().env("PARLANCE_CONFIG", "other.toml").faults().contains("PARLANCE_CONFIG"));
    let sources = Sources::default().config("other.toml").file("other.toml", "instance_name = 'Here'");
    assert_eq!(sources.settings().instance_name, "Here");
}

#[test]
fn a_secret_may_live_in_a_file_of_its_own() {
    let sources =
        Sources::default().env("PARLANCE_DATABASE_URL_FILE", "db").file("db", "postgres://u:hunter2@db/x\n");
    let settings = sources.settings();
    assert!(matches!(&settings.storage.database, Database::Postgres(u) if u.expose().ends_with("db/x")));
    let report = settings.report.to_string();
    assert!(
        report.contains("postgres://u:***@db/x") && report.contains("PARLANCE_DATABASE_URL_FILE"),
        "{report}"
    );
    assert!(!format!("{settings:?}").contains("hunter2"));

    assert!(toml("database_url_file = 'gone'").faults().contains("`gone` cannot be read"));
    let both = toml("database_url_file = 'db'\ndatabase_url = 'sqlite://x'").file("db", "sqlite://y");
    assert!(both.faults().contains("both set"));
    // A source of higher precedence simply wins.
    let sources =
        toml("database_url_file = 'db'").file("db", "sqlite://y").env("PARLANCE_DATABASE_URL", "sqlite://x");
    assert!(matches!(sources.settings().storage.database, Database::Sqlite(p) if p.ends_with("x")));
}

#[test]
fn keys_are_a_file_or_inline_but_not_both() {
    let sources = Sources::default().env("PARLANCE_KEYS", "{\"kek\":\"hunter2\"}");
    let settings = sources.settings();
    assert!(matches!(&settings.storage.keys, Keys::Inline(keys) if keys.expose().contains("hunter2")));
    assert!(!settings.report.to_string().contains("hunter2"));
    assert!(sources.env("PARLANCE_KEYS_FILE", "k").faults().contains("keep one of them"));
}

#[test]
fn the_clear_is_for_this_machine_only() {
    assert!(toml("public_url = 'http://chat.example'").faults().contains("unencrypted"));
    public("public_url = 'http://chat.example'\ninsecure_http = true").settings();
    toml("public_url = 'http://127.0.0.1:8080/'").settings();
    public("public_url = 'https://chat.example/'").settings();
    assert!(toml("public_url = 'https://chat.example/app'").load().is_err());
}

#[test]
fn limits_are_loose_only_at_home() {
    let scale = |sources: Sources| sources.settings().limits.scale;
    assert_eq!(scale(Sources::default().listen("[::1]:0")), 20);
    assert_eq!(scale(public("").listen("0.0.0.0:80")), 1);
    assert_eq!(scale(public("public_url = 'https://chat.example'")), 1);
    assert_eq!(scale(public("public_url = 'http://localhost:9'").listen("0.0.0.0:9")), 20);
    assert_eq!(scale(Sources::default().env("PARLANCE_LIMITS_SCALE", "1000")), 1000);
    assert!(toml("limits.scale = 0").load().is_err());
}

#[test]
fn loopback_names_are_origins_only_at_home() {
    let here = Sources::default().settings().http.origins_at(7);
    let here: Vec<&str> = here.iter().map(WebOrigin::as_str).collect();
    assert_eq!(here, ["http://127.0.0.1:7", "http://[::1]:7", "http://localhost:7"]);
    let sources = public("public_url = 'https://chat.example'\nallowed_origins = ['https://app.example']");
    let there = sources.settings().http.origins_at(7);
    let there: Vec<&str> = there.iter().map(WebOrigin::as_str).collect();
    assert_eq!(there, ["https://app.example", "https://chat.example"]);
}

#[test]
fn lists_are_arrays_in_the_file_and_commas_in_variables() {
    let sources = toml("trusted_proxies = ['10.0.0.0/8', '::1']\nlisten = ['127.0.0.1:1']");
    assert!(sources.faults().contains("listen (file parlance.toml): it is a list"));
    assert_eq!(toml("trusted_proxies = ['10.0.0.0/8', '::1']").settings().http.trusted_proxies.len(), 2);
    let sources = Sources::default().env("PARLANCE_TRUSTED_PROXIES", "10.0.0.0/8,::1");
    assert_eq!(sources.settings().http.trusted_proxies.len(), 2);
}

#[test]
fn migrations_have_a_role_only_on_postgres() {
    let url = "migrate_url = 'postgres://owner@db/x'";
    assert!(toml(url).faults().contains("SQLite, which has no roles"));
    let sources = toml(url).env("PARLANCE_DATABASE_URL", "postgres://app@db/x");
    assert!(sources.settings().storage.migrate_url.is_some());
}

#[test]
fn redis_in_the_clear_is_for_this_machine_only() {
    let redis = |url: &str| toml(&format!("redis_url = '{url}'\ndatabase_url = 'postgres://app@db/x'"));
    for here in
        ["redis://localhost", "redis://:x@127.0.0.1:6379/", "redis://[::1]", "rediss://:x@cache.example"]
    {
        redis(here).settings();
    }
    let there = "redis://:hunter2@cache.example:6379";
    let faults = redis(there).faults();
    assert!(
        faults.contains("redis_url (file parlance.toml): it would send its password unencrypted"),
        "{faults}"
    );
    assert!(!faults.contains("hunter2"));
    redis(there).env("PARLANCE_INSECURE_REDIS", "true").settings();
}

#[test]
fn the_report_has_a_line_for_every_key() {
    let report = Sources::default().env("PARLANCE_LOG", "info,api=debug").settings().report.to_string();
    assert_eq!(report.lines().count(), table::ALL.len());
    assert!(report.contains("environment PARLANCE_LOG"), "{report}");
    assert!(report.contains("(text on a terminal, else json)"), "{report}");
}

#[test]
fn codes_reach_people_or_the_server_does_not_start() {
    let there = "public_url = 'https://chat.example'\n";
    let faults = toml(there).faults();
    assert_eq!(faults.lines().count(), 1, "{faults}");
    assert!(faults.contains("registration (default): no one could register"), "{faults}");
    let outbox = format!("{there}mail_url = 'outbox:'\n");
    assert!(
        toml(&outbox).faults().contains("mail_url (file parlance.toml): the mail folder is on this machine")
    );
    toml(&format!("{outbox}force_outbox = true")).settings();
    let mail = format!("{there}mail_url = 'smtps://u:p@mail.example'\nmail_from = 'a@chat.example'");
    assert_eq!(toml(&mail).settings().outside.sms, app::SmsChoice::Off);
    let real = "public_url = 'https://chat.example'\nmail_url = 'smtps://u:hunter2@mail.example'\n\
                mail_from = 'a@chat.example'\nsms_url = 'https://sms.example/x'\nsms_secret = 'hunter3'\n";
    assert!(toml(real).faults().contains("sms_countries (default): SMS cost money"));
    let settings = toml(&format!("{real}sms_countries = ['DE', 'ES']")).settings();
    assert_eq!(settings.outside.sms_countries, Some(vec!["DE".to_owned(), "ES".to_owned()]));
    let shown = settings.report.to_string();
    assert!(!shown.contains("hunter") && !format!("{:?}", settings.outside).contains("hunter"), "{shown}");
    for (wrong, fault) in [
        ("mail_url = 'smtp://mail.example'", "mail_from is not set"),
        ("mail_url = 'http://mail.example'\nmail_from = 'a@x.org'", "it must begin with smtp:// or smtps://"),
        ("sms_url = 'https://sms.example'", "sms_secret is not set"),
        ("sms_url = 'http://sms.example'\nsms_secret = 'x'", "it must begin with https://"),
        ("sms_countries = ['XX']", "`XX` is not a country code"),
    ] {
        let faults = toml(wrong).faults();
        assert!(faults.contains(fault), "{faults}");
    }
}
