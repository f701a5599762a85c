//! Copies of an instance made by other tools work, and the doctor reports lost files.

use crate::both;
use crate::instance::query_plans::Past;
use crate::messages::retention::until;
use crate::operators::keys::Operator;
use crate::support::database::{fresh_postgres, postgres_url};
use crate::support::user::client_id;
use crate::support::{Backend, LIMIT, TestUser};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::time::timeout;

const OLD: i64 = 40;
const ALL: i64 = 141;

pub fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(inside) = fs::read_dir(folder) else { return vec![] };
    let paths = inside.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn texts(history: &[Value]) -> Vec<String> {
    history.iter().map(|one| one["text"].as_str().unwrap_or("-").to_owned()).collect()
}

/// A chat whose older texts lie in a file, and who reads it.
pub async fn archived(operator: &Operator, url: &str) -> (TestUser, String) {
    let (ana, leo) = tokio::join!(TestUser::register(url, "ana"), TestUser::register(url, "leo"));
    let chat = ana.direct(&leo).await;
    for n in 1..=ALL {
        ana.send(&chat, &format!("persimmon {n}")).await.expect(201);
    }
    let aged = format!("UPDATE messages SET created_at = 1746100000000 + seq WHERE seq <= {OLD}");
    operator.past().run(&aged).await;
    operator.run(&["archive", "run"]).await.well();
    assert_eq!(files(&operator.data().join("files")).len(), 1);
    (ana, chat)
}

