//! Defines events for one person alone, on all their devices; each carries their own revision. Must not know who gets
//! them, or whether a frame arrives.

use super::ServerFrame;
use crate::changes::MyMessageState;
use crate::chat::MyChatSettings;
use crate::frame::friend::{FriendEvent, FriendRequestEvent};
use crate::frame::tag::{MeTag, NotificationTag};
use crate::literal::True;
use crate::notification::{Notification, NotificationSettings, until_text};
use domain::MyRev;
use domain::event::{Personal, PersonalChange};
use domain::notification::NotificationChange;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A change for you alone, on all your devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MeEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: MeTag,
    pub my_rev: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub membership: Option<MyMembership>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub read: Option<MyRead>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub mute: Option<MyMute>,
    /// Your preferences for a chat, complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chat: Option<MyChatSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub notification_settings: Option<NotificationSettings>,
    /// Your profile, picture or privacy settings changed: load them again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = bool)]
    pub profile: Option<True>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub block: Option<MyBlock>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub message: Option<MyMessageState>,
}

/// You blocked or unblocked a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyBlock {
    pub user_id: Uuid,
    pub blocked: bool,
}

impl MeEvent {
    /// Only the revision moves.
    fn at(my_rev: MyRev) -> Self {
        Self {
            tag: MeTag::It,
            my_rev: my_rev.number(),
            membership: None,
            read: None,
            mute: None,
            chat: None,
            notification_settings: None,
            profile: None,
            block: None,
            message: None,
        }
    }
}

/// You are in a chat now, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyMembership {
    pub chat_id: Uuid,
    pub joined: bool,
}

/// How far you have read a chat; a mark that it is unread is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyRead {
    pub chat_id: Uuid,
    pub read_seq: i64,
    pub unread: i64,
    /// Unread messages that mention you.
    pub mentions: i64,
}

/// Whether you muted a chat; `chat` says it as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyMute {
    pub chat_id: Uuid,
    /// A time, `forever`, or `null`.
    #[schema(required)]
    pub muted_until: Option<String>,
}

/// Your notifications changed: one is new (`notification`), some were read (`read`), or one is gone (`removed`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotificationEvent {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: NotificationTag,
    pub my_rev: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub notification: Option<Notification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub read: Option<Vec<Uuid>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub removed: Option<Uuid>,
    /// The unread count after the change.
    pub unread: i64,
}

impl NotificationEvent {
    pub fn new(my_rev: MyRev, change: NotificationChange) -> Self {
        let bare = |unread| Self {
            tag: NotificationTag::It,
            my_rev: my_rev.number(),
            notification: None,
            read: None,
            removed: None,
            unread,
        };
        match change {
            NotificationChange::Put { notification, unread } => {
                Self { notification: Some(notification.into()), ..bare(unread) }
            }
            NotificationChange::Read { ids, unread } => {
                Self { read: Some(ids.into_iter().map(|id| id.uuid()).collect()), ..bare(unread) }
            }
            NotificationChange::Removed { id, unread } => Self { removed: Some(id.uuid()), ..bare(unread) },
        }
    }
}

/// The one frame that describes a personal change.
impl From<PersonalChange> for ServerFrame {
    fn from(change: PersonalChange) -> Self {
        let bare = MeEvent::at(change.my_rev);
        match change.what {
            Personal::Membership { chat, joined } => {
                MeEvent { membership: Some(MyMembership { chat_id: chat.uuid(), joined }), ..bare }.into()
            }
            Personal::Withdrawn { chat } => {
                let membership = MyMembership { chat_id: chat.uuid(), joined: false };
                MeEvent { membership: Some(membership), ..bare }.into()
            }
            Personal::Read { chat, read_seq, unread, mentions } => {
                let read = MyRead { chat_id: chat.uuid(), read_seq: read_seq.number(), unread, mentions };
                MeEvent { read: Some(read), ..bare }.into()
            }
            Personal::Message(message) => {
                MeEvent { message: Some(MyMessageState::of(change.my_rev, message)), ..bare }.into()
            }
            // Which sessions ended concerns only them: they get `session_ended`.
            Personal::SessionsEnded(_) => bare.into(),
            Personal::Profile => MeEvent { profile: Some(True), ..bare }.into(),
            Personal::Block { user, blocked } => {
                MeEvent { block: Some(MyBlock { user_id: user.uuid(), blocked }), ..bare }.into()
            }
            Personal::Friend(friend) => FriendEvent::new(change.my_rev, friend).into(),
            Personal::Request(request) => FriendRequestEvent::new(change.my_rev, request).into(),
            Personal::Notifications(notifications) => {
                NotificationEvent::new(change.my_rev, *notifications).into()
            }
            Personal::Preferences { chat, preferences } => {
                let mute =
                    MyMute { chat_id: chat.uuid(), muted_until: preferences.muted_until.map(until_text) };
                MeEvent {
                    mute: Some(mute),
                    chat: Some(MyChatSettings::new(chat.uuid(), *preferences)),
                    ..bare
                }
                .into()
            }
            Personal::NotificationSettings(settings) => {
                MeEvent { notification_settings: Some((*settings).into()), ..bare }.into()
            }
        }
    }
}
