//! Defines public groups as JSON, as people see them who are not members. Must not know who may find one.

use crate::account::AvatarLinks;
use domain::chat::Shown;
use domain::page::Page;
use domain::user::Avatar;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A public group, as people who are not members see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GroupCard {
    pub id: Uuid,
    #[schema(required)]
    pub title: Option<String>,
    #[schema(required)]
    pub description: Option<String>,
    #[schema(required)]
    pub handle: Option<String>,
    pub languages: Vec<String>,
    pub member_count: i64,
    #[schema(required)]
    pub avatar_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub avatar: Option<AvatarLinks>,
}

impl From<Shown> for GroupCard {
    fn from(shown: Shown) -> Self {
        let (avatar_id, avatar) = pictured(shown.avatar);
        Self {
            id: shown.id.uuid(),
            title: shown.title,
            description: shown.description,
            handle: shown.handle,
            languages: shown.languages,
            member_count: shown.member_count,
            avatar_id,
            avatar,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GroupPage {
    pub items: Vec<GroupCard>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<Shown>> for GroupPage {
    fn from(page: Page<Shown>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next: page.next }
    }
}

/// The number of a picture, and where to download it.
fn pictured(avatar: Option<Avatar>) -> (Option<Uuid>, Option<AvatarLinks>) {
    let (id, links) = avatar.map(|avatar| (avatar.file.uuid(), avatar.links)).unzip();
    (id, links.flatten().map(Into::into))
}
