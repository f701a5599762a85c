//! A stranger's first message is a request: one text, no links, and nothing is learned from silence.

use crate::both;
use crate::support::user::client_id;
use crate::support::{Backend, TestServer, TestUser, http_client};
use serde_json::{Value, json};

async fn server(backend: Backend) -> TestServer {
    TestServer::with(backend).set("DM_FROM", "requests").start().await
}

async fn request_of(user: &TestUser, chat: &str) -> Value {
    user.get(&format!("/chats/{chat}")).await.expect(200)["me"]["request"].clone()
}

async fn befriend(one: &TestUser, other: &TestUser) {
    one.post("/friend-requests", json!({"user_id": other.id})).await.expect(201);
    assert!(other.post("/friend-requests", json!({"user_id": one.id})).await.status.is_success());
}

// features.md 56
both! {
    async fn a_stranger_says_one_thing_and_waits(backend) {
        let server = server(backend).await;
        let (ana, leo) = (server.user("ana").await, server.user("leo").await);
        let mut hears = leo.socket().await;
        let chat = ana.direct(&leo).await;
        assert_eq!(request_of(&ana, &chat).await, "outgoing");
        assert_eq!(request_of(&leo, &chat).await, "incoming");

        let link = ana.send(&chat, "look at https://example.org").await;
        link.refused(422, "validation_failed");
        let first = client_id();
        let body = json!({"client_id": first, "text": "Hello, I learn Spanish."});
        let sent = ana.post(&format!("/chats/{chat}/messages"), body.clone()).await.expect(201);
        assert_eq!(sent["seq"], 1);
        // The same again is the same; another one waits, over REST and over the socket alike.
        assert_eq!(ana.post(&format!("/chats/{chat}/messages"), body).await.expect(200)["seq"], 1);
        ana.send(&chat, "Are you there?").await.refused(403, "request_pending");
        let mut says = ana.socket().await;
        let frame = json!({"type": "message.send", "ref": "1", "chat_id": chat, "client_id": client_id(), "text": "hm"});
        assert_eq!(says.ask(frame).await["error"]["code"], "request_pending");

        // The recipient gets it live, may read it, and answers.
        let heard = hears.until(|frame| frame["type"] == "message").await;
        assert_eq!(heard["message"]["text"], "Hello, I learn Spanish.");
        let notifications = leo.get("/notifications").await.expect(200);
        assert_eq!(notifications["items"][0]["kind"], "message_request");
        assert_eq!(notifications["items"][0]["chat_id"], chat.as_str());
        assert_eq!(leo.send(&chat, "Hola!").await.status, 201);
        assert_eq!((request_of(&ana, &chat).await, request_of(&leo, &chat).await), (Value::Null, Value::Null));
        assert_eq!(ana.send(&chat, "https://example.org is fine now").await.status, 201);
        assert_eq!(leo.get("/notifications").await.expect(200)["items"], json!([]));
        let seqs: Vec<_> = leo.history(&chat).await.iter().map(|message| message["seq"].clone()).collect();
        assert_eq!(seqs, [1, 2, 3], "what was refused took no number");
    }
}

both! {
    async fn accepting_opens_and_declining_is_silent(backend) {
        let server = server(backend).await;
        let (ana, leo, eva) = (server.user("ana").await, server.user("leo").await, server.user("eva").await);
        let accepted = ana.direct(&leo).await;
        ana.send(&accepted, "hello").await.expect(201);
        let chat = leo.post(&format!("/chats/{accepted}/accept"), json!({})).await.expect(200);
        assert_eq!(chat["me"]["request"], Value::Null);
        assert_eq!(ana.send(&accepted, "thank you").await.status, 201);

        let declined = ana.direct(&eva).await;
        ana.send(&declined, "hello").await.expect(201);
        let before = (ana.get(&format!("/chats/{declined}")).await.expect(200),
            ana.get(&format!("/chats/{declined}/members")).await.expect(200),
            ana.get(&format!("/chats/{declined}/changes?after=0")).await.expect(200));
        let mut device = eva.socket().await;
        assert_eq!(eva.post(&format!("/chats/{declined}/decline"), json!({})).await.status, 204);
        let me = device.until(|frame| frame["membership"]["chat_id"] == declined.as_str()).await;
        assert_eq!(me["membership"]["joined"], false);
        eva.get(&format!("/chats/{declined}")).await.refused(404, "not_found");
        eva.post(&format!("/chats/{declined}/decline"), json!({})).await.refused(404, "not_found");
        let after = (ana.get(&format!("/chats/{declined}")).await.expect(200),
            ana.get(&format!("/chats/{declined}/members")).await.expect(200),
            ana.get(&format!("/chats/{declined}/changes?after=0")).await.expect(200));
        assert_eq!(before, after, "the sender of the request sees no difference");
        ana.send(&declined, "hello?").await.refused(403, "request_pending");

        // She changes her mind: the same chat, open to both, with what was said.
        assert_eq!(eva.direct(&ana).await, declined);
        assert_eq!(ana.send(&declined, "hello again").await.status, 201);
        assert_eq!(eva.history(&declined).await.len(), 2);
    }
}

