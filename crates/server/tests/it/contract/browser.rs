//! Browsers get a cookie that no script and no other site can use, and every answer has its headers.

use crate::both;
use crate::support::server::moved_clock;
use crate::support::user::{Answer, PASSWORD, answer, registration};
use crate::support::{Backend, TestServer, TestUser, http_client};
use app::Moved;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// A page in a browser: what the browser says of it, and the cookie it keeps for our server.
#[derive(Clone)]
pub struct Page {
    url: String,
    headers: Vec<(&'static str, String)>,
    pub cookie: String,
}

impl Page {
    /// Our own, just loaded.
    pub fn ours(server: &TestServer) -> Self {
        let page = Self { url: server.url.clone(), headers: Vec::new(), cookie: String::new() };
        page.another(&[("sec-fetch-site", "same-origin"), ("origin", &server.url), ("x-parlance-csrf", "1")])
    }

    /// Another page in the same browser, which says this of it.
    pub fn another(&self, headers: &[(&'static str, &str)]) -> Self {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { url: self.url.clone(), headers, cookie: self.cookie.clone() }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = http_client().request(method, format!("{}/api/v1{path}", self.url));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if self.cookie.is_empty() {
            return request;
        }
        request.header("cookie", format!("__Host-parlance_rt={}", self.cookie))
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        answer(self.request(Method::POST, path).json(body)).await
    }

    pub async fn refresh(&self) -> Answer {
        self.post("/auth/refresh", &json!({})).await
    }

    /// Makes an account; the cookie stays here.
    pub async fn sign_up(&mut self, name: &str) -> TestUser {
        let mut body = registration(name);
        body.as_object_mut().expect("an object").remove("transport");
        self.enter("/auth/register", &body, 201).await
    }

    pub async fn sign_in(&mut self, name: &str) -> TestUser {
        self.enter("/auth/login", &json!({"identifier": name, "password": PASSWORD}), 200).await
    }

    async fn enter(&mut self, path: &str, body: &Value, status: u16) -> TestUser {
        let answer = self.post(path, body).await;
        let (cookie, attributes) = set_cookie(&answer).expect("a cookie");
        assert_eq!(attributes, kept_for("Max-Age=604800"));
        assert!(cookie.starts_with("prt_"), "{cookie}");
        let session = answer.expect(status);
        assert!(!session.to_string().contains("prt_") && session.get("refresh_token").is_none(), "{session}");
        self.cookie = cookie;
        TestUser::of(&self.url, http_client(), &session)
    }
}

/// The session's cookie, if an answer sets it, and what is said about it; the device's may stand beside it.
pub fn set_cookie(answer: &Answer) -> Option<(String, BTreeSet<String>)> {
    let lines = answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().expect("text"));
    let (device, own): (Vec<_>, Vec<_>) = lines.partition(|line| line.starts_with("__Host-parlance_device="));
    assert!(device.len() <= 1 && own.len() <= 1, "{device:?} {own:?}");
    let mut parts = own.first()?.split("; ").map(str::to_owned);
    let pair = parts.next().expect("a name and a value");
    let value = pair.strip_prefix("__Host-parlance_rt=").expect("our cookie");
    Some((value.to_owned(), parts.collect()))
}

/// Exactly these attributes, hence no `Domain`.
fn kept_for(age: &str) -> BTreeSet<String> {
    ["HttpOnly", "Secure", "SameSite=Strict", "Path=/", age].map(str::to_owned).into()
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.headers.get(name).and_then(|value| value.to_str().ok())
}

/// Everything that would read the cookie or set it.
fn attempts() -> [(&'static str, Value); 4] {
    let mut newcomer = registration("newcomer");
    newcomer["transport"] = json!("cookie");
    let login = json!({"identifier": "ana", "password": PASSWORD, "transport": "cookie"});
    [
        ("/auth/refresh", json!({})),
        ("/auth/logout", json!({})),
        ("/auth/login", login),
        ("/auth/register", newcomer),
    ]
}

/// The token was not traded, the session was not ended, no one signed in, and no name was taken.
async fn nothing_happened(server: &TestServer, clock: &Moved, page: &Page, ana: &TestUser) {
    // By now the predecessor of a traded token would end the session.
    clock.advance(Duration::from_secs(31));
    let sessions = ana.get("/me/sessions").await.expect(200);
    assert_eq!(sessions["items"].as_array().expect("items").len(), 1, "{sessions}");
    page.refresh().await.expect(200);
    server.user("newcomer").await;
}

both! {
    async fn the_cookie_signs_in_and_is_traded_at_every_refresh(backend) {
        let server = TestServer::start(backend).await;
        let mut page = Page::ours(&server);
        page.sign_up("ana").await;
        let ana = page.sign_in("ana").await;
        let first = page.clone();
        for _ in 0..3 {
            let refreshed = page.refresh().await;
            let (cookie, attributes) = set_cookie(&refreshed).unwrap();
            assert_eq!(attributes, kept_for("Max-Age=604800"));
            assert_ne!(cookie, page.cookie);
            let session = refreshed.expect(200);
            assert!(session.get("refresh_token").is_none());
            assert_eq!(session["session_id"], ana.session);
            TestUser::of(&server.url, http_client(), &session).get("/me").await.expect(200);
            page.cookie = cookie;
        }
        let stolen = first.refresh().await;
        stolen.refused(401, "session_revoked");
        assert_eq!(set_cookie(&stolen), Some((String::new(), kept_for("Max-Age=0"))));
        page.refresh().await.refused(401, "session_revoked");
    }
}

both! {
    async fn nothing_but_our_own_page_uses_the_cookie(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let mut page = Page::ours(&server);
        let ana = page.sign_up("ana").await;
        let (mark, ours) = (("x-parlance-csrf", "1"), ("origin", server.url.as_str()));
        let theirs = ("origin", "https://evil.example");
        let pages = [
            vec![("sec-fetch-site", "same-origin"), ours],
            vec![("x-parlance-csrf", "true"), ("sec-fetch-site", "same-origin"), ours],
            vec![mark, ("sec-fetch-site", "cross-site"), ours],
            vec![mark, ("sec-fetch-site", "same-site"), theirs],
            vec![mark, ("sec-fetch-site", "none")],
            vec![mark, ("origin", "null")],
            vec![mark, theirs],
            vec![mark],
        ];
        for headers in &pages {
            for (path, body) in attempts() {
                let refused = page.another(headers).post(path, &body).await;
                assert_eq!(refused.body["code"], "csrf", "{path} {headers:?}");
                refused.refused(403, "csrf");
                assert_eq!(set_cookie(&refused), None);
            }
        }
        nothing_happened(&server, &clock, &page, &ana).await;
    }
}

both! {
    async fn a_form_of_another_site_changes_nothing(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let mut page = Page::ours(&server);
        let ana = page.sign_up("ana").await;
        let evil = page.another(&[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")]);
        let submit = |path: &str, kind: &str, body: String| {
            answer(evil.request(Method::POST, path).header("content-type", kind).body(body))
        };
        for (path, body) in attempts() {
            let form = "application/x-www-form-urlencoded";
            for (kind, body) in [(form, "identifier=ana".to_owned()), ("text/plain", body.to_string())] {
                let refused = submit(path, kind, body).await;
                refused.refused(415, "unsupported_media_type");
                assert_eq!(set_cookie(&refused), None);
            }
        }
        for path in ["/auth/refresh", "/auth/logout"] {
            submit(path, "application/x-www-form-urlencoded", String::new()).await.refused(403, "csrf");
        }
        nothing_happened(&server, &clock, &page, &ana).await;
    }
}

both! {
    async fn signing_out_takes_the_cookie_back(backend) {
        let server = TestServer::start(backend).await;
        let mut page = Page::ours(&server);
        let ana = page.sign_up("ana").await;
        let mut socket = ana.socket().await;
        let left = page.post("/auth/logout", &json!({})).await;
        assert_eq!(set_cookie(&left), Some((String::new(), kept_for("Max-Age=0"))));
        left.expect(204);
        ana.get("/me").await.refused(401, "session_revoked");
        assert_eq!(socket.closed().await.code, 4410);
        page.refresh().await.refused(401, "session_revoked");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_proves_nothing_elsewhere() {
    let server = TestServer::start(Backend::Sqlite).await;
    let mut page = Page::ours(&server);
    page.sign_up("ana").await;
    for (method, path) in [
        (Method::GET, "/me"),
        (Method::GET, "/chats"),
        (Method::POST, "/chats"),
        (Method::POST, "/ws/ticket"),
        (Method::PUT, "/me/password"),
        (Method::DELETE, "/me/sessions"),
    ] {
        answer(page.request(method, path).json(&json!({}))).await.refused(401, "unauthenticated");
    }
    page.cookie.clear();
    page.refresh().await.refused(401, "unauthenticated");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_listed_origin_reads_and_signs_in() {
    let app = "https://app.example";
    let server = TestServer::with(Backend::Sqlite).set("ALLOWED_ORIGINS", app).start().await;
    let from = |origin: &str, method: Method, path: &str| {
        let request = http_client().request(method, format!("{}/api/v1{path}", server.url));
        answer(request.header("origin", origin).header("access-control-request-method", "POST"))
    };
    for (path, credentials) in [("/instance", None), ("/chats", None), ("/auth/refresh", Some("true"))] {
        for method in [Method::GET, Method::OPTIONS] {
            let answer = from(app, method, path).await;
            assert_eq!(header(&answer, "access-control-allow-origin"), Some(app), "{path}");
            assert_eq!(header(&answer, "access-control-allow-credentials"), credentials, "{path}");
            assert_eq!(header(&answer, "vary"), Some("Authorization, Cookie, Origin"), "{path}");
        }
    }
    let preflight = from(app, Method::OPTIONS, "/auth/refresh").await;
    assert_eq!(header(&preflight, "access-control-max-age"), Some("600"));
    assert!(header(&preflight, "access-control-allow-headers").unwrap().contains("X-Parlance-CSRF"));
    assert!(header(&preflight, "access-control-allow-methods").unwrap().contains("POST"));
    preflight.expect(204);
    let unlisted = ["https://evil.example", "http://app.example", "https://app.example.evil.example", "null"];
    for origin in unlisted {
        for method in [Method::GET, Method::OPTIONS] {
            let answer = from(origin, method, "/instance").await;
            let told = answer.headers.keys().find(|name| name.as_str().starts_with("access-control-"));
            assert_eq!(told, None, "{origin}");
        }
    }
    // A sister site that is listed is as good as our own page.
    let sister = [("sec-fetch-site", "same-site"), ("origin", app), ("x-parlance-csrf", "1")];
    let mut page = Page::ours(&server).another(&sister);
    page.sign_up("ana").await;
    page.refresh().await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_is_dressed() {
    let plain = TestServer::start(Backend::Sqlite).await;
    let https = TestServer::with(Backend::Sqlite).set("PUBLIC_URL", "https://chat.example");
    let https = https.set("FORCE_OUTBOX", "true").start().await;
    let long = format!("/api/v1/instance?{}", "x".repeat(5_000));
    let paths =
        ["/api/v1/instance", "/api/v1/me", "/api/v1/nowhere", "/api/v1/auth/login", &long, "/healthz", "/"];
    for path in paths {
        for (server, hsts) in [(&plain, None), (&https, Some("max-age=31536000; includeSubDomains"))] {
            let answer = answer(http_client().get(format!("{}{path}", server.url))).await;
            let ours = path.starts_with("/api/");
            let other = if path == "/" { "Accept-Encoding, Origin" } else { "Origin" };
            for (name, value) in [
                ("x-content-type-options", Some("nosniff")),
                ("referrer-policy", Some("no-referrer")),
                ("cross-origin-opener-policy", Some("same-origin")),
                ("cross-origin-resource-policy", Some("same-origin")),
                ("permissions-policy", Some("geolocation=(), camera=(), microphone=()")),
                ("vary", Some(if ours { "Authorization, Cookie, Origin" } else { other })),
                ("strict-transport-security", hsts),
                ("server", None),
            ] {
                assert_eq!(header(&answer, name), value, "{name} of {path}");
            }
            assert_eq!(
                header(&answer, "cache-control"),
                Some(if path == "/" { "no-cache" } else { "no-store" })
            );
        }
    }
}
