//! A message on its way into a group: sealed, with everything needed to answer its sender afterwards.

use crate::keys::KeySet;
use crate::rows::message::MessageRow;
use domain::event::{ChatChange, Committed, What};
use domain::message::{Body, Message, MessageKind, NewMessage, Sent};
use domain::{ChatId, ClientId, Fault, Result, Timestamp, UserId};
use std::sync::Arc;

pub struct Draft {
    pub chat: ChatId,
    pub author: UserId,
    pub client_id: ClientId,
    pub fingerprint: [u8; 16],
    pub body: Vec<u8>,
    pub at: Timestamp,
    /// The words themselves, for the frame that tells the others; they are never stored.
    pub text: String,
    pub keys: Arc<KeySet>,
}

pub enum Outcome {
    Stored {
        seq: i64,
        rev: i64,
    },
    /// The client id was stored before.
    Known(MessageRow),
    NotMember,
}

impl Draft {
    pub fn new(message: NewMessage, fingerprint: [u8; 16], body: Vec<u8>, keys: Arc<KeySet>) -> Self {
        Self {
            chat: message.chat,
            author: message.author,
            client_id: message.client_id,
            fingerprint,
            body,
            at: message.at,
            text: message.text.as_str().to_owned(),
            keys,
        }
    }

    /// The sender's answer, and the fact to publish if there is a new one.
    pub fn settle(self, outcome: Outcome) -> Result<(Sent, Vec<Committed>)> {
        match outcome {
            Outcome::NotMember => Err(Fault::NotFound),
            Outcome::Known(row) if row.fingerprint != self.fingerprint => Err(Fault::IdempotencyConflict),
            Outcome::Known(row) => Ok((Sent { message: row.open(&self.keys), duplicate: true }, vec![])),
            Outcome::Stored { seq, rev } => {
                let message = self.message(seq, rev);
                let what = What::Message { message: Box::new(message.clone()), chat: None };
                let change = ChatChange { chat: message.chat, rev, members: vec![], what };
                Ok((Sent { message, duplicate: false }, vec![Committed::Chat(change)]))
            }
        }
    }

    fn message(self, seq: i64, rev: i64) -> Message {
        Message {
            chat: self.chat,
            seq,
            rev,
            client_id: self.client_id,
            author: self.author,
            kind: MessageKind::Text,
            body: Body::Text(self.text),
            created_at: self.at,
            edited_at: None,
            deleted_at: None,
        }
    }
}
