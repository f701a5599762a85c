//! Queries of every request find their rows by an index, on both databases. Also the way past the product into its
//! database, through which other tests look and tamper.

mod filled;
mod hot;
mod marks;

use crate::both;
use crate::support::database::direct_postgres;
use crate::support::{Backend, TestServer};
use diesel::connection::SimpleConnection;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
use hot::HOT;
use tokio_postgres::SimpleQueryMessage;

/// A database past the product that keeps it.
pub struct Past {
    backend: Backend,
    url: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

impl Past {
    pub fn of(backend: Backend, url: &str) -> Self {
        Self { backend, url: url.to_owned() }
    }

    pub async fn run(&self, sql: &str) {
        match self.backend {
            Backend::Sqlite => self.sqlite().batch_execute(sql).unwrap(),
            Backend::Postgres => direct_postgres(&self.url).await.batch_execute(sql).await.unwrap(),
        }
    }

    /// The same, where the database may be away.
    pub async fn try_run(&self, sql: &str) -> bool {
        match self.backend {
            Backend::Sqlite => self.sqlite().batch_execute(sql).is_ok(),
            Backend::Postgres => match tokio_postgres::connect(&self.url, tokio_postgres::NoTls).await {
                Ok((client, connection)) => {
                    tokio::spawn(connection);
                    client.batch_execute(sql).await.is_ok()
                }
                Err(_) => false,
            },
        }
    }

    /// The one column of every row; it must be called `text`.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        match self.backend {
            Backend::Sqlite => {
                let lines: Vec<Line> = diesel::sql_query(sql).load(&mut self.sqlite()).unwrap();
                lines.into_iter().map(|line| line.text).collect()
            }
            Backend::Postgres => {
                let client = direct_postgres(&self.url).await;
                let answers = client.simple_query(sql).await.unwrap();
                let text = |answer: &SimpleQueryMessage| {
                    if let SimpleQueryMessage::Row(row) = answer {
                        row.get(0).map(str::to_owned)
                    } else {
                        None
                    }
                };
                answers.iter().filter_map(text).collect()
            }
        }
    }

    pub async fn text(&self, sql: &str) -> String {
        let mut texts = self.texts(sql).await;
        assert_eq!(texts.len(), 1, "{sql}");
        texts.remove(0)
    }

    /// How many rows there are, by everything that follows `FROM`.
    pub async fn count(&self, from: &str) -> String {
        self.text(&format!("SELECT CAST(count(*) AS text) AS text FROM {from}")).await
    }

    /// An id as it stands in a statement.
    pub fn id(&self, id: &str) -> String {
        match self.backend {
            Backend::Sqlite => self.blob(&id.replace('-', "")),
            Backend::Postgres => format!("'{id}'::uuid"),
        }
    }

    pub fn blob(&self, hex: &str) -> String {
        match self.backend {
            Backend::Sqlite => format!("x'{hex}'"),
            Backend::Postgres => format!("'\\x{hex}'::bytea"),
        }
    }

    /// A column's bytes in small hexadecimal digits.
    pub fn hex(&self, column: &str) -> String {
        match self.backend {
            Backend::Sqlite => format!("lower(hex({column}))"),
            Backend::Postgres => format!("encode({column}, 'hex')"),
        }
    }

    pub async fn plan(&self, query: &str) -> Vec<String> {
        match self.backend {
            Backend::Sqlite => {
                let query = format!("EXPLAIN QUERY PLAN {query}");
                let steps: Vec<Step> = diesel::sql_query(query).load(&mut self.sqlite()).unwrap();
                steps.into_iter().map(|step| step.detail).collect()
            }
            // Its tables are empty, so that it would rather read them whole.
            Backend::Postgres => {
                self.texts(&format!("SET enable_seqscan = off; EXPLAIN (COSTS OFF) {query}")).await
            }
        }
    }

    fn sqlite(&self) -> SqliteConnection {
        let mut conn = SqliteConnection::establish(self.url.trim_start_matches("sqlite://")).unwrap();
        conn.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
        conn
    }
}

/// No table is read whole. PostgreSQL could also read a whole index, so each index there has its condition.
fn is_narrow(backend: Backend, plan: &[String]) -> bool {
    let lines = |part: &str| plan.iter().filter(|line| line.contains(part)).count();
    match backend {
        Backend::Sqlite => lines("SEARCH") > 0 && lines("SCAN") == lines("SCAN CONSTANT ROW"),
        Backend::Postgres => {
            let indexes = lines("Index Scan") + lines("Index Only Scan");
            indexes > 0 && lines("Seq Scan") == 0 && lines("Index Cond:") == indexes
        }
    }
}

both! {
    async fn what_runs_on_every_request_finds_its_rows_by_an_index(backend) {
        let server = TestServer::start(backend).await;
        let past = Past::of(backend, &server.database_url);
        let id = past.id("01939f6e-0000-7000-8000-000000000000");
        for (name, index, query) in HOT.iter().chain(marks::MARKS) {
            let query = query.replace("{id}", &id).replace("{hash}", &past.blob("00"));
            let plan = past.plan(&query).await;
            assert!(is_narrow(backend, &plan), "{name} reads too much: {plan:#?}");
            assert!(plan.iter().any(|line| line.contains(index)), "{name} does not use {index}: {plan:#?}");
        }
    }
}
