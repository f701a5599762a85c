//! An SQLite database is copied to PostgreSQL here, row by row and checked. Both are read through one canonical line
//! for each row, so that what one holds can be compared with what the other does. It may be broken off at any moment:
//! how far each table has come is written with its rows. Must not know what the rows mean.

mod table;

use crate::backend::{postgres, sqlite};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use sha2::{Digest, Sha256};
use std::path::Path;
use table::Table;

/// Rows of one transaction.
const AT_ONCE: usize = 2_000;

const PROGRESS: &str = "CREATE TABLE IF NOT EXISTS copy_progress (
    name text PRIMARY KEY, source text NOT NULL, last text NOT NULL, rows bigint NOT NULL, sum text NOT NULL)";

#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error("a database cannot be opened: {0}")]
    Connect(#[from] diesel::ConnectionError),
    #[error("a database refused: {0}")]
    Query(#[from] diesel::result::Error),
    #[error("the source was never used: there is nothing to copy")]
    Unused,
    #[error("the target holds another instance: give an empty database")]
    Occupied,
    #[error("the two databases are of different versions: table {0} is not the same")]
    Shape(String),
    #[error("table {0} differs after it was copied: begin again with an empty database")]
    Differs(String),
}

#[derive(QueryableByName)]
pub struct Line {
    #[diesel(sql_type = Text)]
    text: String,
}

#[derive(QueryableByName)]
struct Keyed {
    #[diesel(sql_type = Text)]
    text: String,
    #[diesel(sql_type = Text)]
    key: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// How far a table has come.
#[derive(QueryableByName, Default)]
struct Progress {
    #[diesel(sql_type = Text)]
    last: String,
    #[diesel(sql_type = BigInt)]
    rows: i64,
    #[diesel(sql_type = Text)]
    sum: String,
}

pub struct Copy {
    from: SqliteConnection,
    to: postgres::Conn,
    tables: Vec<Table>,
    source: String,
}

/// What was copied and found to be the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    pub table: String,
    pub rows: i64,
    /// A sum over all columns of all rows, the same on both sides.
    pub sum: String,
}

impl Copy {
    /// Both databases are of this version, and no other process uses the source.
    pub async fn begin(from: &Path, to: &str) -> Result<Self, CopyError> {
        let mut from = sqlite::open(&from.to_string_lossy())?;
        let mut to = postgres::connect(to).await?;
        let epoch = "SELECT hex(epoch) AS text FROM instance";
        let epoch: Vec<Line> = diesel::RunQueryDsl::load(diesel::sql_query(epoch), &mut from)?;
        let source = epoch.into_iter().next().ok_or(CopyError::Unused)?.text;
        let tables = table::all(&mut from, &mut to).await?;
        to.batch_execute(PROGRESS).await?;
        let begun = count(&mut to, "copy_progress").await? > 0;
        let ours = format!("copy_progress WHERE source <> '{source}'");
        let foreign = count(&mut to, &ours).await? > 0;
        let used = count(&mut to, "users").await? + count(&mut to, "instance").await? > 0;
        if foreign || (used && !begun) {
            return Err(CopyError::Occupied);
        }
        Ok(Self { from, to, tables, source })
    }

    /// Rows of the source.
    pub fn total(&mut self) -> Result<i64, CopyError> {
        let mut total = 0;
        for table in &self.tables {
            let counted = diesel::sql_query(format!("SELECT count(*) AS n FROM {}", table.name));
            total += diesel::RunQueryDsl::get_result::<Number>(counted, &mut self.from)?.n;
        }
        Ok(total)
    }

    /// Carries on where it was broken off; `tell` hears how many rows were done, from the beginning.
    pub async fn run(&mut self, mut tell: impl FnMut(i64)) -> Result<Vec<Copied>, CopyError> {
        let mut done = 0;
        for table in &self.tables {
            let mut progress = progress(&mut self.to, &table.name).await?;
            tell(done + progress.rows);
            loop {
                let rows: Vec<Keyed> = diesel::RunQueryDsl::load(
                    diesel::sql_query(table.read(&progress.last, AT_ONCE)),
                    &mut self.from,
                )?;
                let Some(last) = rows.last().map(|row| row.key.clone()) else { break };
                let sum =
                    rows.iter().fold(number(&progress.sum), |sum, row| sum.wrapping_add(worth(&row.text)));
                let all = progress.rows + i64::try_from(rows.len()).unwrap_or_default();
                progress = Progress { last, rows: all, sum: sum.to_string() };
                put(&mut self.to, table, &rows, &progress, &self.source).await?;
                tell(done + progress.rows);
            }
            done += progress.rows;
        }
        self.check().await
    }

    /// The target is read again as a whole; what stands in it is what was read from the source.
    async fn check(&mut self) -> Result<Vec<Copied>, CopyError> {
        let mut copied = Vec::new();
        for table in &self.tables {
            let Progress { rows, sum, .. } = progress(&mut self.to, &table.name).await?;
            let (mut last, mut found, mut there) = (String::new(), 0, 0_u128);
            loop {
                let page = diesel::sql_query(table.read_back(&last, AT_ONCE));
                let page: Vec<Keyed> = page.load(&mut self.to).await?;
                let Some(end) = page.last().map(|row| row.key.clone()) else { break };
                found += i64::try_from(page.len()).unwrap_or_default();
                there = page.iter().fold(there, |sum, row| sum.wrapping_add(worth(&row.text)));
                last = end;
            }
            if found != rows || there != number(&sum) {
                return Err(CopyError::Differs(table.name.clone()));
            }
            copied.push(Copied { table: table.name.clone(), rows, sum: format!("{there:032x}") });
        }
        self.to.batch_execute("DROP TABLE copy_progress").await?;
        Ok(copied)
    }
}

/// The rows and how far that is, or neither.
async fn put(
    to: &mut postgres::Conn,
    table: &Table,
    rows: &[Keyed],
    progress: &Progress,
    source: &str,
) -> Result<(), CopyError> {
    let columns = table.columns_of(rows.iter().map(|row| row.text.as_str()));
    let mut insert = diesel::sql_query(table.insert()).into_boxed::<diesel::pg::Pg>();
    for column in columns {
        insert = insert.bind::<diesel::sql_types::Array<Text>, _>(column);
    }
    let note = diesel::sql_query(
        "INSERT INTO copy_progress (name, source, last, rows, sum) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) \
         DO UPDATE SET last = excluded.last, rows = excluded.rows, sum = excluded.sum",
    )
    .bind::<Text, _>(table.name.clone())
    .bind::<Text, _>(source.to_owned())
    .bind::<Text, _>(progress.last.clone())
    .bind::<BigInt, _>(progress.rows)
    .bind::<Text, _>(progress.sum.clone());
    to.transaction::<_, diesel::result::Error, _>(async move |conn| {
        insert.execute(conn).await?;
        note.execute(conn).await
    })
    .await?;
    Ok(())
}

async fn progress(to: &mut postgres::Conn, table: &str) -> Result<Progress, CopyError> {
    let known = format!("SELECT last, rows, sum FROM copy_progress WHERE name = '{table}'");
    let known: Vec<Progress> = diesel::sql_query(known).load(to).await?;
    Ok(known.into_iter().next().unwrap_or_default())
}

async fn count(to: &mut postgres::Conn, of: &str) -> Result<i64, CopyError> {
    let counted: Number = diesel::sql_query(format!("SELECT count(*) AS n FROM {of}")).get_result(to).await?;
    Ok(counted.n)
}

fn number(text: &str) -> u128 {
    text.parse().unwrap_or_default()
}

/// What a row adds to the sum of its table.
fn worth(line: &str) -> u128 {
    let hash = Sha256::digest(line.as_bytes());
    hash.iter().take(16).fold(0, |number, byte| (number << 8) | u128::from(*byte))
}
