//! Defines a search query: parsed from what a person typed, and matched against one text. Must not know any index.

use super::tokenizer::{Token, TokenText, tokenize};
use super::{Highlight, LONGEST_BEGINNING, SHORTEST_BEGINNING, Term, pairs};
use crate::fault::Refusal;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

const SHORTEST: usize = 2;
const LONGEST: usize = 128;
const MOST_TERMS: usize = 8;
/// Further words only narrow down the few candidates that are left.
const MOST_LOOKUPS: usize = 6;

/// Several words, all of which have to occur; a phrase between quotes occurs whole and in this order.
#[derive(Clone, PartialEq, Eq)]
pub struct Query(Vec<Wanted>);

/// Tokens that follow one another.
#[derive(Clone, PartialEq, Eq)]
struct Wanted {
    tokens: Vec<TokenText>,
    /// Whether the last word is a prefix.
    open: bool,
}

/// Queries never reach a log by a debug line.
impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Query(..)")
    }
}

impl Query {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text: String = text.trim().nfc().collect();
        let count = text.chars().count();
        if count < SHORTEST {
            return Err(Refusal::new("too_short", format!("must have at least {SHORTEST} characters")));
        }
        if count > LONGEST {
            return Err(Refusal::new("too_long", format!("must have at most {LONGEST} characters")));
        }
        let mut wanted = Vec::new();
        for (number, part) in text.split(['"', '“', '”', '„']).enumerate() {
            // Every second part stands between quotes.
            if number % 2 == 1 {
                wanted.extend(Wanted::of(part, false));
            } else {
                wanted.extend(part.split_whitespace().filter_map(|chunk| Wanted::of(chunk, true)));
            }
        }
        if wanted.is_empty() {
            return Err(Refusal::new("no_word", "must contain a letter or a digit"));
        }
        if wanted.len() > MOST_TERMS {
            return Err(Refusal::new(
                "too_many_terms",
                format!("must have at most {MOST_TERMS} words or phrases"),
            ));
        }
        Ok(Self(wanted))
    }

    /// Matches every text: for a search by other conditions alone.
    pub const fn any() -> Self {
        Self(Vec::new())
    }

    /// Terms that every matching text has, the most selective one first. Empty where only single letters of a script
    /// without spaces are searched, or no words at all.
    pub fn terms(&self) -> Vec<Term> {
        let mut terms: Vec<Term> =
            self.0.iter().flat_map(Wanted::terms).collect::<BTreeSet<_>>().into_iter().collect();
        terms.sort_by_key(|term| Reverse(term.0.len()));
        terms.truncate(MOST_LOOKUPS);
        terms
    }

    /// Whether its terms name more texts than match: a longer prefix is indexed by its first letters.
    pub fn is_loose(&self) -> bool {
        self.0.iter().any(|wanted| match wanted.tokens.last() {
            Some(TokenText::Word(word)) => wanted.open && word.chars().count() > LONGEST_BEGINNING,
            Some(TokenText::Run(_)) | None => false,
        })
    }

    /// A cheap first test: most candidates that an index names for a prefix do not match, and where no letter has
    /// other forms, the words occur literally.
    fn may_be_in(&self, text: &str) -> bool {
        if !text.is_ascii() {
            return true;
        }
        let text = text.to_ascii_lowercase();
        let mut letters = self.0.iter().flat_map(|wanted| &wanted.tokens);
        letters.all(|letters| match letters {
            TokenText::Word(word) => text.contains(word.as_str()),
            TokenText::Run(_) => false,
        })
    }

    /// The hits in the text; `None` where anything is missing.
    pub fn find(&self, text: &str) -> Option<Vec<Highlight>> {
        if !self.may_be_in(text) {
            return None;
        }
        let tokens = tokenize(text);
        let mut all = Vec::new();
        for wanted in &self.0 {
            let found = wanted.find(&tokens);
            if found.is_empty() {
                return None;
            }
            all.extend(found);
        }
        all.sort_unstable();
        Some(merged(all))
    }
}

impl Wanted {
    fn of(text: &str, open: bool) -> Option<Self> {
        let tokens: Vec<TokenText> = tokenize(text).into_iter().map(|token| token.text).collect();
        (!tokens.is_empty()).then_some(Self { tokens, open })
    }

    fn terms(&self) -> Vec<Term> {
        let last = self.tokens.len().saturating_sub(1);
        let of = |(number, letters): (usize, &TokenText)| match letters {
            TokenText::Run(run) => pairs(run),
            TokenText::Word(word) if self.open && number == last => {
                vec![Term::beginnings(word).next_back().unwrap_or_else(|| Term::word(word))]
            }
            TokenText::Word(word) => vec![Term::word(word)],
        };
        self.tokens.iter().enumerate().flat_map(of).collect()
    }

    fn find(&self, text: &[Token]) -> Vec<Highlight> {
        text.windows(self.tokens.len()).flat_map(|window| self.here(window)).collect()
    }

