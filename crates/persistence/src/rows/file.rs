//! Files of the file store, as the database knows them.

use crate::schema::files;
use crate::types::StoredId;
use diesel::prelude::*;
use domain::{FileId, UserId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = files, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct FileRow {
    #[diesel(serialize_as = StoredId)]
    pub id: FileId,
    pub part: i32,
    #[diesel(serialize_as = StoredId)]
    pub owner_id: UserId,
    pub kind: i32,
    pub content: i32,
    pub size: i64,
    pub key_sealed: Vec<u8>,
    pub created_at: i64,
    pub gone_at: Option<i64>,
}
