//! One-time codes: what a code is good for, how often it may be tried, and that no one learns who has an account.

use crate::accounts::registration::comparable;
use crate::both;
use crate::support::server::moved_clock;
use crate::support::user::{Answer, PASSWORD, answer, registration};
use crate::support::{Backend, TestServer, TestUser, http_client};
use serde_json::{Value, json};
use std::time::Duration;

pub const EMAIL: &str = "ana@example.org";
pub const PHONE: &str = "+14155552671";

pub async fn post(server: &TestServer, path: &str, body: &Value) -> Answer {
    answer(http_client().post(format!("{}/api/v1{path}", server.url)).json(body)).await
}

pub async fn start(server: &TestServer, purpose: &str, identifier: &str) -> Answer {
    post(server, "/auth/codes", &json!({"purpose": purpose, "identifier": identifier})).await
}

pub async fn resend(server: &TestServer, challenge: &str) -> Answer {
    answer(http_client().post(format!("{}/api/v1/auth/codes/{challenge}/resend", server.url))).await
}

pub async fn verify(server: &TestServer, challenge: &str, code: &str) -> Answer {
    post(server, &format!("/auth/codes/{challenge}/verify"), &json!({"code": code})).await
}

pub fn challenge_of(answer: Answer) -> String {
    let challenge = answer.expect(202);
    challenge["challenge_id"].as_str().expect("an id").to_owned()
}

/// A code that is not this one.
pub fn wrong(code: &str) -> String {
    let first = if code.starts_with('0') { '1' } else { '0' };
    format!("{first}{}", code.get(1..).expect("digits"))
}

/// From nothing to a grant, by way of the outbox; the `number`th message to this identifier has the code.
pub async fn grant(server: &TestServer, purpose: &str, identifier: &str, number: usize) -> String {
    let challenge = challenge_of(start(server, purpose, identifier).await);
    let code = server.outbox().code(&canonical(identifier), number).await;
    let granted = verify(server, &challenge, &code).await.expect(200);
    assert_eq!(granted["purpose"], purpose);
    granted["grant"].as_str().expect("a grant").to_owned()
}

