//! The contract holds: the document is true, everything but the public part needs a proof, and whatever is no request
//! of ours is refused as a problem.

use crate::accounts::registration::comparable;
use crate::both;
use crate::contract::limits_by_purpose::asked;
use crate::support::user::{answer, client_id};
use crate::support::{Backend, TestServer, http_client};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn the_committed_contract_is_the_one_that_is_served() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.yaml");
    let committed = std::fs::read_to_string(file).expect("openapi.yaml is missing: run `just openapi`");
    assert!(committed == api::openapi_yaml(), "openapi.yaml is not what is served: run `just openapi`");
}

/// Every operation that needs a proof, with ids that do not exist.
fn guarded_operations() -> Vec<(Method, String)> {
    let document = serde_json::to_value(api::openapi()).expect("the document is JSON");
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let filled = path.split('/').map(|segment| match segment {
            "{seq}" => "1".to_owned(),
            "{emoji}" => "%F0%9F%91%8D".to_owned(),
            // Open to their bearers: no operation with one of these is asked here.
            "{code}" | "{file_id}" | "{size}" => "1".to_owned(),
            "{chat_id}" | "{user_id}" | "{session_id}" | "{request_id}" | "{challenge_id}"
            | "{invite_id}" | "{notification_id}" | "{subscription_id}" | "{report_id}" => client_id(),
            "{provider}" => "idp".to_owned(),
            "{username}" => "somebody".to_owned(),
            other => other.to_owned(),
        });
        let filled = filled.collect::<Vec<_>>().join("/");
        assert!(!filled.contains('{'), "a parameter this test does not know: {path}");
        for (name, method) in [
            ("get", Method::GET),
            ("post", Method::POST),
            ("put", Method::PUT),
            ("patch", Method::PATCH),
            ("delete", Method::DELETE),
        ] {
            // Only one of its purposes needs a proof; that is tested with the codes.
            let sometimes = path == "/api/v1/auth/codes";
            let guarded = item.get(name).is_some_and(|operation| operation["security"] != json!([]));
            if guarded && !sometimes {
                found.push((method, filled.clone()));
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_guarded_operation_works_without_an_access_token() {
    let server = TestServer::start(Backend::Sqlite).await;
    let ana = server.user("ana").await;
    let ticket = ana.post("/ws/ticket", json!({})).await.expect(200)["ticket"].as_str().unwrap().to_owned();
    let (start, signature) = ana.token.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { "B" } else { "A" };
    let forged = format!("{start}.{other}{}", signature.get(1..).unwrap());
    let unsigned = format!("{start}.");
    let operations = guarded_operations();
    assert!(operations.len() >= 25, "{operations:?}");
    for (method, path) in &operations {
        let request = || asked(ana.http.request(method.clone(), format!("{}{path}", server.url)), path);
        let nothing = answer(request()).await;
        assert_eq!(nothing.status, StatusCode::UNAUTHORIZED, "{method} {path}");
        nothing.refused(401, "unauthenticated");
        assert_eq!(nothing.headers["www-authenticate"], "Bearer");
        let basic = answer(request().header("authorization", format!("Basic {}", ana.token))).await;
        basic.refused(401, "unauthenticated");
        for token in ["nonsense", &forged, &unsigned, &ana.refresh_token, &ticket] {
            let refused = answer(request().bearer_auth(token)).await;
            assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{method} {path} {token}");
            refused.refused(401, "token_invalid");
        }
    }
    ana.get("/me").await.expect(200);
}

/// JSON, padded with spaces to exactly this many bytes.
fn padded(body: &Value, length: usize) -> String {
    let body = body.to_string();
    let spaces = length.checked_sub(body.len()).expect("room for the body");
    body + &" ".repeat(spaces)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_request_of_ours_is_a_problem() {
    let server = TestServer::start(Backend::Sqlite).await;
    let ana = server.user("ana").await;
    let to = |method: Method, path: &str| http_client().request(method, format!("{}{path}", server.url));
    let json_to = |request: RequestBuilder, body: &str| {
        request.header("content-type", "application/json").body(body.to_owned())
    };
    let login = |body: &str| json_to(to(Method::POST, "/api/v1/auth/login"), body);
    let wrong = json!({"identifier": "ana", "password": "a wrong password", "transport": "body"});
    let deep = format!("{{\"identifier\":{}{}}}", "[".repeat(32), "]".repeat(32));
    let new_group = || ana.request(Method::POST, "/chats");
    let group = json!({"title": "Large"});
    let long = format!("/api/v1/countries?{}", "x".repeat(4_096));
    for (request, status, code) in [
        (to(Method::GET, "/api/v1/nowhere"), 404, "not_found"),
        (to(Method::GET, "/nowhere"), 404, "not_found"),
        (to(Method::GET, "/api/v1/me/"), 404, "not_found"),
        (to(Method::PUT, "/api/v1/me"), 405, "method_not_allowed"),
        (to(Method::TRACE, "/api/v1/me"), 405, "method_not_allowed"),
        (to(Method::POST, "/healthz"), 405, "method_not_allowed"),
        (to(Method::GET, &long), 414, "uri_too_long"),
        (login("{\"identifier\":"), 400, "malformed_json"),
        (login(""), 400, "malformed_json"),
        (login(&deep), 400, "malformed_json"),
        (login("{\"identifier\":\"a\",\"identifier\":\"b\"}"), 422, "validation_failed"),
        (login("[]"), 422, "validation_failed"),
        (to(Method::POST, "/api/v1/auth/login").body(wrong.to_string()), 415, "unsupported_media_type"),
        (login("{}").header("content-encoding", "gzip"), 415, "unsupported_media_type"),
        (login(&padded(&wrong, 16 * 1024)), 401, "invalid_credentials"),
        (login(&padded(&wrong, 16 * 1024 + 1)), 413, "too_large"),
        (json_to(new_group(), &padded(&group, 256 * 1024 + 1)), 413, "too_large"),
        (new_group().header("content-type", "text/plain").body("{}"), 415, "unsupported_media_type"),
    ] {
        let refused = answer(request.header("x-request-id", "mine")).await;
        assert_ne!(refused.headers["x-request-id"], "mine");
        assert!(refused.body["title"].is_string() && refused.body["detail"].is_string(), "{}", refused.body);
        assert_eq!(refused.body["status"], status, "{}", refused.body);
        refused.refused(status, code);
    }
    answer(json_to(new_group(), &padded(&group, 256 * 1024))).await.expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_method_is_told_the_right_ones() {
    let server = TestServer::start(Backend::Sqlite).await;
    for (path, allowed) in [
        ("/api/v1/languages", "GET"),
        ("/api/v1/auth/login", "POST"),
        ("/api/v1/me/sessions", "DELETE, GET"),
        ("/api/v1/chats", "GET, POST"),
        ("/openapi.yaml", "GET"),
    ] {
        let refused = answer(http_client().patch(format!("{}{path}", server.url))).await;
        refused.refused(405, "method_not_allowed");
        assert_eq!(refused.headers["allow"], allowed, "{path}");
    }
    // Where an id could stand, a word of another route is still that route.
    let ana = server.user("ana").await;
    let refused = answer(ana.request(Method::PATCH, "/chats/explore")).await;
    refused.refused(405, "method_not_allowed");
    assert_eq!(refused.headers["allow"], "GET");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_holds_what_is_known_and_nothing_else() {
    let server = TestServer::start(Backend::Sqlite).await;
    let ana = server.user("ana").await;
    let chat = ana.group(&[]).await;
    for (path, pointer, code) in [
        ("/chats?lost=1".to_owned(), "lost", "unknown_parameter"),
        ("/chats?limit=201".to_owned(), "limit", "invalid"),
        ("/chats?limit=1&limit=2".to_owned(), "limit", "duplicate"),
        ("/me/changes".to_owned(), "after", "required"),
        (format!("/chats/{chat}/messages?token=x"), "token", "unknown_parameter"),
        (format!("/chats/{chat}/messages?before=2&after=1"), "after", "exclusive"),
        (format!("/chats/{chat}/messages?around=2&since=2026-12-31T20:00:00Z"), "since", "exclusive"),
        (format!("/chats/{chat}/changes?after=-1"), "after", "invalid"),
    ] {
        let refused = ana.get(&path).await;
        refused.refused(422, "validation_failed");
        let fault = &refused.body["errors"][0];
        assert_eq!((&fault["pointer"], &fault["code"]), (&json!(pointer), &json!(code)), "{path}");
    }
}

// features.md 78
both! {
    async fn no_one_sends_in_another_name_or_at_another_time(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let path = format!("/chats/{chat}/messages");
        let mut socket = ana.socket().await;
        let body = json!({"client_id": client_id(), "text": "hello"});
        for (field, value) in [
            ("author_id", json!(leo.id)),
            ("seq", json!(99)),
            ("rev", json!(99)),
            ("id", json!(client_id())),
            ("created_at", json!("2020-01-01T00:00:00.000Z")),
        ] {
            let mut more = body.clone();
            more[field] = value;
            let refused = ana.post(&path, more.clone()).await;
            refused.refused(422, "validation_failed");
            let fault = &refused.body["errors"][0];
            assert_eq!(fault["pointer"], format!("/{field}"));
            assert_eq!(fault["code"], "unknown_field");
            more["type"] = json!("message.send");
            more["chat_id"] = json!(chat);
            assert_eq!(socket.ask(more).await["error"]["code"], "validation_failed", "{field}");
        }
        // No client writes in the name of the chat itself.
        let mut service = body.clone();
        service["kind"] = json!("service");
        let refused = ana.post(&path, service).await;
        refused.refused(422, "validation_failed");
        assert_eq!((&refused.body["errors"][0]["pointer"], &refused.body["errors"][0]["code"]),
            (&json!("/kind"), &json!("unknown_value")));
        assert_eq!(leo.history(&chat).await, Vec::<Value>::new());
        let sent = ana.post(&path, body).await.expect(201);
        assert_eq!((&sent["author_id"], &sent["seq"]), (&json!(ana.id), &json!(1)));
    }
}

both! {
    async fn a_malformed_id_is_as_unknown_as_a_random_one(backend) {
        let server = TestServer::start(backend).await;
        let ana = server.user("ana").await;
        let chat = ana.group(&[]).await;
        let mut ids = ["x", "0", "%00", "%ff"].map(str::to_owned).to_vec();
        // Other ways to write an id that exists.
        ids.extend([chat.replace('-', ""), format!("%7B{chat}%7D"), format!("{chat}0")]);
        for (method, path) in [
            (Method::GET, "/chats/{id}"),
            (Method::GET, "/chats/{id}/members"),
            (Method::GET, "/chats/{id}/messages"),
            (Method::GET, "/chats/{id}/messages/1"),
            (Method::GET, "/chats/{id}/changes?after=0"),
            (Method::GET, "/users/{id}"),
            (Method::PUT, "/chats/direct/{id}"),
            (Method::DELETE, "/me/sessions/{id}"),
        ] {
            let ask = |id: &str| answer(ana.request(method.clone(), &path.replace("{id}", id)));
            let random = ask(&client_id()).await;
            random.refused(404, "not_found");
            for id in &ids {
                assert_eq!(comparable(&ask(id).await), comparable(&random), "{method} {path} {id}");
            }
        }
        let message = |seq: &str| format!("/chats/{chat}/messages/{seq}");
        let later = ana.get(&message("99")).await;
        later.refused(404, "not_found");
        for seq in ["0", "-1", "01", "x", "1.0", "99999999999999999999"] {
            assert_eq!(comparable(&ana.get(&message(seq)).await), comparable(&later), "{seq}");
        }
    }
}

both! {
    async fn what_everybody_may_know_needs_no_token(backend) {
        let server = TestServer::start(backend).await;
        let ask = |path: &str| answer(http_client().get(format!("{}{path}", server.url)));
        let instance = ask("/api/v1/instance").await.expect(200);
        assert_eq!(instance["registration"], "open");
        assert_eq!(instance["password"], json!({"min_length": 10, "max_length": 128, "required": true}));
        for (path, code) in [("/api/v1/languages", "es"), ("/api/v1/countries", "ES")] {
            let list = ask(path).await.expect(200);
            assert!(list["items"].as_array().unwrap().iter().any(|item| item["code"] == code), "{path}");
        }
        for path in ["/healthz", "/readyz"] {
            assert_eq!(ask(path).await.expect(200), json!({"status": "ok"}));
        }

        let set = ask("/.well-known/jwks.json").await.expect(200);
        let keys = set["keys"].as_array().unwrap();
        assert!(!keys.is_empty());
        for key in keys {
            // No `d`: that would be the private half.
            let mut fields: Vec<_> = key.as_object().unwrap().keys().map(String::as_str).collect();
            fields.sort_unstable();
            assert_eq!(fields, ["alg", "crv", "kid", "kty", "use", "x"]);
            assert_eq!((&key["kty"], &key["crv"]), (&json!("OKP"), &json!("Ed25519")));
        }

        let (kind, policy, document) = page(&server, "/openapi.yaml").await;
        assert_eq!(kind, "application/yaml");
        assert!(document == api::openapi_yaml());
        assert!(policy.starts_with("default-src 'none'"));
        let (kind, policy, text) = page(&server, "/").await;
        assert_eq!(kind, "text/html; charset=utf-8");
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        // Whether it is the browser client or what stands in for it: nothing within it runs or draws by itself.
        assert!(text.contains("Parlance") && !text.contains("<style"), "{text}");
        for script in text.split("<script").skip(1) {
            assert!(script.contains("src=\"/") && script.contains("></script>"), "{text}");
        }
    }
}

/// The type, the policy and the text of something that is not JSON.
async fn page(server: &TestServer, path: &str) -> (String, String, String) {
    let answer = reqwest::get(format!("{}{path}", server.url)).await.expect("the server answers");
    assert_eq!(answer.status(), StatusCode::OK);
    let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
    let (kind, policy) = (header("content-type"), header("content-security-policy"));
    (kind, policy, answer.text().await.expect("a text"))
}
