//! For an outsider a private chat is not there: the same answer, on every route and every frame, as for an
//! id that does not exist.

use crate::both;
use crate::support::user::{Answer, answer, client_id};
use crate::support::{TestServer, TestUser};
use reqwest::Method;
use serde_json::{Value, json};

both! {
    async fn a_private_chat_looks_like_a_random_id(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        let (group, direct) = (ana.group(&[&leo]).await, ana.direct(&leo).await);
        let former = ana.group(&[&leo, &eve]).await;
        ana.delete(&format!("/chats/{former}/members/{}", eve.id)).await.expect(204);
        for chat in [&group, &direct, &former] {
            ana.send(chat, "secret").await.expect(201);
        }
        let routes = routes_about_chats();
        assert!(routes.len() >= 37, "{routes:?}");
        for (method, path) in &routes {
            let nowhere = ask(&eve, method, path, &client_id(), &leo).await;
            nowhere.refused(404, "not_found");
            for chat in [&group, &direct, &former] {
                let private = ask(&eve, method, path, chat, &leo).await;
                assert_eq!(comparable(&private), comparable(&nowhere), "{method} {path}");
            }
        }

        let mut socket = eve.socket().await;
        for frame in frames_about_chats() {
            let nowhere = about(&mut socket, &frame, &client_id()).await;
            for chat in [&group, &direct, &former] {
                assert_eq!(about(&mut socket, &frame, chat).await, nowhere, "{frame}");
            }
            assert_eq!(code_in(&nowhere), "not_found", "{frame}: {nowhere}");
        }
    }
}

/// From the document itself, so that no later route can be forgotten.
fn routes_about_chats() -> Vec<(Method, String)> {
    let document = serde_json::to_value(api::openapi()).unwrap();
    let mut routes = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        if path.contains("{chat_id}") {
            for method in operations.as_object().unwrap().keys() {
                let method = method.to_uppercase();
                if ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str()) {
                    routes.push((method.parse().unwrap(), path.clone()));
                }
            }
        }
    }
    routes
}

async fn ask(user: &TestUser, method: &Method, path: &str, chat: &str, other: &TestUser) -> Answer {
    let path = path.replace("{chat_id}", chat).replace("{seq}", "1").replace("{user_id}", &other.id);
    let path = path.replace("{emoji}", "%F0%9F%91%8D").replace("{invite_id}", &client_id());
    assert!(!path.contains('{'), "a parameter this test does not know: {path}");
    let query = match path.rsplit('/').next() {
        Some("changes") => "?after=0",
        Some("search") => "?q=secret",
        Some(_) | None => "",
    };
    let url = format!("{}{path}{query}", user.url);
    let mut request = user.http.request(method.clone(), url).bearer_auth(&user.token);
    if path.ends_with("/avatar") && *method == Method::PUT {
        request = request.header("content-type", "image/png").body("a picture");
    } else if let Some(body) = valid_body(method, &path, other) {
        request = request.json(&body);
    }
    answer(request).await
}

/// Right in every respect, so that nothing but the chat can be the reason for a refusal.
fn valid_body(method: &Method, path: &str, other: &TestUser) -> Option<Value> {
    let end = path.rsplit('/').next().unwrap_or_default();
    let body = match (method.as_str(), end) {
        ("POST", "messages") => json!({"client_id": client_id(), "text": "hello"}),
        ("POST", "invites") => json!({"title": "hello"}),
        ("POST", "translation") => json!({"target": "en"}),
        ("POST", "forward") => json!({"chat_ids": [client_id()], "client_id": client_id()}),
        ("POST", "members") => json!({"user_ids": [other.id]}),
        ("PUT", "read") => json!({"seq": 1}),
        ("PUT", "seen-reactions") => json!({"seqs": [1]}),
        ("PATCH", _) if path.contains("/members/") => json!({"role": "admin"}),
        ("PATCH", _) if path.contains("/messages/") => json!({"text": "hello"}),
        ("PATCH", "me") => json!({"muted_until": "forever"}),
        ("PATCH", _) => json!({"title": "hello"}),
        _ => return None,
    };
    Some(body)
}

fn comparable(answer: &Answer) -> (u16, Vec<(String, String)>, Value) {
    let changing = ["date", "x-request-id", "ratelimit"];
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !changing.contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
        .collect();
    headers.sort();
    let mut body = answer.body.clone();
    body["request_id"] = Value::Null;
    (answer.status.as_u16(), headers, body)
}

fn frames_about_chats() -> Vec<Value> {
    vec![
        json!({"type": "message.send", "client_id": client_id(), "text": "hello"}),
        json!({"type": "message.edit", "seq": 1, "text": "hello"}),
        json!({"type": "message.delete", "seq": 1}),
        json!({"type": "reaction.set", "seq": 1, "emoji": "👍"}),
        json!({"type": "reaction.clear", "seq": 1, "emoji": "👍"}),
        json!({"type": "chat.read", "seq": 1}),
        json!({"type": "changes"}),
        json!({"type": "typing", "on": true}),
    ]
}

async fn about(socket: &mut crate::support::TestSocket, frame: &Value, chat: &str) -> Value {
    let mut frame = frame.clone();
    let mut reply = if frame["type"] == "changes" {
        frame["chats"] = json!([{"chat_id": chat, "after": 0}]);
        socket.ask(frame).await
    } else if frame["type"] == "typing" {
        frame["chat_id"] = json!(chat);
        socket.say(frame).await;
        socket.frame_of("reply").await
    } else {
        frame["chat_id"] = json!(chat);
        socket.ask(frame).await
    };
    reply["ref"] = Value::Null;
    strip(&mut reply, chat);
    reply
}

fn strip(value: &mut Value, chat: &str) {
    match value {
        Value::Object(fields) => {
            fields.remove("request_id");
            fields.values_mut().for_each(|field| strip(field, chat));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| strip(item, chat)),
        Value::String(text) if text == chat => *value = json!("the chat"),
        _ => {}
    }
}

fn code_in(reply: &Value) -> &str {
    let direct = reply["error"]["code"].as_str();
    direct.or_else(|| reply["ok"]["chats"][0]["error"]["code"].as_str()).unwrap_or_default()
}
