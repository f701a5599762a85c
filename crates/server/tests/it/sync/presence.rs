//! Presence is published at once to those who watch and may know, and written down almost never.

use crate::both;
use crate::instance::query_plans::Past;
use crate::people::friends::{befriend, until_kind};
use crate::people::privacy::set;
use crate::support::server::moved_clock;
use crate::support::{Backend, LIMIT, TestServer, TestSocket, TestUser};
use app::Moved;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;

fn watch(user: &TestUser) -> Value {
    json!({"type": "presence.watch", "user_ids": [user.id]})
}

/// Lets the clock run until this socket hears of it.
async fn presence_after(socket: &mut TestSocket, clock: &Moved) -> Value {
    let heard = async {
        loop {
            clock.advance(Duration::from_secs(1));
            let next = timeout(Duration::from_millis(50), socket.next()).await;
            if let Ok(Ok(frame)) = next
                && frame["type"] == "presence"
            {
                return frame;
            }
        }
    };
    timeout(LIMIT, heard).await.expect("a presence frame")
}

both! {
    async fn friends_see_the_first_device_come_and_the_last_one_go(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        befriend(&ana, &leo).await;
        let (mut here, mut there) = (leo.socket().await, leo.socket().await);
        for socket in [&mut here, &mut there] {
            assert_eq!(socket.ask(watch(&ana)).await["ok"]["online"], json!([]));
        }
        let online = |on: bool| leo_sees(&leo, on);
        online(false).await;
        let first = ana.socket().await;
        for socket in [&mut here, &mut there] {
            let event = until_kind(socket, "presence").await;
            assert_eq!(event, json!({"type": "presence", "user_id": ana.id, "online": true, "last_seen": null}));
        }
        online(true).await;
        // A second device changes nothing, nor does the end of the first.
        let second = ana.socket().await;
        drop(first);
        clock.advance(Duration::from_secs(15));
        online(true).await;
        drop(second);
        let gone = presence_after(&mut here, &clock).await;
        assert_eq!((&gone["user_id"], &gone["online"]), (&json!(ana.id), &json!(false)));
        let last_seen = gone["last_seen"].as_str().unwrap().to_owned();
        assert!(last_seen.ends_with(":00.000Z"), "{gone}");
        assert_eq!(until_kind(&mut there, "presence").await, gone);
        let listed = leo.get("/friends").await.expect(200)["items"][0].clone();
        assert_eq!((&listed["online"], &listed["last_seen"]), (&json!(false), &json!(last_seen)));
        let page = leo.get(&format!("/users/{}", ana.id)).await.expect(200);
        assert_eq!((&page["online"], &page["last_seen"]), (&json!(false), &json!(last_seen)));
    }
}

async fn leo_sees(leo: &TestUser, online: bool) {
    let listed = leo.get("/friends").await.expect(200)["items"][0].clone();
    assert_eq!(listed["online"], online, "{listed}");
}

