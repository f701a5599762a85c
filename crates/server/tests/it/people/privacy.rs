//! Privacy settings hold for every kind of reader.

use crate::both;
use crate::people::friends::befriend;
use crate::support::user::{answer, registration};
use crate::support::{TestServer, TestSocket, TestUser, http_client};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

pub async fn set(user: &TestUser, changes: Value) {
    let mut privacy = user.get("/me/privacy").await.expect(200);
    for (name, value) in changes.as_object().unwrap() {
        privacy[name] = value.clone();
    }
    assert_eq!(user.put("/me/privacy", privacy.clone()).await.expect(200), privacy);
    assert_eq!(user.get("/me/privacy").await.expect(200), privacy);
}

/// Puts a typing frame of another person behind what was said, to see what did not come before it.
async fn typing_seen(at: &mut TestSocket, fence: &TestUser, chat: &str) -> bool {
    let text = crate::support::user::client_id();
    fence.send(chat, &text).await.expect(201);
    let mut seen = false;
    loop {
        let frame = at.frame().await;
        seen |= frame["type"] == "typing";
        if frame["message"]["text"] == text.as_str() {
            return seen;
        }
    }
}

both! {
    async fn no_one_sees_more_than_the_switches_allow(backend) {
        let server = TestServer::start(backend).await;
        let mut body = registration("ana");
        body["email"] = json!("ana@example.org");
        let http = http_client();
        let session = answer(http.post(format!("{}/api/v1/auth/register", server.url)).json(&body)).await;
        let ana = TestUser::of(&server.url, http, &session.expect(201));
        let (stranger, mate, friend, blocked) = tokio::join!(
            server.user("stranger"), server.user("mate"), server.user("friend"), server.user("blocked"),
        );
        ana.group(&[&mate, &blocked]).await;
        befriend(&ana, &friend).await;
        answer(ana.request(Method::PUT, &format!("/me/blocks/{}", blocked.id))).await.expect(204);
        let _online = ana.socket().await;
        let (yes, no) = (true, false);
        // Whether she is seen online by a stranger, a mate, a friend; and whether the friend sees her address.
        for (switches, seen, address) in [
            (json!({"online": "everyone", "hide_email": true}), [no, yes, yes], no),
            (json!({"online": "friends", "hide_email": true}), [no, no, yes], no),
            (json!({"online": "nobody", "hide_email": true}), [no, no, no], no),
            (json!({"online": "everyone", "hide_email": false}), [no, yes, yes], yes),
        ] {
            set(&ana, switches.clone()).await;
            for (viewer, online) in [&stranger, &mate, &friend].into_iter().zip(seen) {
                let page = viewer.get(&format!("/users/{}", ana.id)).await.expect(200);
                assert_eq!(page["online"], online, "{} {switches}", viewer.name);
                assert_eq!(page["last_seen"], Value::Null);
                let shown = if viewer.name == "friend" && address { json!("ana@example.org") } else { Value::Null };
                assert_eq!(page["email"], shown, "{} {switches}", viewer.name);
                let mut socket = viewer.socket().await;
                let watch = json!({"type": "presence.watch", "user_ids": [ana.id]});
                let watched = socket.ask(watch).await["ok"]["online"].clone();
                assert_eq!(watched, if online { json!([ana.id]) } else { json!([]) });
            }
            blocked.get(&format!("/users/{}", ana.id)).await.refused(404, "not_found");
            let mut socket = blocked.socket().await;
            let watched = socket.ask(json!({"type": "presence.watch", "user_ids": [ana.id]})).await;
            assert_eq!(watched["ok"]["online"], json!([]));
            let listed = friend.get("/friends").await.expect(200)["items"][0].clone();
            assert_eq!(listed["online"], seen[2], "{switches}");
        }
        let wrong = ana.put("/me/privacy", json!({"online": "everyone"})).await;
        wrong.refused(422, "validation_failed");
    }
}

both! {
    async fn requests_come_only_from_those_who_may_add(backend) {
        let server = TestServer::start(backend).await;
        let (ana, stranger, mate) = tokio::join!(server.user("ana"), server.user("stranger"), server.user("mate"));
        ana.group(&[&mate]).await;
        let ask = async |user: &TestUser| user.post("/friend-requests", json!({"user_id": ana.id})).await;
        set(&ana, json!({"add": "nobody"})).await;
        ask(&stranger).await.refused(403, "forbidden");
        ask(&mate).await.refused(403, "forbidden");
        set(&ana, json!({"add": "acquaintances"})).await;
        ask(&stranger).await.refused(403, "forbidden");
        ask(&mate).await.expect(201);
        set(&ana, json!({"add": "everyone"})).await;
        ask(&stranger).await.expect(201);
    }
}

both! {
    async fn typing_switched_off_is_neither_sent_nor_received(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        let chat = ana.group(&[&leo, &eve]).await;
        let typing = json!({"type": "typing", "chat_id": chat, "on": true});
        let (mut at_ana, mut at_leo, mut at_eve) = (ana.socket().await, leo.socket().await, eve.socket().await);
        set(&ana, json!({"typing": false})).await;
        at_ana.until(|frame| frame["type"] == "me" && frame["profile"] == true).await;
        // Told to her sockets right after that frame.
        at_ana.ask(json!({"type": "me.changes", "after": 0})).await;
        tokio::time::timeout(Duration::from_secs(5), async {
            loop {
                at_leo.say(typing.clone()).await;
                if !typing_seen(&mut at_ana, &eve, &chat).await {
                    break;
                }
            }
        })
        .await
        .expect("what others type reaches her no more");
        at_eve.until(|frame| frame["type"] == "typing" && frame["on"] == true).await;
        at_ana.say(typing.clone()).await;
        at_ana.ask(json!({"type": "ping"})).await;
        let text = crate::support::user::client_id();
        leo.send(&chat, &text).await.expect(201);
        loop {
            let frame = at_eve.frame().await;
            assert!(frame["type"] != "typing" || frame["user_id"] != ana.id.as_str(), "{frame}");
            if frame["message"]["text"] == text.as_str() {
                break;
            }
        }
    }
}

both! {
    async fn receipts_switched_off_are_neither_sent_nor_received(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        let chat = ana.group(&[&leo, &eve]).await;
        set(&ana, json!({"receipts": false})).await;
        let seq = leo.send(&chat, "read me").await.expect(201)["seq"].clone();
        let (mut at_ana, mut at_leo) = (ana.socket().await, leo.socket().await);
        let read = json!({"type": "chat.read", "chat_id": chat, "seq": seq});
        assert_eq!(at_ana.ask(read.clone()).await["ok"]["unread"], 0);
        // Her own devices learn of it; the others hear of the one who lets it be told.
        let mut at_eve = eve.socket().await;
        at_eve.ask(read).await;
        let told = at_leo.frame_of("read").await;
        assert_eq!(told["user_id"], eve.id);
        let text = crate::support::user::client_id();
        leo.send(&chat, &text).await.expect(201);
        loop {
            let frame = at_ana.frame().await;
            assert_ne!(frame["type"], "read", "{frame}");
            if frame["message"]["text"] == text.as_str() {
                break;
            }
        }
    }
}
