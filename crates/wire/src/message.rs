//! Messages as JSON, the same for every reader. Must not know how they are stored or who may see them.

use crate::chat::Role;
use crate::faults::Faults;
use crate::literal::True;
use crate::mirror::mirror;
use domain::message::{Body, MessageText, NewMessage, Revision, Sent};
use domain::{ChatId, ClientId, Result, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

mirror! {
    MessageKind = domain::message::MessageKind { Text, Service }

    ServiceEvent = domain::message::ServiceEvent { Created, Joined, Added, Left, Removed, Role, Title }
}

/// A message to send. The same `client_id` again answers with the message first stored under it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"client_id": "0b7f2a9c-4d7e-4f0e-9a52-1f6d7c0a3b11", "text": "¡Hola!"}))]
pub struct SendBody {
    /// Made by the client, once for each message it means to send.
    pub client_id: Uuid,
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
}

impl SendBody {
    pub fn parse(self, chat: ChatId, author: UserId, at: Timestamp) -> Result<NewMessage> {
        let client_id = ClientId::from_uuid(self.client_id);
        Ok(NewMessage { chat, author, client_id, text: message_text(&self.text)?, at })
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "¡Hola, Leo!"}))]
pub struct EditBody {
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
}

impl EditBody {
    pub fn parse(self) -> Result<MessageText> {
        message_text(&self.text)
    }
}

pub(crate) fn message_text(text: &str) -> Result<MessageText> {
    let mut faults = Faults::default();
    let text = faults.take("/text", MessageText::parse(text));
    faults.finish(text)
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Message {
    pub chat_id: Uuid,
    /// Its number in the chat: 1, 2, 3 ... without holes.
    pub seq: i64,
    /// The chat's change that last touched it.
    pub rev: i64,
    pub client_id: Uuid,
    /// The nil UUID where the server itself speaks.
    pub author_id: Uuid,
    pub kind: MessageKind,
    /// Absent in service messages, deleted ones and unreadable ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
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
    /// What is stored did not authenticate; the number stays and no text is shown.
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
        Self {
            chat_id: message.chat.uuid(),
            seq: message.seq,
            rev: message.rev,
            client_id: message.client_id.uuid(),
            author_id: message.author.uuid(),
            kind: message.kind.into(),
            text,
            service,
            created_at: message.created_at.to_string(),
            edited_at: message.edited_at.map(|at| at.to_string()),
            deleted_at: message.deleted_at.map(|at| at.to_string()),
            unreadable,
        }
    }
}

/// What happened to the chat: `author_id` did it, `user_ids` are concerned.
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
}

impl From<domain::message::Service> for Service {
    fn from(service: domain::message::Service) -> Self {
        Self {
            event: service.event.into(),
            user_ids: service.users.into_iter().map(UserId::uuid).collect(),
            title: service.title,
            role: service.role.map(Into::into),
        }
    }
}

/// What a send or an edit over the socket answers.
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

/// Ascending by `seq`, whichever way it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HistoryPage {
    pub items: Vec<Message>,
    /// Ask `before` this for earlier messages; `null` at the beginning.
    #[schema(required)]
    pub prev: Option<i64>,
    /// Ask `after` this for later messages; `null` at the end.
    #[schema(required)]
    pub next: Option<i64>,
}

impl HistoryPage {
    pub fn of(messages: Vec<domain::message::Message>, prev: Option<i64>, next: Option<i64>) -> Self {
        Self { items: messages.into_iter().map(Into::into).collect(), prev, next }
    }
}

/// One wording a message has had.
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

impl From<Vec<Revision>> for RevisionList {
    fn from(revisions: Vec<Revision>) -> Self {
        Self { items: revisions.into_iter().map(Into::into).collect(), next: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, id, pointers, read};
    use serde_json::{Value, json};

    fn written(message: domain::message::Message) -> Value {
        serde_json::to_value(Message::from(message)).unwrap()
    }

    #[test]
    fn a_tombstone_and_an_unreadable_message_have_no_text() {
        let at = testing::at();
        let deleted = written(domain::message::Message {
            body: Body::Deleted,
            deleted_at: Some(at),
            ..testing::text()
        });
        assert_eq!((deleted.get("text"), &deleted["deleted_at"]), (None, &json!("2026-09-21T14:13:20.120Z")));
        let unreadable = written(domain::message::Message { body: Body::Unreadable, ..testing::text() });
        assert_eq!((unreadable.get("text"), &unreadable["unreadable"]), (None, &json!(true)));
        let text = written(testing::text());
        assert_eq!(
            (&text["text"], text.get("unreadable"), text.get("edited_at")),
            (&json!("hi"), None, None)
        );
    }

    #[test]
    fn a_service_message_says_who_is_concerned() {
        assert_eq!(
            written(testing::service())["service"],
            json!({"event": "added", "user_ids": [id(3)], "role": "member"})
        );
    }

    #[test]
    fn a_message_is_sent_with_nothing_but_its_text_and_client_id() {
        let send = |body: Value| {
            let (chat, author) = (ChatId::from_uuid(id(1)), UserId::from_uuid(id(2)));
            read::<SendBody>(&body)?.parse(chat, author, testing::at())
        };
        assert_eq!(send(json!({"client_id": id(9), "text": "hi"})).unwrap().text.as_str(), "hi");
        assert_eq!(pointers(send(json!({"text": "hi"}))), ["/client_id: required"]);
        assert_eq!(pointers(send(json!({"client_id": id(9), "text": " "}))), ["/text: empty"]);
        let forged = json!({"client_id": id(9), "text": "hi", "author_id": id(3)});
        assert_eq!(pointers(send(forged)), ["/author_id: unknown_field"]);
    }

    #[test]
    fn revisions_are_listed() {
        let list = RevisionList::from(vec![Revision {
            revision: 1,
            body: Body::Text("helo".to_owned()),
            at: testing::at(),
        }]);
        assert_eq!(
            serde_json::to_string(&list).unwrap(),
            r#"{"items":[{"revision":1,"text":"helo","at":"2026-09-21T14:13:20.120Z"}],"next":null}"#
        );
    }
}
