//! Defines the three sources of settings (flags, environment, file), each as names with their texts. Must not know
//! which source wins, nor what a text should look like.

use super::environment::Environment;
use super::fault::{Fault, Source, nearest};
use super::providers;
use super::table::{self, Kind, Row};
use crate::cli::Flags;
use std::collections::BTreeMap;
use std::path::Path;

pub struct Given {
    pub text: String,
    pub source: Source,
}

/// By the name a key has in the file: `limits.scale`, `database_url_file`.
pub type Layer = BTreeMap<String, Given>;

/// The variable that names the file; a key in the file could not.
pub const CONFIG_VARIABLE: &str = "PARLANCE_CONFIG";

/// Variables with this prefix belong to the tests of this repository.
const TEST_PREFIX: &str = "PARLANCE_TEST_";

pub fn flags(flags: &Flags) -> Layer {
    let mut layer = Layer::new();
    for row in rows() {
        if let Kind::Common(flag) = row.kind
            && let Some(text) = flags.given(flag)
        {
            layer.insert(row.name.to_owned(), Given { text: text.to_owned(), source: Source::Flag(flag) });
        }
    }
    layer
}

/// An empty variable counts as unset: that is how a compose file leaves one out.
pub fn environment(env: &Environment, faults: &mut Vec<Fault>) -> Layer {
    let known: BTreeMap<String, String> =
        rows().flat_map(names).map(|name| (table::variable(&name), name)).collect();
    let mut layer = Layer::new();
    for (name, value) in env {
        if name == CONFIG_VARIABLE || name.starts_with(TEST_PREFIX) || value.is_empty() {
            continue;
        }
        let source = Source::Environment(name.clone());
        match (known.get(name), value.to_str()) {
            (Some(key), Some(text)) => {
                layer.insert(key.clone(), Given { text: text.to_owned(), source });
            }
            (Some(key), None) => faults.push(Fault {
                key: key.clone(),
                source,
                wrong: "it is not UTF-8".to_owned(),
                allowed: String::new(),
            }),
            (None, Some(text)) if providers::of_variable(name).is_some() => {
                let key = providers::of_variable(name).unwrap_or_default();
                layer.insert(key, Given { text: text.to_owned(), source });
            }
            (None, _) => faults.push(unknown(name, source, known.keys().map(String::as_str))),
        }
    }
    layer
}

pub fn file(path: &Path, text: &str, faults: &mut Vec<Fault>) -> Layer {
    let source = Source::File(path.to_owned());
    let table = match text.parse::<toml::Table>() {
        Ok(table) => table,
        Err(error) => {
            // The error's own form quotes the line, which may hold a password.
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            faults.push(Fault {
                key: format!("line {line}"),
                source,
                wrong: format!("it is not TOML: {}", error.message().replace('\n', ", ")),
                allowed: String::new(),
            });
            return Layer::new();
        }
    };
    let known: Vec<String> = rows().flat_map(names).collect();
    let mut layer = Layer::new();
    for (name, value) in flat(table) {
        if providers::is_ours(&name)
            && let Ok(text) = text_of(value.clone(), false)
        {
            layer.insert(name, Given { text, source: source.clone() });
            continue;
        }
        let Some(row) = rows().find(|row| names(row).contains(&name)) else {
            faults.push(unknown(&name, source.clone(), known.iter().map(String::as_str)));
            continue;
        };
        match text_of(value, row.kind == Kind::List) {
            Ok(text) => {
                layer.insert(name, Given { text, source: source.clone() });
            }
            Err(wrong) => faults.push(Fault {
                key: name,
                source: source.clone(),
                wrong,
                allowed: row.allowed.to_owned(),
            }),
        }
    }
    layer
}

/// The name of the key that holds a secret's file.
pub fn file_twin(row: &Row) -> Option<String> {
    (row.kind == Kind::Secret).then(|| format!("{}_file", row.name))
}

fn rows() -> impl Iterator<Item = &'static Row> {
    table::ALL.iter().map(|key| key.row())
}

fn names(row: &'static Row) -> Vec<String> {
    [Some(row.name.to_owned()), file_twin(row)].into_iter().flatten().collect()
}

fn unknown<'a>(name: &str, source: Source, known: impl Iterator<Item = &'a str>) -> Fault {
    let wrong = match nearest(name, known) {
        Some(near) => format!("there is no such setting; did you mean `{near}`?"),
        None => "there is no such setting".to_owned(),
    };
    Fault { key: name.to_owned(), source, wrong, allowed: String::new() }
}

/// `[limits] scale = 2` and `limits.scale = 2` are the same name.
fn flat(table: toml::Table) -> Vec<(String, toml::Value)> {
    let mut out = Vec::new();
    for (name, value) in table {
        if let toml::Value::Table(inner) = value {
            out.extend(flat(inner).into_iter().map(|(rest, value)| (format!("{name}.{rest}"), value)));
        } else {
            out.push((name, value));
        }
    }
    out
}

fn text_of(value: toml::Value, list: bool) -> Result<String, String> {
    match value {
        toml::Value::String(text) => Ok(text),
        toml::Value::Integer(number) => Ok(number.to_string()),
        toml::Value::Float(number) => Ok(number.to_string()),
        toml::Value::Boolean(yes) => Ok(yes.to_string()),
        toml::Value::Array(items) if list => {
            let texts: Result<Vec<String>, String> =
                items.into_iter().map(|item| text_of(item, false)).collect();
            Ok(texts?.join(","))
        }
        toml::Value::Array(_) => Err("it is a list, and one value is expected".to_owned()),
        toml::Value::Datetime(_) | toml::Value::Table(_) => {
            Err("it is neither a text nor a number".to_owned())
        }
    }
}
