//! Chats are made, changed, listed and deleted here.

pub mod direct;
pub mod invites;
pub mod members;
pub mod open;

use super::chats::open::peer_of;
use super::people::facts;
use super::sync::notifications::personal;
use super::{Store, on_reader, on_writer};
use crate::input::{Act, Bounds, ChatCursor, ChatListPage, GroupCursor};
use crate::keys::KeySet;
use crate::outcome::{OwnChatRow, Touched};
use crate::rows::chats::{ChatRow, Names};
use domain::audit;
use domain::chat::{
    Chat, ChatKind, ChatsAsked, GroupEdit, ListPlace, NewGroup, OwnChat, PreferencesEdit, Shown,
};
use domain::event::Committed;
use domain::language::Language;
use domain::page::{Limit, Page};
use domain::search::Query;
use domain::user::Person;
use domain::{ChatId, ClientId, Fault, FileId, Result, Timestamp, UserId};
use std::sync::Arc;
use vault::Owner;

pub use crate::input::Bounds as ChatBounds;

/// How many rows of a chat that is gone are removed in one go.
const SWEEP: i64 = 1_000;

impl Store {
    /// The group, and whether it was made just now. One that was asked for under the same client id is the same.
    pub async fn create_group(
        &self,
        owner: UserId,
        group: NewGroup,
        bounds: Bounds,
        at: Timestamp,
    ) -> Result<(ChatId, bool)> {
        let repeatable = |client_id: ClientId| {
            let parts: [&[u8]; 3] = [b"group", &owner.bytes(), &client_id.bytes()];
            let bytes = vault::lookup::fingerprint(&self.fingerprint, &parts);
            ChatId::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
        };
        let id = group.client_id.map_or_else(|| ChatId::make(at, self.random), repeatable);
        let (keys, key_rows) = self.new_keys(Owner::Chat(id.bytes()), at);
        let mut row = ChatRow::new(id, ChatKind::Group, group.visibility, group.history, at);
        row.handle = group.handle.map(|handle| handle.as_str().to_owned());
        row.set_languages(&group.languages);
        let names = Names {
            title: Some(group.title.into_string()),
            description: Some(group.description.into_string()).filter(|text| !text.is_empty()),
        };
        let title = names.title.clone();
        row.set_names(names, group.visibility, &keys, self.random)?;
        let invitations = self.group_invitations((id, title), owner, &group.members, bounds, at).await?;
        let (act, members) = (self.act(id, owner, at), (group.members, invitations));
        let opener = keys.clone();
        on_writer!(
            self,
            chats::groups::create(act, row, members, keys, key_rows, bounds),
            move |touched: Touched| {
                // Without members it was there before, with keys of its own.
                let new = !touched.members.is_empty();
                ((id, new), if new { open::touched(&touched, &opener).facts } else { vec![] })
            }
        )
    }

