//! Defines events without a revision: losing one loses nothing durable. Must not know who gets them.

use super::tag::{
    DeliveredTag, DrainingTag, PongTag, PresenceTag, ReadTag, ReauthRequiredTag, ResetTag, SessionEndedTag,
    TypingTag,
};
use crate::problem::whole_seconds;
use domain::event::ReadMoved;
use domain::{ChatId, Seq, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;
use uuid::Uuid;

/// A member has read up to `seq`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReadEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: ReadTag,
    pub chat_id: Uuid,
    pub user_id: Uuid,
    pub seq: i64,
}

impl From<ReadMoved> for ReadEvent {
    fn from(moved: ReadMoved) -> Self {
        Self {
            tag: ReadTag::It,
            chat_id: moved.chat.uuid(),
            user_id: moved.user.uuid(),
            seq: moved.seq.number(),
        }
    }
}

/// A device of a member has received everything up to `seq`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveredEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: DeliveredTag,
    pub chat_id: Uuid,
    pub user_id: Uuid,
    pub seq: i64,
}

impl DeliveredEvent {
    pub fn new(chat: ChatId, user: UserId, seq: Seq) -> Self {
        Self { tag: DeliveredTag::It, chat_id: chat.uuid(), user_id: user.uuid(), seq: seq.number() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TypingEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: TypingTag,
    pub chat_id: Uuid,
    pub user_id: Uuid,
    pub on: bool,
}

impl TypingEvent {
    pub fn new(chat: ChatId, user: UserId, on: bool) -> Self {
        Self { tag: TypingTag::It, chat_id: chat.uuid(), user_id: user.uuid(), on }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PresenceEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: PresenceTag,
    pub user_id: Uuid,
    pub online: bool,
    /// To the minute; `null` where the person hides it.
    #[schema(required, format = "date-time")]
    pub last_seen: Option<String>,
}

impl PresenceEvent {
    pub fn new(user: UserId, online: bool, last_seen: Option<Timestamp>) -> Self {
        let last_seen = last_seen.map(|at| at.to_minute().to_string());
        Self { tag: PresenceTag::It, user_id: user.uuid(), online, last_seen }
    }
}

/// The session of this socket has ended; the socket closes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionEnded {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: SessionEndedTag,
}

/// Send `reauth` soon, or the socket is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReauthRequired {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: ReauthRequiredTag,
}

/// Drop the cache of the chat and load it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ResetEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: ResetTag,
    pub chat_id: Uuid,
}

impl ResetEvent {
    pub fn new(chat: ChatId) -> Self {
        Self { tag: ResetTag::It, chat_id: chat.uuid() }
    }
}

/// This node is about to stop: connect again after `retry_after` seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Draining {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: DrainingTag,
    #[schema(minimum = 0)]
    pub retry_after: u64,
}

impl Draining {
    pub fn new(retry_after: Duration) -> Self {
        Self { tag: DrainingTag::It, retry_after: whole_seconds(retry_after) }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Pong {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: PongTag,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reference: Option<String>,
}

impl Pong {
    pub fn new(reference: Option<&str>) -> Self {
        Self { tag: PongTag::It, reference: reference.map(ToOwned::to_owned) }
    }
}
