//! Defines search: the terms of a query, the terms of a text, and whether a text matches. Must not know which index
//! there is.

mod query;
mod tokenizer;

pub use query::Query;

use crate::message::{Message, MessageKind};
use crate::{ChatId, Seq, Timestamp, UserId};
use std::collections::BTreeSet;
use tokenizer::{TokenText, tokenize};

/// The lengths of the prefixes that are indexed beside each word: one to be found early, and one that narrows down.
const BEGINNINGS: [usize; 2] = [SHORTEST_BEGINNING, LONGEST_BEGINNING];
const SHORTEST_BEGINNING: usize = 3;
const LONGEST_BEGINNING: usize = 4;
/// Longer words are indexed by their prefix; they are compared whole.
const LONGEST_WORD: usize = 64;

/// A term under which a text is indexed. Each kind is apart from the others.
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

/// All terms of a text, each once.
pub fn terms(text: &str) -> BTreeSet<Term> {
    let mut terms = BTreeSet::new();
    for token in tokenize(text) {
        match token.text {
            TokenText::Word(word) => {
                terms.extend(Term::beginnings(&word));
                terms.insert(Term::word(&word));
            }
            TokenText::Run(run) => terms.extend(pairs(&run)),
        }
    }
    terms
}

/// The position of a hit, in UTF-16 code units, as JavaScript counts.
pub type Highlight = (usize, usize);

/// The conditions on a hit besides its words.
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
    /// Whether every message is admitted.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// The conditions that are known before the text is opened.
    pub fn admits(&self, author: UserId, kind: MessageKind, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from == author)
            && self.kind.is_none_or(|wanted| wanted == kind)
            && self.since.is_none_or(|since| at >= since)
            && self.until.is_none_or(|until| at < until)
            && self.has.is_none_or(|has| has == Has::Link || kind.is_media())
    }

    /// The conditions that only the text can answer.
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

/// Where the next page of a search over several chats begins: before this message, in order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    pub at: Timestamp,
    pub chat: ChatId,
    pub seq: Seq,
}

fn pairs(run: &[String]) -> Vec<Term> {
    run.iter().zip(run.iter().skip(1)).map(|(one, other)| Term::pair(one, other)).collect()
}

fn cut(word: &str, most: usize) -> &str {
    word.char_indices().nth(most).and_then(|(end, _)| word.get(..end)).unwrap_or(word)
}

/// Some hits, newest first.
#[derive(Debug)]
pub struct Hits {
    pub hits: Vec<Hit>,
    /// Where it goes on, if not everything was looked through. It may be there without a hit.
    pub next: Option<Before>,
}
