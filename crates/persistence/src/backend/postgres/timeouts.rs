//! PostgreSQL may be silent only for so long. A connection without an answer is thrown away: where nothing gets
//! through, the system itself would wait a quarter of an hour for it. What became of its work is unknown, as after
//! any lost connection.

use super::Conn;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use domain::{Fault, Result};
use std::time::Duration;
use tokio::time::timeout;

/// For a free connection, or a new one.
const CONNECTION: Duration = Duration::from_secs(4);
/// Longer than the bounds the session has on the other side: those say more.
const ANSWER: Duration = Duration::from_secs(6);

pub async fn connection(pool: &Pool<Conn>) -> Result<Object<Conn>> {
    let refused = |error: &dyn std::fmt::Display| {
        tracing::warn!(event = "database_unavailable", error = %error, "no database connection");
        Fault::unavailable()
    };
    let got = timeout(CONNECTION, pool.get()).await.map_err(|_| refused(&"none in time"))?;
    got.map_err(|error| refused(&error))
}

/// Nothing when there was no answer; then the connection is to be given to [`discard`].
pub async fn with_timeout<T>(work: impl Future<Output = T>) -> Option<T> {
    timeout(ANSWER, work).await.ok()
}

/// The others that lie ready lead the same way: the next caller opens one, and learns soon where that is impossible.
pub fn discard(conn: Object<Conn>) -> Fault {
    tracing::warn!(event = "database_unavailable", "the database does not answer");
    if let Some(pool) = Object::pool(&conn) {
        pool.retain(|_, _| false);
    }
    drop(Object::take(conn));
    Fault::unavailable()
}
