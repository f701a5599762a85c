//! The store is the one door to everything durable: a public method is one unit of work, domain values in and out. No
//! connection, row, pool or ciphertext leaves this crate.

pub mod accounts;
pub mod chats;
pub mod instance;
pub mod messages;
pub mod operators;
pub mod people;
pub mod search;
pub mod sync;

pub(crate) use instance::connect::stored_canary;
pub use instance::connect::{Config, OpenError};
pub use instance::keys::KeyStatus;
pub use messages::Queued;
pub use messages::translations::Translatable;
pub use people::SeenProfile;
pub use people::friends::FriendEntry;
pub use people::invitations::Invited;

use crate::backend::{postgres, sqlite};
use crate::blobs::Files;
use crate::error::{Abort, Write, fault};
use crate::held::Held;
use crate::keys::KeySet;
use crate::outlet::Outlet;
use diesel_async::AsyncConnection;
use diesel_async::pooled_connection::deadpool::Pool;
use domain::chat::Retention;
use domain::event::Committed;
use domain::{Fault, Random, Result};
use futures_util::future::BoxFuture;
use std::sync::{Arc, OnceLock, RwLock};
use tokio::sync::oneshot;
use tracing::Instrument;
use vault::{KeyRing, Owner, Secret32};

pub struct Store {
    backend: Backend,
    files: Arc<Files>,
    ring: Arc<KeyRing>,
    blind_index: Secret32,
    fingerprint: Secret32,
    otp: Secret32,
    audit: Arc<Secret32>,
    keys: moka::sync::Cache<Owner, Arc<KeySet>>,
    held: Arc<Held>,
    random: Random,
    epoch: RwLock<String>,
    /// How long the instance keeps messages; not there: for ever.
    retention: OnceLock<Retention>,
}

enum Backend {
    Postgres(Postgres),
    Sqlite(Sqlite),
}

struct Postgres {
    pool: Pool<postgres::Conn>,
    lanes: postgres::Lanes,
    outlet: Outlet,
    /// Connections live on the runtime that started the store, whichever task asks for them.
    runtime: tokio::runtime::Handle,
}

struct Sqlite {
    writer: sqlite::Writer,
    readers: Pool<sqlite::Conn>,
}

/// Runs one query on a connection that only reads, on whichever database there is.
macro_rules! on_reader {
    ($store:expr, $first:ident $(:: $rest:ident)+ ( $($arg:expr),* $(,)? )) => {{
        let span = tracing::debug_span!("read", query = concat!(stringify!($first) $(, ".", stringify!($rest))+));
        match &$store.backend {
            $crate::store::Backend::Postgres(database) => {
                let work = database.read(move |conn| {
                    Box::pin(async move {
                        $crate::backend::postgres::queries::$first$(::$rest)+(conn, $($arg),*).await
                    })
                });
                tracing::Instrument::instrument(work, span).await
            }
            $crate::store::Backend::Sqlite(database) => {
                let work = database.read(move |conn| {
                    Box::pin(async move {
                        $crate::backend::sqlite::queries::$first$(::$rest)+(conn, $($arg),*).await
                    })
                });
                tracing::Instrument::instrument(work, span).await
            }
        }
    }};
}

/// Runs one query as a unit of work that writes; `finish` opens its rows into an answer and facts to publish.
macro_rules! on_writer {
    ($store:expr, $first:ident $(:: $rest:ident)+ ( $($arg:expr),* $(,)? ), $finish:expr) => {{
        let span = tracing::debug_span!("write", query = concat!(stringify!($first) $(, ".", stringify!($rest))+));
        match &$store.backend {
            $crate::store::Backend::Postgres(database) => {
                let work = database.write(
                    move |conn| {
                        Box::pin(async move {
                            $crate::backend::postgres::queries::$first$(::$rest)+(conn, $($arg),*).await
                        })
                    },
                    $finish,
                );
                tracing::Instrument::instrument(work, span).await
            }
            $crate::store::Backend::Sqlite(database) => {
                let work = database.write(
                    move |conn| {
                        Box::pin(async move {
                            $crate::backend::sqlite::queries::$first$(::$rest)+(conn, $($arg),*).await
                        })
                    },
                    $finish,
                );
                tracing::Instrument::instrument(work, span).await
            }
        }
    }};
}
pub(crate) use {on_reader, on_writer};

/// A reading query ends in rows or in a refusal; both databases and both kinds of query meet here.
pub(crate) trait Ending<T> {
    fn end(self) -> Result<T>;
}

impl<T> Ending<T> for diesel::QueryResult<T> {
    fn end(self) -> Result<T> {
        self.map_err(|error| fault(&error))
    }
}

