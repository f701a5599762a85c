//! Rows of accounts and of exports of a person's data stand here.

pub mod code;
pub mod proof;
pub mod session;

use crate::schema::accounts::exports;
use crate::types::StoredId;
use diesel::prelude::*;
use domain::UserId;

pub const RUNNING: i32 = 1;

pub const READY: i32 = 2;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = exports, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct ExportRow {
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub state: i32,
    pub section: i32,
    pub cursor_id: Option<StoredId>,
    pub cursor_seq: i64,
    pub parts: i64,
    pub size: i64,
    pub done: i64,
    pub total: i64,
    pub asked_at: i64,
    pub expires_at: Option<i64>,
}
