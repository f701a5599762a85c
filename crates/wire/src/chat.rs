//! Defines chats as JSON: as one member sees them, and as all members do. Must not know who may do what.

mod body;
mod group;
mod invite;
mod member;
mod preferences;

pub use body::{EditChatBody, NewChatBody, ReadBody};
pub use group::{GroupCard, GroupPage};
pub use invite::{
    InvitationAnswer, InviteItem, InvitePage, JoinRequestItem, JoinRequestPage, NewInviteAnswer,
    NewInviteBody, UsedInviteAnswer,
};
pub use member::{
    AddMembersBody, BanItem, BanPage, MemberItem, MemberPage, MemberStanding, MemberState, Role, RoleBody,
};
pub use preferences::{MessageRequest, MyChatBody, MyChatSettings};

use crate::account::{AvatarLinks, UserCard};
use crate::message::Message;
use crate::mirror::mirror;
use domain::Seq;
use domain::chat::{Chat, OwnChat, Retention};
use domain::direct::MessageRequestState;
use domain::page::Page;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

mirror! {
    ChatKind = domain::chat::ChatKind { Direct, Group }

    /// Public groups can be found and joined by every user.
    Visibility = domain::chat::Visibility { Private, Public }

    /// What a member who joins later may read.
    History = domain::chat::History { All, SinceJoin }
}

/// A chat as one of its members sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChatAnswer {
    pub id: Uuid,
    pub kind: ChatKind,
    #[schema(required)]
    pub title: Option<String>,
    #[schema(required)]
    pub description: Option<String>,
    #[schema(required)]
    pub handle: Option<String>,
    pub visibility: Visibility,
    pub history: History,
    /// Codes of the languages of the group.
    pub languages: Vec<String>,
    /// Seconds a member waits between two messages; 0 where slow mode is off.
    #[schema(maximum = 3600)]
    pub slow_mode: u32,
    /// Changes whenever the group's picture changes; `null` where there is none.
    #[schema(required)]
    pub avatar_id: Option<Uuid>,
    /// Links to the picture, valid for five minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub avatar: Option<AvatarLinks>,
    /// Messages older than this many days are deleted, where the chat sets this itself.
    #[schema(required)]
    pub retention_days: Option<u32>,
    /// The first message that still exists; drop everything before it.
    pub kept_from: i64,
    /// The other person, in a direct chat.
    #[schema(required)]
    pub peer: Option<UserCard>,
    pub member_count: i64,
    #[schema(required)]
    pub last_message: Option<Message>,
    /// The `seq` of its latest message.
    pub seq: i64,
    /// The revision of its latest durable change.
    pub rev: i64,
    /// The `seq` of the last message you have read.
    pub read_seq: i64,
    pub unread: i64,
    /// Unread messages that mention you.
    pub mentions: i64,
    /// The `seq` of those messages, oldest first; at most 100.
    pub mentioned_in: Vec<i64>,
    /// The `seq` of your messages with reactions of others that you have not seen, oldest first; at most 100.
    pub reacted_to: Vec<i64>,
    /// How many of its members are online, as far as they let others know. Only where a single chat is requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0)]
    pub online: Option<usize>,
    pub me: ChatMe,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(format = "date-time")]
    pub active_at: String,
}

/// Your role and preferences in a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChatMe {
    pub role: Role,
    /// A time, `forever`, or `null`: a muted chat still counts unread messages.
    #[schema(required)]
    pub muted_until: Option<String>,
    /// At the top of your list.
    pub pinned: bool,
    pub archived: bool,
    /// A mark to come back to it; reading removes the mark.
    pub marked_unread: bool,
    /// Your draft.
    #[schema(required)]
    pub draft: Option<String>,
    /// The code of the language you want to read it in.
    #[schema(required)]
    pub translate_to: Option<String>,
    /// The state of a message request; `null` where both may write.
    #[schema(required)]
    pub request: Option<MessageRequest>,
}

impl From<OwnChat> for ChatAnswer {
    /// What all members see alike is converted once, for [`ChatState`].
    fn from(mut own: OwnChat) -> Self {
        let avatar = own.chat.avatar.as_mut().and_then(|avatar| avatar.links.take()).map(Into::into);
        let ChatState {
            id,
            kind,
            title,
            description,
            handle,
            visibility,
            history,
            languages,
            slow_mode,
            avatar_id,
            retention_days,
            kept_from,
            member_count,
            seq,
            rev,
            created_at,
        } = own.chat.into();
        Self {
            me: ChatMe::new(own.role, own.request_state, MyChatSettings::new(id, own.preferences)),
            id,
            kind,
            title,
            description,
            handle,
            visibility,
            history,
            languages,
            slow_mode,
            avatar_id,
            avatar,
            retention_days,
            kept_from,
            peer: own.peer.map(Into::into),
            member_count,
            last_message: own.last_message.map(Into::into),
            seq,
            rev,
            read_seq: own.read_seq.number(),
            unread: own.unread,
            mentions: own.mentions,
            mentioned_in: own.mentioned_in.into_iter().map(Seq::number).collect(),
            reacted_to: own.reacted_to.into_iter().map(Seq::number).collect(),
            online: own.online,
            created_at,
            active_at: own.active_at.to_string(),
        }
    }
}

impl ChatMe {
    fn new(role: domain::member::Role, request: MessageRequestState, settings: MyChatSettings) -> Self {
        let MyChatSettings { chat_id: _, muted_until, pinned, archived, marked_unread, draft, translate_to } =
            settings;
        let (role, request) = (role.into(), MessageRequest::of(request));
        Self { role, muted_until, pinned, archived, marked_unread, draft, translate_to, request }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChatPage {
    pub items: Vec<ChatAnswer>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<OwnChat>> for ChatPage {
    fn from(page: Page<OwnChat>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next: page.next }
    }
}

/// The parts of a chat that all members see alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChatState {
    pub id: Uuid,
    pub kind: ChatKind,
    #[schema(required)]
    pub title: Option<String>,
    #[schema(required)]
    pub description: Option<String>,
    #[schema(required)]
    pub handle: Option<String>,
    pub visibility: Visibility,
    pub history: History,
    pub languages: Vec<String>,
    pub slow_mode: u32,
    #[schema(required)]
    pub avatar_id: Option<Uuid>,
    /// Messages older than this many days are deleted, where the chat sets this itself.
    #[schema(required)]
    pub retention_days: Option<u32>,
    /// The first message that still exists; drop everything before it.
    pub kept_from: i64,
    pub member_count: i64,
    pub seq: i64,
    pub rev: i64,
    #[schema(format = "date-time")]
    pub created_at: String,
}

impl From<Chat> for ChatState {
    fn from(chat: Chat) -> Self {
        Self {
            id: chat.id.uuid(),
            kind: chat.kind.into(),
            title: chat.title,
            description: chat.description,
            handle: chat.handle,
            visibility: chat.visibility.into(),
            history: chat.history.into(),
            languages: chat.languages,
            slow_mode: chat.slow_mode.seconds(),
            avatar_id: chat.avatar.map(|avatar| avatar.file.uuid()),
            retention_days: chat.retention.map(Retention::days),
            kept_from: chat.kept_from.number(),
            member_count: chat.member_count,
            seq: chat.seq.number(),
            rev: chat.rev.number(),
            created_at: chat.created_at.to_string(),
        }
    }
}

/// How far you have read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReadAnswer {
    pub read_seq: i64,
    pub unread: i64,
}
