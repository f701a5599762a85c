//! The list of chats and the preferences of one member for each are the same on all their devices, and no one else's
//! business.

use crate::both;
use crate::instance::query_plans::Past;
use crate::support::{TestServer, TestUser};
use serde_json::{Value, json};

async fn set_preferences(user: &TestUser, chat: &str, body: Value) -> Value {
    user.patch(&format!("/chats/{chat}/me"), body).await.expect(200)
}

async fn listed(user: &TestUser, query: &str) -> Vec<String> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = user.get(&format!("/chats?limit=2{query}{cursor}")).await.expect(200);
        ids.extend(
            page["items"].as_array().unwrap().iter().map(|chat| chat["id"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return ids,
        }
    }
}

both! {
    async fn feature_61_a_message_moves_its_chat_to_the_top_on_every_device(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let phone = TestUser::login(&server.url, "leo").await;
        let mut chats = Vec::new();
        for _ in 0..5 {
            let chat = ana.group(&[&leo]).await;
            ana.send(&chat, "first").await.expect(201);
            chats.insert(0, chat);
        }
        assert_eq!(listed(&leo, "").await, chats);
        let mut socket = phone.socket().await;
        let old = chats.remove(4);
        let sent = ana.send(&old, "again").await.expect(201);
        chats.insert(0, old.clone());
        for device in [&leo, &phone] {
            assert_eq!(listed(device, "").await, chats);
            let top = device.get("/chats?limit=1").await.expect(200)["items"][0].clone();
            assert_eq!((&top["last_message"], &top["unread"]), (&sent, &json!(2)));
        }
        let told = socket.until(|frame| frame["message"]["text"] == "again").await;
        assert_eq!(told["chat_id"], old);
    }
}

both! {
    async fn pinned_chats_come_first_archived_ones_are_apart_and_pages_go_on(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let mut chats = Vec::new();
        for _ in 0..7 {
            let chat = ana.group(&[]).await;
            ana.send(&chat, "hi").await.expect(201);
            chats.insert(0, chat);
        }
        for chat in &chats[2..7] {
            assert_eq!(set_preferences(&ana, chat, json!({"pinned": true})).await["me"]["pinned"], true);
        }
        let path = format!("/chats/{}/me", chats[0]);
        ana.patch(&path, json!({"pinned": true})).await.refused(409, "too_many_pinned_chats");
        let order: Vec<String> = [2, 3, 4, 5, 6, 0, 1].iter().map(|n: &usize| chats[*n].clone()).collect();
        assert_eq!(listed(&ana, "").await, order);
        set_preferences(&ana, &chats[3], json!({"archived": true})).await;
        set_preferences(&ana, &chats[1], json!({"archived": true, "pinned": false})).await;
        assert_eq!(listed(&ana, "&archived=true").await, [chats[3].clone(), chats[1].clone()]);
        assert_eq!(listed(&ana, "&archived=false").await.len(), 5);
        set_preferences(&ana, &chats[6], json!({"pinned": false})).await;
        assert_eq!(set_preferences(&ana, &chats[0], json!({"pinned": true})).await["me"]["pinned"], true);
        assert_eq!(listed(&ana, "").await[0], chats[0]);
        ana.get("/chats?cursor=2_1_x").await.refused(422, "validation_failed");
    }
}

both! {
    async fn feature_57_draft_mark_and_language_of_each_chat_are_on_all_devices_and_sealed(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let phone = TestUser::login(&server.url, "ana").await;
        let (chat, other) = (ana.direct(&leo).await, ana.group(&[&leo]).await);
        leo.send(&chat, "one").await.expect(201);
        let mut socket = phone.socket().await;
        let body = json!({"draft": "¿Quedamos mañana", "translate_to": "en", "marked_unread": true});
        let changed = set_preferences(&ana, &chat, body).await;
        let told = socket.until(|frame| frame["chat"]["draft"].is_string()).await;
        let state = json!({
            "chat_id": chat, "muted_until": null, "pinned": false, "archived": false, "marked_unread": true,
            "draft": "¿Quedamos mañana", "translate_to": "en",
        });
        assert_eq!(told["chat"], state);
        // Nothing changed: nothing is published, no revision is taken.
        set_preferences(&ana, &chat, json!({"draft": "¿Quedamos mañana"})).await;
        set_preferences(&ana, &other, json!({"draft": "another one"})).await;
        let next = socket.until(|frame| frame["chat"]["draft"] == "another one").await;
        assert_eq!(next["my_rev"].as_i64(), told["my_rev"].as_i64().map(|rev| rev + 1));
        let seen = phone.get(&format!("/chats/{chat}")).await.expect(200);
        assert_eq!((&seen["me"], &seen["unread"]), (&changed["me"], &json!(1)));
        let after = told["my_rev"].as_i64().unwrap() - 1;
        let changes = phone.get(&format!("/me/changes?after={after}")).await.expect(200);
        let drafts: Vec<&Value> = changes["chats"].as_array().unwrap().iter().map(|one| &one["draft"]).collect();
        assert_eq!(drafts, ["¿Quedamos mañana", "another one"]);
        // Reading takes the mark away; the draft stays, and only its author sees it.
        ana.put(&format!("/chats/{chat}/read"), json!({"seq": 1})).await.expect(200);
        let seen = phone.get(&format!("/chats/{chat}")).await.expect(200);
        assert_eq!((&seen["me"]["marked_unread"], &seen["me"]["draft"]), (&json!(false), &json!("¿Quedamos mañana")));
        assert_eq!(leo.get(&format!("/chats/{chat}")).await.expect(200)["me"]["draft"], Value::Null);
        // Marked again though all is read, and read again.
        set_preferences(&ana, &chat, json!({"marked_unread": true})).await;
        ana.put(&format!("/chats/{chat}/read"), json!({"seq": 1})).await.expect(200);
        assert_eq!(phone.get(&format!("/chats/{chat}")).await.expect(200)["me"]["marked_unread"], false);
        let past = Past::of(backend, &server.database_url);
        let sealed = past.texts(&format!(
            "SELECT {} AS text FROM member_state WHERE draft_sealed IS NOT NULL", past.hex("draft_sealed")
        )).await;
        let clear: String = "Quedamos".bytes().map(|byte| format!("{byte:02x}")).collect();
        assert!(sealed.len() == 2 && !sealed.iter().any(|sealed| sealed.contains(&clear)));
        set_preferences(&ana, &chat, json!({"draft": null, "translate_to": null})).await;
        assert_eq!(phone.get(&format!("/chats/{chat}")).await.expect(200)["me"]["draft"], Value::Null);
        // A member who joins again starts afresh.
        let members = format!("/chats/{other}/members");
        set_preferences(&leo, &other, json!({"draft": "bye", "pinned": true})).await;
        leo.post(&format!("/chats/{other}/leave"), json!({})).await.expect(204);
        ana.post(&members, json!({"user_ids": [leo.id]})).await.expect(200);
        let back = leo.get(&format!("/chats/{other}")).await.expect(200);
        assert_eq!((&back["me"]["draft"], &back["me"]["pinned"]), (&Value::Null, &json!(false)));
    }
}
