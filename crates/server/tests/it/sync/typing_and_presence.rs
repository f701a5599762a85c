//! Typing and presence are soft state: shown to those who may know, and gone by themselves.

use crate::both;
use crate::support::server::moved_clock;
use crate::support::user::answer;
use crate::support::{Backend, TestServer};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

// features.md 75
both! {
    async fn typing_is_seen_by_the_others_and_ends_with_the_message(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let (mut at_ana, mut at_leo) = (ana.socket().await, leo.socket().await);
        at_ana.say(json!({"type": "typing", "chat_id": chat, "on": true})).await;
        let typing = at_leo.frame_of("typing").await;
        assert_eq!(typing, json!({"type": "typing", "chat_id": chat, "user_id": ana.id, "on": true}));
        at_ana.send(&chat, "done").await;
        assert_eq!(at_leo.frame_of("typing").await["on"], false);
        at_ana.say(json!({"type": "typing", "chat_id": chat, "on": true})).await;
        assert_eq!(at_leo.frame_of("typing").await["on"], true);
        drop(at_ana);
        assert_eq!(at_leo.frame_of("typing").await["on"], false);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typing_and_presence_run_out() {
    let clock = moved_clock();
    let server = TestServer::with(Backend::Sqlite).clock(&clock).start().await;
    let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
    let chat = ana.direct(&leo).await;
    let (mut at_ana, mut at_leo, mut at_eve) = (ana.socket().await, leo.socket().await, eve.socket().await);
    at_ana.say(json!({"type": "typing", "chat_id": chat, "on": true})).await;
    assert_eq!(at_leo.frame_of("typing").await["on"], true);
    for _ in 0..7 {
        clock.advance(Duration::from_secs(1));
        at_leo.ask(json!({"type": "presence.watch", "user_ids": [ana.id, eve.id]})).await;
    }
    // Eve shares no chat with Leo: neither can know whether the other is online.
    let online = at_leo.ask(json!({"type": "presence.watch", "user_ids": [ana.id, eve.id]})).await;
    assert_eq!(online["ok"]["online"], json!([ana.id]));
    let none = at_eve.ask(json!({"type": "presence.watch", "user_ids": [ana.id, leo.id]})).await;
    assert_eq!(none["ok"]["online"], json!([]));

    // Away for a moment is not away.
    drop(at_ana);
    clock.advance(Duration::from_secs(2));
    let at_ana = ana.socket().await;
    clock.advance(Duration::from_secs(12));
    let online = at_leo.ask(json!({"type": "presence.watch", "user_ids": [ana.id]})).await;
    assert_eq!(online["ok"]["online"], json!([ana.id]));
    drop(at_ana);
    let offline = loop {
        clock.advance(Duration::from_secs(1));
        let heard = tokio::time::timeout(Duration::from_millis(50), at_leo.next()).await;
        if let Ok(Ok(frame)) = heard
            && frame["type"] == "presence"
        {
            break frame;
        }
    };
    assert_eq!((&offline["user_id"], &offline["online"]), (&json!(ana.id), &json!(false)));
    assert!(offline["last_seen"].as_str().unwrap().ends_with(":00.000Z"), "{offline}");
}

// features.md 76 and 81
both! {
    async fn reading_is_told_to_my_devices_and_to_the_others(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        ana.send(&chat, "read me").await.expect(201);
        let (mut at_ana, mut here, mut there) = (ana.socket().await, leo.socket().await, leo.socket().await);
        let reply = here.ask(json!({"type": "chat.read", "chat_id": chat, "seq": 1})).await;
        assert_eq!(reply["ok"], json!({"read_seq": 1, "unread": 0}));
        let me = there.until(|frame| frame["type"] == "me" && frame.get("read").is_some()).await;
        assert_eq!(me["read"], json!({"chat_id": chat, "read_seq": 1, "unread": 0, "mentions": 0}));
        let read = at_ana.frame_of("read").await;
        assert_eq!(read, json!({"type": "read", "chat_id": chat, "user_id": leo.id, "seq": 1}));
        let since = me["my_rev"].as_i64().unwrap() - 1;
        let changes = leo.get(&format!("/me/changes?after={since}")).await.expect(200);
        assert_eq!(changes["chats"][0]["read_seq"], 1);
        assert_eq!(changes["my_rev"], me["my_rev"]);
    }
}

// features.md 76
both! {
    async fn a_sender_learns_of_delivery_unless_the_recipient_hides_it(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let (open, secret) = (ana.direct(&leo).await, ana.direct(&mia).await);
        let mut privacy = mia.get("/me/privacy").await.expect(200);
        privacy["receipts"] = json!(false);
        answer(mia.request(Method::PUT, "/me/privacy").json(&privacy)).await.expect(200);
        let (mut at_ana, _leo, _mia) = (ana.socket().await, leo.socket().await, mia.socket().await);
        // Of every turn all is told at once, so what is wrongly told in one comes before the end of the next.
        for seq in [1, 2] {
            ana.send(&secret, "does it arrive?").await.expect(201);
            ana.send(&open, "does this?").await.expect(201);
            let of_others = |frame: &Value| frame["type"] == "delivered" && frame["user_id"] != json!(ana.id);
            let arrived = at_ana.until(of_others).await;
            assert_eq!(arrived, json!({"type": "delivered", "chat_id": open, "user_id": leo.id, "seq": seq}));
        }
    }
}
