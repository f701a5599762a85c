//! A draft is a sealed message on its way into a batch, with everything needed to answer its sender afterwards.

use crate::held::{Held, Left};
use crate::keys::KeySet;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::{Marks, MentionRow};
use domain::event::{ChatChange, Committed, What};
use domain::message::{Body, Message, MessageKind, NewMessage, References, Sent};
use domain::{ChatId, ClientId, Fault, Result, Rev, Seq, Timestamp, UserId};
use std::sync::Arc;

pub struct Draft {
    pub chat: ChatId,
    pub author: UserId,
    pub client_id: ClientId,
    pub kind: MessageKind,
    pub fingerprint: [u8; 16],
    pub body: Vec<u8>,
    pub at: Timestamp,
    /// The words themselves, for the frame that tells the others; they are never stored.
    pub text: String,
    /// What it says besides its words, where it does.
    pub references: Option<Box<References>>,
    pub keys: Arc<KeySet>,
    pub held: Arc<Held>,
}

pub enum Outcome {
    Stored {
        seq: Seq,
        rev: Rev,
    },
    /// The client id was stored before.
    Known(MessageRow),
    /// Who may write, and when, has to be looked at under the chat's lock.
    NeedsLock(Left),
}

/// What its sender hears of a message.
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are of the larger kind, and each is moved but once"
)]
pub enum Answer {
    Sent(Sent),
    /// It is written under the chat's lock, or refused there; what is held meanwhile keeps the sender's order.
    NeedsLock(Left),
}

impl Draft {
    pub fn new(
        message: NewMessage,
        fingerprint: [u8; 16],
        body: Vec<u8>,
        keys: Arc<KeySet>,
        held: Arc<Held>,
    ) -> Self {
        Self {
            chat: message.chat,
            author: message.author,
            client_id: message.client_id,
            kind: message.kind,
            fingerprint,
            body,
            at: message.at,
            text: message.text.as_str().to_owned(),
            references: (!message.references.is_empty()).then(|| Box::new(message.references)),
            keys,
            held,
        }
    }

    /// Out of its batch, from this moment on: what the same sender sends afterwards follows it.
    pub fn leave(&self) -> Outcome {
        Outcome::NeedsLock(self.held.leave(self.chat, self.author))
    }

    /// Whether an earlier one of the same sender has left and is not yet written.
    pub fn is_held(&self) -> bool {
        self.held.holds(self.chat, self.author)
    }

    /// The sender's answer, and the fact to publish if there is a new one.
    pub fn settle(self, outcome: Outcome) -> Result<(Answer, Vec<Committed>)> {
        match outcome {
            Outcome::NeedsLock(left) => Ok((Answer::NeedsLock(left), vec![])),
            Outcome::Known(row) if row.fingerprint != self.fingerprint => Err(Fault::IdempotencyConflict),
            Outcome::Known(row) => {
                Ok((Answer::Sent(Sent { message: row.open(&self.keys), duplicate: true }), vec![]))
            }
            Outcome::Stored { seq, rev } => {
                let message = self.message(seq, rev);
                let told = Box::new(message.clone());
                let what = What::Message { message: told, new: true, chat: None };
                let change = ChatChange { chat: message.chat, rev, members: vec![], what };
                let message = Marks::default().own(message);
                Ok((Answer::Sent(Sent { message, duplicate: false }), vec![Committed::Chat(change)]))
            }
        }
    }

    pub fn addresses_people(&self) -> bool {
        self.references.as_ref().is_some_and(|references| !references.mentions.is_empty())
    }

    /// Whom it speaks to, once it has a number.
    pub fn mentions(&self, seq: Seq) -> Vec<MentionRow> {
        let addressed = self.references.as_ref().map(|references| references.mentioned()).unwrap_or_default();
        MentionRow::all(self.chat, seq, self.author, &addressed)
    }

    fn message(self, seq: Seq, rev: Rev) -> Message {
        Message {
            chat: self.chat,
            seq,
            rev,
            client_id: self.client_id,
            author: self.author,
            kind: self.kind,
            body: Body::Text(self.text),
            references: self.references.map(|references| *references).unwrap_or_default(),
            quote: None,
            reactions: vec![],
            pinned: false,
            own: None,
            created_at: self.at,
            edited_at: None,
            deleted_at: None,
        }
    }
}
