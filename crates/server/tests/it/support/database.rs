//! A database of its own for every test server.

mod template;

use std::path::Path;
use tokio_postgres::NoTls;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

impl Backend {
    /// A fresh database with the schema in it and nothing else; SQLite's lies in the folder.
    pub async fn fresh(self, folder: &Path) -> String {
        match self {
            Self::Sqlite => {
                let path = folder.join("parlance.db");
                template::copy_sqlite(&path).await;
                format!("sqlite://{}", path.display())
            }
            Self::Postgres => template::copy_postgres(&postgres_url()).await,
        }
    }

    /// Where an operator begins: no file in the folder, nothing in the database.
    pub async fn empty(self, folder: &Path) -> String {
        match self {
            Self::Sqlite => format!("sqlite://{}", folder.join("parlance.db").display()),
            Self::Postgres => fresh_postgres(&postgres_url()).await,
        }
    }
}

/// Where `scripts/test` has started PostgreSQL.
pub fn postgres_url() -> String {
    std::env::var("PARLANCE_TEST_POSTGRES").expect(
        "PARLANCE_TEST_POSTGRES is not set: run scripts/test, or start one with \
         `scripts/postgres start FOLDER` and export the URL it prints",
    )
}

/// Creates an empty database beside the one the URL names, and returns its URL.
pub async fn fresh_postgres(url: &str) -> String {
    create_postgres(url, "template1").await
}

async fn create_postgres(url: &str, template: &str) -> String {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("PostgreSQL answers");
    let driver = tokio::spawn(connection);
    drop_abandoned(&client).await;
    let name = format!(
        "{PREFIX}{}_{}",
        std::process::id(),
        uuid::Uuid::from_bytes(domain::random::bytes(parlance_server::system_random)).simple()
    );
    let create = format!("CREATE DATABASE {name} TEMPLATE {template}");
    client.batch_execute(&create).await.expect("a test database can be made");
    drop(client);
    driver.await.expect("the connection ends").expect("without an error");
    beside(url, &name)
}

/// The same server's database of this name.
fn beside(url: &str, name: &str) -> String {
    let (server, _) = url.rsplit_once('/').expect("a URL with a database");
    format!("{server}/{name}")
}

const PREFIX: &str = "t_";
const AT_ONCE: usize = 32;
/// Any number of ours.
const SWEEP: i64 = 7_270_895_141_904;

/// Takes away the databases of test processes that are no more, however they ended: a whole run makes hundreds, of
/// some ten megabytes each.
async fn drop_abandoned(client: &tokio_postgres::Client) {
    let found = client
        .query("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", &[&PREFIX])
        .await
        .expect("the databases are listed");
    let abandoned = |name: &String| {
        let owner = name.trim_start_matches(PREFIX).split('_').next().unwrap_or_default();
        !Path::new("/proc").join(owner).exists()
    };
    let names: Vec<String> = found.iter().map(|row| row.get(0)).filter(abandoned).collect();
    // Each drop has PostgreSQL write down all that is open, and two drops of one database wait for each other.
    if names.len() < AT_ONCE || !only_one_sweeps(client).await {
        return;
    }
    for name in names {
        client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.ok();
    }
}

/// Whether no other test is at it; for as long as this connection lasts.
async fn only_one_sweeps(client: &tokio_postgres::Client) -> bool {
    let locked = client.query_one("SELECT pg_try_advisory_lock($1)", &[&SWEEP]).await;
    locked.expect("a lock is there or taken").get(0)
}

/// A connection past the product, for looking and for tampering.
pub async fn direct_postgres(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("PostgreSQL answers");
    tokio::spawn(connection);
    client
}
