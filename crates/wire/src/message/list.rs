//! Defines pages of messages, and of what belongs to one: its versions, its receipts, its forwards. Must not know how
//! they are found.

use super::{Message, SeenMessage};
use crate::account::UserCard;
use crate::literal::True;
use crate::problem::Problem;
use domain::message::{Body, Revision, Sent};
use domain::page::Page;
use domain::user::Person;
use domain::{ChatId, Seq};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Ascending by `seq`, whichever way it was requested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HistoryPage {
    pub items: Vec<SeenMessage>,
    /// Pass it as `before` for earlier messages; `null` at the beginning.
    #[schema(required)]
    pub prev: Option<i64>,
    /// Pass it as `after` for later messages; `null` at the end.
    #[schema(required)]
    pub next: Option<i64>,
}

impl HistoryPage {
    pub fn of(messages: Vec<domain::message::Message>, prev: Option<Seq>, next: Option<Seq>) -> Self {
        Self {
            items: messages.into_iter().map(Into::into).collect(),
            prev: prev.map(Seq::number),
            next: next.map(Seq::number),
        }
    }
}

/// Messages of any chats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessagePage {
    pub items: Vec<Message>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<domain::message::Message>> for MessagePage {
    fn from(page: Page<domain::message::Message>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next: page.next }
    }
}

/// One version of a message's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RevisionItem {
    pub revision: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    #[schema(format = "date-time")]
    pub at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = bool)]
    pub unreadable: Option<True>,
}

impl From<Revision> for RevisionItem {
    fn from(revision: Revision) -> Self {
        let (text, unreadable) = match revision.body {
            Body::Text(text) => (Some(text), None),
            Body::Service(_) | Body::Deleted => (None, None),
            Body::Unreadable => (None, Some(True)),
        };
        Self { revision: revision.revision, text, at: revision.at.to_string(), unreadable }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RevisionList {
    pub items: Vec<RevisionItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<Revision>> for RevisionList {
    fn from(page: Page<Revision>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next: page.next }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptState {
    /// It was delivered to a device of theirs.
    Delivered,
    Read,
}

/// How far one member has a message: delivered or read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceiptItem {
    pub user: UserCard,
    pub state: ReceiptState,
}

impl ReceiptItem {
    pub fn of(person: Person, read: bool) -> Self {
        let state = if read { ReceiptState::Read } else { ReceiptState::Delivered };
        Self { user: person.into(), state }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceiptPage {
    pub items: Vec<ReceiptItem>,
    #[schema(required)]
    pub next: Option<String>,
}

/// One of `message` and `error`: a chat that rejects it has an error, the others go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Forwarded {
    pub chat_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub message: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub error: Option<Problem>,
}

impl Forwarded {
    pub fn of(chat: ChatId, result: std::result::Result<Sent, Problem>) -> Self {
        let failed = |problem| (None, Some(problem));
        let (message, error) = result.map_or_else(failed, |sent| (Some(sent.message.into()), None));
        Self { chat_id: chat.uuid(), message, error }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ForwardAnswer {
    pub items: Vec<Forwarded>,
}
