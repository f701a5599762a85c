//! What everybody may see of a person, as JSON. Must not know who may see more.

use domain::user::{Links, Person};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What everybody may see of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserCard {
    pub id: Uuid,
    pub username: String,
    pub display_name: String,
    /// Another one whenever the picture changes; `null` where there is none.
    #[schema(required)]
    pub avatar_id: Option<Uuid>,
    /// Where I get the picture for the next five minutes. Not in events, which are the same for everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub avatar: Option<AvatarLinks>,
}

/// Paths on this server that need no header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AvatarLinks {
    /// 64 pixels a side
    pub small: String,
    /// 320 pixels a side
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
            avatar_id,
            avatar,
        }
    }
}
