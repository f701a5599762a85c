//! Defines the answer of an engine.

use domain::language::Language;

/// What an engine made of some words.
pub struct EngineAnswer {
    pub(crate) text: String,
    /// Where it was asked to find out.
    pub(crate) source: Option<Language>,
}
