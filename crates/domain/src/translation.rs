//! Defines translation: the result for a text, and which parts of a text are words at all. Must not know who
//! translates.

use crate::language::Language;

/// The result of an engine for a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    pub text: String,
    pub source: Language,
    pub target: Language,
    /// The engine that made it.
    pub engine: String,
}

/// A part of a text, as it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'t> {
    Words(&'t str),
    /// A URL, a name, a piece of code, a tag: engines would change it.
    Kept(&'t str),
}

/// The whole text, in order.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    let (mut words, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let starts = at == 0 || text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace));
        let length = code(rest).or_else(|| tag(rest)).or_else(|| name_or_address(rest).filter(|_| starts));
        match length {
            Some(length) => {
                push_words(&mut all, text.get(words..at));
                all.extend(text.get(at..at + length).map(Piece::Kept));
                at += length;
                words = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    push_words(&mut all, text.get(words..));
    all
}

/// A part without a letter is the same in every language.
fn push_words<'t>(all: &mut Vec<Piece<'t>>, words: Option<&'t str>) {
    let words = words.unwrap_or_default();
    if words.contains(char::is_alphabetic) {
        all.push(Piece::Words(words));
    } else if !words.is_empty() {
        all.push(Piece::Kept(words));
    }
}

/// Between one or three backticks.
fn code(rest: &str) -> Option<usize> {
    let fence = ["```", "`"].into_iter().find(|fence| rest.starts_with(fence))?;
    let inside = rest.get(fence.len()..)?;
    let end = inside.find(fence).filter(|end| *end > 0)?;
    let one_line = fence.len() == 3 || !inside.get(..end)?.contains('\n');
    one_line.then_some(fence.len() * 2 + end)
}

fn tag(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('<')?;
    if !inside.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) {
        return None;
    }
    let end = inside.find(['>', '<', '\n'])?;
    inside.get(end..)?.starts_with('>').then_some(end + 2)
}

/// Up to the next space, without the punctuation that belongs to the sentence.
fn name_or_address(rest: &str) -> Option<usize> {
    let word = rest.split(char::is_whitespace).next()?;
    let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '"', '»', '”']);
    (word.contains("://") || word.contains('@')).then_some(word.len())
}

#[cfg(test)]
mod tests {
    use super::Piece::{Kept, Words};
    use super::*;

    #[test]
    fn words_are_told_from_what_must_stay() {
        assert_eq!(
            pieces("Hola @ana_b, mira https://x.org/a?b=c. ¿Vale?"),
            [
                Words("Hola "),
                Kept("@ana_b"),
                Words(", mira "),
                Kept("https://x.org/a?b=c"),
                Words(". ¿Vale?")
            ]
        );
        assert_eq!(pieces("use `let x` here"), [Words("use "), Kept("`let x`"), Words(" here")]);
        assert_eq!(pieces("```\na b\n```"), [Kept("```\na b\n```")]);
        assert_eq!(pieces("a <b>c</b>"), [Words("a "), Kept("<b>"), Words("c"), Kept("</b>")]);
        assert_eq!(pieces("1 < 2 and `open"), [Words("1 < 2 and `open")]);
        assert_eq!(pieces("5 😀 - 7"), [Kept("5 😀 - 7")]);
        assert_eq!(pieces("mail me@x.org"), [Words("mail "), Kept("me@x.org")]);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn nothing_is_lost_or_added() {
        for text in ["a`b`c<d e>f", "``` x", "@", "<>", "``", "日本語 @all 語", "é<a", "x://`y`"] {
            let joined: String = pieces(text)
                .into_iter()
                .map(|piece| match piece {
                    Words(text) | Kept(text) => text,
                })
                .collect();
            assert_eq!(joined, text);
        }
    }
}