impl<T> Ending<T> for Write<T> {
    fn end(self) -> Result<T> {
        match self {
            Ok(done) | Err(Abort::Same(done)) => Ok(done),
            Err(Abort::Refused(fault)) => Err(fault),
            Err(Abort::Db(error)) => Err(fault(&error)),
        }
    }
}

impl Postgres {
    async fn read<T, E, Q>(&self, query: Q) -> Result<T>
    where
        Q: for<'c> FnOnce(&'c mut postgres::Conn) -> BoxFuture<'c, E> + Send + 'static,
        E: Ending<T> + Send + 'static,
        T: Send + 'static,
    {
        let pool = self.pool.clone();
        let unit = async move {
            let mut conn = postgres::connection(&pool).await?;
            match postgres::with_timeout(query(&mut conn)).await {
                Some(ended) => ended.end(),
                None => Err(postgres::discard(conn)),
            }
        };
        self.whole(unit).await
    }

    async fn write<T, R, Q, F>(&self, query: Q, finish: F) -> Result<R>
    where
        Q: for<'c> FnOnce(&'c mut postgres::Conn) -> BoxFuture<'c, Write<T>> + Send + 'static,
        F: FnOnce(T) -> (R, Vec<Committed>) + Send + 'static,
        T: Send + 'static,
        R: Send + 'static,
    {
        let (pool, outlet) = (self.pool.clone(), self.outlet.clone());
        let unit = async move {
            let mut conn = postgres::connection(&pool).await?;
            let work = conn.transaction(async move |conn| query(conn).await);
            let Some(ended) = postgres::with_timeout(work).await else { return Err(postgres::discard(conn)) };
            let (answer, facts) = settle(ended, finish);
            outlet.publish(facts).await;
            answer
        };
        self.whole(unit).await
    }

    /// A unit runs to its end even if the caller hangs up: only the answer is lost.
    async fn whole<R: Send + 'static>(
        &self,
        unit: impl Future<Output = Result<R>> + Send + 'static,
    ) -> Result<R> {
        self.runtime.spawn(unit.in_current_span()).await.map_err(|_| Fault::Internal)?
    }
}

impl Sqlite {
    async fn read<T, E, Q>(&self, query: Q) -> Result<T>
    where
        Q: for<'c> FnOnce(&'c mut sqlite::Conn) -> BoxFuture<'c, E> + Send + 'static,
        E: Ending<T> + Send + 'static,
        T: Send + 'static,
    {
        let mut conn = self.readers.get().await.map_err(|error| no_connection(&error))?;
        sqlite::unit_of_work(async move { query(&mut conn).await.end() }.in_current_span()).await
    }

    async fn write<T, R, Q, F>(&self, query: Q, finish: F) -> Result<R>
    where
        Q: for<'c> FnOnce(&'c mut sqlite::Conn) -> BoxFuture<'c, Write<T>> + Send + 'static,
        F: FnOnce(T) -> (R, Vec<Committed>) + Send + 'static,
        T: Send + 'static,
        R: Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.writer.enqueue(sqlite::Job::Unit(unit(query, finish, reply))).await?;
        answer.await.map_err(|_| Fault::unavailable())?
    }
}

/// A query as a unit of the writer's batch: in its own savepoint, answered after the commit.
fn unit<T, R, Q, F>(query: Q, finish: F, reply: oneshot::Sender<Result<R>>) -> sqlite::Unit
where
    Q: for<'c> FnOnce(&'c mut sqlite::Conn) -> BoxFuture<'c, Write<T>> + Send + 'static,
    F: FnOnce(T) -> (R, Vec<Committed>) + Send + 'static,
    T: Send + 'static,
    R: Send + 'static,
{
    let span = tracing::Span::current();
    Box::new(move |conn| {
        let work = async move {
            let (answer, committed) =
                settle(conn.transaction(async move |conn| query(conn).await).await, finish);
            let answer = Box::new(move |verdict: std::result::Result<(), Fault>| {
                // A caller who hung up only misses the answer.
                let _ = reply.send(verdict.and(answer));
            });
            sqlite::Settled { committed, answer }
        };
        Box::pin(work.instrument(span))
    })
}

fn settle<T, R>(
    ended: Write<T>,
    finish: impl FnOnce(T) -> (R, Vec<Committed>),
) -> (Result<R>, Vec<Committed>) {
    match ended {
        Ok(done) => {
            let (answer, facts) = finish(done);
            (Ok(answer), facts)
        }
        Err(Abort::Same(done)) => (Ok(finish(done).0), vec![]),
        Err(Abort::Refused(fault)) => (Err(fault), vec![]),
        Err(Abort::Db(error)) => (Err(fault(&error)), vec![]),
    }
}

fn no_connection(error: &dyn std::fmt::Display) -> Fault {
    tracing::warn!(event = "database_unavailable", error = %error, "no database connection");
    Fault::unavailable()
}
