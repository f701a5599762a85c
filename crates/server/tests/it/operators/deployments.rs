//! Operators can start a server with what the pages tell them to write: every deploy file and every block of
//! docs/operations.md ends in a registered account.

use crate::accounts::codes::{challenge_of, joining, post, start, verify};
use crate::operators::keys::Operator;
use crate::support::sinks::SmtpSink;
use crate::support::user::{answer, registration};
use crate::support::{Backend, TestServer, http_client};
use parlance_server::config::ALL_SETTINGS;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tokio::process::Command;

fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Blocks of code in this language, without the indent of the list they stand in.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let (mut indent, mut inside) = (0, false);
    for line in page.lines() {
        let text = line.trim_start();
        if inside && text == "```" {
            inside = false;
        } else if inside {
            let block = found.last_mut().expect("it began");
            block.push_str(line.get(indent..).unwrap_or_default());
            block.push('\n');
        } else if text.strip_prefix("```") == Some(language) {
            (inside, indent) = (true, line.len() - text.len());
            found.push(String::new());
        }
    }
    found
}

type Said = BTreeMap<String, String>;

/// `NAME=value` lines, also those that are there to be uncommented.
fn variables(text: &str, commented: bool) -> Said {
    let lines = text.lines().filter_map(|line| {
        let line = if commented { line.trim_start_matches("# ") } else { line };
        let (name, value) = line.split_once('=')?;
        name.starts_with("PARLANCE_").then(|| (name.to_owned(), value.to_owned()))
    });
    lines.collect()
}

/// What docker-compose.yml gives each node.
fn compose() -> Said {
    let file = page("docker-compose.yml");
    let (_, api) = file.split_once("  api: &api\n").expect("the node");
    let (_, environment) = api.split_once("    environment:\n").expect("its settings");
    let (environment, _) = environment.split_once("    volumes:").expect("an end");
    let lines = environment.lines().filter_map(|line| {
        let (name, value) = line.trim().split_once(": ")?;
        Some((name.to_owned(), value.trim_matches('"').replace("${DOMAIN:-localhost}", "chat.example.org")))
    });
    lines.filter(|(name, _)| name.starts_with("PARLANCE_")).collect()
}

/// The same settings, with what is another machine's put on this one.
fn here(said: Said, smtp: u16) -> Vec<(String, String)> {
    const OF_THE_MACHINE: [&str; 14] = [
        "LISTEN",
        "METRICS_LISTEN",
        "DATA_DIR",
        "KEYS_FILE",
        "DATABASE_URL_FILE",
        "DATABASE_URL",
        "REDIS_URL_FILE",
        "FILES_URL",
        "FILES_ACCESS_KEY_FILE",
        "FILES_SECRET_KEY_FILE",
        "MAIL_URL_FILE",
        "IMAGE",
        "OTLP_URL",
        "TRANSLATION_URL",
    ];
    let mut mail = false;
    let mut settings = Vec::new();
    for (name, value) in said {
        let name = name.trim_start_matches("PARLANCE_").to_owned();
        mail |= name.starts_with("MAIL_URL");
        if name == "MAIL_URL" || !OF_THE_MACHINE.contains(&name.as_str()) {
            settings.push((name, value));
        }
    }
    settings.retain(|(name, _)| name != "MAIL_URL");
    if mail {
        settings.push(("MAIL_URL".to_owned(), format!("smtp://127.0.0.1:{smtp}")));
    }
    settings
}

async fn server(settings: Vec<(String, String)>) -> TestServer {
    let bare = TestServer::bare(Backend::Sqlite);
    settings.iter().fold(bare, |server, (name, value)| server.set(name, value)).start().await
}

