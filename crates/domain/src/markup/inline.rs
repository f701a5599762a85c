//! Reads what is within lines: code, addresses, names and signs around words. Must not know of lines.

use super::delimiters::Delimiters;
use super::{Kind, Page};

/// The shortest and the longest username.
const NAME: std::ops::RangeInclusive<usize> = 3..=32;

impl Page<'_> {
    /// A stretch of text in which signs find each other. Each character is looked at a bounded number of times.
    pub(super) fn inline(&mut self, from: usize, to: usize) {
        let mut delimiters = Delimiters::default();
        // The lengths of backticks that are not closed any more.
        let mut open = [false; 2];
        let mut at = from;
        while at < to {
            let Some(c) = self.at(at) else { break };
            let before = if at > from { self.at(at - 1) } else { None };
            let end = match c {
                '`' => self.code(at, to, &mut open),
                '*' | '_' | '~' | '|' => {
                    let length = self.run(at, to);
                    let after = [at + length, at + length + 1].map(|at| self.within(at, to));
                    delimiters.read(self, (c, at, length), (before, after));
                    at + length
                }
                '@' => self.name(at, to, before),
                c if c.is_alphanumeric() && self.begins(from, at, before) => self.address(at, to),
                _ => at + 1,
            };
            // Spaces within code and addresses part words, too.
            delimiters.pass(self.chars.get(at..end).unwrap_or_default(), at);
            at = end;
        }
    }

    /// Between equal runs of one or two backticks; longer ones are text.
    fn code(&mut self, at: usize, to: usize, open: &mut [bool; 2]) -> usize {
        let length = self.run(at, to);
        let inside = at + length;
        let Some(unclosed) = open.get_mut(length - 1).filter(|open| !**open) else { return inside };
        let mut close = inside;
        loop {
            let rest = self.chars.get(close..to).unwrap_or_default();
            let Some(next) = rest.iter().position(|c| *c == '`') else {
                *unclosed = true;
                return inside;
            };
            close += next;
            let run = self.run(close, to);
            if run == length {
                break;
            }
            close += run;
        }
        if self.left < 3 || self.is_blank(inside, close) {
            return inside;
        }
        // Spaces keep a backtick at the edge from the sign.
        let padded = |at: usize, next: usize| self.at(at) == Some(' ') && self.at(next) == Some('`');
        let start = if padded(inside, inside + 1) { inside + 1 } else { inside };
        let end = if padded(close - 1, close - 2) { close - 1 } else { close };
        self.enclose(Kind::Code, (at, close + length), (start, end));
        close + length
    }

    /// Not within a word or a path; a sign for italic words may stand before it.
    fn begins(&self, from: usize, at: usize, before: Option<char>) -> bool {
        match before {
            Some('_') => at < from + 2 || !self.at(at - 2).is_some_and(char::is_alphanumeric),
            before => before != Some('/') && !before.is_some_and(char::is_alphanumeric),
        }
    }

    /// `@name`; one inside a word, as in an e-mail address, does not count.
    fn name(&mut self, at: usize, to: usize, before: Option<char>) -> usize {
        let apart = !before.is_some_and(|b| b.is_alphanumeric() || matches!(b, '@' | '.' | '_' | '/'));
        let rest = self.chars.get(at + 1..to).unwrap_or_default();
        let of_a_name = |c: &&char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        let mut length = rest.iter().take_while(of_a_name).count();
        while length > 0 && self.at(at + length) == Some('.') {
            length -= 1;
        }
        if !apart || !NAME.contains(&length) {
            return at + 1;
        }
        self.found.push(super::Part { kind: Kind::Name, start: at, end: at + 1 + length });
        at + 1 + length
    }
}
