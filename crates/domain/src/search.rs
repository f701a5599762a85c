//! What somebody looks for, what of a text can be found, and whether it is. Must not know which index there is.

mod letters;
mod query;

pub use query::Query;

use crate::message::{Message, MessageKind};
use crate::{ChatId, Timestamp, UserId};
use letters::{Letters, pieces};
use std::collections::BTreeSet;

/// The beginnings of a word that are indexed beside the word: one to be found early, and one that narrows down.
const BEGINNINGS: [usize; 2] = [SHORTEST_BEGINNING, LONGEST_BEGINNING];
const SHORTEST_BEGINNING: usize = 3;
const LONGEST_BEGINNING: usize = 4;
/// Longer words are indexed by their beginning; they are compared whole.
const LONGEST_WORD: usize = 64;

/// Under which a text is found. Each kind is apart from the others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(String);

impl Term {
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    fn word(word: &str) -> Self {
        Self(format!("w{}", cut(word, LONGEST_WORD)))
    }

    /// The shortest first.
    fn beginnings(word: &str) -> impl DoubleEndedIterator<Item = Self> {
        BEGINNINGS.into_iter().filter_map(move |length| {
            let start = cut(word, length);
            (start.chars().count() == length).then(|| Self(format!("p{start}")))
        })
    }

    fn pair(one: &str, other: &str) -> Self {
        Self(format!("b{one}{other}"))
    }
}

/// All that a text is found under, each once.
pub fn terms(text: &str) -> BTreeSet<Term> {
    let mut terms = BTreeSet::new();
    for piece in pieces(text) {
        match piece.letters {
            Letters::Word(word) => {
                terms.extend(Term::beginnings(&word));
                terms.insert(Term::word(&word));
            }
            Letters::Run(run) => terms.extend(pairs(&run)),
        }
    }
    terms
}

/// Where something that was found stands, in UTF-16 code units, as JavaScript counts.
pub type Highlight = (usize, usize);

/// What a hit must be besides holding the words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    pub from: Option<UserId>,
    pub kind: Option<MessageKind>,
    /// Sent at that time or later.
    pub since: Option<Timestamp>,
    /// Sent before that time.
    pub until: Option<Timestamp>,
    pub has: Option<Has>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    Link,
    Media,
}

impl Filter {
    /// What can be told before the text is opened.
    pub fn admits(&self, author: UserId, kind: MessageKind, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from == author)
            && self.kind.is_none_or(|wanted| wanted == kind)
            && self.since.is_none_or(|since| at >= since)
            && self.until.is_none_or(|until| at < until)
            && self.has.is_none_or(|has| has == Has::Link || kind.is_media())
    }

    /// What only the text tells.
    pub fn admits_text(&self, text: &str) -> bool {
        self.has != Some(Has::Link) || !crate::direct::is_plain(text)
    }
}

/// A message that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub message: Message,
    pub highlights: Vec<Highlight>,
}

/// Where a search over several chats goes on: before this message, in the order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    pub at: Timestamp,
    pub chat: ChatId,
    pub seq: i64,
}

fn pairs(run: &[String]) -> Vec<Term> {
    run.iter().zip(run.iter().skip(1)).map(|(one, other)| Term::pair(one, other)).collect()
}

fn cut(word: &str, most: usize) -> &str {
    word.char_indices().nth(most).and_then(|(end, _)| word.get(..end)).unwrap_or(word)
}
