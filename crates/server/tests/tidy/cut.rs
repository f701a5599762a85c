//! Holds the cut of persistence and app: the layers have the same names, and no modules import each other in a circle.
//! Reads paths as text; must not know what they name.

use super::lexer::{Kind, pieces};
use super::{Result, nothing_in, read, shown, workspace};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The eight names (docs/decisions/0100-one-cut-for-persistence.md).
const CUT: [&str; 8] = ["accounts", "chats", "instance", "messages", "operators", "people", "search", "sync"];
const LAYERS: [&str; 6] = ["queries", "store", "rows", "schema", "input", "outcome"];

/// A module's path from its root, and its code.
type Sources = BTreeMap<Vec<String>, String>;

#[test]
fn layers_of_persistence_have_the_same_names() -> Result<()> {
    let persistence = workspace().join("crates/persistence/src");
    let mut complaints = Vec::new();
    for layer in LAYERS {
        let mut names = BTreeSet::new();
        for entry in fs::read_dir(persistence.join(layer))? {
            let path = entry?.path();
            names.extend(path.file_stem().and_then(|name| name.to_str()).map(str::to_owned));
        }
        // The file that lists the folders for both databases.
        names.remove("index");
        for name in names.iter().filter(|name| !CUT.contains(&name.as_str())) {
            complaints.push(format!(
                "persistence/src/{layer}/{name}: no name of the cut: put it into one of {}",
                CUT.join(", ")
            ));
        }
        // Rows and types may be missing where a subject has none; what is asked and what is done may not.
        for name in CUT.iter().filter(|name| ["queries", "store"].contains(&layer) && !names.contains(**name))
        {
            complaints
                .push(format!("persistence/src/{layer}/{name}: is missing, though other layers have it"));
        }
    }
    nothing_in(complaints)
}

#[test]
fn queries_import_each_other_in_no_circle() -> Result<()> {
    let folder = workspace().join("crates/persistence/src/queries");
    nothing_in(circle(&sources(&folder, "index")?).map(|circle| complaint("queries", &circle)))
}

#[test]
fn modules_of_app_import_each_other_in_no_circle() -> Result<()> {
    let folder = workspace().join("crates/app/src");
    nothing_in(circle(&sources(&folder, "lib")?).map(|circle| complaint("app", &circle)))
}

fn complaint(which: &str, circle: &[String]) -> String {
    format!(
        "{which}: a circle of imports: {}: move what the lower one needs into a file below both",
        circle.join(" -> ")
    )
}

/// The modules below a folder. `root` is the file that lists them.
fn sources(folder: &Path, root: &str) -> Result<Sources> {
    let mut found = Sources::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(one) = folders.pop() {
        for entry in fs::read_dir(&one)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder)?.with_extension("");
            let name = name.iter().filter_map(|part| part.to_str()).map(str::to_owned);
            let name: Vec<String> = name.filter(|part| part != root).collect();
            found.insert(name, code(&read(&path)?));
        }
    }
    anyhow::ensure!(found.len() > 30, "{} has few modules: is the path wrong?", shown(folder));
    Ok(found)
}

/// Without comments, texts and tests, which stand last.
fn code(source: &str) -> String {
    let kept = pieces(source).into_iter().map(|(kind, piece)| if kind == Kind::Code { piece } else { " " });
    let code: String = kept.collect();
    code.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

/// Modules that import each other in a circle, the first one named again at the end.
fn circle(sources: &Sources) -> Option<Vec<String>> {
    let arrows: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> =
        sources.iter().map(|(module, code)| (module, needs(module, code, sources))).collect();
    let mut done = BTreeSet::new();
    arrows.keys().find_map(|module| walk(module, &arrows, &mut Vec::new(), &mut done))
}

fn walk<'a>(
    module: &'a Vec<String>,
    arrows: &BTreeMap<&'a Vec<String>, BTreeSet<&'a Vec<String>>>,
    above: &mut Vec<&'a Vec<String>>,
    done: &mut BTreeSet<&'a Vec<String>>,
) -> Option<Vec<String>> {
    if let Some(at) = above.iter().position(|one| *one == module) {
        let names = above.iter().skip(at).chain([&module]);
        return Some(names.map(|name| name.join("::")).collect());
    }
    if done.contains(module) {
        return None;
    }
    above.push(module);
    let found = arrows.get(module)?.iter().find_map(|next| walk(next, arrows, above, done));
    above.pop();
    done.insert(module);
    found
}

/// The modules whose items this one names.
fn needs<'a>(module: &[String], code: &str, sources: &'a Sources) -> BTreeSet<&'a Vec<String>> {
    let words = words(code);
    let (imports, paths) = paths(&words);
    let mut names = BTreeMap::new();
    let mut found = Vec::new();
    for (path, name) in imports {
        if let Some(full) = resolve(module, &path, &names, sources) {
            names.insert(name, full.clone());
            found.push(full);
        }
    }
    found.extend(paths.iter().filter_map(|path| resolve(module, path, &names, sources)));
    // A module that is only imported is needed by what is named through it.
    let items = found.iter().filter(|path| !sources.contains_key(*path));
    let owners = items.filter_map(|path| {
        let lengths = (1..path.len()).rev();
        lengths.filter_map(|length| sources.get_key_value(path.get(..length)?)).map(|(owner, _)| owner).next()
    });
    owners.filter(|owner| owner.as_slice() != module).collect()
}

