//! A client as it should be: it sends until it is told, follows its chat by the revisions, and comes back at another
//! node when its own is gone.

use crate::support::TestUser;
use crate::support::user::client_id;
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// What all clients have in common.
#[derive(Default)]
pub struct World {
    /// Nodes, as clients know them; a single one is one of one.
    pub urls: Vec<String>,
    pub pause: Duration,
    pub stop: AtomicBool,
    /// Messages put into a request or a frame, however often.
    pub attempts: AtomicUsize,
    pub acks: AtomicUsize,
    /// The last number of each chat that the client was told.
    pub highest: Mutex<HashMap<String, i64>>,
    /// Nothing is broken, nor was a moment ago.
    pub healthy: AtomicBool,
    pub sent_at: Mutex<HashMap<String, Instant>>,
    pub took: Mutex<Vec<Duration>>,
    /// When a client was back, and how long it was away.
    pub back: Mutex<Vec<(Instant, Duration)>>,
    /// Where each chat stands when all is said; -1 until then.
    pub ends: HashMap<String, AtomicI64>,
}

impl World {
    /// The address of a node, counted round and round.
    pub fn url(&self, node: usize) -> &str {
        &self.urls[node % self.urls.len()]
    }

    pub fn acknowledged(&self, chat: &str, seq: i64) {
        self.acks.fetch_add(1, Ordering::Relaxed);
        let mut highest = self.highest.lock().unwrap();
        let last = highest.entry(chat.to_owned()).or_default();
        *last = seq.max(*last);
    }

    /// Some people speak faster, some slower.
    pub async fn breathe(&self) {
        // People do not speak in step: without chance all would, after whatever held them up together.
        let [chance] = domain::random::bytes(parlance_server::system_random);
        sleep(self.pause * (64 + u32::from(chance)) / 192).await;
    }

    pub fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

#[derive(Clone)]
pub struct Entry {
    pub client_id: String,
    pub text: String,
    pub acked: Option<i64>,
    /// The server said that it could not: what was said after it may stand before its repetition.
    pub refused: bool,
}

impl Entry {
    pub fn new(text: String) -> Self {
        Self { client_id: client_id(), text, acked: None, refused: false }
    }
}

/// Sends one message after the other, each until it is acknowledged, at whichever node answers.
pub async fn send(world: Arc<World>, user: TestUser, chat: String, number: usize) -> Vec<Entry> {
    let (mut ledger, mut node): (Vec<Entry>, usize) = (Vec::new(), number);
    let http = reqwest::Client::builder().timeout(Duration::from_secs(5)).build().unwrap();
    while !world.is_over() {
        world.breathe().await;
        let mut entry = Entry::new(format!("needle {} {}", user.name, ledger.len()));
        let body = json!({"client_id": entry.client_id, "text": entry.text});
        if world.healthy.load(Ordering::Relaxed) {
            world.sent_at.lock().unwrap().insert(entry.text.clone(), Instant::now());
        }
        entry.acked = loop {
            let url = format!("{}/api/v1/chats/{chat}/messages", world.url(node));
            world.attempts.fetch_add(1, Ordering::Relaxed);
            match http.post(url).bearer_auth(&user.token).json(&body).send().await {
                Ok(answer) if answer.status().is_success() => match answer.json::<Value>().await {
                    Ok(message) => break message["seq"].as_i64(),
                    Err(_) => node += 1,
                },
                // 502 is a proxy's word for a node that went away under the request, 408 one of a node that was too busy
                // to read it.
                Ok(answer) if [408, 502, 503].contains(&answer.status().as_u16()) => node += 1,
                Ok(answer) => panic!("{}", answer.status()),
                // Whether it is stored is unknown, and repeating it will tell.
                Err(_) => node += 1,
            }
            world.sent_at.lock().unwrap().remove(&entry.text);
            sleep(Duration::from_millis(50)).await;
        };
        world.acknowledged(&chat, entry.acked.expect("a number"));
        ledger.push(entry);
        node += 1;
    }
    ledger
}

/// One chat, as one socket after the other tells it.
pub struct Follower {
    world: Arc<World>,
    user: TestUser,
    chat: String,
    node: usize,
    rev: i64,
    pub heard: Vec<(i64, String)>,
}

impl Follower {
    pub fn new(world: Arc<World>, user: TestUser, chat: String, node: usize) -> Self {
        Self { world, user, chat, node, rev: 0, heard: Vec::new() }
    }

