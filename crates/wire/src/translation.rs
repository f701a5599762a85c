//! Defines translations as JSON. Must not know engines.

use crate::faults::Faults;
use domain::Result;
use domain::language::Language;
use domain::message::MessageText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// From one language into these. ISO 639-1 codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TranslationSource {
    pub source: String,
    pub targets: Vec<String>,
}

impl TranslationSource {
    pub fn of(source: Language, targets: impl Iterator<Item = Language>) -> Self {
        Self { source: source.code().to_owned(), targets: targets.map(|one| one.code().to_owned()).collect() }
    }
}

/// The engine of this instance, and its languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TranslationLanguages {
    pub engine: String,
    /// The host that gets the texts.
    pub host: String,
    pub pairs: Vec<TranslationSource>,
}

/// The language to translate to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetBody {
    #[schema(min_length = 2, max_length = 2, example = "en")]
    pub target: String,
}

impl TargetBody {
    pub fn parse(self) -> Result<Language> {
        let mut faults = Faults::default();
        let target = faults.take("/target", Language::parse(&self.target));
        faults.finish(target)
    }
}

/// A text of yours. Without a source, the engine detects its language.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TranslateBody {
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 2, max_length = 2)]
    pub source: Option<String>,
    #[schema(min_length = 2, max_length = 2, example = "en")]
    pub target: String,
}

impl TranslateBody {
    /// The text, its language, and the wanted one.
    pub fn parse(self) -> Result<(MessageText, Option<Language>, Language)> {
        let mut faults = Faults::default();
        let text = faults.take("/text", MessageText::parse(&self.text));
        let source = faults.take_some("/source", self.source.as_deref(), Language::parse);
        let target = faults.take("/target", Language::parse(&self.target));
        faults.finish(text.zip(source).zip(target).map(|((text, source), target)| (text, source, target)))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Translation {
    pub text: String,
    /// The language of the original. The same as `target`: the text is unchanged.
    pub source: String,
    pub target: String,
    /// The engine that made it.
    pub engine: String,
}

impl From<domain::translation::Translation> for Translation {
    fn from(made: domain::translation::Translation) -> Self {
        Self {
            text: made.text,
            source: made.source.code().to_owned(),
            target: made.target.code().to_owned(),
            engine: made.engine,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Fault;

    #[test]
    fn every_wrong_field_is_named() {
        let body = |json: &str| serde_json::from_str::<TranslateBody>(json).unwrap().parse();
        let (text, source, target) = body(r#"{"text":"hola","target":"en"}"#).unwrap();
        assert_eq!((text.as_str(), source.map(Language::code), target.code()), ("hola", None, "en"));
        let Err(Fault::Validation(wrong)) = body(r#"{"text":" ","source":"xx","target":"e"}"#) else {
            panic!()
        };
        let pointers: Vec<_> = wrong.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/text", "/source", "/target"]);
    }
}
