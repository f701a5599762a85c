//! Limits are counted by purpose: what strangers do at an address leaves alone what signed-in people do there, and
//! first contacts with strangers are counted.

use crate::both;
use crate::people::avatars::{put, two_colours, written};
use crate::support::server::moved_clock;
use crate::support::user::{Answer, PASSWORD, answer, registration};
use crate::support::{Backend, TestServer, TestUser, http_client};
use app::Moved;
use image::ImageFormat;
use serde_json::json;
use std::time::Duration;

async fn strict(backend: Backend, clock: &Moved) -> TestServer {
    let server = TestServer::with(backend).set("LIMITS_SCALE", "1").set("TRUSTED_PROXIES", "127.0.0.1/32");
    server.clock(clock).start().await
}

/// A person who signs up from an address of their own.
pub async fn user_from(server: &TestServer, name: &str, address: &str) -> TestUser {
    let http = http_client();
    let request = http.post(format!("{}/api/v1/auth/register", server.url)).json(&registration(name));
    let session = answer(request.header("x-forwarded-for", address)).await.expect(201);
    TestUser::of(&server.url, http, &session)
}

async fn until_refused(most: usize, ask: impl AsyncFn() -> Answer) -> usize {
    for n in 0..=most {
        let answer = ask().await;
        if answer.status == 429 {
            return n;
        }
    }
    panic!("not one of {most} was refused");
}

/// From the address that all share.
async fn at(request: reqwest::RequestBuilder) -> Answer {
    answer(request.header("x-forwarded-for", "192.0.2.9")).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_at_an_address_stop_no_one_who_is_signed_in_there() {
    let clock = moved_clock();
    let server = strict(Backend::Sqlite, &clock).await;
    let ana = user_from(&server, "ana", "192.0.2.9").await;
    put(&ana, "image/png", written(&two_colours(16, 16), ImageFormat::Png)).await;
    let link = ana.get("/me").await.expect(200)["avatar"]["small"].as_str().unwrap().to_owned();
    let link = format!("{}{link}", server.url);
    let (http, api) = (http_client(), format!("{}/api/v1", server.url));

    // Each kind of stranger runs into a limit of its own.
    assert_eq!(until_refused(60, async || at(http.get(format!("{api}/countries"))).await).await, 60);
    let report = || {
        let report = http.post(format!("{api}/csp-report")).header("content-type", "application/csp-report");
        report.body("{}")
    };
    assert_eq!(until_refused(20, async || at(report()).await).await, 20);
    let forged = || http.get(format!("{api}/me")).bearer_auth("x.y.z");
    assert_eq!(until_refused(60, async || at(forged()).await).await, 60);
    let stale = || {
        let body = json!({"refresh_token": "prt_0000000000000000000000000000000000000000000"});
        http.post(format!("{api}/auth/refresh")).json(&body)
    };
    at(stale()).await.refused(429, "rate_limited");
    at(http.get(format!("{}&x=1", link.replace("?t=", "?t=A")))).await.refused(422, "validation_failed");
    at(http.get(link.replace("?t=", "?t=A"))).await.refused(429, "rate_limited");

    // None of it is felt by a person who is signed in there, or who signs in.
    for _ in 0..70 {
        let picture = http.get(&link).header("x-forwarded-for", "192.0.2.9").send().await.unwrap();
        assert_eq!(picture.status(), 200);
    }
    let refresh = http.post(format!("{api}/auth/refresh")).json(&json!({"refresh_token": ana.refresh_token}));
    at(refresh).await.expect(200);
    let login = json!({"identifier": "ana", "password": PASSWORD, "transport": "body"});
    let again = at(http.post(format!("{api}/auth/login")).json(&login)).await.expect(200);
    let logout = json!({"refresh_token": again["refresh_token"]});
    at(http.post(format!("{api}/auth/logout")).json(&logout)).await.expect(204);
}

/// As what opens a socket.
fn upgrading(request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
    let request = request.header("connection", "upgrade").header("upgrade", "websocket");
    request.header("sec-websocket-version", "13").header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
}

/// As a client of this path asks: whether it is an upgrade at all is looked at before the proof.
pub fn asked(request: reqwest::RequestBuilder, path: &str) -> reqwest::RequestBuilder {
    if path.ends_with("/ws") { upgrading(request) } else { request }
}

fn upgrade(ana: &TestUser, server: &TestServer, query: &str) -> reqwest::RequestBuilder {
    upgrading(ana.http.get(format!("{}/api/v1/ws{query}", server.url)).header("x-forwarded-for", "192.0.2.9"))
}

both! {
    async fn sockets_are_counted_for_people_and_bad_proofs_for_addresses(backend) {
        let clock = moved_clock();
        let server = strict(backend, &clock).await;
        let ana = user_from(&server, "ana", "192.0.2.1").await;
        let leo = user_from(&server, "leo", "192.0.2.9").await;
        let open = |token: String| {
            answer(upgrade(&ana, &server, "").bearer_auth(token))
        };
        assert_eq!(until_refused(30, async || open(ana.token.clone()).await).await, 30);
        let bad = async || {
            answer(upgrade(&ana, &server, "?ticket=x")).await
        };
        assert_eq!(until_refused(60, bad).await, 60);
        // Another person there has a bucket of their own.
        assert_ne!(open(leo.token.clone()).await.status, 429);
        clock.advance(Duration::from_secs(1));
        assert_ne!(open(ana.token.clone()).await.status, 429);
    }
}

both! {
    async fn first_contacts_with_strangers_are_bounded_and_friends_are_apart(backend) {
        let clock = moved_clock();
        let server = strict(backend, &clock).await;
        let mut others = Vec::new();
        for n in 0..28 {
            others.push(user_from(&server, &format!("user{n}"), &format!("198.51.100.{n}")).await);
        }
        let ana = user_from(&server, "ana", "192.0.2.1").await;
        let open = |ana: &TestUser, other: &TestUser| {
            answer(ana.request(reqwest::Method::PUT, &format!("/chats/direct/{}", other.id)))
        };
        for other in &others[..5] {
            open(&ana, other).await.expect(201);
        }
        let refused = open(&ana, &others[5]).await;
        refused.refused(429, "rate_limited");
        assert_eq!(refused.headers["ratelimit-policy"], "\"first-contact-new\";q=5;w=86400");
        // A chat that is there opens as often as wanted, and a friend's as well.
        for _ in 0..3 {
            open(&ana, &others[0]).await.expect(200);
        }
        ana.post("/friend-requests", json!({"user_id": others[27].id})).await.expect(201);
        others[27].post("/friend-requests", json!({"user_id": ana.id})).await.expect(200);
        open(&ana, &others[27]).await.expect(201);
        // The sender of a first message is counted, not the recipient.
        open(&others[26], &ana).await.expect(201);

        clock.advance(Duration::from_secs(24 * 3600));
        let ana = TestUser::login(&server.url, "ana").await;
        for other in &others[5..25] {
            open(&ana, other).await.expect(201);
        }
        let refused = open(&ana, &others[25]).await;
        refused.refused(429, "rate_limited");
        assert_eq!(refused.headers["ratelimit-policy"], "\"first-contact\";q=20;w=86400");
    }
}
