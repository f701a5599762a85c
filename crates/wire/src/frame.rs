//! Defines the frames of the socket: JSON objects told apart by `type`. Must not know who gets which frame, or how
//! frames travel.

mod asked;
mod client;
mod friend;
mod reply;
mod server;
mod soft;
mod tag;

pub use asked::{
    ChangesAsk, ChatRead, MyChangesAsk, Ping, PresenceWatch, ReactionClear, ReactionSet, Reauth, Typing,
    emoji,
};
pub use client::{ClientFrame, FrameFault, MessageDelete, MessageEdit, MessageSend};
pub use friend::{FriendEvent, FriendRequestEvent, UserEvent};
pub use reply::{OnlineOk, ReauthOk, Reply, ReplyOk};
pub use server::{
    ChangesEvent, ChatEvent, Greeting, MeEvent, MemberEvent, MessageEvent, MyBlock, MyMembership, MyMute,
    MyRead, NotificationEvent, Ready, ReadyChat, ServerFrame, SkipEvent,
};
pub use soft::{
    DeliveredEvent, Draining, Pong, PresenceEvent, ReadEvent, ReauthRequired, ResetEvent, SessionEnded,
    TypingEvent,
};

#[cfg(test)]
mod tests;