fn canonical(identifier: &str) -> String {
    identifier.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

pub fn joining(name: &str, grant: &str) -> Value {
    let mut body = registration(name);
    body["grant"] = json!(grant);
    body
}

pub async fn register(server: &TestServer, name: &str, identifier: &str) -> TestUser {
    let grant = grant(server, "register", identifier, 1).await;
    let session = post(server, "/auth/register", &joining(name, &grant)).await.expect(201);
    TestUser::of(&server.url, http_client(), &session)
}

pub fn otp(backend: Backend) -> crate::support::server::Builder {
    TestServer::with(backend).set("REGISTRATION", "otp")
}

both! {
    async fn a_code_to_an_address_or_a_number_makes_an_account(backend) {
        let server = otp(backend).start().await;
        for (name, identifier, field) in [("ana", "Ana@Example.org", "email"), ("leo", "+1 415 555 2671", "phone")] {
            let started = start(&server, "register", identifier).await.expect(202);
            assert_eq!((&started["code_length"], &started["attempts_left"]), (&json!(6), &json!(5)));
            let to = canonical(identifier);
            let letter = server.outbox().letter(&to, 1).await;
            assert_eq!(letter["purpose"], "register");
            assert_eq!(letter["channel"], if field == "email" { "email" } else { "sms" });
            let code = letter["code"].as_str().unwrap();
            assert!(code.len() == 6 && letter["text"].as_str().unwrap().contains(code));
            let challenge = started["challenge_id"].as_str().unwrap();
            verify(&server, challenge, &wrong(code)).await.refused(422, "otp_invalid_or_expired");
            let spaced = format!(" {} - {} ", &code[..3], &code[3..]);
            let grant = verify(&server, challenge, &spaced).await.expect(200)["grant"].as_str().unwrap().to_owned();
            let session = post(&server, "/auth/register", &joining(name, &grant)).await.expect(201);
            assert_eq!(session["user"][field], to);
            assert_eq!(session["user"][format!("{field}_verified")], true);
            // Both are used up.
            verify(&server, challenge, code).await.refused(422, "otp_invalid_or_expired");
            post(&server, "/auth/register", &joining("eve", &grant)).await.refused(422, "grant_invalid");
            assert_eq!(server.outbox().to(&to).len(), 1);
        }
    }
}

both! {
    async fn without_a_proof_there_is_no_account(backend) {
        let server = otp(backend).start().await;
        let refused = post(&server, "/auth/register", &registration("ana")).await;
        refused.refused(422, "validation_failed");
        assert_eq!(refused.body["errors"][0]["pointer"], "/grant");
        for bad in ["", "pgr_x", &format!("pgr_{}", "A".repeat(43))] {
            post(&server, "/auth/register", &joining("ana", bad)).await.refused(422, "grant_invalid");
        }
        let grant = grant(&server, "register", EMAIL, 1).await;
        let mut other = joining("ana", &grant);
        other["email"] = json!("somebody@example.org");
        assert_eq!(post(&server, "/auth/register", &other).await.body["errors"][0]["code"], "unproven");
        // A rejected request uses nothing up: the person chooses again and is in.
        let mut weak = joining("ana", &grant);
        weak["password"] = json!("password123");
        assert_eq!(post(&server, "/auth/register", &weak).await.body["errors"][0]["code"], "leaked");
        post(&server, "/auth/register", &joining("ana", &grant)).await.expect(201);
    }
}

both! {
    async fn a_code_is_good_for_five_minutes(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        for (seconds, status) in [(299, 200), (301, 422)] {
            let to = format!("at{seconds}@example.org");
            let challenge = challenge_of(start(&server, "register", &to).await);
            let code = server.outbox().code(&to, 1).await;
            clock.advance(Duration::from_secs(seconds));
            let tried = verify(&server, &challenge, &code).await;
            assert_eq!(tried.status.as_u16(), status, "{}", tried.body);
            if status == 422 {
                tried.refused(422, "otp_invalid_or_expired");
                resend(&server, &challenge).await.refused(404, "not_found");
            }
        }
    }
}

both! {
    async fn a_grant_is_good_for_a_quarter_of_an_hour_and_for_a_reset_ten_minutes(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let late = grant(&server, "register", EMAIL, 1).await;
        clock.advance(Duration::from_secs(15 * 60 + 1));
        post(&server, "/auth/register", &joining("ana", &late)).await.refused(422, "grant_invalid");
        let fresh = grant(&server, "register", EMAIL, 2).await;
        clock.advance(Duration::from_secs(15 * 60 - 1));
        post(&server, "/auth/register", &joining("ana", &fresh)).await.expect(201);

        let reset = |grant: &str| json!({"grant": grant, "password": "a new password"});
        let late = grant(&server, "reset_password", EMAIL, 3).await;
        clock.advance(Duration::from_secs(601));
        post(&server, "/auth/password/reset", &reset(&late)).await.refused(422, "grant_invalid");
        let fresh = grant(&server, "reset_password", EMAIL, 4).await;
        clock.advance(Duration::from_secs(599));
        post(&server, "/auth/password/reset", &reset(&fresh)).await.expect(204);
    }
}

both! {
    async fn the_fifth_wrong_code_ends_the_challenge(backend) {
        let server = otp(backend).start().await;
        let challenge = challenge_of(start(&server, "register", EMAIL).await);
        let code = server.outbox().code(EMAIL, 1).await;
        for left in (0..5).rev() {
            let tried = verify(&server, &challenge, &wrong(&code)).await;
            tried.refused(422, "otp_invalid_or_expired");
            assert_eq!(tried.body["attempts_left"], left);
        }
        let right = verify(&server, &challenge, &code).await;
        right.refused(422, "otp_invalid_or_expired");
        assert_eq!(right.body["attempts_left"], 0);
        resend(&server, &challenge).await.refused(404, "not_found");
    }
}

both! {
    async fn a_resend_voids_the_former_code_and_forgets_no_failure(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let challenge = challenge_of(start(&server, "register", EMAIL).await);
        let first = server.outbox().code(EMAIL, 1).await;
        for _ in 0..3 {
            verify(&server, &challenge, &wrong(&first)).await.refused(422, "otp_invalid_or_expired");
        }
        clock.advance(Duration::from_secs(10));
        let again = resend(&server, &challenge).await.expect(202);
        assert_eq!((&again["attempts_left"], &again["resends_left"]), (&json!(2), &json!(4)));
        let second = server.outbox().code(EMAIL, 2).await;
        // One time in a million both are the same.
        if first != second {
            let old = verify(&server, &challenge, &first).await;
            old.refused(422, "otp_invalid_or_expired");
            assert_eq!(old.body["attempts_left"], 1);
        }
        verify(&server, &challenge, &second).await.expect(200);
    }
}

both! {
    async fn five_resends_are_free_and_then_one_waits(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let challenge = challenge_of(start(&server, "register", EMAIL).await);
        let early = resend(&server, &challenge).await;
        early.refused(429, "rate_limited");
        assert_eq!(early.headers["retry-after"], "10");
        for left in (0..5).rev() {
            clock.advance(Duration::from_secs(10));
            let again = resend(&server, &challenge).await.expect(202);
            assert_eq!(again["resends_left"], left);
        }
        for cooldown in [60, 120, 240] {
            let early = resend(&server, &challenge).await;
            early.refused(429, "rate_limited");
            assert_eq!(early.headers["retry-after"], cooldown.to_string().as_str());
            clock.advance(Duration::from_secs(cooldown - 1));
            resend(&server, &challenge).await.refused(429, "rate_limited");
            clock.advance(Duration::from_secs(1));
            resend(&server, &challenge).await.expect(202);
        }
        server.outbox().letter(EMAIL, 9).await;
        assert_eq!(server.outbox().to(EMAIL).len(), 9);
    }
}

both! {
    async fn a_code_for_one_purpose_is_none_for_another(backend) {
        let server = otp(backend).start().await;
        let ana = register(&server, "ana", EMAIL).await;
        // A reset and a sign-in wait side by side: neither code opens the other challenge.
        let reset = challenge_of(start(&server, "reset_password", EMAIL).await);
        let sign_in = challenge_of(start(&server, "sign_in", EMAIL).await);
        let (for_reset, for_sign_in) = (server.outbox().code(EMAIL, 2).await, server.outbox().code(EMAIL, 3).await);
        assert_eq!((for_reset.len(), for_sign_in.len()), (8, 6));
        verify(&server, &reset, &for_sign_in).await.refused(422, "otp_invalid_or_expired");
        verify(&server, &sign_in, &for_reset).await.refused(422, "otp_invalid_or_expired");
        let grant_of = |granted: Value| granted["grant"].as_str().unwrap().to_owned();
        let reset = grant_of(verify(&server, &reset, &for_reset).await.expect(200));
        let sign_in = grant_of(verify(&server, &sign_in, &for_sign_in).await.expect(200));
        let register = grant(&server, "register", "new@example.org", 1).await;
        for other in [&reset, &sign_in] {
            post(&server, "/auth/register", &joining("eve", other)).await.refused(422, "grant_invalid");
            ana.put("/me/email", json!({"grant": other})).await.refused(422, "grant_invalid");
        }
        for other in [&register, &sign_in] {
            let body = json!({"grant": other, "password": "a new password"});
            post(&server, "/auth/password/reset", &body).await.refused(422, "grant_invalid");
        }
        for other in [&register, &reset] {
            post(&server, "/auth/login/code", &json!({"grant": other})).await.refused(422, "grant_invalid");
        }
        post(&server, "/auth/login/code", &json!({"grant": sign_in, "transport": "body"})).await.expect(200);
        post(&server, "/auth/login/code", &json!({"grant": sign_in})).await.refused(422, "grant_invalid");
    }
}

both! {
    async fn known_and_unknown_look_alike(backend) {
        let server = otp(backend).start().await;
        register(&server, "ana", EMAIL).await;
        register(&server, "leo", PHONE).await;
        // As long as the known ones, and as masked.
        let shape = |answer: &Answer| {
            let (status, headers, mut body) = comparable(answer);
            for changing in ["challenge_id", "expires_at", "resend_available_at"] {
                let length = body[changing].as_str().map(str::len);
                body[changing] = json!(length);
            }
            (status, headers, body)
        };
        for purpose in ["register", "sign_in", "reset_password"] {
            for (known, unknown) in [(EMAIL, "ann@example.org"), (PHONE, "+14155552171")] {
                let (known, unknown) = (start(&server, purpose, known).await, start(&server, purpose, unknown).await);
                assert_eq!(shape(&known), shape(&unknown), "{purpose}");
                let ids = [challenge_of(known), challenge_of(unknown)];
                for left in (0..5).rev() {
                    let tried = [verify(&server, &ids[0], "1").await, verify(&server, &ids[1], "1").await];
                    assert_eq!(comparable(&tried[0]), comparable(&tried[1]), "{purpose}");
                    assert_eq!(tried[0].body["attempts_left"], left);
                }
            }
        }
        // A stranger gets no mail for what is no account; its owner is told instead of a code.
        server.outbox().letter(EMAIL, 4).await;
        let letters = server.outbox().all();
        let told = |to: &str, purpose: &str| {
            letters.iter().filter(|letter| letter["to"] == to && letter["purpose"] == purpose).count()
        };
        assert_eq!((told(EMAIL, "already_registered"), told(EMAIL, "register")), (1, 1));
        assert_eq!((told("ann@example.org", "register"), told("ann@example.org", "sign_in")), (1, 0));
        assert_eq!(told("ann@example.org", "reset_password"), 0);
        let wrong = post(&server, "/auth/login", &json!({"identifier": EMAIL, "password": "wrong"})).await;
        for nobody in ["ann@example.org", "+14155552171", "nobody"] {
            let body = json!({"identifier": nobody, "password": PASSWORD});
            assert_eq!(comparable(&post(&server, "/auth/login", &body).await), comparable(&wrong));
        }
    }
}
