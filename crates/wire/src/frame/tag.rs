//! Defines the `type` of every frame, each a type of its own: a frame cannot be built with a wrong one, and the
//! schema tells frames apart. Must not know what else a frame holds.

macro_rules! tags {
    ($($name:ident = $text:tt;)*) => {$(
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub enum $name {
            #[default]
            #[serde(rename = $text)]
            It,
        }
    )*};
}

tags! {
    MessageSendTag = "message.send";
    MessageEditTag = "message.edit";
    MessageDeleteTag = "message.delete";
    ReactionSetTag = "reaction.set";
    ReactionClearTag = "reaction.clear";
    ChatReadTag = "chat.read";
    MyChangesTag = "me.changes";
    PresenceWatchTag = "presence.watch";
    ReauthTag = "reauth";
    PingTag = "ping";

    ChangesTag = "changes";
    TypingTag = "typing";

    ReadyTag = "ready";
    ReplyTag = "reply";
    MessageTag = "message";
    SkipTag = "skip";
    ChatTag = "chat";
    MemberTag = "member";
    MeTag = "me";
    NotificationTag = "notification";
    ReadTag = "read";
    DeliveredTag = "delivered";
    PresenceTag = "presence";
    FriendTag = "friend";
    FriendRequestTag = "friend_request";
    UserTag = "user";
    SessionEndedTag = "session_ended";
    ReauthRequiredTag = "reauth_required";
    ResetTag = "reset";
    DrainingTag = "draining";
    PongTag = "pong";
}
