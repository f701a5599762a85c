//! Defines the parts of a message besides its text. Must not know what is done with them.

use crate::literal::True;
use domain::Seq;
use domain::entity::Entity;
use domain::message::{Quote, Whom};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The message a reply refers to. Events carry only its number, because not every member may see the original; one
/// reader's view has the rest, as far as they may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReplyTo {
    pub seq: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub author_id: Option<Uuid>,
    /// The beginning of its text as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub excerpt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = bool)]
    pub deleted: Option<True>,
}

impl ReplyTo {
    pub fn of(seq: Seq, quote: Option<Quote>) -> Self {
        let Some(Quote { author, excerpt, deleted }) = quote else {
            return Self { seq: seq.number(), author_id: None, excerpt: None, deleted: None };
        };
        Self { seq: seq.number(), author_id: Some(author.uuid()), excerpt, deleted: deleted.then_some(True) }
    }
}

/// The original sender of a forwarded message. Where it came from is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ForwardedFrom {
    pub user_id: Uuid,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReactionItem {
    pub emoji: String,
    /// How many people reacted with it.
    pub count: i64,
    /// Whether you are one of them. Not in events, which are the same for every member: there, absent means
    /// unchanged.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub mine: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    Link,
    Mention,
}

/// A part of the text that is more than text: a link or a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EntityItem {
    pub kind: EntityKind,
    /// Where it begins, in UTF-16 code units, as JavaScript counts.
    #[schema(minimum = 0)]
    pub offset: usize,
    /// How long it is, counted the same way.
    #[schema(minimum = 1)]
    pub length: usize,
    /// With `mention`: the person; absent where all members are mentioned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub user_id: Option<Uuid>,
}

impl From<Entity> for EntityItem {
    fn from(entity: Entity) -> Self {
        let (kind, user_id) = match entity.kind {
            domain::entity::EntityKind::Link => (EntityKind::Link, None),
            domain::entity::EntityKind::Mention(Whom::Everybody) => (EntityKind::Mention, None),
            domain::entity::EntityKind::Mention(Whom::One(user)) => (EntityKind::Mention, Some(user.uuid())),
        };
        Self { kind, offset: entity.start, length: entity.length, user_id }
    }
}

/// What is left of a message that you deleted for yourself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HiddenMessage {
    pub chat_id: Uuid,
    pub seq: i64,
    pub rev: i64,
    /// Always `true`.
    #[schema(value_type = bool)]
    pub hidden: True,
}
