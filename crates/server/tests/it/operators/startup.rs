//! The binary rejects wrong settings at its start in clear words, and then changes nothing; it ends in order.

use crate::both;
use crate::operators::keys::{Operator, ring_json};
use crate::support::user::{PASSWORD, answer, registration};
use crate::support::{Backend, TestUser, http_client};
use serde_json::json;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::time::timeout;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_folder_is_used_by_one_process() {
    let operator = Operator::new(Backend::Sqlite).await;
    let serving = operator.serve().await;
    let folder = operator.data().display().to_string();
    for args in [&["serve"][..], &["migrate"]] {
        operator.run(args).await.refused(&["another parlance process uses", &folder, "--data-dir"]);
    }
    TestUser::register(&serving.url, "ana").await;
    serving.stop().await.well();
    operator.serve().await.stop().await.well();
}

both! {
    async fn a_database_of_a_later_version_is_refused_and_left_as_it_is(backend) {
        const LATER: &str = "20991231000000";
        let operator = Operator::new(backend).await;
        operator.run(&["migrate"]).await.well();
        let past = operator.past();
        past.run(&format!("INSERT INTO __diesel_schema_migrations (version) VALUES ('{LATER}')")).await;
        let versions = "SELECT version AS text FROM __diesel_schema_migrations ORDER BY version";
        let before = past.texts(versions).await;
        for args in [&["serve"][..], &["migrate"], &["keys", "status"]] {
            operator.run(args).await.refused(&["written by a later version of Parlance", LATER]);
        }
        assert_eq!(past.texts(versions).await, before);
        assert_eq!(past.count("instance").await, "0");
        let mut names = std::fs::read_dir(operator.data()).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(names.all(|name| !name.to_string_lossy().contains(".before-")));
    }
}

both! {
    async fn a_node_that_stops_gives_its_leases_back(backend) {
        let operator = Operator::new(backend).await;
        let serving = operator.serve().await;
        let past = operator.past();
        // The audit log is linked every second, by the node that has the lease.
        let held = async || past.count("leases").await != "0";
        tokio::time::timeout(Duration::from_secs(10), async { while !held().await {} }).await.unwrap();
        serving.stop().await.well();
        assert_eq!(past.count("leases").await, "0");
    }
}

