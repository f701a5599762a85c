//! Divides a text into fenced code, quotes, items of lists and the lines between. Must not know what is within a line.

use super::{Kind, Page};

const FENCE: [char; 3] = ['`'; 3];
const LONGEST_LANGUAGE: usize = 20;
const DEEPEST_INDENT: usize = 8;

impl Page<'_> {
    pub(super) fn blocks(&mut self) {
        let (mut from, mut at) = (0, 0);
        while let Some(open) = self.fence(at) {
            let Some(close) = self.fence(open + 3) else { break };
            let (language, start) = self.language(open + 3, close);
            let end = if close > start && self.at(close - 1) == Some('\n') { close - 1 } else { close };
            if self.left < 3 || self.is_blank(start, end) {
                at = close + 3;
                continue;
            }
            self.lines(from, open);
            self.enclose(Kind::CodeBlock(language), (open, close + 3), (start, end));
            (from, at) = (close + 3, close + 3);
        }
        self.lines(from, self.chars.len());
    }

    fn fence(&self, from: usize) -> Option<usize> {
        let rest = self.chars.get(from..)?;
        rest.windows(3).position(|three| three == FENCE).map(|at| from + at)
    }

    /// What the first line names, and where the code begins.
    fn language(&self, from: usize, to: usize) -> (Option<String>, usize) {
        let inside = self.chars.get(from..to).unwrap_or_default();
        let Some(end) = inside.iter().take(LONGEST_LANGUAGE + 1).position(|c| *c == '\n') else {
            return (None, from);
        };
        let first = inside.get(..end).unwrap_or_default();
        let of_a_language = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '.' | '_' | '-');
        match first {
            [] => (None, from + 1),
            first if first.iter().all(of_a_language) => (Some(first.iter().collect()), from + end + 1),
            _ => (None, from),
        }
    }

    /// Quoted lines form one quote. Formatting goes on from line to line, but not out of a quote or an item.
    fn lines(&mut self, from: usize, to: usize) {
        let (mut line, mut scope) = (from, from);
        let mut quote: Option<usize> = None;
        while line < to {
            let length = self.chars.get(line..to).and_then(|rest| rest.iter().position(|c| *c == '\n'));
            let end = length.map_or(to, |length| line + length);
            let starts = line == 0 || self.at(line - 1) == Some('\n');
            let prefix =
                if starts && self.left >= 2 { self.quoted(line, end, quote.is_some()) } else { None };
            if prefix.is_some() != quote.is_some() {
                self.inline(scope, line);
                self.end_quote(quote.take(), line.saturating_sub(1));
                scope = line;
                if prefix.is_some() {
                    quote = Some(line);
                    // Its own place is taken now; where it ends is not known yet.
                    self.left -= 1;
                }
            }
            let mut content = line;
            if let Some(prefix) = prefix {
                content = line + prefix;
                self.add(Kind::Sign, line, content);
            }
            if let Some((marker, words)) = self.item(content, end).filter(|_| starts && self.left > 0) {
                self.inline(scope, line);
                self.add(Kind::ListItem, marker, end);
                self.inline(words, end);
                scope = (end + 1).min(to);
            }
            line = end + 1;
        }
        self.inline(scope, to);
        let last = to.saturating_sub(1);
        self.end_quote(quote, if self.at(last) == Some('\n') { last } else { to });
    }

    fn end_quote(&mut self, quote: Option<usize>, end: usize) {
        if let Some(start) = quote {
            self.left += 1;
            self.add(Kind::Quote, start, end);
        }
    }

    /// The length of the sign of a quoted line. One without a space after it is a face or an arrow.
    fn quoted(&self, line: usize, end: usize, goes_on: bool) -> Option<usize> {
        if self.within(line, end) != Some('>') {
            return None;
        }
        match self.within(line + 1, end) {
            None => goes_on.then_some(1),
            Some(' ') => (!self.is_blank(line + 2, end)).then_some(2),
            Some(_) => None,
        }
    }

    /// Where the marker of an item stands, and where its words begin.
    fn item(&self, from: usize, end: usize) -> Option<(usize, usize)> {
        let indent = if self.within(from, end) == Some(' ') { self.run(from, end) } else { 0 };
        let marker = from + indent;
        let digits = (0..3).take_while(|n| self.within(marker + n, end).is_some_and(is_digit)).count();
        let after = match (digits, self.within(marker + digits, end)?) {
            (0, '-' | '*' | '•') | (1.., '.' | ')') => marker + digits + 1,
            _ => return None,
        };
        let good = indent <= DEEPEST_INDENT
            && self.within(after, end) == Some(' ')
            && !self.is_blank(after + 1, end);
        good.then_some((marker, after + 1))
    }
}

/// Of Western, Arabic and Persian numbers.
fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}')
}
