//! Messages are sent in batches, read in pages, edited and deleted here.

pub mod archive;
pub mod mentions;
pub mod reactions;
pub mod receipts;
pub mod restore;
pub mod retention;
pub mod translations;

use super::chats::open;
use super::{Backend, Store, on_reader, on_writer};
use crate::append::{Draft, SendOutcome, Unbatched};
use crate::backend::sqlite::Job;
use crate::outcome::{LockedSend, Touched};
use domain::event::{Committed, Personal, PersonalChange, ReadMoved};
use domain::message::{HistoryPage, Message, MessageText, NewMessage, Revision, Sent};
use domain::page::{Limit, Page, Place};
use domain::{ChatId, Fault, Result, Seq, Timestamp, UserId};
use std::time::Duration;
use tokio::sync::oneshot;

/// A sealed message in the queue of a batch writer or a lane.
pub struct Queued(oneshot::Receiver<Result<SendOutcome>>);

impl Queued {
    /// Waits for the commit of its batch.
    pub async fn outcome(self) -> Result<SendOutcome> {
        self.0.await.map_err(|_| Fault::unavailable())?
    }
}

impl Store {
    /// Seals and enqueues in the caller's own task and order; waiting for room is the back-pressure. What it
    /// speaks of is looked up before: only messages that speak of something wait for it.
    pub async fn send(&self, mut message: NewMessage) -> Result<Queued> {
        self.resolve(&mut message).await?;
        let keys = self.sealing_keys(message.chat, message.at).await?;
        let fingerprint = self.fingerprint(&message);
        let draft = Draft::new(message, fingerprint, keys, self.held.clone(), self.random)?;
        let (reply, outcome) = oneshot::channel();
        match &self.backend {
            Backend::Postgres(database) => database.lanes.enqueue(draft, reply).await?,
            Backend::Sqlite(database) => database.writer.enqueue(Job::Append(draft, reply)).await?,
        }
        Ok(Queued(outcome))
    }

    /// Sends what left its batch: the sender's message request is not accepted yet, or the chat is in slow mode.
    pub async fn send_under_lock(&self, unbatched: Unbatched) -> Result<Sent> {
        let Unbatched { draft, left } = unbatched;
        let keys = self.sealing_keys(draft.chat, draft.at).await?;
        // While it waited, there may have been made a newer key than the one it is sealed with.
        let is_current = keys.newest() == draft.keys.newest();
        let draft = if is_current { draft } else { draft.sealed_with(keys.clone(), self.random)? };
        let (act, fingerprint) = (self.act(draft.chat, draft.author, draft.at), draft.fingerprint);
        let message = draft.locked();
        let sent = on_writer!(self, messages::locked_sends::send(act, message), move |locked| match locked {
            LockedSend::Known(row) if row.fingerprint != fingerprint =>
                (Err(Fault::IdempotencyConflict), vec![]),
            LockedSend::Known(row) => (Ok(Sent { message: row.open(&keys), duplicate: true }), vec![]),
            LockedSend::Stored(touched) => {
                let opened = open::touched(&touched, &keys);
                let message = opened.message.ok_or(Fault::Internal);
                (message.map(|message| Sent { message, duplicate: false }), opened.facts)
            }
        });
        drop(left);
        sent?
    }

    /// Tells a repeated request from another one with the same client id.
    fn fingerprint(&self, message: &NewMessage) -> [u8; 16] {
        let (kind, text) = (message.kind.number(), message.text.as_str().as_bytes());
        match message.references.request() {
            None => vault::lookup::fingerprint(&self.fingerprint, &[&[kind], text]),
            Some(more) => vault::lookup::fingerprint(&self.fingerprint, &[&[kind], text, more.as_bytes()]),
        }
    }

