//! These are the use cases of chats and their members, the same for REST and socket.

pub(crate) mod invites;

use crate::app::App;
use crate::caller::Caller;
use crate::rate_limit::{ADD_MEMBERS, CREATE_CHAT, FIRST_CONTACT, FIRST_CONTACT_NEW, Key, SEARCH};
use domain::chat::{ChatsAsked, GroupEdit, NewGroup, OwnChat, PreferencesEdit, Shown};
use domain::language::Language;
use domain::member::{MemberEntry, Role};
use domain::page::{Limit, Page};
use domain::text::fold;
use domain::{ChatId, Fault, Result, UserId};
use std::time::Duration;

/// How long an account counts as new.
const FIRST_DAY: Duration = Duration::from_secs(24 * 3600);

impl App {
    /// The one chat with a person, and whether it is new. With the caller themselves it holds what they save.
    pub async fn open_direct(&self, caller: &Caller, peer: UserId) -> Result<(OwnChat, bool)> {
        let now = self.clock.now();
        let stranger = peer != caller.user;
        if stranger && let Some(since) = self.store.first_contact(caller.user, peer).await? {
            if now.since(since) < FIRST_DAY {
                self.limits.check(&FIRST_CONTACT_NEW, Key::User(caller.user)).await?;
            }
            self.limits.check(&FIRST_CONTACT, Key::User(caller.user)).await?;
        }
        let (chat, new) = self.store.open_direct(caller.user, peer, self.settings().bounds, now).await?;
        Ok((self.chat(caller, chat).await?, new))
    }

    /// Accepts a message request.
    pub async fn accept_message_request(&self, caller: &Caller, chat: ChatId) -> Result<OwnChat> {
        self.store.accept_message_request(chat, caller.user, self.clock.now()).await?;
        self.chat(caller, chat).await
    }

    /// The other one does not learn it.
    pub async fn decline_message_request(&self, caller: &Caller, chat: ChatId) -> Result<()> {
        self.store.decline_message_request(chat, caller.user, self.clock.now()).await
    }

    /// The group, and whether it was made just now.
    pub async fn create_group(&self, caller: &Caller, mut group: NewGroup) -> Result<(OwnChat, bool)> {
        self.limits.check(&CREATE_CHAT, Key::User(caller.user)).await?;
        group.members.retain(|user| *user != caller.user);
        let (chat, new) =
            self.store.create_group(caller.user, group, self.settings().bounds, self.clock.now()).await?;
        Ok((self.chat(caller, chat).await?, new))
    }

    pub async fn chat(&self, caller: &Caller, chat: ChatId) -> Result<OwnChat> {
        let mut own = self.store.own_chat(caller.user, chat, self.clock.now()).await?;
        self.link_chat(caller, &mut own.chat.avatar);
        own.online = Some(match &mut own.peer {
            Some(peer) if peer.id == caller.user => {
                self.link(caller, peer);
                usize::from(self.hub.is_online(caller.user))
            }
            Some(peer) => {
                self.link(caller, peer);
                let (me, sights) = (caller.user, self.store.sights(caller.user, vec![peer.id]).await?);
                let seen = sights.iter().any(|(_, sight)| sight.online) && self.hub.is_online(peer.id);
                usize::from(seen) + usize::from(self.hub.is_online(me))
            }
            None => self.people_online(chat).await?,
        });
        Ok(own)
    }

    pub async fn chats(&self, caller: &Caller, asked: ChatsAsked) -> Result<Page<OwnChat>> {
        let mut page = self.store.own_chats(caller.user, asked, self.clock.now()).await?;
        for own in &mut page.items {
            self.link_chat(caller, &mut own.chat.avatar);
            if let Some(peer) = &mut own.peer {
                self.link(caller, peer);
            }
        }
        Ok(page)
    }

    /// Public groups the caller is not in, largest first.
    pub async fn explore(
        &self,
        caller: &Caller,
        wanted: Option<String>,
        language: Option<Language>,
        cursor: Option<(i64, ChatId)>,
        limit: Limit,
    ) -> Result<Page<Shown>> {
        self.limits.check(&SEARCH, Key::User(caller.user)).await?;
        let wanted = wanted.map(|text| fold(&text));
        let mut page = self.store.explore(caller.user, wanted, language, cursor, limit).await?;
        for shown in &mut page.items {
            self.link_chat(caller, &mut shown.avatar);
        }
        Ok(page)
    }

    /// A newcomer is in the room the instance keeps for everyone, if there is one. The account exists without it.
    pub(crate) async fn enter_default_room(&self, user: UserId) {
        let Some(handle) = &self.settings().default_room else { return };
        let entered = match self.store.public_group(handle.as_str()).await {
            Ok(Some(chat)) => self.store.join(chat, user, self.settings().bounds, self.clock.now()).await,
            Ok(None) => Err(Fault::NotFound),
            Err(fault) => Err(fault),
        };
        if let Err(fault) = entered {
            tracing::warn!(event = "default_room_not_entered", code = fault.code(), user_id = %user);
        }
    }

    /// What I want of a chat for myself.
    pub async fn edit_preferences(
        &self,
        caller: &Caller,
        chat: ChatId,
        edit: PreferencesEdit,
    ) -> Result<OwnChat> {
        self.store.edit_preferences(chat, caller.user, edit, self.clock.now()).await?;
        self.chat(caller, chat).await
    }

    pub async fn edit_group(&self, caller: &Caller, chat: ChatId, edit: GroupEdit) -> Result<OwnChat> {
        self.store.edit_group(chat, caller.user, edit, self.clock.now()).await?;
        self.chat(caller, chat).await
    }

    pub async fn delete_group(&self, caller: &Caller, chat: ChatId) -> Result<()> {
        self.store.delete_group(chat, caller.user, self.clock.now()).await?;
        tracing::info!(event = "chat_deleted", chat_id = %chat, user_id = %caller.user);
        self.sweeping.notify_one();
        Ok(())
    }

    pub async fn join(&self, caller: &Caller, chat: ChatId) -> Result<OwnChat> {
        self.store.join(chat, caller.user, self.settings().bounds, self.clock.now()).await?;
        self.chat(caller, chat).await
    }

    pub async fn leave(&self, caller: &Caller, chat: ChatId) -> Result<()> {
        self.store.leave(chat, caller.user, self.clock.now()).await
    }

    pub async fn members(
        &self,
        caller: &Caller,
        chat: ChatId,
        after: Option<UserId>,
        limit: Limit,
    ) -> Result<Page<MemberEntry>> {
        let mut page = self.store.members(chat, caller.user, after, limit).await?;
        for entry in &mut page.items {
            self.link(caller, &mut entry.person);
        }
        Ok(page)
    }

    pub async fn add_members(&self, caller: &Caller, chat: ChatId, users: Vec<UserId>) -> Result<OwnChat> {
        let cost = u32::try_from(users.len()).unwrap_or(u32::MAX);
        self.limits.take(&ADD_MEMBERS, Key::User(caller.user), cost).await?;
        self.store.add_members(chat, caller.user, users, self.settings().bounds, self.clock.now()).await?;
        self.chat(caller, chat).await
    }

    pub async fn remove_member(&self, caller: &Caller, chat: ChatId, target: UserId) -> Result<()> {
        self.store.remove_member(chat, caller.user, target, self.clock.now()).await
    }

    pub async fn set_role(&self, caller: &Caller, chat: ChatId, target: UserId, role: Role) -> Result<()> {
        self.store.set_role(chat, caller.user, target, role, self.clock.now()).await
    }
}
