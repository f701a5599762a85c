//! Edits reach people as new messages do: with the same permissions and limits, and a bounded history of versions.

use crate::both;
use crate::support::server::moved_clock;
use crate::support::{TestServer, TestUser};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

fn message(chat: &str, seq: i64) -> String {
    format!("/chats/{chat}/messages/{seq}")
}

async fn texts(user: &TestUser, chat: &str) -> Vec<String> {
    let history = user.history(chat).await;
    history.iter().filter_map(|message| message["text"].as_str().map(str::to_owned)).collect()
}

async fn block(user: &TestUser, other: &TestUser) {
    let path = format!("/me/blocks/{}", other.id);
    crate::support::user::answer(user.request(Method::PUT, &path)).await.expect(204);
}

both! {
    async fn a_stranger_cannot_edit_their_one_text_into_a_link(backend) {
        let server = TestServer::with(backend).set("DM_FROM", "requests").start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        ana.send(&chat, "Hello, I learn Spanish.").await.expect(201);
        let link = json!({"text": "https://example.org"});
        ana.patch(&message(&chat, 1), link.clone()).await.refused(403, "request_pending");
        let mut socket = ana.socket().await;
        let frame = json!({"type": "message.edit", "ref": "1", "chat_id": chat, "seq": 1, "text": "www.example.org"});
        assert_eq!(socket.ask(frame).await["error"]["code"], "request_pending");
        assert_eq!(texts(&leo, &chat).await, ["Hello, I learn Spanish."]);
        leo.send(&chat, "Hola!").await.expect(201);
        ana.patch(&message(&chat, 1), link).await.expect(200);
    }
}

both! {
    async fn an_edit_is_refused_to_a_person_who_was_blocked(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        leo.send(&chat, "from leo").await.expect(201);
        ana.send(&chat, "from ana").await.expect(201);
        block(&ana, &leo).await;
        let change = json!({"text": "something else"});
        leo.patch(&message(&chat, 1), change.clone()).await.refused(403, "request_pending");
        ana.patch(&message(&chat, 2), change).await.refused(403, "forbidden");
        assert_eq!(texts(&ana, &chat).await, ["from leo", "from ana"]);
        // What was said can still be taken back.
        leo.delete(&message(&chat, 1)).await.expect(200);
    }
}

both! {
    async fn a_group_is_not_made_with_a_person_who_blocked_me_or_hears_friends_only(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        block(&ana, &leo).await;
        let mut privacy = mia.get("/me/privacy").await.expect(200);
        privacy["dm_from"] = json!("friends");
        mia.put("/me/privacy", privacy).await.expect(200);
        let create = |user: &TestUser, member: &str| {
            let (user, body) = (user.clone(), json!({"title": "Group", "member_ids": [member]}));
            async move { user.post("/chats", body).await }
        };
        let nobody = "0198c0de-0000-7000-8000-000000000001";
        let (blocked, unknown) = (create(&leo, &ana.id).await, create(&leo, nobody).await);
        blocked.refused(422, "validation_failed");
        let code = |answer: &Value| answer["errors"][0]["code"].clone();
        assert_eq!((code(&blocked.body), code(&unknown.body)), (json!("unknown_user"), json!("unknown_user")));
        assert_eq!(code(&create(&leo, &mia.id).await.body), "not_allowed");
        // The one who blocked does not bring the other into a group either.
        assert_eq!(code(&create(&ana, &leo.id).await.body), "not_allowed");
        let group = leo.group(&[]).await;
        let added = leo.post(&format!("/chats/{group}/members"), json!({"user_ids": [mia.id]})).await;
        assert_eq!(code(&added.body), "not_allowed");
        assert_eq!(ana.get("/chats").await.expect(200)["items"], json!([]));
        mia.post("/friend-requests", json!({"user_id": leo.id})).await.expect(201);
        leo.post("/friend-requests", json!({"user_id": mia.id})).await.expect(200);
        create(&leo, &mia.id).await.expect(201);
    }
}

