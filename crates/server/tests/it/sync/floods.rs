//! A client that sends too much, or reads nothing, is throttled and closed, and no one else notices.

use crate::contract::limits_by_purpose::user_from;
use crate::support::{Backend, TestServer, TestSocket};
use futures_util::SinkExt;
use serde_json::json;
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::Message;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_is_throttled_and_then_closed() {
    let server = TestServer::with(Backend::Sqlite).set("LIMITS_SCALE", "1").start().await;
    let mut socket = server.user("ana").await.socket().await;
    for _ in 0..200 {
        if socket.stream.send(Message::text(r#"{"type":"ping"}"#)).await.is_err() {
            break;
        }
    }
    let limited = socket.until(|frame| frame["type"] == "reply").await;
    assert_eq!(limited["error"]["code"], "rate_limited");
    let closed = socket.closed().await;
    assert_eq!(closed.code, 4429);
    assert!(closed.reason.parse::<u64>().unwrap() >= 1, "{closed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_one_slows_no_one_else() {
    let builder = TestServer::with(Backend::Sqlite).set("LIMITS_SCALE", "1");
    let builder = builder.set("LIMITS_CONNECTIONS_PER_ADDRESS", "1000");
    let server = builder.set("TRUSTED_PROXIES", "127.0.0.1/32").start().await;
    let mut others = Vec::new();
    for n in 0..20 {
        let user = user_from(&server, &format!("user{n}"), &format!("198.51.100.{n}")).await;
        for _ in 0..10 {
            others.push(user.socket().await);
        }
    }
    let flooder = user_from(&server, "flooder", "192.0.2.1").await;
    let mut flooding = tokio::spawn(async move {
        let mut closed = 0;
        // What closes it says for how long, and coming back at once is refused as well.
        while let Ok(mut socket) = TestSocket::try_connect(&flooder, "").await {
            while socket.stream.send(Message::text(r#"{"type":"ping"}"#)).await.is_ok() {}
            closed += u32::from(socket.closed().await.code == 4429);
        }
        closed
    });
    let mut took = Vec::new();
    let mut closed = None;
    for _ in 0..5 {
        for socket in &mut others {
            let began = Instant::now();
            assert_eq!(socket.ask(json!({"type": "ping"})).await["type"], "pong");
            took.push(began.elapsed());
        }
        if closed.is_none() && flooding.is_finished() {
            closed = Some((&mut flooding).await.unwrap());
        }
    }
    took.sort();
    assert!(took[took.len() * 99 / 100] < Duration::from_millis(250), "{:?}", &took[took.len() - 20..]);
    flooding.abort();
    assert!(closed.is_none_or(|closed| closed > 0));
}

/// A reader who stops reading is closed; the others notice nothing, and the reader catches up with everything later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_reader_delays_no_other() {
    let server = TestServer::with(Backend::Sqlite).set("LIMITS_SCALE", "100000").start().await;
    let (ana, leo, slow) = tokio::join!(server.user("ana"), server.user("leo"), server.user("slow"));
    let chat = ana.group(&[&leo, &slow]).await;
    let stuck = slow.socket().await;
    let (mut from, mut to) = (ana.socket().await, leo.socket().await);
    let text = "x".repeat(3_900);
    let began = Instant::now();
    let reader = tokio::spawn(async move {
        while to.frame_of("message").await["message"]["text"] != "the last" {}
        to
    });
    let mut count = 0; // More than the system holds for a reader, and for longer than the server waits.
    while count < 3_000 || began.elapsed() < Duration::from_secs(14) {
        let reply = from.send(&chat, &format!("{count} {text}")).await;
        count += 1;
        assert_eq!(reply["ok"]["message"]["seq"], count + 1, "{reply}");
    }
    from.send(&chat, "the last").await;
    count += 1;
    reader.await.unwrap();
    let mut stuck = stuck;
    let closed = stuck.closed().await;
    assert!([4508, 1006].contains(&closed.code), "{closed:?}");
    let back = slow.socket().await;
    assert_eq!(back.ready["chats"][0]["seq"], count + 1);
    assert_eq!(slow.history(&chat).await.len(), usize::try_from(count).unwrap() + 1);
}
