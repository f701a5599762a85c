//! Defines the changes of a commit, as storage hands them to the publisher: whole states, never deltas. Must not know
//! who listens or how a frame looks.

use crate::chat::{Chat, Preferences};
use crate::friend::{FriendChange, FriendRequest};
use crate::member::Member;
use crate::message::{Message, MyMessage};
use crate::notification::{Notification, NotificationChange, NotificationSettings};
use crate::user::Person;
use crate::{ChatId, MyRev, NotificationId, Rev, Seq, SessionId, UserId};

/// One committed fact, in commit order.
#[derive(Debug, Clone)]
pub enum Committed {
    Chat(ChatChange),
    Personal(PersonalChange),
    Read(ReadMoved),
    Person(PersonChange),
}

/// A person changed their name, picture or languages: soft, because every later read returns the new state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonChange {
    pub person: Person,
    pub friends: Vec<UserId>,
    pub chats: Vec<ChatId>,
}

/// One change of one chat: its `rev` rose by exactly one.
#[derive(Debug, Clone)]
pub struct ChatChange {
    pub chat: ChatId,
    pub rev: Rev,
    /// The membership rows this change touched: the audience changes exactly here.
    pub members: Vec<Member>,
    pub what: What,
}

#[derive(Debug, Clone)]
pub enum What {
    /// A message is new, edited or deleted. A membership or title change is a message, too, and carries the
    /// chat: how many members it has, and what it is called.
    Message { message: Box<Message>, new: bool, chat: Option<Box<Chat>> },
    /// Memberships changed without a message.
    Members,
    /// Settings changed without a message.
    Settings(Box<Chat>),
    /// The chat was deleted.
    Gone,
}

/// A change for the devices of one person only; `my_rev` rose by exactly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalChange {
    pub user: UserId,
    pub my_rev: MyRev,
    pub what: Personal,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Personal {
    Membership {
        chat: ChatId,
        joined: bool,
    },
    /// The person declined a message request: the chat is gone for them, and for them alone.
    Withdrawn {
        chat: ChatId,
    },
    Read {
        chat: ChatId,
        read_seq: Seq,
        unread: i64,
        mentions: i64,
    },
    SessionsEnded(Vec<SessionId>),
    Notifications(Box<NotificationChange>),
    /// The person's preferences for a chat.
    Preferences {
        chat: ChatId,
        preferences: Box<Preferences>,
    },
    /// What the person did with a message that concerns only them, or their own part of what concerns others.
    Message(MyMessage),
    NotificationSettings(Box<NotificationSettings>),
    /// The person's own profile or privacy settings: to be read again.
    Profile,
    Friend(FriendChange),
    Request(FriendRequest),
    Block {
        user: UserId,
        blocked: bool,
    },
}

/// A read mark moved; others in small chats may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadMoved {
    pub chat: ChatId,
    pub user: UserId,
    pub seq: Seq,
    pub members: i64,
}

/// Everything that changed in a chat after some `rev`, as states.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    pub messages: Vec<Message>,
    pub members: Vec<Member>,
    pub chat: Option<Chat>,
    /// The last revision up to which this answer is complete.
    pub rev: Rev,
    pub more: bool,
}

/// An answer to "what changed after r?".
#[derive(Debug, Clone)]
pub enum Catchup {
    Changes(Box<Changes>),
    /// Too far behind, or ahead of us: the client starts again at `rev`.
    Reset {
        rev: Rev,
    },
}

/// What changed for one person alone.
#[derive(Debug, Clone)]
pub struct MyChanges {
    pub chats: Vec<MyChat>,
    pub notifications: Vec<NotificationState>,
    pub notification_settings: Option<NotificationSettings>,
    /// The unread count of notifications now.
    pub unread_notifications: i64,
    /// Everything else that changed, in the order of its revisions.
    pub others: Vec<PersonalChange>,
    pub my_rev: MyRev,
    pub more: bool,
}

/// A notification as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotificationState {
    There(Notification),
    Removed { id: NotificationId, my_rev: MyRev },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyChat {
    pub chat: ChatId,
    pub my_rev: MyRev,
    pub joined: bool,
    pub seq: Seq,
    pub rev: Rev,
    pub read_seq: Seq,
    pub unread: i64,
    pub mentions: i64,
    pub preferences: Preferences,
}
