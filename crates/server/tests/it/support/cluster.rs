//! Several nodes of one instance: one PostgreSQL, one Redis, and nothing in front of them.

use super::database::{fresh_postgres, postgres_url};
use super::{TestSocket, TestUser};
use app::Clock;
use parlance_server::cli::Flags;
use parlance_server::config::{self, Environment};
use parlance_server::{Running, start};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Tokens of one node are good at the others only where all have one name.
const PUBLIC_URL: &str = "http://localhost:8080";

pub struct Cluster {
    pub nodes: Vec<Node>,
}

pub struct Node {
    pub url: String,
    running: Running,
    _folder: TempDir,
}

impl Cluster {
    /// Limits out of the way, at the Redis all tests share: instances do not meet there.
    pub async fn start(count: usize) -> Self {
        Self::with(count, &redis_url(), &[]).await
    }

    pub async fn with(count: usize, redis_url: &str, more: &[(&str, &str)]) -> Self {
        let database_url = fresh_postgres(&postgres_url()).await;
        Self::over(&vec![(database_url, redis_url.to_owned()); count], more).await
    }

    /// One node for each clock.
    pub async fn with_clocks(clocks: &[Clock]) -> Self {
        let way = (fresh_postgres(&postgres_url()).await, redis_url());
        Self::of(clocks.iter().map(|clock| (way.clone(), clock.clone())), &[]).await
    }

    /// One node for each way to the database and to Redis.
    pub async fn over(ways: &[(String, String)], more: &[(&str, &str)]) -> Self {
        Self::of(ways.iter().map(|way| (way.clone(), Clock::System)), more).await
    }

    async fn of(ways: impl Iterator<Item = ((String, String), Clock)>, more: &[(&str, &str)]) -> Self {
        let keys = crate::operators::keys::ring_json();
        let mut nodes = Vec::new();
        for ((database_url, redis_url), clock) in ways {
            let folder = TempDir::new().unwrap();
            let common = [
                ("DATA_DIR", folder.path().to_str().unwrap()),
                ("DATABASE_URL", database_url.as_str()),
                ("REDIS_URL", redis_url.as_str()),
                ("KEYS", &keys),
                ("PUBLIC_URL", PUBLIC_URL),
                ("LISTEN", "127.0.0.1:0"),
                ("REGISTRATION", "open"),
                ("DM_FROM", "everyone"),
                ("LIMITS_SCALE", "1000"),
                ("DRAIN_SECONDS", "0"),
            ];
            let mut environment = Environment::new();
            for (name, value) in common.iter().chain(more) {
                environment.insert(format!("PARLANCE_{name}"), value.into());
            }
            let read = |path: &Path| std::fs::read_to_string(path);
            let settings = config::load(&Flags::default(), &environment, &read)
                .unwrap_or_else(|faults| panic!("{faults:?}"));
            let running = start(&settings, clock).await.unwrap_or_else(|error| panic!("{error:#}"));
            nodes.push(Node { url: format!("http://{}", running.address), running, _folder: folder });
        }
        Self { nodes }
    }

    pub async fn user(&self, name: &str) -> TestUser {
        TestUser::register(&self.nodes[0].url, name).await
    }

    /// The same person with the same session, at another node.
    pub fn at(&self, node: usize, user: &TestUser) -> TestUser {
        TestUser { url: self.nodes[node].url.clone(), ..user.clone() }
    }

    pub async fn socket(&self, node: usize, user: &TestUser) -> TestSocket {
        self.at(node, user).socket().await
    }

    /// Sends this at the first node until another one's socket is told at once: the nodes hear each other.
    pub async fn united(&self, from: &TestUser, to: &mut TestSocket, chat: &str) {
        for n in 0..20 {
            let (text, began) = (format!("united {n}"), std::time::Instant::now());
            from.send(chat, &text).await.expect(201);
            to.until(|frame| tells(frame, &text)).await;
            if began.elapsed() < std::time::Duration::from_millis(100) {
                return;
            }
        }
        panic!("the nodes do not hear each other");
    }

    pub async fn stop(self) {
        for node in self.nodes {
            node.running.stop().await;
        }
    }
}

/// Whether a frame tells this text, alone or among others.
pub fn tells(frame: &serde_json::Value, text: &str) -> bool {
    let several = frame["messages"].as_array().into_iter().flatten();
    several.chain([&frame["message"]]).any(|message| message["text"] == text)
}

/// Where `scripts/test` has started Redis.
pub fn redis_url() -> String {
    std::env::var("PARLANCE_TEST_REDIS").expect(
        "PARLANCE_TEST_REDIS is not set: run scripts/test, or start one with `scripts/redis start FOLDER` and \
         export the URL it prints",
    )
}

/// A Redis of one's own, to do harm to.
pub struct Redis {
    folder: TempDir,
    pub url: String,
}

impl Redis {
    pub fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let url = redis("start", folder.path());
        Self { folder, url }
    }

    pub fn kill(&self) {
        redis("stop", self.folder.path());
    }

    pub fn again(&self) {
        assert_eq!(redis("start", self.folder.path()), self.url);
    }

    /// It keeps its connections and answers no request, or goes on.
    pub fn signal(&self, signal: &str) {
        let pid = std::fs::read_to_string(self.folder.path().join("pid")).unwrap();
        assert!(Command::new("kill").args([signal, pid.trim()]).status().unwrap().success());
    }

    pub async fn flush(&self) {
        let mut line = direct_redis(&self.url).await;
        let _: () = redis::cmd("FLUSHALL").query_async(&mut line).await.unwrap();
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A connection past the product, for looking and for tampering.
pub async fn direct_redis(url: &str) -> redis::aio::MultiplexedConnection {
    redis::Client::open(url).unwrap().get_multiplexed_async_connection().await.unwrap()
}

fn redis(what: &str, folder: &Path) -> String {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scripts/redis");
    let output = Command::new(script).arg(what).arg(folder).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "scripts/redis {what} failed");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
