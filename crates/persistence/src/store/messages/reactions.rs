//! People react to messages, star, hide and pin them here, and list what they kept.

use crate::input::StarCursor;
use crate::outcome::{Kept, Touched};
use crate::rows::people::UserRow;
use crate::store::chats::open;
use crate::store::{Store, on_reader, on_writer};
use domain::event::{Committed, PersonalChange};
use domain::message::{Emoji, Mark, Message};
use domain::page::{Limit, Page};
use domain::user::Person;
use domain::{ChatId, Fault, Result, Seq, Timestamp, UserId};

impl Store {
    /// Reacts, or takes it back; the message as the one sees it who did.
    pub async fn react(
        &self,
        chat: ChatId,
        actor: UserId,
        seq: Seq,
        (emoji, on): (Emoji, bool),
        at: Timestamp,
    ) -> Result<Message> {
        self.restore_text(chat, actor, seq, at).await?;
        let (act, keys) = (self.act(chat, actor, at), self.current_keys(chat, at).await?);
        let reacted =
            on_writer!(self, messages::reacted::react(act, seq, emoji, on), move |touched: Touched| {
                let opened = open::touched(&touched, &keys);
                (opened.message, opened.facts)
            })?;
        reacted.ok_or(Fault::Internal)
    }

    /// People who reacted with this emoji, by person.
    pub async fn reactors(
        &self,
        chat: ChatId,
        reader: UserId,
        seq: Seq,
        (emoji, after): (Emoji, Option<UserId>),
        (limit, now): (Limit, Timestamp),
    ) -> Result<Page<Person>> {
        let act = self.act(chat, reader, now);
        let mut rows = on_reader!(self, messages::reacted::with(act, seq, emoji, after, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|user| user.id.to_string());
        Ok(Page { items: rows.into_iter().map(UserRow::person).collect(), next })
    }

    /// Their author has seen the reactions to these messages.
    pub async fn see_reactions(
        &self,
        chat: ChatId,
        actor: UserId,
        seqs: Vec<Seq>,
        at: Timestamp,
    ) -> Result<()> {
        let act = self.act(chat, actor, at);
        on_writer!(self, messages::reacted::see(act, seqs), |told: Vec<PersonalChange>| {
            ((), told.into_iter().map(Committed::Personal).collect())
        })
    }

    pub async fn star(&self, chat: ChatId, actor: UserId, seq: Seq, on: bool, at: Timestamp) -> Result<()> {
        let act = self.act(chat, actor, at);
        on_writer!(self, messages::reactions::star(act, seq, on), |told: Option<PersonalChange>| {
            ((), told.map(Committed::Personal).into_iter().collect())
        })
    }

    /// For one reader only; what is left of it for them.
    pub async fn hide(&self, chat: ChatId, actor: UserId, seq: Seq, at: Timestamp) -> Result<Message> {
        self.restore_text(chat, actor, seq, at).await?;
        let (act, keys) = (self.act(chat, actor, at), self.current_keys(chat, at).await?);
        on_writer!(self, messages::reactions::hide(act, seq), move |done| {
            let (row, told): (_, Option<PersonalChange>) = done;
            let own = Some(Mark { starred: false, hidden: true });
            let message = Message { own, ..row.open(&keys) };
            (message, told.map(Committed::Personal).into_iter().collect())
        })
    }

    pub async fn pin(&self, chat: ChatId, actor: UserId, seq: Seq, on: bool, at: Timestamp) -> Result<()> {
        self.restore_text(chat, actor, seq, at).await?;
        let (act, keys, publish) = self.change_chat(chat, actor, at).await?;
        on_writer!(self, messages::pins_and_stars::pin(act, seq, on, keys), publish)
    }

    /// Newest message first.
    pub async fn pins(
        &self,
        chat: ChatId,
        reader: UserId,
        before: Option<Seq>,
        limit: Limit,
        now: Timestamp,
    ) -> Result<Page<Message>> {
        let before = before.unwrap_or(Seq::MAX);
        let (mut rows, marks) =
            on_reader!(self, messages::pins_and_stars::pins(chat, reader, before, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|row| row.seq.to_string());
        let keys = self.readable(chat, &mut rows, now).await?;
        let mut items: Vec<Message> = rows.iter().map(|row| marks.own(row.open(&keys))).collect();
        items.retain(is_shown);
        self.quote(chat, reader, &mut items, now).await?;
        Ok(Page { items, next })
    }

    /// Starred last first, over all chats.
    pub async fn starred(
        &self,
        reader: UserId,
        cursor: Option<(Timestamp, ChatId, Seq)>,
        limit: Limit,
        now: Timestamp,
    ) -> Result<Page<Message>> {
        let before = cursor.map(|(at, chat, seq)| StarCursor { at: at.millis(), chat, seq });
        let mut kept: Vec<Kept> =
            on_reader!(self, messages::pins_and_stars::starred(reader, before, limit.rows() + 1))?;
        let more = kept.len() > limit.len();
        kept.truncate(limit.len());
        let last = kept.last().filter(|_| more);
        let next = last.map(|one| format!("{}_{}_{}", one.starred_at, one.row.chat_id, one.row.seq));
        let mut items = Vec::with_capacity(kept.len());
        for Kept { mut row, marks, .. } in kept {
            let keys = self.readable(row.chat_id, std::slice::from_mut(&mut row), now).await?;
            let mut one = [marks.own(row.open(&keys))];
            self.quote(row.chat_id, reader, &mut one, now).await?;
            items.extend(one);
        }
        Ok(Page { items, next })
    }
}

/// What a reader has hidden is in none of their lists.
fn is_shown(message: &Message) -> bool {
    !message.own.is_some_and(|own| own.hidden)
}
