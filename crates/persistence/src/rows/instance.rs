//! The instance keeps these rows for itself.

pub mod blob;

use crate::schema::instance::{data_keys, instance};
use crate::types::{StoredId, StoredNumber};
use diesel::prelude::*;
use domain::Seq;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = instance, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct InstanceRow {
    pub id: i32,
    pub epoch: StoredId,
    pub canary_kid: String,
    pub canary_nonce: Vec<u8>,
    pub canary_wrapped: Vec<u8>,
    pub created_at: i64,
    /// Where this database lay when its epoch was last looked at.
    pub place: Option<String>,
    /// What administrators chose while the server ran.
    pub chosen: Option<String>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = data_keys, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct DataKeyRow {
    pub owner_kind: i32,
    pub owner_id: StoredId,
    pub ver: i32,
    pub kid: String,
    pub nonce: Vec<u8>,
    pub wrapped: Vec<u8>,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub from_seq: Seq,
    pub created_at: i64,
}
