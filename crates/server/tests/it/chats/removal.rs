//! A removal is an exact point in a chat's order, however hard the removed one writes against it.

use crate::both;
use crate::support::{Backend, TestServer};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const RACES: usize = 1_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_one_writes_after_their_removal_on_postgres() {
    let server = TestServer::with(Backend::Postgres).set("LIMITS_SCALE", "100000").start().await;
    let (ana, eve) = tokio::join!(server.user("ana"), server.user("eve"));
    let chat = ana.group(&[&eve]).await;
    let (add, remove) = (format!("/chats/{chat}/members"), format!("/chats/{chat}/members/{}", eve.id));
    let mut sent = 0;
    for race in 0..RACES {
        let sends = (0..4).map(|n| {
            let (eve, chat) = (eve.clone(), chat.clone());
            tokio::spawn(async move { eve.send(&chat, &format!("{race}.{n}")).await.status.as_u16() })
        });
        let sends: Vec<_> = sends.collect();
        if race % 3 == 0 {
            tokio::task::yield_now().await;
        }
        ana.delete(&remove).await.expect(204);
        for send in sends {
            match send.await.unwrap() {
                201 => sent += 1,
                404 => {}
                other => panic!("a send was answered with {other}"),
            }
        }
        ana.post(&add, json!({"user_ids": [eve.id]})).await.expect(200);
    }

    let (mut member, mut written, mut removed) = (true, 0, 0);
    for (message, seq) in ana.history(&chat).await.iter().zip(1..) {
        assert_eq!(message["seq"], seq, "there is a hole");
        match message["service"]["event"].as_str() {
            Some("removed") => (member, removed) = (false, removed + 1),
            Some("added") => member = true,
            Some(_) => {}
            None => {
                assert!(member, "eve wrote {} after her removal", message["text"]);
                written += 1;
            }
        }
    }
    assert_eq!((removed, written), (RACES, sent));
    assert!(sent > 0 && sent < RACES * 4, "the race must be close: {sent} of {} were in time", RACES * 4);
    println!("{RACES} removals against {} sends: {sent} came before, none after, no hole", RACES * 4);
}

// features.md 59
both! {
    async fn an_open_socket_hears_nothing_after_its_removal_while_messages_flow(backend) {
        const WRITERS: u64 = 5;
        let server = TestServer::with(backend).set("LIMITS_SCALE", "100000").start().await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        let chat = ana.group(&[&leo, &eve]).await;
        let mut at_eve = eve.socket().await;
        let stop = Arc::new(AtomicBool::new(false));
        let writers = (0..WRITERS).map(|writer| {
            let (leo, chat, stop) = (leo.clone(), chat.clone(), stop.clone());
            tokio::spawn(async move {
                // Fifty a second, all together.
                let mut beat = tokio::time::interval(Duration::from_millis(20 * WRITERS));
                let mut sent = 0;
                while !stop.load(Ordering::Relaxed) {
                    beat.tick().await;
                    leo.send(&chat, &format!("{writer}.{sent}")).await.expect(201);
                    sent += 1;
                }
                sent
            })
        });
        let writers: Vec<_> = writers.collect();
        let (mut heard, mut last) = (0, 0);
        while heard < 25 {
            last = at_eve.frame_of("message").await["rev"].as_i64().unwrap();
            heard += 1;
        }
        ana.delete(&format!("/chats/{chat}/members/{}", eve.id)).await.expect(204);
        let removed = loop {
            let frame = at_eve.frame().await;
            match frame["type"].as_str().unwrap() {
                "message" => last = frame["rev"].as_i64().unwrap(),
                "chat" if frame["removed"] == true => break frame["rev"].as_i64().unwrap(),
                _ => {}
            }
        };
        assert_eq!(removed, last + 1, "it came exactly in its place");
        let silence = tokio::time::Instant::now() + Duration::from_secs(1);
        while let Ok(frame) = tokio::time::timeout_at(silence, at_eve.next()).await {
            let frame = frame.expect("the socket stays open");
            let personal = frame["type"] == "me" && frame["membership"]["joined"] == false;
            assert!(personal, "heard after the removal: {frame}");
        }
        stop.store(true, Ordering::Relaxed);
        let mut sent = 0;
        for writer in writers {
            sent += writer.await.unwrap();
        }
        assert!(sent > heard + 25, "messages went on while she listened: {sent} sent, {heard} heard");
        eve.get(&format!("/chats/{chat}/messages")).await.refused(404, "not_found");
    }
}
