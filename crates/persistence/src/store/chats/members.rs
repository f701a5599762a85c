//! Members are added, removed, banned and listed here.

use crate::input::{Bounds, NewNotification};
use crate::outcome::Touched;
use crate::rows::chats::member::MemberRow;
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::UserRow;
use crate::store::sync::notifications::Telling;
use crate::store::{Store, on_reader, on_writer};
use domain::audit::{self, Entry};
use domain::member::{MemberEntry, Role};
use domain::notification::{About, NotificationKind};
use domain::page::{Limit, Page};
use domain::{ChatId, Result, Timestamp, UserId};

impl Store {
    /// Members who let everyone see that they are online.
    pub async fn shown_members(&self, chat: ChatId) -> Result<Vec<UserId>> {
        on_reader!(self, chats::members::shown(chat))
    }

    pub async fn add_members(
        &self,
        chat: ChatId,
        actor: UserId,
        users: Vec<UserId>,
        bounds: Bounds,
        at: Timestamp,
    ) -> Result<()> {
        let (act, keys, publish) = self.change_chat(chat, actor, at).await?;
        let title = on_reader!(self, chats::find(chat))?.and_then(|row| row.names(&keys).title);
        let invitations = self.group_invitations((chat, title), actor, &users, bounds, at).await?;
        let users = (users, invitations);
        on_writer!(self, chats::members::add(act, users, keys, bounds), publish)
    }

    /// Seals an invitation for each of these people who is in too many chats to be added.
    pub(crate) async fn group_invitations(
        &self,
        (chat, title): (ChatId, Option<String>),
        actor: UserId,
        users: &[UserId],
        bounds: Bounds,
        at: Timestamp,
    ) -> Result<Vec<NewNotification>> {
        let users = users.to_vec();
        let busy = on_reader!(self, chats::group_invitations::busy(users, bounds))?;
        let mut invitations = Vec::with_capacity(busy.len());
        for user in busy {
            let about = About::text(title.as_deref().unwrap_or_default()).in_chat(chat);
            let (kind, source) = (NotificationKind::GroupInvitation, chat.uuid());
            let telling = Telling { user, kind, source, actor: Some(actor), about, at };
            invitations.push(self.new_notification(telling).await?);
        }
        Ok(invitations)
    }

    pub async fn join(&self, chat: ChatId, user: UserId, bounds: Bounds, at: Timestamp) -> Result<()> {
        let (act, keys, publish) = self.change_chat(chat, user, at).await?;
        on_writer!(self, chats::members::join(act, keys, bounds), publish)
    }

    pub async fn leave(&self, chat: ChatId, user: UserId, at: Timestamp) -> Result<()> {
        let (act, keys, publish) = self.change_chat(chat, user, at).await?;
        on_writer!(self, chats::members::leave(act, keys), publish)
    }

    pub async fn remove_member(
        &self,
        chat: ChatId,
        actor: UserId,
        target: UserId,
        at: Timestamp,
    ) -> Result<()> {
        let (act, keys, publish) = self.change_chat(chat, actor, at).await?;
        let entry = self.entry(audit::Act::MemberRemoved, chat, actor, Some(target), at);
        on_writer!(self, chats::members::remove(act, target, keys, entry), publish)
    }

    pub async fn ban(&self, chat: ChatId, actor: UserId, target: UserId, at: Timestamp) -> Result<()> {
        let (act, keys, publish) = self.change_chat(chat, actor, at).await?;
        let entry = self.entry(audit::Act::MemberBanned, chat, actor, Some(target), at);
        on_writer!(self, chats::bans::ban(act, target, keys, entry), publish)
    }

    pub async fn unban(&self, chat: ChatId, actor: UserId, target: UserId, at: Timestamp) -> Result<()> {
        let (act, keys) = (self.act(chat, actor, at), self.current_keys(chat, at).await?);
        let entry = self.entry(audit::Act::MemberUnbanned, chat, actor, Some(target), at);
        on_writer!(self, chats::bans::unban(act, target, entry), move |touched: Touched| {
            ((), Self::told(&keys, &touched))
        })
    }

    /// By person, for those who look after the group.
    pub async fn bans(
        &self,
        chat: ChatId,
        reader: UserId,
        after: Option<UserId>,
        limit: Limit,
    ) -> Result<Page<MemberEntry>> {
        let rows = on_reader!(self, chats::bans::list(chat, reader, after, limit.rows() + 1))?;
        Ok(page(rows, limit))
    }

    pub async fn set_role(
        &self,
        chat: ChatId,
        actor: UserId,
        target: UserId,
        role: Role,
        at: Timestamp,
    ) -> Result<()> {
        let (act, keys, publish) = self.change_chat(chat, actor, at).await?;
        let word = match role {
            Role::Owner => "owner",
            Role::Admin => "admin",
            Role::Member => "member",
        };
        let entry =
            Entry::of(audit::Act::RoleChanged, Some(target), at).by(actor).on(chat.uuid()).saying(word);
        let entry = AuditRow::of(entry, self.random);
        on_writer!(self, chats::members::set_role(act, target, role, keys, entry), publish)
    }

    pub async fn members(
        &self,
        chat: ChatId,
        reader: UserId,
        after: Option<UserId>,
        limit: Limit,
    ) -> Result<Page<MemberEntry>> {
        let rows = on_reader!(self, chats::lists::members_of(chat, reader, after, limit.rows() + 1))?;
        Ok(page(rows, limit))
    }

    pub(crate) fn entry(
        &self,
        what: audit::Act,
        chat: ChatId,
        actor: UserId,
        target: Option<UserId>,
        at: Timestamp,
    ) -> AuditRow {
        AuditRow::of(Entry::of(what, target, at).by(actor).on(chat.uuid()), self.random)
    }
}

/// One row more than asked for says that there is another page.
fn page(mut rows: Vec<(MemberRow, UserRow)>, limit: Limit) -> Page<MemberEntry> {
    let more = rows.len() > limit.len();
    rows.truncate(limit.len());
    let next = rows.last().filter(|_| more).map(|(row, _)| row.user_id.to_string());
    let open = |(row, user): (MemberRow, UserRow)| MemberEntry { person: user.person(), member: row.open() };
    Page { items: rows.into_iter().map(open).collect(), next }
}
