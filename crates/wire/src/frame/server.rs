//! Defines what the server sends: the union of its frames, and how one is encoded. Must not know who gets them.

mod hard;
mod personal;
mod ready;

pub use hard::{ChangesEvent, ChatEvent, MemberEvent, MessageEvent, SkipEvent};
pub use personal::{MeEvent, MyBlock, MyMembership, MyMute, MyRead, NotificationEvent};
pub use ready::{Greeting, Ready, ReadyChat};

use super::friend::{FriendEvent, FriendRequestEvent, UserEvent};
use super::reply::Reply;
use super::soft::{
    DeliveredEvent, Draining, Pong, PresenceEvent, ReadEvent, ReauthRequired, ResetEvent, SessionEnded,
    TypingEvent,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Any frame the server may send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(discriminator(property_name = "type", mapping(
    ("ready" = "#/components/schemas/Ready"),
    ("reply" = "#/components/schemas/Reply"),
    ("message" = "#/components/schemas/MessageEvent"),
    ("changes" = "#/components/schemas/ChangesEvent"),
    ("skip" = "#/components/schemas/SkipEvent"),
    ("chat" = "#/components/schemas/ChatEvent"),
    ("member" = "#/components/schemas/MemberEvent"),
    ("me" = "#/components/schemas/MeEvent"),
    ("notification" = "#/components/schemas/NotificationEvent"),
    ("friend" = "#/components/schemas/FriendEvent"),
    ("friend_request" = "#/components/schemas/FriendRequestEvent"),
    ("user" = "#/components/schemas/UserEvent"),
    ("read" = "#/components/schemas/ReadEvent"),
    ("delivered" = "#/components/schemas/DeliveredEvent"),
    ("typing" = "#/components/schemas/TypingEvent"),
    ("presence" = "#/components/schemas/PresenceEvent"),
    ("session_ended" = "#/components/schemas/SessionEnded"),
    ("reauth_required" = "#/components/schemas/ReauthRequired"),
    ("reset" = "#/components/schemas/ResetEvent"),
    ("draining" = "#/components/schemas/Draining"),
    ("pong" = "#/components/schemas/Pong")
)))]
pub enum ServerFrame {
    Ready(Ready),
    Reply(Box<Reply>),
    Message(Box<MessageEvent>),
    Changes(Box<ChangesEvent>),
    Skip(SkipEvent),
    Chat(Box<ChatEvent>),
    Member(MemberEvent),
    Me(Box<MeEvent>),
    Notification(Box<NotificationEvent>),
    Friend(FriendEvent),
    FriendRequest(Box<FriendRequestEvent>),
    User(UserEvent),
    Read(ReadEvent),
    Delivered(DeliveredEvent),
    Typing(TypingEvent),
    Presence(PresenceEvent),
    SessionEnded(SessionEnded),
    ReauthRequired(ReauthRequired),
    Reset(ResetEvent),
    Draining(Draining),
    Pong(Pong),
}

impl ServerFrame {
    /// The fields always come in the order of the struct.
    pub fn encode(&self) -> String {
        // Only maps with strange keys and failing `Serialize` impls can fail, and frames have neither.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Converts a single frame into the union of all.
macro_rules! frames {
    ($($variant:ident($frame:ty) $(in $boxed:ident)?;)*) => {$(
        impl From<$frame> for ServerFrame {
            fn from(frame: $frame) -> Self {
                Self::$variant($($boxed::new)?(frame))
            }
        }
    )*};
}

frames! {
    Ready(Ready);
    Reply(Reply) in Box;
    Message(MessageEvent) in Box;
    Changes(ChangesEvent) in Box;
    Skip(SkipEvent);
    Chat(ChatEvent) in Box;
    Member(MemberEvent);
    Me(MeEvent) in Box;
    Notification(NotificationEvent) in Box;
    Friend(FriendEvent);
    FriendRequest(FriendRequestEvent) in Box;
    User(UserEvent);
    Read(ReadEvent);
    Delivered(DeliveredEvent);
    Typing(TypingEvent);
    Presence(PresenceEvent);
    SessionEnded(SessionEnded);
    ReauthRequired(ReauthRequired);
    Reset(ResetEvent);
    Draining(Draining);
    Pong(Pong);
}
