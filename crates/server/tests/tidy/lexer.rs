//! Splits Rust source into code, comments and text literals. Must not know what is looked for in them.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Code,
    Comment,
    Text,
}

/// The whole source in order; what delimits a comment or a literal belongs to it.
pub fn pieces(source: &str) -> Vec<(Kind, &str)> {
    let mut found = Vec::new();
    let (mut rest, mut code) = (source, 0);
    while let Some(next) = rest.get(code..).filter(|next| !next.is_empty()) {
        let word = rest.get(..code).is_some_and(|before| before.ends_with(is_word));
        match begins(next, word) {
            Some((kind, length)) => {
                let (before, from) = rest.split_at(code);
                let (piece, after) = from.split_at(length);
                found.extend([(Kind::Code, before), (kind, piece)]);
                (rest, code) = (after, 0);
            }
            None => code += next.chars().next().map_or(1, char::len_utf8),
        }
    }
    found.push((Kind::Code, rest));
    found.retain(|(_, piece)| !piece.is_empty());
    found
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The comment or literal at the beginning of a text, and its length.
fn begins(text: &str, in_word: bool) -> Option<(Kind, usize)> {
    if text.starts_with("//") {
        return Some((Kind::Comment, text.find('\n').unwrap_or(text.len())));
    }
    if text.starts_with("/*") {
        return Some((Kind::Comment, text.find("*/").map_or(text.len(), |end| end + 2)));
    }
    if let Some(raw) = raw_text(text).filter(|_| !in_word) {
        return Some((Kind::Text, raw));
    }
    if text.starts_with('"') {
        return Some((Kind::Text, 1 + quoted(text.get(1..)?, '"')));
    }
    // A letter, and not a lifetime.
    let letter = text.strip_prefix('\'')?;
    let is_letter = letter.starts_with('\\') || letter.char_indices().nth(1).is_some_and(|(_, c)| c == '\'');
    is_letter.then(|| (Kind::Text, 1 + quoted(letter, '\'')))
}

/// The length of `r"..."`, `r#"..."#` and the like.
fn raw_text(text: &str) -> Option<usize> {
    let opened = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = opened.len() - opened.trim_start_matches('#').len();
    let body = opened.get(hashes..)?.strip_prefix('"')?;
    let closing = format!("\"{}", "#".repeat(hashes));
    let length = body.find(&closing).map_or(body.len(), |end| end + closing.len());
    Some(text.len() - body.len() + length)
}

/// The length up to and with the closing quote.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[test]
fn sources_are_split_into_code_comments_and_texts() {
    let source = r##"let a = "x // \" y"; // it's { here
let b: &'a str = r#"} "in" "#; let c = '{'; let d = '\''; /* } */ br"e"; for_r"##;
    let of = |wanted: Kind| {
        let all = pieces(source).into_iter();
        all.filter(|(kind, _)| *kind == wanted).map(|(_, piece)| piece).collect::<Vec<_>>()
    };
    assert_eq!(of(Kind::Comment), ["// it's { here", "/* } */"]);
    assert_eq!(of(Kind::Text), [r#""x // \" y""#, r##"r#"} "in" "#"##, "'{'", r"'\''", r#"br"e""#]);
    assert_eq!(pieces(source).iter().map(|(_, piece)| *piece).collect::<String>(), source);
    assert!(!of(Kind::Code).concat().contains(['{', '}']));
}
