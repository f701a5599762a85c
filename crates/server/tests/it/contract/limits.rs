//! Limits say how much is too much and whose it is, and answers tell what is left.

use crate::both;
use crate::support::server::moved_clock;
use crate::support::user::{Answer, PASSWORD, answer, registration};
use crate::support::{Backend, TestServer, TestUser, http_client};
use app::Moved;
use serde_json::json;
use std::time::Duration;

/// Limits as strangers meet them, and a clock that stands still.
async fn strict(backend: Backend, clock: &Moved) -> TestServer {
    TestServer::with(backend).set("LIMITS_SCALE", "1").clock(clock).start().await
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("none")
}

/// A sign-in that comes, as it says itself, by way of these addresses.
async fn login(server: &TestServer, name: &str, password: &str, forwarded: Option<&str>) -> Answer {
    let body = json!({"identifier": name, "password": password, "transport": "body"});
    let mut request = http_client().post(format!("{}/api/v1/auth/login", server.url)).json(&body);
    if let Some(forwarded) = forwarded {
        request = request.header("x-forwarded-for", forwarded);
    }
    answer(request).await
}

both! {
    async fn the_eleventh_quick_message_waits_as_long_as_it_is_told(backend) {
        let clock = moved_clock();
        let server = strict(backend, &clock).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        for n in 0..10 {
            ana.send(&chat, &format!("{n}")).await.expect(201);
        }
        let refused = ana.send(&chat, "one too many").await;
        refused.refused(429, "rate_limited");
        assert_eq!(header(&refused, "ratelimit-policy"), "\"send\";q=120;w=60");
        assert_eq!(header(&refused, "ratelimit"), "\"send\";r=0;t=1");
        let wait: u64 = header(&refused, "retry-after").parse().unwrap();
        assert_eq!(refused.body["retry_after"], wait);
        leo.send(&chat, "has a bucket of their own").await.expect(201);
        clock.advance(Duration::from_secs(wait));
        ana.send(&chat, "now").await.expect(201);
        assert_eq!(leo.history(&chat).await.len(), 12);
    }
}

