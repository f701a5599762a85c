//! Addresses, numbers and passwords of an account: signing in by each, changing them, and getting back what
//! an attacker changed.

use crate::accounts::codes::{
    EMAIL, PHONE, challenge_of, grant, joining, otp, post, register, start, verify,
};
use crate::accounts::refresh::present;
use crate::both;
use crate::support::server::moved_clock;
use crate::support::user::{Answer, PASSWORD, answer, registration};
use crate::support::{TestServer, TestUser, http_client};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

async fn login(server: &TestServer, identifier: &str, password: &str) -> Answer {
    let body = json!({"identifier": identifier, "password": password, "transport": "body"});
    post(server, "/auth/login", &body).await
}

/// A grant for one more identifier of a person who is signed in; the `number`th message has the code.
async fn confirmed(server: &TestServer, user: &TestUser, identifier: &str, number: usize) -> String {
    let asked =
        user.post("/auth/codes", json!({"purpose": "confirm_identifier", "identifier": identifier})).await;
    let challenge = challenge_of(asked);
    let code = server.outbox().code(identifier, number).await;
    let granted = verify(server, &challenge, &code).await.expect(200);
    granted["grant"].as_str().unwrap().to_owned()
}

async fn remove(user: &TestUser, path: &str, body: Value) -> Answer {
    answer(user.request(Method::DELETE, path).json(&body)).await
}

both! {
    async fn name_address_and_number_of_one_account_all_sign_in(backend) {
        let server = otp(backend).start().await;
        let ana = register(&server, "ana", EMAIL).await;
        let grant = confirmed(&server, &ana, PHONE, 1).await;
        let me = ana.put("/me/phone", json!({"grant": grant})).await.expect(200);
        assert_eq!((&me["phone"], &me["phone_verified"]), (&json!(PHONE), &json!(true)));
        for name in ["ana", " ANA ", EMAIL, "Ana@Example.ORG", PHONE, "+1 (415) 555-2671"] {
            assert_eq!(login(&server, name, PASSWORD).await.expect(200)["user"]["id"], ana.id, "{name}");
        }
        for name in ["anna", "ann@example.org", "+14155552672", "4155552671"] {
            login(&server, name, PASSWORD).await.refused(401, "invalid_credentials");
        }
    }
}

both! {
    async fn a_reset_ends_everything_that_was_open(backend) {
        let server = otp(backend).start().await;
        let ana = register(&server, "ana", EMAIL).await;
        let other = TestUser::login(&server.url, "ana").await;
        let mut sockets = [ana.socket().await, other.socket().await];
        let granted = grant(&server, "reset_password", EMAIL, 2).await;
        let waiting = grant(&server, "reset_password", EMAIL, 3).await;
        let reset = |grant: &str, password: &str| json!({"grant": grant, "password": password});
        for (weak, code) in [("short", "too_short"), ("password123", "leaked"), ("ana1234567", "derived"), ("qwertyuiopasdf", "run")] {
            let refused = post(&server, "/auth/password/reset", &reset(&granted, weak)).await;
            refused.refused(422, "validation_failed");
            assert_eq!(refused.body["errors"][0]["code"], code, "{weak}");
        }
        post(&server, "/auth/password/reset", &reset(&granted, "a new password")).await.expect(204);
        for (session, socket) in [&ana, &other].into_iter().zip(&mut sockets) {
            session.get("/me").await.refused(401, "session_revoked");
            assert_eq!(socket.closed().await.code, 4410);
            present(&server.url, &session.refresh_token).await.refused(401, "session_revoked");
        }
        login(&server, "ana", PASSWORD).await.refused(401, "invalid_credentials");
        login(&server, "ana", "a new password").await.expect(200);
        // Neither the same grant nor another that was waiting sets it once more.
        for used in [&granted, &waiting] {
            post(&server, "/auth/password/reset", &reset(used, "another password")).await.refused(422, "grant_invalid");
        }
        assert_eq!(server.outbox().letter(EMAIL, 4).await["purpose"], "password_changed");
    }
}

both! {
    async fn a_number_alone_sets_no_password_where_there_is_more(backend) {
        let server = otp(backend).start().await;
        let ana = register(&server, "ana", EMAIL).await;
        let phone = confirmed(&server, &ana, PHONE, 1).await;
        ana.put("/me/phone", json!({"grant": phone})).await.expect(200);
        let by_sms = grant(&server, "reset_password", PHONE, 2).await;
        let body = json!({"grant": by_sms, "password": "a new password"});
        post(&server, "/auth/password/reset", &body).await.refused(403, "another_proof_required");
        login(&server, "ana", PASSWORD).await.expect(200);
        // A person who has nothing but a number.
        register(&server, "leo", "+14155552672").await;
        let by_sms = grant(&server, "reset_password", "+14155552672", 2).await;
        let body = json!({"grant": by_sms, "password": "a new password"});
        post(&server, "/auth/password/reset", &body).await.expect(204);
        login(&server, "leo", "a new password").await.expect(200);
    }
}

