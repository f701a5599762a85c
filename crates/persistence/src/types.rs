//! Ids are stored as native `uuid` on PostgreSQL and as a 16-byte BLOB on SQLite, by one SQL type for both. Must not
//! know any table.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::SqlType;
use diesel::sqlite::Sqlite;
use domain::{
    AuditId, ChallengeId, ChatId, ClientId, FileId, InviteId, NodeId, NotificationId, PushId, ReportId,
    RequestId, SessionId, UserId,
};
use std::io::Write;
use uuid::Uuid;

/// Ids in one `IN (..)`: SQLite has a limit for them.
pub const CHUNK: usize = 500;

#[derive(Debug, Clone, Copy, SqlType, QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951), sqlite_type(name = "Binary"))]
pub struct Id16;

/// Any id on its way into a query. Only a type of this crate may become an SQL expression, so the ids of
/// `domain` pass through it: `find(id(chat))`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression)]
#[diesel(sql_type = Id16)]
pub struct StoredId(Uuid);

impl StoredId {
    pub const fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }

    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

pub fn id(id: impl Into<StoredId>) -> StoredId {
    id.into()
}

pub fn ids<I: Copy + Into<StoredId>>(ids: &[I]) -> Vec<StoredId> {
    ids.iter().map(|id| (*id).into()).collect()
}

macro_rules! stored_as_id16 {
    ($($id:ty),*) => {$(
        impl ToSql<Id16, Pg> for $id {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(self.uuid().as_bytes())?;
                Ok(IsNull::No)
            }
        }

        impl ToSql<Id16, Sqlite> for $id {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(self.uuid().into_bytes().to_vec());
                Ok(IsNull::No)
            }
        }

        impl FromSql<Id16, Pg> for $id {
            fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(Self::from_uuid(Uuid::from_slice(value.as_bytes())?))
            }
        }

        impl FromSql<Id16, Sqlite> for $id {
            fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(Self::from_uuid(Uuid::from_slice(value.read_blob())?))
            }
        }

        impl<DB> Queryable<Id16, DB> for $id
        where
            DB: Backend,
            Self: FromSql<Id16, DB>,
        {
            type Row = Self;
            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }
    )*};
}

stored_as_id16!(
    AuditId,
    ChallengeId,
    ChatId,
    ClientId,
    FileId,
    InviteId,
    NodeId,
    NotificationId,
    PushId,
    ReportId,
    RequestId,
    SessionId,
    UserId,
    StoredId
);

macro_rules! becomes_stored {
    ($($id:ty),*) => {$(
        impl From<$id> for StoredId {
            fn from(id: $id) -> Self {
                Self(id.uuid())
            }
        }
    )*};
}

becomes_stored!(
    AuditId,
    ChallengeId,
    ChatId,
    ClientId,
    FileId,
    InviteId,
    NodeId,
    NotificationId,
    PushId,
    ReportId,
    RequestId,
    SessionId,
    UserId
);
