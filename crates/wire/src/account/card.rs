//! Defines the parts of a profile that every user may see, as JSON. Must not know who may see more.

use super::LearningLanguage;
use domain::user::{Links, Person};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The parts of a profile that every user may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserCard {
    pub id: Uuid,
    pub username: String,
    pub display_name: String,
    pub native_languages: Vec<String>,
    pub learning_languages: Vec<LearningLanguage>,
    /// Changes whenever the picture changes; `null` where there is none.
    #[schema(required)]
    pub avatar_id: Option<Uuid>,
    /// Links to the picture, valid for five minutes. Not in events, which are the same for every reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub avatar: Option<AvatarLinks>,
}

/// Paths on this server that need no header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AvatarLinks {
    /// 64 pixels per side
    pub small: String,
    /// 320 pixels per side
    pub large: String,
}

impl From<Links> for AvatarLinks {
    fn from(links: Links) -> Self {
        Self { small: links.small, large: links.large }
    }
}

impl From<Person> for UserCard {
    fn from(person: Person) -> Self {
        let (avatar_id, links) = person.avatar.map(|avatar| (avatar.file.uuid(), avatar.links)).unzip();
        let avatar = links.flatten().map(Into::into);
        Self {
            id: person.id.uuid(),
            username: person.username,
            display_name: person.display_name,
            native_languages: person.languages.native,
            learning_languages: LearningLanguage::all(person.languages.learning),
            avatar_id,
            avatar,
        }
    }
}
