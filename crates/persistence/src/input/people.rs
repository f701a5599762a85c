//! An edit of a profile is given these values.

use crate::rows::people::LanguageRow;

/// What an edit sets; languages are whole lists, because the two sides were checked against each other.
pub struct Edit {
    /// With its shape.
    pub username: Option<(String, String)>,
    pub display_name: Option<String>,
    pub bio: Option<String>,
    pub country: Option<String>,
    pub gender_sealed: Option<Vec<u8>>,
    pub native: Option<Vec<LanguageRow>>,
    pub learning: Option<Vec<LanguageRow>>,
}
