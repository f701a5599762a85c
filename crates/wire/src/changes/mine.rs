//! What changed for one person alone, as JSON. Must not know how changes are found.

use crate::account::UserCard;
use crate::notice::{NotificationSettings, NotificationState, until_text};
use crate::people::{FriendRequestItem, FriendState};
use domain::event::{MyChanges, MyChat, Personal, PersonalChange};
use domain::friend::FriendChange;
use domain::message::MyMessage;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What changed for me alone, up to `my_rev`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyChangesAnswer {
    pub chats: Vec<MyChatState>,
    pub notifications: Vec<NotificationState>,
    /// Of all notifications, as things stand now.
    pub notifications_unread: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub notification_settings: Option<NotificationSettings>,
    pub friends: Vec<MyFriendState>,
    pub friend_requests: Vec<MyRequestState>,
    pub blocks: Vec<MyBlockState>,
    pub messages: Vec<MyMessageState>,
    /// My profile, my picture or my privacy changed: to be read again.
    pub profile: bool,
    /// Ask again after this one.
    pub my_rev: i64,
    pub more: bool,
}

impl From<MyChanges> for MyChangesAnswer {
    fn from(mine: MyChanges) -> Self {
        let mut answer = Self {
            chats: mine.chats.into_iter().map(Into::into).collect(),
            friends: vec![],
            friend_requests: vec![],
            blocks: vec![],
            messages: vec![],
            notifications: mine.notices.into_iter().map(Into::into).collect(),
            notifications_unread: mine.unread_notices,
            notification_settings: mine.notice_settings.map(Into::into),
            profile: false,
            my_rev: mine.my_rev,
            more: mine.more,
        };
        for PersonalChange { user: _, my_rev, what } in mine.others {
            match what {
                Personal::Friend(FriendChange { person, friends }) => {
                    let (user, state) = (person.into(), friends.into());
                    answer.friends.push(MyFriendState { my_rev, user, state });
                }
                Personal::Request(request) => {
                    answer.friend_requests.push(MyRequestState { my_rev, request: request.into() });
                }
                Personal::Block { user, blocked } => {
                    answer.blocks.push(MyBlockState { my_rev, user_id: user.uuid(), blocked });
                }
                Personal::Message(message) => answer.messages.push(MyMessageState::of(my_rev, message)),
                Personal::Profile => answer.profile = true,
                // They are chats, or nothing that lasts.
                Personal::Membership { .. }
                | Personal::Withdrawn { .. }
                | Personal::Read { .. }
                | Personal::Notices(_)
                | Personal::Muted { .. }
                | Personal::NoticeSettings(_)
                | Personal::SessionsEnded(_) => {}
            }
        }
        answer
    }
}

/// Whether somebody is my friend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyFriendState {
    pub my_rev: i64,
    pub user: UserCard,
    pub state: FriendState,
}

/// What became of a request that I sent or got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyRequestState {
    pub my_rev: i64,
    pub request: FriendRequestItem,
}

/// Whether I have blocked somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyBlockState {
    pub my_rev: i64,
    pub user_id: Uuid,
    pub blocked: bool,
}

/// Where I stand with a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyChatState {
    pub chat_id: Uuid,
    pub my_rev: i64,
    pub joined: bool,
    pub seq: i64,
    pub rev: i64,
    pub read_seq: i64,
    pub unread: i64,
    /// Messages I have not read that speak to me.
    pub mentions: i64,
    /// A time, `forever`, or `null`: a silent chat counts all the same.
    #[schema(required)]
    pub muted_until: Option<String>,
}

impl From<MyChat> for MyChatState {
    fn from(mine: MyChat) -> Self {
        Self {
            chat_id: mine.chat.uuid(),
            my_rev: mine.my_rev,
            joined: mine.joined,
            seq: mine.seq,
            rev: mine.rev,
            read_seq: mine.read_seq,
            unread: mine.unread,
            mentions: mine.mentions,
            muted_until: mine.muted_until.map(until_text),
        }
    }
}

/// What a message is to me alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyMessageState {
    pub chat_id: Uuid,
    pub seq: i64,
    pub my_rev: i64,
    pub starred: bool,
    pub hidden: bool,
    pub my_reactions: Vec<String>,
}

impl MyMessageState {
    pub fn of(my_rev: i64, message: MyMessage) -> Self {
        let MyMessage { chat, seq, mark, reactions } = message;
        let (starred, hidden) = (mark.starred, mark.hidden);
        Self { chat_id: chat.uuid(), seq, my_rev, starred, hidden, my_reactions: reactions }
    }
}
