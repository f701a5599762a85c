//! Messages past their retention time are gone at once wherever they could be seen, and with their key from every
//! copy; what else that key sealed lives on.

use crate::both;
use crate::instance::query_plans::Past;
use crate::people::avatars::{show, two_colours, written};
use crate::support::server::moved_clock;
use crate::support::user::{answer, client_id};
use crate::support::{LIMIT, TestServer, TestUser};
use app::Moved;
use image::ImageFormat;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{interval, timeout};

const DAY: Duration = Duration::from_secs(86_400);

/// Waits for what a job does.
pub async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    let waiting = async {
        let mut turn = interval(Duration::from_millis(20));
        while !done().await {
            turn.tick().await;
        }
    };
    timeout(LIMIT, waiting).await.unwrap_or_else(|_| panic!("{what} does not happen"));
}

async fn kept_from(user: &TestUser, chat: &str) -> Value {
    user.get(&format!("/chats/{chat}")).await.expect(200)["kept_from"].clone()
}

both! {
    async fn feature_130_old_messages_are_gone_everywhere_and_their_month_with_its_key(backend) {
        // Twenty days later another month has begun, whatever day the test runs on.
        let clock = Moved::starting_at("2027-06-15T12:00:00.000Z".parse().unwrap());
        let server = TestServer::with(backend).clock(&clock).start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let (chat, kept) = (ana.group(&[&leo]).await, ana.group(&[&leo]).await);
        let path = format!("/chats/{chat}");
        ana.patch(&path, json!({"title": "Thirty days", "retention_days": 30})).await.expect(200);
        leo.patch(&path, json!({"retention_days": 1})).await.refused(403, "forbidden");
        let old = ana.send(&chat, "persimmon old").await.expect(201)["seq"].as_i64().unwrap();
        ana.patch(&format!("{path}/messages/{old}"), json!({"text": "persimmon older @leo"})).await.expect(200);
        let message = format!("{path}/messages/{old}");
        answer(ana.request(Method::PUT, &format!("{message}/pin"))).await.expect(204);
        answer(leo.request(Method::PUT, &format!("{message}/star"))).await.expect(204);
        answer(leo.request(Method::PUT, &format!("{message}/reactions/👍"))).await.expect(200);
        ana.send(&kept, "persimmon kept").await.expect(201);
        ana.patch(&format!("{path}/me"), json!({"draft": "begun long ago"})).await.expect(200);
        ana.post(&format!("{path}/invites"), json!({"title": "for friends"})).await.expect(201);
        let picture = written(&two_colours(90, 90), ImageFormat::Png);
        let put = ana.request(Method::PUT, &format!("{path}/avatar")).header("content-type", "image/png");
        answer(put.body(picture)).await.expect(200);
        let past = Past::of(backend, &server.database_url);
        let keys = format!("data_keys WHERE owner_kind = 1 AND ver > 0 AND owner_id = {}", past.id(&chat));
        assert_eq!(past.count(&keys).await, "1");

        clock.advance(20 * DAY);
        // Opened keys are believed for some minutes of real time; a start forgets them.
        let mut server = server;
        server.restart().await;
        let sign_in = async |name: &str| TestUser::login(&server.url, name).await;
        let (ana, leo) = tokio::join!(sign_in("ana"), sign_in("leo"));
        clock.advance(5 * DAY);
        let (ana, leo) = { drop((ana, leo)); tokio::join!(sign_in("ana"), sign_in("leo")) };
        let young = leo.send(&chat, "persimmon young").await.expect(201)["seq"].as_i64().unwrap();
        assert_eq!(kept_from(&ana, &chat).await, 1);

        clock.advance(10 * DAY);
        let (ana, leo) = { drop((ana, leo)); tokio::join!(sign_in("ana"), sign_in("leo")) };
        until("forgetting", async || kept_from(&ana, &chat).await == young).await;
        let texts: Vec<Value> = leo.history(&chat).await.iter().map(|one| one["text"].clone()).collect();
        assert_eq!(texts, ["persimmon young"]);
        for gone in ["", "/revisions"] {
            leo.get(&format!("{path}/messages/{old}{gone}")).await.refused(404, "not_found");
        }
        let found = leo.get(&format!("{path}/search?q=persimmon")).await.expect(200);
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        let all = leo.get("/search?q=persimmon&scope=messages").await.expect(200);
        assert_eq!(all["messages"]["items"].as_array().unwrap().len(), 2);
        // One change, told as the chat's own state.
        let changes = leo.get(&format!("{path}/changes?after=1")).await.expect(200);
        assert_eq!((&changes["chat"]["kept_from"], changes["messages"].as_array().unwrap().len()), (&json!(young), 1));
        let rows = format!("messages WHERE chat_id = {}", past.id(&chat));
        until("erasing", async || past.count(&format!("{rows} AND body IS NOT NULL")).await == "1").await;
        let revisions = format!("message_revisions WHERE chat_id = {}", past.id(&chat));
        assert_eq!(past.count(&revisions).await, "0");
        // Nothing that was made of it is left either: pin, star, reaction, mention and the notification of it.
        assert_eq!(ana.get(&format!("{path}/pins")).await.expect(200)["items"], json!([]));
        assert_eq!(leo.get("/me/starred").await.expect(200)["items"], json!([]));
        let spoken = "notifications WHERE kind = 'mention' AND about_sealed IS NOT NULL";
        for table in ["reactions", "my_messages", "mentions", spoken] {
            assert_eq!(past.count(table).await, "0", "{table}");
        }

        // The month's key goes when nothing it sealed is kept; names and drafts are sealed anew.
        clock.advance(31 * DAY);
        let ana = { drop((ana, leo)); sign_in("ana").await };
        until("shredding", async || past.count(&format!("{keys} AND ver = 1")).await == "0").await;
        let seen = ana.get(&path).await.expect(200);
        assert_eq!((&seen["title"], &seen["me"]["draft"]), (&json!("Thirty days"), &json!("begun long ago")));
        assert_eq!(ana.get(&format!("{path}/invites")).await.expect(200)["items"][0]["title"], "for friends");
        assert_eq!(show(&ana, &seen["avatar"]["large"]).await.status(), 200);
        until("dropping", async || past.count(&format!("{rows} AND seq < {}", young - 1)).await == "0").await;
        assert_eq!(ana.send(&chat, "it goes on").await.expect(201)["seq"], young + 1);
        assert_eq!(ana.history(&kept).await.last().unwrap()["text"], "persimmon kept");
    }
}

