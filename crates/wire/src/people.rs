//! Defines people as JSON: what they say about themselves, and what others see. Must not know who may see what.

mod body;
mod friends;

pub use body::{EditMeBody, ProfileChange};
pub use friends::{
    AskBody, Asking, BlockItem, BlockPage, ContactAsked, FriendInvitationAnswer, FriendItem, FriendPage,
    FriendRequestItem, FriendRequestPage, FriendState, Reason, ReportBody, ReportMade, SentState,
};

use crate::account::{AvatarLinks, LearningLanguage, UserCard};
use crate::json;
use crate::mirror::mirror;
use domain::page::Page;
use domain::user::{Person, Profile, Relation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

mirror! {
    /// Whether you sent or received a request.
    Direction = domain::friend::Direction { Incoming, Outgoing }

    /// Which people a setting allows.
    Audience = domain::privacy::Audience { Everyone, Friends, Nobody }

    /// Who may write to you first. With `requests`, a stranger's first message waits until you accept it.
    DmFrom = domain::privacy::DmFrom { Everyone, Requests, Friends }

    /// Who may send you a friend request; acquaintances share a chat with you.
    AddFrom = domain::privacy::AddFrom { Everyone, Acquaintances, Nobody }
}

/// A person as another user sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProfileAnswer {
    pub id: Uuid,
    pub username: String,
    pub display_name: String,
    #[schema(required)]
    pub avatar_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub avatar: Option<AvatarLinks>,
    pub bio: String,
    #[schema(required)]
    pub country: Option<String>,
    pub native_languages: Vec<String>,
    pub learning_languages: Vec<LearningLanguage>,
    #[schema(format = "date-time")]
    pub created_at: String,
    /// Only for friends, and only where it is not hidden.
    #[schema(required)]
    pub email: Option<String>,
    /// `false` also where you may not know.
    pub online: bool,
    /// To the minute; `null` where the person is online or you may not know.
    #[schema(required, format = "date-time")]
    pub last_seen: Option<String>,
    pub relation: RelationAnswer,
}

/// Your relation to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RelationAnswer {
    pub friend: bool,
    /// An open friend request between you.
    #[schema(required)]
    pub request: Option<Direction>,
    /// Whether you blocked this person.
    pub blocked: bool,
}

impl From<Relation> for RelationAnswer {
    fn from(relation: Relation) -> Self {
        Self { friend: relation.friend, request: relation.request.map(Into::into), blocked: relation.blocked }
    }
}

impl From<Profile> for ProfileAnswer {
    fn from(profile: Profile) -> Self {
        let UserCard { id, username, display_name, native_languages, learning_languages, avatar_id, avatar } =
            profile.person.into();
        Self {
            id,
            username,
            display_name,
            avatar_id,
            avatar,
            bio: profile.bio,
            country: profile.country,
            native_languages,
            learning_languages,
            created_at: profile.created_at.to_string(),
            email: profile.email.map(|email| email.as_str().to_owned()),
            online: profile.presence.online,
            last_seen: profile.presence.last_seen.map(|at| at.to_minute().to_string()),
            relation: profile.relation.into(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserPage {
    pub items: Vec<UserCard>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<Person>> for UserPage {
    fn from(page: Page<Person>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next: page.next }
    }
}

/// Your privacy settings. All of them are sent at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrivacyBody {
    /// Who sees your presence: friends, and people who share a chat with you. Where it is hidden, `last_seen` is
    /// hidden as well.
    #[serde(deserialize_with = "json::word")]
    pub online: Audience,
    #[serde(deserialize_with = "json::word")]
    pub last_seen: Audience,
    /// Off: your read receipts are sent to no one, and you get none.
    pub receipts: bool,
    /// Off: your typing is shown to no one, and you see none.
    pub typing: bool,
    /// `null`: the instance's default.
    #[serde(deserialize_with = "json::maybe_word")]
    #[schema(required)]
    pub dm_from: Option<DmFrom>,
    /// Who finds you by name.
    #[serde(deserialize_with = "json::word")]
    pub find: Audience,
    #[serde(deserialize_with = "json::word")]
    pub call: Audience,
    #[serde(deserialize_with = "json::word")]
    pub add: AddFrom,
    /// Off: friends see your e-mail address.
    pub hide_email: bool,
}

impl From<domain::privacy::Privacy> for PrivacyBody {
    fn from(privacy: domain::privacy::Privacy) -> Self {
        Self {
            online: privacy.online.into(),
            last_seen: privacy.last_seen.into(),
            receipts: privacy.receipts,
            typing: privacy.typing,
            dm_from: privacy.dm_from.map(Into::into),
            find: privacy.find.into(),
            call: privacy.call.into(),
            add: privacy.add.into(),
            hide_email: privacy.hide_email,
        }
    }
}

impl From<PrivacyBody> for domain::privacy::Privacy {
    fn from(body: PrivacyBody) -> Self {
        Self {
            online: body.online.into(),
            last_seen: body.last_seen.into(),
            receipts: body.receipts,
            typing: body.typing,
            dm_from: body.dm_from.map(Into::into),
            find: body.find.into(),
            call: body.call.into(),
            add: body.add.into(),
            hide_email: body.hide_email,
        }
    }
}
