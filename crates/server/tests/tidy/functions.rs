//! Functions are short enough to be seen at once.

use super::lexer::{Kind, pieces};
use super::{Result, nothing_in, read, shown, sources};
use std::collections::BTreeSet;

const MOST_LINES: usize = 70;

/// Tables written as one `match`: one arm a variant, and nothing is decided in it.
const TABLES: [(&str, &str); 1] = [("crates/wire/src/problem/words.rs", "of")];

/// Longer when this check came. The list may only shrink.
const LONGER: [(&str, &str); 3] = [
    ("crates/app/src/app.rs", "new"),
    (
        "crates/server/tests/it/accounts/erasure.rs",
        "an_erased_person_is_gone_and_their_messages_stay_with_their_peers",
    ),
    (
        "crates/server/tests/it/messages/retention.rs",
        "feature_130_old_messages_are_gone_everywhere_and_their_month_with_its_key",
    ),
];

#[test]
fn functions_fit_on_a_screen() -> Result<()> {
    let mut complaints = Vec::new();
    let mut excused: BTreeSet<(&str, &str)> = TABLES.into_iter().chain(LONGER).collect();
    for file in sources()? {
        let shown = shown(&file);
        for (name, lines) in functions(&read(&file)?) {
            if lines <= MOST_LINES {
                continue;
            }
            let known = excused.iter().find(|(path, excused)| *path == shown && *excused == name).copied();
            match known {
                Some(known) => {
                    excused.remove(&known);
                }
                None => complaints.push(format!(
                    "{shown}: `{name}` has {lines} lines, {MOST_LINES} is the most: give a step of it a name"
                )),
            }
        }
    }
    complaints.extend(excused.into_iter().map(|(path, name)| {
        format!("{path}: `{name}` is not longer than others now: take it off the list in tidy/functions.rs")
    }));
    nothing_in(complaints)
}

/// Every function with a body, and its lines from `fn` to the closing brace.
fn functions(source: &str) -> Vec<(String, usize)> {
    let blank = |text: &str| "\n".repeat(text.matches('\n').count());
    let code: String = pieces(source)
        .into_iter()
        .map(|(kind, piece)| if kind == Kind::Code { piece.to_owned() } else { blank(piece) })
        .collect();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let is_word = |before: char| before.is_alphanumeric() || before == '_';
        let (before, from) = code.split_at(at);
        let name: String = from.chars().skip(3).take_while(|letter| is_word(*letter)).collect();
        if !before.ends_with(is_word) && !name.is_empty() {
            found.extend(length(from).map(|length| (name, from.get(..length).map_or(0, lines))));
        }
    }
    found
}

fn lines(text: &str) -> usize {
    text.lines().count()
}

/// Where the body that begins in this text ends; none where there is only a signature.
fn length(from: &str) -> Option<usize> {
    let (mut round, mut curly) = (0_i32, 0_i32);
    for (at, letter) in from.char_indices() {
        match letter {
            '(' | '[' => round += 1,
            ')' | ']' => round -= 1,
            ';' if round == 0 && curly == 0 => return None,
            '{' => curly += 1,
            '}' => {
                curly -= 1;
                if curly == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn functions_are_measured_from_their_name_to_their_brace() {
    let source =
        "trait T { fn none(&self, a: [u8; 2]); }\nfn one() { \"}\" }\nasync fn three(\n) -> X { // }\n}\n";
    assert_eq!(functions(source), [("one".to_owned(), 1), ("three".to_owned(), 3)]);
}
