//! Two people talk: one chat, one order, every message once, and never an answer before it is stored.

use crate::both;
use crate::support::{TestServer, TestSocket, TestUser};
use serde_json::json;

async fn pair(server: &TestServer) -> (TestUser, TestUser, String) {
    let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
    let chat = ana.direct(&leo).await;
    (ana, leo, chat)
}

both! {
    async fn a_direct_chat_opened_from_both_sides_at_once_is_one(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let tries = (0..20).map(|n| {
            let (me, peer) = if n % 2 == 0 { (ana.clone(), leo.clone()) } else { (leo.clone(), ana.clone()) };
            tokio::spawn(async move { me.direct(&peer).await })
        });
        let mut ids = Vec::new();
        for one in tries.collect::<Vec<_>>() {
            ids.push(one.await.unwrap());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        let chats = leo.get("/chats").await.expect(200);
        assert_eq!(chats["items"].as_array().unwrap().len(), 1);
        assert_eq!(chats["items"][0]["peer"]["username"], "ana");
    }
}

both! {
    async fn both_see_every_message_once_and_in_order(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, chat) = pair(&server).await;
        let (mut at_ana, mut at_leo) = tokio::join!(ana.socket(), leo.socket());
        for n in 0..20 {
            let text = format!("message {n}");
            if n % 2 == 0 {
                let reply = at_ana.send(&chat, &text).await;
                assert_eq!(reply["ok"]["message"]["seq"], n + 1, "{reply}");
            } else {
                assert_eq!(leo.send(&chat, &text).await.expect(201)["seq"], n + 1);
            }
        }
        let history = leo.history(&chat).await;
        let texts: Vec<String> = (0..20).map(|n| format!("message {n}")).collect();
        assert_eq!(history.iter().map(|one| one["text"].as_str().unwrap()).collect::<Vec<_>>(), texts);
        // The socket of each had every message exactly once; Ana's own were drained while she waited for
        // her replies, so Leo's are counted.
        let mut seen = Vec::new();
        while seen.len() < 20 {
            let event = at_leo.frame_of("message").await;
            assert_eq!(event["rev"].as_i64().unwrap(), i64::try_from(seen.len()).unwrap() + 2);
            seen.push(event["message"]["text"].as_str().unwrap().to_owned());
        }
        assert_eq!(seen, texts);
    }
}

both! {
    async fn a_reply_means_that_the_message_is_stored(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, chat) = pair(&server).await;
        let mut socket: TestSocket = ana.socket().await;
        for n in 0..10 {
            let seq = socket.send(&chat, &format!("stored {n}")).await["ok"]["message"]["seq"].as_i64().unwrap();
            let read = leo.get(&format!("/chats/{chat}/messages/{seq}")).await.expect(200);
            assert_eq!(read["text"], format!("stored {n}"));
        }
    }
}

both! {
    async fn unread_counts_what_others_wrote_since_i_read(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, chat) = pair(&server).await;
        for n in 0..3 {
            ana.send(&chat, &format!("{n}")).await.expect(201);
        }
        leo.send(&chat, "own").await.expect(201);
        assert_eq!(leo.get(&format!("/chats/{chat}")).await.expect(200)["unread"], 3);
        let read = leo.put(&format!("/chats/{chat}/read"), json!({"seq": 2})).await.expect(200);
        assert_eq!(read, json!({"read_seq": 2, "unread": 1}));
        let back = leo.put(&format!("/chats/{chat}/read"), json!({"seq": 1})).await.expect(200);
        assert_eq!(back, json!({"read_seq": 2, "unread": 1}));
        let beyond = leo.put(&format!("/chats/{chat}/read"), json!({"seq": 99})).await.expect(200);
        assert_eq!(beyond, json!({"read_seq": 4, "unread": 0}));
        assert_eq!(ana.get(&format!("/chats/{chat}")).await.expect(200)["unread"], 1);
    }
}
