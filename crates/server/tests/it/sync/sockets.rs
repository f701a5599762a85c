//! Sockets open with a proof, end with a reason, and survive what they should.

use crate::both;
use crate::support::server::moved_clock;
use crate::support::user::answer;
use crate::support::{Backend, LIMIT, TestServer, TestSocket, TestUser};
use futures_util::SinkExt;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderValue, Response};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, connect_async};

type Opened = Result<TestSocket, (u16, Value)>;

/// Opens a socket with exactly these headers; a refusal comes back with its status and problem.
async fn open(server: &TestServer, query: &str, headers: &[(&'static str, &str)]) -> Opened {
    let url = format!("{}/api/v1/ws{query}", server.url.replace("http://", "ws://"));
    let mut request = url.into_client_request().unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
    }
    match connect_async(request).await {
        Ok((stream, response)) => {
            let offered = headers.iter().any(|(name, _)| *name == "sec-websocket-protocol");
            let chosen = response.headers().get("sec-websocket-protocol");
            assert_eq!(chosen.map(HeaderValue::as_bytes), offered.then_some(&b"parlance.v1"[..]));
            Ok(TestSocket::greeted(stream).await)
        }
        Err(Error::Http(response)) => Err((response.status().as_u16(), body(&response))),
        Err(error) => panic!("{error}"),
    }
}

fn body(response: &Response<Option<Vec<u8>>>) -> Value {
    response.body().as_deref().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default()
}

async fn ticket(user: &TestUser) -> String {
    user.post("/ws/ticket", json!({})).await.expect(200)["ticket"].as_str().unwrap().to_owned()
}

fn refused(opened: Opened, status: u16, code: &str) {
    let Err((found, problem)) = opened else { panic!("the socket opened") };
    assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{problem}");
}

both! {
    async fn a_socket_wants_a_proof_before_the_upgrade(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        refused(open(&server, "", &[]).await, 401, "unauthenticated");
        refused(open(&server, "", &[("authorization", "Bearer x")]).await, 401, "token_invalid");
        refused(open(&server, &format!("?token={}", ana.token), &[]).await, 400, "token_in_url");
        refused(open(&server, &format!("?ticket={}", ana.token), &[]).await, 401, "ticket_invalid");
        refused(open(&server, &format!("?ticket={}", ana.refresh_token), &[]).await, 401, "ticket_invalid");

        let offered = format!("parlance.v1, ticket.{}", ticket(&ana).await);
        let browser = [("origin", server.url.as_str()), ("sec-websocket-protocol", offered.as_str())];
        let socket = open(&server, "", &browser).await.unwrap_or_else(|refusal| panic!("{refusal:?}"));
        assert_eq!(socket.ready["user_id"], ana.id.as_str());
        refused(open(&server, "", &browser).await, 401, "ticket_invalid");
        let query = format!("?ticket={}", ticket(&ana).await);
        assert!(open(&server, &query, &[]).await.is_ok());
        refused(open(&server, &query, &[]).await, 401, "ticket_invalid");
        let as_bearer = format!("Bearer {}", ticket(&ana).await);
        refused(open(&server, "", &[("authorization", &as_bearer)]).await, 401, "token_invalid");
    }
}

both! {
    async fn a_page_of_another_site_opens_no_socket(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let bearer = format!("Bearer {}", ana.token);
        let with = |name, value| [("authorization", bearer.as_str()), (name, value)];
        refused(open(&server, "", &with("origin", "https://evil.example")).await, 403, "origin_refused");
        refused(open(&server, "", &with("origin", "null")).await, 403, "origin_refused");
        refused(open(&server, "", &with("cookie", "a=b")).await, 403, "origin_refused");
        refused(open(&server, "", &with("sec-fetch-site", "cross-site")).await, 403, "origin_refused");
        assert!(open(&server, "", &with("origin", &server.url.clone())).await.is_ok());
    }
}

both! {
    async fn the_eleventh_socket_closes_the_oldest(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let mut sockets = Vec::new();
        for _ in 0..11 {
            sockets.push(ana.socket().await);
        }
        assert_eq!(sockets[0].closed().await.code, 4409);
        let leo = server.user("leo").await;
        let chat = leo.direct(&ana).await;
        leo.send(&chat, "to all ten").await.expect(201);
        for socket in &mut sockets[1..] {
            assert_eq!(socket.frame_of("message").await["message"]["text"], "to all ten");
        }
    }
}

both! {
    async fn ending_a_session_closes_its_sockets_within_a_second(backend) {
        let server = TestServer::start(backend).await;
        let here = server.user("ana").await;
        let there = TestUser::login(&server.url, "ana").await;
        let (mut kept, mut ended) = (here.socket().await, there.socket().await);
        let started = Instant::now();
        here.delete(&format!("/me/sessions/{}", there.session)).await.expect(204);
        assert_eq!(ended.frame_of("session_ended").await["type"], "session_ended");
        assert_eq!(ended.closed().await.code, 4410);
        assert!(started.elapsed() < Duration::from_secs(1));
        there.get("/me").await.refused(401, "session_revoked");

        let third = TestUser::login(&server.url, "ana").await;
        let mut third_socket = third.socket().await;
        third.post("/auth/logout", json!({})).await.expect(204);
        assert_eq!(third_socket.closed().await.code, 4410);
        assert_eq!(kept.ask(json!({"type": "ping"})).await["type"], "pong");
    }
}

both! {
    async fn a_bad_frame_is_refused_and_the_socket_lives_on(backend) {
        let server = TestServer::start(backend).await;
        let mut socket = server.user("ana").await.socket().await;
        let deep = "[".repeat(40) + &"]".repeat(40);
        for (frame, code) in [
            ("not json", "bad_frame"),
            (deep.as_str(), "bad_frame"),
            (r#"{"type":"message.burn","ref":"r"}"#, "unknown_type"),
            (r#"{"type":"message.send","ref":"r"}"#, "validation_failed"),
            (r#"{"type":"ping","author_id":"x"}"#, "validation_failed"),
        ] {
            socket.stream.send(Message::text(frame.to_owned())).await.unwrap();
            let reply = socket.frame_of("reply").await;
            assert_eq!(reply["error"]["code"], code, "{frame}: {reply}");
        }
        assert_eq!(socket.ask(json!({"type": "ping"})).await["type"], "pong");
    }
}

both! {
    async fn what_is_not_text_of_bounded_size_closes(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let large = "x".repeat(70_000);
        for (message, code) in [(Message::binary(vec![1]), 1003), (Message::text(large), 1009)] {
            let mut socket = ana.socket().await;
            socket.stream.send(message).await.unwrap();
            assert_eq!(socket.closed().await.code, code);
        }
    }
}

/// With Nagle's algorithm a small frame waits until the one before it is acknowledged, and a peer who only listens
/// acknowledges after 40 ms, once the kernel's first quick acknowledgements are used up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deliveries_do_not_wait_for_an_acknowledgement() {
    let server = TestServer::start(Backend::Sqlite).await;
    let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
    let chat = ana.direct(&leo).await;
    let (mut from, mut to) = (ana.socket().await, leo.socket().await);
    let mut took = Vec::new();
    for n in 0..60 {
        let started = Instant::now();
        for part in 0..2 {
            let text = format!("{n} {part}");
            from.send(&chat, &text).await;
            to.until(|frame| frame["message"]["text"] == text.as_str()).await;
        }
        took.push(started.elapsed());
    }
    let mut late = took.split_off(30);
    late.sort();
    assert!(late[late.len() / 2] < Duration::from_millis(20), "{late:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proof_that_runs_out_is_asked_for_and_then_the_socket_closes() {
    let clock = moved_clock();
    let server = TestServer::with(Backend::Sqlite).clock(&clock).start().await;
    let ana = server.user("ana").await;
    let (mut renews, mut forgets) = (ana.socket().await, ana.socket().await);
    // In steps, so that the heartbeat is heard and answered between them.
    for _ in 0..42 {
        clock.advance(Duration::from_secs(20));
        for socket in [&mut renews, &mut forgets] {
            socket.ask(json!({"type": "ping"})).await;
        }
    }
    clock.advance(Duration::from_secs(1));
    for socket in [&mut renews, &mut forgets] {
        socket.say(json!({"type": "ping", "ref": "r"})).await;
        socket.until(|frame| frame["type"] == "reauth_required" || frame["ref"] == "r").await;
    }
    let refreshed = ana.http.post(format!("{}/api/v1/auth/refresh", server.url));
    let session = answer(refreshed.json(&json!({"refresh_token": ana.refresh_token}))).await.expect(200);
    let reply = renews.ask(json!({"type": "reauth", "token": session["access_token"]})).await;
    assert!(reply["ok"]["expires_at"].is_string(), "{reply}");
    clock.advance(Duration::from_secs(50));
    assert_eq!(renews.ask(json!({"type": "ping"})).await["type"], "pong");
    forgets.ask(json!({"type": "ping"})).await;
    clock.advance(Duration::from_secs(41));
    assert_eq!(forgets.closed().await.code, 4401);
    assert_eq!(renews.ask(json!({"type": "ping"})).await["type"], "pong");

    let leo = server.user("leo").await;
    let reply = renews.ask(json!({"type": "reauth", "token": leo.token})).await;
    assert_eq!(reply["error"]["code"], "forbidden");
    assert_eq!(renews.closed().await.code, 4403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_peer_is_dropped() {
    let clock = moved_clock();
    let server = TestServer::with(Backend::Sqlite).clock(&clock).start().await;
    let ana = server.user("ana").await;
    // Past the library, which would answer pings by itself.
    let MaybeTlsStream::Plain(mut stream) = ana.socket().await.stream.into_inner() else { unreachable!() };
    let said = async {
        let mut said = Vec::new();
        // Between two steps the server has time to see that time is moving.
        while !said.windows(2).any(|head| head[0] == 0x88) {
            clock.advance(Duration::from_secs(25));
            let read = timeout(Duration::from_millis(100), stream.read_buf(&mut said)).await;
            if read.is_ok_and(|read| read.unwrap() == 0) {
                break;
            }
        }
        stream.read_to_end(&mut said).await.unwrap();
        said
    };
    let said = timeout(LIMIT, said).await.expect("it is dropped");
    let reason = b"no sign of life";
    let close = [&[0x88, 2 + 15, 0x03, 0xE8][..], reason].concat();
    assert!(said.ends_with(&close), "{said:?}");
}

both! {
    async fn shutting_down_sends_everybody_away_with_a_hint(backend) {
        let mut server = TestServer::with(backend).set("DRAIN_SECONDS", "2").start().await;
        let ana = server.user("ana").await;
        let (mut first, mut second) = (ana.socket().await, ana.socket().await);
        let stopping = async {
            let started = Instant::now();
            server.stop().await;
            started.elapsed()
        };
        let (took, a, b) = tokio::join!(stopping, first.closed(), second.closed());
        for closed in [a, b] {
            assert_eq!(closed.code, 1001);
            assert!(closed.reason.parse::<u64>().unwrap() >= 1);
        }
        assert!(took < Duration::from_secs(6), "{took:?}");
    }
}
