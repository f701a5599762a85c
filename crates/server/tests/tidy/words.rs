//! Users have no gender and are named by what they do: docs/language.md. Must not know a page's subject.

use super::lexer::{Kind, pieces};
use super::{Result, nothing_in, read, shown, sources, workspace};
use std::fs;
use std::path::{Path, PathBuf};

const UNWANTED: [&str; 8] = ["he", "his", "him", "himself", "whoever", "somebody", "nobody", "anybody"];

/// Pages, and what is read like one.
const PAGES: [&str; 8] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "README.md",
    "SECURITY.md",
    "openapi.yaml",
    "docs",
    "migrations",
    "justfile",
];

/// They name the words they forbid.
const QUOTING: [&str; 2] = ["crates/server/tests/tidy/words.rs", "docs/language.md"];

#[test]
fn people_are_named_by_their_roles() -> Result<()> {
    let mut complaints = Vec::new();
    for file in sources()?.into_iter().filter(|file| not_quoting(file)) {
        let source = read(&file)?;
        let mut line = 1;
        for (kind, piece) in pieces(&source) {
            // A text without a space is a value, such as the audience `nobody`.
            if kind == Kind::Comment || (kind == Kind::Text && piece.contains(' ')) {
                complaints
                    .extend(unwanted(piece).map(|(at, word)| complaint(&shown(&file), line + at, word)));
            }
            if kind == Kind::Code {
                let found = unwanted_in_names(piece);
                complaints.extend(found.map(|(at, word)| complaint(&shown(&file), line + at, word)));
            }
            line += piece.matches('\n').count();
        }
    }
    for file in pages()? {
        let page = read(&file)?;
        complaints.extend(unwanted(&page).map(|(at, word)| complaint(&shown(&file), at + 1, word)));
    }
    for file in catalogues()? {
        let values: String = read(&file)?.lines().map(|line| value(line).to_owned() + "\n").collect();
        complaints.extend(unwanted(&values).map(|(at, word)| complaint(&shown(&file), at + 1, word)));
    }
    nothing_in(complaints)
}

/// What people read of a line of a catalogue; the key is a name.
fn value(line: &str) -> &str {
    line.split_once("': ").map_or(line, |(_, value)| value)
}

/// The English ones: `he` is another word in other languages.
fn catalogues() -> Result<Vec<PathBuf>> {
    let all = below(workspace().join("frontend/src/i18n"))?;
    let found: Vec<PathBuf> = all.into_iter().filter(|file| file.ends_with("en.ts")).collect();
    anyhow::ensure!(found.len() > 3, "{} catalogues: is the layout another?", found.len());
    Ok(found)
}

fn not_quoting(file: &Path) -> bool {
    !QUOTING.contains(&shown(file).as_str())
}

fn complaint(file: &str, line: usize, word: &str) -> String {
    format!(
        "{file}:{line}: `{word}`: name who acts (the caller, the member, the other person), or say `they`"
    )
}

/// Lines, counted from 0, and the words in them. A value of the API in backticks, or alone in a list, is none.
fn unwanted(text: &str) -> impl Iterator<Item = (usize, &'static str)> {
    let lines = text.lines().enumerate().filter(|(_, line)| line.trim() != "- nobody");
    lines.flat_map(|(number, line)| {
        let prose = line.split('`').step_by(2);
        let words =
            prose.flat_map(|part| part.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
        let found = words.filter_map(|word| UNWANTED.into_iter().find(|one| word.eq_ignore_ascii_case(one)));
        found.map(move |word| (number, word)).collect::<Vec<_>>()
    })
}

/// The same in names of functions, which are tests for the most part.
fn unwanted_in_names(code: &str) -> impl Iterator<Item = (usize, &'static str)> {
    code.lines().enumerate().flat_map(|(number, line)| {
        let name = line.split_once("fn ").map_or("", |(_, rest)| rest);
        let name = name.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next();
        let words = name.unwrap_or_default().split('_');
        let found = words.filter_map(|word| UNWANTED.into_iter().find(|one| word == *one));
        found.map(move |word| (number, word)).collect::<Vec<_>>()
    })
}

fn pages() -> Result<Vec<PathBuf>> {
    let all = PAGES.iter().map(|page| below(workspace().join(page))).collect::<Result<Vec<_>>>()?;
    let written = all.into_iter().flatten().filter(|file| file.extension().is_none_or(|kind| kind != "png"));
    Ok(written.filter(|file| not_quoting(file)).collect())
}

/// This file, or all files of this folder.
fn below(path: PathBuf) -> Result<Vec<PathBuf>> {
    let (mut found, mut left) = (Vec::new(), vec![path]);
    while let Some(path) = left.pop() {
        if path.is_dir() {
            left.extend(fs::read_dir(&path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[test]
fn a_forbidden_word_is_found_and_a_value_is_not() {
    let text = "The other, her\nHe asks whoever\n`nobody` and nobody_else\n  - nobody\nthe, this: Nobody";
    assert_eq!(unwanted(text).collect::<Vec<_>>(), [(1, "he"), (1, "whoever"), (4, "nobody")]);
    let code =
        "pub fn nobody_waits(he: u8) {\n    self.nobody();\nfn the_shelf() {}\nasync fn a_test_of_his()";
    assert_eq!(unwanted_in_names(code).collect::<Vec<_>>(), [(0, "nobody"), (3, "his")]);
    assert_eq!(value("  'privacy.nobody': 'No one',"), "'No one',");
}
