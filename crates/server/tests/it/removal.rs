//! A removal is an exact point in a chat's order, however hard the removed one writes against it.

use crate::support::{Backend, TestServer};
use serde_json::json;

const RACES: usize = 1_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_writes_after_his_removal_on_postgres() {
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
