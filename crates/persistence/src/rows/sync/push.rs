//! A push subscription is a row.

use crate::schema::sync::push_subscriptions;
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
