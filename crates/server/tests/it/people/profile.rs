//! A profile is changed within its rules, and seen by those it is shown to.

use crate::both;
use crate::people::friends::{befriend, my_rev, until_kind};
use crate::support::TestServer;
use crate::support::server::moved_clock;
use serde_json::{Value, json};
use std::time::Duration;

both! {
    async fn a_changed_name_reaches_open_clients(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, eve, bob) =
            tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"), server.user("bob"));
        befriend(&ana, &leo).await;
        ana.group(&[&eve]).await;
        let (mut here, mut there) = (ana.socket().await, ana.socket().await);
        let (mut at_leo, mut at_eve, mut at_bob) = (leo.socket().await, eve.socket().await, bob.socket().await);
        let rev = my_rev(&ana).await;
        let edit = json!({"display_name": "Ana  María", "bio": "Hola\nme llamo Ana", "country": "MX"});
        let me = ana.patch("/me", edit).await.expect(200);
        assert_eq!((&me["display_name"], &me["country"]), (&json!("Ana María"), &json!("MX")));
        for socket in [&mut here, &mut there] {
            let mine = socket.until(|frame| frame["type"] == "me" && frame["profile"] == true).await;
            assert_eq!(mine["my_rev"].as_i64().unwrap(), rev + 1);
        }
        for socket in [&mut at_leo, &mut at_eve, &mut here, &mut there] {
            let user = until_kind(socket, "user").await["user"].clone();
            let card = json!({"id": ana.id, "username": "ana", "display_name": "Ana María", "avatar_id": null,
                "native_languages": ["es"], "learning_languages": [{"code": "en", "level": "B1"}]});
            assert_eq!(user, card);
        }
        // A stranger is told nothing.
        at_bob.is_quiet_for(Duration::from_millis(300)).await;
        assert_eq!(ana.get(&format!("/me/changes?after={rev}")).await.expect(200)["profile"], true);
        let page = bob.get(&format!("/users/{}", ana.id)).await.expect(200);
        assert_eq!((&page["display_name"], &page["bio"]), (&json!("Ana María"), &json!("Hola\nme llamo Ana")));
    }
}

both! {
    async fn the_languages_of_a_person_stand_wherever_their_name_does(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let spoken = |card: &Value| (card["native_languages"].clone(), card["learning_languages"].clone());
        let (direct, group) = (ana.direct(&leo).await, ana.group(&[&leo]).await);
        let peer = |chat: Value| spoken(&chat["peer"]);
        let before = (json!(["es"]), json!([{"code": "en", "level": "B1"}]));
        assert_eq!(peer(leo.get(&format!("/chats/{direct}")).await.expect(200)), before);
        let mut at_leo = leo.socket().await;
        let after = (json!(["es", "ca"]), json!([{"code": "fr", "level": "A1"}, {"code": "en", "level": "B2"}]));
        let edit = json!({"native_languages": after.0, "learning_languages": after.1});
        assert_eq!(spoken(&ana.patch("/me", edit.clone()).await.expect(200)), after);
        assert_eq!(spoken(&until_kind(&mut at_leo, "user").await["user"]), after);
        // The same again changes nothing for others.
        ana.patch("/me", edit).await.expect(200);
        at_leo.is_quiet_for(Duration::from_millis(300)).await;
        let listed = leo.get("/chats").await.expect(200);
        let listed = listed["items"].as_array().unwrap().iter().find(|chat| chat["id"] == direct.as_str());
        assert_eq!(peer(listed.unwrap().clone()), after);
        let members = leo.get(&format!("/chats/{group}/members")).await.expect(200);
        let member = members["items"].as_array().unwrap().iter().find(|one| one["user"]["id"] == ana.id.as_str());
        assert_eq!(spoken(&member.unwrap()["user"]), after);
        assert_eq!(spoken(&leo.get(&format!("/users/{}", ana.id)).await.expect(200)), after);
        let found = leo.get("/users?q=ana").await.expect(200);
        assert_eq!(spoken(&found["items"][0]), after);
    }
}

