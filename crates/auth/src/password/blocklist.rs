//! Rejects passwords that attackers try first: known from leaks, derived from public facts about their owner, or
//! typed by sliding over the keyboard. Every lookup is local. Must not know lengths.

use sha2::{Digest, Sha256};
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// Made by `scripts/password-blocklist`: the first bytes of SHA-256 hashes, sorted, one after the other.
static LEAKED: &[u8] = include_bytes!("leaked.bin");
/// The bytes kept of each hash. With some 10^5 entries, a good password is hit by chance once in 10^9.
pub const KEPT: usize = 6;

/// Rows along which fingers slide, and the alphabet.
const RUNS: [&str; 6] =
    ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "abcdefghijklmnopqrstuvwxyz"];
/// Positions where a run may be interrupted, such as between `qwerty` and `1234`.
const BREAKS: usize = 2;

/// A year, a short number, some signs.
const MOST_AROUND: usize = 8;
/// Words that people choose when a password has to be changed.
const SEASONAL: [&str; 44] = [
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "password",
    "passwort",
    "welcome",
    "willkommen",
    "changeme",
    "letmein",
    "primavera",
    "verano",
    "oto\u{f1}o",
    "invierno",
    "sommer",
    "herbst",
    "printemps",
    "hiver",
    "company",
    "secret",
    "login",
    "qwerty",
    "language",
    "default",
];

/// The letter a digit or sign stands for within a word.
fn letter(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

#[derive(Default)]
pub struct Blocklist {
    more: HashSet<[u8; KEPT]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    Leaked,
    Derived,
    Repeated,
    Run,
    /// A single word that is tried first, followed by a year or a sign.
    Pattern,
}

impl Refused {
    pub fn code(self) -> &'static str {
        match self {
            Self::Leaked => "leaked",
            Self::Derived => "derived",
            Self::Repeated => "repeated",
            Self::Run => "run",
            Self::Pattern => "pattern",
        }
    }

    pub fn detail(self) -> &'static str {
        match self {
            Self::Leaked => "is on every list of passwords that were leaked",
            Self::Derived => "must not be made of your name, your address or the name of this server",
            Self::Repeated => "must be more than one thing repeated",
            Self::Run => "must not follow the keyboard, the digits or the alphabet",
            Self::Pattern => "must be more than one common word with digits or signs around it",
        }
    }
}

impl Blocklist {
    /// The operator's own list beside ours: one password a line, or the SHA-256 of one in hex.
    pub fn with(lines: &str) -> Self {
        let lines = lines.lines().map(str::trim_end).filter(|line| !line.is_empty());
        Self { more: lines.map(|line| hash_in_hex(line).unwrap_or_else(|| kept(&folded(line)))).collect() }
    }

    /// `known` is public: names of the owner and of the server.
    pub fn refuses(&self, password: &str, known: &[&str]) -> Option<Refused> {
        let folded = folded(password);
        if self.has(&folded) || self.more.contains(&kept(password)) {
            Some(Refused::Leaked)
        } else if is_repeated(&folded) {
            Some(Refused::Repeated)
        } else if known.iter().any(|word| is_made_of(&folded, word)) {
            Some(Refused::Derived)
        } else if is_run(&folded) {
            Some(Refused::Run)
        } else if self.is_pattern(&folded) {
            Some(Refused::Pattern)
        } else {
            None
        }
    }

    /// `Summer2024!`: a single obvious word, with digits and signs before and after it.
    fn is_pattern(&self, folded: &str) -> bool {
        let word = folded.trim_matches(|c: char| !c.is_alphabetic());
        let bare: String = word.chars().map(letter).collect();
        let around = folded.chars().count() - word.chars().count();
        let one_word = !bare.is_empty() && bare.chars().all(char::is_alphabetic);
        one_word && around <= MOST_AROUND && (SEASONAL.contains(&bare.as_str()) || self.has(&bare))
    }

    fn has(&self, folded: &str) -> bool {
        let wanted = kept(folded);
        let (entries, _) = LEAKED.as_chunks::<KEPT>();
        entries.binary_search(&wanted).is_ok() || self.more.contains(&wanted)
    }
}

/// Lists are in lowercase, and capitals are the first thing a guesser adds.
fn folded(password: &str) -> String {
    password.nfc().collect::<String>().to_lowercase()
}

