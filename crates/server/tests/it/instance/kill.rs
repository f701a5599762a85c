//! The real binary is killed with `kill -9`, and the database under it too, while everything else goes on that an
//! instance does. What is compared at the end, and how, says `proof.rs`.

use crate::instance::delivery_proof::{Copies, Plan, Proof};
use crate::operators::keys::Operator;
use crate::support::database::{fresh_postgres, postgres_url};
use crate::support::user::answer;
use crate::support::{Backend, http_client};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::Command;
use tokio::time::{sleep, timeout};

const SENDERS: usize = 8;
/// Copies that are made in a long run.
const COPIES: usize = 5;

/// Three in every run; `just prove` asks for more.
fn kills() -> usize {
    std::env::var("PARLANCE_TEST_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(3)
}

/// At one address: tokens name the address that issued them, so a restart keeps it.
fn as_one_node(operator: Operator) -> Operator {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    operator.set("LISTEN", &free.to_string()).set("LIMITS_SCALE", "100000").set("ARCHIVE_MONTHS", "2")
}

fn plan(operator: &Arc<Operator>, url: &str) -> Plan {
    Plan {
        urls: vec![url.to_owned()],
        people: SENDERS,
        pause: Duration::from_millis(10),
        files: operator.data().join("files"),
        copies: Copies::among(kills(), (kills() / 3).clamp(1, COPIES)),
        operator: operator.clone(),
    }
}

async fn killed_again_and_again(backend: Backend) {
    let operator = Arc::new(as_one_node(Operator::new(backend).await));
    let mut serving = operator.serve().await;
    let proof = Proof::begin(plan(&operator, &serving.url)).await;
    for round in 0..kills() {
        // Never at the same message.
        proof.acknowledged(70 + round * 37 % 60).await;
        serving.kill().await;
        proof.upkeep.time_goes_by(true).await;
        if backend == Backend::Sqlite {
            let check = "SELECT integrity_check AS text FROM pragma_integrity_check";
            assert_eq!(operator.past().text(check).await, "ok");
        }
        serving = operator.serve().await;
    }
    proof.all_was_done().await;
    println!("{} kills of the server on {backend:?}:", kills());
    assert!(proof.end(kills()).await > kills() * 10);
    serving.kill().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killing_the_server_loses_nothing_on_sqlite() {
    killed_again_and_again(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killing_the_server_loses_nothing_on_postgres() {
    killed_again_and_again(Backend::Postgres).await;
}

/// The database dies under the server, which stays up, says 503 meanwhile, and goes on by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killing_postgres_loses_nothing() {
    // Its own, so that no other test dies with it.
    let _ = postgres_url();
    let place = TempDir::new().unwrap();
    let url = postgres("start", place.path()).await;
    let operator = Operator::over(Backend::Postgres, &fresh_postgres(&url).await);
    let operator = Arc::new(as_one_node(operator));
    let serving = operator.serve().await;
    let proof = Proof::begin(plan(&operator, &serving.url)).await;
    let mut serving = Some(serving);
    for round in 0..kills() {
        proof.acknowledged(70 + round * 37 % 60).await;
        postgres("stop", place.path()).await;
        sleep(Duration::from_millis(200)).await;
        let running = serving.take().unwrap();
        assert_eq!(ready(&running.url).await, 503);
        assert_eq!(postgres("start", place.path()).await, url);
        let back = async {
            while ready(&running.url).await != 200 {
                sleep(Duration::from_millis(100)).await;
            }
        };
        timeout(Duration::from_secs(20), back).await.expect("the server comes back to its database");
        serving = Some(running);
    }
    // A start is what makes it forget and make keys, here without a kill.
    proof.acknowledged(100).await;
    serving.take().unwrap().kill().await;
    proof.upkeep.time_goes_by(true).await;
    let serving = operator.serve().await;
    proof.all_was_done().await;
    println!("{} kills of PostgreSQL and one of the server:", kills());
    assert!(proof.end(kills() + 1).await > kills() * 10);
    serving.kill().await;
    postgres("stop", place.path()).await;
}

async fn ready(url: &str) -> u16 {
    answer(http_client().get(format!("{url}/readyz"))).await.status.as_u16()
}

/// `scripts/postgres start` prints its URL; `stop` is as sudden as a power cut.
async fn postgres(what: &str, folder: &Path) -> String {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres");
    let output = Command::new(script).arg(what).arg(folder).stderr(Stdio::inherit()).output().await.unwrap();
    assert!(output.status.success(), "scripts/postgres {what} failed");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
