//! Finds addresses: of the web with and without a scheme, and of mail. Must not know where they lead.

use super::{Kind, Page};

const LONGEST_LABEL: usize = 63;
const MOST_LABELS: usize = 9;
const LONGEST_PERSON: usize = 64;
/// An address without a scheme begins with `www.` or ends in one of these: "e.g." and "notes.md" are words.
pub(super) const DOMAINS: &str = "com org net edu gov int info biz app dev blog shop site online xyz cloud wiki social chat \
eu ar au br ca ch cl cn co cz dk fi fr gr hk hu ie il io ir jp kr lt lu lv ma mx nl nz pe ph pk pt ro rs ru sa sg si sk th \
tr tv tw ua uk uy ve vn za";
/// These are words as well, before which a stop may stand without a space: only a page or a person makes them a link.
pub(super) const WORDS: &str = "at be de es in is it me my no se us";
/// Punctuation at the end belongs to the sentence, a sign to the formatting.
const TRAILING: &str = ".,;:!?'*_~|،؛؟";
/// Chinese and Japanese sentences go on without a space.
const ENDING: &str = "<>\"`、。，！？：；「」『』（）【】《》";

impl Page<'_> {
    /// The end of the address that begins here, or of the first character.
    pub(super) fn address(&mut self, at: usize, to: usize) -> usize {
        let Some(end) = self.web(at, to).or_else(|| self.bare(at, to)) else { return at + 1 };
        if self.links > 0 {
            self.links -= 1;
            self.found.push(super::Part { kind: Kind::Link, start: at, end });
        }
        end
    }

    fn web(&self, at: usize, to: usize) -> Option<usize> {
        let after = ["https://", "http://"].into_iter().find_map(|scheme| {
            let same =
                |(n, c): (usize, char)| self.within(at + n, to).is_some_and(|d| d.eq_ignore_ascii_case(&c));
            scheme.chars().enumerate().all(same).then_some(at + scheme.len())
        })?;
        self.within(after, to).filter(|c| c.is_alphanumeric())?;
        Some(self.end(at, after, to))
    }

    /// Before this, all is of bounded length.
    fn bare(&self, at: usize, to: usize) -> Option<usize> {
        let person = self.person(at, to);
        let host = person.unwrap_or(at);
        let (last, mut end) = self.host(host, to)?;
        let domain: String = self.chars.get(last..end)?.iter().collect();
        let among = |list: &str| list.split(' ').any(|known| known == domain);
        let www = self.is_www(host, last);
        let word = among(WORDS);
        if !(www || word || among(DOMAINS)) {
            return None;
        }
        if self.within(end, to) == Some(':') {
            let digits = (1..=6).take_while(|n| self.is(end + n, to, |c| c.is_ascii_digit())).count();
            if (2..=5).contains(&digits) && self.is_over(end + 1 + digits, to) {
                end += 1 + digits;
            }
        }
        let page = self.is(end, to, |c| matches!(c, '/' | '?' | '#'));
        let whole = if page { self.end(at, end, to) } else { end };
        (!word || www || person.is_some() || whole > end).then_some(whole)
    }

    /// What stands before an `@`, with it.
    fn person(&self, at: usize, to: usize) -> Option<usize> {
        let of_a_person = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
        let length = (0..=LONGEST_PERSON).take_while(|n| self.is(at + n, to, of_a_person)).count();
        let good = length <= LONGEST_PERSON && self.within(at + length, to) == Some('@');
        good.then_some(at + length + 1)
    }

    /// Where the last label of a host begins and ends.
    fn host(&self, at: usize, to: usize) -> Option<(usize, usize)> {
        let mut start = at;
        for labels in 0..MOST_LABELS {
            let of_a_label = |c: char| c.is_alphanumeric() || c == '-';
            let length = (0..=LONGEST_LABEL).take_while(|n| self.is(start + n, to, of_a_label)).count();
            let end = start + length;
            let edges = [start, end.checked_sub(1)?];
            if length > LONGEST_LABEL
                || !edges.into_iter().all(|edge| self.is(edge, to, char::is_alphanumeric))
            {
                return None;
            }
            if self.within(end, to) != Some('.') || !self.is(end + 1, to, char::is_alphanumeric) {
                let letters = self.chars.get(start..end)?.iter().all(|c| c.is_alphabetic());
                let good = labels > 0 && letters && (2..=24).contains(&length) && self.is_over(end, to);
                return good.then_some((start, end));
            }
            start = end + 1;
        }
        None
    }

    fn is_www(&self, host: usize, last: usize) -> bool {
        let starts =
            "www.".chars().enumerate().all(|(n, c)| self.is(host + n, last, |d| d.eq_ignore_ascii_case(&c)));
        starts && host + 4 < last
    }

    fn is_over(&self, end: usize, to: usize) -> bool {
        let of_a_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let goes_on = self.within(end, to) == Some('.') && self.is(end + 1, to, char::is_alphanumeric);
        !goes_on && !self.is(end, to, of_a_word)
    }

    fn is(&self, at: usize, to: usize, test: impl Fn(char) -> bool) -> bool {
        self.within(at, to).is_some_and(test)
    }

    /// Where an address ends whose first part ends at `least`. A bracket that was opened in it belongs to it.
    fn end(&self, at: usize, least: usize, to: usize) -> usize {
        let rest = self.chars.get(least..to).unwrap_or_default();
        let length = rest.iter().take_while(|c| !c.is_whitespace() && !ENDING.contains(**c)).count();
        let mut end = least + length;
        let count =
            |sign: char| self.chars.get(at..end).unwrap_or_default().iter().filter(|c| **c == sign).count();
        let pairs = [('(', ')'), ('[', ']'), ('{', '}')];
        let mut surplus = pairs.map(|(open, close)| (close, count(close).saturating_sub(count(open))));
        while end > least {
            let Some(last) = self.at(end - 1) else { break };
            match surplus.iter_mut().find(|(close, _)| *close == last) {
                Some((_, more)) if *more > 0 => *more -= 1,
                None if TRAILING.contains(last) => {}
                _ => break,
            }
            end -= 1;
        }
        end
    }
}
