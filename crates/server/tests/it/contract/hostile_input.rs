//! No text in a path, a query or a body makes the server fail.

use crate::both;
use crate::support::user::{answer, client_id};
use crate::support::{TestServer, TestUser};
use reqwest::Method;
use serde_json::{Map, Value, json};

const HOSTILE: [&str; 4] = ["\0", "a\0b", "\u{feff}\u{202e}'\";--%_\\\u{7f}", "\u{10ffff}\u{e000}\u{85}"];

/// One operation of the contract.
struct Operation {
    method: Method,
    path: String,
    path_texts: Vec<String>,
    query_texts: Vec<String>,
    /// A body that is right by its schema, where it takes one.
    body: Option<Map<String, Value>>,
}

/// Ends what the other requests of this test stand on.
const LEFT_OUT: [&str; 3] = ["/api/v1/auth/logout", "/api/v1/me", "/api/v1/me/sessions"];

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(api::openapi()).expect("the document is JSON");
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (name, method) in [
            ("get", Method::GET),
            ("post", Method::POST),
            ("put", Method::PUT),
            ("patch", Method::PATCH),
            ("delete", Method::DELETE),
        ] {
            let Some(operation) = item.get(name) else { continue };
            if LEFT_OUT.contains(&path.as_str()) && (name == "delete" || name == "post") {
                continue;
            }
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let named = |place: &str| {
                let here = parameters.iter().filter(|one| one["in"] == place);
                here.map(|one| one["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
            };
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let body = sample(&document, schema).and_then(|body| body.as_object().cloned());
            found.push(Operation {
                method,
                path: path.clone(),
                path_texts: named("path"),
                query_texts: named("query"),
                body,
            });
        }
    }
    found
}

/// A value that fits the schema, as small as it can be; optional fields are there, too.
fn sample(document: &Value, schema: &Value) -> Option<Value> {
    if let Some(name) = schema["$ref"].as_str() {
        return sample(document, document.pointer(name.trim_start_matches('#'))?);
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        let all = schema[several].as_array().into_iter().flatten();
        if let Some(found) = all.filter(|one| one["type"] != "null").find_map(|one| sample(document, one)) {
            return Some(found);
        }
    }
    if let Some(word) = schema["enum"].as_array().and_then(|words| words.first()) {
        return Some(word.clone());
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").cloned()?,
        kind => kind.clone(),
    };
    Some(match kind.as_str()? {
        "object" => {
            let fields = schema["properties"].as_object().cloned().unwrap_or_default();
            let fields = fields.iter().filter_map(|(name, of)| Some((name.clone(), sample(document, of)?)));
            Value::Object(fields.collect())
        }
        "array" => json!([sample(document, &schema["items"])?]),
        "integer" | "number" => json!(1),
        "boolean" => json!(true),
        "string" => match schema["format"].as_str() {
            Some("uuid") => json!(client_id()),
            Some("date-time") => json!("2026-01-01T00:00:00.000Z"),
            Some("date") => json!("1990-01-01"),
            _ => json!("sample-text"),
        },
        _ => return None,
    })
}

fn usual(name: &str, user: &TestUser, chat: &str) -> String {
    match name {
        "chat_id" => chat.to_owned(),
        "user_id" => user.id.clone(),
        "seq" | "size" => "1".to_owned(),
        "emoji" => "👍".to_owned(),
        "username" => user.name.clone(),
        _ => client_id(),
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Every text of a body in turn, however deep it stands.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, item)| places(item, &format!("{at}/{n}"), found));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, item)| places(item, &format!("{at}/{name}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Operation {
    fn url(&self, server: &TestServer, fill: impl Fn(&str) -> String) -> String {
        let mut path = self.path.clone();
        for name in &self.path_texts {
            path = path.replace(&format!("{{{name}}}"), &encoded(&fill(name)));
        }
        format!("{}{path}", server.url)
    }

    /// How many requests were made.
    async fn try_all(&self, server: &TestServer, user: &TestUser, chat: &str) -> usize {
        let usual = |name: &str| usual(name, user, chat);
        let mut asked = 0;
        let mut ask = async |url: String, body: Option<Value>| {
            asked += 1;
            let mut request = user.http.request(self.method.clone(), &url).bearer_auth(&user.token);
            if let Some(body) = &body {
                request = request.json(body);
            }
            let answer = answer(request).await;
            assert!(answer.status.as_u16() < 500, "{} {url} {body:?}: {}", self.method, answer.body);
        };
        let whole = self.body.clone().map(Value::Object);
        for hostile in HOSTILE {
            for wrong in &self.path_texts {
                let fill = |name: &str| if name == wrong { hostile.to_owned() } else { usual(name) };
                ask(self.url(server, fill), whole.clone()).await;
            }
            for name in &self.query_texts {
                ask(format!("{}?{name}={}", self.url(server, usual), encoded(hostile)), whole.clone()).await;
            }
            let mut at = Vec::new();
            if let Some(body) = &whole {
                places(body, "", &mut at);
            }
            for place in at {
                let mut body = whole.clone().expect("a body");
                *body.pointer_mut(&place).expect("the place") = json!(hostile);
                ask(self.url(server, usual), Some(body)).await;
            }
        }
        asked
    }
}

both! {
    async fn no_text_of_a_client_is_a_fault_of_the_server(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        ana.send(&chat, "hello").await.expect(201);
        // The group may be deleted on the way: those that come later meet a chat that is gone.
        let mut asked = 0;
        for operation in operations() {
            asked += operation.try_all(&server, &ana, &chat).await;
        }
        assert!(asked > 1_000, "only {asked} requests");
        // Sign-in by a name that holds it, and a name that was never stored.
        let login = json!({"identifier": "a\0b", "password": "correct horse battery", "transport": "body"});
        ana.post("/auth/login", login).await.refused(422, "validation_failed");
        ana.get("/users/by-username/a%00b").await.refused(404, "not_found");
        ana.get("/chats/explore?q=a%00b").await.refused(422, "validation_failed");
    }
}
