//! A copy of an SQLite database is made beside its running server here, and checked before it is used. Must not know
//! where copies are stored, nor what is stored beside them.

use crate::backend::sqlite;
use crate::backend::sqlite::queries::instance::leases::COPIES;
use crate::blobs;
use crate::rows::instance::InstanceRow;
use crate::schema::accounts::{
    challenges, grants, half_sign_ins, identifier_undos, oauth_flows, oauth_grants, refresh_tokens, sessions,
    ways_in,
};
use crate::schema::instance::{files as files_table, instance, leases};
use crate::schema::people::users;
use crate::schema::sync::push_subscriptions;
use crate::store::stored_canary;
use crate::types::{StoredId, id};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use domain::{ChatId, FileId, NodeId, Random, Timestamp};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, Permissions};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use vault::KeyRing;

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("the database cannot be opened: {0}")]
    Connect(#[from] diesel::ConnectionError),
    #[error("the database does not answer: {0}")]
    Query(#[from] diesel::result::Error),
    #[error("{0}")]
    Disk(#[from] std::io::Error),
    #[error("the database is damaged: {0}")]
    Damaged(String),
    #[error("the database was never used: there is nothing to keep")]
    Unused,
}

/// What a database says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct About {
    /// The newest migration it has seen.
    pub schema: String,
    pub epoch: String,
    /// Names of the key-encryption keys without which something in it stays shut.
    pub keys: Vec<String>,
    pub people: i64,
    pub chats: i64,
    pub messages: i64,
}

#[derive(Debug, Clone)]
pub struct Contents {
    pub about: About,
    /// Where the files lie that its rows name, below the folder of the files.
    pub files: Vec<String>,
    instance: InstanceRow,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    text: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// As the database stands at one moment; writers are not held up meanwhile. When this returns, the copy is on
/// the disk.
pub fn copy(from: &Path, to: &Path) -> Result<(), BackupError> {
    // Made by us, so that no other user can read it.
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let mut conn = sqlite::open(&from.to_string_lossy())?;
    conn.batch_execute(&format!("VACUUM INTO '{}'", to.to_string_lossy().replace('\'', "''")))?;
    let copy = File::open(to)?;
    copy.set_permissions(Permissions::from_mode(0o600))?;
    copy.sync_all()?;
    Ok(())
}

/// Keeps every file the database names where it is until then; a second call renews it. False where too many
/// others do the same. The job that removes files checks this after it released them.
pub fn hold(path: &Path, holder: NodeId, now: Timestamp, until: Timestamp) -> Result<bool, BackupError> {
    let mut conn = sqlite::open(&path.to_string_lossy())?;
    for name in COPIES {
        let free = leases::holder.eq(id(holder)).or(leases::until.le(now.millis()));
        let taken = diesel::update(leases::table.find(name).filter(free))
            .set((leases::holder.eq(id(holder)), leases::until.eq(until.millis())))
            .execute(&mut conn)?;
        let row = (leases::name.eq(name), leases::holder.eq(id(holder)), leases::until.eq(until.millis()));
        let taken = taken == 1
            || diesel::insert_into(leases::table).values(row).on_conflict_do_nothing().execute(&mut conn)?
                == 1;
        if taken {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Files may go again.
pub fn let_go(path: &Path, holder: NodeId) -> Result<(), BackupError> {
    let mut conn = sqlite::open(&path.to_string_lossy())?;
    diesel::delete(leases::table.filter(leases::holder.eq(id(holder)))).execute(&mut conn)?;
    Ok(())
}

/// Goes through all of it: every page is looked at. Changes nothing.
pub fn look(path: &Path) -> Result<Contents, BackupError> {
    let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
    let found: Vec<Line> =
        diesel::sql_query("SELECT integrity_check AS text FROM pragma_integrity_check").load(&mut conn)?;
    if let Some(wrong) = found.iter().find(|line| line.text != "ok") {
        return Err(BackupError::Damaged(wrong.text.clone()));
    }
    let instance: Option<InstanceRow> =
        instance::table.select(InstanceRow::as_select()).first(&mut conn).optional()?;
    let instance = instance.ok_or(BackupError::Unused)?;
    let held = files_table::table.filter(files_table::gone_at.is_null());
    let held: Vec<(FileId, i32)> = held.select((files_table::id, files_table::part)).load(&mut conn)?;
    let keys: Vec<Line> =
        diesel::sql_query("SELECT DISTINCT kid AS text FROM data_keys ORDER BY kid").load(&mut conn)?;
    let schema: Line = diesel::sql_query("SELECT max(version) AS text FROM __diesel_schema_migrations")
        .get_result(&mut conn)?;
    let mut count = |table: &str| {
        let counted: QueryResult<Number> =
            diesel::sql_query(format!("SELECT count(*) AS n FROM {table}")).get_result(&mut conn);
        counted.map(|number| number.n)
    };
    let about = About {
        schema: schema.text,
        epoch: instance.epoch.uuid().to_string(),
        keys: keys.into_iter().map(|line| line.text).collect(),
        people: count("users")?,
        chats: count("chats")?,
        messages: count("messages")?,
    };
    Ok(Contents {
        about,
        files: held
            .into_iter()
            .map(|(file, part)| blobs::name(file, u16::try_from(part).unwrap_or_default()))
            .collect(),
        instance,
    })
}

impl Contents {
    /// Whether this ring is the one that sealed it.
    pub fn opens_with(&self, ring: &KeyRing) -> bool {
        stored_canary(&self.instance).is_some_and(|canary| ring.check_canary(&canary).is_ok())
    }
}

/// Clients drop what they hold of another epoch: what they were told after the copy was made never happened here.
/// Leases of the nodes that ran it then are void.
pub fn begin_anew(path: &Path, now: Timestamp, random: Random) -> Result<String, BackupError> {
    let epoch = ChatId::make(now, random).uuid();
    let mut conn = sqlite::open(&path.to_string_lossy())?;
    conn.transaction(|conn| {
        diesel::update(instance::table).set(instance::epoch.eq(StoredId::from_uuid(epoch))).execute(conn)?;
        diesel::delete(leases::table).execute(conn)?;
        forget_proofs(conn, now)
    })?;
    Ok(epoch.to_string())
}

/// What was proven before the copy was made may have been taken back since: everyone signs in again.
fn forget_proofs(conn: &mut SqliteConnection, now: Timestamp) -> QueryResult<()> {
    diesel::update(sessions::table.filter(sessions::ended_at.is_null()))
        .set(sessions::ended_at.eq(now.millis()))
        .execute(conn)?;
    diesel::update(users::table).set(users::security_ver.eq(users::security_ver + 1)).execute(conn)?;
    macro_rules! forget {
        ($($table:ident),+) => { $(diesel::delete($table::table).execute(conn)?;)+ };
    }
    forget!(refresh_tokens, push_subscriptions, challenges, grants, identifier_undos, half_sign_ins);
    forget!(oauth_flows, oauth_grants, ways_in);
    Ok(())
}
