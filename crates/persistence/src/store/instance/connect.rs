//! Opening the store migrates the database, checks that the keys fit the data, and starts the writers.

use crate::backend::{postgres, sqlite};
use crate::blobs::Files;
use crate::maintenance::migrate::{self, MigrateError};
use crate::outlet::Outlet;
use crate::rows::instance::InstanceRow;
use crate::store::{Backend, Postgres, Sqlite, Store, on_reader, on_writer};
use crate::types::StoredId;
use diesel_async::pooled_connection::deadpool::BuildError;
use domain::{ChatId, Fault, Random, Timestamp};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;
use vault::{KeyRing, Label, Wrapped};

#[derive(Debug, Clone)]
pub enum Config {
    Sqlite {
        path: PathBuf,
    },
    Postgres {
        url: String,
        /// A role that may change the schema, when the serving one may not.
        migrate_url: Option<String>,
        force_unsafe: bool,
    },
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error("the connection pool cannot be built: {0}")]
    Pool(#[from] BuildError),
    #[error("the database cannot be opened: {0}")]
    Connect(#[from] diesel::ConnectionError),
    #[error("the database does not answer: {0}")]
    Query(#[from] diesel::result::Error),
    #[error("the writer cannot start: {0}")]
    Writer(#[from] std::io::Error),
    #[error(
        "PostgreSQL runs with {0} = off and would lose acknowledged messages in a crash: set {0} = on, or \
         accept the loss with force_unsafe_database = true"
    )]
    Unsafe(String),
    #[error(
        "the key ring does not belong to this database: restore the keys.json that was used with it \
         (another ring would make every message unreadable)"
    )]
    WrongRing,
    #[error("the database cannot be read: {0:?}")]
    Fault(Fault),
}

/// Connections that read, beside the writer.
const SQLITE_READERS: usize = 6;
const POSTGRES_CONNECTIONS: usize = 24;
/// Opened keys do not stay longer than this, so that shredding a chat on one node is soon true on all.
const OPENED_KEYS: Duration = Duration::from_secs(300);
const MOST_OPENED_KEYS: u64 = 20_000;

/// Only the schema; the keys are not looked at.
pub async fn migrate(config: &Config) -> Result<Vec<String>, MigrateError> {
    match config {
        Config::Sqlite { path } => {
            let path = path.clone();
            tokio::task::block_in_place(move || migrate::sqlite(&path))
        }
        Config::Postgres { url, migrate_url, .. } => {
            migrate::postgres(migrate_url.as_ref().unwrap_or(url)).await
        }
    }
}

impl Store {
    pub async fn migrate(config: &Config) -> Result<Vec<String>, MigrateError> {
        migrate(config).await
    }

    /// What a start would bring up to date; changes nothing.
    pub async fn pending(config: &Config) -> Result<Vec<String>, MigrateError> {
        migrate::pending(config).await
    }

    /// What time a database on another machine takes it to be; a file has no clock of its own.
    pub async fn clock(config: &Config) -> Result<Option<Timestamp>, OpenError> {
        let Config::Postgres { url, .. } = config else { return Ok(None) };
        let mut conn = postgres::connect(url).await?;
        Ok(Some(Timestamp::from_millis(postgres::clock(&mut conn).await?)))
    }

    pub async fn open(
        config: &Config,
        files: Files,
        ring: Arc<KeyRing>,
        outlet: Outlet,
        random: Random,
        now: Timestamp,
    ) -> Result<Self, OpenError> {
        for version in migrate(config).await? {
            tracing::info!(%version, "migrated the database");
        }
        let backend = match config {
            Config::Sqlite { path } => {
                let path = path.to_string_lossy().into_owned();
                let readers = sqlite::reader_pool(&path, SQLITE_READERS)?;
                Backend::Sqlite(Sqlite { writer: sqlite::Writer::start(path, outlet)?, readers })
            }
            Config::Postgres { url, force_unsafe, .. } => {
                check_durability(url, *force_unsafe).await?;
                let pool = postgres::pool(url, POSTGRES_CONNECTIONS)?;
                let lanes = postgres::Lanes::start(&pool, &outlet);
                Backend::Postgres(Postgres {
                    pool,
                    lanes,
                    outlet,
                    runtime: tokio::runtime::Handle::current(),
                })
            }
        };
        let store = Self {
            backend,
            blind_index: ring.derive(Label::BlindIndex),
            fingerprint: ring.derive(Label::Fingerprint),
            otp: ring.derive(Label::Otp),
            audit: Arc::new(ring.derive(Label::Audit)),
            ring,
            files: Arc::new(files),
            keys: moka::sync::Cache::builder()
                .max_capacity(MOST_OPENED_KEYS)
                .time_to_live(OPENED_KEYS)
                .build(),
            held: Arc::default(),
            random,
            epoch: RwLock::default(),
            retention: OnceLock::new(),
        };
        let epoch = store.recognise(now).await?;
        store.set_epoch(epoch);
        Ok(store)
    }

