//! Members react to messages, star, pin, hide and forward them, and see receipts. What all see is one change and one
//! frame; what concerns one alone reaches all their devices.

use crate::both;
use crate::support::user::client_id;
use crate::support::{TestServer, TestSocket, TestUser};
use serde_json::{Value, json};
use std::time::Duration;

const THUMB: &str = "%F0%9F%91%8D";
const ROCKET: &str = "%F0%9F%9A%80";

async fn seq_of(user: &TestUser, chat: &str, text: &str) -> i64 {
    user.send(chat, text).await.expect(201)["seq"].as_i64().unwrap()
}

async fn my_changes(user: &TestUser, after: i64) -> Value {
    user.get(&format!("/me/changes?after={after}")).await.expect(200)
}

async fn rev_of(user: &TestUser, chat: &str) -> i64 {
    user.get(&format!("/chats/{chat}")).await.expect(200)["rev"].as_i64().unwrap()
}

async fn my_message(socket: &mut TestSocket) -> Value {
    socket.until(|frame| frame["type"] == "me" && frame["message"].is_object()).await["message"].clone()
}

both! {
    async fn a_reaction_is_one_change_told_alike_to_all_and_mine_to_me(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let seq = seq_of(&ana, &chat, "hello").await;
        let path = format!("/chats/{chat}/messages/{seq}");
        let (mut at_ana, mut at_leo, mut away) = (ana.socket().await, leo.socket().await, leo.socket().await);
        let stood = away.ready["my_rev"].as_i64().unwrap();
        let before = rev_of(&ana, &chat).await;

        let seen = leo.put(&format!("{path}/reactions/{THUMB}"), json!({})).await.expect(200);
        assert_eq!(seen["reactions"], json!([{"emoji": "👍", "count": 1, "mine": true}]));
        let told = at_ana.frame_of("message").await;
        assert_eq!(told["rev"], before + 1);
        assert_eq!(told["message"]["reactions"], json!([{"emoji": "👍", "count": 1}]));
        assert_eq!(told["message"].get("starred"), None);
        let state = json!({"chat_id": chat, "seq": seq, "my_rev": stood + 1, "starred": false, "hidden": false,
            "my_reactions": ["👍"], "new_reactions": false});
        assert_eq!(my_message(&mut away).await, state);
        assert_eq!(my_changes(&leo, stood).await["messages"], json!([state]));

        // Again changes nothing; another one counts on; over the socket it is the same.
        leo.put(&format!("{path}/reactions/{THUMB}"), json!({})).await.expect(200);
        assert_eq!(rev_of(&ana, &chat).await, before + 1);
        let set = json!({"type": "reaction.set", "chat_id": chat, "seq": seq, "emoji": "👍"});
        let reply = at_ana.ask(set).await;
        assert_eq!(reply["ok"]["message"]["reactions"], json!([{"emoji": "👍", "count": 2, "mine": true}]));
        at_leo.until(|frame| frame["message"]["reactions"] == json!([{"emoji": "👍", "count": 2}])).await;
        let clear = json!({"type": "reaction.clear", "chat_id": chat, "seq": seq, "emoji": "👍"});
        let cleared = at_leo.ask(clear).await;
        assert_eq!(cleared["ok"]["message"]["reactions"], json!([{"emoji": "👍", "count": 1, "mine": false}]));
        let changes = leo.get(&format!("/chats/{chat}/changes?after={before}")).await.expect(200);
        assert_eq!(changes["rev"], before + 3);
        assert_eq!(changes["messages"][0]["reactions"], json!([{"emoji": "👍", "count": 1, "mine": false}]));
        assert_eq!(ana.history(&chat).await[0]["reactions"][0]["mine"], true);

        // What is no emoji is refused, over both.
        ana.put(&format!("{path}/reactions/yes"), json!({})).await.refused(422, "validation_failed");
        let wrong = json!({"type": "reaction.set", "chat_id": chat, "seq": seq, "emoji": "<b>"});
        assert_eq!(at_ana.ask(wrong).await["error"]["code"], "validation_failed");
        // A deleted message has none.
        ana.delete(&path).await.expect(200);
        assert_eq!(leo.get(&path).await.expect(200)["reactions"], json!([]));
        leo.put(&format!("{path}/reactions/{THUMB}"), json!({})).await.refused(409, "message_deleted");
    }
}

both! {
    async fn a_message_takes_twenty_kinds_of_reactions_and_no_more(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let seq = seq_of(&ana, &chat, "hello").await;
        for n in 0..20_u8 {
            let emoji = format!("%F0%9F%98%{:02X}", 0x80 + n);
            ana.put(&format!("/chats/{chat}/messages/{seq}/reactions/{emoji}"), json!({})).await.expect(200);
        }
        let one_more = format!("/chats/{chat}/messages/{seq}/reactions/{ROCKET}");
        leo.put(&one_more, json!({})).await.refused(409, "too_many_reactions");
        // An existing reaction may be joined by anyone.
        leo.put(&format!("/chats/{chat}/messages/{seq}/reactions/%F0%9F%98%80"), json!({})).await.expect(200);
    }
}

