//! Guesses at an account share one budget for all of its names, which does not show; and none of it in the way of a
//! person who signed in here before.

use crate::accounts::codes::{EMAIL, PHONE, otp, post, register, start};
use crate::accounts::second_factor::{set_up, shown};
use crate::accounts::takeover::{confirmed, told};
use crate::both;
use crate::instance::query_plans::Past;
use crate::support::server::moved_clock;
use crate::support::user::{Answer, PASSWORD, answer, registration};
use crate::support::{Backend, TestServer, TestUser, http_client};
use app::Moved;
use serde_json::{Value, json};
use std::time::Duration;

/// Limits as strangers meet them, behind a proxy that says where they come from.
async fn strict(backend: Backend, clock: &Moved) -> TestServer {
    let server = otp(backend).set("LIMITS_SCALE", "1").set("TRUSTED_PROXIES", "127.0.0.0/8");
    server.clock(clock).start().await
}

/// From the `n`th address.
async fn guess(server: &TestServer, n: usize, name: &str, password: &str, more: &[(&str, &str)]) -> Answer {
    let mut body = json!({"identifier": name, "password": password, "transport": "body"});
    for (field, value) in more {
        body[*field] = json!(value);
    }
    let request = http_client().post(format!("{}/api/v1/auth/login", server.url)).json(&body);
    answer(request.header("x-forwarded-for", format!("198.51.{}.{}", n / 250, n % 250))).await
}

async fn ana_with_three_names(server: &TestServer) -> (TestUser, String) {
    let ana = register(server, "ana", EMAIL).await;
    let number = confirmed(server, &ana, PHONE).await;
    ana.put("/me/phone", json!({"grant": number})).await.expect(200);
    let session = guess(server, 999, "ana", PASSWORD, &[]).await.expect(200);
    let device = session["device_token"].as_str().expect("a device token").to_owned();
    (ana, device)
}

both! {
    async fn all_names_of_an_account_share_one_budget_and_it_does_not_show(backend) {
        let clock = moved_clock();
        let server = strict(backend, &clock).await;
        let (_ana, device) = ana_with_three_names(&server).await;
        clock.advance(Duration::from_secs(3600));
        for n in 0..20 {
            let name = ["ana", EMAIL, PHONE][n % 3];
            guess(&server, n, name, "a wrong password", &[]).await.refused(401, "invalid_credentials");
        }
        // Nothing more is looked at, by whichever name, and the answer is as before.
        for (n, name) in ["ana", EMAIL, PHONE].into_iter().enumerate() {
            guess(&server, 100 + n, name, PASSWORD, &[]).await.refused(401, "invalid_credentials");
        }
        // A person who signed in here before is not locked out by strangers.
        guess(&server, 200, EMAIL, PASSWORD, &[("device_token", &device)]).await.expect(200);
        clock.advance(Duration::from_secs(60));
        guess(&server, 201, EMAIL, PASSWORD, &[]).await.expect(200);
    }
}

both! {
    async fn a_known_device_has_a_budget_of_its_own_and_no_other_account_s(backend) {
        let clock = moved_clock();
        let server = strict(backend, &clock).await;
        let (_ana, device) = ana_with_three_names(&server).await;
        register(&server, "leo", "leo@example.org").await;
        clock.advance(Duration::from_secs(3600));
        let shown = [("device_token", device.as_str())];
        for n in 0..10 {
            guess(&server, n, "ana", "a wrong password", &shown).await.refused(401, "invalid_credentials");
        }
        guess(&server, 50, "ana", PASSWORD, &shown).await.refused(429, "rate_limited");
        guess(&server, 51, "ana", PASSWORD, &[]).await.expect(200);
        // For another account it is worth nothing: twenty wrong ones, then silence.
        for n in 0..20 {
            guess(&server, 300 + n, "leo", "a wrong password", &shown).await.refused(401, "invalid_credentials");
        }
        guess(&server, 400, "leo@example.org", PASSWORD, &shown).await.refused(401, "invalid_credentials");
    }
}

