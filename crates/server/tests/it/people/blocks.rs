//! Blocks end everything between two people, and an address tells no one whose it is.

use crate::both;
use crate::instance::query_plans::Past;
use crate::people::friends::{befriend, my_rev, names, since, until_kind};
use crate::support::user::{answer, registration};
use crate::support::{TestServer, TestUser, http_client};
use serde_json::{Value, json};

both! {
    async fn a_block_ends_everything_between_two_people(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        befriend(&ana, &leo).await;
        ana.direct(&leo).await;
        let (mut at_ana, mut at_leo) = (ana.socket().await, leo.socket().await);
        let watch = |user: &TestUser| json!({"type": "presence.watch", "user_ids": [user.id]});
        assert_eq!(at_leo.ask(watch(&ana)).await["ok"]["online"], json!([ana.id]));
        assert_eq!(at_ana.ask(watch(&leo)).await["ok"]["online"], json!([leo.id]));
        let rev = my_rev(&ana).await;

        let block = format!("/me/blocks/{}", leo.id);
        let request = |user: &TestUser, method| answer(user.request(method, &block));
        request(&ana, reqwest::Method::PUT).await.expect(204);
        request(&ana, reqwest::Method::PUT).await.expect(204);
        assert_eq!(names(&ana, "/me/blocks").await, ["leo"]);
        assert!(names(&ana, "/friends").await.is_empty() && names(&leo, "/friends").await.is_empty());
        // Both read the other as offline, at once.
        for (socket, user) in [(&mut at_leo, &ana), (&mut at_ana, &leo)] {
            let gone = until_kind(socket, "presence").await;
            assert_eq!(gone, json!({"type": "presence", "user_id": user.id, "online": false, "last_seen": null}));
        }
        assert_eq!(at_leo.ask(watch(&ana)).await["ok"]["online"], json!([]));
        assert_eq!(at_ana.ask(watch(&leo)).await["ok"]["online"], json!([]));
        // For the blocked person she does not exist; she still finds them, to unblock them.
        leo.get(&format!("/users/{}", ana.id)).await.refused(404, "not_found");
        leo.get("/users/by-username/ana").await.refused(404, "not_found");
        leo.post("/friend-requests", json!({"user_id": ana.id})).await.refused(404, "not_found");
        leo.post("/friend-requests", json!({"username": "ana"})).await.refused(404, "not_found");
        let seen = ana.get(&format!("/users/{}", leo.id)).await.expect(200);
        assert_eq!(seen["relation"], json!({"friend": false, "request": null, "blocked": true}));
        assert_eq!((&seen["online"], &seen["last_seen"]), (&json!(false), &Value::Null));
        ana.post("/friend-requests", json!({"user_id": leo.id})).await.refused(403, "forbidden");
        let changes = since(&ana, rev).await;
        assert_eq!(changes["blocks"][0]["user_id"], leo.id);
        assert_eq!(changes["blocks"][0]["blocked"], true);

        request(&ana, reqwest::Method::DELETE).await.expect(204);
        assert!(names(&ana, "/me/blocks").await.is_empty());
        assert_eq!(since(&ana, rev).await["blocks"][0]["blocked"], false);
        leo.get(&format!("/users/{}", ana.id)).await.expect(200);
        assert!(names(&leo, "/friends").await.is_empty(), "what ended does not come back");
        let past = Past::of(backend, &server.database_url);
        assert_eq!(past.count("audit_log WHERE act = 'blocked'").await, "1");
        assert_eq!(past.count("audit_log WHERE act = 'unblocked'").await, "1");
    }
}