// features.md 70
both! {
    async fn a_star_is_mine_alone_and_on_all_my_devices(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let (one, other) = (ana.group(&[&leo]).await, ana.direct(&leo).await);
        let (first, second) = (seq_of(&ana, &one, "first").await, seq_of(&ana, &other, "second").await);
        let mut device = leo.socket().await;
        let stood = device.ready["my_rev"].as_i64().unwrap();
        let rev = rev_of(&ana, &one).await;
        for (chat, seq) in [(&one, first), (&other, second)] {
            leo.put(&format!("/chats/{chat}/messages/{seq}/star"), json!({})).await.expect(204);
            assert_eq!(my_message(&mut device).await["starred"], true);
        }
        assert_eq!(rev_of(&ana, &one).await, rev, "no other person learns it");
        assert_eq!(ana.history(&one).await.last().unwrap()["starred"], false);
        assert_eq!(leo.history(&one).await.last().unwrap()["starred"], true);
        let page = leo.get("/me/starred?limit=1").await.expect(200);
        assert_eq!(page["items"][0]["text"], "second");
        let next = format!("/me/starred?limit=1&cursor={}", page["next"].as_str().unwrap());
        let page = leo.get(&next).await.expect(200);
        assert_eq!((&page["items"][0]["text"], &page["next"]), (&json!("first"), &Value::Null));
        assert_eq!(ana.get("/me/starred").await.expect(200)["items"], json!([]));
        // A second device that was away is like the one that stayed.
        let caught = my_changes(&leo, stood).await;
        assert_eq!(caught["messages"].as_array().unwrap().len(), 2);

        // What the reader may no longer see is not among them.
        ana.delete(&format!("/chats/{one}/members/{}", leo.id)).await.expect(204);
        ana.delete(&format!("/chats/{other}/messages/{second}")).await.expect(200);
        assert_eq!(leo.get("/me/starred").await.expect(200)["items"], json!([]));
    }
}

// features.md 73
both! {
    async fn what_i_delete_for_myself_is_gone_for_me_alone(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        let seq = seq_of(&ana, &chat, "seen by ana alone").await;
        let answer = ana.send(&chat, "x").await.expect(201);
        let path = format!("/chats/{chat}/messages/{seq}");
        ana.put(&format!("{path}/pin"), json!({})).await.expect(204);
        leo.put(&format!("{path}/star"), json!({})).await.expect(204);
        let reply = json!({"client_id": client_id(), "text": "re", "reply_to": seq});
        let reply = ana.post(&format!("/chats/{chat}/messages"), reply).await.expect(201)["seq"].clone();
        let mut device = leo.socket().await;
        let rev = rev_of(&ana, &chat).await;

        let left = leo.delete(&format!("{path}?for=me")).await.expect(200);
        assert_eq!((&left["hidden"], left.get("text")), (&json!(true), None));
        assert_eq!(my_message(&mut device).await["hidden"], true);
        leo.delete(&format!("{path}?for=me")).await.expect(200);
        let hidden = json!({"chat_id": chat, "seq": seq, "rev": left["rev"], "hidden": true});
        assert_eq!(leo.get(&path).await.expect(200), hidden);
        assert!(leo.history(&chat).await.contains(&hidden));
        assert_eq!(leo.get(&format!("/chats/{chat}/pins")).await.expect(200)["items"], json!([]));
        assert_eq!(leo.get("/me/starred").await.expect(200)["items"], json!([]));
        let quote = leo.get(&format!("/chats/{chat}/messages/{reply}")).await.expect(200)["reply_to"].clone();
        assert_eq!(quote, json!({"seq": seq}));
        let forward = json!({"chat_ids": [chat], "client_id": client_id()});
        leo.post(&format!("{path}/forward"), forward).await.refused(404, "not_found");

        // The others keep it, and the chat did not change.
        assert_eq!(rev_of(&ana, &chat).await, rev);
        assert_eq!(ana.get(&path).await.expect(200)["text"], "seen by ana alone");
        assert!(answer["seq"].as_i64().unwrap() > seq);
    }
}

