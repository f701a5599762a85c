//! A person saves messages in a chat with themselves: one, on all their devices, that no other person enters.

use crate::both;
use crate::support::TestServer;
use crate::support::user::client_id;
use serde_json::{Value, json};

both! {
    async fn a_chat_with_oneself_is_one_and_holds_what_is_saved(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let mut device = ana.socket().await;
        let saved = ana.direct(&ana).await;
        assert_eq!(ana.direct(&ana).await, saved, "there is one");
        let told = device.until(|frame| frame["type"] == "me" && frame["membership"]["joined"] == true).await;
        assert_eq!(told["membership"]["chat_id"], saved.as_str());
        let chat = ana.get(&format!("/chats/{saved}")).await.expect(200);
        let about = [&chat["kind"], &chat["peer"]["id"], &chat["member_count"], &chat["me"]["request"]];
        assert_eq!(about, [&json!("direct"), &json!(ana.id), &json!(1), &Value::Null]);
        let members = ana.get(&format!("/chats/{saved}/members")).await.expect(200);
        assert_eq!(members["items"].as_array().unwrap().len(), 1);

        // What is forwarded there says whose it was; nothing of it counts as unread.
        let group = ana.group(&[&leo]).await;
        let seq = leo.send(&group, "a persimmon").await.expect(201)["seq"].as_i64().unwrap();
        let forward = json!({"chat_ids": [saved], "client_id": client_id()});
        ana.post(&format!("/chats/{group}/messages/{seq}/forward"), forward).await.expect(200);
        ana.send(&saved, "a note").await.expect(201);
        let arrived = device.until(|frame| frame["message"]["text"] == "a note").await;
        assert_eq!(arrived["chat_id"], saved.as_str());
        let kept = ana.history(&saved).await;
        assert_eq!(kept.len(), 2);
        assert_eq!(kept[0]["forwarded_from"]["user_id"], leo.id.as_str());
        let chat = ana.get(&format!("/chats/{saved}")).await.expect(200);
        assert_eq!((&chat["unread"], &chat["mentions"]), (&json!(0), &json!(0)));
        let found = ana.get(&format!("/chats/{saved}/search?q=persimmon")).await.expect(200);
        assert_eq!(found["items"].as_array().unwrap().len(), 1);

        // No other person enters it, or learns of it.
        leo.get(&format!("/chats/{saved}")).await.refused(404, "not_found");
        ana.post(&format!("/chats/{saved}/members"), json!({"user_ids": [leo.id]})).await.refused(403, "forbidden");
        ana.post(&format!("/chats/{saved}/leave"), json!({})).await.refused(403, "forbidden");
        // It is not the chat of the two.
        assert_ne!(ana.direct(&leo).await, saved);
        assert_eq!(ana.direct(&ana).await, saved);
    }
}
