//! A parcel is one message on its way to one person. Must not know how it travels.

use domain::identifier::Identifier;

/// One message on its way to one person.
pub struct Parcel {
    pub to: Identifier,
    /// What it is about, as a word.
    pub purpose: &'static str,
    pub code: Option<String>,
    /// Mail only.
    pub subject: String,
    pub text: String,
}

/// Why a message did not get through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undelivered {
    /// Trying again may help.
    Later(&'static str),
    Never(&'static str),
}
