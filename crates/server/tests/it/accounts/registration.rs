//! Accounts are registered and signed in to, and others learn nothing of it.

use crate::accounts::refresh::present;
use crate::both;
use crate::support::server::moved_clock;
use crate::support::user::{Answer, PASSWORD, answer, client_id, registration};
use crate::support::{TestServer, TestUser, http_client};
use app::Moved;
use serde_json::{Value, json};
use std::time::Duration;

async fn register(server: &TestServer, body: &Value) -> Answer {
    answer(http_client().post(format!("{}/api/v1/auth/register", server.url)).json(body)).await
}

async fn login(server: &TestServer, identifier: &str, password: &str) -> Answer {
    let body = json!({"identifier": identifier, "password": password, "transport": "body"});
    answer(http_client().post(format!("{}/api/v1/auth/login", server.url)).json(&body)).await
}

/// A registration that is right but for these fields.
fn with(name: &str, fields: &[(&str, Value)]) -> Value {
    let mut body = registration(name);
    for (field, value) in fields {
        body[*field] = value.clone();
    }
    body
}

fn faults(answer: &Answer) -> Vec<String> {
    answer.refused(422, "validation_failed");
    let errors = answer.body["errors"].as_array().expect("errors").iter();
    errors.map(|one| format!("{}: {}", text(&one["pointer"]), text(&one["code"]))).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

/// Everything of an answer that does not differ from request to request by itself.
pub fn comparable(answer: &Answer) -> (u16, Vec<(String, String)>, Value) {
    let changing = ["date", "x-request-id", "ratelimit"];
    let kept = answer.headers.iter().filter(|(name, _)| !changing.contains(&name.as_str()));
    let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap_or_default().to_owned();
    let mut headers: Vec<_> = kept.map(|(name, value)| (name.to_string(), text(value))).collect();
    headers.sort();
    let mut body = answer.body.clone();
    body["request_id"] = Value::Null;
    (answer.status.as_u16(), headers, body)
}

both! {
    async fn a_new_account_is_signed_in_and_sees_itself(backend) {
        let server = TestServer::start(backend).await;
        let newcomer = with("ana", &[("email", json!("Ana@Example.org"))]);
        let session = register(&server, &newcomer).await.expect(201);
        assert_eq!((&session["token_type"], &session["expires_in"]), (&json!("Bearer"), &json!(900)));
        let ana = TestUser::of(&server.url, http_client(), &session);
        let me = ana.get("/me").await.expect(200);
        assert_eq!(me, session["user"]);
        // Exactly these: no password, no token, no session.
        let whole = json!({
            "id": ana.id, "username": "ana", "display_name": "ana", "email": "ana@example.org",
            "email_verified": false, "phone": null, "phone_verified": false, "birth_date": "1990-12-31", "country": "ES", "native_languages": ["es"],
            "learning_languages": [{"code": "en", "level": "B1"}], "is_admin": false,
            "created_at": me["created_at"], "bio": "", "avatar_id": null, "gender": null, "learning_free_at": null,
        });
        assert_eq!(me, whole);
        let leo = server.user("leo").await;
        let card = leo.get(&format!("/users/{}", ana.id)).await.expect(200);
        assert_eq!((&card["id"], &card["username"]), (&json!(ana.id), &json!("ana")));
        assert!(card["email"].is_null() && card.get("birth_date").is_none(), "{card}");
    }
}

both! {
    async fn every_wrong_field_is_named_and_nothing_is_stored(backend) {
        let server = TestServer::start(backend).await;
        for (field, value, fault) in [
            ("country", json!("XX"), "/country: unknown_country"),
            ("birth_date", json!("1990-02-30"), "/birth_date: format"),
            ("native_languages", json!(["es", "en"]), "/learning_languages: same_language"),
            ("native_languages", json!([]), "/native_languages: empty"),
            ("password", json!("short"), "/password: too_short"),
            ("password_confirm", json!("something else"), "/password_confirm: mismatch"),
            ("email", json!("nobody"), "/email: format"),
            ("is_admin", json!(true), "/is_admin: unknown_field"),
            ("username", json!(5), "/username: wrong_type"),
            ("native_languages", json!("es"), "/native_languages: wrong_type"),
            ("learning_languages", json!([["en", "B1"]]), "/learning_languages/0: wrong_type"),
            ("transport", json!("pigeon"), "/transport: unknown_value"),
        ] {
            assert_eq!(faults(&register(&server, &with("ana", &[(field, value)])).await), [fault]);
        }
        let confirmed = ("password_confirm", json!("something else"));
        let three = [("password", json!("short")), confirmed, ("country", json!("XX"))];
        let named = ["/password_confirm: mismatch", "/password: too_short", "/country: unknown_country"];
        assert_eq!(faults(&register(&server, &with("ana", &three)).await), named);
        assert_eq!(faults(&register(&server, &json!([registration("ana")])).await), [": wrong_type"]);
        let mut incomplete = registration("ana");
        incomplete.as_object_mut().unwrap().remove("country");
        assert_eq!(faults(&register(&server, &incomplete).await), ["/country: required"]);
        login(&server, "ana", PASSWORD).await.refused(401, "invalid_credentials");
        register(&server, &registration("ana")).await.expect(201);
    }
}

both! {
    async fn no_one_registers_before_their_thirteenth_birthday(backend) {
        let clock = Moved::starting_at("2027-03-14T23:59:00.000Z".parse().unwrap());
        let server = TestServer::with(backend).clock(&clock).start().await;
        let tomorrow = with("ana", &[("birth_date", json!("2014-03-15"))]);
        assert_eq!(faults(&register(&server, &tomorrow).await), ["/birth_date: too_young"]);
        register(&server, &with("leo", &[("birth_date", json!("2014-03-14"))])).await.expect(201);
        clock.advance(Duration::from_secs(60));
        register(&server, &tomorrow).await.expect(201);
    }
}

both! {
    async fn a_taken_username_is_taken_in_every_spelling(backend) {
        let server = TestServer::start(backend).await;
        server.user("ana").await;
        for name in ["ana", "ANA", " aNa "] {
            register(&server, &registration(name)).await.refused(409, "username_taken");
        }
    }
}

both! {
    async fn of_ten_who_want_one_name_one_gets_it(backend) {
        let server = TestServer::start(backend).await;
        let tries = (0..10).map(|_| {
            let request = http_client().post(format!("{}/api/v1/auth/register", server.url));
            tokio::spawn(answer(request.json(&registration("ana"))))
        });
        let mut winners = 0;
        for one in tries.collect::<Vec<_>>() {
            let answer = one.await.unwrap();
            if answer.status.as_u16() == 201 {
                winners += 1;
            } else {
                answer.refused(409, "username_taken");
            }
        }
        assert_eq!(winners, 1);
        let ana = TestUser::login(&server.url, "ana").await;
        assert_eq!(ana.get("/me/sessions").await.expect(200)["items"].as_array().unwrap().len(), 2);
    }
}

both! {
    async fn a_login_takes_name_or_address_in_every_spelling(backend) {
        let server = TestServer::start(backend).await;
        register(&server, &with("ana", &[("email", json!("Ana@Example.org"))])).await.expect(201);
        for name in ["ana", "ANA", " Ana ", "ana@example.org", "ANA@EXAMPLE.ORG", " Ana@Example.org "] {
            assert_eq!(login(&server, name, PASSWORD).await.expect(200)["user"]["username"], "ana", "{name}");
        }
    }
}

both! {
    async fn a_wrong_name_and_a_wrong_password_look_alike(backend) {
        let server = TestServer::start(backend).await;
        server.user("ana").await;
        let wrong_password = login(&server, "ana", "a wrong password").await;
        wrong_password.refused(401, "invalid_credentials");
        for nobody in ["nobody", "nobody@example.org"] {
            let wrong_name = login(&server, nobody, PASSWORD).await;
            assert_eq!(comparable(&wrong_name), comparable(&wrong_password));
        }
    }
}

both! {
    async fn an_address_in_use_answers_like_any_other(backend) {
        let server = TestServer::start(backend).await;
        let email = ("email", json!("ana@example.org"));
        let first = register(&server, &with("ana", std::slice::from_ref(&email))).await.expect(201);
        let other = ("password", json!("another good password"));
        let second = register(&server, &with("leo", &[email, other])).await.expect(201);
        let shape = |session: &Value| {
            let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
            (keys(session), keys(&session["user"]))
        };
        assert_eq!(shape(&second), shape(&first));
        for field in ["email", "email_verified"] {
            assert_eq!(second["user"][field], first["user"][field]);
        }
        let by_address = login(&server, "ana@example.org", PASSWORD).await.expect(200);
        assert_eq!(by_address["user"]["username"], "ana");
        login(&server, "ana@example.org", "another good password").await.refused(401, "invalid_credentials");
        login(&server, "leo", "another good password").await.expect(200);
    }
}

both! {
    async fn a_new_password_ends_every_other_session(backend) {
        let server = TestServer::start(backend).await;
        let here = server.user("ana").await;
        let there = TestUser::login(&server.url, "ana").await;
        let (mut kept, mut ended) = (here.socket().await, there.socket().await);
        let new = "a new password";
        let wrong = json!({"current": "not this one", "password": new});
        here.put("/me/password", wrong).await.refused(401, "invalid_credentials");
        assert_eq!(ended.ask(json!({"type": "ping"})).await["type"], "pong");
        here.put("/me/password", json!({"current": PASSWORD, "password": new})).await.expect(204);

        there.get("/me").await.refused(401, "session_revoked");
        assert_eq!(ended.closed().await.code, 4410);
        present(&server.url, &there.refresh_token).await.refused(401, "session_revoked");
        login(&server, "ana", PASSWORD).await.refused(401, "invalid_credentials");
        login(&server, "ana", new).await.expect(200);
        assert_eq!(kept.ask(json!({"type": "ping"})).await["type"], "pong");
        // Its access token is of before; the session itself goes on.
        here.get("/me").await.refused(401, "token_expired");
        here.refreshed().await.get("/me").await.expect(200);
    }
}

both! {
    async fn closed_registration_takes_no_one(backend) {
        let server = TestServer::with(backend).set("REGISTRATION", "closed").start().await;
        register(&server, &registration("ana")).await.refused(403, "registration_closed");
        login(&server, "ana", PASSWORD).await.refused(401, "invalid_credentials");
    }
}

both! {
    async fn a_password_is_bounded_and_never_cut(backend) {
        let server = TestServer::start(backend).await;
        // A sentence as long as need be: one letter over and over would be refused for that.
        let long = |length: usize| "correct horse battery staple, ".chars().cycle().take(length).collect::<String>();
        let of = |length: usize| with("ana", &[("password", json!(long(length)))]);
        assert_eq!(faults(&register(&server, &of(4)).await), ["/password: too_short"]);
        assert_eq!(faults(&register(&server, &of(129)).await), ["/password: too_long"]);
        register(&server, &of(128)).await.expect(201);
        for length in [127, 129] {
            login(&server, "ana", &long(length)).await.refused(401, "invalid_credentials");
        }
        login(&server, "ana", &long(128)).await.expect(200);
    }
}

both! {
    async fn my_sessions_say_where_they_began_and_no_more(backend) {
        let server = TestServer::start(backend).await;
        let here = server.user("ana").await;
        let there = TestUser::login(&server.url, "ana").await;
        for me in [&here, &there] {
            let sessions = me.get("/me/sessions").await.expect(200);
            let items = sessions["items"].as_array().unwrap();
            assert_eq!(items.len(), 2, "{sessions}");
            for one in [&here, &there] {
                let item = items.iter().find(|item| item["id"] == one.session).expect("each sign-in");
                assert_eq!(item["current"], one.session == me.session, "{sessions}");
                assert_eq!(item["address_prefix"], "127.0.0.0/24");
                assert_eq!(item["transport"], "body");
            }
            for secret in ["127.0.0.1", "prt_", &here.token, &there.token] {
                assert!(!sessions.to_string().contains(secret), "{secret}: {sessions}");
            }
        }
    }
}

both! {
    async fn a_session_of_another_person_does_not_exist(backend) {
        let server = TestServer::start(backend).await;
        let (ana, eve) = tokio::join!(server.user("ana"), server.user("eve"));
        let random = eve.delete(&format!("/me/sessions/{}", client_id())).await;
        random.refused(404, "not_found");
        let hers = eve.delete(&format!("/me/sessions/{}", ana.session)).await;
        assert_eq!(comparable(&hers), comparable(&random));
        ana.get("/me").await.expect(200);
        present(&server.url, &ana.refresh_token).await.expect(200);
    }
}

both! {
    async fn an_access_token_lasts_a_quarter_of_an_hour(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        clock.advance(Duration::from_secs(14 * 60 + 59));
        ana.get("/me").await.expect(200);
        clock.advance(Duration::from_secs(1));
        ana.get("/me").await.refused(401, "token_expired");
    }
}