both! {
    async fn socket_and_rest_draw_from_one_bucket(backend) {
        let clock = moved_clock();
        let server = strict(backend, &clock).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let mut socket = ana.socket().await;
        for n in 0..5 {
            ana.send(&chat, &format!("{n} by REST")).await.expect(201);
            let reply = socket.send(&chat, &format!("{n} by socket")).await;
            assert!(reply["ok"]["message"]["seq"].is_i64(), "{reply}");
        }
        let reply = socket.send(&chat, "one too many").await;
        assert_eq!(reply["error"]["code"], "rate_limited", "{reply}");
        assert_eq!(reply["error"]["retry_after"], 1, "{reply}");
        ana.send(&chat, "one too many").await.refused(429, "rate_limited");
        clock.advance(Duration::from_secs(1));
        let reply = socket.send(&chat, "now").await;
        assert_eq!(reply["ok"]["message"]["seq"], 11, "{reply}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guesser_is_stopped_and_others_are_not() {
    let clock = moved_clock();
    let server = strict(Backend::Sqlite, &clock).await;
    tokio::join!(server.user("ana"), server.user("leo"));
    for _ in 0..5 {
        login(&server, "ana", "a wrong password", None).await.refused(401, "invalid_credentials");
    }
    let stopped = login(&server, "ana", "a wrong password", None).await;
    stopped.refused(429, "rate_limited");
    assert_eq!(header(&stopped, "ratelimit-policy"), "\"login\";q=2;w=60");
    assert_eq!(header(&stopped, "retry-after"), "30");
    // Not even the right password is looked at, however the name is spelt.
    for name in ["ana", " ANA "] {
        login(&server, name, PASSWORD, None).await.refused(429, "rate_limited");
    }
    login(&server, "leo", PASSWORD, None).await.expect(200);
    clock.advance(Duration::from_secs(30));
    login(&server, "ana", PASSWORD, None).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_not_changed_without_a_proof() {
    let clock = moved_clock();
    let server = strict(Backend::Sqlite, &clock).await;
    server.user("ana").await;
    for n in 0..5 {
        let spoofed = format!("198.51.100.{n}");
        login(&server, "ana", "a wrong password", Some(&spoofed)).await.refused(401, "invalid_credentials");
    }
    for spoofed in ["198.51.100.77", "127.0.0.1", "2001:db8::1", "nonsense"] {
        login(&server, "ana", PASSWORD, Some(spoofed)).await.refused(429, "rate_limited");
    }
    login(&server, "ana", PASSWORD, None).await.refused(429, "rate_limited");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_names_the_nearest_stranger() {
    let clock = moved_clock();
    let server = TestServer::with(Backend::Sqlite)
        .set("LIMITS_SCALE", "1")
        .set("TRUSTED_PROXIES", "127.0.0.0/8")
        .clock(&clock)
        .start()
        .await;
    server.user("ana").await;
    for n in 0..5 {
        let by = format!("198.51.100.{n}, 203.0.113.9");
        login(&server, "ana", "a wrong password", Some(&by)).await.refused(401, "invalid_credentials");
    }
    for by in ["203.0.113.9", "198.51.100.77, 203.0.113.9", "198.51.100.77, 203.0.113.9, 127.0.0.7"] {
        login(&server, "ana", PASSWORD, Some(by)).await.refused(429, "rate_limited");
    }
    let elsewhere = login(&server, "ana", PASSWORD, Some("203.0.113.9, 192.0.2.44")).await.expect(200);
    let ana = TestUser::of(&server.url, http_client(), &elsewhere);
    let sessions = ana.get("/me/sessions").await.expect(200);
    let mine = sessions["items"].as_array().unwrap().iter().find(|item| item["current"] == true).unwrap();
    assert_eq!(mine["address_prefix"], "192.0.2.0/24");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sixth_registration_from_an_address_waits() {
    let clock = moved_clock();
    let server = strict(Backend::Sqlite, &clock).await;
    for n in 0..5 {
        server.user(&format!("user{n}")).await;
    }
    let register = || {
        let request = http_client().post(format!("{}/api/v1/auth/register", server.url));
        answer(request.json(&registration("user5")))
    };
    let refused = register().await;
    refused.refused(429, "rate_limited");
    assert_eq!(header(&refused, "retry-after"), "720");
    clock.advance(Duration::from_secs(720));
    register().await.expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_asks_sixty_times_at_once() {
    let clock = moved_clock();
    let server = strict(Backend::Sqlite, &clock).await;
    let http = http_client();
    let ask = || answer(http.get(format!("{}/api/v1/countries", server.url)));
    for left in (0..60).rev() {
        let answer = ask().await;
        assert_eq!(header(&answer, "ratelimit-policy"), "\"anonymous\";q=60;w=60");
        assert!(header(&answer, "ratelimit").starts_with(&format!("\"anonymous\";r={left};t=")), "{left}");
        answer.expect(200);
    }
    let refused = ask().await;
    refused.refused(429, "rate_limited");
    clock.advance(Duration::from_secs(header(&refused, "retry-after").parse().unwrap()));
    ask().await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_says_how_much_is_left() {
    let clock = moved_clock();
    let server = strict(Backend::Sqlite, &clock).await;
    let ana = server.user("ana").await;
    for left in ["119", "118", "117"] {
        let answer = ana.get("/me").await;
        assert_eq!(header(&answer, "ratelimit-policy"), "\"requests\";q=600;w=60");
        assert_eq!(header(&answer, "ratelimit"), format!("\"requests\";r={left};t=1"));
        answer.expect(200);
    }
    ana.get("/nowhere").await.refused(404, "not_found");
    clock.advance(Duration::from_secs(12));
    let answer = ana.get(&format!("/users/{}", ana.id)).await;
    assert_eq!(header(&answer, "ratelimit"), "\"requests\";r=119;t=1");
}