/// Registers by mail, as this server asks for it.
async fn sign_up_by_mail(server: &TestServer, sink: &mut SmtpSink) {
    let challenge = challenge_of(start(server, "register", "ana@example.org").await);
    let letter = sink.next().await;
    let text = letter["data"].as_str().unwrap().rsplit("\n\n").next().unwrap();
    let code = text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).expect("a code");
    let granted = verify(server, &challenge, code).await.expect(200);
    let session = post(server, "/auth/register", &joining("ana", granted["grant"].as_str().unwrap())).await;
    assert_eq!(session.expect(201)["user"]["username"], "ana");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_documented_deployment_starts_and_registers_an_account() {
    let mut sink = SmtpSink::start(0).await;
    let toml: toml::Table = blocks(&page("docs/operations.md"), "toml")[0].parse().unwrap();
    let text = |value: &toml::Value| match value {
        toml::Value::Array(items) => {
            items.iter().filter_map(|item| item.as_str()).collect::<Vec<_>>().join(",")
        }
        value => value.as_str().expect("a text").to_owned(),
    };
    let vps = toml.iter().map(|(name, value)| (format!("PARLANCE_{}", name.to_uppercase()), text(value)));
    let mut with_mail = variables(&page(".env.example"), true);
    with_mail.insert("PARLANCE_REGISTRATION".to_owned(), "otp".to_owned());
    let deployments = [
        ("docs/operations.md", vps.collect()),
        ("deploy/kubernetes/settings.env", variables(&page("deploy/kubernetes/settings.env"), false)),
        ("docker-compose.yml with everything of .env.example", {
            with_mail.extend(compose());
            // Its gateway is asked for when an SMS goes out.
            with_mail
        }),
    ];
    for (name, said) in deployments {
        let said: Said = said;
        assert!(said.contains_key("PARLANCE_PUBLIC_URL"), "{name}: {said:?}");
        let server = server(here(said, sink.port)).await;
        sign_up_by_mail(&server, &mut sink).await;
        println!("{name}: an account was registered");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn compose_as_it_is_copied_registers_by_invitation() {
    let operator = Operator::new(Backend::Postgres).await;
    let mut said = variables(&page(".env.example"), false);
    said.extend(compose());
    let unset = ["LIMITS_SCALE", "REGISTRATION", "DM_FROM"];
    let operator = unset.iter().fold(operator, |operator, name| operator.unset(name));
    let operator = here(said, 0).iter().fold(operator, |operator, (name, value)| operator.set(name, value));
    let invite = operator.run(&["admin", "invite"]).await.well();
    let serving = operator.serve().await;
    let mut body = registration("ana");
    body["invite"] = json!(invite.lines().next().expect("a code"));
    let register = http_client().post(format!("{}/api/v1/auth/register", serving.url)).json(&body);
    assert_eq!(answer(register).await.expect(201)["user"]["username"], "ana");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_public_server_without_a_channel_says_what_to_set() {
    let operator = Operator::new(Backend::Sqlite).await.unset("REGISTRATION");
    let operator = operator.set("PUBLIC_URL", "https://chat.example.org");
    operator.run(&["serve"]).await.refused(&[
        "the configuration has 1 fault(s)",
        "registration (default): no one could register, because codes cannot be sent",
        "otp with mail_url and mail_from (or sms_url) set, or without codes: open, invite or closed",
    ]);
    operator.set("REGISTRATION", "open").run(&["check-config"]).await.well();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_caddyfile_that_is_shown_is_valid() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut shown = blocks(&page("docs/operations.md"), "caddyfile");
    assert!(!shown.is_empty());
    shown.push(page("deploy/Caddyfile"));
    for (n, text) in shown.into_iter().enumerate() {
        let file: PathBuf = folder.path().join(format!("Caddyfile{n}"));
        std::fs::write(&file, &text).unwrap();
        let mut caddy = Command::new("caddy");
        caddy.args(["validate", "--adapter", "caddyfile", "--config"]).arg(&file);
        caddy.env("HOME", folder.path()).env("XDG_DATA_HOME", folder.path());
        let said = caddy.output().await.expect("caddy is installed");
        assert!(said.status.success(), "{text}\n{}", String::from_utf8_lossy(&said.stderr));
    }
}

#[test]
fn every_setting_is_in_the_table_of_the_readme() {
    let readme = page("README.md");
    for name in ALL_SETTINGS.iter().map(|key| key.row().name) {
        assert!(
            readme.lines().any(|line| line.starts_with("| ") && line.contains(&format!("`{name}`"))),
            "{name}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_rejects_connections_is_reported_in_one_line() {
    let operator = Operator::new(Backend::Postgres).await;
    let url = reqwest::Url::parse(&operator.database_url).unwrap();
    let changed = |change: &dyn Fn(&mut reqwest::Url)| {
        let mut url = url.clone();
        change(&mut url);
        url.to_string()
    };
    let name = url.path().trim_start_matches('/').to_owned();
    let past = operator.past();
    // The tests' own PostgreSQL trusts every user; a role that may not connect stands for the rest.
    past.run(&format!("CREATE ROLE {name}_app LOGIN PASSWORD 'two'")).await;
    let cases = [
        (changed(&|url| url.set_path("/nothing_here")), vec!["does not exist", "createdb -O ROLE NAME"]),
        (changed(&|url| url.set_port(Some(1)).unwrap()), vec!["refused", "is PostgreSQL running"]),
        (changed(&|url| url.set_username("no_such_role").unwrap()), vec!["does not exist", "createuser"]),
        (
            changed(&|url| url.set_username(&format!("{name}_app")).unwrap()),
            vec!["permission denied", "Roles of the database"],
        ),
    ];
    for (url, says) in cases {
        let operator = Operator::new(Backend::Postgres).await.set("DATABASE_URL", &url);
        let said = operator.run(&["serve"]).await;
        said.refused(&says);
        let lines: Vec<&str> = said.err.lines().filter(|line| line.starts_with("parlance: ")).collect();
        assert_eq!(lines.len(), 1, "{}", said.err);
        assert_eq!(said.err.trim_end().lines().last(), lines.first().copied(), "{}", said.err);
    }
    // With the rights of docs/operations.md, the same role serves, and changes no table.
    let grants = blocks(&page("docs/operations.md"), "sql");
    let grants: Vec<String> = grants[0]
        .lines()
        .filter(|line| line.starts_with("ALTER DEFAULT"))
        .map(|line| line.replace("parlance_app", &format!("{name}_app")))
        .collect();
    assert_eq!(grants.len(), 2);
    past.run(&grants.join(" ")).await;
    let app = changed(&|url| url.set_username(&format!("{name}_app")).unwrap());
    let operator = operator.set("DATABASE_URL", &app).set("MIGRATE_URL", url.as_str());
    let serving = operator.serve().await;
    let ana = crate::support::TestUser::register(&serving.url, "ana").await;
    let chat = ana.group(&[]).await;
    ana.send(&chat, "stored without a right to change tables").await.expect(201);
    serving.stop().await.well();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_is_away_is_told_in_one_line_and_the_node_serves() {
    let operator = Operator::new(Backend::Postgres).await.set("REDIS_URL", "redis://127.0.0.1:1/");
    let serving = operator.serve().await;
    let said = serving.stop().await;
    assert!(said.err.contains("Redis does not answer: is it running"), "{}", said.err);
}