both! {
    async fn migrate_says_what_it_applied_and_repeating_it_changes_nothing(backend) {
        let operator = Operator::new(backend).await;
        let first = operator.run(&["migrate"]).await.well();
        assert!(first.starts_with("applied 2026"), "{first}");
        assert_eq!(operator.run(&["migrate"]).await.well(), "the database is up to date\n");
        // The schema alone: no key was made, nothing was written.
        assert!(!operator.data().join("keys.json").exists());
        assert_eq!(operator.past().count("instance").await, "0");
        operator.serve().await.stop().await.well();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_prints_needs_no_database_and_makes_nothing() {
    let operator = Operator::new(Backend::Sqlite).await;
    assert_eq!(operator.run(&["openapi"]).await.well(), api::openapi_yaml());
    let version = format!("parlance {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(operator.run(&["version"]).await.well(), version);
    operator.run(&["check-config"]).await.well();
    assert!(!operator.data().exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_config_tells_every_setting_and_no_secret() {
    let operator = Operator::new(Backend::Sqlite).await;
    let ring = ring_json();
    let operator = operator
        .set("DATABASE_URL", "postgres://parlance:hunter2@db.example/chat")
        .set("MIGRATE_URL", "postgres://owner@db.example/chat?sslmode=require&password=hunter2")
        .set("KEYS", &ring);
    let said = operator.run(&["check-config"]).await;
    for text in [&said.out, &said.err] {
        assert!(!text.contains("hunter2") && !text.contains("\"root\""), "{text}");
    }
    let report = said.well();
    for part in [
        "postgres://parlance:***@db.example/chat",
        "postgres://owner@db.example/chat?sslmode=require&password=***",
        "environment PARLANCE_KEYS",
        "limits.scale",
        "127.0.0.1:0",
    ] {
        assert!(report.contains(part), "`{part}` is not said: {report}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_faults_of_a_configuration_are_told_at_once() {
    let operator = Operator::new(Backend::Sqlite).await;
    let operator = operator
        .set("LISTEN", "everywhere")
        .set("LIMITS_SCALE", "0")
        .set("REGISTRATION", "sometimes")
        .set("EDIT_WINDO", "1h")
        .set("DATABASE_URL", "mysql://root:hunter2@db.example/chat");
    for args in [&["serve"][..], &["check-config"], &["migrate"]] {
        let said = operator.run(args).await;
        said.refused(&[
            "the configuration has 5 fault(s)",
            "listen (environment PARLANCE_LISTEN)",
            "limits.scale (environment PARLANCE_LIMITS_SCALE): it is below 1",
            "registration (environment PARLANCE_REGISTRATION)",
            "did you mean `PARLANCE_EDIT_WINDOW`?",
            "database_url (environment PARLANCE_DATABASE_URL)",
        ]);
        assert!(!said.err.contains("hunter2"), "{}", said.err);
    }
    assert!(!operator.data().exists());
}

both! {
    async fn an_administrator_is_made_on_the_command_line(backend) {
        let operator = Operator::new(backend).await;
        let create = |name| ["admin", "create", "--username", name, "--email", "boss@example.org"];
        let words = format!("{PASSWORD}\n");
        operator.told(&create("boss"), "short\n").await.refused(&["the password", "at least 10"]);
        operator.told(&create("9"), &words).await.refused(&["--username"]);
        let made = operator.told(&create("boss"), &words).await.well();
        assert_eq!(made, "created the administrator boss\n");
        operator.told(&create("Boss"), &words).await.refused(&["the username Boss is taken"]);

        let serving = operator.serve().await;
        operator.told(&create("chief"), &words).await.well();
        for name in ["boss", "chief", "boss@example.org"] {
            let me = TestUser::login(&serving.url, name).await.get("/me").await.expect(200);
            assert_eq!(me["is_admin"], true, "{me}");
        }
        let ana = TestUser::register(&serving.url, "ana").await;
        assert_eq!(ana.get("/me").await.expect(200)["is_admin"], false);
        let said = serving.stop().await;
        assert!(!said.err.contains(PASSWORD));
    }
}

both! {
    async fn the_first_start_prints_a_link_that_makes_an_administrator_once(backend) {
        // In the mode that lets no one in, too.
        let operator = Operator::new(backend).await.set("REGISTRATION", "closed");
        let said = operator.serve().await.stop().await;
        let printed = said.well();
        let link = printed.split_whitespace().find(|word| word.contains("/first-admin#")).expect("a link");
        let (_, code) = link.split_once('#').unwrap();

        let serving = operator.serve().await;
        let join = async |code: &str, name: &str| {
            let mut body = registration(name);
            body["invite"] = json!(code);
            answer(http_client().post(format!("{}/api/v1/auth/register", serving.url)).json(&body)).await
        };
        let made = join(code, "boss").await.expect(201);
        assert_eq!(made["user"]["is_admin"], true);
        join(code, "second").await.refused(403, "invite_invalid");
        join(&code.replace("pal_", "pin_"), "third").await.refused(403, "registration_closed");
        // Another one for those who can use the command line; none by itself any more.
        let again = operator.run(&["admin", "link"]).await.well();
        let (_, code) = again.trim().split_once("/first-admin#").expect("a link");
        assert_eq!(join(code, "chief").await.expect(201)["user"]["is_admin"], true);
        let past = operator.past();
        assert_eq!(past.count("audit_log WHERE act = 'registration_invite_made'").await, "3");
        let later = operator.run(&["admin", "link"]).await.well();
        past.run("UPDATE registration_invites SET expires_at = 1").await;
        join(later.trim().split_once('#').unwrap().1, "late").await.refused(403, "invite_invalid");
        serving.stop().await.well();
        assert!(!operator.serve().await.stop().await.well().contains("first-admin"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_typed_at_a_terminal_is_not_shown() {
    let operator = Operator::new(Backend::Sqlite).await;
    let create = |name: &str| {
        let mut command = Command::new("script");
        let words = format!("{} admin create --username {name}", env!("CARGO_BIN_EXE_parlance"));
        command.args(["-qec", &words, "/dev/null"]).envs(operator.environment());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    for (name, again, says) in [
        ("boss", PASSWORD, "created the administrator boss"),
        ("chief", "quite other words", "the two passwords differ"),
    ] {
        let mut child = create(name);
        let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut shown = String::new();
        let talk = async {
            // A person types a moment after being asked: what comes before the echo is off is shown by the terminal.
            for (asked, typed) in [("Password: ", PASSWORD), ("Repeat the password: ", again)] {
                while !shown.contains(asked) {
                    let mut part = [0; 256];
                    let length = output.read(&mut part).await.unwrap();
                    assert_ne!(length, 0, "{shown}");
                    shown.push_str(&String::from_utf8_lossy(&part[..length]));
                }
                tokio::time::sleep(Duration::from_millis(500)).await;
                input.write_all(format!("{typed}\n").as_bytes()).await.unwrap();
            }
            output.read_to_string(&mut shown).await.unwrap();
        };
        timeout(Duration::from_secs(30), talk).await.unwrap();
        assert!(shown.contains(says), "{shown}");
        assert!(!shown.contains(PASSWORD) && !shown.contains("quite other"), "{shown}");
    }
}

both! {
    async fn a_server_that_is_told_to_end_sends_its_sockets_away_and_ends_well(backend) {
        let operator = Operator::new(backend).await;
        let serving = operator.serve().await;
        let ana = TestUser::register(&serving.url, "ana").await;
        let mut socket = ana.socket().await;
        let chat = ana.group(&[]).await;
        ana.send(&chat, "the last word").await.expect(201);
        let farewell = async move {
            let draining = socket.frame_of("draining").await;
            (draining, socket.closed().await)
        };
        let ending = timeout(Duration::from_secs(8), serving.stop());
        let (said, (draining, closed)) = tokio::join!(ending, farewell);
        said.expect("it ends within a few seconds").well();
        assert_eq!(closed.code, 1001, "{closed:?}");
        assert_eq!(draining["retry_after"].to_string(), closed.reason);
        let serving = operator.serve().await;
        let ana = TestUser::login(&serving.url, "ana").await;
        assert_eq!(ana.history(&chat).await[1]["text"], "the last word");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_forgets_what_it_acknowledged_is_refused_unless_forced() {
    let operator = Operator::new(Backend::Postgres).await;
    let (_, name) = operator.database_url.rsplit_once('/').unwrap();
    operator.past().run(&format!("ALTER DATABASE {name} SET synchronous_commit = off")).await;
    let says = ["synchronous_commit = off", "lose acknowledged messages", "force_unsafe_database"];
    operator.run(&["serve"]).await.refused(&says);
    assert_eq!(operator.past().count("instance").await, "0");
    let operator = operator.set("FORCE_UNSAFE_DATABASE", "true");
    let serving = operator.serve().await;
    TestUser::register(&serving.url, "ana").await;
    let said = serving.stop().await;
    assert!(said.err.contains("PostgreSQL may lose acknowledged messages"), "{}", said.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_that_start_at_once_on_an_empty_database_share_it() {
    for _ in 0..3 {
        let one = Operator::new(Backend::Postgres).await.set("KEYS", &ring_json());
        let other = one.beside();
        let (first, second) = tokio::join!(one.serve(), other.serve());
        assert_eq!(one.past().count("instance").await, "1");
        let ana = TestUser::register(&first.url, "ana").await;
        let chat = ana.group(&[]).await;
        ana.send(&chat, "through the first").await.expect(201);
        let ana = TestUser::login(&second.url, "ana").await;
        assert_eq!(ana.history(&chat).await[1]["text"], "through the first");
        let (first, second) = tokio::join!(first.stop(), second.stop());
        first.well();
        second.well();
    }
}

both! {
    async fn a_demonstration_is_lively_and_made_in_an_empty_instance(backend) {
        let operator = Operator::new(backend).await.set("REGISTRATION", "closed");
        let said = operator.run(&["seed", "demo"]).await.well();
        let password = said.split("password ").nth(1).unwrap().split(':').next().unwrap();
        operator.run(&["seed", "demo"]).await.refused(&["there are people already", "--data-dir"]);
        let serving = operator.serve().await;
        let ana = TestUser::login_with(&serving.url, "ana", password).await;
        let chats = ana.get("/chats").await.expect(200)["items"].as_array().unwrap().clone();
        assert_eq!(chats.len(), 3);
        assert!(chats.iter().any(|chat| chat["unread"].as_i64().unwrap() > 0));
        let leo = chats.iter().find(|chat| chat["peer"]["username"] == "leo").unwrap()["id"].as_str().unwrap();
        let history = ana.history(leo).await;
        let corrected = history.iter().find(|message| message["kind"] == "correction").unwrap();
        assert_eq!(corrected["text"], "I agree with you, the film was great.");
        assert_eq!(corrected["reactions"][0]["emoji"], "❤️");
        assert_eq!(ana.get("/friends").await.expect(200)["items"].as_array().unwrap().len(), 2);
        operator.run(&["seed", "demo"]).await.refused(&["another parlance process uses"]);
    }
}