both! {
    async fn files_are_kept_while_a_command_copies_the_instance(backend) {
        let operator = Operator::new(backend).await.set("ARCHIVE_MONTHS", "2");
        let mut serving = operator.serve().await;
        let (ana, chat) = archived(&operator, &serving.url).await;
        let folder = operator.data().parent().unwrap().to_owned();
        let script = "touch held; while [ ! -e go ]; do sleep 0.02; done; cp -r data/files copied";
        let mut copying = operator.command(&["keep-files", "sh", "-c", script]);
        let mut copying = copying.stdin(Stdio::null()).spawn().unwrap();
        until("the copy begins", async || folder.join("held").exists()).await;
        // The deletion brings the segment's texts back: its file is not needed any more, but by the copy.
        ana.delete(&format!("/chats/{chat}/messages/20")).await.expect(200);
        assert_eq!(operator.past().count("segments").await, "0");
        let kept = files(&folder.join("data/files"));
        assert_eq!(kept.len(), 1);
        fs::write(folder.join("go"), "").unwrap();
        let ended = timeout(LIMIT, copying.wait()).await.expect("the copy ends").unwrap();
        assert!(ended.success());
        assert_eq!(files(&folder.join("copied")).len(), 1);
        // Afterwards it goes, at the next look; the texts may lie in a new file by then.
        serving.stop().await.well();
        serving = operator.serve().await;
        until("the file goes", async || !kept[0].exists()).await;
        operator.run(&["keep-files", "sh", "-c", "exit 3"]).await.refused(&["the backup is incomplete"]);
        serving.stop().await.well();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_while_messages_are_deleted_is_whole() {
    let source = Operator::new(Backend::Sqlite).await.set("ARCHIVE_MONTHS", "2");
    let serving = source.serve().await;
    let (ana, chat) = archived(&source, &serving.url).await;
    for round in 0..4 {
        let folder = source.data().parent().unwrap().join(format!("copy{round}"));
        let place = folder.display().to_string();
        let deleting = async {
            for seq in 0..3 {
                ana.delete(&format!("/chats/{chat}/messages/{}", 1 + round * 3 + seq)).await.expect(200);
                source.run(&["archive", "run"]).await.well();
            }
        };
        let arguments = ["backup", place.as_str()];
        let (said, ()) = tokio::join!(source.run(&arguments), deleting);
        said.well();
        let elsewhere = Operator::new(Backend::Sqlite).await;
        elsewhere.run(&["restore", &place]).await.well();
        fs::copy(source.ring(), elsewhere.ring()).unwrap();
        let there = elsewhere.serve().await;
        let history = TestUser::login(&there.url, "ana").await.history(&chat).await;
        assert_eq!(i64::try_from(history.len()).unwrap(), ALL);
        assert!(history.iter().all(|one| one["unreadable"] != true), "round {round}");
        there.stop().await.well();
    }
    serving.stop().await.well();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_would_lack_a_file_is_none_and_the_doctor_counts_what_is_unreadable() {
    let operator = Operator::new(Backend::Sqlite).await.set("ARCHIVE_MONTHS", "2");
    let serving = operator.serve().await;
    let (_, _) = archived(&operator, &serving.url).await;
    let said = operator.run(&["doctor"]).await.well();
    assert!(said.contains(&format!("in the copy, all {ALL} messages can be read")), "{said}");
    fs::remove_file(&files(&operator.data().join("files"))[0]).unwrap();
    let folder = operator.data().parent().unwrap().join("copy");
    let place = folder.display().to_string();
    operator
        .run(&["backup", &place])
        .await
        .refused(&["which the database refers to", "the backup is incomplete"]);
    assert!(!folder.join("manifest.json").exists());
    let said = operator.run(&["doctor"]).await;
    said.refused(&["fault(s) were found"]);
    assert!(said.out.contains(&format!("{OLD} of {ALL} messages are unreadable")), "{}", said.out);
    serving.stop().await.well();
}

async fn epoch(user: &TestUser) -> String {
    user.socket().await.ready["epoch"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_copy_of_postgresql_is_whole_and_begins_a_new_epoch() {
    let source = Operator::new(Backend::Postgres).await.set("ARCHIVE_MONTHS", "2");
    let serving = source.serve().await;
    let (ana, chat) = archived(&source, &serving.url).await;
    let script = format!(
        "pg_dump --format=custom --file=copy.dump '{}' && touch dumped && while [ ! -e go ]; do sleep 0.02; done; \
         cp -r data/files copied",
        source.database_url
    );
    let folder = source.data().parent().unwrap().to_owned();
    let mut copying = source.command(&["keep-files", "sh", "-c", &script]);
    let mut copying = copying.env("PATH", std::env::var_os("PATH").unwrap()).spawn().unwrap();
    until("the dump is made", async || folder.join("dumped").exists()).await;
    // Between the dump and the copy of the files, as much as can happen.
    ana.delete(&format!("/chats/{chat}/messages/20")).await.expect(200);
    fs::write(folder.join("go"), "").unwrap();
    assert!(timeout(LIMIT, copying.wait()).await.expect("it ends").unwrap().success());
    for n in 0..20 {
        ana.send(&chat, &format!("never copied {n}")).await.expect(201);
    }
    let (before, again) = (epoch(&ana).await, epoch(&ana).await);
    assert_eq!(before, again);
    serving.stop().await.well();
    // A start by itself changes nothing.
    let serving = source.serve().await;
    assert_eq!(epoch(&TestUser::login(&serving.url, "ana").await).await, before);
    source.run(&["renew-epoch"]).await.refused(&["a node serves this database"]);
    serving.stop().await.well();

    let url = fresh_postgres(&postgres_url()).await;
    let restored = tokio::process::Command::new("pg_restore")
        .args(["--no-owner", "--dbname", &url])
        .arg(folder.join("copy.dump"))
        .status();
    assert!(restored.await.unwrap().success());
    let elsewhere = source.beside().set("DATABASE_URL", &url);
    fs::create_dir_all(elsewhere.data()).unwrap();
    fs::set_permissions(elsewhere.data(), fs::Permissions::from_mode(0o700)).unwrap();
    fs::copy(source.ring(), elsewhere.ring()).unwrap();
    fs::rename(folder.join("copied"), elsewhere.data().join("files")).unwrap();
    let said = elsewhere.run(&["doctor"]).await.well();
    assert!(said.contains(&format!("all {ALL} messages can be read")), "{said}");
    assert!(said.contains("all 1 files are present"), "{said}");
    let serving = elsewhere.serve().await;
    let there = TestUser::login(&serving.url, "ana").await;
    let history = there.history(&chat).await;
    assert_eq!(texts(&history)[19..21], ["persimmon 20", "persimmon 21"]);
    let after = epoch(&there).await;
    assert_ne!(after, before, "clients would go on showing what was never copied");
    serving.stop().await.well();
    // The copy was made while a node served, whose lease may not have run out yet.
    let past = Past::of(Backend::Postgres, &url);
    past.run("DELETE FROM leases WHERE name LIKE 'serving:%'").await;
    let said = elsewhere.run(&["renew-epoch"]).await.well();
    let serving = elsewhere.serve().await;
    let renewed = epoch(&TestUser::login(&serving.url, "ana").await).await;
    assert!(renewed != after && said.contains(&renewed), "{said}");
    serving.stop().await.well();
}

both! {
    async fn no_text_reads_as_lost_while_the_archive_works(backend) {
        let operator = Operator::new(backend).await.set("ARCHIVE_MONTHS", "2");
        let serving = operator.serve().await;
        let (ana, chat) = archived(&operator, &serving.url).await;
        let reading = {
            let (ana, chat) = (ana.clone(), chat.clone());
            tokio::spawn(async move {
                loop {
                    let page = ana.get(&format!("/chats/{chat}/messages?after=0&limit=200")).await.expect(200);
                    let lost = page["items"].as_array().unwrap().iter().filter(|one| one["unreadable"] == true);
                    assert_eq!(lost.count(), 0, "read as lost");
                    let changes = ana.get(&format!("/chats/{chat}/changes?after=1&limit=200")).await.expect(200);
                    let lost = changes["messages"].as_array().unwrap().iter().filter(|one| one["unreadable"] == true);
                    assert_eq!(lost.count(), 0, "told as lost");
                }
            })
        };
        for round in 0..6 {
            // Another process, as another node is one; and changes, each of which brings a file's texts back.
            if round % 2 == 0 {
                let seq = 3 + round;
                let edit = json!({"text": format!("persimmon changed {seq}")});
                let changed = ana.patch(&format!("/chats/{chat}/messages/{seq}"), edit).await;
                assert!(changed.status.as_u16() < 500, "{}", changed.body);
                operator.run(&["archive", "run"]).await.well();
            } else {
                operator.run(&["archive", "restore"]).await.well();
                operator.run(&["archive", "run"]).await.well();
            }
            assert!(!reading.is_finished(), "{:?}", reading.await);
        }
        reading.abort();
        serving.stop().await.well();
    }
}

/// As if the keys of all chats had been made more than a year ago.
async fn age_keys(operator: &Operator) {
    let year = 400 * 86_400_000_i64;
    let aged = format!("UPDATE data_keys SET created_at = created_at - {year} WHERE owner_kind = 1");
    operator.past().run(&aged).await;
}

both! {
    async fn a_key_that_another_process_has_just_made_is_known_at_once(backend) {
        let operator = Operator::new(backend).await.set("ARCHIVE_MONTHS", "2");
        let serving = operator.serve().await;
        let (ana, chat) = archived(&operator, &serving.url).await;
        operator.run(&["archive", "restore"]).await.well();
        let before = texts(&ana.history(&chat).await);
        age_keys(&operator).await;
        operator.run(&["archive", "run"]).await.well();
        assert_eq!(operator.past().count("data_keys WHERE owner_kind = 1 AND ver = 2").await, "1");
        assert_eq!(texts(&ana.history(&chat).await), before);
        serving.stop().await.well();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_made_at_one_node_opens_everything_at_the_others_at_once() {
    let ring = crate::operators::keys::ring_json();
    let one = Operator::new(Backend::Postgres).await.set("KEYS", &ring);
    let one = one.set("PUBLIC_URL", "http://localhost:8080");
    let two = one.beside();
    let here = one.serve().await;
    let ana = TestUser::register(&here.url, "ana").await;
    let chat = ana.group(&[]).await;
    let first = ana.send(&chat, "a quince").await.expect(201)["seq"].clone();
    ana.history(&chat).await;
    age_keys(&one).await;
    let other = two.serve().await;
    let there = TestUser { url: other.url.clone(), ..ana.clone() };
    let answer = json!({"client_id": client_id(), "text": "persimmon there", "reply_to": first});
    let sent = there.post(&format!("/chats/{chat}/messages"), answer).await.expect(201);
    assert_eq!(one.past().count("data_keys WHERE owner_kind = 1 AND ver = 2").await, "1");
    let path = format!("/chats/{chat}");
    there.patch(&path, json!({"title": "A new title"})).await.expect(200);
    there.patch(&format!("{path}/me"), json!({"draft": "a draft there"})).await.expect(200);

    let seen = ana.get(&path).await.expect(200);
    assert_eq!((&seen["title"], &seen["me"]["draft"]), (&json!("A new title"), &json!("a draft there")));
    assert_eq!(texts(&ana.history(&chat).await)[2], "persimmon there");
    let message = format!("{path}/messages/{}", sent["seq"]);
    let edited = ana.patch(&message, json!({"text": "persimmon here"})).await.expect(200);
    assert_eq!((&edited["text"], &edited["reply_to"]["seq"]), (&json!("persimmon here"), &first));
    let settings = ana.patch(&path, json!({"description": "and a description"})).await.expect(200);
    assert_eq!(settings["title"], "A new title");
    ana.patch(&format!("{path}/me"), json!({"pinned": true})).await.expect(200);
    assert_eq!(there.get(&path).await.expect(200)["me"]["draft"], "a draft there");
    until("it is found", async || {
        let found = ana.get(&format!("{path}/search?q=persimmon")).await.expect(200);
        found["items"].as_array().unwrap().len() == 1
    })
    .await;
    here.stop().await.well();
    other.stop().await.well();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_not_changed_while_any_node_serves() {
    let one = Operator::new(Backend::Postgres).await;
    let here = one.serve().await;
    let two = one.beside().set("KEYS_FILE", one.ring().to_str().unwrap());
    let ring = fs::read(one.ring()).unwrap();
    for args in [&["keys", "rotate-kek"][..], &["keys", "rotate-signing"]] {
        two.run(args).await.refused(&["a node serves this database", "stop every node first"]);
    }
    assert_eq!(fs::read(one.ring()).unwrap(), ring);
    here.stop().await.well();
    two.run(&["keys", "rotate-kek"]).await.well();
}
