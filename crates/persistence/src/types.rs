//! How ids are stored: native `uuid` on PostgreSQL, 16-byte BLOB on SQLite, one SQL type for both.
//! Must not know any table.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::AsExpression;
use diesel::internal::derives::as_expression::Bound;
use diesel::pg::Pg;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::SqlType;
use diesel::sqlite::Sqlite;
use domain::{ChatId, ClientId, SessionId, UserId};
use std::io::Write;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, SqlType, QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951), sqlite_type(name = "Binary"))]
pub struct Id16;

/// An id whose kind stands in another column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnyId(Uuid);

impl AnyId {
    pub const fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }

    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

macro_rules! stored_as_id16 {
    ($($id:ty),*) => {$(
        impl AsExpression<Id16> for $id {
            type Expression = Bound<Id16, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }

        impl<'a> AsExpression<Id16> for &'a $id {
            type Expression = Bound<Id16, &'a $id>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }

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

stored_as_id16!(ChatId, ClientId, SessionId, UserId, AnyId);
