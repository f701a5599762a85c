//! Mentions, reactions and personal notes on messages are rows, and go with a message to its reader.

use crate::schema::messages::{mentions, my_messages, reactions};
use crate::types::{StoredId, StoredNumber};
use diesel::prelude::*;
use domain::message::{Mark, Message, Reaction, Whom};
use domain::{ChatId, MyRev, Seq, UserId};
use std::collections::HashMap;
use uuid::Uuid;

/// The user of a mention of everyone.
pub const EVERYBODY: UserId = UserId::INSTANCE;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = mentions, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct MentionRow {
    #[diesel(serialize_as = StoredId)]
    pub chat_id: ChatId,
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub seq: Seq,
    #[diesel(serialize_as = StoredId)]
    pub author_id: UserId,
    pub told_at: Option<i64>,
}

impl MentionRow {
    /// A mention of the author is left out.
    pub fn all(chat: ChatId, seq: Seq, author: UserId, whom: &[Whom]) -> Vec<Self> {
        let user = |whom: &Whom| match whom {
            Whom::Everybody => EVERYBODY,
            Whom::One(user) => *user,
        };
        let users = whom.iter().map(user).filter(|user| *user != author);
        users.map(|user_id| Self { chat_id: chat, user_id, seq, author_id: author, told_at: None }).collect()
    }
}

/// The cause of a notification: one message, told once to each.
pub fn mention_source(chat: ChatId, seq: Seq) -> Uuid {
    Uuid::from_u128(chat.uuid().as_u128() ^ u128::from(seq.number().unsigned_abs()))
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = reactions, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct ReactionRow {
    #[diesel(serialize_as = StoredId)]
    pub chat_id: ChatId,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub seq: Seq,
    pub emoji: String,
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub at: i64,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = my_messages, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct MyMessageRow {
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    #[diesel(serialize_as = StoredId)]
    pub chat_id: ChatId,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub seq: Seq,
    pub starred_at: Option<i64>,
    pub hidden: bool,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub my_rev: MyRev,
    /// Since when others' reactions to this message of theirs wait to be seen.
    pub reacted_at: Option<i64>,
}

impl MyMessageRow {
    pub fn mark(&self) -> Mark {
        Mark { starred: self.starred_at.is_some(), hidden: self.hidden }
    }
}

/// What belongs to messages besides their rows: the reactions of all members, and what one reader did with them.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    pub reactions: HashMap<Seq, Vec<Reaction>>,
    pub own: HashMap<Seq, Mark>,
}

impl Marks {
    /// As every member sees it, without what belongs to one reader.
    pub fn shared(&self, mut message: Message) -> Message {
        if message.deleted_at.is_none() {
            let kinds = self.reactions.get(&message.seq).into_iter().flatten();
            message.reactions = kinds.map(|kind| Reaction { mine: false, ..kind.clone() }).collect();
        }
        message
    }

    /// Whether the reader they were looked up for has hidden it.
    pub fn hides(&self, seq: Seq) -> bool {
        self.own.get(&seq).is_some_and(|mark| mark.hidden)
    }

    /// As the reader sees it they were looked up for.
    pub fn own(&self, mut message: Message) -> Message {
        if message.deleted_at.is_none() {
            message.reactions = self.reactions.get(&message.seq).cloned().unwrap_or_default();
        }
        message.own = Some(self.own.get(&message.seq).copied().unwrap_or_default());
        message
    }
}
