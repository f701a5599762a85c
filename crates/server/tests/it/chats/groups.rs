//! Groups are made, changed, left and deleted, and that is published to everyone concerned.

use crate::both;
use crate::instance::query_plans::Past;
use crate::support::user::client_id;
use crate::support::{LIMIT, TestServer};
use serde_json::json;
use std::time::Duration;

// features.md 47, 48, 49, 53, 58 and 59
both! {
    async fn a_group_lives_and_ends(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let mut at_leo = leo.socket().await;
        let mut at_mia = mia.socket().await;
        let chat = ana.group(&[&leo]).await;
        let created = at_leo.frame_of("message").await;
        assert_eq!(created["message"]["service"]["event"], "created", "{created}");
        assert_eq!((created["rev"].as_i64(), created["message"]["seq"].as_i64()), (Some(1), Some(1)));
        assert_eq!(at_leo.frame_of("me").await["membership"], json!({"chat_id": chat, "joined": true}));

        let path = format!("/chats/{chat}");
        leo.patch(&path, json!({"title": "Mine"})).await.refused(403, "forbidden");
        ana.patch(&path, json!({"title": "Spanish evenings", "description": "each Friday"})).await.expect(200);
        let titled = at_leo.frame_of("message").await;
        assert_eq!(titled["message"]["service"]["title"], "Spanish evenings");
        assert_eq!(titled["chat"]["description"], "each Friday");

        mia.get(&path).await.refused(404, "not_found");
        ana.post(&format!("{path}/members"), json!({"user_ids": [mia.id]})).await.expect(200);
        assert_eq!(at_mia.frame_of("message").await["message"]["service"]["event"], "added");
        assert_eq!(at_leo.frame_of("message").await["members"][0]["user_id"], mia.id.as_str());
        assert_eq!(mia.get(&path).await.expect(200)["member_count"], 3);

        leo.delete(&format!("{path}/members/{}", mia.id)).await.refused(403, "forbidden");
        ana.patch(&format!("{path}/members/{}", leo.id), json!({"role": "admin"})).await.expect(204);
        leo.delete(&format!("{path}/members/{}", mia.id)).await.expect(204);
        let out = at_mia.until(|frame| frame["type"] == "chat").await;
        assert_eq!((out["removed"].as_bool(), out["chat_id"].as_str()), (Some(true), Some(chat.as_str())));
        leo.send(&chat, "without mia").await.expect(201);
        assert_eq!(at_mia.frame_of("me").await["membership"]["joined"], false);
        at_mia.is_quiet_for(std::time::Duration::from_millis(300)).await;

        leo.delete(&path).await.refused(403, "forbidden");
        ana.post(&format!("{path}/leave"), json!({})).await.refused(409, "last_owner");
        ana.delete(&path).await.expect(204);
        let gone = at_leo.until(|frame| frame["removed"] == true).await;
        assert_eq!(gone["chat_id"], chat.as_str());
        for user in [&ana, &leo] {
            user.get(&path).await.refused(404, "not_found");
            user.get(&format!("{path}/messages")).await.refused(404, "not_found");
            assert_eq!(user.get("/chats").await.expect(200)["items"], json!([]));
        }
    }
}

both! {
    async fn members_are_told_how_many_they_are(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let chat = ana.group(&[&leo]).await;
        let path = format!("/chats/{chat}");
        let before = leo.get(&path).await.expect(200)["rev"].clone();
        // A listener hears it with the message that says so; one who was away is told with what changed.
        let mut at_leo = leo.socket().await;
        let missed = json!({"type": "changes", "chats": [{"chat_id": chat, "after": before}]});
        ana.post(&format!("{path}/members"), json!({"user_ids": [mia.id]})).await.expect(200);
        assert_eq!(at_leo.frame_of("message").await["chat"]["member_count"], 3);
        let reply = at_leo.ask(missed.clone()).await;
        assert_eq!(reply["ok"]["chats"][0]["changes"]["chat"]["member_count"], 3, "{reply}");
        mia.post(&format!("{path}/leave"), json!({})).await.expect(204);
        assert_eq!(at_leo.frame_of("message").await["chat"]["member_count"], 2);
        let reply = at_leo.ask(missed).await;
        assert_eq!(reply["ok"]["chats"][0]["changes"]["chat"]["member_count"], 2, "{reply}");
    }
}

// features.md 58
both! {
    async fn an_owner_hands_over_before_leaving(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        let path = format!("/chats/{chat}");
        ana.patch(&format!("{path}/members/{}", leo.id), json!({"role": "owner"})).await.expect(204);
        ana.post(&format!("{path}/leave"), json!({})).await.expect(204);
        ana.get(&path).await.refused(404, "not_found");
        let members = leo.get(&format!("{path}/members")).await.expect(200);
        assert_eq!(members["items"].as_array().unwrap().len(), 1);
        assert_eq!(members["items"][0]["role"], "owner");
    }
}

