//! Two nodes on one PostgreSQL with nothing between them heal: what one commits, the other finds and publishes.

use crate::both;
use crate::instance::query_plans::Past;
use crate::support::server::moved_clock;
use crate::support::user::client_id;
use crate::support::{Backend, TestServer, TestSocket, TestUser};
use app::Clock;
use futures_util::SinkExt;
use parlance_server::cli::Flags;
use parlance_server::config::{self, Environment};
use parlance_server::{Running, start};
use serde_json::{Value, json};
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

/// Tokens of one node are good at the other only where both have one name.
const PUBLIC_URL: &str = "http://localhost:8080";
/// The database is asked every two seconds.
const SOON: Duration = Duration::from_secs(3);
const SESSION_SOON: Duration = Duration::from_secs(5);

struct Nodes {
    a: TestServer,
    b: Node,
}

struct Node {
    url: String,
    _running: Running,
    _folder: TempDir,
}

impl Nodes {
    async fn start() -> Self {
        let keys = crate::operators::keys::ring_json();
        let a = TestServer::with(Backend::Postgres).set("KEYS", &keys).set("PUBLIC_URL", PUBLIC_URL);
        let a = a.start().await;
        let b = Node::beside(&a, &keys).await;
        Self { a, b }
    }

    /// The same person with the same session, at the second node.
    fn at_b(&self, user: &TestUser) -> TestUser {
        TestUser { url: self.b.url.clone(), ..user.clone() }
    }
}

impl Node {
    async fn beside(first: &TestServer, keys: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let mut environment = Environment::new();
        for (name, value) in [
            ("DATA_DIR", folder.path().to_str().unwrap()),
            ("DATABASE_URL", first.database_url.as_str()),
            ("KEYS", keys),
            ("PUBLIC_URL", PUBLIC_URL),
            ("LISTEN", "127.0.0.1:0"),
            ("LIMITS_SCALE", "1000"),
            ("DRAIN_SECONDS", "0"),
        ] {
            environment.insert(format!("PARLANCE_{name}"), value.into());
        }
        let settings = config::load(&Flags::default(), &environment, &|path| std::fs::read_to_string(path))
            .unwrap_or_else(|faults| panic!("{faults:?}"));
        let running = start(&settings, Clock::System).await.unwrap_or_else(|error| panic!("{error:#}"));
        Self { url: format!("http://{}", running.address), _running: running, _folder: folder }
    }
}

/// A client that keeps one chat by the rule: what is old is dropped, and a hole is a failure.
struct Reader {
    socket: TestSocket,
    chat: String,
    rev: i64,
    /// Number and text of each message, in the order they came.
    heard: Vec<(i64, String)>,
}

impl Reader {
    async fn connect(user: &TestUser, chat: &str) -> Self {
        let socket = user.socket().await;
        let chats = socket.ready["chats"].as_array().unwrap();
        let rev = chats.iter().find(|one| one["id"] == chat).unwrap()["rev"].as_i64().unwrap();
        Self { socket, chat: chat.to_owned(), rev, heard: Vec::new() }
    }

    /// Listens until this text has come.
    async fn until(&mut self, text: &str) {
        while self.heard.last().is_none_or(|(_, last)| last != text) {
            let frame = self.socket.frame().await;
            let rev = frame["rev"].as_i64().unwrap_or(0);
            if frame["chat_id"] != self.chat || rev <= self.rev {
                continue;
            }
            match frame["type"].as_str().unwrap() {
                "message" | "chat" | "skip" => {
                    assert_eq!(rev, self.rev + 1, "something is missing before {frame}");
                    self.keep(&frame["message"]);
                    self.rev = rev;
                }
                "changes" => {
                    assert!(
                        frame["after"].as_i64().unwrap() <= self.rev,
                        "something is missing before {frame}"
                    );
                    for message in frame["messages"].as_array().unwrap() {
                        self.keep(message);
                    }
                    self.rev = rev;
                }
                _ => {}
            }
        }
    }

    fn keep(&mut self, message: &Value) {
        let new = message["rev"].as_i64().is_some_and(|rev| rev > self.rev);
        if let (true, Some(seq), Some(text)) = (new, message["seq"].as_i64(), message["text"].as_str()) {
            self.heard.push((seq, text.to_owned()));
        }
    }
}

