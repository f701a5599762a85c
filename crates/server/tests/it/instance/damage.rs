//! On a full disk, a disk that confirms nothing, a clock that jumps, what was acknowledged stays, what cannot be done
//! is said, and all goes on by itself.

use crate::accounts::refresh::present;
use crate::contract::promised_numbers::promised_time;
use crate::operators::keys::{Operator, Serving};
use crate::support::harm::Harm;
use crate::support::user::client_id;
use crate::support::{Backend, LIMIT, TestUser};
use serde_json::{Value, json};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::Command;

struct Scene {
    operator: Operator,
    harm: Harm,
    _folder: TempDir,
}

async fn scene() -> Scene {
    let folder = TempDir::new().unwrap();
    let operator = Operator::new(Backend::Sqlite).await;
    let harm = Harm::new(folder.path(), &operator.data());
    Scene { operator, harm, _folder: folder }
}

impl Scene {
    async fn serve(&self) -> Serving {
        self.operator.serve_in(&self.harm.environment()).await
    }
}

async fn send(user: &TestUser, chat: &str, text: &str) -> (u16, String) {
    let id = client_id();
    let body = json!({"client_id": id, "text": text});
    (user.post(&format!("/chats/{chat}/messages"), body).await.status.as_u16(), id)
}

fn texts(history: &[Value]) -> Vec<String> {
    history.iter().filter_map(|message| Some(message["text"].as_str()?.to_owned())).collect()
}

/// While the disk does this, nothing is acknowledged; afterwards everything that was is there, once.
async fn a_disk_that(does: &str) {
    let scene = scene().await;
    let serving = scene.serve().await;
    let ana = TestUser::register(&serving.url, "ana").await;
    let chat = ana.group(&[]).await;
    let mut acknowledged = Vec::new();
    let mut refused = Vec::new();
    for round in 0..3 {
        for n in 0..20 {
            let text = format!("round {round}, number {n}");
            assert_eq!(send(&ana, &chat, &text).await.0, 201);
            acknowledged.push(text);
        }
        scene.harm.now(does).await;
        for n in 0..5 {
            let text = format!("refused {round} {n}");
            let (status, id) = send(&ana, &chat, &text).await;
            assert_eq!(status, 503, "a send while the disk is harmed");
            refused.push((text, id));
        }
        let ready = async |status: u16| {
            while reqwest::get(format!("{}/readyz", serving.url)).await.unwrap().status() != status {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let time_limit = promised_time("`/healthz` answers", "turns to 503 within ") + Duration::from_secs(1);
        tokio::time::timeout(time_limit, ready(503)).await.expect("a balancer is told");
        // Reading needs no room.
        assert_eq!(texts(&ana.history(&chat).await), acknowledged);
        scene.harm.now("").await;
        let again = async {
            for (text, id) in refused.drain(..) {
                let body = json!({"client_id": id, "text": text});
                while ana.post(&format!("/chats/{chat}/messages"), body.clone()).await.status != 201 {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                acknowledged.push(text);
            }
        };
        let back = promised_time("`/healthz` answers", "and back within ") + Duration::from_secs(1);
        let (again, told) =
            tokio::join!(tokio::time::timeout(LIMIT, again), tokio::time::timeout(back, ready(200)));
        again.expect("it goes on without a restart");
        told.expect("a balancer is told");
    }
    serving.kill().await;
    let serving = scene.operator.serve().await;
    let ana = TestUser::login(&serving.url, "ana").await;
    assert_eq!(texts(&ana.history(&chat).await), acknowledged, "what a killed server had acknowledged");
    serving.stop().await.well();
    let check =
        scene.operator.past().text("SELECT integrity_check AS text FROM pragma_integrity_check").await;
    assert_eq!(check, "ok");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_and_loses_nothing() {
    a_disk_that("full").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_confirms_nothing_acknowledges_nothing() {
    a_disk_that("sync").await;
}

/// PostgreSQL gives up where its log is not taken; an operator frees the disk and starts it again, and the server
/// needs no restart.
async fn a_disk_under_postgres_that(does: &str) {
    let folder = TempDir::new().unwrap();
    // Another user runs it, and has to get there.
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    let disk = folder.path().join("postgres");
    let harm = Harm::new(folder.path(), &disk.join("data"));
    let postgres = async |what: &str| {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres");
        let done = Command::new(script).arg(what).arg(&disk).envs(harm.environment()).output().await.unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    };
    let operator = Operator::new(Backend::Postgres).await.set("DATABASE_URL", &postgres("start").await);
    let serving = operator.serve().await;
    let ana = TestUser::register(&serving.url, "ana").await;
    let chat = ana.group(&[]).await;
    let mut said = Vec::new();
    for n in 0..20 {
        said.push(format!("number {n}"));
        assert_eq!(send(&ana, &chat, &said[n]).await.0, 201);
    }
    harm.now(does).await;
    let mut refused = Vec::new();
    for n in 0..3 {
        let text = format!("refused {n}");
        let (status, id) = send(&ana, &chat, &text).await;
        assert_eq!(status, 503, "a send while the disk is harmed");
        refused.push((text, id));
    }
    harm.now("").await;
    let again = async {
        for (text, id) in refused {
            let body = json!({"client_id": id, "text": text});
            // What was answered by 503 was unknown: it may be there already.
            while !ana.post(&format!("/chats/{chat}/messages"), body.clone()).await.status.is_success() {
                postgres("start").await;
            }
            said.push(text);
        }
    };
    tokio::time::timeout(LIMIT, again).await.expect("it goes on without a restart");
    let mut found = texts(&ana.history(&chat).await);
    found.sort();
    said.sort();
    assert_eq!(found, said);
    serving.stop().await.well();
    postgres("stop").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_under_postgres_refuses_and_loses_nothing() {
    a_disk_under_postgres_that("full").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_under_postgres_that_confirms_nothing_acknowledges_nothing() {
    a_disk_under_postgres_that("sync").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_jumps_changes_no_order_and_ends_no_socket() {
    let scene = scene().await;
    let serving = scene.serve().await;
    let mut ana = TestUser::register(&serving.url, "ana").await;
    let leo = TestUser::register(&serving.url, "leo").await;
    let chat = ana.direct(&leo).await;
    let mut at_leo = leo.socket().await;
    let mut said = Vec::new();
    // Within the life of a socket's proof, which is a matter of time and nothing else.
    for (round, harm) in ["", "clock 600", "clock -600", "clock -7200", ""].into_iter().enumerate() {
        scene.harm.now(harm).await;
        // A token of what has become the future is not believed; the client takes another, as ever.
        if ana.get("/me").await.status == 401 {
            let session = present(&serving.url, &ana.refresh_token).await.expect(200);
            ana = TestUser::of(&serving.url, ana.http.clone(), &session);
        }
        for n in 0..5 {
            let text = format!("round {round}, number {n}");
            assert_eq!(send(&ana, &chat, &text).await.0, 201, "{harm}: {text}");
            at_leo.until(|frame| frame["message"]["text"] == text).await;
            said.push(text);
        }
        let history = ana.history(&chat).await;
        assert_eq!(texts(&history), said, "{harm}");
        let seqs: Vec<i64> = history.iter().map(|message| message["seq"].as_i64().unwrap()).collect();
        assert!(seqs.is_sorted(), "{seqs:?}");
    }
    // Jobs with leases go on: what was said last is found through the index in time.
    let found = async {
        while ana.get("/search?q=\"round 4\"").await.expect(200)["messages"]["items"]
            .as_array()
            .unwrap()
            .len()
            < 5
        {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(LIMIT, found).await.expect("found");
    serving.stop().await.well();
}
