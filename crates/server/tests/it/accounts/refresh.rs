//! A refresh token is single-use, a lost answer is forgiven, a stolen token is not.

use crate::both;
use crate::contract::browser::{Page, set_cookie};
use crate::instance::query_plans::Past;
use crate::support::server::moved_clock;
use crate::support::user::{Answer, answer};
use crate::support::{Backend, LIMIT, TestServer, TestUser, http_client};
use serde_json::json;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);
const SECOND: Duration = Duration::from_secs(1);

/// Shows a refresh token.
pub async fn present(url: &str, token: &str) -> Answer {
    let request = http_client().post(format!("{url}/api/v1/auth/refresh"));
    answer(request.json(&json!({"refresh_token": token}))).await
}

/// The token that comes after this one.
async fn successor(server: &TestServer, token: &str) -> String {
    let session = present(&server.url, token).await.expect(200);
    session["refresh_token"].as_str().expect("a refresh token").to_owned()
}

/// After so many refreshes and so many seconds, the first token is a stolen one.
async fn the_first_token_ends_all(backend: Backend, refreshes: u32, seconds: u32) {
    let clock = moved_clock();
    let server = TestServer::with(backend).clock(&clock).start().await;
    let ana = server.user("ana").await;
    let elsewhere = TestUser::login(&server.url, "ana").await;
    let mut socket = ana.socket().await;
    let mut newest = ana.refresh_token.clone();
    for _ in 0..refreshes {
        newest = successor(&server, &newest).await;
    }
    clock.advance(SECOND * seconds);
    present(&server.url, &ana.refresh_token).await.refused(401, "session_revoked");
    assert_eq!(socket.closed().await.code, 4410);
    ana.get("/me").await.refused(401, "session_revoked");
    present(&server.url, &newest).await.refused(401, "session_revoked");
    // Another sign-in is another family.
    elsewhere.get("/me").await.expect(200);
    successor(&server, &elsewhere.refresh_token).await;
}

both! {
    async fn ten_refreshes_in_a_row_keep_one_session(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let mut seen = vec![ana.refresh_token.clone()];
        for _ in 0..10 {
            let session = present(&server.url, seen.last().unwrap()).await.expect(200);
            let again = TestUser::of(&server.url, http_client(), &session);
            assert_eq!((&again.id, &again.session), (&ana.id, &ana.session));
            again.get("/me").await.expect(200);
            assert!(!seen.contains(&again.refresh_token));
            seen.push(again.refresh_token);
        }
        assert_eq!(ana.get("/me/sessions").await.expect(200)["items"].as_array().unwrap().len(), 1);
    }
}

both! {
    async fn twenty_at_once_get_the_same_successor(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let tries = (0..20).map(|_| {
            let (url, token) = (server.url.clone(), ana.refresh_token.clone());
            tokio::spawn(async move { present(&url, &token).await.expect(200) })
        });
        let mut successors = Vec::new();
        for one in tries.collect::<Vec<_>>() {
            let session = one.await.unwrap();
            TestUser::of(&server.url, http_client(), &session).get("/me").await.expect(200);
            successors.push(session["refresh_token"].as_str().unwrap().to_owned());
        }
        successors.dedup();
        assert_eq!(successors.len(), 1);
        successor(&server, &successors[0]).await;
    }
}

both! {
    async fn a_lost_answer_is_given_again_for_half_a_minute(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        let next = successor(&server, &ana.refresh_token).await;
        clock.advance(SECOND * 30);
        assert_eq!(successor(&server, &ana.refresh_token).await, next);
        successor(&server, &next).await;
    }
}

both! {
    async fn a_token_from_long_ago_ends_the_session(backend) {
        the_first_token_ends_all(backend, 3, 0).await;
    }
}

both! {
    async fn a_token_whose_successor_was_used_ends_the_session(backend) {
        the_first_token_ends_all(backend, 2, 0).await;
    }
}

