//! Ids are stored as native `uuid` on PostgreSQL and as a 16-byte BLOB on SQLite, by one SQL type for both; counters
//! as 8-byte integers. Must not
//! know any table.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow, Queryable};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, SqlType};
use diesel::sqlite::Sqlite;
use domain::{
    AuditId, ChallengeId, ChatId, ClientId, FileId, InviteId, MyRev, NodeId, NotificationId, Ordinal, PushId,
    ReportId, RequestId, Rev, Seq, SessionId, UserId,
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

pub fn numbers<C: Copy + Into<StoredNumber>>(counters: &[C]) -> Vec<i64> {
    counters.iter().map(|counter| (*counter).into().0).collect()
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

/// A counter of `domain` on its way to its column and back: rows pass their counters through it. In expressions it is
/// `number()`, and what a query returns without a row becomes a counter by `from_number`.
#[derive(Debug, Clone, Copy, AsExpression, FromSqlRow)]
#[diesel(sql_type = BigInt)]
pub struct StoredNumber(i64);

impl<DB: Backend> ToSql<BigInt, DB> for StoredNumber
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<BigInt, DB> for StoredNumber
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(value).map(Self)
    }
}

macro_rules! stored_as_number {
    ($($counter:ty),*) => {$(
        impl From<$counter> for StoredNumber {
            fn from(counter: $counter) -> Self {
                Self(counter.number())
            }
        }

        impl From<StoredNumber> for $counter {
            fn from(stored: StoredNumber) -> Self {
                Self::from_number(stored.0)
            }
        }
    )*};
}

stored_as_number!(MyRev, Ordinal, Rev, Seq);
