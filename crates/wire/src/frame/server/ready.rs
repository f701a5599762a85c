//! Defines the first frame of a socket: the digest of the client's chats. Must not know what the client already has.

use crate::frame::tag::ReadyTag;
use domain::chat::Digest;
use domain::{ConnectionId, MyRev, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;
use uuid::Uuid;

/// One page of the digest; the last one has `more: false`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ready {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: ReadyTag,
    /// Where it differs from the one a client knows, everything it has cached is invalid.
    pub epoch: String,
    pub user_id: Uuid,
    pub connection_id: Uuid,
    #[schema(format = "date-time")]
    pub server_time: String,
    /// Seconds between heartbeats.
    pub heartbeat: u64,
    pub my_rev: i64,
    pub notifications_unread: i64,
    #[schema(max_items = 500)]
    pub chats: Vec<ReadyChat>,
    pub more: bool,
}

/// The least that shows whether a client is behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReadyChat {
    pub id: Uuid,
    pub seq: i64,
    pub rev: i64,
    pub read_seq: i64,
}

impl From<&Digest> for ReadyChat {
    fn from(digest: &Digest) -> Self {
        let Digest { chat, seq, rev, read_seq, visible_from: _ } = *digest;
        Self { id: chat.uuid(), seq: seq.number(), rev: rev.number(), read_seq: read_seq.number() }
    }
}

/// What all pages of one digest share.
#[derive(Debug, Clone)]
pub struct Greeting {
    pub epoch: String,
    pub user: UserId,
    pub connection: ConnectionId,
    pub now: Timestamp,
    pub heartbeat: Duration,
    pub my_rev: MyRev,
    pub notifications_unread: i64,
}

impl Ready {
    pub fn page(greeting: &Greeting, chats: &[Digest], more: bool) -> Self {
        Self {
            tag: ReadyTag::It,
            epoch: greeting.epoch.clone(),
            user_id: greeting.user.uuid(),
            connection_id: greeting.connection.uuid(),
            server_time: greeting.now.to_string(),
            heartbeat: greeting.heartbeat.as_secs(),
            my_rev: greeting.my_rev.number(),
            notifications_unread: greeting.notifications_unread,
            chats: chats.iter().map(Into::into).collect(),
            more,
        }
    }
}
