//! Administrators need a second factor, leave a trace, and what they end has ended at once.

use crate::accounts::refresh::present;
use crate::both;
use crate::instance::query_plans::Past;
use crate::operators::keys::Operator;
use crate::support::server::moved_clock;
use crate::support::user::{Answer, PASSWORD, answer};
use crate::support::{Backend, LIMIT, TestServer, TestUser, http_client, totp};
use app::Clock;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

async fn login(server: &TestServer, name: &str) -> Answer {
    let body = json!({"identifier": name, "password": PASSWORD, "transport": "body"});
    answer(http_client().post(format!("{}/api/v1/auth/login", server.url)).json(&body)).await
}

/// An administrator as the command line makes one, not yet with a second factor.
pub async fn bare(server: &TestServer, backend: Backend, name: &str) -> TestUser {
    let user = server.user(name).await;
    promoted(backend, &server.database_url, name).await;
    user
}

pub async fn promoted(backend: Backend, database_url: &str, name: &str) {
    let past = Past::of(backend, database_url);
    past.run(&format!("UPDATE users SET is_admin = {} WHERE username = '{name}'", yes(backend))).await;
}

fn yes(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "1",
        Backend::Postgres => "TRUE",
    }
}

pub async fn with_factor(user: TestUser, clock: &Clock) -> TestUser {
    let begun = user.post("/me/totp", json!({})).await.expect(200);
    let now = Duration::from_millis(clock.now().millis().unsigned_abs());
    let code = totp::code(begun["secret"].as_str().unwrap(), now);
    user.post("/me/totp/verify", json!({"code": code})).await.expect(200);
    user
}

pub async fn admin(server: &TestServer, backend: Backend, name: &str) -> TestUser {
    with_factor(bare(server, backend, name).await, &Clock::System).await
}

fn acts(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items");
    items.iter().map(|one| one["act"].as_str().expect("an act").to_owned()).collect()
}

both! {
    async fn no_one_else_gets_in(backend) {
        let server = TestServer::start(backend).await;
        let leo = server.user("leo").await;
        let chief = bare(&server, backend, "chief").await;
        let all = [
            ("GET", "/admin/overview".to_owned(), Value::Null),
            ("GET", "/admin/users".to_owned(), Value::Null),
            ("GET", format!("/admin/users/{}", leo.id), Value::Null),
            ("POST", format!("/admin/users/{}/suspend", leo.id), json!({"reason": "spam"})),
            ("POST", format!("/admin/users/{}/unsuspend", leo.id), json!({})),
            ("POST", format!("/admin/users/{}/end-sessions", leo.id), json!({})),
            ("PUT", format!("/admin/users/{}/role", leo.id), json!({"is_admin": true})),
            ("DELETE", format!("/admin/users/{}/second-factor", leo.id), Value::Null),
            ("POST", format!("/admin/users/{}/way-in", leo.id), json!({})),
            ("GET", "/admin/reports".to_owned(), Value::Null),
            ("POST", format!("/admin/reports/{}/decide", leo.id), json!({"decision": "dismiss"})),
            ("GET", "/admin/audit".to_owned(), Value::Null),
            ("GET", "/admin/instance".to_owned(), Value::Null),
            ("PATCH", "/admin/instance".to_owned(), json!({"name": "Mine"})),
            ("DELETE", "/admin/instance/logo".to_owned(), Value::Null),
            ("DELETE", format!("/admin/users/{}", leo.id), Value::Null),
        ];
        let ask = async |user: &TestUser, method: &str, path: &str, body: &Value| {
            let request = user.request(method.parse().unwrap(), path);
            answer(if body.is_null() { request } else { request.json(body) }).await
        };
        for (method, path, body) in &all {
            ask(&leo, method, path, body).await.refused(403, "forbidden");
            ask(&chief, method, path, body).await.refused(403, "second_factor_needed");
        }
        for (user, code) in [(&leo, "forbidden"), (&chief, "second_factor_needed")] {
            let picture = user.request(Method::PUT, "/admin/instance/logo").header("content-type", "image/png");
            answer(picture.body(crate::operators::console::pixel())).await.refused(403, code);
        }
        leo.get("/me").await.expect(200);
        let documented = serde_json::to_value(api::openapi()).unwrap();
        let admin = documented["paths"].as_object().unwrap().iter().filter(|(path, _)| path.contains("/admin/"));
        let known: usize = admin.map(|(_, operations)| operations.as_object().unwrap().len()).sum();
        // All of the list, and the picture.
        assert_eq!(known, all.len() + 1, "an operation this test does not ask");
    }
}

