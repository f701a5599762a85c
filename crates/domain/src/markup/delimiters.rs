//! Pairs the signs around words. A sign looks for the nearest one like it that may begin; what stands between the two
//! and found no other is text. Each sign is pushed and popped once, so that hostile text is read as fast as any.

use super::{Kind, Page};

/// Formatting within formatting; more is text.
const DEEPEST: u8 = 6;

/// `**`, `*`, `_`, `~~`, `||`.
const SLOTS: usize = 5;
const BOLD: usize = 0;
const ITALIC: usize = 1;

/// The character before a sign, and the two after it.
type Around = (Option<char>, [Option<char>; 2]);

struct Opener {
    start: usize,
    length: usize,
    /// In the middle of a word: it ends within that word.
    inside: bool,
    /// How deep what was closed within it is.
    depth: u8,
}

#[derive(Default)]
pub(super) struct Delimiters {
    open: Vec<Opener>,
    /// For each sign, where it stands in `open`; three stars are two signs.
    slots: [Vec<usize>; SLOTS],
    last_space: Option<usize>,
}

impl Delimiters {
    pub(super) fn pass(&mut self, chars: &[char], from: usize) {
        if let Some(space) = chars.iter().rposition(|c| c.is_whitespace()) {
            self.last_space = Some(from + space);
        }
    }

    pub(super) fn read(&mut self, page: &mut Page<'_>, run: (char, usize, usize), around: Around) {
        let (sign, start, length) = run;
        let slots = match (sign, length) {
            ('*', 2) => [Some(BOLD), None],
            ('*', 1) => [Some(ITALIC), None],
            ('*', 3) => [Some(BOLD), Some(ITALIC)],
            ('_', 1) => [Some(2), None],
            ('~', 2) => [Some(3), None],
            ('|', 2) => [Some(4), None],
            _ => return,
        };
        let (opens, closes) = flanks(sign, length, around);
        let mut left = length;
        while closes && left > 0 && page.left >= 3 {
            let Some(index) = slots
                .into_iter()
                .flatten()
                .filter(|slot| left == length || size(*slot) <= left)
                .filter_map(|slot| self.nearest(slot))
                .max()
            else {
                break;
            };
            left -= self.close(page, index, (start + length - left, left));
        }
        if left == length && opens {
            let inside = within_a_word(around);
            for slot in slots.into_iter().flatten() {
                self.slots.get_mut(slot).into_iter().for_each(|slot| slot.push(self.open.len()));
            }
            self.open.push(Opener { start, length, inside, depth: 0 });
        }
    }

    /// The nearest sign of this kind that may still be closed.
    fn nearest(&mut self, slot: usize) -> Option<usize> {
        let slot = self.slots.get_mut(slot)?;
        while let Some(index) = slot.last() {
            let dead =
                self.open.get(*index).is_none_or(|one| one.inside && self.last_space > Some(one.start));
            if !dead {
                return Some(*index);
            }
            slot.pop();
        }
        None
    }

    /// Closes an opener by a sign that has so many characters left, and says how many of them it took.
    fn close(&mut self, page: &mut Page<'_>, index: usize, (at, left): (usize, usize)) -> usize {
        let inner = self.open.drain(index + 1..).map(|one| one.depth).max().unwrap_or(0);
        let Some(mut opener) = self.open.pop() else { return left };
        for slot in &mut self.slots {
            while slot.last().is_some_and(|last| *last >= index) {
                slot.pop();
            }
        }
        let taken = left.min(opener.length);
        opener.depth = opener.depth.max(inner);
        let (depth, places) = if taken == 3 { (opener.depth + 2, 6) } else { (opener.depth + 1, 3) };
        let start = opener.start + opener.length - taken;
        if depth <= DEEPEST && page.left >= places {
            enclose(page, start, at, taken);
            opener.depth = depth;
        }
        opener.length -= taken;
        if opener.length > 0 {
            for slot in if opener.length == 1 { [ITALIC] } else { [BOLD] } {
                self.slots.get_mut(slot).into_iter().for_each(|slot| slot.push(self.open.len()));
            }
            self.open.push(opener);
        } else if let Some(outer) = self.open.last_mut() {
            outer.depth = outer.depth.max(opener.depth);
        }
        taken
    }
}

fn enclose(page: &mut Page<'_>, start: usize, close: usize, length: usize) {
    let kind = match (page.at(start), length) {
        (Some('~'), _) => Kind::Strike,
        (Some('|'), _) => Kind::Spoiler,
        (_, 1) => Kind::Italic,
        (_, 2) => Kind::Bold,
        _ => {
            enclose(page, start, close + 1, 2);
            return enclose(page, start + 2, close, 1);
        }
    };
    page.enclose(kind, (start, close + length), (start + length, close));
}

fn size(slot: usize) -> usize {
    if slot == ITALIC { 1 } else { 2 }
}

/// Whether a sign may begin something, and whether it may end something. A backslash takes its meaning away.
fn flanks(sign: char, length: usize, around: Around) -> (bool, bool) {
    let (before, [after, _]) = around;
    if before == Some('\\') {
        return (false, false);
    }
    let visible = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    let (opens, closes) = (visible(after), visible(before));
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let apart = unspaced(before) || unspaced(after);
    match (sign, length) {
        // `snake_case_name`
        ('_', _) => (opens && first(sign, around) && !letter(before), closes && !letter(after)),
        // `2*3*4`
        ('*', 1 | 3) => {
            let opens = opens && first(sign, around);
            (opens && (!letter(before) || apart), closes && (!letter(after) || apart))
        }
        // `2**3`, but habl**o**: people show each other the endings of words.
        _ => {
            let number = |c: Option<char>| c.is_some_and(char::is_numeric);
            let power = number(before) && number(after);
            (opens && !power, closes && !power)
        }
    }
}

/// Whether words in italics may begin here: other characters make a face of it, as in (*^_^*).
fn first(sign: char, (before, [after, second]): Around) -> bool {
    after.is_some_and(|c| match c {
        '@' => before != Some('@'),
        '*' | '_' | '~' | '|' => second != Some(sign) && before != after,
        c => c.is_alphanumeric() || c > '\u{ffff}' || "([{\"`“‘«¿¡「『（【…—–".contains(c),
    })
}

fn within_a_word((before, [after, _]): Around) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric) && !unspaced(c);
    letter(before) && letter(after)
}

/// Of a script in which words stand side by side, or whose endings do.
fn unspaced(c: Option<char>) -> bool {
    c.is_some_and(|c| {
        matches!(c, '\u{e00}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
    })
}
