//! Defines the bodies of sending, editing and forwarding a message. Must not know who may.

use crate::faults::Faults;
use crate::json;
use domain::chat::MOST_LISTED;
use domain::message::{Forward, MOST_FORWARDS, MessageKind, MessageText, NewMessage, References};
use domain::{ChatId, ClientId, Result, Seq, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The kinds that can be sent. `media` and `voice` are rejected as long as nothing can be uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SendKind {
    Text,
    Media,
    Voice,
    Correction,
}

/// A message to send. Repeating it with the same `client_id` returns the message that was stored first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"client_id": "0b7f2a9c-4d7e-4f0e-9a52-1f6d7c0a3b11", "text": "¡Hola!"}))]
pub struct SendBody {
    /// Made by the client, once for each message it wants to send.
    pub client_id: Uuid,
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
    /// Default: `text`.
    #[serde(default, deserialize_with = "json::maybe_word", skip_serializing_if = "Option::is_none")]
    pub kind: Option<SendKind>,
    /// The message this one replies to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub reply_to: Option<i64>,
    /// With `correction`, and only with it: the message whose text is corrected here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub base_seq: Option<i64>,
}

impl SendBody {
    /// The same over REST and over the socket.
    pub fn parse(self, chat: ChatId, author: UserId, at: Timestamp) -> Result<NewMessage> {
        let mut faults = Faults::default();
        let text = faults.take("/text", MessageText::parse(&self.text));
        for (pointer, seq) in [("/reply_to", self.reply_to), ("/base_seq", self.base_seq)] {
            faults.at_least(pointer, seq.unwrap_or(1), 1);
        }
        let kind = match self.kind.unwrap_or(SendKind::Text) {
            SendKind::Text => MessageKind::Text,
            SendKind::Correction => MessageKind::Correction,
            SendKind::Media | SendKind::Voice => {
                faults.note("/kind", "not_available", "cannot be sent before something was uploaded");
                MessageKind::Text
            }
        };
        match (kind == MessageKind::Correction, self.base_seq) {
            (true, None) => faults.note("/base_seq", "required", "is required with a correction"),
            (false, Some(_)) => faults.note("/base_seq", "exclusive", "goes with a correction only"),
            (true, Some(_)) | (false, None) => {}
        }
        let (reply_to, base) = (self.reply_to.map(Seq::from_number), self.base_seq.map(Seq::from_number));
        let references = References { reply_to, base, ..References::default() };
        let client_id = ClientId::from_uuid(self.client_id);
        faults.finish(text.map(|text| NewMessage { chat, author, client_id, kind, text, references, at }))
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

/// The chats a message is forwarded to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForwardBody {
    #[schema(min_items = 1, max_items = 10)]
    pub chat_ids: Vec<Uuid>,
    /// Made by the client, once for each forward; the same in every chat.
    pub client_id: Uuid,
}

impl ForwardBody {
    pub fn parse(self) -> Result<Forward> {
        let mut faults = Faults::default();
        faults.count("/chat_ids", self.chat_ids.len(), 1, MOST_FORWARDS);
        let mut chats: Vec<ChatId> = Vec::with_capacity(self.chat_ids.len());
        for (at, chat) in self.chat_ids.iter().map(|id| ChatId::from_uuid(*id)).enumerate() {
            if chats.contains(&chat) {
                faults.note(&format!("/chat_ids/{at}"), "duplicate", "names a chat twice");
            }
            chats.push(chat);
        }
        faults.finish(Some(Forward { chats, client_id: ClientId::from_uuid(self.client_id) }))
    }
}

/// Messages of yours whose reactions you have seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenReactionsBody {
    #[schema(min_items = 1, max_items = 100)]
    pub seqs: Vec<i64>,
}

impl SeenReactionsBody {
    pub fn parse(self) -> Result<Vec<Seq>> {
        let mut faults = Faults::default();
        faults.count("/seqs", self.seqs.len(), 1, usize::try_from(MOST_LISTED).unwrap_or_default());
        for (at, seq) in self.seqs.iter().enumerate() {
            faults.at_least(&format!("/seqs/{at}"), *seq, 1);
        }
        faults.finish(Some(self.seqs.into_iter().map(Seq::from_number).collect()))
    }
}

pub(crate) fn message_text(text: &str) -> Result<MessageText> {
    let mut faults = Faults::default();
    let text = faults.take("/text", MessageText::parse(text));
    faults.finish(text)
}