both! {
    async fn typing_a_user_id_does_not_touch_the_owner_s_proof(backend) {
        let clock = moved_clock();
        let server = strict(backend, &clock).await;
        let ana = register(&server, "ana", EMAIL).await;
        for n in 0..25 {
            guess(&server, n, &ana.id, "a wrong password", &[]).await;
        }
        ana.post("/me/reauth", json!({"password": PASSWORD})).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_keeps_its_device_in_a_cookie_no_script_reads() {
    let server = TestServer::start(Backend::Sqlite).await;
    server.user("ana").await;
    let body = json!({"identifier": "ana", "password": PASSWORD, "transport": "cookie"});
    let request = http_client().post(format!("{}/api/v1/auth/login", server.url)).json(&body);
    let request = request.header("Origin", server.url.as_str()).header("X-Parlance-CSRF", "1");
    let signed_in = answer(request.header("Sec-Fetch-Site", "same-origin")).await;
    let cookies: Vec<_> =
        signed_in.headers.get_all("set-cookie").iter().map(|one| one.to_str().unwrap()).collect();
    let device = cookies.iter().find(|one| one.starts_with("__Host-parlance_device=pdv_")).expect("a device");
    for part in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(device.contains(part), "{device}");
    }
    assert_eq!(signed_in.body["device_token"], Value::Null, "scripts do not get it");
}

both! {
    async fn inviting_and_cancelling_tells_nothing_of_who_is_here(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        register(&server, "leo", "leo@example.org").await;
        let eve = register(&server, "eve", "eve@example.org").await;
        let mut answers = Vec::new();
        for address in ["leo@example.org", "nobody@example.org"] {
            // The known account has had a code before: so has the other one.
            if address.starts_with("nobody") {
                start(&server, "register", address).await.expect(202);
            }
            for _ in 0..10 {
                let asked = eve.post("/friend-requests", json!({"contact": address})).await;
                assert!(asked.status.is_success(), "{}", asked.body);
                let id = asked.body["id"].as_str().expect("an id").to_owned();
                eve.delete(&format!("/friend-requests/{id}")).await;
            }
            answers.push(start(&server, "sign_in", address).await.status.as_u16());
        }
        assert_eq!(answers, [429, 429]);
    }
}

both! {
    async fn codes_of_a_second_factor_are_not_guessed_for_ever(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let ana = register(&server, "ana", EMAIL).await;
        clock.advance(Duration::from_secs(60));
        let phone = set_up(&ana, &clock).await;
        let past = Past::of(backend, &server.database_url);
        let body = |code: &str| json!({"identifier": "ana", "password": PASSWORD, "totp": code, "transport": "body"});
        for _ in 0..60 {
            post(&server, "/auth/login", &body("000000")).await.refused(401, "second_factor_invalid");
        }
        let letters = server.outbox();
        told(&letters, EMAIL, "second_factor_failed").await;
        assert_eq!(past.count("audit_log WHERE act = 'second_factor_failed' AND address_prefix IS NOT NULL").await, "60");
        post(&server, "/auth/login", &body(&shown(&phone, &clock))).await.refused(401, "second_factor_invalid");
        // A new password ends it: the guesser does not have that one.
        let by_mail = crate::accounts::takeover::proven(&server, "reset_password", EMAIL).await;
        let reset = json!({"grant": by_mail, "password": "a new password"});
        post(&server, "/auth/password/reset", &reset).await.expect(204);
        let mut again = body("");
        again.as_object_mut().unwrap().remove("totp");
        again["password"] = json!("a new password");
        post(&server, "/auth/login", &again).await.expect(200);
    }
}

both! {
    async fn names_of_staff_and_dates_that_are_none_are_refused(backend) {
        let server = TestServer::with(backend).set("INSTANCE_NAME", "Language Café").start().await;
        for name in ["Administrator", "Language Café", "language café team", "Support"] {
            let mut body = registration("ana");
            body["display_name"] = json!(name);
            let refused = post(&server, "/auth/register", &body).await;
            refused.refused(422, "validation_failed");
            assert_eq!(refused.body["errors"][0]["pointer"], "/display_name", "{name}");
        }
        let mut body = registration("ana");
        body["birth_date"] = json!("1990-12-31T00:00");
        post(&server, "/auth/register", &body).await.refused(422, "validation_failed");
        body = registration("ana");
        body["password"] = json!("Summer2024!");
        post(&server, "/auth/register", &body).await.refused(422, "validation_failed");
        let ana = server.user("ana").await;
        ana.patch("/me", json!({"display_name": "Admin"})).await.refused(422, "validation_failed");
        ana.patch("/me", json!({"username": "languagecafe"})).await.refused(422, "validation_failed");
        ana.patch("/me", json!({"display_name": "Ana of the Café"})).await.expect(200);
    }
}
