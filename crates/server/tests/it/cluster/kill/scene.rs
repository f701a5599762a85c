//! Three processes of the binary, a PostgreSQL and a Redis of their own, and what is done to them.

use crate::operators::keys::Operator;
use crate::support::cluster::Redis;
use crate::support::database::fresh_postgres;
use crate::support::{Backend, http_client};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

pub struct Node {
    child: Option<Child>,
    folder: TempDir,
    environment: Vec<(String, String)>,
    pub url: String,
}

impl Node {
    async fn start(environment: Vec<(String, String)>) -> Self {
        let folder = TempDir::new().unwrap();
        // The address must be known before and stay: nothing else on this machine takes it in between.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut node = Self { child: None, folder, environment, url: format!("http://{free}") };
        node.again().await;
        node
    }

    /// At the same address.
    async fn again(&mut self) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_parlance"))
            .args(["serve", "--listen", self.url.trim_start_matches("http://")])
            .env_clear()
            .envs(self.environment.iter().cloned())
            .env("PARLANCE_DATA_DIR", self.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while !lines.next_line().await.unwrap().expect("the server starts").contains("http://") {}
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        self.child = Some(child);
    }

    pub async fn kill(&mut self) {
        self.child.take().unwrap().kill().await.unwrap();
    }

    /// As an operator does it.
    pub async fn restart(&mut self) {
        let mut child = self.child.take().unwrap();
        let pid = child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        child.wait().await.unwrap();
        self.again().await;
    }
}

/// Everything that can be harmed.
pub struct Scene {
    pub nodes: Vec<Node>,
    pub redis: Redis,
    /// The operator who runs commands beside the nodes.
    pub operator: Arc<Operator>,
    postgres: TempDir,
    files: TempDir,
}

#[derive(Debug, Clone, Copy)]
pub enum Harm {
    KillNode(usize),
    KillRedis,
    HangRedis,
    KillPostgres,
}

pub const HARMS: [Harm; 6] = [
    Harm::KillNode(0),
    Harm::KillRedis,
    Harm::KillNode(1),
    Harm::KillPostgres,
    Harm::HangRedis,
    Harm::KillNode(2),
];

impl Scene {
    pub async fn start() -> Self {
        let (redis, postgres) = (Redis::start(), TempDir::new().unwrap());
        let database_url = fresh_postgres(&database("start", postgres.path()).await).await;
        let files = TempDir::new().unwrap();
        let operator = [
            ("REDIS_URL", redis.url.as_str()),
            ("KEYS", &crate::operators::keys::ring_json()),
            ("PUBLIC_URL", "http://localhost:8080"),
            ("FILES_URL", &format!("file://{}", files.path().display())),
            ("ARCHIVE_MONTHS", "2"),
            ("LIMITS_SCALE", "100000"),
            ("LIMITS_CONNECTIONS_PER_ADDRESS", "10000"),
            ("DRAIN_SECONDS", "1"),
        ]
        .iter()
        .fold(Operator::over(Backend::Postgres, &database_url), |all, (name, value)| all.set(name, value));
        let environment: Vec<(String, String)> = operator.environment().into_iter().collect();
        let mut nodes = Vec::new();
        for _ in 0..3 {
            nodes.push(Node::start(environment.clone()).await);
        }
        Self { nodes, redis, postgres, operator: Arc::new(operator), files }
    }

    /// Where sealed files lie, of all nodes.
    pub fn files(&self) -> PathBuf {
        self.files.path().to_owned()
    }

    pub async fn harm(&mut self, harm: Harm) {
        let down = Duration::from_millis(800);
        match harm {
            Harm::KillNode(node) => {
                self.nodes[node].kill().await;
                sleep(down).await;
                self.nodes[node].again().await;
            }
            Harm::KillRedis => {
                self.redis.kill();
                sleep(down).await;
                self.redis.again();
            }
            Harm::HangRedis => {
                self.redis.signal("-STOP");
                sleep(down).await;
                self.redis.signal("-CONT");
            }
            Harm::KillPostgres => {
                database("stop", self.postgres.path()).await;
                sleep(Duration::from_millis(300)).await;
                for node in &self.nodes {
                    assert_eq!(ready(&node.url).await, 503, "without a database no node is ready");
                }
                sleep(down).await;
                database("start", self.postgres.path()).await;
            }
        }
        for node in &self.nodes {
            let recovered = async {
                while ready(&node.url).await != 200 {
                    sleep(Duration::from_millis(50)).await;
                }
            };
            timeout(Duration::from_secs(60), recovered).await.expect("the node comes back by itself");
        }
    }
}

async fn ready(url: &str) -> u16 {
    let answer = http_client().get(format!("{url}/readyz")).timeout(Duration::from_secs(10)).send();
    answer.await.map_or(0, |answer| answer.status().as_u16())
}

/// `scripts/postgres start` prints its URL; `stop` is as sudden as a power cut.
async fn database(what: &str, folder: &Path) -> String {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres");
    let output = Command::new(script).arg(what).arg(folder).stderr(Stdio::inherit()).output().await.unwrap();
    assert!(output.status.success(), "scripts/postgres {what} failed");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