both! {
    async fn of_two_who_prove_one_address_one_gets_the_account(backend) {
        let server = otp(backend).start().await;
        let mut grants = Vec::new();
        for (number, spelling) in [(1, "Ana@Example.org"), (2, EMAIL), (3, " ana@example.org ")] {
            grants.push(grant(&server, "register", spelling.trim(), number).await);
        }
        let names = ["ana", "leo", "eve"];
        let tries: Vec<_> = grants.iter().zip(names).map(|(grant, name)| {
            let request = http_client().post(format!("{}/api/v1/auth/register", server.url));
            tokio::spawn(answer(request.json(&joining(name, grant))))
        }).collect();
        let mut made = 0;
        for one in tries {
            let answer = one.await.unwrap();
            if answer.status.as_u16() == 201 {
                made += 1;
            } else {
                answer.refused(409, "identifier_taken");
            }
        }
        assert_eq!(made, 1);
    }
}

both! {
    async fn an_address_without_proof_gives_way_to_one_with(backend) {
        let server = TestServer::start(backend).await;
        let mut squatter = registration("eve");
        squatter["email"] = json!(EMAIL);
        post(&server, "/auth/register", &squatter).await.expect(201);
        login(&server, EMAIL, PASSWORD).await.expect(200);
        // It opens nothing: no code goes to the address for her account.
        challenge_of(start(&server, "reset_password", EMAIL).await);
        let grant = grant(&server, "register", EMAIL, 1).await;
        let mut owner = joining("ana", &grant);
        owner["password"] = json!("another good one");
        let ana = post(&server, "/auth/register", &owner).await.expect(201);
        assert_eq!(ana["user"]["email_verified"], true);
        assert_eq!(login(&server, EMAIL, "another good one").await.expect(200)["user"]["username"], "ana");
        login(&server, EMAIL, PASSWORD).await.refused(401, "invalid_credentials");
        login(&server, "eve", PASSWORD).await.expect(200);
    }
}

both! {
    async fn a_changed_address_can_be_taken_back(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let ana = register(&server, "ana", EMAIL).await;
        let grant = confirmed(&server, &ana, "thief@example.org", 1).await;
        let me = ana.put("/me/email", json!({"grant": grant})).await.expect(200);
        assert_eq!((&me["email"], &me["email_verified"]), (&json!("thief@example.org"), &json!(true)));
        login(&server, EMAIL, PASSWORD).await.refused(401, "invalid_credentials");
        let letter = server.outbox().letter(EMAIL, 2).await;
        assert_eq!(letter["purpose"], "identifier_changed");
        let text = letter["text"].as_str().unwrap();
        let token = text.split_once("/undo#").unwrap().1.split_whitespace().next().unwrap();
        // The thief goes on to another address; what the thief was sent must not bring the first one back.
        let further = confirmed(&server, &ana, "lair@example.org", 1).await;
        ana.put("/me/email", json!({"grant": further})).await.expect(200);
        let told = server.outbox().letter("thief@example.org", 2).await;
        let theirs = told["text"].as_str().unwrap().split_once("/undo#").unwrap().1.split_whitespace().next().unwrap().to_owned();

        let mut socket = ana.socket().await;
        post(&server, "/auth/undo", &json!({"token": "pun_x"})).await.refused(422, "grant_invalid");
        post(&server, "/auth/undo", &json!({"token": token})).await.expect(204);
        assert_eq!(socket.closed().await.code, 4410);
        ana.get("/me").await.refused(401, "session_revoked");
        assert_eq!(login(&server, EMAIL, PASSWORD).await.expect(200)["user"]["email"], EMAIL);
        for used in [token, &theirs] {
            post(&server, "/auth/undo", &json!({"token": used})).await.refused(422, "grant_invalid");
        }
        assert_eq!(server.outbox().letter(EMAIL, 3).await["purpose"], "identifier_restored");
    }
}

both! {
    async fn three_days_later_it_is_too_late(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let ana = register(&server, "ana", EMAIL).await;
        let grant = confirmed(&server, &ana, "new@example.org", 1).await;
        ana.put("/me/email", json!({"grant": grant})).await.expect(200);
        let letter = server.outbox().letter(EMAIL, 2).await;
        let token = letter["text"].as_str().unwrap().split_once("/undo#").unwrap().1.split_whitespace().next().unwrap();
        clock.advance(Duration::from_secs(72 * 3600 + 1));
        post(&server, "/auth/undo", &json!({"token": token})).await.refused(422, "grant_invalid");
    }
}