both! {
    async fn an_unstable_connection_notifies_no_one_and_writes_nothing(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).set("LIMITS_SCALE", "100000").start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        befriend(&ana, &leo).await;
        let mut at_leo = leo.socket().await;
        at_leo.ask(watch(&ana)).await;
        drop(ana.socket().await);
        assert_eq!(until_kind(&mut at_leo, "presence").await["online"], true);
        let past = Past::of(backend, &server.database_url);
        let before = written(&server, &past, backend).await;
        for _ in 0..200 {
            drop(ana.socket().await);
        }
        assert_eq!(written(&server, &past, backend).await, before);
        // Nothing was said between the two replies either.
        at_leo.say(json!({"type": "ping", "ref": "end"})).await;
        assert_eq!(at_leo.frame().await["type"], "pong");
        let gone = presence_after(&mut at_leo, &clock).await;
        assert_eq!(gone["online"], false);
        // To the minute, once, for all who went.
        let at = "SELECT coalesce(CAST(last_seen_at AS text), '') AS text FROM users WHERE username = 'ana'";
        let noted = async {
            while past.texts(at).await.first().is_none_or(|text| text.is_empty()) {
                clock.advance(Duration::from_secs(10));
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(LIMIT, noted).await.expect("the last time is written");
        assert_eq!(past.text(at).await.parse::<i64>().unwrap() % 60_000, 0);
    }
}

/// Changes with every row that is written.
async fn written(server: &TestServer, past: &Past, backend: Backend) -> Vec<String> {
    match backend {
        // Every commit makes the log longer, until a checkpoint that is far away.
        Backend::Sqlite => {
            let log = format!("{}-wal", server.database_url.trim_start_matches("sqlite://"));
            let log = std::fs::metadata(log).expect("the write-ahead log");
            vec![format!("{} {:?}", log.len(), log.modified().expect("a time"))]
        }
        Backend::Postgres => {
            let mut rows = vec![];
            for table in ["users", "sessions", "refresh_tokens", "profiles", "friends", "audit_log"] {
                let sql = format!("SELECT xmin::text || ctid::text AS text FROM {table} ORDER BY 1");
                rows.extend(past.texts(&sql).await);
            }
            rows
        }
    }
}

both! {
    async fn hiding_takes_effect_at_once(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        befriend(&ana, &leo).await;
        let (_at_ana, mut at_leo) = (ana.socket().await, leo.socket().await);
        assert_eq!(at_leo.ask(watch(&ana)).await["ok"]["online"], json!([ana.id]));
        set(&ana, json!({"online": "nobody"})).await;
        let gone = until_kind(&mut at_leo, "presence").await;
        assert_eq!(gone, json!({"type": "presence", "user_id": ana.id, "online": false, "last_seen": null}));
        let listed = leo.get("/friends").await.expect(200)["items"][0].clone();
        assert_eq!((&listed["online"], &listed["last_seen"]), (&json!(false), &Value::Null));
        assert_eq!(at_leo.ask(watch(&ana)).await["ok"]["online"], json!([]));
        set(&ana, json!({"online": "friends"})).await;
        assert_eq!(until_kind(&mut at_leo, "presence").await["online"], true);
        leo.delete(&format!("/friends/{}", ana.id)).await.expect(204);
        assert_eq!(until_kind(&mut at_leo, "presence").await["online"], false);
        assert_eq!(at_leo.ask(watch(&ana)).await["ok"]["online"], json!([]));
    }
}

both! {
    async fn leaving_the_last_common_chat_ends_the_watch(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        let (_at_ana, mut at_leo) = (ana.socket().await, leo.socket().await);
        assert_eq!(at_leo.ask(watch(&ana)).await["ok"]["online"], json!([ana.id]));
        ana.delete(&format!("/chats/{chat}/members/{}", leo.id)).await;
        assert_eq!(until_kind(&mut at_leo, "presence").await["online"], false);
    }
}

both! {
    async fn a_new_acquaintance_is_seen_without_asking_again(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let (_at_ana, mut at_leo) = (ana.socket().await, leo.socket().await);
        assert_eq!(at_leo.ask(watch(&ana)).await["ok"]["online"], json!([]));
        let chat = ana.group(&[&leo]).await;
        assert_eq!(until_kind(&mut at_leo, "presence").await["online"], true);
        ana.delete(&format!("/chats/{chat}/members/{}", leo.id)).await;
        assert_eq!(until_kind(&mut at_leo, "presence").await["online"], false);
        befriend(&ana, &leo).await;
        assert_eq!(until_kind(&mut at_leo, "presence").await["online"], true);
        ana.put(&format!("/me/blocks/{}", leo.id), json!({})).await;
        assert_eq!(until_kind(&mut at_leo, "presence").await["online"], false);
    }
}

both! {
    async fn a_room_counts_people_and_not_their_devices(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        let (group, direct) = (ana.group(&[&leo, &eve]).await, ana.direct(&leo).await);
        let online = async |chat: &str| ana.get(&format!("/chats/{chat}")).await.expect(200)["online"].clone();
        assert_eq!((online(&group).await, online(&direct).await), (json!(0), json!(0)));
        let _sockets = (ana.socket().await, ana.socket().await, leo.socket().await, leo.socket().await);
        assert_eq!((online(&group).await, online(&direct).await), (json!(2), json!(2)));
        // People who hide their presence are not counted.
        set(&leo, json!({"online": "nobody"})).await;
        let hidden = async {
            while online(&group).await != json!(1) {
                tokio::task::yield_now().await;
            }
        };
        timeout(LIMIT, hidden).await.expect("one is left");
        assert_eq!(online(&direct).await, json!(1));
    }
}
