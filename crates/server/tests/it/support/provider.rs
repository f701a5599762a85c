//! Other people's identity providers as processes of their own, and a browser that walks there and back.

use super::process::{Process, script, tools};
use super::user::http_client;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response, redirect};
use std::collections::BTreeMap;
use tokio::process::Command;

/// Where the server under test says it is; no client needs to reach it there.
pub const PUBLIC_URL: &str = "http://localhost:4444";
pub const CLIENT: &str = "parlance";
pub const SECRET: &str = "kept between two servers";

pub struct TestProvider {
    pub issuer: String,
    _process: Process,
}

impl TestProvider {
    /// The certified implementation.
    pub async fn real(name: &str) -> Self {
        let mut command = Command::new("node");
        command
            .arg(script("provider.mjs"))
            .arg(tools().join("node"))
            .args([CLIENT, SECRET])
            .arg(format!("{PUBLIC_URL}/oauth/{name}/callback"));
        Self::of(command).await
    }

    /// One that lies about its `issuer`, its `audience`, or about `nothing`.
    pub async fn liar(lie: &str) -> Self {
        let mut command = Command::new(tools().join("python/bin/python"));
        command.arg(script("liar.py")).arg(lie);
        Self::of(command).await
    }

    /// What a liar says about a person from now on.
    pub async fn claims(&self, subject: &str, claims: serde_json::Value) {
        let request = http_client().put(format!("{}/users/{subject}", self.issuer)).json(&claims);
        assert!(request.send().await.expect("an answer").status().is_success());
    }

    async fn of(command: Command) -> Self {
        let (issuer, process) = Process::start(command).await;
        Self { issuer, _process: process }
    }
}

/// Signs in at a provider as this person and comes back with what it added to the address.
pub async fn walk(authorize_url: &str, person: &str) -> BTreeMap<String, String> {
    let browser = Client::builder().redirect(redirect::Policy::none()).build().expect("a client");
    let mut cookies = BTreeMap::new();
    let mut url = authorize_url.to_owned();
    for _ in 0..20 {
        let request = browser.get(&url).header(COOKIE, cookie_header(&cookies));
        let mut response = request.send().await.expect("an answer");
        keep_cookies(&response, &mut cookies);
        if response.status().is_success() {
            // A form: who are you, or may they know?
            let page = response.text().await.expect("a page");
            let prompt = if page.contains("value=\"consent\"") { "consent" } else { "login" };
            let form = format!("prompt={prompt}&login={person}&password=x&sub={person}");
            let request = browser.post(&url).header(COOKIE, cookie_header(&cookies));
            let request = request.header("Content-Type", "application/x-www-form-urlencoded").body(form);
            response = request.send().await.expect("an answer");
            keep_cookies(&response, &mut cookies);
        }
        let location = response.headers().get(LOCATION).expect("a way on").to_str().expect("an address");
        url = response.url().join(location).expect("an address").into();
        if url.starts_with(PUBLIC_URL) {
            let back = reqwest::Url::parse(&url).expect("an address");
            return back.query_pairs().map(|(name, value)| (name.into(), value.into())).collect();
        }
    }
    panic!("the provider never sent us back");
}

fn keep_cookies(response: &Response, cookies: &mut BTreeMap<String, String>) {
    for cookie in response.headers().get_all(SET_COOKIE) {
        let cookie = cookie.to_str().expect("text").split(';').next().expect("a pair");
        let (name, value) = cookie.split_once('=').expect("a pair");
        cookies.insert(name.to_owned(), value.to_owned());
    }
}

fn cookie_header(cookies: &BTreeMap<String, String>) -> String {
    cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}
