//! A draft is a sealed message on its way into a batch, with everything needed to answer its sender afterwards.

use crate::held::{Held, Left};
use crate::input::LockedMessage;
use crate::keys::{KeySet, MessageSeal};
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::{Marks, MentionRow};
use crate::rows::messages::references::compose;
use domain::direct::is_plain;
use domain::event::{ChatChange, Committed, What};
use domain::message::{Body, Message, MessageKind, NewMessage, References, Sent, Whom};
use domain::{ChatId, ClientId, Fault, Random, Result, Rev, Seq, Timestamp, UserId};
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

/// What became of a queued message.
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are of the larger kind, and each is moved but once"
)]
pub enum SendOutcome {
    Sent(Sent),
    /// It is written under the chat's lock, or rejected there.
    NeedsLock(Box<Unbatched>),
}

/// A sealed message that has left its batch. What its sender sends meanwhile stays behind it.
pub struct Unbatched {
    pub(crate) draft: Draft,
    pub(crate) left: Left,
}

impl Draft {
    /// Seals the message with the newest of these keys.
    pub fn new(
        message: NewMessage,
        fingerprint: [u8; 16],
        keys: Arc<KeySet>,
        held: Arc<Held>,
        random: Random,
    ) -> Result<Self> {
        let draft = Self {
            chat: message.chat,
            author: message.author,
            client_id: message.client_id,
            kind: message.kind,
            fingerprint,
            body: Vec::new(),
            at: message.at,
            text: message.text.into_string(),
            references: (!message.references.is_empty()).then(|| Box::new(message.references)),
            keys: keys.clone(),
            held,
        };
        draft.sealed_with(keys, random)
    }

    /// The same draft, sealed with the newest of these keys.
    pub fn sealed_with(self, keys: Arc<KeySet>, random: Random) -> Result<Self> {
        let seal = MessageSeal {
            chat: self.chat,
            author: self.author,
            client_id: self.client_id,
            revision: 1,
            kind: self.kind.number(),
        };
        let nothing = References::default();
        let composed = compose(self.references.as_deref().unwrap_or(&nothing), &self.text);
        let body = keys.seal_message(&seal, &composed, random)?;
        Ok(Self { body, keys, ..self })
    }

    /// What a send under the chat's lock needs of it.
    pub fn locked(self) -> LockedMessage {
        LockedMessage {
            client_id: self.client_id,
            fingerprint: self.fingerprint,
            kind: self.kind.number().into(),
            plain: is_plain(&self.text),
            addressed: self.mentioned(),
            body: self.body,
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
    pub fn settle(self, outcome: Outcome) -> Result<(SendOutcome, Vec<Committed>)> {
        match outcome {
            Outcome::NeedsLock(left) => {
                Ok((SendOutcome::NeedsLock(Box::new(Unbatched { draft: self, left })), vec![]))
            }
            Outcome::Known(row) if row.fingerprint != self.fingerprint => Err(Fault::IdempotencyConflict),
            Outcome::Known(row) => {
                Ok((SendOutcome::Sent(Sent { message: row.open(&self.keys), duplicate: true }), vec![]))
            }
            Outcome::Stored { seq, rev } => {
                let message = self.message(seq, rev);
                let told = Box::new(message.clone());
                let what = What::Message { message: told, new: true, chat: None };
                let change = ChatChange { chat: message.chat, rev, members: vec![], what };
                let message = Marks::default().own(message);
                Ok((SendOutcome::Sent(Sent { message, duplicate: false }), vec![Committed::Chat(change)]))
            }
        }
    }

    pub fn addresses_people(&self) -> bool {
        self.references.as_ref().is_some_and(|references| !references.mentions.is_empty())
    }

    /// Whom it speaks to, once it has a number.
    pub fn mentions(&self, seq: Seq) -> Vec<MentionRow> {
        MentionRow::all(self.chat, seq, self.author, &self.mentioned())
    }

    fn mentioned(&self) -> Vec<Whom> {
        self.references.as_ref().map(|references| references.mentioned()).unwrap_or_default()
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