both! {
    async fn a_block_looks_like_an_unanswered_message_request(backend) {
        let server = server(backend).await;
        let (ana, leo, eva) = (server.user("ana").await, server.user("leo").await, server.user("eva").await);
        // Before there is a chat.
        assert!(leo.put(&format!("/me/blocks/{}", ana.id), json!({})).await.status.is_success());
        let blocked = ana.direct(&leo).await;
        let unanswered = ana.direct(&eva).await;
        for chat in [&blocked, &unanswered] {
            ana.send(chat, "hello").await.expect(201);
            ana.send(chat, "hello?").await.refused(403, "request_pending");
        }
        let shape = |chat: Value| {
            let mut chat = chat;
            for field in ["id", "peer", "created_at", "active_at", "last_message"] {
                chat[field] = Value::Null;
            }
            chat
        };
        let blocked_chat = ana.get(&format!("/chats/{blocked}")).await.expect(200);
        let unanswered_chat = ana.get(&format!("/chats/{unanswered}")).await.expect(200);
        assert_eq!(shape(blocked_chat), shape(unanswered_chat));
        leo.get(&format!("/chats/{blocked}")).await.refused(404, "not_found");
        assert_eq!(leo.get("/notifications").await.expect(200)["items"], json!([]));

        // In a chat that was open: the open socket of the blocked one sends no more, and lifting the block opens it.
        eva.send(&unanswered, "hello ana").await.expect(201);
        let mut socket = ana.socket().await;
        eva.put(&format!("/me/blocks/{}", ana.id), json!({})).await;
        let frame = |text: &str| json!({"type": "message.send", "ref": text, "chat_id": unanswered, "client_id": client_id(), "text": text});
        assert_eq!(socket.ask(frame("a")).await["error"]["code"], "request_pending");
        eva.send(&unanswered, "from behind").await.refused(403, "forbidden");
        eva.delete(&format!("/me/blocks/{}", ana.id)).await;
        assert_eq!(socket.ask(frame("b")).await["ok"]["message"]["text"], "b");
        assert_eq!(eva.send(&unanswered, "hello again").await.status, 201);
    }
}

both! {
    async fn friends_need_no_leave_and_former_friends_do(backend) {
        let server = server(backend).await;
        let (ana, leo, eva) = (server.user("ana").await, server.user("leo").await, server.user("eva").await);
        let mut privacy = leo.get("/me/privacy").await.expect(200);
        privacy["dm_from"] = json!("friends");
        leo.put("/me/privacy", privacy).await.expect(200);
        let opened = ana.put(&format!("/chats/direct/{}", leo.id), json!({})).await;
        opened.refused(403, "forbidden");
        befriend(&ana, &leo).await;
        let chat = ana.direct(&leo).await;
        let mut socket = ana.socket().await;
        let frame = |text: &str| json!({"type": "message.send", "ref": text, "chat_id": chat, "client_id": client_id(), "text": text});
        assert!(socket.ask(frame("a")).await["ok"].is_object());
        // The socket was open all the time: what counts is what holds now.
        assert_eq!(leo.delete(&format!("/friends/{}", ana.id)).await.status, 204);
        assert_eq!(socket.ask(frame("b")).await["error"]["code"], "request_pending");
        befriend(&ana, &leo).await;
        assert!(socket.ask(frame("c")).await["ok"].is_object());

        // Becoming friends accepts a message request, too; and where everyone may write, no request is needed.
        let request = ana.direct(&eva).await;
        befriend(&eva, &ana).await;
        assert_eq!(request_of(&ana, &request).await, Value::Null);
        let mut privacy = leo.get("/me/privacy").await.expect(200);
        privacy["dm_from"] = json!("everyone");
        leo.put("/me/privacy", privacy).await.expect(200);
        let open = eva.direct(&leo).await;
        assert_eq!(eva.send(&open, "https://example.org").await.status, 201);
    }
}