both! {
    async fn a_spent_token_that_comes_late_ends_the_session(backend) {
        the_first_token_ends_all(backend, 1, 31).await;
    }
}

both! {
    async fn a_week_of_silence_ends_the_session(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        clock.advance(DAY * 7 - SECOND);
        let next = successor(&server, &ana.refresh_token).await;
        clock.advance(DAY * 7);
        present(&server.url, &next).await.refused(401, "session_revoked");
        TestUser::login(&server.url, "ana").await;
    }
}

both! {
    async fn a_month_ends_the_session_however_much_it_is_used(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let mut token = server.user("ana").await.refresh_token;
        for _ in 0..4 {
            clock.advance(DAY * 6);
            token = successor(&server, &token).await;
        }
        clock.advance(DAY * 6 - SECOND);
        let session = present(&server.url, &token).await.expect(200);
        let last = TestUser::of(&server.url, http_client(), &session);
        clock.advance(SECOND);
        present(&server.url, &last.refresh_token).await.refused(401, "session_revoked");
        last.get("/me").await.refused(401, "session_revoked");
        TestUser::login(&server.url, "ana").await;
    }
}

both! {
    async fn a_token_is_good_only_the_way_it_was_given_out(backend) {
        let server = TestServer::start(backend).await;
        let mut page = Page::ours(&server);
        page.sign_up("ana").await;
        let leo = server.user("leo").await;

        present(&server.url, &page.cookie).await.refused(401, "session_revoked");
        let mut stuffed = Page::ours(&server);
        stuffed.cookie = leo.refresh_token.clone();
        let refused = stuffed.refresh().await;
        refused.refused(401, "session_revoked");
        assert_eq!(set_cookie(&refused).map(|(value, _)| value), Some(String::new()));
        assert!(refused.body.get("refresh_token").is_none());
        // Signing out the wrong way ends nothing, either.
        stuffed.post("/auth/logout", &json!({})).await.expect(204);
        page.another(&[]).post("/auth/logout", &json!({"refresh_token": page.cookie})).await.expect(204);

        page.refresh().await.expect(200);
        successor(&server, &leo.refresh_token).await;
    }
}

both! {
    async fn signing_out_by_token_ends_the_session_once(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let mut socket = ana.socket().await;
        let logout = |token: &str| {
            let request = http_client().post(format!("{}/api/v1/auth/logout", server.url));
            answer(request.json(&json!({"refresh_token": token})))
        };
        logout(&ana.refresh_token).await.expect(204);
        ana.get("/me").await.refused(401, "session_revoked");
        assert_eq!(socket.closed().await.code, 4410);
        present(&server.url, &ana.refresh_token).await.refused(401, "session_revoked");
        logout(&ana.refresh_token).await.expect(204);
        logout("prt_nonsense").await.expect(204);
        present(&server.url, "prt_nonsense").await.refused(401, "token_invalid");
    }
}

both! {
    async fn spent_tokens_and_sessions_long_over_are_removed(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        let newest = successor(&server, &ana.refresh_token).await;
        let past = Past::of(backend, &server.database_url);
        assert_eq!((past.count("refresh_tokens").await.as_str(), past.count("sessions").await.as_str()), ("2", "1"));
        let becomes = async |table: &str, wanted: &str| {
            let swept = async {
                while past.count(table).await != wanted {
                    // The job may only now have begun to wait for its minute.
                    clock.advance(SECOND * 60);
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            };
            tokio::time::timeout(LIMIT, swept).await.unwrap_or_else(|_| panic!("{table} is not {wanted}"));
        };
        // A token that may still be shown is kept, and so is the session a person may look up.
        clock.advance(DAY * 6);
        present(&server.url, &newest).await.expect(200);
        clock.advance(DAY * 31);
        becomes("refresh_tokens", "0").await;
        assert_eq!(past.count("sessions").await, "1");
        clock.advance(DAY * 91);
        becomes("sessions", "0").await;
    }
}
