//! People are found by a part of their names, and no one else is.

use crate::both;
use crate::people::friends::befriend;
use crate::people::privacy::set;
use crate::support::user::answer;
use crate::support::{TestServer, TestUser};
use reqwest::Method;
use serde_json::json;

fn path(query: &str) -> String {
    let encoded: String = query.bytes().map(|byte| format!("%{byte:02x}")).collect();
    format!("/users?q={encoded}")
}

async fn found(user: &TestUser, query: &str) -> Vec<String> {
    let request = user.request(Method::GET, &path(query));
    let page = answer(request).await.expect(200);
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["username"].as_str().unwrap().to_owned())
        .collect()
}

both! {
    async fn a_part_of_a_name_finds_people(backend) {
        let server = TestServer::start(backend).await;
        let (me, ana, leo, joanna, percent) = tokio::join!(
            server.user("seeker"), server.user("ana.garcia"), server.user("leo_99"), server.user("joanna"),
            server.user("under_score"),
        );
        ana.patch("/me", json!({"display_name": "Álvaro Núñez"})).await.expect(200);
        leo.patch("/me", json!({"display_name": "Łukasz 100% Straße"})).await.expect(200);
        for (query, names) in [
            ("an", vec!["ana.garcia", "joanna"]),
            ("ANN", vec!["joanna"]),
            ("garcia", vec!["ana.garcia"]),
            (".ga", vec!["ana.garcia"]),
            ("nunez", vec!["ana.garcia"]),
            ("ÁLVARO NU", vec!["ana.garcia"]),
            ("alvaro nunez", vec!["ana.garcia"]),
            ("strasse", vec!["leo_99"]),
            ("lukasz", vec!["leo_99"]),
            // Wildcards are letters.
            ("0%", vec!["leo_99"]),
            ("%%", vec![]),
            ("__", vec![]),
            ("o_9", vec!["leo_99"]),
            ("a%g", vec![]),
            ("\\\\", vec![]),
            ("'; --", vec![]),
            // Oneself is not found, nor who is not there.
            ("seeker", vec![]),
            ("zz", vec![]),
        ] {
            assert_eq!(found(&me, query).await, names, "{query}");
        }
        assert_eq!(found(&me, "under_score").await, [percent.name.as_str()]);
        assert_eq!(found(&ana, "joanna").await, [joanna.name.as_str()]);
        // A former name finds no one.
        assert_eq!(found(&me, "garcia").await, ["ana.garcia"]);
        ana.patch("/me", json!({"username": "berta"})).await.expect(200);
        assert!(found(&me, "garcia").await.is_empty());
        for short in ["", "a", " a ", "\u{301}\u{301}\u{301}"] {
            let request = me.request(Method::GET, &path(short));
            answer(request).await.refused(422, "validation_failed");
        }
        me.get("/users").await.refused(422, "validation_failed");
        me.get("/users?q=an&limit=21").await.refused(422, "validation_failed");
        // An address finds no one, whether or not an account has it.
        assert!(found(&me, "example.org").await.is_empty());
    }
}

both! {
    async fn a_hidden_person_is_not_found(backend) {
        let server = TestServer::start(backend).await;
        let (me, hidden, friendly, blocked, blocker, suspended) = tokio::join!(
            server.user("me_here"), server.user("x_hidden"), server.user("x_friendly"), server.user("x_blocked"),
            server.user("x_blocker"), server.user("x_suspended"),
        );
        let everybody = ["x_blocked", "x_blocker", "x_friendly", "x_hidden", "x_suspended"];
        assert_eq!(found(&me, "x_").await, everybody);
        set(&hidden, json!({"find": "nobody"})).await;
        set(&friendly, json!({"find": "friends"})).await;
        answer(me.request(Method::PUT, &format!("/me/blocks/{}", blocked.id))).await.expect(204);
        answer(blocker.request(Method::PUT, &format!("/me/blocks/{}", me.id))).await.expect(204);
        let past = crate::instance::query_plans::Past::of(backend, &server.database_url);
        past.run("UPDATE users SET suspended_at = 1 WHERE username = 'x_suspended'").await;
        assert!(found(&me, "x_").await.is_empty());
        assert!(found(&me, "x_blocker").await.is_empty());
        befriend(&me, &friendly).await;
        assert_eq!(found(&me, "x_").await, ["x_friendly"]);
        me.get(&format!("/users/{}", suspended.id)).await.refused(404, "not_found");
    }
}

both! {
    async fn pages_go_on_and_searching_has_a_limit(backend) {
        let server = TestServer::start(backend).await;
        let me = server.user("me_here").await;
        for n in 0..25 {
            server.user(&format!("walker{n:02}")).await;
        }
        let first = me.get("/users?q=alker").await.expect(200);
        assert_eq!(first["items"].as_array().unwrap().len(), 20);
        let next = first["next"].as_str().unwrap();
        let second = me.get(&format!("/users?q=alker&cursor={next}")).await.expect(200);
        assert_eq!((second["items"].as_array().unwrap().len(), second["next"].is_null()), (5, true));
        assert_eq!(second["items"][0]["username"], "walker20");
        let slow = TestServer::with(backend).set("LIMITS_SCALE", "1").start().await;
        let me = slow.user("me_here").await;
        for _ in 0..30 {
            me.get("/users?q=zz").await.expect(200);
        }
        me.get("/users?q=zz").await.refused(429, "rate_limited");
    }
}