both! {
    async fn edits_count_like_messages(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).set("LIMITS_SCALE", "1").clock(&clock).start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        ana.send(&chat, "0").await.expect(201);
        for n in 1..10 {
            ana.patch(&message(&chat, 1), json!({"text": format!("{n}")})).await.expect(200);
        }
        let refused = ana.patch(&message(&chat, 1), json!({"text": "one too many"})).await;
        refused.refused(429, "rate_limited");
        assert_eq!(refused.headers["ratelimit-policy"], "\"send\";q=120;w=60");
        ana.send(&chat, "draws from the same bucket").await.refused(429, "rate_limited");
        clock.advance(Duration::from_secs(1));
        ana.patch(&message(&chat, 1), json!({"text": "later"})).await.expect(200);
        assert_eq!(texts(&leo, &chat).await, ["later"]);
    }
}

both! {
    async fn an_edit_waits_in_a_slow_group_like_a_message(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        let mut seqs = vec![];
        for text in ["one", "two"] {
            seqs.push(leo.send(&chat, text).await.expect(201)["seq"].as_i64().unwrap());
        }
        ana.patch(&format!("/chats/{chat}"), json!({"slow_mode": 30})).await.expect(200);
        let edit = |seq: i64| {
            let (leo, path) = (leo.clone(), message(&chat, seq));
            async move { leo.patch(&path, json!({"text": "changed"})).await }
        };
        let waits = edit(seqs[0]).await;
        waits.refused(429, "rate_limited");
        assert_eq!(waits.headers["retry-after"], "30");
        clock.advance(Duration::from_secs(30));
        edit(seqs[0]).await.expect(200);
        edit(seqs[1]).await.refused(429, "rate_limited");
        leo.send(&chat, "three").await.refused(429, "rate_limited");
        clock.advance(Duration::from_secs(30));
        leo.send(&chat, "three").await.expect(201);
        let own = ana.send(&chat, "one who looks after it").await.expect(201)["seq"].as_i64().unwrap();
        ana.patch(&message(&chat, own), json!({"text": "need not wait"})).await.expect(200);
    }
}

both! {
    async fn a_message_keeps_its_first_and_its_latest_wordings(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let long = "x".repeat(3_900);
        ana.send(&chat, &format!("{long} 1")).await.expect(201);
        for n in 2..=131 {
            ana.patch(&message(&chat, 1), json!({"text": format!("{long} {n}")})).await.expect(200);
        }
        let path = format!("{}/revisions", message(&chat, 1));
        let numbers = |page: &Value| {
            let items = page["items"].as_array().unwrap();
            items.iter().map(|one| one["revision"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        let all = leo.get(&format!("{path}?limit=200")).await.expect(200);
        let expected: Vec<i64> = [1].into_iter().chain(32..=130).collect();
        assert_eq!((numbers(&all), &all["next"]), (expected.clone(), &Value::Null));
        assert!(all["items"][0]["text"].as_str().unwrap().ends_with(" 1"));
        assert!(all["items"][99]["text"].as_str().unwrap().ends_with(" 130"));
        let (mut found, mut cursor) = (vec![], String::new());
        loop {
            let page = leo.get(&format!("{path}?limit=7{cursor}")).await.expect(200);
            assert!(numbers(&page).len() <= 7);
            found.extend(numbers(&page));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(found, expected);
        assert_eq!(numbers(&leo.get(&path).await.expect(200)).len(), 20);
        for wrong in ["0", "-1", "x", "2147483648"] {
            leo.get(&format!("{path}?cursor={wrong}")).await.refused(422, "validation_failed");
        }
    }
}

both! {
    async fn a_mention_by_an_edit_is_told_and_counts_as_unread(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        let seq = ana.send(&chat, "hello").await.expect(201)["seq"].as_i64().unwrap();
        let mut socket = leo.socket().await;
        ana.patch(&message(&chat, seq), json!({"text": "hello @leo"})).await.expect(200);
        let told = socket.until(|frame| frame["notification"]["kind"] == "mention").await;
        assert_eq!(told["notification"]["chat_id"], chat.as_str());
        assert_eq!(leo.get(&format!("/chats/{chat}")).await.expect(200)["mentions"], 1);
    }
}
