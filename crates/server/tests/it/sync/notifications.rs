//! Notifications reach all devices at once, have counters that agree, and go with their cause.

use crate::both;
use crate::support::server::moved_clock;
use crate::support::user::{Answer, PASSWORD, answer};
use crate::support::{TestServer, TestSocket, TestUser, http_client};
use reqwest::Client;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Signs in with another browser.
async fn from(server: &TestServer, name: &str, agent: &str) -> TestUser {
    let http = Client::builder().user_agent(agent).build().expect("a client");
    let body = json!({"identifier": name, "password": PASSWORD, "transport": "body"});
    let session =
        answer(http.post(format!("{}/api/v1/auth/login", server.url)).json(&body)).await.expect(200);
    TestUser::of(&server.url, http, &session)
}

async fn told(socket: &mut TestSocket) -> Value {
    socket.frame_of("notification").await
}

async fn list(user: &TestUser) -> (Vec<Value>, i64) {
    let page = user.get("/notifications").await.expect(200);
    (page["items"].as_array().expect("items").clone(), page["unread"].as_i64().expect("a number"))
}

both! {
    async fn every_device_hears_within_a_second_and_counts_alike(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let second = TestUser::login(&server.url, "ana").await;
        let (mut one, mut two) = (ana.socket().await, second.socket().await);
        assert_eq!(one.ready["notifications_unread"], 0);

        let began = Instant::now();
        let stranger = from(&server, "ana", "Browser 9").await;
        let (here, there) = (told(&mut one).await, told(&mut two).await);
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
        assert_eq!(here, there);
        let notification = &here["notification"];
        assert_eq!((&notification["kind"], &notification["event"]), (&json!("security"), &json!("new_sign_in")));
        assert_eq!((&notification["source_id"], &notification["user_agent"]), (&json!(stranger.session), &json!("Browser 9")));
        assert_eq!(here["unread"], 1);
        let (items, unread) = list(&ana).await;
        assert_eq!((items.len(), unread), (1, 1));
        assert_eq!(&items[0], notification);
        assert_eq!(second.socket().await.ready["notifications_unread"], 1);

        // Read on one device, read on the other.
        let id = notification["id"].as_str().unwrap();
        let began = Instant::now();
        assert_eq!(ana.post("/notifications/read", json!({"ids": [id]})).await.expect(200), json!({"unread": 0}));
        for socket in [&mut one, &mut two] {
            let frame = told(socket).await;
            assert_eq!((&frame["read"], &frame["unread"]), (&json!([id]), &json!(0)));
        }
        assert!(began.elapsed() < Duration::from_secs(1));
        assert!(list(&second).await.0[0]["read_at"].is_string());

        // The same browser again is no news.
        from(&server, "ana", "Browser 9").await;
        assert_eq!(list(&ana).await.0.len(), 1);
    }
}

both! {
    async fn a_notification_goes_when_its_cause_is_seen_to(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let second = TestUser::login(&server.url, "ana").await;
        let (mut one, mut two) = (ana.socket().await, second.socket().await);
        let stranger = from(&server, "ana", "Browser 9").await;
        let id = told(&mut one).await["notification"]["id"].clone();
        told(&mut two).await;
        let before = ana.get("/me/changes?after=0").await.expect(200);
        assert_eq!(before["notifications"][0]["id"], id);
        assert_eq!(before["notifications_unread"], 1);

        ana.delete(&format!("/me/sessions/{}", stranger.session)).await.expect(204);
        for socket in [&mut one, &mut two] {
            let frame = told(socket).await;
            assert_eq!((&frame["removed"], &frame["unread"]), (&id, &json!(0)));
        }
        assert_eq!(list(&ana).await, (vec![], 0));
        let path = format!("/me/changes?after={}", before["my_rev"]);
        let after = ana.get(&path).await.expect(200);
        assert_eq!(after["notifications"], json!([{"id": id, "my_rev": after["my_rev"], "removed": true}]));
        assert_eq!(after["notifications_unread"], 0);

        // A thief who signs out removes no trace.
        let thief = from(&server, "ana", "Browser 10").await;
        told(&mut one).await;
        let gone = answer(thief.request(reqwest::Method::POST, "/auth/logout").json(&json!({}))).await;
        gone.expect(204);
        assert_eq!(list(&ana).await.1, 1);
    }
}

both! {
    async fn what_was_missed_is_found_again_in_whole_revisions(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        for n in 0..7 {
            from(&server, "ana", &format!("Browser {n}")).await;
        }
        let (mut after, mut seen) = (0, Vec::new());
        loop {
            let page = ana.get(&format!("/me/changes?after={after}&limit=2")).await.expect(200);
            seen.extend(page["notifications"].as_array().unwrap().clone());
            after = page["my_rev"].as_i64().unwrap();
            if page["more"] == false {
                break;
            }
        }
        assert_eq!(seen.len(), 7);
        // All at once is one change, and one call.
        assert_eq!(ana.post("/notifications/read", json!({"all": true})).await.expect(200), json!({"unread": 0}));
        let page = ana.get(&format!("/me/changes?after={after}")).await.expect(200);
        assert_eq!(page["my_rev"], after + 1);
        assert!(page["notifications"].as_array().unwrap().iter().all(|one| one["read_at"].is_string()));
        assert_eq!(page["notifications"].as_array().unwrap().len(), 7);
        assert_eq!(ana.post("/notifications/read", json!({"all": true})).await.expect(200), json!({"unread": 0}));
        assert_eq!(ana.get(&format!("/me/changes?after={after}")).await.expect(200)["my_rev"], after + 1);

        // Newest first, page by page, until there is no more.
        let first = ana.get("/notifications?limit=5").await.expect(200);
        assert_eq!(first["items"].as_array().unwrap().len(), 5);
        let rest = ana.get(&format!("/notifications?limit=5&cursor={}", first["next"].as_str().unwrap())).await;
        let rest = rest.expect(200);
        assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (2, &Value::Null));
        let id = rest["items"][0]["id"].as_str().unwrap().to_owned();
        ana.delete(&format!("/notifications/{id}")).await.expect(204);
        ana.delete(&format!("/notifications/{id}")).await.expect(204);
        server.user("leo").await.delete(&format!("/notifications/{id}")).await.refused(404, "not_found");
    }
}

