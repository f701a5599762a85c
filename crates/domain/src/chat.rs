//! Defines chats: their kinds, their names, and the two counters every member agrees on.

mod list;
mod preferences;
mod retention;

pub use list::{ChatsAsked, ListPlace};
pub use preferences::{Preferences, PreferencesEdit};
pub use retention::Retention;

use crate::fault::Refusal;
use crate::language::Language;
use crate::message::Message;
use crate::user::{Avatar, Person};
use crate::{ChatId, ClientId, Ordinal, Rev, Seq, Timestamp, UserId, text};
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatKind {
    Direct,
    Group,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    Private,
    Public,
}

/// What a member who joins later may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    All,
    SinceJoin,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title(String);

impl Title {
    pub fn parse(title: &str) -> Result<Self, Refusal> {
        text::line(title, 1, 100).map(Self)
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description(String);

impl Description {
    pub fn parse(description: &str) -> Result<Self, Refusal> {
        text::block(description, 0, 500).map(Self)
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

/// The short public name of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handle(String);

impl Handle {
    pub fn parse(handle: &str) -> Result<Self, Refusal> {
        let fits = (3..=32).contains(&handle.len())
            && handle.starts_with(|c: char| c.is_ascii_lowercase())
            && handle.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if fits {
            Ok(Self(handle.to_owned()))
        } else {
            Err(Refusal::new("format", "must have 3 to 32 of a-z, 0-9 and _, and start with a letter"))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Languages that are spoken or learned in a group, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupLanguages(Vec<Language>);

impl GroupLanguages {
    pub const MOST: usize = 5;

    pub fn parse(codes: &[String]) -> Result<Self, Refusal> {
        let mut languages = Vec::with_capacity(codes.len());
        for code in codes {
            let language = Language::parse(code)?;
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        if languages.len() > Self::MOST {
            return Err(Refusal::new("too_many", format!("must have at most {}", Self::MOST)));
        }
        Ok(Self(languages))
    }

    pub fn iter(&self) -> impl Iterator<Item = Language> {
        self.0.iter().copied()
    }
}

/// Slow mode: how long a member waits between two messages; zero where it is off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SlowMode(u32);

impl SlowMode {
    pub const LONGEST: u32 = 3600;

    pub fn parse(seconds: u32) -> Result<Self, Refusal> {
        if seconds <= Self::LONGEST {
            Ok(Self(seconds))
        } else {
            Err(Refusal::new("out_of_range", format!("must be 0 to {} seconds", Self::LONGEST)))
        }
    }

    pub fn seconds(self) -> u32 {
        self.0
    }

    pub fn pause(self) -> Duration {
        Duration::from_secs(self.0.into())
    }
}

/// The most messages of one chat that a reader is led to: those that mention them, and those with new reactions.
pub const MOST_LISTED: i64 = 100;

#[derive(Debug)]
pub struct NewGroup {
    /// The client's id of this request, which may be repeated.
    pub client_id: Option<ClientId>,
    pub title: Title,
    pub handle: Option<Handle>,
    pub description: Description,
    pub visibility: Visibility,
    pub history: History,
    pub languages: GroupLanguages,
    pub members: Vec<UserId>,
}

/// Fields that keep their values are `None`; a handle can be removed, hence the second option.
#[derive(Debug, Default)]
pub struct GroupEdit {
    pub title: Option<Title>,
    pub handle: Option<Option<Handle>>,
    pub description: Option<Description>,
    pub visibility: Option<Visibility>,
    pub history: Option<History>,
    pub languages: Option<GroupLanguages>,
    pub slow_mode: Option<SlowMode>,
    pub retention: Option<Option<Retention>>,
}

impl GroupEdit {
    pub fn is_empty(&self) -> bool {
        self.title.is_none()
            && self.handle.is_none()
            && self.description.is_none()
            && self.visibility.is_none()
            && self.history.is_none()
            && self.languages.is_none()
            && self.slow_mode.is_none()
            && self.retention.is_none()
    }
}

/// A chat as all its members see it. `seq` numbers its messages, `rev` its durable changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    pub id: ChatId,
    pub kind: ChatKind,
    pub title: Option<String>,
    pub description: Option<String>,
    pub handle: Option<String>,
    pub visibility: Visibility,
    pub history: History,
    pub languages: Vec<String>,
    pub slow_mode: SlowMode,
    pub avatar: Option<Avatar>,
    /// How long its messages are kept, where the chat sets this itself.
    pub retention: Option<Retention>,
    /// The first message that still exists.
    pub kept_from: Seq,
    pub seq: Seq,
    pub rev: Rev,
    pub member_count: i64,
    pub created_at: Timestamp,
}

/// A chat as one of its members sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnChat {
    pub chat: Chat,
    pub peer: Option<Person>,
    pub last_message: Option<Message>,
    pub role: crate::member::Role,
    pub request_state: crate::direct::MessageRequestState,
    pub preferences: Preferences,
    pub read_seq: Seq,
    pub unread: i64,
    /// Messages after the read mark that mention the reader.
    pub mentions: i64,
    /// The first of them.
    pub mentioned_in: Vec<Seq>,
    /// The reader's messages with reactions that they have not seen.
    pub reacted_to: Vec<Seq>,
    /// How many of its members are online, where that was requested.
    pub online: Option<usize>,
    pub active_at: Timestamp,
}

/// A public group as people who are not members see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub id: ChatId,
    pub title: Option<String>,
    pub description: Option<String>,
    pub handle: Option<String>,
    pub languages: Vec<String>,
    pub member_count: i64,
    pub avatar: Option<Avatar>,
}

impl From<Chat> for Shown {
    fn from(chat: Chat) -> Self {
        Self {
            id: chat.id,
            title: chat.title,
            description: chat.description,
            handle: chat.handle,
            languages: chat.languages,
            member_count: chat.member_count,
            avatar: chat.avatar,
        }
    }
}

/// The least a client must know of a chat to see whether it is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest {
    pub chat: ChatId,
    pub seq: Seq,
    pub rev: Rev,
    pub read_seq: Seq,
    pub visible_from: Seq,
}

/// One name for a pair of people, no matter who opens the chat: their ids in order.
pub fn pair_key(a: UserId, b: UserId) -> [u8; 32] {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    let mut key = [0; 32];
    let (left, right) = key.split_at_mut(16);
    left.copy_from_slice(&low.bytes());
    right.copy_from_slice(&high.bytes());
    key
}

/// Messages by others after the reader's read mark.
pub fn unread(chat_ordinal: Ordinal, read_ordinal: Ordinal, own_after_read: i64) -> i64 {
    (chat_ordinal.since(read_ordinal) - own_after_read).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_pair_has_one_key_and_no_two_pairs_share_one() {
        let user = |n: u128| UserId::from_uuid(Uuid::from_u128(n));
        assert_eq!(pair_key(user(1), user(2)), pair_key(user(2), user(1)));
        assert_ne!(pair_key(user(1), user(23)), pair_key(user(12), user(3)));
    }

    #[test]
    fn handles() {
        assert!(Handle::parse("learn_es2").is_ok());
        for bad in ["ab", "_ab", "Abc", "a-b", "1ab"] {
            assert!(Handle::parse(bad).is_err(), "{bad}");
        }
    }
}
