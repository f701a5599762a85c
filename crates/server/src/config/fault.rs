//! Defines a fault of a setting, in words that a person can act on. Must not know how settings are read; must never
//! hold the text of a secret.

use std::fmt;
use std::path::PathBuf;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub key: String,
    pub source: Source,
    pub wrong: String,
    /// The allowed values; empty where the fault says it already.
    pub allowed: String,
}

/// The source of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Flag(&'static str),
    Environment(String),
    File(PathBuf),
    Default,
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = if self.wrong.ends_with('?') { "" } else { "." };
        write!(f, "{} ({}): {}{end}", self.key, self.source, self.wrong)?;
        if self.allowed.is_empty() { Ok(()) } else { write!(f, " Allowed: {}.", self.allowed) }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "flag {name}"),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// "did you mean" for an unknown name; `None` when no known name is similar.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|candidate| (distance(name, candidate), candidate))
        .min_by_key(|(far, _)| *far)
        .filter(|(far, _)| *far <= 2.max(name.len() / 3))
        .map(|(_, candidate)| candidate)
}

/// The edit distance of two words (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(other.chars()) {
            let up = *cell;
            left = (diagonal + usize::from(a != b)).min(up + 1).min(left + 1);
            diagonal = up;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_letters() {
        for (one, other, far) in
            [("", "abc", 3), ("abc", "", 3), ("listen", "lisen", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!(distance(one, other), far);
        }
    }

    #[test]
    fn only_near_names_are_suggested() {
        let known = ["listen", "public_url", "limits.scale"];
        assert_eq!(nearest("publik_url", known.into_iter()), Some("public_url"));
        assert_eq!(nearest("colour", known.into_iter()), None);
    }
}
