//! Defines the tokenizer of the search: words without case and accents, and runs of scripts that put no spaces
//! between words, letter by letter. Must not know who searches, nor what is stored.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A word, or a run of letters that may hold many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenText {
    Word(String),
    /// TokenText as people count them.
    Run(Vec<String>),
}

/// A token, and where each of its letters begins and the last one ends, in UTF-16 code units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub text: TokenText,
    bounds: Vec<usize>,
}

impl Token {
    /// The position in the text of `length` letters from the one numbered `first`.
    pub fn range(&self, first: usize, length: usize) -> Option<(usize, usize)> {
        Some((*self.bounds.get(first)?, *self.bounds.get(first + length)?))
    }

    pub fn whole(&self) -> Option<(usize, usize)> {
        Some((*self.bounds.first()?, *self.bounds.last()?))
    }
}

/// All tokens of a text, in its order.
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut open = false;
    let mut at = 0;
    let mut rest = text;
    while let Some((grapheme, behind)) = first_of(rest) {
        rest = behind;
        let end = at + if grapheme.len() == 1 { 1 } else { grapheme.encode_utf16().count() };
        let Some(letter) = letter(grapheme) else {
            (open, at) = (false, end);
            continue;
        };
        match (tokens.last_mut().filter(|_| open), letter) {
            (Some(Token { text: TokenText::Word(word), bounds }), Letter::Plain(more)) => {
                word.push(more);
                bounds.push(end);
            }
            (Some(Token { text: TokenText::Word(word), bounds }), Letter::OfWord(more)) => {
                word.push_str(&more);
                bounds.push(end);
            }
            (Some(Token { text: TokenText::Run(run), bounds }), Letter::OfRun(more)) => {
                run.push(more);
                bounds.push(end);
            }
            (_, letter) => {
                let text = match letter {
                    Letter::Plain(first) => TokenText::Word(first.into()),
                    Letter::OfWord(first) => TokenText::Word(first),
                    Letter::OfRun(first) => TokenText::Run(vec![first]),
                };
                tokens.push(Token { text, bounds: vec![at, end] });
            }
        }
        (open, at) = (true, end);
    }
    // Only the stroke that would have stretched a word.
    tokens.retain(|token| !matches!(&token.text, TokenText::Word(word) if word.is_empty()));
    tokens
}

/// The first letter as people count them, and the rest. One byte before another is a letter of its own: this shortcut
/// spares most texts the search for grapheme boundaries. (A line break of two bytes is two separators here.)
fn first_of(text: &str) -> Option<(&str, &str)> {
    let end = match text.as_bytes() {
        [first, second, ..] if first.is_ascii() && second.is_ascii() => 1,
        _ => text.graphemes(true).next()?.len(),
    };
    text.split_at_checked(end)
}

enum Letter {
    Plain(char),
    OfWord(String),
    OfRun(String),
}

/// `None` for a separator.
fn letter(grapheme: &str) -> Option<Letter> {
    if let [byte] = grapheme.as_bytes() {
        let plain = char::from(byte.to_ascii_lowercase());
        return plain.is_ascii_alphanumeric().then_some(Letter::Plain(plain));
    }
    let wide = grapheme.nfkc().find(|c| c.is_alphanumeric())?;
    if is_unspaced(wide) {
        // Marks are letters here: without them one word becomes another.
        let same = grapheme.nfkc().flat_map(char::to_lowercase).nfkc();
        return Some(Letter::OfRun(same.collect()));
    }
    let mut plain = String::new();
    for c in grapheme.nfkd().flat_map(char::to_lowercase).nfkd() {
        fold_into(&mut plain, c);
    }
    Some(Letter::OfWord(plain))
}

/// A lowercase letter without what people leave out when they type in a hurry.
fn fold_into(plain: &mut String, c: char) {
    match c {
        _ if is_accent(c) => {}
        'ß' => plain.push_str("ss"),
        'æ' => plain.push_str("ae"),
        'œ' => plain.push_str("oe"),
        'ø' => plain.push('o'),
        'ł' => plain.push('l'),
        'đ' | 'ð' => plain.push('d'),
        'þ' => plain.push_str("th"),
        // Turkish: the capital of the dotless letter is the same as in English.
        'ı' => plain.push('i'),
        'ς' => plain.push('σ'),
        // Arabic: the stroke that stretches a word, and two letters that are often exchanged at its end.
        'ـ' => {}
        'ى' => plain.push('ي'),
        'ة' => plain.push('ه'),
        _ => plain.push(c),
    }
}

/// Marks that are dropped in Latin, Greek, Cyrillic, Hebrew and Arabic; elsewhere a mark makes another letter.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Chinese, Japanese and Korean, and Thai, Lao, Burmese and Khmer.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3130}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let one = |token: Token| match token.text {
            TokenText::Word(word) => word,
            TokenText::Run(run) => run.join("|"),
        };
        tokenize(text).into_iter().map(one).collect()
    }

    #[test]
    fn words_lose_case_accents_and_width() {
        assert_eq!(shown("Ｈéllo, don't PANIC!"), ["hello", "don", "t", "panic"]);
        assert_eq!(shown("Straße İstanbul IŞIK ışık"), ["strasse", "istanbul", "isik", "isik"]);
        assert_eq!(
            shown("Ångström ﬁn Ærø Łódź ΣΟΦΟΣ σοφός"),
            ["angstrom", "fin", "aero", "lodz", "σοφοσ", "σοφοσ"]
        );
        assert_eq!(shown("x.org 3.14 a_b"), ["x", "org", "3", "14", "a", "b"]);
        // With and without vowel signs, with and without the hamza, stretched.
        assert_eq!(shown("أَهْلًا مدرسة مـدرسـه"), ["اهلا", "مدرسه", "مدرسه"]);
        assert_eq!(shown("کि हिन्दी"), ["کि", "हिन्दी"]);
        assert!(shown(" ,.!? 🙂 \n").is_empty());
    }

    #[test]
    fn scripts_without_spaces_are_letters_one_by_one() {
        assert_eq!(shown("東京へiPhoneを"), ["東|京|へ", "iphone", "を"]);
        assert_eq!(shown("ｶﾞｷﾞ がき"), ["ガ|ギ", "が|き"]);
        assert_eq!(shown("안녕하세요"), ["안|녕|하|세|요"]);
        // A vowel sign belongs to its letter.
        assert_eq!(shown("สวัสดี"), ["ส|วั|ส|ดี"]);
    }

    #[test]
    fn places_are_counted_as_javascript_counts() {
        let text = "🙂 né 東京";
        let [word, run] = &tokenize(text)[..] else { panic!("two tokens") };
        assert_eq!(word.whole(), Some((3, 5)));
        assert_eq!((run.range(1, 1), run.range(1, 2)), (Some((7, 8)), None));
    }
}
