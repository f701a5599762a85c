//! Defines messages as JSON: as every member gets them in events, and as one reader sees them. Must not know how they
//! are stored or who may see them.

mod body;
mod list;
mod parts;

pub use body::{EditBody, ForwardBody, SeenReactionsBody, SendBody, SendKind};
pub use list::{
    ForwardAnswer, Forwarded, HistoryPage, MessagePage, ReceiptItem, ReceiptPage, ReceiptState, RevisionItem,
    RevisionList,
};
pub use parts::{EntityItem, EntityKind, ForwardedFrom, HiddenMessage, ReactionItem, ReplyTo};

pub(crate) use body::message_text;

use crate::chat::Role;
use crate::literal::True;
use crate::mirror::mirror;
use domain::message::{Body, Sent, Whom};
use domain::{Seq, UserId, entity};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

mirror! {
    /// `media`, `voice` and `call` cannot be sent yet.
    MessageKind = domain::message::MessageKind { Text, Media, Voice, Correction, Call, Service }

    ServiceEvent = domain::message::ServiceEvent {
        Created, Joined, Added, Left, Removed, Banned, Role, Title, Pinned
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Message {
    pub chat_id: Uuid,
    /// Its number in the chat: 1, 2, 3 ... without gaps.
    pub seq: i64,
    /// The revision of the chat that last changed it.
    pub rev: i64,
    pub client_id: Uuid,
    /// The nil UUID in messages of the server itself.
    pub author_id: Uuid,
    pub kind: MessageKind,
    /// Absent in service messages, deleted ones and unreadable ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// Formatting of the text, links and people it mentions: in order, the longer first where two begin together, each
    /// inside or outside another. Absent where there are none. The text itself is as it was written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<EntityItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reply_to: Option<ReplyTo>,
    /// Only in corrections: the message whose text is corrected here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub base_seq: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub forwarded_from: Option<ForwardedFrom>,
    /// In the order in which they were first used.
    pub reactions: Vec<ReactionItem>,
    /// Members it mentions; absent where there are none. Where it mentions all members, an entity says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Uuid>,
    pub pinned: bool,
    /// Whether you starred it. Not in events, which are the same for every member: there, absent means unchanged.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub starred: Option<bool>,
    /// Only in service messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub service: Option<Service>,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = "date-time")]
    pub edited_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = "date-time")]
    pub deleted_at: Option<String>,
    /// The stored text did not authenticate; the number stays and no text is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = bool)]
    pub unreadable: Option<True>,
}

impl From<domain::message::Message> for Message {
    fn from(message: domain::message::Message) -> Self {
        let (text, service, unreadable) = match message.body {
            Body::Text(text) => (Some(text), None, None),
            Body::Service(service) => (None, Some(service.into()), None),
            Body::Deleted => (None, None, None),
            Body::Unreadable => (None, None, Some(True)),
        };
        let (references, reader) = (message.references, message.own);
        let entities =
            text.as_deref().map(|text| entity::entities(text, &references.mentions)).unwrap_or_default();
        let member = |whom: Whom| match whom {
            Whom::Everybody => None,
            Whom::One(user) => Some(user.uuid()),
        };
        Self {
            chat_id: message.chat.uuid(),
            seq: message.seq.number(),
            rev: message.rev.number(),
            client_id: message.client_id.uuid(),
            author_id: message.author.uuid(),
            kind: message.kind.into(),
            text,
            entities: entities.into_iter().map(Into::into).collect(),
            reply_to: references.reply_to.map(|seq| ReplyTo::of(seq, message.quote)),
            base_seq: references.base.map(Seq::number),
            forwarded_from: references.forwarded_from.map(|user| ForwardedFrom { user_id: user.uuid() }),
            reactions: message
                .reactions
                .into_iter()
                .map(|kind| ReactionItem {
                    emoji: kind.emoji,
                    count: kind.count,
                    mine: reader.map(|_| kind.mine),
                })
                .collect(),
            mentions: references.mentioned().into_iter().filter_map(member).collect(),
            pinned: message.pinned,
            starred: reader.map(|mark| mark.starred),
            service,
            created_at: message.created_at.to_string(),
            edited_at: message.edited_at.map(|at| at.to_string()),
            deleted_at: message.deleted_at.map(|at| at.to_string()),
            unreadable,
        }
    }
}

/// A message as one reader sees it: whole, or what is left after they deleted it for themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum SeenMessage {
    Shown(Box<Message>),
    Hidden(HiddenMessage),
}

impl From<domain::message::Message> for SeenMessage {
    fn from(message: domain::message::Message) -> Self {
        if message.own.is_some_and(|mark| mark.hidden) {
            Self::Hidden(HiddenMessage {
                chat_id: message.chat.uuid(),
                seq: message.seq.number(),
                rev: message.rev.number(),
                hidden: True,
            })
        } else {
            Self::Shown(Box::new(message.into()))
        }
    }
}

/// An event in the chat: `author_id` caused it, `user_ids` are affected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Service {
    pub event: ServiceEvent,
    pub user_ids: Vec<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub role: Option<Role>,
    /// Only with `pinned`: the message that was pinned; it has this same `rev`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub seq: Option<i64>,
}

impl From<domain::message::Service> for Service {
    fn from(service: domain::message::Service) -> Self {
        Self {
            event: service.event.into(),
            user_ids: service.users.into_iter().map(UserId::uuid).collect(),
            title: service.title,
            role: service.role.map(Into::into),
            seq: service.pinned.map(Seq::number),
        }
    }
}

/// The result of a send, an edit or a reaction over the socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessageOk {
    pub message: Message,
    /// Only after a send: whether this `client_id` had been stored before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub duplicate: Option<bool>,
}

impl From<Sent> for MessageOk {
    fn from(sent: Sent) -> Self {
        Self { message: sent.message.into(), duplicate: Some(sent.duplicate) }
    }
}

impl From<domain::message::Message> for MessageOk {
    fn from(message: domain::message::Message) -> Self {
        Self { message: message.into(), duplicate: None }
    }
}

#[cfg(test)]
mod tests;
