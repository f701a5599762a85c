//! Direct chats are opened and message requests answered here.

use super::open;
use crate::input::Bounds;
use crate::outcome::Touched;
use crate::rows::chats::ChatRow;
use crate::store::{Store, on_reader, on_writer};
use domain::chat::{ChatKind, History, Visibility, pair_key};
use domain::event::{Committed, PersonalChange};
use domain::{ChatId, Result, Timestamp, UserId};
use vault::Owner;

impl Store {
    /// Whether opening a chat would be a first contact with a stranger, and since when the opener has their account.
    pub async fn first_contact(&self, me: UserId, peer: UserId) -> Result<Option<Timestamp>> {
        on_reader!(self, chats::direct::first_contact(me, peer))
    }

    /// The one chat of two people, and whether it was made just now.
    pub async fn open_direct(
        &self,
        me: UserId,
        peer: UserId,
        bounds: Bounds,
        at: Timestamp,
    ) -> Result<(ChatId, bool)> {
        let id = ChatId::make(at, self.random);
        let (keys, key_rows) = self.new_keys(Owner::Chat(id.bytes()), at);
        let mut row = ChatRow::new(id, ChatKind::Direct, Visibility::Private, History::All, at);
        row.pair_key = Some(pair_key(me, peer).to_vec());
        let act = self.act(id, me, at);
        on_writer!(self, chats::direct::open(act, row, peer, key_rows, bounds), move |touched: Touched| (
            (touched.chat.id, touched.chat.id == id),
            open::touched(&touched, &keys).facts
        ))
    }

    /// Whether nothing has to be waited for in this chat.
    pub async fn is_open(&self, chat: ChatId, user: UserId) -> Result<bool> {
        let row = on_reader!(self, chats::membership::find(chat, user))?;
        Ok(row.is_some_and(|row| row.request_state().is_open()))
    }

    /// Accepts a message request.
    pub async fn accept_message_request(&self, chat: ChatId, me: UserId, at: Timestamp) -> Result<()> {
        let (act, keys) = (self.act(chat, me, at), self.chat_keys(chat, at).await?);
        on_writer!(self, chats::direct::accept(act), move |touched: Touched| {
            ((), open::touched(&touched, &keys).facts)
        })
    }

    /// Declines a message request; the sender does not learn it.
    pub async fn decline_message_request(&self, chat: ChatId, me: UserId, at: Timestamp) -> Result<()> {
        let act = self.act(chat, me, at);
        on_writer!(self, chats::direct::decline(act), |told: Vec<PersonalChange>| {
            ((), told.into_iter().map(Committed::Personal).collect())
        })
    }
}