    pub async fn edit_group(
        &self,
        chat: ChatId,
        actor: UserId,
        edit: GroupEdit,
        at: Timestamp,
    ) -> Result<Chat> {
        let (act, keys) = (self.act(chat, actor, at), self.current_sealing_keys(chat, at).await?);
        let opener = keys.clone();
        on_writer!(self, chats::groups::edit(act, edit, keys), move |touched: Touched| {
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
        let (act, keys) = (self.act(chat, actor, at), self.current_keys(chat, at).await?);
        on_writer!(self, chats::groups::set_avatar(act, avatar), move |set| {
            let (touched, former): (Touched, Option<FileId>) = set;
            (former, Self::told(&keys, &touched))
        })
    }

    /// Whether the person may change the group at all: asked before a picture is taken in.
    pub async fn may_edit(&self, chat: ChatId, actor: UserId) -> Result<()> {
        on_reader!(self, chats::groups::may_edit(chat, actor))
    }

    /// Public groups the person is not in, largest first. `wanted` is folded.
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
        let mut rows =
            on_reader!(self, chats::explore::groups(reader, wanted, language, after, limit.rows() + 1))?;
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
        let row = on_reader!(self, chats::explore::named(handle))?;
        Ok(row.map(|row| row.id))
    }

    pub async fn delete_group(&self, chat: ChatId, actor: UserId, at: Timestamp) -> Result<()> {
        let (act, keys) = (self.act(chat, actor, at), self.current_keys(chat, at).await?);
        let entry = self.entry(audit::Act::ChatDeleted, chat, actor, None, at);
        on_writer!(self, chats::groups::delete(act, entry), move |touched: Touched| {
            ((), open::touched(&touched, &keys).facts)
        })?;
        self.forget_keys(Owner::Chat(chat.bytes()));
        Ok(())
    }

    /// Removes some rows of chats that are gone; false when there is nothing left to remove.
    pub async fn sweep_gone_chats(&self, now: Timestamp) -> Result<bool> {
        let gone = on_reader!(self, chats::gone(1))?;
        let Some(chat) = gone.first().copied() else { return Ok(false) };
        on_writer!(self, chats::groups::sweep(chat, SWEEP, now.millis()), |told| ((), facts(told, None)))?;
        Ok(true)
    }

    pub async fn own_chat(&self, user: UserId, chat: ChatId, now: Timestamp) -> Result<OwnChat> {
        let row = on_reader!(self, chats::lists::own_chat(user, chat))?;
        let mut chats = self.open_own(user, vec![row], now).await?;
        chats.pop().ok_or(Fault::NotFound)
    }

    pub async fn own_chats(&self, user: UserId, asked: ChatsAsked, now: Timestamp) -> Result<Page<OwnChat>> {
        let ChatsAsked { after, archived, limit } = asked;
        let after = after.map(|ListPlace { pinned, active_at, chat }| ChatCursor {
            pinned,
            active_at: active_at.millis(),
            chat,
        });
        let page = ChatListPage { after, archived, limit: limit.rows() + 1 };
        let mut rows = on_reader!(self, chats::lists::own_chats(user, page))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let items = self.open_own(user, rows, now).await?;
        let last = items.last().filter(|_| more);
        let next = last.map(|own| {
            let pinned = u8::from(own.preferences.pinned);
            format!("{pinned}_{}_{}", own.active_at.millis(), own.chat.id)
        });
        Ok(Page { items, next })
    }

    /// Some of a person's chats whose name, or the other person's, holds what is looked for.
    pub async fn chats_named(
        &self,
        user: UserId,
        query: &Query,
        most: usize,
        now: Timestamp,
    ) -> Result<Vec<OwnChat>> {
        let rows = on_reader!(self, chats::lists::all_of(user))?;
        let mut keys = self.keys_of_chats(rows.iter().map(|row| row.id), now).await?;
        if rows.iter().filter(|row| keys.get(&row.id).is_some_and(|keys| row.is_newer_than(keys))).count() > 0
        {
            keys = self.keys_of_chats(rows.iter().map(|row| row.id), now).await?;
        }
        let peers = rows.iter().filter_map(|row| peer_of(row, user)).collect();
        let people = on_reader!(self, people::some(peers))?;
        let named = |row: &&ChatRow| {
            let title = keys.get(&row.id).and_then(|keys| row.names(keys).title);
            let peer = peer_of(row, user).map(|peer| open::person(&people, peer));
            let names =
                title.into_iter().chain(peer.into_iter().flat_map(|one| [one.display_name, one.username]));
            names.into_iter().any(|name| query.find(&name).is_some())
        };
        let found = rows.iter().filter(named).take(most).map(|row| row.id).collect();
        let rows = on_reader!(self, chats::lists::these(user, found))?;
        self.open_own(user, rows, now).await
    }

    /// Changes a member's preferences of a chat.
    pub async fn edit_preferences(
        &self,
        chat: ChatId,
        user: UserId,
        edit: PreferencesEdit,
        at: Timestamp,
    ) -> Result<()> {
        let (act, keys) = (self.act(chat, user, at), self.current_sealing_keys(chat, at).await?);
        on_writer!(self, chats::preferences::edit(act, edit, keys), |change| ((), personal(change)))
    }

    pub(crate) fn act(&self, chat: ChatId, actor: UserId, at: Timestamp) -> Act {
        Act { chat, actor, at, random: self.random }
    }

    async fn open_own(&self, me: UserId, rows: Vec<OwnChatRow>, now: Timestamp) -> Result<Vec<OwnChat>> {
        let peers: Vec<UserId> = rows.iter().filter_map(|row| peer_of(&row.chat, me)).collect();
        let people = if peers.is_empty() { vec![] } else { on_reader!(self, people::some(peers))? };
        let mut keys = self.keys_of_chats(rows.iter().map(|row| row.chat.id), now).await?;
        if rows
            .iter()
            .filter(|row| keys.get(&row.chat.id).is_some_and(|keys| row.is_newer_than(keys)))
            .count()
            > 0
        {
            keys = self.keys_of_chats(rows.iter().map(|row| row.chat.id), now).await?;
        }
        let open = |row: OwnChatRow| {
            let keys = keys.get(&row.chat.id)?;
            let peer: Option<Person> = peer_of(&row.chat, me).map(|user| open::person(&people, user));
            Some(open::own_chat(row, me, keys, peer))
        };
        Ok(rows.into_iter().filter_map(open).collect())
    }

    /// What a change of a chat begins with: the act, the keys that seal what it writes, and what publishes it.
    pub(crate) async fn change_chat(
        &self,
        chat: ChatId,
        actor: UserId,
        at: Timestamp,
    ) -> Result<(Act, Arc<KeySet>, impl FnOnce(Touched) -> ((), Vec<Committed>) + Send + 'static)> {
        let keys = self.current_sealing_keys(chat, at).await?;
        let opener = keys.clone();
        let publish = move |touched: Touched| ((), Self::told(&opener, &touched));
        Ok((self.act(chat, actor, at), keys, publish))
    }

    /// Publishes one change to all concerned.
    pub(crate) fn told(keys: &KeySet, touched: &Touched) -> Vec<Committed> {
        open::touched(touched, keys).facts
    }
}
