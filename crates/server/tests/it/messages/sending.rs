//! Two people who talk see one order, every message once, and never an answer before it is stored.

use crate::both;
use crate::support::{TestServer, TestSocket, TestUser};
use serde_json::json;

async fn pair(server: &TestServer) -> (TestUser, TestUser, String) {
    let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
    let chat = ana.direct(&leo).await;
    (ana, leo, chat)
}

// features.md 55
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

// features.md 63 and 66
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

// features.md 65
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

// features.md 80
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

// features.md 49 and 61
both! {
    async fn sending_in_an_old_chat_moves_it_to_the_top_on_every_device(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let (old, new) = (ana.direct(&leo).await, ana.direct(&mia).await);
        let others = mia.group(&[&leo]).await;
        ana.send(&old, "first").await.expect(201);
        ana.send(&new, "second").await.expect(201);
        let order = async |user: &TestUser| -> Vec<String> {
            let page = user.get("/chats").await.expect(200);
            page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(order(&ana).await, [new.clone(), old.clone()]);
        leo.send(&old, "again").await.expect(201);
        assert_eq!(order(&ana).await, [old.clone(), new.clone()]);
        assert_eq!(order(&leo).await, [old.clone(), others], "only chats Leo is in");
        let device = ana.socket().await;
        assert_eq!(device.ready["chats"][0]["id"], old.as_str());
        let listed = ana.get("/chats").await.expect(200)["items"][0].clone();
        assert_eq!((&listed["last_message"]["text"], &listed["unread"]), (&json!("again"), &json!(1)));
    }
}

// features.md 64, 77, 78, 81 and 84
both! {
    async fn what_i_do_is_on_all_my_devices_and_with_members_only(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        let chat = ana.group(&[&leo]).await;
        let (mut here, mut there) = (ana.socket().await, ana.socket().await);
        let (mut at_leo, mut at_eve) = (leo.socket().await, eve.socket().await);
        let over_rest = ana.send(&chat, "over REST").await.expect(201);
        let over_socket = here.send(&chat, "over the socket").await["ok"]["message"].clone();
        for socket in [&mut there, &mut at_leo] {
            for sent in [&over_rest, &over_socket] {
                let told = socket.frame_of("message").await["message"].clone();
                for field in ["seq", "rev", "text", "author_id", "client_id", "created_at"] {
                    assert_eq!(told[field], sent[field], "{told}");
                }
            }
        }
        let path = format!("/chats/{chat}/messages/{}", over_rest["seq"]);
        ana.patch(&path, json!({"text": "edited"})).await.expect(200);
        let edited = there.until(|frame| frame["message"]["edited_at"].is_string()).await;
        assert_eq!(edited["message"]["text"], "edited");
        let seq = over_socket["seq"].as_i64().unwrap();
        leo.put(&format!("/chats/{chat}/read"), json!({"seq": seq})).await.expect(200);
        let read = at_leo.until(|frame| frame["read"].is_object()).await["read"].clone();
        assert_eq!((&read["read_seq"], &read["unread"]), (&json!(seq), &json!(0)));
        // A chat the member left while connected is no longer theirs.
        leo.post(&format!("/chats/{chat}/leave"), json!({})).await.expect(204);
        assert_eq!(at_leo.send(&chat, "still here").await["error"]["code"], "not_found");
        at_eve.is_quiet_for(std::time::Duration::from_millis(200)).await;
    }
}

// features.md 67
both! {
    async fn opening_a_long_chat_transfers_one_page(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "100000").start().await;
        let (ana, leo, chat) = pair(&server).await;
        for n in 0..300 {
            ana.send(&chat, &format!("{n}")).await.expect(201);
        }
        let page = leo.get(&format!("/chats/{chat}/messages")).await.expect(200);
        let seqs: Vec<_> = page["items"].as_array().unwrap().iter().map(|one| one["seq"].as_i64().unwrap()).collect();
        assert_eq!((seqs, page["prev"].as_i64()), ((251..=300).collect(), Some(251)));
        let before = leo.get(&format!("/chats/{chat}/messages?before=251&limit=10")).await.expect(200);
        assert_eq!((&before["items"][0]["seq"], &before["items"][9]["seq"]), (&json!(241), &json!(250)));
    }
}