both! {
    async fn a_suspended_person_is_out_within_a_second(backend) {
        let server = TestServer::start(backend).await;
        let (chief, leo) = (admin(&server, backend, "chief").await, server.user("leo").await);
        let (mut one, mut two) = (leo.socket().await, TestUser::login(&server.url, "leo").await.socket().await);
        let began = Instant::now();
        let path = format!("/admin/users/{}", leo.id);
        chief.post(&format!("{path}/suspend"), json!({"reason": "spam\nand worse"})).await.expect(204);
        assert_eq!((one.closed().await.code, two.closed().await.code), (4410, 4410));
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
        leo.get("/me").await.refused(401, "session_revoked");
        present(&server.url, &leo.refresh_token).await.refused(401, "session_revoked");
        login(&server, "leo").await.refused(401, "invalid_credentials");

        let detail = chief.get(&path).await.expect(200);
        assert_eq!(detail["suspension"]["reason"], "spam\nand worse");
        assert_eq!((&detail["suspension"]["by_id"], &detail["sessions"]), (&json!(chief.id), &json!(0)));
        assert_eq!(chief.get("/admin/overview").await.expect(200)["suspended"], 1);

        chief.post(&format!("{path}/unsuspend"), json!({})).await.expect(204);
        chief.post(&format!("{path}/unsuspend"), json!({})).await.expect(204);
        login(&server, "leo").await.expect(200);
        // What was good before the suspension is not good after it.
        leo.get("/me").await.refused(401, "session_revoked");
        let events = acts(&chief.get(&format!("/admin/audit?user_id={}", leo.id)).await.expect(200));
        assert_eq!(events[..3], ["signed_in", "user_unsuspended", "user_suspended"]);
    }
}

both! {
    async fn a_suspension_for_a_while_ends_by_itself(backend) {
        let moved = moved_clock();
        let server = TestServer::with(backend).clock(&moved).start().await;
        let leo = server.user("leo").await;
        let chief = with_factor(bare(&server, backend, "chief").await, &Clock::Moved(moved.clone())).await;
        let until = Clock::Moved(moved.clone()).now().plus(Duration::from_secs(3600)).to_string();
        let path = format!("/admin/users/{}/suspend", leo.id);
        chief.post(&path, json!({"reason": "rest", "until": "2001-01-01T00:00:00Z"})).await.refused(422, "validation_failed");
        chief.post(&path, json!({"reason": "rest", "until": until})).await.expect(204);
        moved.advance(Duration::from_secs(600));
        login(&server, "leo").await.refused(401, "invalid_credentials");
        let again = async {
            loop {
                moved.advance(Duration::from_secs(3600));
                if login(&server, "leo").await.status == 200 {
                    return;
                }
            }
        };
        tokio::time::timeout(LIMIT, again).await.expect("the suspension is lifted");
    }
}

both! {
    async fn a_report_is_shown_with_its_evidence_and_decided_once(backend) {
        let server = TestServer::start(backend).await;
        let chief = admin(&server, backend, "chief").await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        leo.send(&chat, "buy now").await.expect(201);
        ana.send(&chat, "no, thank you").await.expect(201);
        let seq = ana.history(&chat).await.iter().find(|one| one["text"] == "buy now").unwrap()["seq"].clone();
        let report = json!({"chat_id": chat, "seq": seq, "reason": "spam", "text": "again and again"});
        ana.post("/reports", report.clone()).await.expect(201);
        ana.post("/reports", report).await.expect(201);
        let queue = chief.get("/admin/reports").await.expect(200);
        let items = queue["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!((&items[0]["evidence"], &items[0]["text"]), (&json!("buy now"), &json!("again and again")));
        assert_eq!((&items[0]["user_id"], &items[0]["reporter_id"]), (&json!(leo.id), &json!(ana.id)));
        assert!(!queue.to_string().contains("no, thank you"), "nothing around it: {queue}");

        let path = |at: usize| format!("/admin/reports/{}/decide", items[at]["id"].as_str().unwrap());
        chief.post(&path(0), json!({"decision": "suspend"})).await.refused(422, "validation_failed");
        let mut socket = leo.socket().await;
        let mut at_ana = ana.socket().await;
        let decided = chief.post(&path(0), json!({"decision": "suspend", "note": "spam"})).await.expect(200);
        assert_eq!((&decided["outcome"], &decided["decided_by"]), (&json!("acted"), &json!(chief.id)));
        assert_eq!(socket.closed().await.code, 4410);
        let told = at_ana.frame_of("notification").await;
        assert_eq!((&told["notification"]["kind"], &told["notification"]["event"]), (&json!("report_decided"), &json!("acted")));
        chief.post(&path(0), json!({"decision": "dismiss"})).await.refused(409, "report_decided");
        assert_eq!(chief.post(&path(1), json!({"decision": "dismiss"})).await.expect(200)["outcome"], "dismissed");
        assert_eq!(chief.get("/admin/reports").await.expect(200)["items"], json!([]));
        assert_eq!(chief.get("/admin/reports?state=decided").await.expect(200)["items"].as_array().unwrap().len(), 2);
    }
}

both! {
    async fn an_instance_keeps_an_administrator(backend) {
        let server = TestServer::start(backend).await;
        let chief = admin(&server, backend, "chief").await;
        let own = format!("/admin/users/{}", chief.id);
        chief.put(&format!("{own}/role"), json!({"is_admin": false})).await.refused(409, "last_admin");
        chief.post(&format!("{own}/suspend"), json!({"reason": "tired"})).await.refused(403, "forbidden");
        chief.delete("/me").await.refused(409, "last_admin");
        let leo = server.user("leo").await;
        chief.put(&format!("/admin/users/{}/role", leo.id), json!({"is_admin": true})).await.expect(204);
        let leo = leo.refreshed().await;
        leo.get("/admin/overview").await.refused(403, "second_factor_needed");
        let leo = with_factor(leo, &Clock::System).await;
        // Two who resign at once: one stays.
        let (mine, theirs) = (format!("{own}/role"), format!("/admin/users/{}/role", leo.id));
        let resign = json!({"is_admin": false});
        let (one, two) = tokio::join!(chief.put(&mine, resign.clone()), leo.put(&theirs, resign.clone()));
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409], "{} {}", one.body, two.body);
    }
}

