//! People react to messages, star, hide, pin and forward them, and see who has read them. The same for REST and
//! socket.

use crate::app::App;
use crate::caller::Caller;
use crate::rate_limit::{Key, MARK};
use domain::message::{
    Body, Emoji, Forward, Message, MessageKind, MessageText, NewMessage, Receipt, References, Sent,
};
use domain::page::{Limit, Page};
use domain::user::Person;
use domain::{ChatId, Fault, Result, Seq, Timestamp, UserId};

impl App {
    /// Reacts, or takes it back; the message as the caller sees it.
    pub async fn react(
        &self,
        caller: &Caller,
        chat: ChatId,
        seq: Seq,
        emoji: Emoji,
        on: bool,
    ) -> Result<Message> {
        self.limits.check(&MARK, Key::User(caller.user)).await?;
        self.store.react(chat, caller.user, seq, (emoji, on), self.clock.now()).await
    }

    /// People who reacted with this emoji.
    pub async fn reactors(
        &self,
        caller: &Caller,
        chat: ChatId,
        seq: Seq,
        emoji: Emoji,
        (after, limit): (Option<UserId>, Limit),
    ) -> Result<Page<Person>> {
        let now = self.clock.now();
        let mut page = self.store.reactors(chat, caller.user, seq, (emoji, after), (limit, now)).await?;
        for person in &mut page.items {
            self.link(caller, person);
        }
        Ok(page)
    }

    /// The caller has seen the reactions to these messages of theirs.
    pub async fn see_reactions(&self, caller: &Caller, chat: ChatId, seqs: Vec<Seq>) -> Result<()> {
        self.limits.check(&MARK, Key::User(caller.user)).await?;
        self.store.see_reactions(chat, caller.user, seqs, self.clock.now()).await
    }

    pub async fn star(&self, caller: &Caller, chat: ChatId, seq: Seq, on: bool) -> Result<()> {
        self.limits.check(&MARK, Key::User(caller.user)).await?;
        self.store.star(chat, caller.user, seq, on, self.clock.now()).await
    }

    /// For the caller only; what is left of it for them.
    pub async fn hide_message(&self, caller: &Caller, chat: ChatId, seq: Seq) -> Result<Message> {
        self.limits.check(&MARK, Key::User(caller.user)).await?;
        self.store.hide(chat, caller.user, seq, self.clock.now()).await
    }

    pub async fn pin(&self, caller: &Caller, chat: ChatId, seq: Seq, on: bool) -> Result<()> {
        self.limits.check(&MARK, Key::User(caller.user)).await?;
        self.store.pin(chat, caller.user, seq, on, self.clock.now()).await
    }

    pub async fn pins(
        &self,
        caller: &Caller,
        chat: ChatId,
        before: Option<Seq>,
        limit: Limit,
    ) -> Result<Page<Message>> {
        self.store.pins(chat, caller.user, before, limit, self.clock.now()).await
    }

    pub async fn starred(
        &self,
        caller: &Caller,
        cursor: Option<(Timestamp, ChatId, Seq)>,
        limit: Limit,
    ) -> Result<Page<Message>> {
        self.store.starred(caller.user, cursor, limit, self.clock.now()).await
    }

    pub async fn receipts(
        &self,
        caller: &Caller,
        chat: ChatId,
        seq: Seq,
        after: Option<UserId>,
        limit: Limit,
    ) -> Result<Page<Receipt>> {
        let now = self.clock.now();
        let mut page = self.store.receipts(chat, caller.user, seq, after, (limit, now)).await?;
        for receipt in &mut page.items {
            self.link(caller, &mut receipt.person);
        }
        Ok(page)
    }

    /// Forwards a message to other chats, each with an answer of its own. Where they stood first is not
    /// told, only whose they were.
    pub async fn forward(
        &self,
        caller: &Caller,
        chat: ChatId,
        seq: Seq,
        forward: Forward,
    ) -> Result<Vec<(ChatId, Result<Sent>)>> {
        let original = self.message(caller, chat, seq).await?;
        if original.own.is_some_and(|own| own.hidden) {
            return Err(Fault::NotFound);
        }
        let text = match &original.body {
            Body::Text(text) => MessageText::parse(text).map_err(|_| Fault::Internal)?,
            Body::Deleted => return Err(Fault::MessageDeleted),
            Body::Service(_) | Body::Unreadable => return Err(Fault::Forbidden),
        };
        let first = original.references.forwarded_from.unwrap_or(original.author);
        let mut queued = Vec::with_capacity(forward.chats.len());
        for chat in forward.chats {
            let new = NewMessage {
                chat,
                author: caller.user,
                client_id: forward.client_id,
                kind: MessageKind::Text,
                text: text.clone(),
                references: References { forwarded_from: Some(first), ..References::default() },
                at: self.clock.now(),
            };
            queued.push((chat, self.send(caller, new).await));
        }
        let mut answers = Vec::with_capacity(queued.len());
        for (chat, pending) in queued {
            let sent = match pending {
                Ok(pending) => pending.sent().await,
                Err(fault) => Err(fault),
            };
            answers.push((chat, sent));
        }
        Ok(answers)
    }
}