both! {
    async fn an_old_sign_in_needs_the_password_once_more(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let ana = register(&server, "ana", EMAIL).await;
        let phone = confirmed(&server, &ana, PHONE, 1).await;
        clock.advance(Duration::from_secs(301));
        let with = |password: Value| json!({"grant": phone, "password": password});
        ana.put("/me/phone", json!({"grant": phone})).await.refused(403, "reauth_required");
        ana.put("/me/phone", with(json!("wrong"))).await.refused(401, "invalid_credentials");
        ana.put("/me/phone", with(json!(PASSWORD))).await.expect(200);
        answer(ana.request(Method::DELETE, "/me/phone")).await.refused(403, "reauth_required");
        let me = remove(&ana, "/me/phone", json!({"password": PASSWORD})).await.expect(200);
        assert_eq!((&me["phone"], &me["phone_verified"]), (&json!(null), &json!(false)));
        // The number learns of it, too.
        assert_eq!(server.outbox().letter(PHONE, 2).await["purpose"], "identifier_changed");
    }
}

both! {
    async fn the_last_way_to_sign_in_stays(backend) {
        let server = otp(backend).set("PASSWORD_REQUIRED", "false").start().await;
        let granted = grant(&server, "register", EMAIL, 1).await;
        let mut body = joining("ana", &granted);
        body.as_object_mut().unwrap().remove("password");
        let session = post(&server, "/auth/register", &body).await.expect(201);
        let ana = TestUser::of(&server.url, http_client(), &session);
        ana.delete("/me/email").await.refused(409, "last_sign_in_method");
        let phone = confirmed(&server, &ana, PHONE, 1).await;
        ana.put("/me/phone", json!({"grant": phone})).await.expect(200);
        ana.delete("/me/email").await.expect(200);
        ana.delete("/me/phone").await.refused(409, "last_sign_in_method");
        login(&server, PHONE, PASSWORD).await.refused(401, "invalid_credentials");
        // The second message told the number that the address was removed.
        let code = grant(&server, "sign_in", PHONE, 3).await;
        post(&server, "/auth/login/code", &json!({"grant": code})).await.expect(200);
    }
}

both! {
    async fn a_grant_of_another_person_changes_nothing(backend) {
        let server = otp(backend).start().await;
        let (ana, leo) = (register(&server, "ana", EMAIL).await, register(&server, "leo", "leo@example.org").await);
        let anas = confirmed(&server, &ana, PHONE, 1).await;
        leo.put("/me/phone", json!({"grant": anas})).await.refused(422, "grant_invalid");
        ana.put("/me/email", json!({"grant": anas})).await.refused(422, "grant_invalid");
        // Leo's address is Leo's: no code comes, but a message to its owner; the answer is as for any other.
        let asked = ana.post("/auth/codes", json!({"purpose": "confirm_identifier", "identifier": "leo@example.org"}));
        challenge_of(asked.await);
        assert_eq!(server.outbox().letter("leo@example.org", 2).await["purpose"], "already_registered");
        let stranger = json!({"purpose": "confirm_identifier", "identifier": PHONE});
        post(&server, "/auth/codes", &stranger).await.refused(401, "unauthenticated");
        ana.put("/me/phone", json!({"grant": anas})).await.expect(200);
    }
}

both! {
    async fn names_that_look_alike_are_one_name(backend) {
        let server = TestServer::start(backend).await;
        server.user("modern.lily").await;
        for name in ["modern_lily", "modernlily", "modem.lily", "m0dern.lily", "modern.1i1y"] {
            post(&server, "/auth/register", &registration(name)).await.refused(409, "username_taken");
        }
        for name in ["adm1n", "supp0rt", "r00t"] {
            let refused = post(&server, "/auth/register", &registration(name)).await;
            assert_eq!(refused.body["errors"][0]["code"], "reserved", "{name}");
        }
    }
}

both! {
    async fn signing_in_by_code_can_be_switched_off(backend) {
        let server = otp(backend).set("SIGN_IN_BY_CODE", "false").start().await;
        register(&server, "ana", EMAIL).await;
        start(&server, "sign_in", EMAIL).await.refused(403, "forbidden");
        post(&server, "/auth/login/code", &json!({"grant": "pgr_x"})).await.refused(403, "forbidden");
        start(&server, "reset_password", EMAIL).await.expect(202);
    }
}

both! {
    async fn of_two_identifiers_removed_at_once_one_stays(backend) {
        let server = otp(backend).set("PASSWORD_REQUIRED", "false").start().await;
        for round in 0..5 {
            let (email, phone) = (format!("ana{round}@example.org"), format!("+1415555267{round}"));
            let granted = grant(&server, "register", &email, 1).await;
            let mut body = joining(&format!("ana{round}"), &granted);
            body.as_object_mut().unwrap().remove("password");
            let session = post(&server, "/auth/register", &body).await.expect(201);
            let ana = TestUser::of(&server.url, http_client(), &session);
            let phone = confirmed(&server, &ana, &phone, 1).await;
            ana.put("/me/phone", json!({"grant": phone})).await.expect(200);
            let (one, other) = tokio::join!(ana.delete("/me/email"), ana.delete("/me/phone"));
            let mut ends = [one.status.as_u16(), other.status.as_u16()];
            ends.sort_unstable();
            assert_eq!(ends, [200, 409], "{one:?} {other:?}");
            let me = ana.get("/me").await.expect(200);
            assert_ne!(me["email"].is_null(), me["phone"].is_null(), "{me}");
        }
    }
}