    /// Until everything was heard.
    pub async fn run(mut self) -> Self {
        let mut away = Instant::now();
        while !self.complete() {
            self.life(away).await;
            away = Instant::now();
            self.node += 1;
            // Not all at once.
            let [chance] = domain::random::bytes(parlance_server::system_random);
            sleep(Duration::from_millis(100 + u64::from(chance) * 2)).await;
        }
        self
    }

    fn complete(&self) -> bool {
        let end = self.world.ends[&self.chat].load(Ordering::Relaxed);
        end >= 0 && self.rev >= end
    }

    async fn life(&mut self, away: Instant) -> Option<()> {
        let url = self.world.url(self.node);
        let mut request =
            format!("{}/api/v1/ws", url.replace("http://", "ws://")).into_client_request().ok()?;
        request.headers_mut().insert("authorization", format!("Bearer {}", self.user.token).parse().ok()?);
        let (mut stream, _) = timeout(Duration::from_secs(3), connect_async(request)).await.ok()?.ok()?;
        timeout(Duration::from_secs(3), stream.next()).await.ok()??.ok()?;
        self.world.back.lock().unwrap().push((Instant::now(), away.elapsed()));
        self.catch_up().await?;
        while !self.complete() {
            let Ok(next) = timeout(Duration::from_millis(500), stream.next()).await else { continue };
            match next?.ok()? {
                Message::Text(text) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    if frame["chat_id"] == self.chat.as_str() && self.hear(&frame).is_none() {
                        self.catch_up().await?;
                    }
                }
                Message::Close(_) => return None,
                _ => {}
            }
        }
        Some(())
    }

    /// Nothing when something before it is missing.
    fn hear(&mut self, frame: &Value) -> Option<()> {
        let Some(rev) = frame["rev"].as_i64().filter(|rev| *rev > self.rev) else { return Some(()) };
        if frame["type"] == "changes" {
            (frame["after"].as_i64()? <= self.rev).then_some(())?;
            frame["messages"].as_array()?.iter().for_each(|message| self.keep(message));
        } else {
            (rev == self.rev + 1).then_some(())?;
            self.keep(&frame["message"]);
            let text = frame["message"]["text"].as_str().unwrap_or_default();
            if let Some(sent) = self.world.sent_at.lock().unwrap().get(text) {
                self.world.took.lock().unwrap().push(sent.elapsed());
            }
        }
        self.rev = rev;
        Some(())
    }

    async fn catch_up(&mut self) -> Option<()> {
        loop {
            let url = self.world.url(self.node);
            let path = format!("{url}/api/v1/chats/{}/changes?after={}&limit=200", self.chat, self.rev);
            let request = self.user.http.get(path).bearer_auth(&self.user.token);
            let answer = request.timeout(Duration::from_secs(5)).send().await.ok()?;
            let changes: Value = answer.error_for_status().ok()?.json().await.ok()?;
            changes["messages"].as_array()?.iter().for_each(|message| self.keep(message));
            self.rev = self.rev.max(changes["rev"].as_i64()?);
            if changes["more"] != true {
                return Some(());
            }
        }
    }

    fn keep(&mut self, message: &Value) {
        assert_ne!(message["unreadable"], true, "told as lost: {message}");
        let last = self.heard.last().map_or(0, |(seq, _)| *seq);
        if let Some(seq) = message["seq"].as_i64().filter(|seq| *seq > last) {
            assert_eq!(seq, last + 1, "a message is missing or out of order");
            self.heard.push((seq, message["text"].as_str().unwrap_or_default().to_owned()));
        }
    }
}
