//! Stored data is sealed: a thief of the disk or of the log finds no words, and a tamperer makes unreadable rows and
//! nothing else.

mod secrets;

use crate::accounts::erasure::finished;
use crate::both;
use crate::instance::query_plans::Past;
use crate::operators::keys::Operator;
use crate::support::user::{PASSWORD, answer};
use crate::support::{Backend, TestServer, TestUser};
use secrets::{Secrets, word};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// Debian keeps one program for each version of PostgreSQL; the newest reads every server.
const PG_DUMP: &str = r#"
    newest=$(ls -v /usr/lib/postgresql/*/bin/pg_dump 2>/dev/null | tail -n 1)
    exec "${newest:-pg_dump}" --dbname "$0""#;

/// As it is, in hexadecimal, and as a list of bytes, as a debug line shows it.
#[track_caller]
fn holds_none(place: &str, content: &str, words: &[&str]) {
    for word in words {
        let hex: String = word.bytes().map(|byte| format!("{byte:02x}")).collect();
        let list: Vec<String> = word.bytes().map(|byte| byte.to_string()).collect();
        for form in [(*word).to_owned(), hex, list.join(", ")] {
            assert!(!content.contains(&form), "{place} holds {form}");
        }
    }
}

pub fn holds_none_of(loot: &[(String, String)], words: &[&str]) {
    loot.iter().for_each(|(place, content)| holds_none(place, content, words));
}

fn files_below(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        // The write-ahead log may vanish while it is looked for.
        } else if let Ok(bytes) = std::fs::read(&path) {
            files.push((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    files
}

/// What a thief carries away: every file of the data folder, and a dump of the database.
pub fn loot(server: &TestServer, backend: Backend) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut loot = files_below(server.folder());
    if backend == Backend::Postgres {
        let dump = Command::new("sh").args(["-c", PG_DUMP, &server.database_url]).output().unwrap();
        assert!(dump.status.success(), "{}", text(&dump.stderr));
        loot.push(("the dump".to_owned(), text(&dump.stdout)));
    }
    loot
}

both! {
    async fn what_people_say_is_found_nowhere_in_the_database(backend) {
        let mut server = TestServer::start(backend).await;
        let secrets = Secrets::new();
        let (ana, leo) = tokio::join!(secrets.ana(&server.url), server.user("leo"));
        secrets.say(&ana, &leo).await;
        let open = word("open");
        let group = ana.post("/chats", json!({"title": open, "visibility": "public"})).await.expect(201);
        let invite = format!("/chats/{}/invites", group["id"].as_str().unwrap());
        let code = ana.post(&invite, json!({})).await.expect(201)["code"].as_str().unwrap().to_owned();
        for running in [true, false] {
            if !running {
                server.stop().await;
            }
            let loot = loot(&server, backend);
            for (place, content) in &loot {
                holds_none(place, content, &secrets.all());
                assert!(!content.contains(&code), "{place} holds the code of an invite");
            }
            // The exception the design names; it also proves that a clear word would have been found.
            assert!(loot.iter().any(|(_, content)| content.contains(&open)), "running: {running}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_archive_nor_export_nor_backup_holds_a_word() {
    let operator = Operator::new(Backend::Sqlite).await.set("ARCHIVE_MONTHS", "1");
    let serving = operator.serve().await;
    let secrets = Secrets::new();
    let ana = secrets.ana(&serving.url).await;
    let leo = TestUser::register(&serving.url, "leo").await;
    let chat = secrets.say(&ana, &leo).await;
    for _ in 0..100 {
        ana.send(&chat, &secrets.text).await.expect(201);
    }
    ana.post("/me/export", json!({})).await.expect(202);
    finished(&ana).await;
    serving.stop().await.well();
    operator.past().run("UPDATE messages SET created_at = created_at - 12960000000").await;
    let said = operator.run(&["archive", "run"]).await.well();
    assert!(!said.contains("texts of 0 messages"), "{said}");
    let copy = operator.data().parent().unwrap().join("copy");
    assert_ne!(operator.past().count("export_parts").await, "0");
    operator.run(&["backup", &copy.display().to_string()]).await.well();
    for folder in [operator.data(), copy] {
        let loot = files_below(&folder);
        let sealed: Vec<&str> = loot.iter().map(|(place, _)| place.as_str()).collect();
        assert!(sealed.iter().filter(|place| place.contains("/files/")).count() >= 1, "{said} {sealed:?}");
        holds_none_of(&loot, &secrets.all());
    }
}

both! {
    async fn a_log_at_debug_level_holds_no_words_tokens_or_passwords(backend) {
        const WRONG: &str = "wrong horse battery";
        let operator = Operator::new(backend).await.set("LOG", "debug");
        let serving = operator.serve().await;
        let (secrets, reply) = (Secrets::new(), word("reply"));
        let ana = secrets.ana(&serving.url).await;
        let leo = TestUser::register(&serving.url, "leo").await;
        let mut at_leo = leo.socket().await;
        let chat = secrets.say(&ana, &leo).await;
        at_leo.until(|frame| frame["message"]["text"] == secrets.edited).await;
        assert!(at_leo.send(&chat, &reply).await["ok"].is_object());
        ana.history(&chat).await;
        let ticket = ana.post("/ws/ticket", json!({})).await.expect(200)["ticket"].clone();
        let auth = |what: &str| ana.http.post(format!("{}/api/v1/auth/{what}", serving.url));
        let identifier = format!("{}@example.org", secrets.email);
        let login = json!({"identifier": identifier, "password": WRONG, "transport": "body"});
        answer(auth("login").json(&login)).await.refused(401, "invalid_credentials");
        let refresh = json!({"refresh_token": ana.refresh_token});
        let renewed = answer(auth("refresh").json(&refresh)).await.expect(200);
        let said = serving.stop().await;
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(said.err.contains("\"level\":\"DEBUG\"") && said.err.contains("answered"), "{}", said.err);
        let text = |value: &Value| value.as_str().expect("a string").to_owned();
        let tokens = [&renewed["access_token"], &renewed["refresh_token"], &ticket].map(text);
        let mut hidden = vec![PASSWORD, WRONG, &reply, &ana.token, &ana.refresh_token, &leo.token];
        hidden.extend(tokens.iter().map(String::as_str));
        hidden.extend(secrets.all());
        holds_none("the log", &said.err, &hidden);
        holds_none("the output", &said.out, &hidden);
    }
}

both! {
    async fn a_row_that_was_tampered_with_is_unreadable_and_shows_no_other_text(backend) {
        let fixed = TestServer::with(backend).set("PUBLIC_URL", "http://localhost:8080");
        let fixed = fixed.set("METRICS_LISTEN", "127.0.0.1:0");
        let mut server = fixed.start().await;
        let (mut ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let (chat, other) = (ana.direct(&leo).await, ana.group(&[&leo]).await);
        for n in 1..=10 {
            ana.send(&chat, &format!("text {n}, as long as it may be")).await.expect(201);
        }
        assert_eq!(ana.send(&other, "elsewhere").await.expect(201)["seq"], 2);
        for seq in [4, 9] {
            ana.patch(&format!("/chats/{chat}/messages/{seq}"), json!({"text": "edited"})).await.expect(200);
        }
        server.stop().await;

        let past = Past::of(backend, &server.database_url);
        let (here, there) = (past.id(&chat), past.id(&other));
        let row = |chat: &str, seq: i64| format!("messages WHERE chat_id = {chat} AND seq = {seq}");
        let body = |chat: &str, seq: i64| format!("(SELECT body FROM {})", row(chat, seq));
        let put = |body: String, chat: &str, seq: i64| {
            format!("UPDATE messages SET body = {body} WHERE chat_id = {chat} AND seq = {seq};")
        };
        let former = format!("(SELECT body FROM message_revisions WHERE chat_id = {here} AND seq = 4)");
        let mut harm = vec![
            format!("CREATE TEMPORARY TABLE kept AS SELECT body FROM {};", row(&here, 1)),
            put(body(&here, 2), &here, 1),
            put("(SELECT body FROM kept)".to_owned(), &here, 2),
            put(body(&there, 2), &here, 3),
            put(body(&here, 10), &there, 2),
            put(former, &here, 4),
        ];
        // A bit of the key's number, of the nonce, of the text, and the last one of the tag.
        for (seq, digit) in [(5, Some(1)), (6, Some(12)), (7, Some(40)), (8, None)] {
            let read = format!("SELECT {} AS text FROM {}", past.hex("body"), row(&here, seq));
            let mut digits: Vec<char> = past.text(&read).await.chars().collect();
            let digit = digit.unwrap_or(digits.len() - 1);
            digits[digit] = char::from_digit(digits[digit].to_digit(16).unwrap() ^ 1, 16).unwrap();
            harm.push(put(past.blob(&digits.into_iter().collect::<String>()), &here, seq));
        }
        past.run(&harm.concat()).await;

        server.restart().await;
        ana.url = server.url.clone();
        let page = ana.get(&format!("/chats/{chat}/messages?limit=200")).await.expect(200);
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), 10);
        for (message, seq) in items.iter().zip(1..) {
            assert_eq!(message["seq"], seq);
            assert_eq!(message["unreadable"] == true, seq < 9, "{message}");
            assert_eq!(message.get("text").is_none(), seq < 9, "{message}");
        }
        assert_eq!(items[8]["text"], "edited");
        assert!(items[9]["text"].as_str().unwrap().starts_with("text 10"));
        let single = ana.get(&format!("/chats/{chat}/messages/1")).await.expect(200);
        assert_eq!(single, items[0]);
        let changes = ana.get(&format!("/chats/{chat}/changes?after=0&limit=200")).await.expect(200);
        let unreadable = |one: &&Value| one["unreadable"] == true && one.get("text").is_none();
        assert_eq!(changes["messages"].as_array().unwrap().iter().filter(unreadable).count(), 8);
        assert_eq!(ana.history(&other).await[1]["unreadable"], true);
        let numbers = server.numbers().await;
        let unreadable = numbers.lines().find_map(|line| line.strip_prefix("parlance_unreadable_total "));
        assert!(unreadable.is_some_and(|count| count.parse::<f64>().unwrap() >= 9.0), "{unreadable:?}");
        ana.get("/chats").await.expect(200);
        assert_eq!(ana.send(&chat, "it goes on").await.expect(201)["seq"], 11);
    }
}
