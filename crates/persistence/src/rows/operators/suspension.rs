//! A suspension is a row.

use crate::schema::operators::suspensions;
use crate::types::StoredId;
use diesel::prelude::*;
use domain::UserId;

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
