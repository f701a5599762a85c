//! Defines the text that won for each key, and its source: flag over environment over file over default. Must not
//! know rules between keys.

use super::fault::{Fault, Source};
use super::layers::{Given, Layer, file_twin};
use super::load::ReadFile;
use super::table::{self, Key, Otherwise, Row};
use std::collections::BTreeMap;
use std::path::Path;

pub struct Found(BTreeMap<&'static str, Given>);

impl Found {
    /// `layers` come strongest first.
    pub fn pick(layers: &[Layer], read_file: ReadFile<'_>, faults: &mut Vec<Fault>) -> Self {
        let mut found = BTreeMap::new();
        for key in table::ALL {
            let row = key.row();
            let said = layers.iter().find_map(|layer| said_in(layer, row, read_file, faults));
            match (said, row.otherwise) {
                (Some(given), _) => {
                    found.insert(row.name, given);
                }
                (None, Otherwise::Value(text)) => {
                    found.insert(row.name, Given { text: text.to_owned(), source: Source::Default });
                }
                (None, Otherwise::Follows(_)) => {}
            }
        }
        Self(found)
    }

    /// The derived default of a key that is not set.
    pub fn fill<T>(&mut self, key: &Key<T>, text: String) {
        self.0.entry(key.row.name).or_insert(Given { text, source: Source::Default });
    }

    pub fn check(&self, faults: &mut Vec<Fault>) {
        for key in table::ALL {
            if let Some(given) = self.given(key.row())
                && let Err(wrong) = key.check(&given.text)
            {
                faults.push(fault(key.row(), given.source.clone(), wrong));
            }
        }
    }

    pub fn given(&self, row: &Row) -> Option<&Given> {
        self.0.get(row.name)
    }

    /// The source of a key that is set.
    pub fn source<T>(&self, key: &Key<T>) -> Source {
        self.given(&key.row).map_or(Source::Default, |given| given.source.clone())
    }

    /// The value, if there is a valid one.
    pub fn value<T>(&self, key: &Key<T>) -> Option<T> {
        self.given(&key.row).and_then(|given| (key.parse)(&given.text).ok())
    }

    /// The value of a key that always has one; call it after [`Found::check`] found no fault.
    pub fn need<T>(&self, key: &Key<T>) -> Result<T, Fault> {
        let missing = || fault(&key.row, Source::Default, "it has no value".to_owned());
        let given = self.given(&key.row).ok_or_else(missing)?;
        (key.parse)(&given.text).map_err(|wrong| fault(&key.row, given.source.clone(), wrong))
    }
}

pub fn fault(row: &Row, source: Source, wrong: String) -> Fault {
    Fault { key: row.name.to_owned(), source, wrong, allowed: row.allowed.to_owned() }
}

fn said_in(layer: &Layer, row: &Row, read_file: ReadFile<'_>, faults: &mut Vec<Fault>) -> Option<Given> {
    let direct = layer.get(row.name);
    let twin = file_twin(row).and_then(|name| layer.get(&name).map(|given| (name, given)));
    let Some((twin_name, twin)) = twin else {
        return direct.map(|given| Given { text: given.text.clone(), source: given.source.clone() });
    };
    let complaint = if direct.is_some() {
        Some(format!("{} and {twin_name} are both set; keep one of them", row.name))
    } else {
        None
    };
    let (text, complaint) = match (complaint, read_file(Path::new(&twin.text))) {
        (Some(complaint), _) => (String::new(), Some(complaint)),
        // Editors end files with a newline that is no part of the secret.
        (None, Ok(text)) => (text.trim_end().to_owned(), None),
        (None, Err(error)) => (String::new(), Some(format!("`{}` cannot be read: {error}", twin.text))),
    };
    if let Some(wrong) = complaint {
        faults.push(Fault { key: twin_name, source: twin.source.clone(), wrong, allowed: String::new() });
        return None;
    }
    Some(Given { text, source: twin.source.clone() })
}
