//! Messages: sent in groups, read in pages, edited, deleted.

use super::{Backend, Store, on_reader, on_writer, open};
use crate::append::Draft;
use crate::backend::sqlite::Job;
use crate::found::Touched;
use crate::keys::MessageSeal;
use domain::event::{Committed, Personal, PersonalChange, ReadMoved};
use domain::message::{Message, MessageKind, MessageText, NewMessage, Revision, Sent};
use domain::page::{Limit, Place};
use domain::{ChatId, Fault, Result, Timestamp, UserId};
use std::time::Duration;
use tokio::sync::oneshot;

/// A message that has taken its place in the queue; its answer comes after the commit.
pub struct Pending(oneshot::Receiver<Result<Sent>>);

impl Pending {
    pub async fn sent(self) -> Result<Sent> {
        self.0.await.map_err(|_| Fault::unavailable())?
    }
}

pub struct HistoryPage {
    pub messages: Vec<Message>,
    /// Where the pages before and after this one begin, if there are any.
    pub prev: Option<i64>,
    pub next: Option<i64>,
}

impl Store {
    /// Seals and enqueues in the caller's own task, in his order; waiting for room is the back-pressure.
    pub async fn send(&self, message: NewMessage) -> Result<Pending> {
        let keys = self.sealing_keys(message.chat, message.at).await?;
        let kind = MessageKind::Text.number();
        let seal = MessageSeal {
            chat: message.chat,
            author: message.author,
            client_id: message.client_id,
            revision: 1,
            kind,
        };
        let text = message.text.as_str();
        let body = keys.seal_message(&seal, text, self.random);
        let fingerprint = vault::lookup::fingerprint(&self.fingerprint, &[&[kind], text.as_bytes()]);
        let draft = Draft::new(message, fingerprint, body, keys);
        let (reply, answer) = oneshot::channel();
        match &self.backend {
            Backend::Postgres(database) => database.lanes.enqueue(draft, reply).await?,
            Backend::Sqlite(database) => database.writer.enqueue(Job::Append(draft, reply)).await?,
        }
        Ok(Pending(answer))
    }

    pub async fn history(
        &self,
        chat: ChatId,
        reader: UserId,
        place: Place,
        limit: Limit,
        now: Timestamp,
    ) -> Result<HistoryPage> {
        let page = on_reader!(self, messages::page(chat, reader, place, limit.rows()))?;
        let keys = self.chat_keys(chat, now).await?;
        let prev = page.rows.first().filter(|_| page.older).map(|row| row.seq);
        let next = page.rows.last().filter(|_| page.newer).map(|row| row.seq);
        Ok(HistoryPage { messages: page.rows.iter().map(|row| row.open(&keys)).collect(), prev, next })
    }

    pub async fn message(&self, chat: ChatId, reader: UserId, seq: i64, now: Timestamp) -> Result<Message> {
        let row = on_reader!(self, messages::one(chat, reader, seq))?;
        Ok(row.open(&*self.chat_keys(chat, now).await?))
    }

    pub async fn revisions(
        &self,
        chat: ChatId,
        reader: UserId,
        seq: i64,
        now: Timestamp,
    ) -> Result<Vec<Revision>> {
        let (row, former) = on_reader!(self, messages::revisions(chat, reader, seq))?;
        let keys = self.chat_keys(chat, now).await?;
        Ok(former.iter().map(|revision| row.open_revision(&keys, revision)).collect())
    }

    pub async fn edit_message(
        &self,
        chat: ChatId,
        actor: UserId,
        seq: i64,
        text: MessageText,
        window: Duration,
        at: Timestamp,
    ) -> Result<Message> {
        let (act, keys) = (self.act(chat, actor, at), self.sealing_keys(chat, at).await?);
        let opener = keys.clone();
        let edited =
            on_writer!(self, messages::edit(act, seq, text, window, keys), move |touched: Touched| {
                let opened = open::touched(&touched, &opener);
                (opened.message, opened.facts)
            })?;
        edited.ok_or(Fault::Internal)
    }

    pub async fn delete_message(
        &self,
        chat: ChatId,
        actor: UserId,
        seq: i64,
        at: Timestamp,
    ) -> Result<Message> {
        let (act, keys) = (self.act(chat, actor, at), self.chat_keys(chat, at).await?);
        let opener = keys.clone();
        let deleted = on_writer!(self, messages::delete(act, seq, keys), move |touched: Touched| {
            let opened = open::touched(&touched, &opener);
            (opened.message, opened.facts)
        })?;
        deleted.ok_or(Fault::Internal)
    }

    /// Moves the read position forward; `(read_seq, unread)` as they stand afterwards.
    pub async fn read(&self, chat: ChatId, user: UserId, seq: i64) -> Result<(i64, i64)> {
        on_writer!(self, personal::read(chat, user, seq), move |read| {
            let read: crate::found::ReadPosition = read;
            let what = Personal::Read { chat, read_seq: read.read_seq, unread: read.unread };
            let mut facts = vec![Committed::Personal(PersonalChange { user, my_rev: read.my_rev, what })];
            if read.told {
                let moved = ReadMoved { chat, user, seq: read.read_seq, members: read.members };
                facts.push(Committed::Read(moved));
            }
            ((read.read_seq, read.unread), facts)
        })
    }
}
