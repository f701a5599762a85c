//! Checks the house rules a machine can check. Every complaint says where it is and what to do about it.

mod architecture;
mod contract;
mod cut;
mod functions;
mod history;
mod lexer;
mod seams;
mod words;

use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const MOST_LINES: usize = 300;

/// Names that say nothing about what is inside.
const VAGUE: [&str; 8] = ["util", "utils", "common", "helper", "helpers", "misc", "manager", "managers"];

/// Written by a tool, named from the top of the workspace; no one reads them from top to bottom.
const GENERATED: &[&str] = &[];

/// The building blocks this server was asked to be made of.
const GIVEN: [&str; 9] = [
    "actix-web",
    "actix-ws",
    "tokio",
    "diesel",
    "diesel-async",
    "jsonwebtoken",
    "argon2",
    "aes-gcm",
    "serde_json",
];

#[test]
fn files_are_short_and_say_what_they_hold() -> Result<()> {
    let mut complaints = Vec::new();
    for file in sources()? {
        let text = read(&file)?;
        let shown = shown(&file);
        let lines = text.lines().count();
        if lines > MOST_LINES {
            complaints.push(format!(
                "{shown} has {lines} lines, {MOST_LINES} is the most: split it by what it holds"
            ));
        }
        if in_src(&file) && !text.starts_with("//!") {
            complaints.push(format!("{shown}: open it with `//!`: what it holds, and what it must not know"));
        }
    }
    nothing_in(complaints)
}

#[test]
fn names_say_what_a_thing_is() -> Result<()> {
    let mut complaints = BTreeSet::new();
    for file in sources()? {
        let shown = shown(&file);
        if file.ends_with("mod.rs") {
            complaints.insert(format!(
                "{shown}: name it after its folder and put it beside it (`store.rs`, `store/`)"
            ));
        }
        for part in Path::new(&shown).with_extension("").iter().filter_map(|part| part.to_str()) {
            if VAGUE.contains(&part) {
                complaints.insert(format!("{shown}: `{part}` says nothing; name it after what it does"));
            }
        }
    }
    nothing_in(complaints)
}

#[test]
fn no_lint_is_silenced_and_nothing_is_left_to_do() -> Result<()> {
    // In pieces, so that this file does not find itself.
    let forbidden = [
        (
            concat!("#[", "allow("),
            "write `#[expect(lint, reason = \"...\")]`, which complains when it is needless",
        ),
        (concat!("#![", "allow("), "write `#[expect(lint, reason = \"...\")]` where it is needed"),
        (concat!("todo", "!("), "finish it, or leave it out"),
        (concat!("unimplemented", "!("), "finish it, or leave it out"),
    ];
    let mut complaints = Vec::new();
    for file in sources()? {
        for (number, line) in read(&file)?.lines().enumerate() {
            for (words, advice) in forbidden {
                if line.contains(words) {
                    complaints.push(format!("{}:{}: `{words}`: {advice}", shown(&file), number + 1));
                }
            }
        }
    }
    nothing_in(complaints)
}

#[test]
fn arrows_between_crates_are_those_of_the_table() -> Result<()> {
    let allowed = table_of_crates(&read(&workspace().join("ARCHITECTURE.md"))?);
    let real = manifests()?;
    let mut complaints = Vec::new();
    for (name, uses) in &real {
        let Some(may_use) = allowed.get(name) else {
            complaints.push(format!(
                "crates/{name} is not in the table `## Crates` of ARCHITECTURE.md: add its row"
            ));
            continue;
        };
        for other in uses.iter().filter(|other| real.contains_key(*other) && !may_use.contains(*other)) {
            complaints.push(format!(
                "crates/{name}/Cargo.toml uses `{other}`, which ARCHITECTURE.md does not allow: pass what is needed as \
                 a value, or write a page in docs/decisions and then change the table"
            ));
        }
    }
    for name in allowed.keys().filter(|name| !real.contains_key(*name)) {
        complaints.push(format!("ARCHITECTURE.md has a row for `{name}`, which is no crate: delete the row"));
    }
    nothing_in(complaints)
}

#[test]
fn the_given_packages_are_used() -> Result<()> {
    let used: BTreeSet<String> = manifests()?.into_values().flatten().collect();
    let missing = GIVEN.into_iter().filter(|package| !used.contains(*package));
    nothing_in(
        missing.map(|package| format!("no crate uses `{package}`: it is one of the packages to build on")),
    )
}

fn nothing_in(complaints: impl IntoIterator<Item = String>) -> Result<()> {
    let all: Vec<String> = complaints.into_iter().collect();
    assert!(all.is_empty(), "{} untidy thing(s):\n  {}\n", all.len(), all.join("\n  "));
    Ok(())
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The path from the top of the workspace.
fn shown(file: &Path) -> String {
    file.strip_prefix(workspace()).unwrap_or(file).display().to_string()
}

fn in_src(file: &Path) -> bool {
    Path::new(&shown(file)).iter().nth(2).is_some_and(|part| part == "src")
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}

/// Every .rs file of every crate that a person wrote.
fn sources() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![workspace().join("crates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs")
                && !GENERATED.contains(&shown(&path).as_str())
            {
                found.push(path);
            }
        }
    }
    anyhow::ensure!(found.len() > 10, "only {} source files found: is the path wrong?", found.len());
    found.sort();
    Ok(found)
}

/// What each crate uses when it is built; tests may reach further.
fn manifests() -> Result<BTreeMap<String, BTreeSet<String>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(workspace().join("crates"))? {
        let manifest = entry?.path().join("Cargo.toml");
        let table: toml::Table = read(&manifest)?.parse().with_context(|| shown(&manifest))?;
        let name = table.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
        let name = name.with_context(|| format!("{} has no name", shown(&manifest)))?.to_owned();
        let uses = ["dependencies", "build-dependencies"]
            .iter()
            .filter_map(|kind| table.get(*kind).and_then(toml::Value::as_table))
            .flat_map(|dependencies| dependencies.keys().cloned())
            .collect();
        found.insert(name, uses);
    }
    Ok(found)
}

/// The first two columns of the table under `## Crates`.
fn table_of_crates(page: &str) -> BTreeMap<String, BTreeSet<String>> {
    let section = page.lines().skip_while(|line| line.trim() != "## Crates").skip(1);
    let rows = section.take_while(|line| !line.starts_with("## ")).filter(|line| line.starts_with("| `"));
    rows.filter_map(|row| {
        let mut cells = row.split('|').skip(1);
        // What stands between backticks, in each of the two cells.
        let mut names = || cells.next().map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned));
        let (name, uses) = (names()?.next()?, names()?.collect());
        Some((name, uses))
    })
    .collect()
}
