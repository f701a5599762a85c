//! The second factor is asked for at every sign-in, each code is single-use, tries are few, and recovery codes help
//! with a lost phone.

use crate::both;
use crate::support::server::moved_clock;
use crate::support::user::{Answer, PASSWORD, answer};
use crate::support::{TestServer, TestUser, http_client, totp};
use app::{Clock, Moved};
use serde_json::{Value, json};
use std::time::Duration;

const STEP: Duration = Duration::from_secs(30);
const MINUTE: Duration = Duration::from_secs(60);

pub struct Phone {
    secret: String,
    recovery_codes: Vec<String>,
}

pub fn shown(phone: &Phone, clock: &Moved) -> String {
    totp::code(
        &phone.secret,
        Duration::from_millis(Clock::Moved(clock.clone()).now().millis().unsigned_abs()),
    )
}

/// Sets up an app and moves on, so that its next code is a fresh one.
pub async fn set_up(user: &TestUser, clock: &Moved) -> Phone {
    let begun = user.post("/me/totp", json!({})).await.expect(200);
    let secret = begun["secret"].as_str().expect("a secret").to_owned();
    assert!(begun["uri"].as_str().expect("a URI").contains(&secret));
    let mut phone = Phone { secret, recovery_codes: vec![] };
    let codes = user.post("/me/totp/verify", json!({"code": shown(&phone, clock)})).await.expect(200);
    phone.recovery_codes = serde_json::from_value(codes["recovery_codes"].clone()).expect("codes");
    assert_eq!(phone.recovery_codes.len(), 10);
    clock.advance(STEP);
    phone
}

async fn sign_in(server: &TestServer, more: Value) -> Answer {
    let mut body = json!({"identifier": "ana", "password": PASSWORD, "transport": "body"});
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    answer(http_client().post(format!("{}/api/v1/auth/login", server.url)).json(&body)).await
}

/// The right password alone: what must be shown next.
async fn half(server: &TestServer) -> String {
    let refused = sign_in(server, json!({})).await;
    refused.refused(401, "second_factor_required");
    refused.body["mfa_token"].as_str().expect("a token").to_owned()
}

async fn second(server: &TestServer, token: &str, code: &str) -> Answer {
    let body = json!({"mfa_token": token, "code": code, "transport": "body"});
    answer(http_client().post(format!("{}/api/v1/auth/login/second-factor", server.url)).json(&body)).await
}

both! {
    async fn the_password_alone_is_half_a_sign_in(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        let phone = set_up(&ana, &clock).await;
        assert_eq!(ana.get("/me/totp").await.expect(200), json!({"enabled": true, "recovery_codes_left": 10}));

        let token = half(&server).await;
        second(&server, &token, "000000").await.refused(401, "second_factor_invalid");
        let code = shown(&phone, &clock);
        let session = second(&server, &token, &code).await.expect(200);
        assert_eq!(session["user"]["id"], ana.id.as_str());
        // The token and the code are both spent.
        second(&server, &token, &code).await.refused(422, "grant_invalid");
        let token = half(&server).await;
        second(&server, &token, &code).await.refused(401, "second_factor_invalid");

        // Both at once is one call.
        clock.advance(STEP);
        sign_in(&server, json!({"totp": shown(&phone, &clock)})).await.expect(200);
        sign_in(&server, json!({"totp": "000000"})).await.refused(401, "second_factor_invalid");
        // A wrong password learns nothing of the second factor.
        sign_in(&server, json!({"password": "another password"})).await.refused(401, "invalid_credentials");
    }
}

both! {
    async fn a_half_sign_in_has_five_tries_and_five_minutes(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        let phone = set_up(&ana, &clock).await;

        let token = half(&server).await;
        let tries: Vec<_> = (0..50).map(|_| second(&server, &token, "000000")).collect();
        let answers = futures_util::future::join_all(tries).await;
        let evaluated = answers.iter().filter(|answer| answer.body["code"] == "second_factor_invalid").count();
        assert_eq!(evaluated, 5, "of 50 parallel tries");
        assert!(answers.iter().all(|answer| !answer.status.is_success()));
        second(&server, &token, &shown(&phone, &clock)).await.refused(422, "grant_invalid");

        let token = half(&server).await;
        clock.advance(MINUTE * 5);
        second(&server, &token, &shown(&phone, &clock)).await.refused(422, "grant_invalid");
        second(&server, "pmt_nonsense", "000000").await.refused(422, "grant_invalid");
    }
}

both! {
    async fn of_twenty_who_show_one_code_one_is_let_in(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        let phone = set_up(&ana, &clock).await;
        for code in [shown(&phone, &clock), phone.recovery_codes[3].clone()] {
            let tries: Vec<_> = (0..20).map(|_| sign_in(&server, json!({"totp": code}))).collect();
            let answers = futures_util::future::join_all(tries).await;
            assert_eq!(answers.iter().filter(|answer| answer.status.is_success()).count(), 1, "{code}");
        }
        let state = ana.get("/me/totp").await.expect(200);
        assert_eq!(state["recovery_codes_left"], 9);
    }
}

both! {
    async fn new_recovery_codes_void_the_old_ones(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        let phone = set_up(&ana, &clock).await;
        let fresh = ana.post("/me/recovery-codes", json!({})).await.expect(200);
        sign_in(&server, json!({"totp": phone.recovery_codes[0]})).await.refused(401, "second_factor_invalid");
        let typed = fresh["recovery_codes"][0].as_str().expect("a code").to_uppercase().replace('-', " ");
        sign_in(&server, json!({"totp": typed})).await.expect(200);
    }
}

both! {
    async fn what_touches_the_ways_to_sign_in_needs_a_fresh_proof(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let mut ana = server.user("ana").await;
        clock.advance(MINUTE * 6);
        ana.post("/me/totp", json!({})).await.refused(403, "reauth_required");
        ana.post("/me/reauth", json!({"password": "another password"})).await.refused(401, "invalid_credentials");
        ana.post("/me/reauth", json!({})).await.refused(401, "invalid_credentials");
        let proven = ana.post("/me/reauth", json!({"password": PASSWORD})).await.expect(200);
        ana.token = proven["access_token"].as_str().expect("a token").to_owned();
        let phone = set_up(&ana, &clock).await;

        // Once there is a second factor the password alone proves nothing more.
        clock.advance(MINUTE * 6);
        ana.delete("/me/totp").await.refused(403, "reauth_required");
        ana.post("/me/reauth", json!({"password": PASSWORD})).await.refused(401, "second_factor_invalid");
        let both = json!({"password": PASSWORD, "code": shown(&phone, &clock)});
        let proven = ana.post("/me/reauth", both).await.expect(200);
        ana.token = proven["access_token"].as_str().expect("a token").to_owned();
        assert_eq!(ana.delete("/me/totp").await.status, 204);
        sign_in(&server, json!({})).await.expect(200);
    }
}

both! {
    async fn a_secret_that_was_not_confirmed_changes_nothing(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        ana.post("/me/totp/verify", json!({"code": "123456"})).await.refused(404, "not_found");
        ana.post("/me/totp", json!({})).await.expect(200);
        ana.post("/me/totp/verify", json!({"code": "000000"})).await.refused(401, "second_factor_invalid");
        sign_in(&server, json!({})).await.expect(200);
        set_up(&ana, &clock).await;
        ana.post("/me/totp", json!({})).await.refused(409, "second_factor_exists");
    }
}
