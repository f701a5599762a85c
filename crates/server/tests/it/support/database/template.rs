//! Databases with the schema in them, migrated once in a run and copied for every test: the migrations of some sixty
//! tables cost more than most tests do. The upgrade tests and the tests of the command line migrate for themselves.

use super::{beside, create_postgres};
use crate::support::LIMIT;
use persistence::{Config, Store};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio_postgres::NoTls;

/// Any number of ours; processes that want the same template wait for each other under it.
const LOCK: i64 = 7_270_895_141_903;

pub async fn copy_sqlite(to: &Path) {
    let template = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.db", name()));
    if !template.exists() {
        // Under a name of its own first: others see a whole one or none.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder beside the template");
        let path = folder.path().join("parlance.db");
        Store::migrate(&Config::Sqlite { path: path.clone() }).await.expect("SQLite is migrated");
        std::fs::rename(path, &template).expect("the template gets its name");
    }
    std::fs::create_dir_all(to.parent().expect("a folder")).expect("the folder can be made");
    std::fs::copy(template, to).expect("the template is copied");
}

pub async fn copy_postgres(url: &str) -> String {
    let template = name();
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("PostgreSQL answers");
    let driver = tokio::spawn(connection);
    if !exists(&client, &template).await {
        client.query("SELECT pg_advisory_lock($1)", &[&LOCK]).await.expect("the lock comes");
        if !exists(&client, &template).await {
            let unfinished = format!("{template}_unfinished");
            let create = format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)");
            client.batch_execute(&create).await.expect("what a killed test left is dropped");
            client.batch_execute(&format!("CREATE DATABASE {unfinished}")).await.expect("it can be made");
            let url = beside(url, &unfinished);
            Store::migrate(&Config::Postgres { url, migrate_url: None, force_unsafe: false })
                .await
                .expect("PostgreSQL is migrated");
            let rename = format!("ALTER DATABASE {unfinished} RENAME TO {template}");
            // The connection that migrated may still be on its way out.
            let renamed = async {
                while client.batch_execute(&rename).await.is_err() {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            };
            tokio::time::timeout(LIMIT, renamed).await.expect("the template gets its name");
        }
    }
    drop(client);
    driver.await.expect("the connection ends").expect("without an error");
    create_postgres(url, &template).await
}

async fn exists(client: &tokio_postgres::Client, database: &str) -> bool {
    let found = client.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&database]).await;
    !found.expect("the databases are listed").is_empty()
}

/// Named after the text of all migrations, so that a changed one gets another template.
fn name() -> String {
    let mut migrations: Vec<PathBuf> =
        walk(&PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations"))).collect();
    migrations.sort();
    let mut hasher = DefaultHasher::new();
    for path in migrations {
        path.hash(&mut hasher);
        std::fs::read(path).expect("a migration").hash(&mut hasher);
    }
    format!("template_{:016x}", hasher.finish())
}

fn walk(folder: &Path) -> Box<dyn Iterator<Item = PathBuf>> {
    Box::new(std::fs::read_dir(folder).expect("a folder").flat_map(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() { walk(&path) } else { Box::new(std::iter::once(path)) }
    }))
}
