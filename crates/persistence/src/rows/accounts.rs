//! Around an account: browsers that are pushed to, suspensions, exports of one's data.

pub mod code;
pub mod proof;
pub mod session;

use crate::schema::{exports, push_subscriptions, suspensions};
use crate::types::StoredId;
use diesel::prelude::*;
use domain::{PushId, SessionId, UserId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = push_subscriptions, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct PushRow {
    #[diesel(serialize_as = StoredId)]
    pub id: PushId,
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    #[diesel(serialize_as = StoredId)]
    pub session_id: SessionId,
    pub endpoint_lookup: Vec<u8>,
    pub target_sealed: Vec<u8>,
    pub created_at: i64,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = suspensions, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct SuspensionRow {
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub by_id: Option<StoredId>,
    pub reason_sealed: Option<Vec<u8>>,
    pub at: i64,
    pub until: Option<i64>,
}

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