both! {
    async fn a_block_ends_requests_in_both_directions(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        ana.post("/friend-requests", json!({"user_id": leo.id})).await.expect(201);
        eve.post("/friend-requests", json!({"user_id": ana.id})).await.expect(201);
        for user in [&leo, &eve] {
            let path = format!("/me/blocks/{}", user.id);
            answer(ana.request(reqwest::Method::PUT, &path)).await.expect(204);
        }
        assert!(names(&ana, "/friend-requests?direction=incoming").await.is_empty());
        assert!(names(&ana, "/friend-requests?direction=outgoing").await.is_empty());
        assert!(names(&leo, "/friend-requests").await.is_empty());
        // Eve sees nothing of it.
        assert_eq!(names(&eve, "/friend-requests?direction=outgoing").await, ["ana"]);
        let own = format!("/me/blocks/{}", ana.id);
        answer(ana.request(reqwest::Method::PUT, &own)).await.refused(422, "validation_failed");
    }
}

both! {
    async fn an_address_does_not_reveal_its_owner(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let mut body = registration("leo");
        body["email"] = json!("leo@example.org");
        let http = http_client();
        let session = answer(http.post(format!("{}/api/v1/auth/register", server.url)).json(&body)).await;
        let leo = TestUser::of(&server.url, http, &session.expect(201));
        let past = Past::of(backend, &server.database_url);
        past.run("UPDATE users SET email_verified = (1 = 1) WHERE username = 'leo'").await;

        let ask = async |contact: &str| ana.post("/friend-requests", json!({"contact": contact})).await;
        let mut shapes = vec![];
        for contact in ["Leo@example.org", "nobody@example.org", "+14155550100"] {
            let (first, again) = (ask(contact).await, ask(contact).await);
            assert_eq!(first.status.as_u16(), 202);
            assert_eq!(first.body, again.body, "one for each address");
            let mut shape = first.body.clone();
            assert!(shape["id"].as_str().is_some_and(|id| id.len() == 36));
            shape["id"] = Value::Null;
            let mut headers: Vec<_> = first.headers.keys().map(ToString::to_string).collect();
            headers.sort();
            shapes.push((shape, headers, first.headers["content-length"].clone()));
        }
        assert_eq!(shapes[0], shapes[1]);
        assert_eq!(shapes[1], shapes[2]);
        // Her own list shows addresses only, and the other's page nothing.
        let list = ana.get("/friend-requests?direction=outgoing").await.expect(200);
        let items = list["items"].as_array().unwrap();
        let contacts: Vec<_> = items.iter().map(|item| item["contact"].as_str().unwrap()).collect();
        assert_eq!(contacts, ["+1********00", "n***@e***.org", "l***@e***.org"]);
        assert!(items.iter().all(|item| item["user"].is_null() && item["state"] == "open"));
        let page = ana.get(&format!("/users/{}", leo.id)).await.expect(200);
        assert_eq!(page["relation"]["request"], Value::Null);
        assert!(ana.get("/me/changes?after=0").await.expect(200)["friend_requests"].as_array().unwrap().is_empty());
        // The owner is asked here, and only with their yes does she learn of it.
        let asked = async {
            loop {
                let asked = leo.get("/friend-requests").await.expect(200)["items"][0].clone();
                if !asked.is_null() {
                    return asked;
                }
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        };
        let asked = tokio::time::timeout(crate::support::LIMIT, asked).await.expect("the friend is asked");
        assert_eq!(asked["user"]["username"], "ana");
        let path = format!("/friend-requests/{}/accept", asked["id"].as_str().unwrap());
        leo.post(&path, json!({})).await.expect(200);
        assert_eq!(names(&ana, "/friends").await, ["leo"]);
        // An invitation no one accepted can be withdrawn, whether or not the address has an account.
        for item in items {
            ana.delete(&format!("/friend-requests/{}", item["id"].as_str().unwrap())).await.expect(204);
        }
        assert!(names(&ana, "/friend-requests?direction=outgoing").await.is_empty());
        let wrong = ana.post("/friend-requests", json!({"contact": "not an address"})).await;
        wrong.refused(422, "validation_failed");
        for code in ["x", "prt_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"] {
            let shown = answer(http_client().get(format!("{}/api/v1/invitations/{code}", server.url))).await;
            shown.refused(404, "not_found");
        }
    }
}
