//! Defines what readers do with a message: react to it, star it, hide it. Must not know how that is stored.

use crate::chat::MOST_LISTED;
use crate::fault::{Fault, Refusal, Result};
use crate::{ChatId, Seq};
use unicode_segmentation::UnicodeSegmentation;

/// The most different reactions to one message.
pub const MOST_KINDS: usize = 20;
/// The most pinned messages of one chat.
pub const MOST_PINS: i64 = 100;

/// One emoji: one letter, as people count letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emoji(String);

impl Emoji {
    const MOST_BYTES: usize = 32;

    pub fn parse(text: &str) -> std::result::Result<Self, Refusal> {
        let mut clusters = text.graphemes(true);
        let one = clusters.next().filter(|_| clusters.next().is_none());
        match one.filter(|one| one.len() <= Self::MOST_BYTES && one.chars().any(is_pictographic)) {
            Some(one) => Ok(Self(one.to_owned())),
            None => Err(Refusal::new("not_an_emoji", "must be one emoji of at most 32 bytes")),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The blocks that contain emoji, and the sign that makes a keycap of a digit.
fn is_pictographic(c: char) -> bool {
    matches!(c, '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{20e3}' | '\u{2122}' | '\u{2139}'
        | '\u{2194}'..='\u{21aa}' | '\u{231a}'..='\u{23ff}' | '\u{24c2}' | '\u{25aa}'..='\u{25fe}'
        | '\u{2600}'..='\u{27bf}' | '\u{2934}' | '\u{2935}' | '\u{2b05}'..='\u{2b55}' | '\u{3030}'
        | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

/// One kind of reaction to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    pub emoji: String,
    pub count: i64,
    /// Whether the reader is among them; always false where there is no particular reader.
    pub mine: bool,
}

/// Another kind is accepted as long as there are few; an existing kind always.
pub fn may_react(kinds: &[Reaction], emoji: &Emoji) -> Result<()> {
    let known = kinds.iter().any(|kind| kind.emoji == emoji.as_str());
    if known || kinds.len() < MOST_KINDS { Ok(()) } else { Err(Fault::TooManyReactions) }
}

/// One reader's own state of a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    pub starred: bool,
    pub hidden: bool,
}

/// The same with the reader's own reactions, as all their devices are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyMessage {
    pub chat: ChatId,
    pub seq: Seq,
    pub mark: Mark,
    pub reactions: Vec<String>,
    /// Others have reacted to this message of the reader's, who has not seen it.
    pub new_reactions: bool,
}

/// Whether a reaction is news to the message's author: who sees the message, and has not blocked the one who reacts.
pub fn is_news(sees: bool, blocked: bool) -> bool {
    sees && !blocked
}

/// Whether one more message of a chat may wait for its author to see its reactions. `waiting` counts those that do.
pub fn may_be_news(waiting: i64) -> bool {
    waiting < MOST_LISTED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_emoji_and_nothing_else() {
        for good in ["👍", "❤\u{fe0f}", "👩\u{200d}🚀", "🇪🇸", "1\u{fe0f}\u{20e3}", "👍🏽", "☕"]
        {
            assert!(Emoji::parse(good).is_ok(), "{good}");
        }
        let family = "👨\u{200d}👩\u{200d}👧\u{200d}👦\u{200d}👨\u{200d}👩\u{200d}👧\u{200d}👦";
        for bad in ["", "a", "1", "👍👍", "👍a", "ok", "é", "\u{20}", "<b>", family] {
            assert!(Emoji::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn twenty_kinds_and_no_more() {
        let kind = |n: u32| Reaction {
            emoji: char::from_u32(0x1f600 + n).unwrap().to_string(),
            count: 1,
            mine: false,
        };
        let kinds: Vec<_> = (0..20).map(kind).collect();
        assert_eq!(may_react(&kinds, &Emoji::parse("👍").unwrap()), Err(Fault::TooManyReactions));
        assert_eq!(may_react(&kinds, &Emoji::parse("😀").unwrap()), Ok(()));
    }
}
