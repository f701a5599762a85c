//! `Said` is an engine's answer.

use domain::language::Language;

/// What an engine made of some words.
pub struct Said {
    pub(crate) text: String,
    /// Where it was asked to find out.
    pub(crate) source: Option<Language>,
}
