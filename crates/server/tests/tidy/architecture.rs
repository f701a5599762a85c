//! ARCHITECTURE.md and other pages name things that exist. Must not know what the pages say about them.

use super::{Result, nothing_in, read, shown, sources, workspace};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Values, columns and parameters that the code map explains; they are no modules and no functions.
const DATA: [&str; 14] = [
    "aud",
    "changes",
    "client_id",
    "config",
    "heal",
    "members",
    "publish",
    "ready",
    "removed",
    "rev",
    "root",
    "seq",
    "typ",
    "version",
];

/// Everything between backticks.
fn named(text: &str) -> impl Iterator<Item = &str> {
    // Fences hold drawings and commands.
    let prose = text.split("```").step_by(2);
    prose.flat_map(|part| part.split('`').skip(1).step_by(2))
}

/// The parts of a page below headings of one kind, each with its heading.
fn sections<'a>(page: &'a str, heading: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    page.split(heading).skip(1).filter_map(|part| part.split_once('\n'))
}

/// Sources by their path from the top of the workspace, with and without `src`.
fn files() -> Result<Vec<(String, String)>> {
    let all = sources()?.into_iter().map(|file| {
        let path = shown(&file);
        (path.replacen("/src/", "/", 1), path)
    });
    Ok(all.collect())
}

#[test]
fn every_path_in_the_architecture_page_exists() -> Result<()> {
    let page = read(&workspace().join("ARCHITECTURE.md"))?;
    let files = files()?;
    let mut complaints = Vec::new();
    for name in named(&page) {
        let (path, item) = name.split_once("::").unwrap_or((name, ""));
        if !path.ends_with(".rs") {
            continue;
        }
        let end = format!("/{path}");
        let there: Vec<&(String, String)> = files
            .iter()
            .filter(|(short, full)| [short, full].iter().any(|file| format!("/{file}").ends_with(&end)))
            .collect();
        let item = if item.is_empty() { String::new() } else { format!("fn {item}") };
        let mut sources = there.iter().map(|(_, full)| read(&workspace().join(full)));
        if !sources.any(|source| source.is_ok_and(|source| source.contains(&item))) {
            complaints.push(format!("ARCHITECTURE.md: `{name}` is nowhere: name what is there now"));
        }
    }
    anyhow::ensure!(named(&page).count() > 100, "few names found: is the layout another?");
    nothing_in(complaints)
}

#[test]
fn every_module_in_the_code_map_exists() -> Result<()> {
    let page = read(&workspace().join("ARCHITECTURE.md"))?;
    let (_, map) = page.split_once("\n## Code map\n").unwrap_or_default();
    let map = map.split("\n## ").next().unwrap_or_default();
    let mut complaints = Vec::new();
    let mut crates = 0;
    for (heading, text) in sections(map, "\n### ") {
        let folder = workspace().join("crates").join(heading.trim_matches('`'));
        if !folder.is_dir() {
            continue;
        }
        crates += 1;
        let code = code_below(&folder.join("src"))?;
        let modules = modules_below(&folder)?;
        for name in named(text) {
            if !modules.contains(name) && !exists(&folder, &code, name) {
                complaints.push(format!("ARCHITECTURE.md, {heading}: `{name}` is not in that crate"));
            }
        }
    }
    anyhow::ensure!(crates > 8, "{crates} crates have a section: is the layout another?");
    nothing_in(complaints)
}

/// A module or folder, a crate, a file of the repository, or a function of this crate.
fn exists(folder: &Path, code: &str, name: &str) -> bool {
    let name = name.trim_end_matches("/*").trim_end_matches('/');
    // Types are named all over the page; only modules are looked up by their form.
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_/.-*".contains(letter);
    if DATA.contains(&name) || !name.chars().all(plain) {
        return true;
    }
    let alternatives = if name.contains('*') { vec!["sqlite", "postgres"] } else { vec![""] };
    let bases = [folder.join("src"), folder.to_owned(), workspace().join("crates"), workspace()];
    let is_there = |name: String| {
        bases.iter().any(|base| base.join(&name).exists() || base.join(format!("{name}.rs")).is_file())
    };
    let mut names = alternatives.iter().map(|one| name.replace('*', one));
    names.all(is_there) || code.contains(&format!("fn {name}"))
}

