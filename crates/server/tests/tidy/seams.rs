//! Crates do not re-export each other's items: a crate that uses them names their crate in its `Cargo.toml`.

use super::lexer::{Kind, pieces};
use super::{Result, in_src, manifests, nothing_in, read, shown, sources};
use std::collections::BTreeSet;

/// Handed on today. The list may only shrink.
const HANDED_ON: [(&str, &str); 3] = [
    ("crates/persistence/src/lib.rs", "vault::FileSeal"),
    ("crates/persistence/src/lib.rs", "vault::stream::Cover"),
    ("crates/server/src/config.rs", "app::SearchMode"),
];

#[test]
fn no_crate_hands_on_the_items_of_another() -> Result<()> {
    let ours: BTreeSet<String> = manifests()?.into_keys().collect();
    let mut complaints = Vec::new();
    let mut known: BTreeSet<(&str, &str)> = HANDED_ON.into_iter().collect();
    for file in sources()?.into_iter().filter(|file| in_src(file)) {
        let shown = shown(&file);
        let own = shown.split('/').nth(1).unwrap_or_default().to_owned();
        let source = read(&file)?;
        for item in handed_on(&source) {
            let from = item.split("::").next().unwrap_or_default();
            // A module of the same name is no other crate.
            if from == own || !ours.contains(from) || source.contains(&format!("mod {from};")) {
                continue;
            }
            let listed = known.iter().find(|(path, one)| *path == shown && *one == item).copied();
            if !listed.is_some_and(|listed| known.remove(&listed)) {
                complaints.push(format!(
                    "{shown}: `pub use {item}`: make a type of this crate, or let users name `{from}`"
                ));
            }
        }
    }
    complaints.extend(known.into_iter().map(|(path, item)| {
        format!("{path}: `pub use {item}` is gone: take it off the list in tidy/seams.rs")
    }));
    nothing_in(complaints)
}

/// What stands behind `pub use`, on one line.
fn handed_on(source: &str) -> Vec<String> {
    let all = pieces(source).into_iter().filter(|(kind, _)| *kind == Kind::Code);
    let code: String = all.map(|(_, piece)| piece).collect();
    let items = code.split("pub use ").skip(1).filter_map(|rest| rest.split(';').next());
    items
        .map(|item| item.split_whitespace().collect::<Vec<_>>().join(" "))
        .map(|item| item.replace("{ ", "{").replace(", }", "}").replace(" }", "}"))
        .collect()
}

#[test]
fn what_is_handed_on_is_found_over_several_lines() {
    let source = "pub use domain::{\n    A, B,\n};\nuse wire::C;\n// pub use auth::D;\npub use vault::E;";
    assert_eq!(handed_on(source), ["domain::{A, B}", "vault::E"]);
}
