//! Events about people: friends, requests to become one, and what people look like. Must not know who is told.

use super::tag::{FriendRequestTag, FriendTag, UserTag};
use crate::account::UserCard;
use crate::people::{FriendRequestItem, FriendState};
use domain::friend::{FriendChange, FriendRequest};
use domain::user::Person;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody is my friend now, or no longer. Whoever wants to see him come and go watches him from here on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FriendEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: FriendTag,
    pub my_rev: i64,
    pub user: UserCard,
    pub state: FriendState,
}

impl FriendEvent {
    pub fn new(my_rev: i64, change: FriendChange) -> Self {
        let FriendChange { person, friends } = change;
        Self { tag: FriendTag::It, my_rev, user: person.into(), state: friends.into() }
    }
}

/// A friend request of mine is new, or something became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FriendRequestEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: FriendRequestTag,
    pub my_rev: i64,
    pub request: FriendRequestItem,
}

impl FriendRequestEvent {
    pub fn new(my_rev: i64, request: FriendRequest) -> Self {
        Self { tag: FriendRequestTag::It, my_rev, request: request.into() }
    }
}

/// Somebody I know is called otherwise, or looks otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: UserTag,
    pub user: UserCard,
}

impl From<Person> for UserEvent {
    fn from(person: Person) -> Self {
        Self { tag: UserTag::It, user: person.into() }
    }
}
