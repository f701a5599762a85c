//! A restore of a PostgreSQL database is rehearsed inside it: every row is read, written into a schema beside its
//! own, indexed and held to every constraint, as `pg_restore` would do. Must not know what the rows mean.

use crate::backend::postgres;
use crate::maintenance::backup::BackupError;
use crate::store::Config;
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};

/// A rehearsal that was killed leaves it behind; the next one begins by removing it.
const SCHEMA: &str = "parlance_rehearsal";
/// Of two at once the second would remove the schema of the first.
const LOCK: &str = "SELECT pg_try_advisory_lock(hashtext('parlance_rehearsal')) AS yes";

const TABLES: &str =
    "SELECT quote_ident(tablename) AS text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1";
/// As they are written while the schema they belong to is searched first: without its name.
const REFERENCES: &str = "SELECT format('ALTER TABLE %s.%s ADD %s', $1, conrelid::regclass, pg_get_constraintdef(oid)) \
     AS text FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    text: String,
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    yes: bool,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// A copy that goes when it is ended.
pub struct Rehearsal {
    conn: postgres::Conn,
    url: String,
}

/// What stands in the copy.
pub struct Rehearsed {
    pub people: i64,
    pub chats: i64,
    pub messages: i64,
}

#[derive(Debug, thiserror::Error)]
pub enum RehearsalError {
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error("the role may not make a schema")]
    NoRight,
    #[error("another rehearsal is under way")]
    Busy,
    #[error("the database's own schema is called {SCHEMA}")]
    Named,
    #[error("what stands between us and the database drops `options`: say its own address as migrate_url")]
    Dropped,
}

impl From<diesel::result::Error> for RehearsalError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Backup(error.into())
    }
}

impl Rehearsal {
    /// Copies everything as it stands at one moment; the database goes on serving.
    pub async fn begin(url: &str) -> Result<Self, RehearsalError> {
        let mut conn = postgres::connect(url).await.map_err(BackupError::from)?;
        let may = "SELECT has_database_privilege(current_database(), 'CREATE') AS yes";
        if !diesel::sql_query(may).get_result::<Answer>(&mut conn).await?.yes {
            return Err(RehearsalError::NoRight);
        }
        if schema(&mut conn).await? == SCHEMA {
            return Err(RehearsalError::Named);
        }
        if !diesel::sql_query(LOCK).get_result::<Answer>(&mut conn).await?.yes {
            return Err(RehearsalError::Busy);
        }
        let mut rehearsal = Self { conn, url: url.to_owned() };
        if let Err(error) = rehearsal.fill().await {
            // What was begun goes with the transaction.
            let _ = rehearsal.conn.batch_execute("ROLLBACK").await;
            return Err(error.into());
        }
        Ok(rehearsal)
    }

    async fn fill(&mut self) -> diesel::QueryResult<()> {
        let conn = &mut self.conn;
        conn.batch_execute(&format!(
            "SET client_min_messages = 'warning'; DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"
        ))
        .await?;
        conn.batch_execute(&format!("BEGIN ISOLATION LEVEL REPEATABLE READ; CREATE SCHEMA {SCHEMA}")).await?;
        let tables: Vec<Line> = diesel::sql_query(TABLES).load(conn).await?;
        for Line { text: table } in tables {
            conn.batch_execute(&format!(
                "CREATE UNLOGGED TABLE {SCHEMA}.{table} (LIKE {table} INCLUDING ALL);
                 INSERT INTO {SCHEMA}.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {table}"
            ))
            .await?;
        }
        let references: Vec<Line> = diesel::sql_query(REFERENCES).bind::<Text, _>(SCHEMA).load(conn).await?;
        conn.batch_execute(&format!("SET LOCAL search_path = {SCHEMA}")).await?;
        for Line { text: reference } in references {
            conn.batch_execute(&reference).await?;
        }
        conn.batch_execute("COMMIT").await
    }

    /// Where a store finds the copy. A pooler between us and the database may drop the word that says so: then the store
    /// would be opened on the database itself.
    pub async fn config(&self) -> Result<Config, RehearsalError> {
        let url = searching(&self.url);
        let mut conn = postgres::connect(&url).await.map_err(BackupError::from)?;
        if schema(&mut conn).await? != SCHEMA {
            return Err(RehearsalError::Dropped);
        }
        Ok(Config::Postgres { url, migrate_url: None, force_unsafe: true })
    }

    pub async fn count(&mut self) -> Result<Rehearsed, RehearsalError> {
        let mut counts = [0; 3];
        for (count, table) in counts.iter_mut().zip(["users", "chats", "messages"]) {
            let all = format!("SELECT count(*) AS n FROM {SCHEMA}.{table}");
            *count = diesel::sql_query(all).get_result::<Number>(&mut self.conn).await?.n;
        }
        let [people, chats, messages] = counts;
        Ok(Rehearsed { people, chats, messages })
    }

    pub async fn end(mut self) -> Result<(), RehearsalError> {
        Ok(self.conn.batch_execute(&format!("DROP SCHEMA {SCHEMA} CASCADE")).await?)
    }
}

async fn schema(conn: &mut postgres::Conn) -> diesel::QueryResult<String> {
    let line: Line =
        diesel::sql_query("SELECT coalesce(current_schema()::text, '') AS text").get_result(conn).await?;
    Ok(line.text)
}

/// The URL with one more option; those it has already are kept.
#[doc(hidden)]
pub fn searching(url: &str) -> String {
    let option = format!("-c%20search_path%3D{SCHEMA}");
    let (address, parameters) = url.split_once('?').unwrap_or((url, ""));
    let mut parameters: Vec<String> =
        parameters.split('&').filter(|one| !one.is_empty()).map(str::to_owned).collect();
    match parameters.iter_mut().find(|one| one.starts_with("options=")) {
        Some(options) => options.push_str(&format!("%20{option}")),
        None => parameters.push(format!("options={option}")),
    }
    format!("{address}?{}", parameters.join("&"))
}
