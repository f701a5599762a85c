//! The database knows a blob by its row.

use crate::schema::instance::files;
use crate::types::StoredId;
use diesel::prelude::*;
use domain::FileId;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = files, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct FileRow {
    #[diesel(serialize_as = StoredId)]
    pub id: FileId,
    pub part: i32,
    /// A person's or a chat's, as the kind says.
    pub owner_id: StoredId,
    pub kind: i32,
    pub content: i32,
    pub size: i64,
    pub key_sealed: Vec<u8>,
    pub created_at: i64,
    pub gone_at: Option<i64>,
}

/// Pictures of people, and of chats.
pub const PERSONS: i32 = 1;
pub const CHATS: i32 = 2;
