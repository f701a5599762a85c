//! Others fill at most half of a person's chats; beyond that they are invited and decide for themselves.

use crate::both;
use crate::support::{TestServer, TestUser};
use serde_json::{Value, json};

async fn invitation(user: &TestUser) -> Value {
    let page = user.get("/notifications").await.expect(200);
    let items = page["items"].as_array().expect("items").clone();
    let found = items.into_iter().find(|one| one["kind"] == "group_invitation");
    found.unwrap_or(Value::Null)
}

async fn is_in(user: &TestUser, chat: &str) -> bool {
    user.get(&format!("/chats/{chat}")).await.status == 200
}

both! {
    async fn a_person_in_many_chats_is_invited_and_keeps_room_for_their_own(backend) {
        let server = TestServer::with(backend).set("LIMITS_CHATS_PER_USER", "4").set("DM_FROM", "requests").start().await;
        let (ana, leo, eve) =
            (server.user("ana").await, server.user("leo").await, server.user("eve").await);
        for _ in 0..2 {
            ana.group(&[&leo]).await;
        }
        // What others ask for is no chat of leo's.
        eve.direct(&leo).await;

        let third = ana.group(&[&leo]).await;
        assert!(!is_in(&leo, &third).await);
        let told = invitation(&leo).await;
        assert_eq!((&told["chat_id"], &told["actor_id"]), (&json!(third), &json!(ana.id)), "{told}");
        assert!(!told["preview"].as_str().unwrap().is_empty());
        // Half of the chats stay for leo's own.
        leo.group(&[]).await;
        // Adding again is the same invitation.
        let add = json!({"user_ids": [leo.id]});
        ana.post(&format!("/chats/{third}/members"), add.clone()).await.expect(200);
        assert_eq!(invitation(&leo).await["id"], told["id"]);

        leo.post(&format!("/chats/{third}/join"), json!({})).await.expect(200);
        assert!(is_in(&leo, &third).await);
        assert_eq!(invitation(&leo).await, Value::Null);
        leo.post("/chats", json!({"title": "one too many"})).await
            .refused(409, "too_many_chats");
        leo.post(&format!("/chats/{third}/leave"), json!({})).await.expect(204);
        // An invitation that was used is none.
        leo.post(&format!("/chats/{third}/join"), json!({})).await.refused(404, "not_found");

        // Declined.
        ana.post(&format!("/chats/{third}/members"), add.clone()).await.expect(200);
        let again = invitation(&leo).await;
        let id = again["id"].as_str().expect("told anew");
        leo.delete(&format!("/notifications/{id}")).await.expect(204);
        leo.post(&format!("/chats/{third}/join"), json!({})).await.refused(404, "not_found");

        // No one else gets in by it, and a ban takes it back.
        ana.post(&format!("/chats/{third}/members"), add.clone()).await.expect(200);
        eve.post(&format!("/chats/{third}/join"), json!({})).await.refused(404, "not_found");
        ana.post(&format!("/chats/{third}/members/{}/ban", leo.id), json!({})).await.expect(204);
        assert_eq!(invitation(&leo).await, Value::Null);
        leo.post(&format!("/chats/{third}/join"), json!({})).await.refused(404, "not_found");
    }
}

both! {
    async fn an_invitation_ends_with_its_group_and_with_the_rights_of_who_gave_it(backend) {
        let server = TestServer::with(backend).set("LIMITS_CHATS_PER_USER", "2").start().await;
        let (ana, leo, eve) =
            (server.user("ana").await, server.user("leo").await, server.user("eve").await);
        ana.group(&[&leo]).await;
        let second = eve.group(&[&leo]).await;
        assert_eq!(invitation(&leo).await["chat_id"], json!(second));
        eve.delete(&format!("/chats/{second}")).await.expect(204);
        assert_eq!(invitation(&leo).await, Value::Null);

        let third = eve.group(&[&ana]).await;
        ana.post(&format!("/chats/{third}/join"), json!({})).await.expect(200);
        eve.patch(&format!("/chats/{third}/members/{}", ana.id), json!({"role": "admin"})).await.expect(204);
        ana.post(&format!("/chats/{third}/members"), json!({"user_ids": [leo.id]})).await.expect(200);
        assert_eq!(invitation(&leo).await["actor_id"], json!(ana.id));
        eve.patch(&format!("/chats/{third}/members/{}", ana.id), json!({"role": "member"})).await.expect(204);
        leo.post(&format!("/chats/{third}/join"), json!({})).await.refused(404, "not_found");
    }
}
