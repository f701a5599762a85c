//! Connections to the SQLite file are opened here, all with the same settings.

use diesel::connection::SimpleConnection;
use diesel::{Connection, ConnectionError, ConnectionResult, SqliteConnection};
use diesel_async::AsyncConnection;
use diesel_async::pooled_connection::deadpool::{BuildError, Pool};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig};
use diesel_async::sync_connection_wrapper::{SpawnBlocking, SyncConnectionWrapper};
use futures_util::future::BoxFuture;
use std::error::Error;

pub type Conn = SyncConnectionWrapper<SqliteConnection, Inline>;

/// FULL: a commit is on the disk before it is published. The checkpoint comes late, so that a busy
/// server folds many commits into one; secure_delete keeps what was deleted from lingering in free pages.
/// The cache is small: SQLite walks all of its slots at the end of a commit that balanced a tree, and what
/// it lacks comes from the system's page cache. The largest batch still fits.
const PRAGMAS: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA secure_delete = ON;
    PRAGMA wal_autocheckpoint = 16384;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16384;";

/// Readers stay small: there are several, and the file is in the page cache anyway.
const READER_PRAGMAS: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA query_only = ON;
    PRAGMA cache_size = -4096;";

/// Runs each statement where it stands: the whole unit of work is already on a blocking thread.
pub struct Inline;

impl SpawnBlocking for Inline {
    fn spawn_blocking<'a, R>(
        &mut self,
        task: impl FnOnce() -> R + Send + 'static,
    ) -> BoxFuture<'a, Result<R, Box<dyn Error + Send + Sync + 'static>>>
    where
        R: Send + 'static,
    {
        Box::pin(std::future::ready(Ok(task())))
    }

    fn get_runtime() -> Self {
        Self
    }
}

/// A plain connection that may write.
pub fn open(path: &str) -> ConnectionResult<SqliteConnection> {
    let mut conn = SqliteConnection::establish(path)?;
    conn.batch_execute(PRAGMAS).map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

pub fn reader_pool(path: &str, size: usize) -> Result<Pool<Conn>, BuildError> {
    let mut config = ManagerConfig::<Conn>::default();
    config.custom_setup = Box::new(|path| {
        Box::pin(async move {
            let mut conn = Conn::establish(path).await?;
            diesel_async::SimpleAsyncConnection::batch_execute(&mut conn, READER_PRAGMAS)
                .await
                .map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(conn)
        })
    });
    Pool::builder(AsyncDieselConnectionManager::new_with_config(path, config)).max_size(size).build()
}

/// One unit of work, one trip to a blocking thread, never half done: it cannot be dropped halfway.
pub async fn unit_of_work<R: Send + 'static>(work: impl Future<Output = R> + Send + 'static) -> R {
    let runtime = tokio::runtime::Handle::current();
    match tokio::task::spawn_blocking(move || runtime.block_on(work)).await {
        Ok(result) => result,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}
