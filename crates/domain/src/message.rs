//! Defines messages: what can be sent, and what is stored.

mod mark;
mod page;
mod references;
mod rules;
mod service;

pub use mark::{Emoji, MOST_KINDS, MOST_PINS, Mark, MyMessage, Reaction, is_news, may_be_news, may_react};
pub use page::{HistoryPage, Receipt};
pub use references::{EXCERPT, Forward, MOST_FORWARDS, Mention, Quote, References, Whom, unknown};
pub use rules::Subject;
pub use service::{Service, ServiceEvent};

use crate::fault::Refusal;
use crate::{ChatId, ClientId, Rev, Seq, Timestamp, UserId, text};
use std::ops::RangeInclusive;

/// The numbers are stored and bound into the sealing: they never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum MessageKind {
    Text = 1,
    Media = 2,
    Voice = 3,
    /// A correction of another person's text.
    Correction = 4,
    Call = 5,
    Service = 6,
}

impl MessageKind {
    pub fn number(self) -> u8 {
        match self {
            Self::Text => 1,
            Self::Media => 2,
            Self::Voice => 3,
            Self::Correction => 4,
            Self::Call => 5,
            Self::Service => 6,
        }
    }

    /// Whether it is made of files.
    pub fn is_media(self) -> bool {
        match self {
            Self::Media | Self::Voice => true,
            Self::Text | Self::Correction | Self::Call | Self::Service => false,
        }
    }

    pub fn from_number(number: i32) -> Option<Self> {
        match number {
            1 => Some(Self::Text),
            2 => Some(Self::Media),
            3 => Some(Self::Voice),
            4 => Some(Self::Correction),
            5 => Some(Self::Call),
            6 => Some(Self::Service),
            _ => None,
        }
    }

    /// Whether a person sent it, who may change or delete it.
    pub fn is_sent(self) -> bool {
        match self {
            Self::Text | Self::Media | Self::Voice | Self::Correction => true,
            Self::Call | Self::Service => false,
        }
    }
}

/// What a person wrote.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageText(String);

impl MessageText {
    pub const LONGEST: usize = 4_000;
    const MOST_BYTES: usize = 16 * 1024;

    pub fn parse(message: &str) -> Result<Self, Refusal> {
        let message = text::block(message, 1, Self::LONGEST)?;
        if message.len() > Self::MOST_BYTES {
            return Err(Refusal::new("too_long", "must have at most 16 KiB in UTF-8"));
        }
        Ok(Self(message))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

/// Texts never reach a log by a debug line.
impl std::fmt::Debug for MessageText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MessageText(..)")
    }
}

#[derive(Debug, Clone)]
pub struct NewMessage {
    pub chat: ChatId,
    pub author: UserId,
    pub client_id: ClientId,
    pub kind: MessageKind,
    pub text: MessageText,
    pub references: References,
    pub at: Timestamp,
}

impl NewMessage {
    /// Plain text.
    pub fn text(chat: ChatId, author: UserId, client_id: ClientId, text: MessageText, at: Timestamp) -> Self {
        Self { chat, author, client_id, kind: MessageKind::Text, text, references: References::default(), at }
    }
}

#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    Text(String),
    Service(Service),
    /// A tombstone: the number stays, the text is gone.
    Deleted,
    /// The row did not authenticate: its number is kept, its text is not guessed.
    Unreadable,
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(..)",
            Self::Service(_) => "Service(..)",
            Self::Deleted => "Deleted",
            Self::Unreadable => "Unreadable",
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub chat: ChatId,
    pub seq: Seq,
    pub rev: Rev,
    pub client_id: ClientId,
    pub author: UserId,
    pub kind: MessageKind,
    pub body: Body,
    pub references: References,
    /// What the reader sees of the message it replies to; `None` where that was not looked up.
    pub quote: Option<Quote>,
    pub reactions: Vec<Reaction>,
    pub pinned: bool,
    /// `None` where there is no particular reader.
    pub own: Option<Mark>,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
}

/// How many earlier versions of a message are kept.
pub const MOST_REVISIONS: i32 = 100;

/// Which versions are deleted when `newest` becomes an earlier one: the first one and the latest stay.
pub fn dropped_revisions(newest: i32) -> Option<RangeInclusive<i32>> {
    let last = newest - MOST_REVISIONS + 1;
    (last > 1).then_some(2..=last)
}

/// One earlier version of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub revision: i64,
    pub body: Body,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub message: Message,
    /// This client id was stored before; `message` is its current state.
    pub duplicate: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wording_and_the_latest_ones_are_kept() {
        assert_eq!(dropped_revisions(MOST_REVISIONS), None);
        assert_eq!(dropped_revisions(MOST_REVISIONS + 1), Some(2..=2));
        // 1 and 402 to 500: a hundred.
        assert_eq!(dropped_revisions(500), Some(2..=401));
    }
}
