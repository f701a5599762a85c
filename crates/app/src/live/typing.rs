//! Typing is soft state: shown to a chat, and forgotten after a few seconds whatever happens.

use crate::app::App;
use crate::caller::Caller;
use crate::live::socket::Socket;
use crate::rate_limit::{Key, TYPING};
use bytes::Bytes;
use domain::{ChatId, Fault, Result, Timestamp, UserId};
use realtime::{SoftKind, frame};
use std::time::Duration;
use wire::frame::{ServerFrame, TypingEvent};

const SHOWN: Duration = Duration::from_secs(6);
/// In larger chats typing is not shown.
const MOST_PEOPLE: usize = 200;

impl App {
    /// Only in a chat that this very socket hears.
    pub async fn typing(&self, caller: &Caller, socket: &Socket, chat: ChatId, on: bool) -> Result<()> {
        let connection = &socket.connection;
        if !connection.hears(chat) {
            return Err(Fault::NotFound);
        }
        if !on {
            self.stopped_typing(caller.user, chat);
            return Ok(());
        }
        if !connection.soft_settings().typing {
            return Ok(());
        }
        // Too often is not worth an answer: the others still see the person type.
        if self.limits.check_here(&TYPING, Key::UserIn(caller.user, chat)).is_err()
            || self.hub.people_in(chat) > MOST_PEOPLE
        {
            return Ok(());
        }
        // While a message request is pending, neither side sees the other type.
        if !self.store.is_open(chat, caller.user).await? {
            return Ok(());
        }
        let until = self.clock.now().plus(SHOWN);
        self.typists.lock().insert((chat, caller.user), until);
        self.publish_soft(chat, typing_frame(chat, caller.user, true), caller.user, SoftKind::Typing);
        Ok(())
    }

    pub(crate) fn stopped_typing(&self, user: UserId, chat: ChatId) {
        if self.typists.lock().remove(&(chat, user)).is_some() {
            self.publish_soft(chat, typing_frame(chat, user, false), user, SoftKind::Typing);
        }
    }

    /// The person's last socket is gone: they type nowhere.
    pub(crate) fn stopped_typing_everywhere(&self, user: UserId) {
        let chats: Vec<ChatId> =
            self.typists.lock().keys().filter(|(_, typist)| *typist == user).map(|(chat, _)| *chat).collect();
        for chat in chats {
            self.stopped_typing(user, chat);
        }
    }

    pub(crate) fn expire_typing(&self, now: Timestamp) {
        let over: Vec<(ChatId, UserId)> =
            self.typists.lock().iter().filter(|(_, until)| **until <= now).map(|(key, _)| *key).collect();
        for (chat, user) in over {
            self.stopped_typing(user, chat);
        }
    }
}

fn typing_frame(chat: ChatId, user: UserId, on: bool) -> Bytes {
    frame::text(&ServerFrame::from(TypingEvent::new(chat, user, on)).encode())
}