/// The names of all files and folders of a crate.
fn modules_below(folder: &Path) -> Result<BTreeSet<String>> {
    let below = shown(folder);
    let files = sources()?.into_iter().map(|file| shown(&file)).filter(|file| file.starts_with(&below));
    let names = files.flat_map(|file| file.split('/').map(str::to_owned).collect::<Vec<_>>());
    Ok(names.map(|name| name.trim_end_matches(".rs").to_owned()).collect())
}

fn code_below(folder: &Path) -> Result<String> {
    let below = shown(folder);
    let files = sources()?.into_iter().filter(|file| shown(file).starts_with(&below));
    files.map(|file| read(&file)).collect()
}

#[test]
fn links_between_pages_lead_somewhere() -> Result<()> {
    let mut complaints = Vec::new();
    for page in markdown()? {
        let text = read(&page)?;
        let folder = page.parent().unwrap_or(&page);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or_default();
            if !link.contains("://")
                && !link.starts_with("mailto:")
                && !path.is_empty()
                && !folder.join(path).exists()
            {
                complaints.push(format!("{}: the link to {link} leads nowhere", shown(&page)));
            }
        }
    }
    nothing_in(complaints)
}

fn markdown() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in [workspace(), workspace().join("docs"), workspace().join("docs/decisions")] {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ext| ext == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[test]
fn the_table_of_settings_in_the_readme_is_the_server_s() -> Result<()> {
    let readme = read(&workspace().join("README.md"))?;
    let (_, section) = readme.split_once("\n## Configuration\n").unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    let table = read(&workspace().join("crates/server/src/config/table.rs"))?;
    let keys: BTreeSet<&str> = table
        .lines()
        .filter_map(|line| line.split_once("= \"")?.1.split('"').next())
        .filter(|key| key.chars().all(|letter| letter.is_ascii_lowercase() || "_.".contains(letter)))
        .collect();
    anyhow::ensure!(keys.len() > 30, "{} settings found: is the layout another?", keys.len());
    let rows =
        section.lines().filter(|line| line.starts_with("| `")).filter_map(|line| line.split('|').nth(1));
    let described: BTreeSet<&str> =
        rows.flat_map(named).filter(|key| !key.starts_with("--") && !key.starts_with("oauth.")).collect();
    let missing = keys.difference(&described).map(|key| format!("README.md: the setting `{key}` has no row"));
    let gone = described.difference(&keys).map(|key| format!("README.md: there is no setting `{key}`"));
    nothing_in(missing.chain(gone))
}

#[test]
fn the_tests_of_the_assurance_page_exist() -> Result<()> {
    let page = read(&workspace().join("docs/assurance.md"))?;
    let code: String = sources()?.iter().map(|file| read(file)).collect::<Result<_>>()?;
    let names: Vec<&str> = named(&page).filter(|name| name.contains("::") && !name.contains(' ')).collect();
    anyhow::ensure!(names.len() > 50, "{} tests named: is the layout another?", names.len());
    let is_test = |name: &str| {
        let last = name.rsplit("::").next().unwrap_or_default();
        ["fn ", "mod "].iter().any(|kind| code.contains(&format!("{kind}{last}")))
    };
    let gone = names.into_iter().filter(|name| !is_test(name));
    nothing_in(gone.map(|name| format!("docs/assurance.md: there is no test `{name}`")))
}

#[test]
fn the_proofs_of_the_standard_s_page_exist() -> Result<()> {
    let page = read(&workspace().join("docs/asvs.md"))?;
    let tests = sources()?;
    let code: String = tests.iter().map(|file| read(file)).collect::<Result<_>>()?;
    let is_module = |name: &str| tests.iter().any(|file| file.file_stem().is_some_and(|stem| stem == name));
    let names =
        named(&page).filter(|name| name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_'));
    let gone = names.filter(|name| {
        let setting = format!("\"{name}\"");
        !is_module(name)
            && !code.contains(&format!("fn {name}"))
            && !code.contains(&setting)
            && !workspace().join("crates").join(name).is_dir()
    });
    nothing_in(gone.map(|name| format!("docs/asvs.md: `{name}` is no test, module or setting")))
}
