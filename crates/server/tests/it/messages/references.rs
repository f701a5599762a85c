//! Messages reply to others, mention people, hold links and correct others. Everything is looked up for each reader,
//! and nothing shows what they may not see.

use crate::both;
use crate::support::user::client_id;
use crate::support::{LIMIT, TestServer, TestUser};
use serde_json::{Value, json};
use std::time::Duration;

async fn say(user: &TestUser, chat: &str, more: Value) -> crate::support::user::Answer {
    let mut body = json!({"client_id": client_id(), "text": "as I said"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    user.post(&format!("/chats/{chat}/messages"), body).await
}

async fn mentions(user: &TestUser, chat: &str) -> i64 {
    user.get(&format!("/chats/{chat}")).await.expect(200)["mentions"].as_i64().unwrap()
}

async fn mention_notifications(user: &TestUser) -> Vec<Value> {
    let page = user.get("/notifications").await.expect(200);
    page["items"].as_array().unwrap().iter().filter(|one| one["kind"] == "mention").cloned().collect()
}

/// Notifications follow their message; they are there in the end.
async fn told(user: &TestUser, count: usize) -> Vec<Value> {
    let wait = async {
        loop {
            let notifications = mention_notifications(user).await;
            if notifications.len() == count {
                return notifications;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(LIMIT, wait).await.expect("the notifications in time")
}

// features.md 71
both! {
    async fn a_reply_quotes_the_original_as_its_reader_sees_it(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let group = json!({"title": "Since", "history": "since_join", "member_ids": [leo.id]});
        let chat = ana.post("/chats", group).await.expect(201)["id"].as_str().unwrap().to_owned();
        let original = ana.send(&chat, "the first words").await.expect(201)["seq"].as_i64().unwrap();
        ana.post(&format!("/chats/{chat}/members"), json!({"user_ids": [mia.id]})).await.expect(200);
        let mut at_mia = mia.socket().await;
        let reply = say(&leo, &chat, json!({"reply_to": original})).await.expect(201)["seq"].as_i64().unwrap();
        // The event is the same for all members, and not all may see the original.
        let live = at_mia.frame_of("message").await;
        assert_eq!(live["message"]["reply_to"], json!({"seq": original}));
        let path = format!("/chats/{chat}/messages/{reply}");
        let quote = |text: &str| json!({"seq": original, "author_id": ana.id, "excerpt": text});
        assert_eq!(ana.get(&path).await.expect(200)["reply_to"], quote("the first words"));
        assert_eq!(mia.get(&path).await.expect(200)["reply_to"], json!({"seq": original}));
        let seen = mia.get(&format!("/chats/{chat}/changes?after=1")).await.expect(200);
        assert!(!seen.to_string().contains("first words"), "{seen}");
        // It is the original as it is now.
        ana.patch(&format!("/chats/{chat}/messages/{original}"), json!({"text": "other words"})).await.expect(200);
        assert_eq!(leo.history(&chat).await.last().unwrap()["reply_to"], quote("other words"));
        ana.delete(&format!("/chats/{chat}/messages/{original}")).await.expect(200);
        let deleted = json!({"seq": original, "author_id": ana.id, "deleted": true});
        assert_eq!(leo.get(&path).await.expect(200)["reply_to"], deleted);

        // No one replies to what they cannot see: not hidden, not later, not elsewhere.
        let refused = say(&mia, &chat, json!({"reply_to": original})).await;
        refused.refused(422, "validation_failed");
        assert_eq!(refused.body["errors"][0]["code"], "unknown_message");
        say(&leo, &chat, json!({"reply_to": 99})).await.refused(422, "validation_failed");
        // Two that differ in nothing else are two messages.
        let id = client_id();
        let body = |seq: i64| json!({"client_id": id, "text": "same", "reply_to": seq});
        ana.post(&format!("/chats/{chat}/messages"), body(reply)).await.expect(201);
        let known = ana.post(&format!("/chats/{chat}/messages"), body(reply)).await.expect(200);
        assert_eq!(known["reply_to"]["excerpt"], "as I said");
        ana.post(&format!("/chats/{chat}/messages"), body(1)).await.refused(409, "idempotency_conflict");
    }
}

both! {
    async fn a_mentioned_member_is_notified_and_counts_it_until_reading(backend) {
        let server = TestServer::start(backend).await;
        // Mia is no member.
        let (ana, leo, _) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let chat = ana.group(&[&leo]).await;
        let (mut at_leo, text) = (leo.socket().await, "🚀 @leo and @mia, @no_one: see https://x.org/a.");
        let sent = ana.send(&chat, text).await.expect(201);
        // Only members are meant; offsets count UTF-16 code units.
        assert_eq!(sent["mentions"], json!([leo.id]));
        let named = json!({"kind": "mention", "offset": 3, "length": 4, "user_id": leo.id});
        let link = json!({"kind": "link", "offset": 31, "length": 15});
        assert_eq!(sent["entities"], json!([named, link]));
        assert_eq!(at_leo.frame_of("message").await["message"]["entities"], json!([named, link]));
        let notification = at_leo.until(|frame| frame["notification"]["kind"] == "mention").await["notification"].clone();
        assert_eq!((&notification["chat_id"], &notification["actor_id"]), (&json!(chat), &json!(ana.id)));
        assert!(notification["preview"].as_str().unwrap().starts_with("🚀 @leo and"), "{notification}");
        assert_eq!((mentions(&leo, &chat).await, mentions(&ana, &chat).await), (1, 0));

        // `@all` is for those who look after the group.
        assert_eq!(leo.send(&chat, "@all").await.expect(201).get("entities"), None);
        let all = ana.send(&chat, "@all listen").await.expect(201)["seq"].as_i64().unwrap();
        assert_eq!((mentions(&leo, &chat).await, mentions(&ana, &chat).await), (2, 0));
        assert_eq!(told(&leo, 2).await.len(), 2);
        assert_eq!(mention_notifications(&ana).await, Vec::<Value>::new());

        // An edit may mention others, a deletion no one.
        let path = format!("/chats/{chat}/messages/{}", sent["seq"]);
        ana.patch(&path, json!({"text": "no one in particular"})).await.expect(200);
        assert_eq!((mentions(&leo, &chat).await, mention_notifications(&leo).await.len()), (1, 1));
        ana.patch(&path, json!({"text": "@leo after all"})).await.expect(200);
        assert_eq!(mentions(&leo, &chat).await, 2);
        told(&leo, 2).await;
        ana.delete(&path).await.expect(200);
        assert_eq!((mentions(&leo, &chat).await, mention_notifications(&leo).await.len()), (1, 1));
        leo.put(&format!("/chats/{chat}/read"), json!({"seq": all})).await.expect(200);
        assert_eq!(mentions(&leo, &chat).await, 0);
        let read = at_leo.until(|frame| frame["read"].is_object()).await["read"].clone();
        assert_eq!(read["mentions"], 0);
    }
}

both! {
    async fn a_correction_stands_beside_what_it_corrects(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        let chat = ana.direct(&leo).await;
        let mut socket = leo.socket().await;
        let base = ana.send(&chat, "I has a cat").await.expect(201)["seq"].as_i64().unwrap();
        let frame = json!({"type": "message.send", "chat_id": chat, "client_id": client_id(), "kind": "correction",
            "base_seq": base, "text": "I have a cat"});
        let sent = socket.ask(frame).await["ok"]["message"].clone();
        assert_eq!((&sent["kind"], &sent["base_seq"], &sent["text"]),
            (&json!("correction"), &json!(base), &json!("I have a cat")));
        assert_eq!(ana.get(&format!("/chats/{chat}/messages/{base}")).await.expect(200)["text"], "I has a cat");
        assert_eq!(ana.get(&format!("/chats/{chat}")).await.expect(200)["unread"], 1);
        let path = format!("/chats/{chat}/messages/{}", sent["seq"]);
        let edited = leo.patch(&path, json!({"text": "I have got a cat"})).await.expect(200);
        assert_eq!((&edited["kind"], &edited["base_seq"]), (&json!("correction"), &json!(base)));
        // Of a text that is there, and of no other chat.
        let correction = |seq: i64| json!({"kind": "correction", "base_seq": seq});
        say(&leo, &chat, correction(99)).await.refused(422, "validation_failed");
        say(&leo, &chat, correction(sent["seq"].as_i64().unwrap())).await.refused(422, "validation_failed");
        say(&leo, &chat, json!({"kind": "media"})).await.refused(422, "validation_failed");
        ana.delete(&format!("/chats/{chat}/messages/{base}")).await.expect(200);
        say(&leo, &chat, correction(base)).await.refused(422, "validation_failed");
        say(&eve, &chat, json!({})).await.refused(404, "not_found");
    }
}

// features.md 82 and 83
both! {
    async fn what_is_written_comes_back_as_text_and_nothing_else(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        let (mut socket, script) = (ana.socket().await, "<img src=x onerror=alert(1)> @leo");
        let sent = ana.send(&chat, script).await.expect(201);
        assert_eq!(leo.history(&chat).await.last().unwrap()["text"], script);
        let reply = say(&leo, &chat, json!({"reply_to": sent["seq"]})).await.expect(201)["seq"].clone();
        let quote = ana.get(&format!("/chats/{chat}/messages/{reply}")).await.expect(200);
        assert_eq!(quote["reply_to"]["excerpt"], script);
        assert_eq!(told(&leo, 1).await[0]["preview"], script);
        for (text, code) in [("", "empty"), (" \n", "empty"), ("a\u{7}b", "forbidden_character")] {
            let refused = ana.send(&chat, text).await;
            refused.refused(422, "validation_failed");
            assert_eq!((&refused.body["errors"][0]["pointer"], &refused.body["errors"][0]["code"]), (&json!("/text"), &json!(code)));
        }
        ana.send(&chat, &"x".repeat(4_001)).await.refused(422, "validation_failed");
        assert_eq!(socket.send(&chat, "").await["error"]["code"], "validation_failed");
        assert!(socket.send(&chat, "the socket is still there").await["ok"].is_object());
    }
}

both! {
    async fn a_group_that_is_gone_takes_the_notifications_that_quoted_it(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = (server.user("ana").await, server.user("leo").await);
        let chat = ana.group(&[&leo]).await;
        ana.send(&chat, "a secret for @leo").await.expect(201);
        assert!(told(&leo, 1).await[0]["preview"].as_str().unwrap().contains("secret"));
        ana.delete(&format!("/chats/{chat}")).await.expect(204);
        told(&leo, 0).await;
    }
}