both! {
    async fn feature_130_the_instance_forgets_for_all_chats_and_nothing_stays_unread(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).set("RETENTION_DAYS", "7").start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        for n in 0..3 {
            ana.send(&chat, &format!("old {n}")).await.expect(201);
        }
        clock.advance(8 * DAY);
        let (ana, leo) = tokio::join!(TestUser::login(&server.url, "ana"), TestUser::login(&server.url, "leo"));
        until("forgetting", async || kept_from(&leo, &chat).await == 4).await;
        let seen = leo.get(&format!("/chats/{chat}")).await.expect(200);
        assert_eq!((&seen["unread"], &seen["last_message"]), (&json!(0), &Value::Null));
        ana.send(&chat, "new").await.expect(201);
        let seen = leo.get(&format!("/chats/{chat}")).await.expect(200);
        assert_eq!((&seen["unread"], &seen["last_message"]["text"]), (&json!(1), &json!("new")));
        assert_eq!(leo.history(&chat).await.len(), 1);
    }
}

both! {
    async fn a_repeated_send_is_answered_though_its_chat_has_forgotten_the_message(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).set("RETENTION_DAYS", "7").start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let path = format!("/chats/{chat}/messages");
        let body = json!({"client_id": client_id(), "text": "was it sent?"});
        let sent = ana.post(&path, body.clone()).await.expect(201);
        clock.advance(8 * DAY);
        let ana = TestUser::login(&server.url, "ana").await;
        until("forgetting", async || kept_from(&ana, &chat).await == 2).await;
        let again = ana.post(&path, body.clone()).await.expect(200);
        assert_eq!((&again["seq"], &again["client_id"]), (&sent["seq"], &sent["client_id"]));
        let mut socket = ana.socket().await;
        let frame = json!({"type": "message.send", "chat_id": chat, "client_id": body["client_id"], "text": body["text"]});
        let reply = socket.ask(frame).await;
        assert_eq!((&reply["ok"]["duplicate"], &reply["ok"]["message"]["seq"]), (&json!(true), &sent["seq"]), "{reply}");
        assert!(ana.history(&chat).await.is_empty(), "nothing came back");
    }
}
