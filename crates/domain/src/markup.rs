//! Reads the formatting of a text: what is bold, code, a quote, a list, a link. The browser client has the same grammar
//! (`frontend/src/lib/markup`), and the cases of `markup/cases.txt` hold both to it. Must not know how anything is shown.
//!
//! `**bold**`, `*italic*`, `_italic_`, `~~strike~~`, `||spoiler||`, `` `code` ``, fenced code, `> quote`, `- item`,
//! `1. item`, addresses and names. A text is kept as it was written; signs are parts of it that are not shown.

mod address;
mod delimiters;
mod inline;
mod lines;

use std::cmp::Reverse;

/// What a text may have of formatting, signs included; further signs are plain text.
const MOST: usize = 300;
/// The most links in one text; further ones are plain text.
const MOST_LINKS: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Bold,
    Italic,
    Strike,
    /// Hidden until the reader asks for it.
    Spoiler,
    Code,
    /// Code on lines of its own, and the language its first line names.
    CodeBlock(Option<String>),
    Quote,
    /// One line of a list, from its marker on.
    ListItem,
    /// Not shown: it only says where something begins or ends.
    Sign,
    Link,
    /// `@name`; whom it means is not known here.
    Name,
}

/// A part of a text, counted in UTF-16 code units, as JavaScript does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub kind: Kind,
    pub start: usize,
    pub length: usize,
}

/// In order of position, the longer first; two are apart or one is inside the other.
pub fn parse(text: &str) -> Vec<Span> {
    let chars: Vec<char> = text.chars().collect();
    let mut page = Page { chars: &chars, found: Vec::new(), left: MOST, links: MOST_LINKS };
    page.blocks();
    let mut found = page.found;
    found.sort_by_key(|part| (part.start, Reverse(part.end)));
    let mut units = Vec::with_capacity(chars.len() + 1);
    let mut unit = 0;
    for c in &chars {
        units.push(unit);
        unit += c.len_utf16();
    }
    units.push(unit);
    let unit = |at: usize| units.get(at).copied().unwrap_or(unit);
    let span = |part: Part| Span {
        start: unit(part.start),
        length: unit(part.end) - unit(part.start),
        kind: part.kind,
    };
    found.into_iter().map(span).collect()
}

/// The words of a text without its signs.
pub fn plain(text: &str) -> String {
    without_signs(text, &parse(text), None)
}

/// The words of a text as they may be shown beforehand: without its signs, and with nothing of a spoiler but its
/// length.
pub fn covered(text: &str) -> String {
    without_signs(text, &parse(text), Some('▒'))
}

/// The beginning of a text's words, on one line.
pub fn preview(text: &str, most: usize) -> String {
    crate::text::preview(&covered(text), most)
}

fn without_signs(text: &str, spans: &[Span], cover: Option<char>) -> String {
    let mut kept = String::with_capacity(text.len());
    let (mut at, mut hidden, mut covered) = (0, 0, 0);
    let mut spans = spans.iter().peekable();
    for c in text.chars() {
        while let Some(span) = spans.next_if(|span| span.start <= at) {
            let end = span.start + span.length;
            if span.kind == Kind::Sign {
                hidden = end;
            } else if span.kind == Kind::Spoiler {
                covered = covered.max(end);
            }
        }
        if at >= hidden {
            let cover = cover.filter(|_| at < covered && !c.is_whitespace());
            kept.push(cover.unwrap_or(c));
        }
        at += c.len_utf16();
    }
    kept
}

/// A part that was found, counted in characters.
struct Part {
    kind: Kind,
    start: usize,
    end: usize,
}

/// A text while it is read.
struct Page<'t> {
    chars: &'t [char],
    found: Vec<Part>,
    /// How many more there may be of everything but links and names.
    left: usize,
    links: usize,
}

impl Page<'_> {
    fn at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// Within a stretch that ends at `to`.
    fn within(&self, at: usize, to: usize) -> Option<char> {
        self.at(at).filter(|_| at < to)
    }

    fn is_blank(&self, from: usize, to: usize) -> bool {
        self.chars.get(from..to).is_none_or(|chars| chars.iter().all(|c| c.is_whitespace()))
    }

    /// How often the character at this place follows itself.
    fn run(&self, at: usize, to: usize) -> usize {
        let chars = self.chars.get(at..to).unwrap_or_default();
        chars.iter().take_while(|c| Some(*c) == chars.first()).count()
    }

    fn add(&mut self, kind: Kind, start: usize, end: usize) {
        self.left = self.left.saturating_sub(1);
        self.found.push(Part { kind, start, end });
    }

    /// Something between two signs.
    fn enclose(&mut self, kind: Kind, outer: (usize, usize), inner: (usize, usize)) {
        self.add(kind, outer.0, outer.1);
        self.add(Kind::Sign, outer.0, inner.0);
        self.add(Kind::Sign, inner.1, outer.1);
    }
}

#[cfg(test)]
mod tests;
