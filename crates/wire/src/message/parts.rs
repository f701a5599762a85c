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
    Bold,
    Italic,
    Strike,
    Spoiler,
    Code,
    CodeBlock,
    Quote,
    ListItem,
    Sign,
}

/// A part of the text that is more than text: a link, a mention or formatting. A `sign` is not shown: it only says
/// where formatting begins or ends. A link without `://` is opened with `https://` before it, or with `mailto:` where
/// it is the address of a person. A `list_item` is one line, from its marker on; a `spoiler` is hidden until the reader
/// asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
    /// With `code_block`: the language its first line names; absent where it names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub language: Option<String>,
}

impl From<Entity> for EntityItem {
    fn from(entity: Entity) -> Self {
        use domain::entity::EntityKind as Kind;
        let Entity { kind, start: offset, length } = entity;
        let item = |kind| Self { kind, offset, length, user_id: None, language: None };
        match kind {
            Kind::Link => item(EntityKind::Link),
            Kind::Mention(Whom::Everybody) => item(EntityKind::Mention),
            Kind::Mention(Whom::One(user)) => {
                Self { user_id: Some(user.uuid()), ..item(EntityKind::Mention) }
            }
            Kind::Bold => item(EntityKind::Bold),
            Kind::Italic => item(EntityKind::Italic),
            Kind::Strike => item(EntityKind::Strike),
            Kind::Spoiler => item(EntityKind::Spoiler),
            Kind::Code => item(EntityKind::Code),
            Kind::CodeBlock(language) => Self { language, ..item(EntityKind::CodeBlock) },
            Kind::Quote => item(EntityKind::Quote),
            Kind::ListItem => item(EntityKind::ListItem),
            Kind::Sign => item(EntityKind::Sign),
        }
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