    /// Random, made with the database and again after a restore: clients drop what they cached under another.
    pub fn epoch(&self) -> String {
        self.epoch.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_epoch(&self, epoch: String) {
        *self.epoch.write().unwrap_or_else(PoisonError::into_inner) = epoch;
    }

    /// What a node that serves does now and then: as [`Self::settle_epoch`], and true as well where another node began a
    /// new epoch.
    pub async fn follow_epoch(&self, now: Timestamp) -> domain::Result<bool> {
        let before = self.epoch();
        self.settle_epoch(now).await?;
        let changed = self.read_epoch().await? != before;
        if changed {
            // The database may know less than the one these came from: nothing is sealed with a key it lacks.
            self.keys.invalidate_all();
        }
        Ok(changed)
    }

    /// Begins a new epoch where this database is a copy that was put in place of another, or was promoted: clients were
    /// told things it may not know. True where it is one.
    pub async fn settle_epoch(&self, now: Timestamp) -> domain::Result<bool> {
        let place = on_reader!(self, instance::place())?;
        let row = on_reader!(self, instance::find())?.ok_or(Fault::Internal)?;
        if place.is_empty() || row.place.as_ref() == Some(&place) {
            return Ok(false);
        }
        // A database that never said where it lies has not been moved as far as is known.
        let is_new = row.place.is_some();
        let epoch = is_new.then(|| StoredId::from_uuid(ChatId::make(now, self.random).uuid()));
        on_writer!(self, instance::settle(row.place, Some(place), epoch), |()| ((), vec![]))?;
        self.read_epoch().await?;
        Ok(is_new)
    }

    /// Begins a new epoch: clients drop what they hold and read everything again.
    pub async fn renew_epoch(&self, now: Timestamp) -> domain::Result<String> {
        let row = on_reader!(self, instance::find())?.ok_or(Fault::Internal)?;
        let epoch = StoredId::from_uuid(ChatId::make(now, self.random).uuid());
        on_writer!(self, instance::settle(row.place.clone(), row.place, Some(epoch)), |()| ((), vec![]))?;
        self.read_epoch().await
    }

    async fn read_epoch(&self) -> domain::Result<String> {
        let row = on_reader!(self, instance::find())?.ok_or(Fault::Internal)?;
        let epoch = row.epoch.uuid().to_string();
        self.set_epoch(epoch.clone());
        Ok(epoch)
    }

    /// Where sealed files lie.
    pub fn files(&self) -> &Arc<Files> {
        &self.files
    }

    /// Asks the database for anything at all.
    pub async fn ping(&self) -> domain::Result<()> {
        on_reader!(self, instance::find()).map(|_| ())
    }

    /// What was deleted leaves SQLite's write-ahead log as well. PostgreSQL recycles its own.
    pub fn empty_log(&self) {
        match &self.backend {
            Backend::Sqlite(database) => database.writer.empty_log(),
            Backend::Postgres(_) => {}
        }
    }

    /// Finishes what has been taken; new work is refused.
    pub async fn stop(&self) {
        match &self.backend {
            Backend::Sqlite(database) => database.writer.stop().await,
            Backend::Postgres(database) => database.pool.close(),
        }
    }

    /// The first start writes who this instance is; every later one proves that the keys are its own.
    async fn recognise(&self, now: Timestamp) -> Result<String, OpenError> {
        let canary = self.ring.canary(self.random);
        let row = InstanceRow {
            id: 1,
            epoch: StoredId::from_uuid(ChatId::make(now, self.random).uuid()),
            canary_kid: canary.kid.to_string(),
            canary_nonce: canary.nonce.to_vec(),
            canary_wrapped: canary.bytes,
            created_at: now.millis(),
            place: None,
            chosen: None,
        };
        self.insert_instance(row).await.map_err(OpenError::Fault)?;
        let row =
            on_reader!(self, instance::find()).map_err(OpenError::Fault)?.ok_or(OpenError::WrongRing)?;
        let stored = stored_canary(&row).ok_or(OpenError::WrongRing)?;
        self.ring.check_canary(&stored).map_err(|_| OpenError::WrongRing)?;
        Ok(row.epoch.uuid().to_string())
    }
}

pub(crate) fn stored_canary(row: &InstanceRow) -> Option<Wrapped> {
    Some(Wrapped {
        kid: row.canary_kid.parse().ok()?,
        nonce: row.canary_nonce.as_slice().try_into().ok()?,
        bytes: row.canary_wrapped.clone(),
    })
}

async fn check_durability(url: &str, force_unsafe: bool) -> Result<(), OpenError> {
    let mut conn = postgres::connect(url).await?;
    match postgres::check_durability(&mut conn).await? {
        Err(loose) if force_unsafe => {
            tracing::warn!(setting = %loose.0, "PostgreSQL may lose acknowledged messages: forced by configuration");
            Ok(())
        }
        Err(loose) => Err(OpenError::Unsafe(loose.0)),
        Ok(()) => Ok(()),
    }
}