    pub async fn history(
        &self,
        chat: ChatId,
        reader: UserId,
        place: Place,
        limit: Limit,
        now: Timestamp,
    ) -> Result<HistoryPage> {
        let mut page = on_reader!(self, messages::history::page(chat, reader, place, limit.rows()))?;
        let keys = self.readable(chat, &mut page.rows, now).await?;
        let mut messages = page.rows.iter().map(|row| page.marks.own(row.open(&keys))).collect::<Vec<_>>();
        self.quote(chat, reader, &mut messages, now).await?;
        let prev = page.rows.first().filter(|_| page.older).map(|row| row.seq);
        let next = page.rows.last().filter(|_| page.newer).map(|row| row.seq);
        Ok(HistoryPage { messages, prev, next })
    }

    pub async fn message(&self, chat: ChatId, reader: UserId, seq: Seq, now: Timestamp) -> Result<Message> {
        let (mut row, marks) = on_reader!(self, messages::history::one_marked(chat, reader, seq))?;
        let keys = self.readable(chat, std::slice::from_mut(&mut row), now).await?;
        let mut one = [marks.own(row.open(&keys))];
        self.quote(chat, reader, &mut one, now).await?;
        let [message] = one;
        Ok(message)
    }

    pub async fn revisions(
        &self,
        chat: ChatId,
        reader: UserId,
        seq: Seq,
        (after, limit): (i32, Limit),
        now: Timestamp,
    ) -> Result<Page<Revision>> {
        let asked = (after, limit.rows() + 1);
        let (row, mut former) = on_reader!(self, messages::history::revisions(chat, reader, seq, asked))?;
        let more = former.len() > limit.len();
        former.truncate(limit.len());
        let next = former.last().filter(|_| more).map(|last| last.revision.to_string());
        let keys = self.keys_for(chat, former.iter().map(|one| one.body.as_slice()), now).await?;
        let items = former.iter().map(|revision| row.open_revision(&keys, revision)).collect();
        Ok(Page { items, next })
    }

    pub async fn edit_message(
        &self,
        chat: ChatId,
        actor: UserId,
        seq: Seq,
        text: MessageText,
        window: Duration,
        at: Timestamp,
    ) -> Result<Message> {
        self.restore_text(chat, actor, seq, at).await?;
        let mentions = self.mentions_in(chat, actor, text.as_str()).await?;
        let (act, keys) = (self.act(chat, actor, at), self.current_sealing_keys(chat, at).await?);
        let (opener, text) = (keys.clone(), (text, mentions));
        let edited = on_writer!(
            self,
            messages::edits::edit(act, seq, text, window, keys),
            move |touched: Touched| {
                let opened = open::touched(&touched, &opener);
                (opened.message, opened.facts)
            }
        )?;
        edited.ok_or(Fault::Internal)
    }

    pub async fn delete_message(
        &self,
        chat: ChatId,
        actor: UserId,
        seq: Seq,
        at: Timestamp,
    ) -> Result<Message> {
        self.restore_text(chat, actor, seq, at).await?;
        let (act, keys) = (self.act(chat, actor, at), self.current_keys(chat, at).await?);
        let opener = keys.clone();
        let deleted = on_writer!(self, messages::edits::delete(act, seq, keys), move |touched: Touched| {
            let opened = open::touched(&touched, &opener);
            (opened.message, opened.facts)
        })?;
        deleted.ok_or(Fault::Internal)
    }

    /// Moves the read position forward; `(read_seq, unread)` as they stand afterwards.
    pub async fn read(&self, chat: ChatId, user: UserId, seq: Seq) -> Result<(Seq, i64)> {
        on_writer!(self, chats::reading::read(chat, user, seq), move |read| {
            let read: crate::outcome::ReadPosition = read;
            let (read_seq, unread, mentions) = (read.read_seq, read.unread, read.mentions);
            let what = Personal::Read { chat, read_seq, unread, mentions };
            let mut facts = vec![Committed::Personal(PersonalChange { user, my_rev: read.my_rev, what })];
            if read.told {
                let moved = ReadMoved { chat, user, seq: read.read_seq, members: read.members };
                facts.push(Committed::Read(moved));
            }
            ((read.read_seq, read.unread), facts)
        })
    }
}