// features.md 62
both! {
    async fn a_later_member_sees_what_the_group_allows(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let group = json!({"title": "Open", "visibility": "public", "history": "since_join"});
        let chat = ana.post("/chats", group).await.expect(201)["id"].as_str().unwrap().to_owned();
        let path = format!("/chats/{chat}");
        let before = ana.send(&chat, "before").await.expect(201)["seq"].as_i64().unwrap();
        leo.post(&format!("{path}/join"), json!({})).await.expect(200);
        leo.post(&format!("{path}/join"), json!({})).await.expect(200);
        let mut at_leo = leo.socket().await;
        ana.send(&chat, "after").await.expect(201);
        let texts: Vec<_> = leo.history(&chat).await.iter().map(|one| one["text"].clone()).collect();
        assert_eq!(texts, [json!(null), json!("after")]);
        leo.get(&format!("{path}/messages/{before}")).await.refused(404, "not_found");
        leo.get(&format!("{path}/messages/{before}/revisions")).await.refused(404, "not_found");
        assert_eq!(at_leo.frame_of("message").await["message"]["text"], "after");

        // What the reader may not see changes unseen, and the revision moves on all the same.
        ana.patch(&format!("{path}/messages/{before}"), json!({"text": "changed"})).await.expect(200);
        let skip = at_leo.frame_of("skip").await;
        let rev = ana.get(&path).await.expect(200)["rev"].clone();
        assert_eq!(skip["rev"], rev);
        let changes = leo.get(&format!("{path}/changes?after=0")).await.expect(200);
        assert_eq!(changes["rev"], rev);
        assert!(changes["messages"].as_array().unwrap().iter().all(|one| one["seq"].as_i64() > Some(before)));
    }
}

// features.md 73
both! {
    async fn edits_keep_their_history_and_deletion_ends_it(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let mut at_leo = leo.socket().await;
        let seq = ana.send(&chat, "one").await.expect(201)["seq"].as_i64().unwrap();
        let path = format!("/chats/{chat}/messages/{seq}");
        leo.patch(&path, json!({"text": "mine now"})).await.refused(403, "forbidden");
        ana.patch(&path, json!({"text": "two"})).await.expect(200);
        let edited = ana.patch(&path, json!({"text": "three"})).await.expect(200);
        assert!(edited["edited_at"].is_string());
        let revisions = leo.get(&format!("{path}/revisions")).await.expect(200);
        let texts: Vec<_> = revisions["items"].as_array().unwrap().iter().map(|one| one["text"].clone()).collect();
        assert_eq!(texts, [json!("one"), json!("two")]);
        leo.delete(&path).await.refused(403, "forbidden");
        ana.delete(&path).await.expect(200);
        let tombstone = at_leo.until(|frame| frame["message"]["deleted_at"].is_string()).await;
        assert!(tombstone["message"].get("text").is_none());
        assert_eq!(leo.get(&format!("{path}/revisions")).await.expect(200)["items"], json!([]));
        ana.patch(&path, json!({"text": "back"})).await.refused(409, "message_deleted");
        let rev = leo.get(&format!("/chats/{chat}")).await.expect(200)["rev"].clone();
        ana.delete(&path).await.expect(200);
        assert_eq!(leo.get(&format!("/chats/{chat}")).await.expect(200)["rev"], rev);
    }
}

both! {
    async fn a_group_asked_for_again_is_the_same_group(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let body = json!({"client_id": client_id(), "title": "Lunch", "member_ids": [leo.id]});
        let ask = || ana.post("/chats", body.clone());
        let answers = futures_util::future::join_all((0..8).map(|_| ask())).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 7);
        let id = answers[0].body["id"].clone();
        assert!(answers.iter().all(|answer| answer.body["id"] == id && answer.body["title"] == "Lunch"));
        assert_eq!(leo.get("/chats").await.expect(200)["items"].as_array().unwrap().len(), 1);
        // Another person's request under the same id is another group.
        let other = leo.post("/chats", body.clone()).await;
        assert_ne!(other.body["id"], id);
        ana.delete(&format!("/chats/{}", id.as_str().unwrap())).await.expect(204);
        ask().await.refused(404, "not_found");
        // Nor does it come back when its rows are removed.
        let past = Past::of(backend, &server.database_url);
        let removed = async {
            while past.count("chats").await != "1" {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(LIMIT, removed).await.expect("the rows go");
        ask().await.refused(404, "not_found");
    }
}
