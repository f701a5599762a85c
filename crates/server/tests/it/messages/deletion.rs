//! What was deleted is gone from what is stored: from rows, free pages, the write-ahead log, and with the keys.

use crate::both;
use crate::instance::query_plans::Past;
use crate::support::server::moved_clock;
use crate::support::{Backend, LIMIT, TestServer};
use serde_json::json;
use std::time::Duration;
use tokio::time::{interval, timeout};

/// SQLite's file, once everything is in it, in hexadecimal. PostgreSQL's pages wait for its vacuum.
async fn file(server: &TestServer, past: &Past) -> String {
    past.run("PRAGMA wal_checkpoint(TRUNCATE)").await;
    let bytes = std::fs::read(server.folder().join("parlance.db")).unwrap();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

both! {
    async fn a_deleted_message_leaves_neither_its_words_nor_its_former_ones(backend) {
        let mut server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let path = format!("/chats/{chat}/messages/1");
        ana.send(&chat, "to go").await.expect(201);
        ana.send(&chat, "to stay").await.expect(201);
        ana.patch(&path, json!({"text": "to go, in other words"})).await.expect(200);
        let past = Past::of(backend, &server.database_url);
        let one = format!("chat_id = {} AND seq =", past.id(&chat));
        let sealed = |rows: String| format!("SELECT {} AS text FROM {rows}", past.hex("body"));
        let kept = past.text(&sealed(format!("messages WHERE {one} 2"))).await;
        let mut gone = past.texts(&sealed(format!("message_revisions WHERE {one} 1"))).await;
        gone.push(past.text(&sealed(format!("messages WHERE {one} 1"))).await);
        assert_eq!(gone.len(), 2);
        if backend == Backend::Sqlite {
            let file = file(&server, &past).await;
            assert!(gone.iter().all(|body| file.contains(body)));
        }
        ana.delete(&path).await.expect(200);
        assert_eq!(past.count(&format!("message_revisions WHERE {one} 1")).await, "0");
        assert_eq!(past.count(&format!("messages WHERE {one} 1 AND body IS NULL")).await, "1");
        if backend == Backend::Sqlite {
            server.stop().await;
            let file = file(&server, &past).await;
            assert!(file.contains(&kept) && !gone.iter().any(|body| file.contains(body)));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_minute_after_a_deletion_the_write_ahead_log_has_forgotten_it() {
    let clock = moved_clock();
    let server = TestServer::with(Backend::Sqlite).clock(&clock).start().await;
    let ana = server.user("ana").await;
    let chat = ana.group(&[]).await;
    let seq = ana.send(&chat, "to go").await.expect(201)["seq"].clone();
    let past = Past::of(Backend::Sqlite, &server.database_url);
    let body = format!(
        "SELECT {} AS text FROM messages WHERE chat_id = {} AND seq = {seq}",
        past.hex("body"),
        past.id(&chat)
    );
    let body = past.text(&body).await;
    let lies_in = |name: &str| {
        let bytes = std::fs::read(server.folder().join(name)).unwrap();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().contains(&body)
    };
    assert!(lies_in("parlance.db-wal"));
    ana.delete(&format!("/chats/{chat}/messages/{seq}")).await.expect(200);
    assert!(lies_in("parlance.db-wal"), "the log keeps what was written over");
    clock.advance(Duration::from_secs(60));
    let forgotten = async {
        while lies_in("parlance.db-wal") || lies_in("parlance.db") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(LIMIT, forgotten).await.expect("it is in neither of the files");
}

both! {
    async fn a_deleted_chat_loses_its_keys_at_once_and_its_rows_soon(backend) {
        let mut server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let (chat, other) = (ana.group(&[&leo]).await, ana.group(&[&leo]).await);
        for n in 0..20 {
            ana.send(&chat, &format!("{n}")).await.expect(201);
        }
        ana.patch(&format!("/chats/{chat}/messages/2"), json!({"text": "edited"})).await.expect(200);
        let past = Past::of(backend, &server.database_url);
        let here = past.id(&chat);
        let keys = |chat: &str| format!("data_keys WHERE owner_kind = 1 AND owner_id = {}", past.id(chat));
        let wrapped = |chat: &str| format!("SELECT {} AS text FROM {}", past.hex("wrapped"), keys(chat));
        let (gone, kept) = (past.texts(&wrapped(&chat)).await, past.texts(&wrapped(&other)).await);
        assert_eq!((gone.len(), kept.len()), (2, 2));
        ana.delete(&format!("/chats/{chat}")).await.expect(204);
        assert_eq!(past.count(&keys(&chat)).await, "0");
        let swept = async {
            let mut turn = interval(Duration::from_millis(50));
            for rows in ["messages WHERE chat_id", "message_revisions WHERE chat_id", "chats WHERE id"] {
                while past.count(&format!("{rows} = {here}")).await != "0" {
                    turn.tick().await;
                }
            }
        };
        timeout(LIMIT, swept).await.expect("the rows are removed in time");
        assert_eq!(past.texts(&wrapped(&other)).await, kept);
        if backend == Backend::Sqlite {
            server.stop().await;
            let file = file(&server, &past).await;
            assert!(kept.iter().all(|key| file.contains(key)) && !gone.iter().any(|key| file.contains(key)));
        }
    }
}