/// A path from the root, if it begins in one of these modules.
fn resolve(
    module: &[String],
    path: &[String],
    names: &BTreeMap<String, Vec<String>>,
    sources: &Sources,
) -> Option<Vec<String>> {
    let first = path.first()?;
    let ups = path.iter().take_while(|part| *part == "super").count();
    let base = match first.as_str() {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => module.get(..module.len().checked_sub(ups)?)?.to_vec(),
        name => names.get(name).cloned().or_else(|| {
            let child = [module, &[name.to_owned()]].concat();
            sources.contains_key(&child).then_some(child)
        })?,
    };
    Some([base, path.iter().skip(ups.max(1)).cloned().collect()].concat())
}

/// Names, `::` and the marks that structure imports.
fn words(code: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut name = String::new();
    for letter in code.chars().chain([' ']) {
        if letter.is_alphanumeric() || letter == '_' {
            name.push(letter);
            continue;
        }
        if !name.is_empty() {
            found.push(std::mem::take(&mut name));
        }
        match letter {
            ':' if found.last().is_some_and(|last| last == ":") => {
                found.pop();
                found.push("::".to_owned());
            }
            ' ' | '\n' => {}
            mark => found.push(mark.to_string()),
        }
    }
    found
}

/// A path, and the name it has in the file that imports it.
type Import = (Vec<String>, String);

/// What is imported, and the paths named elsewhere.
fn paths(words: &[String]) -> (Vec<Import>, Vec<Vec<String>>) {
    let (mut imports, mut found) = (Vec::new(), Vec::new());
    let mut rest = words;
    while let Some((word, after)) = rest.split_first() {
        if word == "use" {
            let end = after.iter().position(|word| word == ";").unwrap_or(after.len());
            tree(after.get(..end).unwrap_or_default(), &[], &mut imports);
            rest = after.get(end..).unwrap_or_default();
            continue;
        }
        let path = leading_path(rest);
        rest = rest.get((path.len() * 2).saturating_sub(1).max(1)..).unwrap_or_default();
        if path.len() > 1 {
            found.push(path);
        }
    }
    (imports, found)
}

fn leading_path(words: &[String]) -> Vec<String> {
    let is_name = |word: &String| word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    let mut path = Vec::new();
    let mut rest = words;
    while let Some((name, after)) = rest.split_first().filter(|(name, _)| is_name(name)) {
        path.push(name.clone());
        match after.split_first() {
            Some((mark, next)) if mark == "::" => rest = next,
            _ => break,
        }
    }
    path
}

/// The imports of `a::{b, c::{self, d as e}}`.
fn tree(words: &[String], before: &[String], found: &mut Vec<Import>) {
    let mut depth = 0_i32;
    let parts = words.split(|word| {
        depth += i32::from(word == "{") - i32::from(word == "}");
        depth == 0 && word == ","
    });
    for part in parts {
        let open = part.iter().position(|word| word == "{");
        let head = part.get(..open.unwrap_or(part.len())).unwrap_or_default();
        let (head, alias) = match head.split(|word| word == "as").collect::<Vec<_>>().as_slice() {
            [head, [alias]] => (*head, Some(alias.clone())),
            _ => (head, None),
        };
        let own = head.iter().filter(|word| *word != "::").cloned();
        let mut path: Vec<String> = before.iter().cloned().chain(own).collect();
        if let Some(open) = open {
            tree(part.get(open + 1..part.len() - 1).unwrap_or_default(), &path, found);
            continue;
        }
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        if let Some(name) = alias.or_else(|| path.last().cloned()) {
            found.push((path, name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Option<Vec<String>> {
        let modules = files
            .iter()
            .map(|(name, source)| (name.split("::").map(str::to_owned).collect::<Vec<_>>(), code(source)));
        circle(&modules.collect())
    }

    #[test]
    fn a_circle_of_imports_is_found() {
        let names = |all: &[&str]| Some(all.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        let direct = [("a", "use super::b::{self, c};\nfn x() { c() }"), ("b", "use crate::a::x;")];
        assert_eq!(found(&direct), names(&["a", "b", "a"]));
        let named = [("a", "use super::b;\nfn x() { b::c() }"), ("b", "fn c() { super::a::x() }")];
        assert_eq!(found(&named), names(&["a", "b", "a"]));
        let nested = [
            ("a", "pub mod b;\nuse self::b::y;"),
            ("a::b", "use super::super::c::z;"),
            ("c", "use crate::a::x as w;"),
        ];
        assert_eq!(found(&nested), names(&["a", "a::b", "c", "a"]));
    }

    #[test]
    fn what_is_no_import_is_no_circle() {
        let apart = [
            ("a", "pub mod c;\nuse super::b;\n// b::x\nfn x() { \"b::x\" }"),
            ("a::c", "use super::x;"),
            ("b", "use super::a::x;\n#[cfg(test)]\nmod tests { use super::super::a; }"),
        ];
        assert_eq!(found(&apart), None);
    }
}
