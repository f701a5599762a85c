//! Pairs say from which languages an engine translates into which. Must not know how it was asked.

use super::codes;
use domain::language::Language;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    from: BTreeMap<Language, BTreeSet<Language>>,
    /// What the engine calls them.
    names: BTreeMap<Language, String>,
}

impl Pairs {
    /// As the engine names them. What we have no name for is left out; of two variants the first one stands.
    pub fn of<'n>(pairs: impl IntoIterator<Item = (&'n str, &'n str)>) -> Self {
        let mut all = Self::default();
        for (source, target) in pairs {
            let (Some(from), Some(to)) = (codes::language(source), codes::language(target)) else { continue };
            if from != to {
                all.from.entry(from).or_default().insert(to);
                all.names.entry(from).or_insert_with(|| source.to_owned());
                all.names.entry(to).or_insert_with(|| target.to_owned());
            }
        }
        all
    }

    pub fn is_empty(&self) -> bool {
        self.from.is_empty()
    }

    pub fn has(&self, source: Language, target: Language) -> bool {
        self.from.get(&source).is_some_and(|targets| targets.contains(&target))
    }

    /// Whatever can be made into this language.
    pub fn sources(&self, target: Language) -> Vec<Language> {
        self.from.iter().filter(|(_, targets)| targets.contains(&target)).map(|(source, _)| *source).collect()
    }

    pub fn name(&self, language: Language) -> &str {
        self.names.get(&language).map_or(language.code(), String::as_str)
    }

    pub fn iter(&self) -> impl Iterator<Item = (Language, impl Iterator<Item = Language>)> {
        self.from.iter().map(|(source, targets)| (*source, targets.iter().copied()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_known_by_our_names_and_asked_for_by_theirs() {
        let pairs =
            Pairs::of([("spa", "eng"), ("spa", "eng_US"), ("en", "pt-BR"), ("en", "pt"), ("en", "en")]);
        let [es, en, pt] = ["es", "en", "pt"].map(|code| Language::parse(code).unwrap());
        assert!(pairs.has(es, en) && pairs.has(en, pt) && !pairs.has(en, es) && !pairs.has(en, en));
        assert_eq!([es, en, pt].map(|language| pairs.name(language)), ["spa", "eng", "pt-BR"]);
        assert_eq!(pairs.sources(pt), [en]);
    }
}
