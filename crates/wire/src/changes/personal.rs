//! Defines what changed for one person alone, as JSON. Must not know how changes are found.

use crate::account::UserCard;
use crate::chat::MyChatSettings;
use crate::notification::{NotificationSettings, NotificationState};
use crate::people::{FriendRequestItem, FriendState};
use domain::MyRev;
use domain::event::{MyChanges, MyChat, Personal, PersonalChange};
use domain::friend::FriendChange;
use domain::message::MyMessage;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What changed for you alone, up to `my_rev`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyChangesAnswer {
    pub chats: Vec<MyChatState>,
    pub notifications: Vec<NotificationState>,
    /// The unread count of all notifications now.
    pub notifications_unread: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub notification_settings: Option<NotificationSettings>,
    pub friends: Vec<MyFriendState>,
    pub friend_requests: Vec<MyRequestState>,
    pub blocks: Vec<MyBlockState>,
    pub messages: Vec<MyMessageState>,
    /// Your profile, picture or privacy settings changed: load them again.
    pub profile: bool,
    /// There is more: ask again after this revision.
    pub my_rev: i64,
    pub more: bool,
}

impl From<MyChanges> for MyChangesAnswer {
    fn from(changes: MyChanges) -> Self {
        let mut answer = Self {
            chats: changes.chats.into_iter().map(Into::into).collect(),
            friends: vec![],
            friend_requests: vec![],
            blocks: vec![],
            messages: vec![],
            notifications: changes.notifications.into_iter().map(Into::into).collect(),
            notifications_unread: changes.unread_notifications,
            notification_settings: changes.notification_settings.map(Into::into),
            profile: false,
            my_rev: changes.my_rev.number(),
            more: changes.more,
        };
        for PersonalChange { user: _, my_rev, what } in changes.others {
            match what {
                Personal::Friend(FriendChange { person, friends }) => {
                    let (user, state) = (person.into(), friends.into());
                    answer.friends.push(MyFriendState { my_rev: my_rev.number(), user, state });
                }
                Personal::Request(request) => {
                    answer
                        .friend_requests
                        .push(MyRequestState { my_rev: my_rev.number(), request: request.into() });
                }
                Personal::Block { user, blocked } => {
                    answer.blocks.push(MyBlockState {
                        my_rev: my_rev.number(),
                        user_id: user.uuid(),
                        blocked,
                    });
                }
                Personal::Message(message) => answer.messages.push(MyMessageState::of(my_rev, message)),
                Personal::Profile => answer.profile = true,
                // They are chats, or nothing that lasts.
                Personal::Membership { .. }
                | Personal::Withdrawn { .. }
                | Personal::Read { .. }
                | Personal::Notifications(_)
                | Personal::Preferences { .. }
                | Personal::NotificationSettings(_)
                | Personal::SessionsEnded(_) => {}
            }
        }
        answer
    }
}

/// Whether a person is your friend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyFriendState {
    pub my_rev: i64,
    pub user: UserCard,
    pub state: FriendState,
}

/// The state of a request that you sent or received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyRequestState {
    pub my_rev: i64,
    pub request: FriendRequestItem,
}

/// Whether you blocked a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyBlockState {
    pub my_rev: i64,
    pub user_id: Uuid,
    pub blocked: bool,
}

/// Your state in a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyChatState {
    pub chat_id: Uuid,
    pub my_rev: i64,
    pub joined: bool,
    pub seq: i64,
    pub rev: i64,
    pub read_seq: i64,
    pub unread: i64,
    /// Unread messages that mention you.
    pub mentions: i64,
    /// A time, `forever`, or `null`: a muted chat still counts unread messages.
    #[schema(required)]
    pub muted_until: Option<String>,
    pub pinned: bool,
    pub archived: bool,
    pub marked_unread: bool,
    #[schema(required)]
    pub draft: Option<String>,
    #[schema(required)]
    pub translate_to: Option<String>,
}

impl From<MyChat> for MyChatState {
    fn from(state: MyChat) -> Self {
        let settings = MyChatSettings::new(state.chat.uuid(), state.preferences);
        let MyChatSettings { chat_id, muted_until, pinned, archived, marked_unread, draft, translate_to } =
            settings;
        Self {
            chat_id,
            my_rev: state.my_rev.number(),
            joined: state.joined,
            seq: state.seq.number(),
            rev: state.rev.number(),
            read_seq: state.read_seq.number(),
            unread: state.unread,
            mentions: state.mentions,
            muted_until,
            pinned,
            archived,
            marked_unread,
            draft,
            translate_to,
        }
    }
}

/// Your own state of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyMessageState {
    pub chat_id: Uuid,
    pub seq: i64,
    pub my_rev: i64,
    pub starred: bool,
    pub hidden: bool,
    pub my_reactions: Vec<String>,
    /// Others have reacted to this message of yours, and you have not seen it.
    pub new_reactions: bool,
}

impl MyMessageState {
    pub fn of(my_rev: MyRev, message: MyMessage) -> Self {
        let MyMessage { chat, seq, mark, reactions, new_reactions } = message;
        let (starred, hidden) = (mark.starred, mark.hidden);
        Self {
            chat_id: chat.uuid(),
            seq: seq.number(),
            my_rev: my_rev.number(),
            starred,
            hidden,
            my_reactions: reactions,
            new_reactions,
        }
    }
}
