//! A message is a row. A body that does not authenticate becomes `Unreadable`, never another text.

pub mod reactions;
pub mod references;
pub mod translation;

use crate::keys::{KeySet, MessageSeal};
use crate::schema::messages::{message_revisions, messages};
use crate::types::{StoredId, StoredNumber};
use diesel::prelude::*;
use domain::member::Role;
use domain::message::{Body, Message, MessageKind, References, Revision, Service, ServiceEvent, Subject};
use domain::{ChatId, ClientId, Ordinal, Rev, Seq, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Debug, Clone, Queryable, QueryableByName, Selectable, Insertable)]
#[diesel(table_name = messages, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct MessageRow {
    #[diesel(serialize_as = StoredId)]
    pub chat_id: ChatId,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub seq: Seq,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub rev: Rev,
    /// `rev` again, once the message was changed after it was written.
    pub changed_rev: Option<i64>,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub ordinal: Ordinal,
    #[diesel(serialize_as = StoredId)]
    pub author_id: UserId,
    #[diesel(serialize_as = StoredId)]
    pub client_id: ClientId,
    pub fingerprint: Vec<u8>,
    pub kind: i32,
    pub revision: i32,
    pub body: Option<Vec<u8>>,
    pub created_at: i64,
    pub edited_at: Option<i64>,
    pub deleted_at: Option<i64>,
    pub pinned_at: Option<i64>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = message_revisions, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct RevisionRow {
    #[diesel(serialize_as = StoredId)]
    pub chat_id: ChatId,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub seq: Seq,
    pub revision: i32,
    pub body: Vec<u8>,
    pub at: i64,
}

impl MessageRow {
    /// What the sealing of this row's body is bound to, at the given revision.
    pub fn seal(&self, revision: i32) -> MessageSeal {
        MessageSeal {
            chat: self.chat_id,
            author: self.author_id,
            client_id: self.client_id,
            revision: u32::try_from(revision).unwrap_or_default(),
            kind: u8::try_from(self.kind).unwrap_or_default(),
        }
    }

    pub fn open(&self, keys: &KeySet) -> Message {
        let kind = MessageKind::from_number(self.kind).unwrap_or(MessageKind::Text);
        let (references, body) = match (&self.body, self.deleted_at) {
            (_, Some(_)) => (References::default(), Body::Deleted),
            (None, None) => (References::default(), Body::Unreadable),
            (Some(sealed), None) => open_body(keys, &self.seal(self.revision), kind, sealed),
        };
        Message {
            chat: self.chat_id,
            seq: self.seq,
            rev: self.rev,
            client_id: self.client_id,
            author: self.author_id,
            kind,
            body,
            references,
            quote: None,
            reactions: vec![],
            pinned: self.pinned_at.is_some(),
            own: None,
            created_at: Timestamp::from_millis(self.created_at),
            edited_at: self.edited_at.map(Timestamp::from_millis),
            deleted_at: self.deleted_at.map(Timestamp::from_millis),
        }
    }

    /// Whether its text lies in a file, or is lost.
    pub fn is_archived(&self) -> bool {
        self.body.is_none() && self.deleted_at.is_none()
    }

    /// Whether a person sent it.
    pub fn is_sent(&self) -> bool {
        MessageKind::from_number(self.kind).is_some_and(MessageKind::is_sent)
    }

    /// What the rules for changing a message look at.
    pub fn subject(&self) -> Subject {
        Subject {
            author: self.author_id,
            is_sent: self.is_sent(),
            is_deleted: self.deleted_at.is_some(),
            created_at: Timestamp::from_millis(self.created_at),
        }
    }

    /// What a search looks through: nothing of what is deleted, and nothing a person did not write.
    pub fn searchable(&self, keys: &KeySet) -> Option<(Message, String)> {
        let message = self.open(keys);
        match &message.body {
            Body::Text(text) => {
                let text = text.clone();
                Some((message, text))
            }
            Body::Service(_) | Body::Deleted | Body::Unreadable => None,
        }
    }

    pub fn open_revision(&self, keys: &KeySet, row: &RevisionRow) -> Revision {
        Revision {
            revision: i64::from(row.revision),
            body: open_body(keys, &self.seal(row.revision), MessageKind::Text, &row.body).1,
            at: Timestamp::from_millis(row.at),
        }
    }
}

fn open_body(keys: &KeySet, seal: &MessageSeal, kind: MessageKind, sealed: &[u8]) -> (References, Body) {
    let unreadable = || (References::default(), Body::Unreadable);
    let Some(text) = keys.open_message(seal, sealed) else {
        metrics::counter!("parlance_unreadable_total").increment(1);
        tracing::warn!(event = "unreadable_message", chat_id = %seal.chat, "a stored message does not authenticate");
        return unreadable();
    };
    match kind {
        MessageKind::Text
        | MessageKind::Media
        | MessageKind::Voice
        | MessageKind::Correction
        | MessageKind::Call => references::take_apart(text)
            .map_or_else(unreadable, |(references, text)| (references, Body::Text(text))),
        MessageKind::Service => StoredService::read(&text)
            .map_or_else(unreadable, |service| (References::default(), Body::Service(service))),
    }
}

/// A service message's body as it is sealed. Short names, because rows are many.
#[derive(Serialize, Deserialize)]
pub struct StoredService {
    event: String,
    users: Vec<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pinned: Option<i64>,
}

const EVENTS: [(ServiceEvent, &str); 9] = [
    (ServiceEvent::Created, "created"),
    (ServiceEvent::Joined, "joined"),
    (ServiceEvent::Added, "added"),
    (ServiceEvent::Left, "left"),
    (ServiceEvent::Removed, "removed"),
    (ServiceEvent::Banned, "banned"),
    (ServiceEvent::Pinned, "pinned"),
    (ServiceEvent::Role, "role"),
    (ServiceEvent::Title, "title"),
];

impl StoredService {
    pub fn write(service: &Service) -> String {
        let event = EVENTS.iter().find(|(event, _)| *event == service.event).map_or("", |(_, name)| name);
        let stored = Self {
            event: event.to_owned(),
            users: service.users.iter().map(|user| user.uuid()).collect(),
            title: service.title.clone(),
            role: service.role.map(super::chats::member::role_number),
            pinned: service.pinned.map(Seq::number),
        };
        serde_json::to_string(&stored).unwrap_or_default()
    }

    fn read(text: &str) -> Option<Service> {
        let stored: Self = serde_json::from_str(text).ok()?;
        let (event, _) = EVENTS.iter().find(|(_, name)| *name == stored.event)?;
        Some(Service {
            event: *event,
            users: stored.users.into_iter().map(UserId::from_uuid).collect(),
            title: stored.title,
            role: stored.role.map(|number| -> Role { super::chats::member::role(number) }),
            pinned: stored.pinned.map(Seq::from_number),
        })
    }
}
