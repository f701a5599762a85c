//! Rows of accounts and of exports of a person's data stand here.

pub mod code;
pub mod proof;
pub mod session;

use crate::schema::accounts::exports;
use crate::types::{StoredId, StoredNumber};
use diesel::prelude::*;
use domain::account::Export;
use domain::{ChatId, Seq, Timestamp, UserId};

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
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub cursor_seq: Seq,
    pub parts: i64,
    pub size: i64,
    pub done: i64,
    pub total: i64,
    pub asked_at: i64,
    pub expires_at: Option<i64>,
}

impl ExportRow {
    pub fn new(export: &Export) -> Self {
        Self {
            user_id: export.user,
            state: if export.ready { READY } else { RUNNING },
            section: export.section,
            cursor_id: export.chat.map(StoredId::from),
            cursor_seq: export.seq,
            parts: export.parts,
            size: export.size,
            done: export.done,
            total: export.total,
            asked_at: export.asked_at.millis(),
            expires_at: export.expires_at.map(Timestamp::millis),
        }
    }

    pub fn open(self) -> Export {
        Export {
            user: self.user_id,
            ready: self.state == READY,
            section: self.section,
            chat: self.cursor_id.map(|id| ChatId::from_uuid(id.uuid())),
            seq: self.cursor_seq,
            parts: self.parts,
            size: self.size,
            done: self.done,
            total: self.total,
            asked_at: Timestamp::from_millis(self.asked_at),
            expires_at: self.expires_at.map(Timestamp::from_millis),
        }
    }
}
