//! Chats: opened, made, changed, listed, ended.

use super::open::{self, peer_of};
use super::{Store, on_reader, on_writer};
use crate::found::{Act, Bounds, ChatCursor, GroupCursor, OwnChatRow, Touched};
use crate::keys::KeySet;
use crate::rows::chat::{ChatRow, Names};
use domain::audit;
use domain::chat::{Chat, ChatKind, GroupEdit, NewGroup, OwnChat, Shown};
use domain::event::Committed;
use domain::language::Language;
use domain::page::{Limit, Page};
use domain::user::Person;
use domain::{ChatId, Fault, FileId, Result, Timestamp, UserId};
use vault::Owner;

pub use crate::found::Bounds as ChatBounds;

/// How many rows of a chat that is gone are removed in one go.
const SWEEP: i64 = 1_000;

impl Store {
    pub async fn create_group(
        &self,
        owner: UserId,
        group: NewGroup,
        bounds: Bounds,
        at: Timestamp,
    ) -> Result<ChatId> {
        let id = ChatId::make(at, self.random);
        let (keys, key_rows) = self.new_keys(Owner::Chat(id.bytes()), at);
        let mut row = ChatRow::new(id, ChatKind::Group, group.visibility, group.history, at);
        row.handle = group.handle.map(|handle| handle.as_str().to_owned());
        row.set_languages(&group.languages);
        let names = Names {
            title: Some(group.title.into_string()),
            description: Some(group.description.into_string()).filter(|text| !text.is_empty()),
        };
        row.set_names(names, group.visibility, &keys, self.random);
        let act = self.act(id, owner, at);
        let opener = keys.clone();
        on_writer!(
            self,
            groups::create(act, row, group.members, keys, key_rows, bounds),
            move |touched: Touched| (id, open::touched(&touched, &opener).facts)
        )
    }

    pub async fn edit_group(
        &self,
        chat: ChatId,
        actor: UserId,
        edit: GroupEdit,
        at: Timestamp,
    ) -> Result<Chat> {
        let (act, keys) = (self.act(chat, actor, at), self.sealing_keys(chat, at).await?);
        let opener = keys.clone();
        on_writer!(self, groups::edit(act, edit, keys), move |touched: Touched| {
            let opened = open::touched(&touched, &opener);
            (opened.chat, opened.facts)
        })
    }

    /// The group's picture; the former one, if there was one, is to be thrown away.
    pub async fn set_chat_avatar(
        &self,
        chat: ChatId,
        actor: UserId,
        avatar: Option<FileId>,
        at: Timestamp,
    ) -> Result<Option<FileId>> {
        let (act, keys) = (self.act(chat, actor, at), self.chat_keys(chat, at).await?);
        on_writer!(self, groups::set_avatar(act, avatar), move |set| {
            let (touched, former): (Touched, Option<FileId>) = set;
            (former, Self::told(&keys, &touched))
        })
    }

    /// Whether somebody may change the group at all: asked before a picture is taken in.
    pub async fn may_edit(&self, chat: ChatId, actor: UserId) -> Result<()> {
        on_reader!(self, groups::may_edit(chat, actor))
    }

    /// Public groups somebody is not in, largest first. `wanted` is folded.
    pub async fn explore(
        &self,
        reader: UserId,
        wanted: Option<String>,
        language: Option<Language>,
        cursor: Option<(i64, ChatId)>,
        limit: Limit,
    ) -> Result<Page<Shown>> {
        let language = language.map(Language::code);
        let after = cursor.map(|(members, chat)| GroupCursor { members, chat });
        let mut rows = on_reader!(self, explore::groups(reader, wanted, language, after, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|row| format!("{}_{}", row.member_count, row.id));
        // Their names are clear: no key is needed.
        let clear = KeySet::default();
        Ok(Page { items: rows.iter().map(|row| row.open(&clear).into()).collect(), next })
    }

    /// The public group of this handle, if there is one.
    pub async fn public_group(&self, handle: &str) -> Result<Option<ChatId>> {
        let handle = handle.to_owned();
        let row = on_reader!(self, explore::named(handle))?;
        Ok(row.map(|row| row.id))
    }

    pub async fn delete_group(&self, chat: ChatId, actor: UserId, at: Timestamp) -> Result<()> {
        let (act, keys) = (self.act(chat, actor, at), self.chat_keys(chat, at).await?);
        let entry = self.entry(audit::Act::ChatDeleted, chat, actor, None, at);
        on_writer!(self, groups::delete(act, entry), move |touched: Touched| {
            ((), open::touched(&touched, &keys).facts)
        })?;
        self.forget_keys(Owner::Chat(chat.bytes()));
        Ok(())
    }

    /// Removes some rows of chats that are gone; false when there is nothing left to remove.
    pub async fn sweep_gone_chats(&self) -> Result<bool> {
        let gone = on_reader!(self, chats::gone(1))?;
        let Some(chat) = gone.first().copied() else { return Ok(false) };
        on_writer!(self, groups::sweep(chat, SWEEP), |_| ((), vec![]))?;
        Ok(true)
    }

    pub async fn own_chat(&self, user: UserId, chat: ChatId, now: Timestamp) -> Result<OwnChat> {
        let row = on_reader!(self, lists::own_chat(user, chat))?;
        let mut chats = self.open_own(user, vec![row], now).await?;
        chats.pop().ok_or(Fault::NotFound)
    }

    pub async fn own_chats(
        &self,
        user: UserId,
        cursor: Option<(Timestamp, ChatId)>,
        limit: Limit,
        now: Timestamp,
    ) -> Result<Page<OwnChat>> {
        let after = cursor.map(|(at, chat)| ChatCursor { active_at: at.millis(), chat });
        let mut rows = on_reader!(self, lists::own_chats(user, None, after, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let items = self.open_own(user, rows, now).await?;
        let last = items.last().filter(|_| more);
        let next = last.map(|own| format!("{}_{}", own.active_at.millis(), own.chat.id));
        Ok(Page { items, next })
    }

    pub(super) fn act(&self, chat: ChatId, actor: UserId, at: Timestamp) -> Act {
        Act { chat, actor, at, random: self.random }
    }

    async fn open_own(&self, me: UserId, rows: Vec<OwnChatRow>, now: Timestamp) -> Result<Vec<OwnChat>> {
        let peers: Vec<UserId> = rows.iter().filter_map(|row| peer_of(row, me)).collect();
        let people = if peers.is_empty() { vec![] } else { on_reader!(self, people::some(peers))? };
        let mut opened = Vec::with_capacity(rows.len());
        for row in rows {
            let keys = self.chat_keys(row.chat.id, now).await?;
            let peer: Option<Person> = peer_of(&row, me).map(|user| open::person(&people, user));
            opened.push(open::own_chat(row, &keys, peer));
        }
        Ok(opened)
    }

    /// Tells everybody concerned, as one change.
    pub(super) fn told(keys: &KeySet, touched: &Touched) -> Vec<Committed> {
        open::touched(touched, keys).facts
    }
}