fn kept(text: &str) -> [u8; KEPT] {
    cut(&Sha256::digest(text.as_bytes()))
}

fn cut(hash: &[u8]) -> [u8; KEPT] {
    hash.first_chunk().copied().unwrap_or_default()
}

fn hash_in_hex(line: &str) -> Option<[u8; KEPT]> {
    if line.len() != 64 || !line.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let bytes: Option<Vec<u8>> =
        (0..32).map(|at| u8::from_str_radix(line.get(at * 2..at * 2 + 2)?, 16).ok()).collect();
    Some(cut(&bytes?))
}

/// One to four characters over and over.
fn is_repeated(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=4).any(|unit| {
        chars.len() > unit && chars.iter().zip(chars.iter().skip(unit)).all(|(one, next)| one == next)
    })
}

/// Its letters are the word's, once or several times, forward or backward; digits and signs around it are ignored.
fn is_made_of(text: &str, word: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let (text, word) = (letters(text), letters(&folded(word)));
    let back: String = word.chars().rev().collect();
    word.chars().count() >= 3
        && !text.is_empty()
        && [word, back].iter().any(|word| text.split(word.as_str()).all(str::is_empty))
}

fn is_run(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let every_second = |from: usize| chars.iter().skip(from).step_by(2).copied().collect::<Vec<_>>();
    // `1q2w3e4r5t` slides with both hands.
    slides(&chars, BREAKS) || (slides(&every_second(0), 0) && slides(&every_second(1), 0))
}

fn slides(chars: &[char], breaks: usize) -> bool {
    let jumps = chars.iter().zip(chars.iter().skip(1)).filter(|(one, next)| !are_neighbors(**one, **next));
    chars.len() > 3 && jumps.count() <= breaks
}

fn are_neighbors(one: char, next: char) -> bool {
    let at = |row: &str, wanted: char| row.chars().position(|c| c == wanted);
    one == next
        || RUNS.iter().any(|row| match (at(row, one), at(row, next)) {
            (Some(one), Some(next)) => one.abs_diff(next) == 1,
            (Some(_) | None, _) => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(password: &str) -> Option<Refused> {
        Blocklist::default().refuses(password, &["ana.lopez", "Parlance"])
    }

    #[test]
    fn the_list_is_whole_and_sorted() {
        let (entries, rest) = LEAKED.as_chunks::<KEPT>();
        assert!(entries.len() > 10_000 && rest.is_empty(), "{}", entries.len());
        assert!(entries.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for (password, why) in [
            ("password123", Refused::Leaked),
            ("PassWord123", Refused::Leaked),
            ("basketball", Refused::Leaked),
            ("aaaaaaaaaaaa", Refused::Repeated),
            ("abcabcabcabc", Refused::Repeated),
            ("AnaLopez2024!", Refused::Derived),
            ("zepolana_1990", Refused::Derived),
            ("parlance-parlance", Refused::Derived),
            ("9876543210987", Refused::Run),
            ("qwertyuiopasdf", Refused::Run),
            ("abcdefghijkl", Refused::Run),
            ("1q2w3e4r5t6z", Refused::Run),
            ("Summer2024!", Refused::Pattern),
            ("!!Winter-1999", Refused::Pattern),
            ("P@ssw0rd#2025", Refused::Pattern),
            ("December25!!", Refused::Pattern),
            ("Basketball_07", Refused::Pattern),
        ] {
            assert_eq!(refused(password), Some(why), "{password}");
        }
    }

    #[test]
    fn a_good_password_passes() {
        for password in [
            "correct horse battery",
            "a new password",
            "Tr0ub4dor&3 staple",
            "日本語のパスワードです",
            "x7#kQ9!mZ2pL",
            "summer in 2024 was wet",
        ] {
            assert_eq!(refused(password), None, "{password}");
        }
    }

    #[test]
    fn an_operator_adds_a_list() {
        let hex = "57a5dcb0a9d5f6b5c9d8a2b8b4c06e8f2d2e4a9b8d6d1a4f1f3e5c7b9a0d2c4e";
        let list = Blocklist::with(&format!("our company name\n\n{hex}\n"));
        assert_eq!(list.refuses("Our Company Name", &[]), Some(Refused::Leaked));
        assert_eq!(list.refuses("another good one", &[]), None);
        assert_eq!(list.more.len(), 2);
    }
}