both! {
    async fn before_a_request_is_accepted_neither_typing_nor_reading_is_seen(backend) {
        let server = server(backend).await;
        let (ana, leo) = (server.user("ana").await, server.user("leo").await);
        let chat = ana.direct(&leo).await;
        ana.send(&chat, "hello").await.expect(201);
        let (mut anas, mut leos) = (ana.socket().await, leo.socket().await);
        leos.say(json!({"type": "typing", "chat_id": chat, "on": true})).await;
        anas.say(json!({"type": "typing", "chat_id": chat, "on": true})).await;
        leo.put(&format!("/chats/{chat}/read"), json!({"seq": 1})).await.expect(200);
        let watch = json!({"type": "presence.watch", "ref": "1", "user_ids": [leo.id]});
        assert_eq!(anas.ask(watch).await["ok"]["online"], json!([]));
        // Whatever would have been told stands before this message.
        leo.send(&chat, "hola").await.expect(201);
        for socket in [&mut anas, &mut leos] {
            let mut before = Vec::new();
            loop {
                let frame = socket.frame().await;
                if frame["type"] == "message" && frame["message"]["text"] == "hola" {
                    break;
                }
                before.push(frame);
            }
            let soft = |frame: &&Value| frame["type"] == "typing" || (frame["type"] == "read" && frame["user_id"] != ana.id.as_str());
            assert_eq!(before.iter().filter(soft).count(), 0, "{before:?}");
        }
    }
}

both! {
    async fn twenty_who_open_at_once_from_both_sides_open_one_chat(backend) {
        let server = server(backend).await;
        let (ana, leo) = (server.user("ana").await, server.user("leo").await);
        let open = async |at: usize| if at.is_multiple_of(2) { ana.direct(&leo).await } else { leo.direct(&ana).await };
        let opens = (0..20).map(open);
        let chats = futures_util::future::join_all(opens).await;
        assert!(chats.iter().all(|chat| chat == &chats[0]), "{chats:?}");
        // Both wanted it, so neither waits.
        assert_eq!(request_of(&ana, &chats[0]).await, Value::Null);
        assert_eq!(request_of(&leo, &chats[0]).await, Value::Null);
    }
}

both! {
    async fn a_letter_brings_a_friend(backend) {
        let server = server(backend).await;
        let (ana, leo) = (server.user("ana").await, server.user("leo").await);
        let invite = json!({"contact": "eva@example.org"});
        let asked = ana.post("/friend-requests", invite.clone()).await.expect(202);
        // Asking again answers the same and mails no one twice.
        assert_eq!(ana.post("/friend-requests", invite).await.expect(202)["id"], asked["id"]);
        let letter = server.outbox().letter("eva@example.org", 1).await;
        assert_eq!((&letter["purpose"], &letter["channel"]), (&json!("invitation"), &json!("email")));
        let text = letter["text"].as_str().expect("a text");
        let code = text.trim().rsplit('/').next().expect("a code");
        let shown = leo.get(&format!("/invitations/{code}")).await.expect(200);
        assert!(shown.to_string().contains("ana"), "{shown}");

        let mut body = crate::support::user::registration("eva");
        body["invitation"] = json!(code);
        let request = http_client().post(format!("{}/api/v1/auth/register", server.url)).json(&body);
        let session = crate::support::user::answer(request).await.expect(201);
        let eva = TestUser::of(&server.url, http_client(), &session);
        assert_eq!(eva.get("/friends").await.expect(200)["items"][0]["user"]["username"], "ana");
        let chat = ana.direct(&eva).await;
        assert_eq!(request_of(&ana, &chat).await, Value::Null);
        assert_eq!(server.outbox().to("eva@example.org").len(), 1);
    }
}