/// Whether a frame tells this text, alone or among others.
fn tells(frame: &Value, text: &str) -> bool {
    let several = frame["messages"].as_array().into_iter().flatten();
    several.chain([&frame["message"]]).any(|message| message["text"] == text)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_through_one_node_reach_a_socket_at_another_in_order_and_complete() {
    let nodes = Nodes::start().await;
    let (ana, leo) = tokio::join!(nodes.a.user("ana"), nodes.a.user("leo"));
    let chat = ana.direct(&leo).await;
    let mut reader = Reader::connect(&nodes.at_b(&leo), &chat).await;
    let mut sent = Vec::new();
    for seq in 1..=50 {
        let text = format!("message {seq}");
        assert_eq!(ana.send(&chat, &text).await.expect(201)["seq"], seq);
        sent.push((seq, text));
    }
    timeout(SOON, reader.until("message 50")).await.expect("told in time");
    assert_eq!(reader.heard, sent);

    // The other way round, and with both nodes writing into one chat.
    let mut at_a = Reader::connect(&ana, &chat).await;
    let leo = nodes.at_b(&leo);
    for n in 0..10 {
        let (left, right) = (format!("left {n}"), format!("right {n}"));
        let (one, other) = tokio::join!(ana.send(&chat, &left), leo.send(&chat, &right));
        one.expect(201);
        other.expect(201);
    }
    leo.send(&chat, "the end").await.expect(201);
    let both = async { tokio::join!(at_a.until("the end"), reader.until("the end")) };
    timeout(SOON, both).await.expect("told in time");
    let seqs = |reader: &Reader| reader.heard.iter().map(|(seq, _)| *seq).collect::<Vec<_>>();
    assert_eq!(seqs(&at_a), (51..=71).collect::<Vec<_>>());
    assert_eq!(seqs(&reader), (1..=71).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_membership_gained_through_one_node_is_heard_at_another() {
    let nodes = Nodes::start().await;
    let (ana, mia) = tokio::join!(nodes.a.user("ana"), nodes.a.user("mia"));
    let mut at_b = nodes.at_b(&mia).socket().await;
    let chat = ana.group(&[]).await;
    ana.post(&format!("/chats/{chat}/members"), json!({"user_ids": [mia.id]})).await.expect(200);
    let told = at_b.until(|frame| frame["membership"]["chat_id"] == chat);
    let me = timeout(SOON, told).await.expect("told in time");
    assert_eq!((me["type"].as_str(), me["membership"]["joined"].as_bool()), (Some("me"), Some(true)));
    ana.send(&chat, "welcome").await.expect(201);
    timeout(SOON, at_b.until(|frame| tells(frame, "welcome"))).await.expect("told in time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_through_one_node_ends_the_audience_at_another() {
    let nodes = Nodes::start().await;
    let (ana, leo, mia) = tokio::join!(nodes.a.user("ana"), nodes.a.user("leo"), nodes.a.user("mia"));
    let chat = ana.group(&[&leo, &mia]).await;
    let mut at_leo = nodes.at_b(&leo).socket().await;
    let mut at_mia = Reader::connect(&nodes.at_b(&mia), &chat).await;
    ana.delete(&format!("/chats/{chat}/members/{}", leo.id)).await.expect(204);
    // In the same stretch of changes as the removal.
    ana.send(&chat, "without leo").await.expect(201);
    timeout(SOON, at_mia.until("without leo")).await.expect("told in time");
    let (mut removed, mut left) = (false, false);
    while !(removed && left) {
        let frame = timeout(SOON, at_leo.frame()).await.expect("told in time");
        assert!(!tells(&frame, "without leo"), "{frame}");
        removed |= frame["type"] == "chat" && frame["chat_id"] == chat && frame["removed"] == true;
        left |= frame["membership"] == json!({"chat_id": chat, "joined": false});
    }
    ana.send(&chat, "still without leo").await.expect(201);
    timeout(SOON, at_mia.until("still without leo")).await.expect("told in time");
    at_leo.is_quiet_for(Duration::from_millis(300)).await;
    nodes.at_b(&leo).get(&format!("/chats/{chat}")).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_deleted_through_one_node_ends_at_another() {
    let nodes = Nodes::start().await;
    let (ana, leo) = tokio::join!(nodes.a.user("ana"), nodes.a.user("leo"));
    let chat = ana.group(&[&leo]).await;
    let mut at_leo = nodes.at_b(&leo).socket().await;
    // The second node has the chat's keys opened.
    nodes.at_b(&leo).send(&chat, "before").await.expect(201);
    ana.delete(&format!("/chats/{chat}")).await.expect(204);
    let told = at_leo.until(|frame| frame["removed"] == true && frame["chat_id"] == chat);
    timeout(SOON, told).await.expect("told in time");
    let leo = nodes.at_b(&leo);
    leo.get(&format!("/chats/{chat}/messages")).await.refused(404, "not_found");
    leo.send(&chat, "after").await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ended_through_one_node_closes_its_socket_at_another() {
    let nodes = Nodes::start().await;
    let lost = nodes.a.user("leo").await;
    let kept = TestUser::login(&nodes.a.url, "leo").await;
    let mut at_lost = nodes.at_b(&lost).socket().await;
    let mut at_kept = nodes.at_b(&kept).socket().await;
    kept.delete(&format!("/me/sessions/{}", lost.session)).await.expect(204);
    let closed = timeout(SESSION_SOON, at_lost.closed()).await.expect("closed in time");
    assert_eq!(closed.code, 4410, "{closed:?}");
    nodes.at_b(&lost).get("/me").await.refused(401, "session_revoked");
    assert_eq!(at_kept.ask(json!({"type": "ping"})).await["type"], "pong");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_sends_of_one_client_id_over_both_nodes_keep_one_row() {
    let nodes = Nodes::start().await;
    let (ana, leo) = tokio::join!(nodes.a.user("ana"), nodes.a.user("leo"));
    let chat = ana.direct(&leo).await;
    let id = client_id();
    let tries = (0..20).map(|n| {
        let ana = if n % 2 == 0 { ana.clone() } else { nodes.at_b(&ana) };
        let (path, body) = (format!("/chats/{chat}/messages"), json!({"client_id": id, "text": "once"}));
        tokio::spawn(async move { ana.post(&path, body).await })
    });
    let mut messages = Vec::new();
    let mut created = 0;
    for one in tries.collect::<Vec<_>>() {
        let answer = one.await.unwrap();
        assert!(matches!(answer.status.as_u16(), 200 | 201), "{}", answer.body);
        created += usize::from(answer.status.as_u16() == 201);
        messages.push(answer.body);
    }
    assert_eq!(created, 1);
    assert!(messages.iter().all(|message| *message == messages[0]), "{messages:?}");
    assert_eq!(nodes.at_b(&leo).history(&chat).await, messages[..1]);
}

both! {
    async fn a_node_that_serves_follows_the_epoch(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        let past = Past::of(backend, &server.database_url);
        let mut known = ana.socket().await.ready["epoch"].clone();
        // Another node began it; or the database is not where it was, which only PostgreSQL tells.
        let other = format!("epoch = {}", past.id("01939f6e-0000-7000-8000-000000000000"));
        let moved = (backend == Backend::Postgres).then(|| "place = 'elsewhere'".to_owned());
        for change in [Some(other), moved].into_iter().flatten() {
            let mut socket = ana.socket().await;
            past.run(&format!("UPDATE instance SET {change}")).await;
            // In steps, so that no heartbeat is missed.
            let closed = loop {
                clock.advance(Duration::from_secs(20));
                let _ = socket.stream.send(Message::text(r#"{"type":"ping"}"#)).await;
                if let Err(closed) = socket.next().await {
                    break closed;
                }
            };
            assert_eq!(closed.code, 1001, "{change}");
            let after = ana.socket().await.ready["epoch"].clone();
            assert_ne!(after, known, "{change}");
            known = after;
        }
        clock.advance(Duration::from_secs(60));
        ana.socket().await.is_quiet_for(Duration::from_millis(300)).await;
    }
}
