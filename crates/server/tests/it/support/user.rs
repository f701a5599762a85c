//! A person with an account and an HTTP client.

use super::TestSocket;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

pub const PASSWORD: &str = "correct horse battery";

#[derive(Clone)]
pub struct TestUser {
    pub id: String,
    pub name: String,
    pub token: String,
    pub refresh_token: String,
    pub session: String,
    pub url: String,
    pub http: Client,
}

/// Talks to this machine alone, without TLS: reading what the system trusts takes longer than most tests.
pub fn http_client() -> Client {
    Client::builder().tls_certs_only([]).build().expect("a client")
}

/// An answer that was read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Answer {
    /// The body, if the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }

    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status.as_u16(), self.body["code"].as_str()), (status, Some(code)), "{}", self.body);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.headers["x-request-id"].to_str().ok(), self.body["request_id"].as_str());
    }
}

pub fn registration(name: &str) -> Value {
    json!({
        "username": name, "password": PASSWORD, "display_name": name, "birth_date": "1990-12-31",
        "country": "ES", "native_languages": ["es"],
        "learning_languages": [{"code": "en", "level": "B1"}], "transport": "body",
    })
}

pub async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("the server answers");
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.bytes().await.expect("the answer can be read");
    Answer { status, headers, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
}

impl TestUser {
    pub async fn register(url: &str, name: &str) -> Self {
        let http = http_client();
        let request = http.post(format!("{url}/api/v1/auth/register")).json(&registration(name));
        let session = answer(request).await.expect(201);
        Self::of(url, http, &session)
    }

    pub async fn login(url: &str, name: &str) -> Self {
        Self::login_with(url, name, PASSWORD).await
    }

    pub async fn login_with(url: &str, name: &str, password: &str) -> Self {
        let http = http_client();
        let body = json!({"identifier": name, "password": password, "transport": "body"});
        let session = answer(http.post(format!("{url}/api/v1/auth/login")).json(&body)).await.expect(200);
        Self::of(url, http, &session)
    }

    pub fn of(url: &str, http: Client, session: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            id: text(&session["user"]["id"]),
            name: text(&session["user"]["username"]),
            token: text(&session["access_token"]),
            refresh_token: text(&session["refresh_token"]),
            session: text(&session["session_id"]),
            url: url.to_owned(),
            http,
        }
    }

    /// With fresh tokens of the same session, as a client gets them when it is told `token_expired`.
    pub async fn refreshed(&self) -> Self {
        let request = self.http.post(format!("{}/api/v1/auth/refresh", self.url));
        let session = answer(request.json(&json!({"refresh_token": self.refresh_token}))).await.expect(200);
        Self::of(&self.url, self.http.clone(), &session)
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}/api/v1{path}", self.url)).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        answer(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        answer(self.request(Method::PUT, path).json(&body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        answer(self.request(Method::PATCH, path).json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        answer(self.request(Method::DELETE, path)).await
    }

    /// The id of the one chat with a person.
    pub async fn direct(&self, peer: &Self) -> String {
        let answer = answer(self.request(Method::PUT, &format!("/chats/direct/{}", peer.id))).await;
        assert!(answer.status.is_success(), "{}", answer.body);
        answer.body["id"].as_str().expect("an id").to_owned()
    }

    pub async fn group(&self, members: &[&Self]) -> String {
        let ids: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
        let chat = self.post("/chats", json!({"title": "Group", "member_ids": ids})).await.expect(201);
        chat["id"].as_str().expect("an id").to_owned()
    }

    pub async fn send(&self, chat: &str, text: &str) -> Answer {
        self.post(&format!("/chats/{chat}/messages"), json!({"client_id": client_id(), "text": text})).await
    }

    /// Everything of a chat that can be read, oldest first.
    pub async fn history(&self, chat: &str) -> Vec<Value> {
        let (mut messages, mut after) = (Vec::new(), 0);
        loop {
            let page = self.get(&format!("/chats/{chat}/messages?after={after}&limit=200")).await.expect(200);
            messages.extend(page["items"].as_array().expect("items").clone());
            match page["next"].as_i64() {
                Some(next) => after = next,
                None => return messages,
            }
        }
    }

    pub async fn socket(&self) -> TestSocket {
        TestSocket::connect(self).await
    }
}

pub fn client_id() -> String {
    uuid::Uuid::from_bytes(domain::random::bytes(parlance_server::system_random)).to_string()
}
