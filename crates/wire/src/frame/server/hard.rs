//! Events that carry a counter: each tells one committed change, or several in a row, as states.
//! Must not know who is told, or whether a frame arrives.

use super::ServerFrame;
use crate::chat::{ChatState, MemberState};
use crate::frame::friend::{FriendEvent, FriendRequestEvent};
use crate::frame::tag::{ChangesTag, ChatTag, MeTag, MessageTag, SkipTag};
use crate::literal::True;
use crate::message::Message;
use domain::ChatId;
use domain::event::{Changes, ChatChange, Personal, PersonalChange, What};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A message is new, edited or deleted. Where it tells of a membership or a title, that is in it as well.
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

/// Settings changed without a message (`chat`), or the chat is no longer there for the reader (`removed`).
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
    pub fn removed(chat: ChatId, rev: i64) -> Self {
        Self { tag: ChatTag::It, chat_id: chat.uuid(), rev, chat: None, removed: Some(True) }
    }
}

/// The one frame that tells a change of a chat to those who may see it.
impl From<ChatChange> for ServerFrame {
    fn from(change: ChatChange) -> Self {
        let ChatChange { chat: id, rev, members, what } = change;
        match what {
            What::Message { message, chat } => {
                let members: Vec<_> = members.into_iter().map(Into::into).collect();
                MessageEvent {
                    tag: MessageTag::It,
                    chat_id: id.uuid(),
                    rev,
                    message: (*message).into(),
                    members: Some(members).filter(|members| !members.is_empty()),
                    chat: chat.map(|chat| (*chat).into()),
                }
                .into()
            }
            What::Settings(chat) => {
                let chat = Some((*chat).into());
                ChatEvent { tag: ChatTag::It, chat_id: id.uuid(), rev, chat, removed: None }.into()
            }
            What::Gone => ChatEvent::removed(id, rev).into(),
        }
    }
}

/// Everything from `after` up to `rev`, after a hole: a client at `after` or beyond applies it and stands
/// at `rev`.
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
    pub fn new(chat: ChatId, after: i64, changes: Changes) -> Self {
        Self {
            tag: ChangesTag::It,
            chat_id: chat.uuid(),
            after,
            rev: changes.rev,
            messages: changes.messages.into_iter().map(Into::into).collect(),
            members: changes.members.into_iter().map(Into::into).collect(),
            chat: changes.chat.map(Into::into),
        }
    }
}

/// Something changed that this reader may not see: only the counter moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SkipEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: SkipTag,
    pub chat_id: Uuid,
    pub rev: i64,
}

impl SkipEvent {
    pub fn new(chat: ChatId, rev: i64) -> Self {
        Self { tag: SkipTag::It, chat_id: chat.uuid(), rev }
    }
}

/// Something changed for me alone, on all my devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MeEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: MeTag,
    pub my_rev: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub membership: Option<MyMembership>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub read: Option<MyRead>,
    /// My profile, my picture or my privacy changed: to be read again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = bool)]
    pub profile: Option<True>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub block: Option<MyBlock>,
}

/// I have blocked somebody, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyBlock {
    pub user_id: Uuid,
    pub blocked: bool,
}

/// I am in a chat now, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyMembership {
    pub chat_id: Uuid,
    pub joined: bool,
}

/// How far I have read a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyRead {
    pub chat_id: Uuid,
    pub read_seq: i64,
    pub unread: i64,
}

/// The one frame that tells a person of a change of his own. Friends and requests have frames of their own.
impl From<PersonalChange> for ServerFrame {
    fn from(change: PersonalChange) -> Self {
        let my_rev = change.my_rev;
        let mut me =
            MeEvent { tag: MeTag::It, my_rev, membership: None, read: None, profile: None, block: None };
        match change.what {
            Personal::Membership { chat, joined } => {
                me.membership = Some(MyMembership { chat_id: chat.uuid(), joined });
            }
            Personal::Read { chat, read_seq, unread } => {
                me.read = Some(MyRead { chat_id: chat.uuid(), read_seq, unread });
            }
            // Which sessions is nobody's business but theirs: they get `session_ended`.
            Personal::SessionsEnded(_) => {}
            Personal::Profile => me.profile = Some(True),
            Personal::Block { user, blocked } => {
                me.block = Some(MyBlock { user_id: user.uuid(), blocked });
            }
            Personal::Friend(change) => return FriendEvent::new(my_rev, change).into(),
            Personal::Request(request) => return FriendRequestEvent::new(my_rev, request).into(),
        }
        me.into()
    }
}
