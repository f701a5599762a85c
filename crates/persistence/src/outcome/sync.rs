//! Pages of changes and notifications hold these values, still sealed.

pub mod fit;

use crate::rows::chats::ChatRow;
use crate::rows::chats::member::MemberRow;
use crate::rows::chats::preferences::PreferencesRow;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::Marks;
use crate::rows::sync::notification::{NotificationRow, NotificationSettingsRow};
use domain::event::{MyChat, PersonalChange};
use domain::{MyRev, Rev, UserId};

/// As [`MyChat`], with its preferences still sealed.
pub struct MyChatFound {
    pub state: MyChat,
    pub preferences: PreferencesRow,
}

/// As [`domain::event::MyChanges`].
pub struct MyChangesFound {
    pub chats: Vec<MyChatFound>,
    pub notifications: Vec<NotificationRow>,
    pub notification_settings: Option<NotificationSettingsRow>,
    pub unread_notifications: i64,
    pub others: Vec<PersonalChange>,
    pub my_rev: MyRev,
    pub more: bool,
}

pub enum ChangesFound {
    Rows(Box<ChangeRows>),
    Reset { rev: Rev },
}

pub struct ChangeRows {
    pub chat: ChatRow,
    pub messages: Vec<MessageRow>,
    pub marks: Marks,
    pub members: Vec<MemberRow>,
    pub settings: bool,
    pub rev: Rev,
    pub more: bool,
}

pub struct NotificationsFound {
    pub rows: Vec<NotificationRow>,
    pub unread: i64,
}

/// A person to notify of a chat, and how much of it they have not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReaderFound {
    pub user: UserId,
    pub unread: i64,
}