    /// A single run may occur anywhere within a run; one of several touches its neighbors.
    fn here(&self, window: &[Token]) -> Vec<Highlight> {
        let last = self.tokens.len().saturating_sub(1);
        if let ([TokenText::Run(wanted)], [token]) = (self.tokens.as_slice(), window) {
            return within(token, wanted);
        }
        let mut found = Vec::new();
        for (number, (wanted, token)) in self.tokens.iter().zip(window).enumerate() {
            let place = match (wanted, &token.text) {
                (TokenText::Word(wanted), TokenText::Word(word)) => {
                    let open = self.open && number == last && wanted.chars().count() >= SHORTEST_BEGINNING;
                    let fits = if open { word.starts_with(wanted.as_str()) } else { word == wanted };
                    fits.then(|| token.whole()).flatten()
                }
                (TokenText::Run(wanted), TokenText::Run(run)) => {
                    let fits = match number {
                        0 => run.ends_with(wanted),
                        _ if number == last => run.starts_with(wanted),
                        _ => run == wanted,
                    };
                    let first = if number == 0 { run.len().saturating_sub(wanted.len()) } else { 0 };
                    fits.then(|| token.range(first, wanted.len())).flatten()
                }
                (TokenText::Word(_), TokenText::Run(_)) | (TokenText::Run(_), TokenText::Word(_)) => None,
            };
            let Some(place) = place else { return vec![] };
            found.push(place);
        }
        found
    }
}

fn within(token: &Token, wanted: &[String]) -> Vec<Highlight> {
    let TokenText::Run(run) = &token.text else { return vec![] };
    let starts = run.windows(wanted.len()).enumerate().filter(|(_, part)| *part == wanted);
    starts.filter_map(|(first, _)| token.range(first, wanted.len())).collect()
}

/// Ranges that touch or overlap become one.
fn merged(sorted: Vec<Highlight>) -> Vec<Highlight> {
    let mut merged: Vec<Highlight> = Vec::new();
    for (start, end) in sorted {
        match merged.last_mut() {
            Some((_, last)) if start <= *last => *last = end.max(*last),
            Some(_) | None => merged.push((start, end)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::terms;

    fn find(query: &str, text: &str) -> Option<Vec<String>> {
        let wide: Vec<u16> = text.encode_utf16().collect();
        let query = Query::parse(query).unwrap();
        let terms = terms(text);
        let found = query.find(text);
        // The index never hides what the text holds.
        assert!(found.is_none() || query.terms().iter().all(|term| terms.contains(term)));
        Some(found?.into_iter().map(|(start, end)| String::from_utf16(&wide[start..end]).unwrap()).collect())
    }

    #[track_caller]
    fn finds(query: &str, text: &str, highlights: &[&str]) {
        assert_eq!(find(query, text).as_deref().unwrap_or_default(), highlights, "{query} in {text}");
    }

    #[test]
    fn words_are_found_by_their_beginning_and_phrases_whole() {
        let text = "Mañana comeré paella, ¡qué rica!";
        finds("manana", text, &["Mañana"]);
        finds("PAE que", text, &["paella", "qué"]);
        finds("\"comere paella\"", text, &["comeré", "paella"]);
        finds("“comere paella” rica", text, &["comeré", "paella", "rica"]);
        for absent in ["aella", "pa", "\"paella comere\"", "\"comere pae\"", "paella sopa", "東京"] {
            assert_eq!(find(absent, text), None, "{absent}");
        }
        finds("don't", "I don't know", &["don", "t"]);
        assert_eq!(find("don't", "don and t-shirt"), None);
        finds("x.org", "see http://x.org/a", &["x", "org"]);
        finds("qu qu", "Qu’est-ce", &["Qu"]);
    }

    #[test]
    fn a_part_of_a_run_is_found_and_a_phrase_may_change_script() {
        finds("京都", "東京都に行く", &["京都"]);
        finds("は は", "ははは", &["ははは"]);
        finds("東京タワー", "昨日東京タワーを見た", &["東京タワー"]);
        finds("한국어", "저는 한국어를 배워요", &["한국어"]);
        finds("สวัสดี", "คุณสวัสดีครับ", &["สวัสดี"]);
        finds("新しいiPhone", "新しいiPhone15を買った", &["新しいiPhone15"]);
        for (absent, text) in [("京東", "東京都"), ("ดี ครบ", "สวัสดีครับ"), ("新しいipad", "新しいiPhone")]
        {
            assert_eq!(find(absent, text), None, "{absent}");
        }
    }

    #[test]
    fn what_cannot_be_looked_for_is_refused() {
        let code = |text: &str| Query::parse(text).unwrap_err().code;
        assert_eq!(
            (code(" a "), code(""), code("..."), code("\"\"")),
            ("too_short", "too_short", "no_word", "no_word")
        );
        assert_eq!((code(&"x".repeat(129)), code("a b c d e f g h i")), ("too_long", "too_many_terms"));
        assert!(Query::parse(&"語".repeat(128)).is_ok());
        assert_eq!(format!("{:?}", Query::parse("secret").unwrap()), "Query(..)");
    }

    #[test]
    fn what_narrows_down_the_most_comes_first() {
        let terms = Query::parse("an \"extraordinary day\" abcdef").unwrap().terms();
        let shown: Vec<_> = terms.iter().map(|term| String::from_utf8_lossy(term.as_bytes())).collect();
        assert_eq!(shown, ["wextraordinary", "pabcd", "wday", "wan"]);
        assert!(Query::parse("猫 犬").unwrap().terms().is_empty());
        let is_loose = |text: &str| Query::parse(text).unwrap().is_loose();
        assert_eq!([is_loose("abcde"), is_loose("abcd"), is_loose("\"abcde\"")], [true, false, false]);
        assert!(Query::parse(&"東京都庁前駅入口".repeat(4)).unwrap().terms().len() <= 6);
    }
}
