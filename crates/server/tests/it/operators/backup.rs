//! A backup is made while people write, and restored as another instance.

use crate::operators::keys::Operator;
use crate::people::avatars::{put, show, two_colours, written};
use crate::support::user::client_id;
use crate::support::{Backend, TestUser};
use image::ImageFormat;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

fn epoch(ready: &Value) -> String {
    ready["epoch"].as_str().expect("an epoch").to_owned()
}

fn texts(history: &[Value]) -> Vec<(i64, String)> {
    let one = |message: &Value| {
        (message["seq"].as_i64().unwrap(), message["text"].as_str().unwrap_or_default().to_owned())
    };
    history.iter().map(one).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_before_a_copy_is_in_it_and_clients_begin_anew_once() {
    let source = Operator::new(Backend::Sqlite).await;
    let serving = source.serve().await;
    let ana = TestUser::register(&serving.url, "ana").await;
    let leo = TestUser::register(&serving.url, "leo").await;
    put(&ana, "image/png", written(&two_colours(300, 200), ImageFormat::Png)).await.expect(200);
    let chat = ana.direct(&leo).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let (ana, chat, stop) = (ana.clone(), chat.clone(), stop.clone());
        async move {
            let mut sent = 0;
            while !stop.load(Ordering::Relaxed) {
                let body = json!({"client_id": client_id(), "text": format!("persimmon {sent}")});
                ana.post(&format!("/chats/{chat}/messages"), body).await.expect(201);
                sent += 1;
            }
        }
    });
    tokio::time::sleep(Duration::from_millis(700)).await;
    let acked = leo.history(&chat).await;
    let folder = source.data().parent().unwrap().join("copy");
    let place = folder.display().to_string();
    let said = source.run(&["backup", &place]).await.well();
    stop.store(true, Ordering::Relaxed);
    writing.await.unwrap();
    assert!(said.contains("2 people, 1 chats") && said.contains("the keys are NOT in it"), "{said}");
    source.run(&["backup", &place]).await.refused(&["is not empty"]);
    let first = leo.socket().await.ready;
    let all = texts(&leo.history(&chat).await);
    serving.stop().await.well();

    let elsewhere = Operator::new(Backend::Sqlite).await;
    let said = elsewhere.run(&["restore", &place]).await.well();
    assert!(said.contains("put the key ring that was used with it in its place"), "{said}");
    fs::copy(source.data().join("keys.json"), elsewhere.data().join("keys.json")).unwrap();
    elsewhere.run(&["restore", &place]).await.refused(&["there is a database at"]);
    let serving = elsewhere.serve().await;
    let there = TestUser::login(&serving.url, "leo").await;
    let restored = texts(&there.history(&chat).await);
    // A beginning of what was there, without holes, and not before what had been acknowledged by then.
    assert_eq!(restored, all[..restored.len()]);
    assert!(restored.len() >= acked.len() && acked.len() > 5, "{} of {}", restored.len(), acked.len());
    let card = there.get(&format!("/users/{}", ana.id)).await.expect(200);
    assert_eq!(show(&there, &card["avatar"]["small"]).await.status(), 200);

    let mut socket = there.socket().await;
    assert_ne!(epoch(&socket.ready), epoch(&first));
    let again = there.socket().await.ready;
    assert_eq!(epoch(&again), epoch(&socket.ready), "clients begin anew once");
    // A revision the copy never had is answered with a reset.
    let ahead = format!("/chats/{chat}/changes?after={}", all.len() + 100);
    assert_eq!(there.get(&ahead).await.expect(200)["reset"], true);
    there.send(&chat, "it goes on").await.expect(201);
    assert_eq!(socket.frame_of("message").await["message"]["seq"], restored.len() + 1);
    serving.stop().await.well();
    let counted = elsewhere.past().text("SELECT integrity_check AS text FROM pragma_integrity_check").await;
    assert_eq!(counted, "ok");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_copy_revives_nothing_that_was_proven() {
    let source = Operator::new(Backend::Sqlite).await;
    let serving = source.serve().await;
    let ana = TestUser::register(&serving.url, "ana").await;
    source.run(&["admin", "way-in", "ana"]).await.well();
    let asked = json!({"purpose": "register", "identifier": "leo@example.org"});
    ana.post("/auth/codes", asked).await.expect(202);
    let place = source.data().parent().unwrap().join("copy").display().to_string();
    source.run(&["backup", &place]).await.well();
    serving.stop().await.well();

    let elsewhere = Operator::new(Backend::Sqlite).await;
    elsewhere.run(&["restore", &place]).await.well();
    fs::copy(source.data().join("keys.json"), elsewhere.data().join("keys.json")).unwrap();
    let past = elsewhere.past();
    for gone in ["refresh_tokens", "challenges", "ways_in", "sessions WHERE ended_at IS NULL"] {
        assert_eq!(past.count(gone).await, "0", "{gone}");
    }
    let serving = elsewhere.serve().await;
    crate::accounts::refresh::present(&serving.url, &ana.refresh_token).await.refused(401, "session_revoked");
    TestUser::login(&serving.url, "ana").await;
    serving.stop().await.well();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_not_whole_makes_no_instance() {
    let source = Operator::new(Backend::Sqlite).await;
    let folder = source.data().parent().unwrap().join("copy");
    let place = folder.display().to_string();
    source.run(&["backup", &place]).await.refused(&["there is no database at"]);
    source.serve().await.stop().await.well();
    source.run(&["backup", &place]).await.well();

    let untouched = |operator: &Operator| !operator.data().join("parlance.db").exists();
    let elsewhere = Operator::new(Backend::Sqlite).await;
    let wrong = elsewhere.data().join("keys.json");
    fs::create_dir(elsewhere.data()).unwrap();
    vault::KeyRing::generate(parlance_server::system_random, 0).create(&wrong).unwrap();
    elsewhere.run(&["restore", &place]).await.refused(&["the key ring does not belong to this backup"]);
    assert!(untouched(&elsewhere));
    fs::remove_file(&wrong).unwrap();

    let database = folder.join("parlance.db");
    let whole = fs::read(&database).unwrap();
    let mut spoilt = whole.clone();
    spoilt[5000] ^= 1;
    fs::write(&database, spoilt).unwrap();
    elsewhere.run(&["restore", &place]).await.refused(&["was changed since the backup"]);
    fs::write(&database, &whole).unwrap();
    assert!(untouched(&elsewhere));

    spoil(
        &folder.join("manifest.json"),
        r#""files": []"#,
        r#""files": [{"name":"../../x","size":0,"sha256":""}]"#,
    );
    elsewhere.run(&["restore", &place]).await.refused(&["outside of itself"]);
    fs::remove_file(folder.join("manifest.json")).unwrap();
    elsewhere.run(&["restore", &place]).await.refused(&["the backup is incomplete"]);
    assert!(untouched(&elsewhere));
}

fn spoil(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).unwrap();
}