both! {
    async fn a_pin_is_told_in_the_chats_own_order_and_listed(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        let seq = seq_of(&ana, &chat, "rules of the house").await;
        let path = format!("/chats/{chat}/messages/{seq}/pin");
        let mut at_leo = leo.socket().await;
        let before = rev_of(&ana, &chat).await;
        leo.put(&path, json!({})).await.refused(403, "forbidden");
        ana.put(&path, json!({})).await.expect(204);
        ana.put(&path, json!({})).await.expect(204);
        let told = at_leo.frame_of("message").await;
        assert_eq!((&told["rev"], &told["message"]["service"]),
            (&json!(before + 1), &json!({"event": "pinned", "user_ids": [], "seq": seq})));
        let changes = leo.get(&format!("/chats/{chat}/changes?after={before}")).await.expect(200);
        let pinned: Vec<_> = changes["messages"].as_array().unwrap().iter()
            .map(|one| (one["rev"].as_i64().unwrap(), one["pinned"].as_bool().unwrap())).collect();
        assert_eq!(pinned, [(before + 1, false), (before + 1, true)], "{changes}");
        let pins = leo.get(&format!("/chats/{chat}/pins")).await.expect(200);
        assert_eq!((&pins["items"][0]["text"], &pins["items"][0]["pinned"]), (&json!("rules of the house"), &json!(true)));
        ana.delete(&path).await.expect(204);
        let told = at_leo.frame_of("message").await;
        assert_eq!((&told["message"]["seq"], &told["message"]["pinned"]), (&json!(seq), &json!(false)));
        assert_eq!(leo.get(&format!("/chats/{chat}/pins")).await.expect(200)["items"], json!([]));
        // In a direct chat both may.
        let direct = ana.direct(&leo).await;
        let seq = seq_of(&ana, &direct, "mine").await;
        leo.put(&format!("/chats/{direct}/messages/{seq}/pin"), json!({})).await.expect(204);
    }
}

// features.md 72
both! {
    async fn a_forward_says_whose_words_it_carries_and_not_from_where(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let (from, to, others) = (ana.direct(&leo).await, leo.group(&[&mia]).await, ana.group(&[]).await);
        let seq = seq_of(&ana, &from, "carry me").await;
        let path = format!("/chats/{from}/messages/{seq}/forward");
        let body = json!({"chat_ids": [to, others], "client_id": client_id()});
        let mut at_mia = mia.socket().await;
        let answer = leo.post(&path, body.clone()).await.expect(200);
        assert_eq!((&answer["items"][0]["chat_id"], &answer["items"][1]["error"]["code"]), (&json!(to), &json!("not_found")));
        let told = at_mia.frame_of("message").await["message"].clone();
        assert_eq!((&told["text"], &told["author_id"]), (&json!("carry me"), &json!(leo.id)));
        assert_eq!(told["forwarded_from"], json!({"user_id": ana.id}));
        assert!(!told.to_string().contains(&from), "where it came from is private");
        // The same again is the same; carried on, it stays Ana's.
        let again = leo.post(&path, body).await.expect(200);
        assert_eq!(again["items"][0]["message"]["seq"], answer["items"][0]["message"]["seq"]);
        let on = format!("/chats/{to}/messages/{}/forward", told["seq"]);
        let direct = mia.direct(&leo).await;
        let carried = mia.post(&on, json!({"chat_ids": [direct], "client_id": client_id()})).await.expect(200);
        assert_eq!(carried["items"][0]["message"]["forwarded_from"], json!({"user_id": ana.id}));
        // What is not to be read cannot be carried on.
        mia.post(&path, json!({"chat_ids": [to], "client_id": client_id()})).await.refused(404, "not_found");
        ana.delete(&format!("/chats/{from}/messages/{seq}")).await.expect(200);
        let late = json!({"chat_ids": [to], "client_id": client_id()});
        leo.post(&path, late).await.refused(409, "message_deleted");
    }
}

// features.md 76
both! {
    async fn receipts_tell_who_has_a_message_and_who_has_read_it(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let chat = ana.group(&[&leo, &mia]).await;
        let mut at_leo = leo.socket().await;
        let seq = seq_of(&ana, &chat, "who has it?").await;
        at_leo.until(|frame| frame["message"]["seq"] == seq).await;
        let path = format!("/chats/{chat}/messages/{seq}/receipts");
        let receipts = async |user: &TestUser| {
            let page = user.get(&path).await.expect(200);
            let of = |one: &Value| (one["user"]["username"].as_str().unwrap().to_owned(), one["state"].clone());
            let mut all: Vec<_> = page["items"].as_array().unwrap().iter().map(of).collect();
            all.sort_by(|one, other| one.0.cmp(&other.0));
            all
        };
        let delivered = [("leo".to_owned(), json!("delivered"))];
        let written = tokio::time::timeout(crate::support::LIMIT, async {
            while receipts(&ana).await != delivered {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        written.await.expect("what left the socket is delivered");
        leo.put(&format!("/chats/{chat}/read"), json!({"seq": seq})).await.expect(200);
        assert_eq!(receipts(&ana).await, [("leo".to_owned(), json!("read"))]);
        mia.put(&format!("/chats/{chat}/read"), json!({"seq": seq})).await.expect(200);
        assert_eq!(receipts(&ana).await.len(), 2);

        // A reader who shares no read marks is shown none: both ways.
        let mut privacy = leo.get("/me/privacy").await.expect(200);
        privacy["receipts"] = json!(false);
        leo.put("/me/privacy", privacy).await.expect(200);
        assert_eq!(receipts(&ana).await, [("mia".to_owned(), json!("read"))]);
        assert_eq!(receipts(&leo).await, []);
        // It never goes back.
        mia.put(&format!("/chats/{chat}/read"), json!({"seq": 1})).await.expect(200);
        assert_eq!(receipts(&ana).await.len(), 1);
    }
}
