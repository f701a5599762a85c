//! Defines references of a message: what it replies to, corrects or forwards, and whom it mentions. References are
//! numbers, never another person's words: those are looked up for each reader.

use crate::{ClientId, Fault, Seq, UserId};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// The message it replies to.
    pub reply_to: Option<Seq>,
    /// The message whose text is corrected.
    pub base: Option<Seq>,
    /// The original sender of a forwarded text.
    pub forwarded_from: Option<UserId>,
    pub mentions: Vec<Mention>,
}

/// A mention. Offsets count UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    pub start: usize,
    pub length: usize,
    pub whom: Whom,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    Everybody,
    One(UserId),
}

impl References {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// All people who are mentioned, each once.
    pub fn mentioned(&self) -> Vec<Whom> {
        let mut all: Vec<Whom> = self.mentions.iter().map(|mention| mention.whom).collect();
        all.sort();
        all.dedup();
        all
    }

    /// What the sender asked for besides the text; mentions follow from the text. `None` where there is nothing.
    pub fn request(&self) -> Option<String> {
        let Self { reply_to, base, forwarded_from, mentions: _ } = self;
        let any = reply_to.is_some() || base.is_some() || forwarded_from.is_some();
        // Fingerprints are stored: the numbers stay as they were written before they had types.
        let (reply_to, base) = (reply_to.map(Seq::number), base.map(Seq::number));
        any.then(|| format!("{reply_to:?} {base:?} {forwarded_from:?}"))
    }
}

/// What a reader sees of the message that is replied to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    pub author: UserId,
    /// Its beginning; `None` where there is no text to show.
    pub excerpt: Option<String>,
    pub deleted: bool,
}

/// How much of a message is quoted.
pub const EXCERPT: usize = 120;

/// The most chats one message can be forwarded to at once.
pub const MOST_FORWARDS: usize = 10;

/// Another person's text, to be forwarded to other chats.
#[derive(Debug, Clone)]
pub struct Forward {
    pub chats: Vec<crate::ChatId>,
    pub client_id: ClientId,
}

/// A message that does not exist for the sender cannot be referred to.
pub fn unknown(pointer: &str) -> Fault {
    Fault::field(pointer, "unknown_message", "must be a message of this chat that you can see")
}
