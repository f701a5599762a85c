//! The real binary under `kill -9`, and the database under it too. A ledger of what was acknowledged is compared with
//! what can be read afterwards: nothing lost, nothing doubled, nothing out of order.

use crate::support::database::{fresh_postgres, postgres_url};
use crate::support::user::{answer, client_id};
use crate::support::{Backend, TestUser};
use diesel::connection::SimpleConnection;
use diesel::{Connection, RunQueryDsl, SqliteConnection};
use serde_json::json;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

const SENDERS: usize = 8;

/// Three in every run; `just prove` asks for more.
fn kills() -> usize {
    std::env::var("PARLANCE_TEST_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(3)
}

/// The binary itself, as an operator runs it.
struct Process {
    child: Child,
    url: String,
}

impl Process {
    /// Port 0 picks one; tokens name the address that issued them, so a restart keeps it.
    async fn start(folder: &Path, database_url: &str, port: u16) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_parlance"))
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .env_clear()
            .env("PARLANCE_DATA_DIR", folder)
            .env("PARLANCE_DATABASE_URL", database_url)
            .env("PARLANCE_REGISTRATION", "open")
            .env("PARLANCE_DM_FROM", "everyone")
            .env("PARLANCE_DM_FROM", "everyone")
            .env("PARLANCE_LIMITS_SCALE", "100000")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = loop {
            let line = lines.next_line().await.unwrap().expect("the server starts");
            if let Some(at) = line.find("http://") {
                let port = line[at..].trim_end_matches('/').rsplit(':').next().unwrap();
                break format!("http://127.0.0.1:{port}");
            }
        };
        Self { child, url }
    }

    /// SIGKILL: nothing is flushed, nobody is told.
    async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

/// One sender's messages in his order; the sequence numbers of those that were acknowledged.
#[derive(Default)]
struct Ledger {
    messages: Vec<Entry>,
}

struct Entry {
    client_id: String,
    text: String,
    acked: Option<i64>,
}

struct Sender {
    /// How many of all senders' messages were acknowledged so far.
    acks: Arc<AtomicUsize>,
    user: TestUser,
    chat: String,
    ledger: Ledger,
}

impl Sender {
    /// Sends one after the other until stopped or cut off. What was not acknowledged is repeated first,
    /// under the same client id.
    async fn run(&mut self, stop: &AtomicBool) {
        let path = format!("{}/api/v1/chats/{}/messages", self.user.url, self.chat);
        while !stop.load(Ordering::Relaxed) {
            if self.ledger.messages.last().is_none_or(|last| last.acked.is_some()) {
                let text = format!("{} {}", self.user.name, self.ledger.messages.len());
                self.ledger.messages.push(Entry { client_id: client_id(), text, acked: None });
            }
            let entry = self.ledger.messages.last_mut().unwrap();
            let body = json!({"client_id": entry.client_id, "text": entry.text});
            let request = self.user.http.post(&path).bearer_auth(&self.user.token).json(&body);
            match request.send().await {
                Ok(response) if response.status().is_success() => {
                    match response.json::<serde_json::Value>().await {
                        Ok(message) => {
                            entry.acked = message["seq"].as_i64();
                            self.acks.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(_) => return,
                    }
                }
                Ok(response) if response.status().as_u16() == 503 => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Ok(response) => panic!("{}", response.status()),
                // Cut off: whether it is stored is unknown, and repeating it will tell.
                Err(_) => return,
            }
        }
    }
}

/// Registers the senders and puts them into one group.
async fn senders(url: &str) -> Vec<Sender> {
    let mut users = Vec::new();
    for n in 0..SENDERS {
        users.push(TestUser::register(url, &format!("sender{n}")).await);
    }
    let chat = users[0].group(&users[1..].iter().collect::<Vec<_>>()).await;
    let acks = Arc::new(AtomicUsize::new(0));
    users
        .into_iter()
        .map(|user| Sender { acks: acks.clone(), user, chat: chat.clone(), ledger: Ledger::default() })
        .collect()
}

/// All senders at work until `interrupt` has done its harm.
async fn under_load(senders: &mut Vec<Sender>, interrupt: impl Future<Output = ()>) {
    let stop = Arc::new(AtomicBool::new(false));
    let running = senders.drain(..).map(|mut sender| {
        let stop = stop.clone();
        tokio::spawn(async move {
            sender.run(&stop).await;
            sender
        })
    });
    let running: Vec<_> = running.collect();
    interrupt.await;
    stop.store(true, Ordering::Relaxed);
    for one in running {
        senders.push(one.await.unwrap());
    }
}

/// Compares every ledger with what can be read.
async fn audit(senders: &[Sender]) -> usize {
    let history = senders[0].user.history(&senders[0].chat).await;
    let mut stored: HashMap<&str, Vec<i64>> = HashMap::new();
    for (message, seq) in history.iter().zip(1..) {
        assert_eq!(message["seq"], seq, "a hole or a repetition");
        stored.entry(message["client_id"].as_str().unwrap()).or_default().push(seq);
    }
    let mut acked = 0;
    for sender in senders {
        let mut last = 0;
        for entry in &sender.ledger.messages {
            let found = stored.get(entry.client_id.as_str()).cloned().unwrap_or_default();
            assert!(found.len() <= 1, "doubled: {found:?}");
            let Some(seq) = entry.acked else { continue };
            assert_eq!(found, [seq], "lost: {}", entry.text);
            let index = usize::try_from(seq - 1).unwrap();
            assert_eq!(history[index]["text"], entry.text.as_str());
            assert!(seq > last, "out of order: {}", entry.text);
            last = seq;
            acked += 1;
        }
    }
    acked
}

/// In the middle of the load: some messages later, and never at the same one.
async fn moment(acks: Arc<AtomicUsize>, round: usize) {
    let target = acks.load(Ordering::Relaxed) + 25 + round * 37 % 60;
    while acks.load(Ordering::Relaxed) < target {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

async fn killed_again_and_again(backend: Backend) -> usize {
    let folder = TempDir::new().unwrap();
    let database_url = backend.fresh(folder.path()).await;
    let mut process = Process::start(folder.path(), &database_url, 0).await;
    let port = process.url.rsplit(':').next().unwrap().parse().unwrap();
    let mut all = senders(&process.url).await;
    let mut acked = 0;
    for round in 0..kills() {
        let acks = all[0].acks.clone();
        let killing = async {
            moment(acks, round).await;
            process.kill().await;
        };
        under_load(&mut all, killing).await;
        process = Process::start(folder.path(), &database_url, port).await;
        acked = audit(&all).await;
        if backend == Backend::Sqlite {
            integrity(&folder.path().join("parlance.db"));
        }
    }
    process.kill().await;
    println!("{} kills of the server on {backend:?}: {acked} acked, 0 lost, 0 doubled, 0 reordered", kills());
    acked
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killing_the_server_loses_nothing_on_sqlite() {
    assert!(killed_again_and_again(Backend::Sqlite).await > kills() * 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killing_the_server_loses_nothing_on_postgres() {
    assert!(killed_again_and_again(Backend::Postgres).await > kills() * 10);
}

/// The database dies under the server, which stays up, says 503 meanwhile, and goes on by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killing_postgres_loses_nothing() {
    // Its own, so that nobody else's test dies with it.
    let _ = postgres_url();
    let place = TempDir::new().unwrap();
    let url = postgres("start", place.path()).await;
    let database_url = fresh_postgres(&url).await;
    let folder = TempDir::new().unwrap();
    let process = Process::start(folder.path(), &database_url, 0).await;
    let mut all = senders(&process.url).await;
    let (mut acked, mut before) = (0, 0);
    for round in 0..kills() {
        let acks = all[0].acks.clone();
        let killing = async {
            moment(acks, round).await;
            postgres("stop", place.path()).await;
            tokio::time::sleep(Duration::from_millis(200)).await;
            let refused = answer(all_ready(&process.url)).await;
            assert_eq!(refused.status.as_u16(), 503);
            assert_eq!(postgres("start", place.path()).await, url);
            tokio::time::sleep(Duration::from_millis(400)).await;
        };
        under_load(&mut all, killing).await;
        recovered(&process.url).await;
        acked = audit(&all).await;
        assert!(acked > before, "nothing was sent in round {round}");
        before = acked;
    }
    process.kill().await;
    postgres("stop", place.path()).await;
    println!("{} kills of PostgreSQL: {acked} acked, 0 lost, 0 doubled, 0 reordered", kills());
}

fn all_ready(url: &str) -> reqwest::RequestBuilder {
    reqwest::Client::new().get(format!("{url}/readyz"))
}

async fn recovered(url: &str) {
    for _ in 0..100 {
        if answer(all_ready(url)).await.status.as_u16() == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the server did not come back to its database");
}

/// `scripts/postgres start` prints its URL; `stop` is as sudden as a power cut.
async fn postgres(what: &str, folder: &Path) -> String {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres");
    let output = Command::new(script).arg(what).arg(folder).stderr(Stdio::inherit()).output().await.unwrap();
    assert!(output.status.success(), "scripts/postgres {what} failed");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn integrity(path: &Path) {
    #[derive(diesel::QueryableByName)]
    struct Verdict {
        #[diesel(sql_type = diesel::sql_types::Text)]
        integrity_check: String,
    }
    let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
    conn.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
    let verdict: Vec<Verdict> = diesel::sql_query("PRAGMA integrity_check").load(&mut conn).unwrap();
    assert_eq!(verdict[0].integrity_check, "ok");
}
