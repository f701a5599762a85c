//! Defines what a client sends besides messages: read marks, catch-up, watch lists. Must not know what a frame does.

use super::tag::{
    ChangesTag, ChatReadTag, MyChangesTag, PingTag, PresenceWatchTag, ReactionClearTag, ReactionSetTag,
    ReauthTag, TypingTag,
};
use crate::changes::{ChatAfter, check_chats, known};
use crate::faults::Faults;
use crate::json;
use domain::message::Emoji;
use domain::{ChatId, Fault, Result, Rev, UserId};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;
use uuid::Uuid;

/// A watch list replaces the previous one.
const MOST_WATCHED: usize = 500;

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatRead {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: ChatReadTag,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64)]
    pub reference: Option<String>,
    pub chat_id: Uuid,
    #[schema(minimum = 0)]
    pub seq: i64,
}

impl ChatRead {
    pub(super) fn check(&self, faults: &mut Faults) {
        faults.at_least("/seq", self.seq, 0);
    }
}

/// Reacts to a message; repeating it changes nothing.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReactionSet {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: ReactionSetTag,
    #[serde(rename = "ref")]
    #[schema(max_length = 64)]
    pub reference: String,
    pub chat_id: Uuid,
    #[schema(minimum = 1)]
    pub seq: i64,
    /// One emoji.
    #[schema(max_length = 32)]
    pub emoji: String,
}

/// Removes a reaction of yours.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReactionClear {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: ReactionClearTag,
    #[serde(rename = "ref")]
    #[schema(max_length = 64)]
    pub reference: String,
    pub chat_id: Uuid,
    #[schema(minimum = 1)]
    pub seq: i64,
    /// One emoji.
    #[schema(max_length = 32)]
    pub emoji: String,
}

pub(super) fn check_reaction(faults: &mut Faults, seq: i64, emoji: &str) {
    faults.at_least("/seq", seq, 1);
    faults.take("/emoji", Emoji::parse(emoji));
}

/// The emoji of a frame that was validated.
pub fn emoji(text: &str) -> Result<Emoji> {
    Emoji::parse(text).map_err(|refusal| Fault::Validation(vec![refusal.at("/emoji")]))
}

/// Asks what changed in chats.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangesAsk {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: ChangesTag,
    #[serde(rename = "ref")]
    #[schema(max_length = 64)]
    pub reference: String,
    #[serde(deserialize_with = "json::objects")]
    #[schema(min_items = 1, max_items = 100)]
    pub chats: Vec<ChatAfter>,
}

impl ChangesAsk {
    /// Each chat once, and the revision the client knows of it.
    pub fn known(&self) -> Vec<(ChatId, Rev)> {
        known(&self.chats)
    }

    pub(super) fn check(&self, faults: &mut Faults) {
        check_chats(faults, &self.chats);
    }
}

/// Asks what changed for you alone.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MyChangesAsk {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: MyChangesTag,
    #[serde(rename = "ref")]
    #[schema(max_length = 64)]
    pub reference: String,
    #[schema(minimum = 0)]
    pub after: i64,
}

impl MyChangesAsk {
    pub(super) fn check(&self, faults: &mut Faults) {
        faults.at_least("/after", self.after, 0);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Typing {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: TypingTag,
    pub chat_id: Uuid,
    pub on: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PresenceWatch {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: PresenceWatchTag,
    #[serde(rename = "ref")]
    #[schema(max_length = 64)]
    pub reference: String,
    /// Replaces the previous list; an empty one ends the watch.
    #[schema(max_items = 500)]
    pub user_ids: Vec<Uuid>,
}

impl PresenceWatch {
    pub fn users(&self) -> Vec<UserId> {
        self.user_ids.iter().map(|id| UserId::from_uuid(*id)).collect()
    }

    pub(super) fn check(&self, faults: &mut Faults) {
        faults.count("/user_ids", self.user_ids.len(), 0, MOST_WATCHED);
    }
}

/// Presents a fresh access token of the same session.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reauth {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: ReauthTag,
    #[serde(rename = "ref")]
    #[schema(max_length = 64)]
    pub reference: String,
    pub token: String,
}

/// Never the token: it must not reach a log by a debug line.
impl fmt::Debug for Reauth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reauth").field("reference", &self.reference).finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ping {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: PingTag,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64)]
    pub reference: Option<String>,
}
