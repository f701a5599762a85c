//! Defines events that carry a revision: each describes one committed change, or several in a row, as states. Must
//! not know who gets them, or whether a frame arrives.

use super::ServerFrame;
use crate::chat::{ChatState, MemberState};
use crate::frame::tag::{ChangesTag, ChatTag, MemberTag, MessageTag, SkipTag};
use crate::literal::True;
use crate::message::Message;
use domain::event::{Changes, ChatChange, What};
use domain::{ChatId, Rev};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A message is new, edited or deleted. Where it announces a membership or a title, that is included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessageEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: MessageTag,
    pub chat_id: Uuid,
    pub rev: i64,
    pub message: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub members: Option<Vec<MemberState>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chat: Option<ChatState>,
}

/// Settings changed without a message (`chat`), or the chat no longer exists for the reader (`removed`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChatEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: ChatTag,
    pub chat_id: Uuid,
    pub rev: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chat: Option<ChatState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = bool)]
    pub removed: Option<True>,
}

impl ChatEvent {
    pub fn removed(chat: ChatId, rev: Rev) -> Self {
        Self { tag: ChatTag::It, chat_id: chat.uuid(), rev: rev.number(), chat: None, removed: Some(True) }
    }
}

/// Memberships changed without a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MemberEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: MemberTag,
    pub chat_id: Uuid,
    pub rev: i64,
    pub members: Vec<MemberState>,
}

/// The one frame that describes a change of a chat to those who may see it.
impl From<ChatChange> for ServerFrame {
    fn from(change: ChatChange) -> Self {
        let ChatChange { chat: id, rev, members, what } = change;
        match what {
            What::Message { message, new: _, chat } => {
                let members: Vec<_> = members.into_iter().map(Into::into).collect();
                MessageEvent {
                    tag: MessageTag::It,
                    chat_id: id.uuid(),
                    rev: rev.number(),
                    message: (*message).into(),
                    members: Some(members).filter(|members| !members.is_empty()),
                    chat: chat.map(|chat| (*chat).into()),
                }
                .into()
            }
            What::Settings(chat) => {
                let chat = Some((*chat).into());
                ChatEvent { tag: ChatTag::It, chat_id: id.uuid(), rev: rev.number(), chat, removed: None }
                    .into()
            }
            What::Members => {
                let members = members.into_iter().map(Into::into).collect();
                MemberEvent { tag: MemberTag::It, chat_id: id.uuid(), rev: rev.number(), members }.into()
            }
            What::Gone => ChatEvent::removed(id, rev).into(),
        }
    }
}

/// Everything from `after` up to `rev`, after a gap: a client at `after` or beyond applies it and is then at `rev`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChangesEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: ChangesTag,
    pub chat_id: Uuid,
    pub after: i64,
    pub rev: i64,
    pub messages: Vec<Message>,
    pub members: Vec<MemberState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chat: Option<ChatState>,
}

impl ChangesEvent {
    pub fn new(chat: ChatId, after: Rev, changes: Changes) -> Self {
        Self {
            tag: ChangesTag::It,
            chat_id: chat.uuid(),
            after: after.number(),
            rev: changes.rev.number(),
            messages: changes.messages.into_iter().map(Into::into).collect(),
            members: changes.members.into_iter().map(Into::into).collect(),
            chat: changes.chat.map(Into::into),
        }
    }
}

/// A change this reader may not see: only the revision moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SkipEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: SkipTag,
    pub chat_id: Uuid,
    pub rev: i64,
}

impl SkipEvent {
    pub fn new(chat: ChatId, rev: Rev) -> Self {
        Self { tag: SkipTag::It, chat_id: chat.uuid(), rev: rev.number() }
    }
}
