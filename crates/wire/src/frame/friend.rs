//! Defines events about people: friends, friend requests, and profiles. Must not know who gets them.

use super::tag::{FriendRequestTag, FriendTag, UserTag};
use crate::account::UserCard;
use crate::people::{FriendRequestItem, FriendState};
use domain::MyRev;
use domain::friend::{FriendChange, FriendRequest};
use domain::user::Person;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A person became your friend, or is no longer. To follow their presence, watch them from here on.
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
    pub fn new(my_rev: MyRev, change: FriendChange) -> Self {
        let FriendChange { person, friends } = change;
        Self { tag: FriendTag::It, my_rev: my_rev.number(), user: person.into(), state: friends.into() }
    }
}

/// A friend request of yours is new, or was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FriendRequestEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: FriendRequestTag,
    pub my_rev: i64,
    pub request: FriendRequestItem,
}

impl FriendRequestEvent {
    pub fn new(my_rev: MyRev, request: FriendRequest) -> Self {
        Self { tag: FriendRequestTag::It, my_rev: my_rev.number(), request: request.into() }
    }
}

/// A person you know changed their name, picture or languages.
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
