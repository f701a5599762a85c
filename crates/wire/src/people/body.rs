//! Defines changes of a person's own profile. Must not know whether they are allowed, or when.

use crate::account::{Gender, LearningLanguage, learning_parsed, native_parsed};
use crate::faults::Faults;
use crate::json;
use domain::Result;
use domain::country::Country;
use domain::user::{Bio, DisplayName, ProfileEdit, Username};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Changes of your profile; omitted fields keep their values.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1, example = json!({"display_name": "Ana", "bio": "Learning by talking"}))]
pub struct EditMeBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 3, max_length = 32)]
    pub username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 64)]
    pub display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub bio: Option<String>,
    /// ISO 3166-1 alpha-2
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 2, max_length = 2)]
    pub country: Option<String>,
    /// Can be set once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 3)]
    pub native_languages: Option<Vec<String>>,
    /// Other languages can be chosen every 15 days; levels at any time.
    #[serde(default, deserialize_with = "json::maybe_objects", skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 5)]
    pub learning_languages: Option<Vec<LearningLanguage>>,
}

/// An [`EditMeBody`] of which every field is right by itself.
pub type ProfileChange = ProfileEdit;

impl EditMeBody {
    pub fn parse(self) -> Result<ProfileChange> {
        let mut faults = Faults::default();
        let username = faults.take_some("/username", self.username.as_deref(), Username::parse);
        let display_name =
            faults.take_some("/display_name", self.display_name.as_deref(), DisplayName::parse);
        let bio = faults.take_some("/bio", self.bio.as_deref(), Bio::parse);
        let country = faults.take_some("/country", self.country.as_deref(), Country::parse);
        let native = self.native_languages.map(|native| native_parsed(&mut faults, &native));
        let learning = self.learning_languages.map(|learning| learning_parsed(&mut faults, &learning));
        let edit = || {
            Some(ProfileEdit {
                username: username?,
                display_name: display_name?,
                bio: bio?,
                country: country?,
                gender: self.gender.map(Into::into),
                native: lifted(native)?,
                learning: lifted(learning)?,
            })
        };
        let edit = edit();
        let empty = |edit: &ProfileEdit| {
            let ProfileEdit { username, display_name, bio, country, gender, native, learning } = edit;
            username.is_none()
                && display_name.is_none()
                && bio.is_none()
                && country.is_none()
                && gender.is_none()
                && native.is_none()
                && learning.is_none()
        };
        if edit.as_ref().is_some_and(empty) {
            faults.note("", "empty", "must change at least one field");
        }
        faults.finish(edit)
    }
}

/// Omitted, valid, or rejected.
fn lifted<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    match read {
        None => Some(None),
        Some(None) => None,
        Some(Some(value)) => Some(Some(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{pointers, read};
    use serde_json::{Value, json};

    fn edit(body: Value) -> Result<ProfileChange> {
        read::<EditMeBody>(&body)?.parse()
    }

    #[test]
    fn an_edit_changes_something_and_names_every_wrong_field() {
        assert_eq!(pointers(edit(json!({}))), [": empty"]);
        assert_eq!(pointers(edit(json!({"bio": null}))), [": empty"]);
        assert_eq!(edit(json!({"bio": ""})).unwrap().bio.unwrap().as_str(), "");
        assert_eq!(edit(json!({"display_name": " A  B "})).unwrap().display_name.unwrap().as_str(), "A B");
        assert_eq!(pointers(edit(json!({"is_admin": true}))), ["/is_admin: unknown_field"]);
        let wrong = json!({
            "username": "a", "display_name": " ", "bio": "x".repeat(501), "country": "XX",
            "native_languages": ["xx"], "learning_languages": [{"code": "en", "level": "Z9"}],
        });
        assert_eq!(
            pointers(edit(wrong)),
            [
                "/username: length",
                "/display_name: empty",
                "/bio: too_long",
                "/country: unknown_country",
                "/native_languages/0: unknown_language",
                "/learning_languages/0/level: unknown_level",
            ]
        );
    }
}