both! {
    async fn a_gender_is_given_once_and_shown_to_its_owner_alone(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        assert_eq!(ana.get("/me").await.expect(200)["gender"], Value::Null);
        ana.patch("/me", json!({"gender": "x"})).await.refused(422, "validation_failed");
        assert_eq!(ana.patch("/me", json!({"gender": "non_binary"})).await.expect(200)["gender"], "non_binary");
        assert_eq!(ana.get("/me").await.expect(200)["gender"], "non_binary");
        // The same again is no change; another one is refused, whatever else the request holds.
        ana.patch("/me", json!({"gender": "non_binary", "bio": "Hi"})).await.expect(200);
        let refused = ana.patch("/me", json!({"gender": "man", "bio": "Ho"})).await;
        refused.refused(422, "validation_failed");
        let wrong = &refused.body["errors"][0];
        assert_eq!((&wrong["pointer"], &wrong["code"]), (&json!("/gender"), &json!("fixed")));
        let me = ana.get("/me").await.expect(200);
        assert_eq!((&me["gender"], &me["bio"]), (&json!("non_binary"), &json!("Hi")));
        assert!(leo.get(&format!("/users/{}", ana.id)).await.expect(200).get("gender").is_none());
    }
}

both! {
    async fn a_profile_is_complete_and_keeps_its_secrets(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let page = leo.get(&format!("/users/{}", ana.id)).await.expect(200);
        let mut fields: Vec<_> = page.as_object().unwrap().keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            ["avatar_id", "bio", "country", "created_at", "display_name", "email", "id", "last_seen",
             "learning_languages", "native_languages", "online", "relation", "username"]
        );
        assert_eq!(page["native_languages"], json!(["es"]));
        assert_eq!(page["learning_languages"], json!([{"code": "en", "level": "B1"}]));
        assert_eq!(leo.get("/users/by-username/ANA").await.expect(200), page);
        leo.get("/users/by-username/nobody").await.refused(404, "not_found");
        leo.get(&format!("/users/{}", crate::support::user::client_id())).await.refused(404, "not_found");
        let me = ana.get("/me").await.expect(200);
        assert_eq!((&me["bio"], &me["avatar_id"]), (&json!(""), &Value::Null));
        for (wrong, pointer) in [
            (json!({"display_name": "   "}), "/display_name"),
            (json!({"bio": "x".repeat(501)}), "/bio"),
            (json!({"native_languages": ["en"]}), "/learning_languages"),
            (json!({"id": leo.id}), "/id"),
            (json!({}), ""),
        ] {
            let refused = ana.patch("/me", wrong).await;
            refused.refused(422, "validation_failed");
            assert_eq!(refused.body["errors"][0]["pointer"], pointer, "{}", refused.body);
        }
        ana.patch("/me", json!({"username": "leo"})).await.refused(409, "username_taken");
        ana.patch("/me", json!({"username": "Ana.Maria"})).await.expect(200);
        assert_eq!(leo.get("/users/by-username/ana.maria").await.expect(200)["id"], ana.id);
        leo.get("/users/by-username/ana").await.refused(404, "not_found");
    }
}

both! {
    async fn languages_to_learn_change_once_and_then_wait(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        let learn = |codes: Value| json!({"learning_languages": codes});
        let english = |level: &str| json!([{"code": "en", "level": level}]);
        let french = json!([{"code": "fr", "level": "A1"}]);
        assert_eq!(ana.get("/me").await.expect(200)["learning_free_at"], Value::Null);
        // The first change is free.
        let me = ana.patch("/me", learn(french.clone())).await.expect(200);
        let free_at = me["learning_free_at"].as_str().unwrap().to_owned();
        let refused = ana.patch("/me", learn(english("B1"))).await;
        refused.refused(422, "validation_failed");
        let fault = &refused.body["errors"][0];
        assert_eq!((&fault["pointer"], &fault["code"]), (&json!("/learning_languages"), &json!("too_soon")));
        assert!(fault["detail"].as_str().unwrap().contains(&free_at), "{fault}");
        // The same language at another level is no other language; and the rest of the profile is free.
        ana.patch("/me", learn(json!([{"code": "fr", "level": "A2"}]))).await.expect(200);
        ana.patch("/me", json!({"native_languages": ["de"]})).await.expect(200);
        let mut ana = ana;
        for (days, status) in [(14, 422), (1, 200)] {
            clock.advance(Duration::from_secs(days * 24 * 3600));
            ana = crate::support::TestUser::login(&server.url, "ana").await;
            let answer = ana.patch("/me", learn(english("C1"))).await;
            assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
        }
        assert_eq!(ana.get("/me").await.expect(200)["learning_languages"], english("C1"));
    }
}
