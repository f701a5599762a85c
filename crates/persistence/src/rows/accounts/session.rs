//! Sessions and their refresh tokens are rows; of a token only the hash is here.

use crate::schema::accounts::{refresh_tokens, sessions};
use crate::types::StoredId;
use diesel::prelude::*;
use domain::session::{Origin, Proven, Session, Transport, Way};
use domain::{SessionId, Timestamp, UserId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct SessionRow {
    #[diesel(serialize_as = StoredId)]
    pub id: SessionId,
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub transport: i32,
    pub user_agent: Option<String>,
    pub address_prefix: String,
    pub created_at: i64,
    pub last_seen_at: i64,
    pub expires_at: i64,
    pub ended_at: Option<i64>,
    pub way: i32,
    pub second_factor: bool,
    pub authenticated_at: Option<i64>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = refresh_tokens, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct RefreshRow {
    pub hash: Vec<u8>,
    #[diesel(serialize_as = StoredId)]
    pub session_id: SessionId,
    pub generation: i64,
    pub created_at: i64,
    pub expires_at: i64,
    pub used_at: Option<i64>,
    pub successor_sealed: Option<Vec<u8>>,
}

impl SessionRow {
    pub fn new(session: &Session) -> Self {
        Self {
            id: session.id,
            user_id: session.user,
            transport: match session.transport {
                Transport::Cookie => 1,
                Transport::Body => 2,
            },
            user_agent: session.origin.user_agent.clone(),
            address_prefix: session.origin.address_prefix.clone(),
            created_at: session.created_at.millis(),
            last_seen_at: session.last_seen_at.millis(),
            expires_at: session.expires_at.millis(),
            ended_at: None,
            way: session.proven.way.number().into(),
            second_factor: session.proven.second_factor,
            authenticated_at: Some(session.created_at.millis()),
        }
    }

    pub fn open(self) -> Session {
        Session {
            id: self.id,
            user: self.user_id,
            transport: if self.transport == 1 { Transport::Cookie } else { Transport::Body },
            proven: Proven { way: Way::from_number(self.way), second_factor: self.second_factor },
            origin: Origin { user_agent: self.user_agent, address_prefix: self.address_prefix },
            created_at: Timestamp::from_millis(self.created_at),
            last_seen_at: Timestamp::from_millis(self.last_seen_at),
            expires_at: Timestamp::from_millis(self.expires_at),
        }
    }
}
