//! A database is migrated to the schema of this binary at start, once, under a lock that ends with its connection. A
//! schema from a later version is rejected, not guessed at.

use crate::backend::{postgres, sqlite};
use crate::store::Config;
use diesel::connection::SimpleConnection;
use diesel::migration::MigrationSource;
use diesel_async::{AsyncMigrationHarness, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Any number of ours; it only has to be the same on every node.
const LOCK: i64 = 7_270_895_141_902;

#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error(
        "the database was written by a later version of Parlance (its schema {found} is unknown to this \
         one, whose newest is {newest}): install that version again, or restore a backup made before"
    )]
    Newer { found: String, newest: String },
    #[error("the database cannot be opened: {0}")]
    Connect(#[from] diesel::ConnectionError),
    #[error("the copy of the database before the migration failed, so nothing was migrated: {0}")]
    Copy(diesel::result::Error),
    #[error("the copy of the database before the migration failed, so nothing was migrated: {0}")]
    CopyFile(std::io::Error),
    #[error("the migration failed and was rolled back: {0}")]
    Failed(String),
}

/// What a start would apply; changes nothing.
pub async fn pending(config: &Config) -> Result<Vec<String>, MigrateError> {
    match config {
        Config::Sqlite { path } => {
            let path = path.to_string_lossy().into_owned();
            tokio::task::block_in_place(move || Ok(plan(&mut sqlite::open(&path)?, SQLITE)?.pending))
        }
        Config::Postgres { url, .. } => {
            let mut harness = AsyncMigrationHarness::new(postgres::connect(url).await?);
            tokio::task::block_in_place(|| Ok(plan(&mut harness, POSTGRES)?.pending))
        }
    }
}

/// Returns the versions that were applied.
pub fn sqlite(path: &Path) -> Result<Vec<String>, MigrateError> {
    let name = path.to_string_lossy();
    // Made by us, so that no other user can read it; the files beside it inherit its mode.
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| diesel::ConnectionError::BadConnection(error.to_string()))?;
    let mut conn = sqlite::open(&name)?;
    let Plan { pending, fresh } = plan(&mut conn, SQLITE)?;
    if !pending.is_empty() && !fresh {
        let copy = format!("{name}.before-{}", pending.first().map_or("", String::as_str));
        if !Path::new(&copy).exists() {
            copy_into(&mut conn, &copy)?;
        }
    }
    run(&mut conn, SQLITE)
}

/// A copy that is whole or not there, and that only its owner can read.
fn copy_into(conn: &mut diesel::SqliteConnection, copy: &str) -> Result<(), MigrateError> {
    let unfinished = format!("{copy}.unfinished");
    let file = |error: std::io::Error| MigrateError::CopyFile(error);
    match std::fs::remove_file(&unfinished) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(file(error)),
        Ok(()) | Err(_) => {}
    }
    // SQLite fills an empty file that is there, and leaves its mode as it is.
    OpenOptions::new().create_new(true).write(true).mode(0o600).open(&unfinished).map_err(file)?;
    let statement = format!("VACUUM INTO '{}'", unfinished.replace('\'', "''"));
    conn.batch_execute(&statement).map_err(MigrateError::Copy)?;
    std::fs::rename(&unfinished, copy).map_err(file)
}

pub async fn postgres(url: &str) -> Result<Vec<String>, MigrateError> {
    let mut conn = postgres::connect(url).await?;
    conn.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})")).await.map_err(|error| failed(&error))?;
    let mut harness = AsyncMigrationHarness::new(conn);
    // The harness is synchronous inside: it may block the thread it stands on.
    tokio::task::block_in_place(|| {
        plan(&mut harness, POSTGRES)?;
        run(&mut harness, POSTGRES)
    })
}

struct Plan {
    pending: Vec<String>,
    fresh: bool,
}

fn plan<DB, C>(conn: &mut C, ours: EmbeddedMigrations) -> Result<Plan, MigrateError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let known: Vec<String> = MigrationSource::<DB>::migrations(&ours)
        .map_err(|error| failed(&error))?
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    let newest = known.iter().max().cloned().unwrap_or_default();
    let applied = conn.applied_migrations().map_err(|error| failed(&error))?;
    if let Some(found) = applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        return Err(MigrateError::Newer { found, newest });
    }
    let pending =
        known.into_iter().filter(|version| !applied.iter().any(|done| done.to_string() == *version));
    Ok(Plan { pending: pending.collect(), fresh: applied.is_empty() })
}

fn run<DB, C>(conn: &mut C, ours: EmbeddedMigrations) -> Result<Vec<String>, MigrateError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let applied = conn.run_pending_migrations(ours).map_err(|error| failed(&error))?;
    Ok(applied.iter().map(ToString::to_string).collect())
}

fn failed(error: &dyn std::fmt::Display) -> MigrateError {
    MigrateError::Failed(error.to_string())
}
