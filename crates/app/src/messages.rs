//! These are the use cases of messages, the same for REST and socket. Publishing is not here: what is committed comes
//! out of the store by itself.

pub mod archive;
pub(crate) mod delivered;
pub(crate) mod mentions;
pub(crate) mod reactions;
pub(crate) mod retention;
pub mod served;
pub(crate) mod translation;
pub(crate) mod turns;

use crate::app::App;
use crate::caller::Caller;
use crate::clock::Stopwatch;
use crate::messages::turns::Turn;
use crate::rate_limit::{CHANGES, Key, SEND, SEND_CHAT};
use domain::event::{Catchup, Changes, MyChanges};
use domain::message::{Body, HistoryPage, Message, MessageText, NewMessage, Revision, Sent};
use domain::page::{Limit, Page, Place};
use domain::{ChatId, Fault, MyRev, Result, Rev, Seq, Timestamp, UserId};
use persistence::{Queued, SendOutcome, Store};
use std::sync::Arc;

/// Rows in one answer about many chats.
pub const MOST_ROWS: usize = 1_000;
/// Bytes in one answer, about: more is left for the next, so that what a socket is owed stays small.
pub(crate) const MOST_BYTES: usize = 256 * 1024;

/// A message that has taken its place in the queue; its answer comes after the commit.
pub struct Pending {
    queued: Queued,
    store: Arc<Store>,
    chat: ChatId,
    sender: UserId,
    at: Timestamp,
    turn: Turn,
    since: Stopwatch,
}

impl Pending {
    /// The batches take only what needs no second look: a sender who has still to be let in is looked at here, after
    /// everything they sent before.
    pub async fn sent(mut self) -> Result<Sent> {
        let sent = match self.queued.outcome().await? {
            SendOutcome::Sent(sent) => sent,
            SendOutcome::NeedsLock(unbatched) => {
                self.turn.comes().await;
                self.store.send_under_lock(*unbatched).await?
            }
        };
        drop(self.turn);
        metrics::histogram!("parlance_send_seconds").record(self.since.elapsed());
        if !sent.duplicate {
            return Ok(sent);
        }
        // What it is by now, with what was done with it.
        match self.store.message(self.chat, self.sender, sent.message.seq, self.at).await {
            // Its chat has forgotten it meanwhile. It was sent all the same, and that is what was asked.
            Err(Fault::NotFound) => Ok(sent),
            message => Ok(Sent { message: message?, ..sent }),
        }
    }
}

impl App {
    /// Takes its place in the queue, in the caller's order; the answer is awaited apart from it.
    pub async fn send(&self, caller: &Caller, message: NewMessage) -> Result<Pending> {
        let since = Stopwatch::start();
        self.may_write(caller, message.chat).await?;
        let turn = self.turns.take(message.chat, message.author);
        let (chat, sender, at) = (message.chat, message.author, message.at);
        let queued = self.store.send(message).await?;
        self.stopped_typing(caller.user, chat);
        Ok(Pending { queued, store: self.store.clone(), chat, sender, at, turn, since })
    }

    /// Whatever puts words before people counts alike: a new message, or other words in an old one.
    async fn may_write(&self, caller: &Caller, chat: ChatId) -> Result<()> {
        self.limits.check(&SEND, Key::User(caller.user)).await?;
        self.limits.check(&SEND_CHAT, Key::UserIn(caller.user, chat)).await?;
        Ok(())
    }

    pub async fn history(
        &self,
        caller: &Caller,
        chat: ChatId,
        place: Place,
        limit: Limit,
    ) -> Result<HistoryPage> {
        let page = self.store.history(chat, caller.user, place, limit, self.clock.now()).await?;
        self.served(caller, chat, &page.messages);
        Ok(page)
    }

    pub async fn message(&self, caller: &Caller, chat: ChatId, seq: Seq) -> Result<Message> {
        self.store.message(chat, caller.user, seq, self.clock.now()).await
    }

    pub async fn revisions(
        &self,
        caller: &Caller,
        chat: ChatId,
        seq: Seq,
        (after, limit): (i32, Limit),
    ) -> Result<Page<Revision>> {
        self.store.revisions(chat, caller.user, seq, (after, limit), self.clock.now()).await
    }

    pub async fn edit_message(
        &self,
        caller: &Caller,
        chat: ChatId,
        seq: Seq,
        text: MessageText,
    ) -> Result<Message> {
        self.may_write(caller, chat).await?;
        let (window, now) = (self.settings().edit_window, self.clock.now());
        self.store.edit_message(chat, caller.user, seq, text, window, now).await
    }

    pub async fn delete_message(&self, caller: &Caller, chat: ChatId, seq: Seq) -> Result<Message> {
        self.store.delete_message(chat, caller.user, seq, self.clock.now()).await
    }

    /// `(read_seq, unread)` as they stand afterwards.
    pub async fn read(&self, caller: &Caller, chat: ChatId, seq: Seq) -> Result<(Seq, i64)> {
        self.store.read(chat, caller.user, seq).await
    }

    pub async fn changes(&self, caller: &Caller, chat: ChatId, after: Rev, limit: Limit) -> Result<Catchup> {
        let page = (limit, MOST_BYTES);
        let found = self.store.changes(chat, caller.user, after, page, self.clock.now()).await?;
        if let Catchup::Changes(changes) = &found {
            self.served(caller, chat, &changes.messages);
        }
        Ok(found)
    }

    fn served(&self, caller: &Caller, chat: ChatId, messages: &[Message]) {
        if let Some(last) = messages.iter().map(|message| message.seq).max() {
            self.delivered.note(chat, caller.user, last);
        }
    }

    /// Several chats at once; each has its own answer, and all together a bounded number of rows and bytes. Where
    /// those are used up, an answer says nothing but that there is more.
    pub async fn changes_of_many(
        &self,
        caller: &Caller,
        chats: Vec<(ChatId, Rev)>,
    ) -> Result<Vec<(ChatId, Result<Catchup>)>> {
        self.limits.check(&CHANGES, Key::User(caller.user)).await?;
        let mut answers = Vec::with_capacity(chats.len());
        let (mut room, mut bytes) = (MOST_ROWS, MOST_BYTES);
        for (chat, after) in chats {
            if bytes == 0 {
                let later = Changes { messages: vec![], members: vec![], chat: None, rev: after, more: true };
                answers.push((chat, Ok(Catchup::Changes(Box::new(later)))));
                continue;
            }
            let limit = u32::try_from(room.clamp(1, Limit::LARGEST.len())).ok();
            let limit = Limit::parse(limit, Limit::LARGEST).map_err(|_| Fault::Internal)?;
            let answer = self.changes(caller, chat, after, limit).await;
            if let Ok(Catchup::Changes(changes)) = &answer {
                room = room.saturating_sub(changes.messages.len() + changes.members.len());
                bytes = bytes.saturating_sub(size(changes));
            }
            answers.push((chat, answer));
        }
        Ok(answers)
    }

    pub async fn my_changes(&self, caller: &Caller, after: MyRev, limit: Limit) -> Result<MyChanges> {
        self.store.my_changes(caller.user, after, (limit, MOST_BYTES), self.clock.now()).await
    }
}

/// Bytes of an answer, about.
pub fn size(changes: &Changes) -> usize {
    let text = |message: &Message| match &message.body {
        Body::Text(text) => text.len(),
        Body::Service(_) | Body::Deleted | Body::Unreadable => 0,
    };
    let rows = changes.messages.len() + changes.members.len();
    changes.messages.iter().map(text).sum::<usize>() + rows * 600 + 100
}
