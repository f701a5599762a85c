//! Owners get back accounts that were taken over: by the factor that was set, by the message about a change, by a
//! code to a proven address, by an administrator.

use crate::accounts::codes::{EMAIL, PHONE, challenge_of, otp, post, register, verify};
use crate::accounts::second_factor::{set_up, shown};
use crate::both;
use crate::operators::keys::Operator;
use crate::support::server::moved_clock;
use crate::support::user::{Answer, PASSWORD};
use crate::support::{Outbox, TestServer, TestUser, http_client};
use serde_json::{Value, json};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

async fn login(server: &TestServer, identifier: &str, password: &str, code: Option<&str>) -> Answer {
    let mut body = json!({"identifier": identifier, "password": password, "transport": "body"});
    if let Some(code) = code {
        body["totp"] = json!(code);
    }
    post(server, "/auth/login", &body).await
}

/// The grant for the code that goes to a person for this purpose once it was asked for.
async fn granted(
    server: &TestServer,
    to: &str,
    purpose: &str,
    asked: impl Future<Output = Answer>,
) -> String {
    let of_purpose = || server.outbox().to(to).into_iter().filter(|letter| letter["purpose"] == purpose);
    let before = of_purpose().count();
    let challenge = challenge_of(asked.await);
    let wait = async {
        loop {
            match of_purpose().nth(before) {
                Some(letter) => return letter["code"].as_str().expect("a code").to_owned(),
                None => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    };
    let code = tokio::time::timeout(crate::support::LIMIT, wait).await.expect("a code comes");
    verify(server, &challenge, &code).await.expect(200)["grant"].as_str().unwrap().to_owned()
}

pub async fn proven(server: &TestServer, purpose: &str, identifier: &str) -> String {
    let body = json!({"purpose": purpose, "identifier": identifier});
    granted(server, identifier, purpose, post(server, "/auth/codes", &body)).await
}

pub async fn confirmed(server: &TestServer, user: &TestUser, identifier: &str) -> String {
    let body = json!({"purpose": "confirm_identifier", "identifier": identifier});
    granted(server, identifier, "confirm_identifier", user.post("/auth/codes", body)).await
}

/// A message of this kind to a person, as soon as it is there.
pub async fn told(outbox: &Outbox, to: &str, purpose: &str) -> Value {
    let wait = async {
        loop {
            match outbox.to(to).into_iter().find(|letter| letter["purpose"] == purpose) {
                Some(letter) => return letter,
                None => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    };
    let waited = tokio::time::timeout(crate::support::LIMIT, wait).await;
    waited.unwrap_or_else(|_| panic!("{purpose} never came to {to}: {:?}", outbox.all()))
}

both! {
    async fn a_factor_ends_the_sessions_that_did_not_show_it(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let owner = server.user("ana").await;
        let mut thief = TestUser::login(&server.url, "ana").await;
        // The thief keeps a session fresh by the password that was stolen with it.
        let fresh = thief.post("/me/reauth", json!({"password": PASSWORD})).await.expect(200);
        thief.token = fresh["access_token"].as_str().unwrap().to_owned();
        let mut socket = thief.socket().await;
        let phone = set_up(&owner, &clock).await;

        assert_eq!(socket.closed().await.code, 4410);
        thief.get("/me").await.refused(401, "session_revoked");
        thief.post("/me/recovery-codes", json!({})).await.refused(401, "session_revoked");
        login(&server, "ana", PASSWORD, None).await.refused(401, "second_factor_required");
        // The owner's own session has just shown it.
        owner.post("/me/recovery-codes", json!({})).await.expect(200);
        login(&server, "ana", PASSWORD, Some(&shown(&phone, &clock))).await.expect(200);
    }
}

both! {
    async fn where_a_factor_is_in_force_nothing_is_proven_without_it(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let mut owner = server.user("ana").await;
        let phone = set_up(&owner, &clock).await;
        clock.advance(MINUTE * 6);
        for (method, path) in [("POST", "/me/recovery-codes"), ("DELETE", "/me/totp"), ("POST", "/me/export")] {
            let answer = match method {
                "POST" => owner.post(path, json!({})).await,
                _ => owner.delete(path).await,
            };
            answer.refused(403, "reauth_required");
        }
        owner.post("/me/reauth", json!({"password": PASSWORD})).await.refused(401, "second_factor_invalid");
        let both = json!({"password": PASSWORD, "code": shown(&phone, &clock)});
        let fresh = owner.post("/me/reauth", both).await.expect(200);
        owner.token = fresh["access_token"].as_str().unwrap().to_owned();
        owner.post("/me/recovery-codes", json!({})).await.expect(200);
    }
}

both! {
    async fn a_number_alone_changes_nothing_where_there_is_more(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let owner = register(&server, "ana", EMAIL).await;
        let number = confirmed(&server, &owner, PHONE).await;
        owner.put("/me/phone", json!({"grant": number})).await.expect(200);
        assert_eq!(told(&server.outbox(), EMAIL, "phone_changed").await["code"], json!(null));

        let by_sms = proven(&server, "sign_in", PHONE).await;
        let session = post(&server, "/auth/login/code", &json!({"grant": by_sms})).await.expect(200);
        let thief = TestUser::of(&server.url, http_client(), &session);
        thief.get("/me").await.expect(200);
        let lair = confirmed(&server, &thief, "lair@example.org").await;
        thief.put("/me/email", json!({"grant": lair})).await.refused(403, "reauth_required");
        thief.delete("/me/email").await.refused(403, "reauth_required");
        thief.post("/me/totp", json!({})).await.refused(403, "reauth_required");
        thief.post("/me/export", json!({})).await.refused(403, "reauth_required");
        thief.delete("/me").await.refused(403, "reauth_required");
        // A person who knows the password as well is no thief of a number.
        thief.put("/me/email", json!({"grant": lair, "password": PASSWORD})).await.expect(200);
    }
}

both! {
    async fn taking_a_change_back_drops_what_a_thief_added(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        register(&server, "ana", EMAIL).await;
        clock.advance(HOUR);
        let thief = TestUser::login(&server.url, "ana").await;
        let number = confirmed(&server, &thief, PHONE).await;
        thief.put("/me/phone", json!({"grant": number})).await.expect(200);
        let lair = confirmed(&server, &thief, "lair@example.org").await;
        thief.put("/me/email", json!({"grant": lair})).await.expect(200);
        set_up(&thief, &clock).await;
        login(&server, "ana", PASSWORD, None).await.refused(401, "second_factor_required");

        let letter = told(&server.outbox(), EMAIL, "identifier_changed").await;
        let text = letter["text"].as_str().unwrap().to_owned();
        let token = text.split_once("/undo#").unwrap().1.split_whitespace().next().unwrap().to_owned();
        post(&server, "/auth/undo", &json!({"token": token})).await.expect(204);
        thief.get("/me").await.refused(401, "session_revoked");
        let session = login(&server, "ana", PASSWORD, None).await.expect(200);
        assert_eq!(session["user"]["email"], EMAIL);
        assert_eq!(session["user"]["phone"], json!(null));
    }
}

both! {
    async fn a_reset_by_mail_drops_what_was_added_lately_and_keeps_what_was_there(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        register(&server, "ana", EMAIL).await;
        clock.advance(HOUR);
        set_up(&TestUser::login(&server.url, "ana").await, &clock).await;
        // A day later, a thief's factor would go the same way.
        clock.advance(HOUR * 24);
        let by_mail = proven(&server, "reset_password", EMAIL).await;
        let body = json!({"grant": by_mail, "password": "a new password"});
        post(&server, "/auth/password/reset", &body).await.expect(204);
        login(&server, "ana", "a new password", None).await.expect(200);

        // One that has stood for days is no thief's, and the reader of the mail still needs it.
        let session = login(&server, "ana", "a new password", None).await.expect(200);
        let phone = set_up(&TestUser::of(&server.url, http_client(), &session), &clock).await;
        clock.advance(HOUR * 73);
        // Codes on paper that were made since then are another matter.
        let session = login(&server, "ana", "a new password", Some(&shown(&phone, &clock))).await.expect(200);
        let thief = TestUser::of(&server.url, http_client(), &session);
        let codes = thief.post("/me/recovery-codes", json!({})).await.expect(200);
        let by_mail = proven(&server, "reset_password", EMAIL).await;
        let body = json!({"grant": by_mail, "password": "another new password"});
        post(&server, "/auth/password/reset", &body).await.expect(204);
        login(&server, "ana", "another new password", None).await.refused(401, "second_factor_required");
        let on_paper = codes["recovery_codes"][0].as_str();
        login(&server, "ana", "another new password", on_paper).await.refused(401, "second_factor_invalid");
        clock.advance(MINUTE);
        let code = shown(&phone, &clock);
        login(&server, "ana", "another new password", Some(&code)).await.expect(200);
    }
}

both! {
    async fn proofs_of_before_a_change_are_void(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let owner = register(&server, "ana", EMAIL).await;
        let phone = set_up(&owner, &clock).await;
        let half = login(&server, "ana", PASSWORD, None).await;
        half.refused(401, "second_factor_required");
        let by_code = proven(&server, "sign_in", EMAIL).await;
        let by_mail = proven(&server, "reset_password", EMAIL).await;
        let change = json!({"current": PASSWORD, "password": "a new password"});
        owner.put("/me/password", change).await.expect(204);

        let body = json!({"mfa_token": half.body["mfa_token"], "code": shown(&phone, &clock), "transport": "body"});
        post(&server, "/auth/login/second-factor", &body).await.refused(422, "grant_invalid");
        post(&server, "/auth/login/code", &json!({"grant": by_code})).await.refused(422, "grant_invalid");
        let body = json!({"grant": by_mail, "password": "yet another password"});
        post(&server, "/auth/password/reset", &body).await.refused(422, "grant_invalid");
    }
}

both! {
    async fn no_session_begun_with_the_old_password_outlives_it(backend) {
        let server = TestServer::start(backend).await;
        let mut owner = server.user("ana").await;
        let passwords = [PASSWORD, "a new password"];
        for round in 0..4 {
            let (old, new) = (passwords[round % 2], passwords[(round + 1) % 2]);
            let tries = (0..6).map(|_| login(&server, "ana", old, None));
            let change = json!({"current": old, "password": new});
            let (changed, answers) =
                tokio::join!(owner.put("/me/password", change), futures_util::future::join_all(tries));
            changed.expect(204);
            for answer in answers.into_iter().filter(|answer| answer.status.is_success()) {
                let stray = TestUser::of(&server.url, http_client(), &answer.body);
                stray.get("/me").await.refused(401, "session_revoked");
            }
            owner = owner.refreshed().await;
            let sessions = owner.get("/me/sessions").await.expect(200);
            assert_eq!(sessions["items"].as_array().unwrap().len(), 1, "round {round}: {sessions}");
        }
    }
}

both! {
    async fn the_command_line_opens_a_way_in_and_takes_a_factor_off(backend) {
        let operator = Operator::new(backend).await.set("REGISTRATION", "otp");
        let serving = operator.serve().await;
        let http = |path: &str, body: Value| {
            let request = http_client().post(format!("{}/api/v1{path}", serving.url)).json(&body);
            crate::support::user::answer(request)
        };
        let outbox = Outbox::of(&operator.data());
        let asked = http("/auth/codes", json!({"purpose": "register", "identifier": EMAIL})).await;
        let code = outbox.code(EMAIL, 1).await;
        let path = format!("/auth/codes/{}/verify", challenge_of(asked));
        let given = http(&path, json!({"code": code})).await.expect(200);
        let joining = crate::accounts::codes::joining("ana", given["grant"].as_str().unwrap());
        let session = http("/auth/register", joining).await.expect(201);
        let ana = TestUser::of(&serving.url, http_client(), &session);
        operator.run(&["admin", "remove-factor", "ana"]).await.refused(&["ana has none"]);
        let begun = ana.post("/me/totp", json!({})).await.expect(200);
        let now = Duration::from_millis(app::Clock::System.now().millis().unsigned_abs());
        let code = crate::support::totp::code(begun["secret"].as_str().unwrap(), now);
        ana.post("/me/totp/verify", json!({"code": code})).await.expect(200);

        operator.run(&["admin", "remove-factor", "ana"]).await.well();
        told(&outbox, EMAIL, "second_factor_removed_by_admin").await;
        let first = operator.run(&["admin", "way-in", "ana"]).await.well();
        let said = operator.run(&["admin", "way-in", "ana"]).await.well();
        let letter = told(&outbox, EMAIL, "way_in_made").await;
        let token = |said: &str| said.lines().next().unwrap().to_owned();
        let link = said.lines().nth(1).unwrap();
        assert!(link.ends_with(&format!("/way-in#{}", token(&said))), "{link}");
        assert!(!letter["text"].as_str().unwrap().contains(&token(&said)), "the owner is told, not let in");
        let reset = |token: String| json!({"grant": token, "password": "a new password"});
        http("/auth/password/reset", reset(token(&first))).await.refused(422, "grant_invalid");
        http("/auth/password/reset", reset(token(&said))).await.expect(204);
        http("/auth/password/reset", reset(token(&said))).await.refused(422, "grant_invalid");
        let body = json!({"identifier": "ana", "password": "a new password", "transport": "body"});
        http("/auth/login", body).await.expect(200);
        operator.run(&["admin", "sessions", "end-all"]).await.well();
        assert_eq!(operator.past().count("sessions WHERE ended_at IS NULL").await, "0");
        assert_eq!(operator.past().count("refresh_tokens").await, "0");
        let body = json!({"identifier": "ana", "password": "a new password", "transport": "body"});
        let ana = TestUser::of(&serving.url, http_client(), &http("/auth/login", body).await.expect(200));
        let acts = ana.get("/me/security-events").await.expect(200).to_string();
        for act in ["second_factor_removed_by_admin", "way_in_made", "password_reset"] {
            assert!(acts.contains(act), "{act} in {acts}");
        }
        serving.stop().await;
    }
}