both! {
    async fn whatever_touches_the_ways_to_sign_in_is_told_and_written_down(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let mut socket = ana.socket().await;
        let body = json!({"current": PASSWORD, "password": "another horse battery"});
        ana.put("/me/password", body).await.expect(204);
        assert_eq!(told(&mut socket).await["notification"]["event"], "password_changed");
        let login = |password: &str| {
            let body = json!({"identifier": "ana", "password": password, "transport": "body"});
            answer(http_client().post(format!("{}/api/v1/auth/login", server.url)).json(&body))
        };
        login(PASSWORD).await.refused(401, "invalid_credentials");
        login("another horse battery").await.expect(200);
        // The token of before the change is void; its session goes on.
        let ana = ana.refreshed().await;
        let events = ana.get("/me/security-events").await.expect(200);
        let acts: Vec<&str> =
            events["items"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap()).collect();
        assert_eq!(acts, ["signed_in", "sign_in_failed", "password_changed", "registered"]);
        assert_eq!(events["items"][0]["address_prefix"], "127.0.0.0/24");
        // No one sees what concerns another person.
        let leo = server.user("leo").await;
        let theirs = leo.get("/me/security-events").await.expect(200);
        assert_eq!(theirs["items"].as_array().unwrap().len(), 1);
    }
}

both! {
    async fn a_silent_chat_is_silent_on_all_devices_and_counts(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let second = TestUser::login(&server.url, "leo").await;
        let chat = ana.direct(&leo).await;
        let mut socket = second.socket().await;
        let path = format!("/chats/{chat}/me");
        let mine = leo.patch(&path, json!({"muted_until": "forever"})).await.expect(200);
        assert_eq!(mine["me"]["muted_until"], "forever");
        let frame = socket.until(|frame| frame["mute"].is_object()).await;
        assert_eq!(frame["mute"], json!({"chat_id": chat, "muted_until": "forever"}));
        ana.send(&chat, "hello").await.expect(201);
        let seen = leo.get("/chats").await.expect(200)["items"][0].clone();
        assert_eq!((&seen["unread"], &seen["me"]["muted_until"]), (&json!(1), &json!("forever")));
        let changes = leo.get("/me/changes?after=0").await.expect(200);
        assert_eq!(changes["chats"][0]["muted_until"], "forever");
        let until = "2099-01-01T00:00:00.000Z";
        assert_eq!(leo.patch(&path, json!({"muted_until": until})).await.expect(200)["me"]["muted_until"], until);
        assert_eq!(leo.patch(&path, json!({"muted_until": null})).await.expect(200)["me"]["muted_until"], Value::Null);
        leo.patch(&path, json!({"muted_until": "later"})).await.refused(422, "validation_failed");
        assert_eq!(ana.get(&format!("/chats/{chat}")).await.expect(200)["me"]["muted_until"], Value::Null);
    }
}

both! {
    async fn settings_are_kept_and_told(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let mut socket = ana.socket().await;
        let usual = json!({"push_enabled": true, "push_content": false, "sound": true, "quiet_hours": null});
        assert_eq!(ana.get("/me/notification-settings").await.expect(200), usual);
        let night = json!({"from": "22:00", "to": "07:00", "time_zone": "Europe/Madrid"});
        let wanted = json!({"push_enabled": true, "push_content": true, "sound": false, "quiet_hours": night});
        assert_eq!(ana.put("/me/notification-settings", wanted.clone()).await.expect(200), wanted);
        let frame = socket.until(|frame| frame["notification_settings"].is_object()).await;
        assert_eq!(frame["notification_settings"], wanted);
        assert_eq!(ana.get("/me/notification-settings").await.expect(200), wanted);
        assert_eq!(ana.get("/me/changes?after=0").await.expect(200)["notification_settings"], wanted);
        let nowhere = json!({"from": "22:00", "to": "07:00", "time_zone": "Nowhere/At_All"});
        let refused = ana.put("/me/notification-settings", json!({"push_enabled": true, "quiet_hours": nowhere})).await;
        refused.refused(422, "validation_failed");
        assert_eq!(refused.body["errors"][0]["pointer"], "/quiet_hours/time_zone");
    }
}

both! {
    async fn a_stolen_refresh_token_is_told(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        let second = TestUser::login(&server.url, "ana").await;
        let mut socket = second.socket().await;
        let present = async |token: &str| -> Answer { crate::accounts::refresh::present(&server.url, token).await };
        let first = present(&ana.refresh_token).await.expect(200)["refresh_token"].as_str().unwrap().to_owned();
        present(&first).await.expect(200);
        present(&ana.refresh_token).await.refused(401, "session_revoked");
        assert_eq!(told(&mut socket).await["notification"]["event"], "refresh_reused");
        let events = second.get("/me/security-events").await.expect(200);
        // Time stands still: what was written in one moment has no order.
        let items = events["items"].as_array().expect("items");
        assert!(items.iter().any(|item| item["act"] == "refresh_reused"), "{events}");
    }
}