both! {
    async fn administrators_see_figures_and_leave_traces_but_read_nothing(backend) {
        let server = TestServer::start(backend).await;
        let chief = admin(&server, backend, "chief").await;
        let (ana, leo) = tokio::join!(server.user("ana_1"), server.user("anax1"));
        let chat = ana.direct(&leo).await;
        ana.send(&chat, "between us").await.expect(201);
        let _socket = leo.socket().await;
        let overview = chief.get("/admin/overview").await.expect(200);
        for (name, value) in [("users", 3), ("admins", 1), ("suspended", 0), ("active_day", 3), ("active_month", 3), ("chats", 1), ("messages", 1), ("connections", 1)] {
            assert_eq!(overview[name], value, "{name}: {overview}");
        }
        assert!(overview["database_bytes"].as_i64().unwrap() > 10_000);
        // Nothing in the search means anything but itself.
        let found = async |q: &str| -> Vec<Value> {
            let page = chief.get(&format!("/admin/users?q={q}")).await.expect(200);
            page["items"].as_array().unwrap().iter().map(|one| one["username"].clone()).collect()
        };
        assert_eq!(found("ana_").await, [json!("ana_1")]);
        assert_eq!(found("%25").await, Vec::<Value>::new());
        assert_eq!(found("ANA").await.len(), 2);
        let first = chief.get("/admin/users?limit=2").await.expect(200);
        let rest = chief.get(&format!("/admin/users?limit=2&cursor={}", first["next"].as_str().unwrap())).await.expect(200);
        assert_eq!((first["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()), (2, 1));

        let detail = chief.get(&format!("/admin/users/{}", leo.id)).await.expect(200);
        assert_eq!((&detail["sessions"], &detail["chats"], &detail["second_factor"]), (&json!(1), &json!(1), &json!(false)));
        chief.get(&format!("/chats/{chat}/messages")).await.refused(404, "not_found");
        let log = chief.get(&format!("/admin/audit?act=admin_looked&actor_id={}", chief.id)).await.expect(200);
        let seen: Vec<_> = log["items"].as_array().unwrap().iter().map(|one| one["detail"].clone()).collect();
        assert_eq!(seen[..2], [json!("audit"), json!("user")]);
        assert!(seen.contains(&json!("overview")) && !log.to_string().contains("between us"));
        chief.get("/admin/audit?act=gossip").await.refused(422, "validation_failed");
        chief.get("/admin/instance").await.expect(200);
        chief.post(&format!("/admin/users/{}/end-sessions", leo.id), json!({})).await.expect(204);
        leo.get("/me").await.refused(401, "session_revoked");
        login(&server, "anax1").await.expect(200);
    }
}

both! {
    async fn the_command_line_does_the_same(backend) {
        let operator = Operator::new(backend).await;
        let serving = operator.serve().await;
        let leo = TestUser::register(&serving.url, "leo").await;
        let mut socket = leo.socket().await;
        operator.run(&["admin", "promote", "nobody1"]).await.refused(&["there is no account nobody1"]);
        operator.run(&["admin", "promote", "leo"]).await.well();
        let leo = leo.refreshed().await;
        leo.get("/admin/overview").await.refused(403, "second_factor_needed");
        operator.run(&["admin", "suspend", "leo"]).await.refused(&["the last administrator"]);
        let chief = ["admin", "create", "--username", "chief"];
        operator.told(&chief, "a long password\n").await.well();
        operator.run(&["admin", "suspend", "leo", "--reason", "spam"]).await.well();
        assert_eq!(socket.closed().await.code, 4410);
        let listed = operator.run(&["admin", "list"]).await.well();
        let line = |name: &str| listed.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
        assert!(line("leo").contains("suspended") && line("chief").contains("admin"), "{listed}");
        operator.run(&["admin", "unsuspend", "leo"]).await.well();
        let again = TestUser::login(&serving.url, "leo").await;
        operator.run(&["admin", "sessions", "end", "leo"]).await.well();
        let ended = async {
            while again.get("/me").await.status != 401 {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(LIMIT, ended).await.expect("the token becomes invalid");
        serving.stop().await;
    }
}
