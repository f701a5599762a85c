//! Archived texts of old months lie in sealed files, are read and found as before, come back when a message changes
//! or an operator says so, and are gone when they are deleted.

use crate::both;
use crate::instance::at_rest::holds_none_of;
use crate::instance::query_plans::Past;
use crate::messages::retention::until;
use crate::operators::keys::Operator;
use crate::search::results::filled;
use crate::support::TestUser;
use crate::support::user::{answer, client_id};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const OLD: i64 = 190;
const NEW: i64 = 120;
const COLD: &str = "messages WHERE body IS NULL AND deleted_at IS NULL";

/// As if the first messages had been sent in two months of last year.
async fn grow_old(past: &Past) {
    for (first, last, at) in [(1, 99, "1746100000000"), (100, OLD, "1748800000000")] {
        let rows = format!("WHERE seq BETWEEN {first} AND {last}");
        past.run(&format!("UPDATE messages SET created_at = {at} + seq {rows}")).await;
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(inside) = std::fs::read_dir(folder) else { return vec![] };
    let paths = inside.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn texts(page: &[Value]) -> Vec<String> {
    page.iter().map(|one| one["text"].as_str().unwrap_or("-").to_owned()).collect()
}

both! {
    async fn feature_131_old_months_lie_in_sealed_files_and_are_read_from_there(backend) {
        let operator = Operator::new(backend).await.set("ARCHIVE_MONTHS", "2");
        let serving = operator.serve().await;
        let (ana, leo) =
            tokio::join!(TestUser::register(&serving.url, "ana"), TestUser::register(&serving.url, "leo"));
        let chat = ana.direct(&leo).await;
        for n in 1..=OLD + NEW {
            let mut said = json!({"client_id": client_id(), "text": format!("persimmon {n}")});
            if n == 150 {
                said["reply_to"] = json!(20);
            }
            ana.post(&format!("/chats/{chat}/messages"), said).await.expect(201);
        }
        let message = |seq: i64| format!("/chats/{chat}/messages/{seq}");
        ana.patch(&message(10), json!({"text": "persimmon ten"})).await.expect(200);
        ana.delete(&message(11)).await.expect(200);
        answer(leo.request(Method::PUT, &format!("{}/reactions/👍", message(12)))).await.expect(200);
        answer(leo.request(Method::PUT, &format!("{}/star", message(13)))).await.expect(204);
        answer(ana.request(Method::PUT, &format!("{}/pin", message(14)))).await.expect(204);
        let past = operator.past();
        grow_old(&past).await;
        let before = leo.history(&chat).await;

        let said = operator.run(&["archive", "run"]).await;
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(said.out.ends_with(&format!("archived the texts of {} messages\n", OLD - 1)), "{}", said.out);
        // One of them was deleted before. Each month has a segment of its own.
        assert_eq!(past.count(COLD).await, (OLD - 1).to_string());
        let folder = operator.data().join("files");
        assert_eq!((files(&folder).len(), past.count("segments").await.as_str()), (2, "2"));
        let sealed = |path: &PathBuf| (path.display().to_string(), String::from_utf8_lossy(&std::fs::read(path).unwrap()).into());
        holds_none_of(&files(&folder).iter().map(sealed).collect::<Vec<_>>(), &["persimmon"]);
        let again = operator.run(&["archive", "run"]).await;
        assert!(again.out.ends_with("archived the texts of 0 messages\n"), "{}", again.out);

        // Everything reads as before: pages, quotes, earlier wordings, lists, and what is found.
        assert_eq!(texts(&leo.history(&chat).await), texts(&before));
        assert_eq!(leo.history(&chat).await[149]["reply_to"]["excerpt"], "persimmon 20");
        let first = &leo.get(&format!("{}/revisions", message(10))).await.expect(200)["items"][0];
        assert_eq!(first["text"], "persimmon 10");
        assert_eq!(leo.get("/me/starred").await.expect(200)["items"][0]["text"], "persimmon 13");
        let pins = leo.get(&format!("/chats/{chat}/pins")).await.expect(200);
        assert_eq!(pins["items"][0]["text"], "persimmon 14");
        // Without the index one page of a search does not look through all of them.
        filled(&past).await;
        let found = leo.get(&format!("/chats/{chat}/search?q=%22persimmon%20ten%22")).await.expect(200);
        assert_eq!(found["items"][0]["message"]["seq"], 10, "{found}");

        // A change of a message restores its archive file; what is deleted is gone with it.
        let liked = answer(ana.request(Method::PUT, &format!("{}/reactions/🎉", message(12)))).await.expect(200);
        assert_eq!((&liked["text"], liked["reactions"].as_array().unwrap().len()), (&json!("persimmon 12"), 2));
        assert_eq!((files(&folder).len(), past.count("segments").await.as_str()), (1, "1"));
        ana.delete(&message(140)).await.expect(200);
        assert_eq!((files(&folder).len(), past.count("segments").await.as_str()), (0, "0"));
        assert_eq!(past.count(COLD).await, "0");

        assert_eq!(operator.run(&["archive", "run"]).await.code, Some(0));
        assert_eq!(past.count(COLD).await, (OLD - 2).to_string());
        let said = operator.run(&["archive", "restore"]).await;
        assert!(said.out.ends_with(&format!("restored the texts of {} messages\n", OLD - 2)), "{}", said.out);
        assert_eq!((past.count(COLD).await.as_str(), files(&folder).len()), ("0", 0));
        let mut kept = texts(&before);
        kept[139] = "-".to_owned();
        assert_eq!(texts(&leo.history(&chat).await), kept);
        serving.stop().await;
    }
}

both! {
    async fn a_segment_that_is_lost_or_another_chats_gives_no_text(backend) {
        let operator = Operator::new(backend).await.set("ARCHIVE_MONTHS", "2");
        let serving = operator.serve().await;
        let (ana, leo) =
            tokio::join!(TestUser::register(&serving.url, "ana"), TestUser::register(&serving.url, "leo"));
        let (one, other) = (ana.group(&[&leo]).await, ana.group(&[&leo]).await);
        for chat in [&one, &other] {
            for n in 1..=150 {
                ana.send(chat, &format!("{chat} {n}")).await.expect(201);
            }
        }
        let past = operator.past();
        past.run("UPDATE messages SET created_at = 1746100000000 + seq WHERE seq < 40").await;
        assert_eq!(operator.run(&["archive", "run"]).await.code, Some(0));
        let (this, that) = (past.id(&one), past.id(&other));
        let file = format!("(SELECT file_id FROM segments WHERE chat_id = {that})");
        past.run(&format!("UPDATE segments SET file_id = {file} WHERE chat_id = {this}")).await;
        let page = ana.get(&format!("/chats/{one}/messages?after=1&limit=10")).await.expect(200);
        for message in page["items"].as_array().unwrap() {
            assert_eq!((&message["unreadable"], message.get("text")), (&json!(true), None), "{message}");
        }
        // What cannot be read is not thrown away either.
        ana.delete(&format!("/chats/{one}/messages/5")).await.refused(500, "internal");
        let said = operator.run(&["archive", "restore", "--chat", &other]).await;
        assert_eq!(said.code, Some(0), "{}", said.err);
        let page = ana.get(&format!("/chats/{other}/messages?after=1&limit=10")).await.expect(200);
        assert_eq!(page["items"][0]["text"], format!("{other} 1"));
        serving.stop().await;
    }
}

both! {
    async fn what_is_forgotten_is_in_no_file_either(backend) {
        let operator = Operator::new(backend).await.set("ARCHIVE_MONTHS", "2");
        let serving = operator.serve().await;
        let (ana, leo) =
            tokio::join!(TestUser::register(&serving.url, "ana"), TestUser::register(&serving.url, "leo"));
        let (chat, other) = (ana.group(&[&leo]).await, ana.group(&[&leo]).await);
        for n in 1..=130 {
            ana.send(&chat, &format!("persimmon {n}")).await.expect(201);
            ana.send(&other, &format!("quince {n}")).await.expect(201);
        }
        let past = operator.past();
        past.run("UPDATE messages SET created_at = 1746100000000 + seq WHERE seq < 40").await;
        assert_eq!(operator.run(&["archive", "run"]).await.code, Some(0));
        let folder = operator.data().join("files");
        assert_eq!((past.count("segments").await.as_str(), files(&folder).len()), ("2", 2));
        ana.patch(&format!("/chats/{chat}"), json!({"retention_days": 30})).await.expect(200);
        ana.delete(&format!("/chats/{other}")).await.expect(204);
        serving.stop().await;
        let serving = operator.serve().await;
        let rows = format!("messages WHERE chat_id = {} AND seq < 40", past.id(&chat));
        let gone = async || past.count(&format!("{rows} AND deleted_at IS NULL")).await == "0";
        until("forgetting", gone).await;
        until("removing the files", async || files(&folder).is_empty()).await;
        assert_eq!(past.count("segments").await, "0");
        let leo = TestUser::login(&serving.url, "leo").await;
        let found = leo.get(&format!("/chats/{chat}/search?q=%22persimmon%2012%22")).await.expect(200);
        assert_eq!(found["items"], json!([]));
        serving.stop().await;
    }
}

both! {
    async fn a_stranger_causes_no_work_on_archived_texts(backend) {
        let operator = Operator::new(backend).await.set("ARCHIVE_MONTHS", "2");
        let serving = operator.serve().await;
        let (ana, leo) =
            tokio::join!(TestUser::register(&serving.url, "ana"), TestUser::register(&serving.url, "leo"));
        let eve = TestUser::register(&serving.url, "eve").await;
        let chat = ana.direct(&leo).await;
        for n in 1..=OLD {
            ana.send(&chat, &format!("persimmon {n}")).await.expect(201);
        }
        let past = operator.past();
        grow_old(&past).await;
        assert_eq!(operator.run(&["archive", "run"]).await.code, Some(0));
        let cold = past.count(COLD).await;
        assert_ne!(cold, "0");
        // What lies in the files is lost, and a stranger does not learn that there was anything.
        for file in files(&operator.data().join("files")) {
            std::fs::remove_file(file).unwrap();
        }
        let message = format!("/chats/{chat}/messages/10");
        eve.patch(&message, json!({"text": "mine"})).await.refused(404, "not_found");
        eve.delete(&message).await.refused(404, "not_found");
        eve.delete(&format!("{message}?for=me")).await.refused(404, "not_found");
        for what in ["reactions/👍", "pin", "star"] {
            answer(eve.request(Method::PUT, &format!("{message}/{what}"))).await.refused(404, "not_found");
        }
        assert_eq!(past.count(COLD).await, cold);
    }
}
