//! Membership of chats.

use super::{Store, on_reader, on_writer};
use crate::found::{Bounds, Touched};
use crate::rows::audit::AuditRow;
use crate::rows::member::MemberRow;
use crate::rows::user::UserRow;
use domain::audit::{self, Entry};
use domain::member::{Member, Role};
use domain::page::{Limit, Page};
use domain::user::Person;
use domain::{ChatId, Result, Timestamp, UserId};

#[derive(Debug, Clone)]
pub struct MemberEntry {
    pub person: Person,
    pub member: Member,
}

impl Store {
    pub async fn add_members(
        &self,
        chat: ChatId,
        actor: UserId,
        users: Vec<UserId>,
        bounds: Bounds,
        at: Timestamp,
    ) -> Result<()> {
        let (act, keys) = (self.act(chat, actor, at), self.sealing_keys(chat, at).await?);
        let opener = keys.clone();
        on_writer!(self, members::add(act, users, keys, bounds), move |touched: Touched| {
            ((), Self::told(&opener, &touched))
        })
    }

    pub async fn join(&self, chat: ChatId, user: UserId, bounds: Bounds, at: Timestamp) -> Result<()> {
        let (act, keys) = (self.act(chat, user, at), self.sealing_keys(chat, at).await?);
        let opener = keys.clone();
        on_writer!(self, members::join(act, keys, bounds), move |touched: Touched| {
            ((), Self::told(&opener, &touched))
        })
    }

    pub async fn leave(&self, chat: ChatId, user: UserId, at: Timestamp) -> Result<()> {
        let (act, keys) = (self.act(chat, user, at), self.sealing_keys(chat, at).await?);
        let opener = keys.clone();
        on_writer!(self, members::leave(act, keys), move |touched: Touched| {
            ((), Self::told(&opener, &touched))
        })
    }

    pub async fn remove_member(
        &self,
        chat: ChatId,
        actor: UserId,
        target: UserId,
        at: Timestamp,
    ) -> Result<()> {
        let (act, keys) = (self.act(chat, actor, at), self.sealing_keys(chat, at).await?);
        let opener = keys.clone();
        let entry = Entry::of(audit::Act::MemberRemoved, Some(target), at).by(actor).on(chat.uuid());
        let entry = AuditRow::of(entry, self.random);
        on_writer!(self, members::remove(act, target, keys, entry), move |touched: Touched| {
            ((), Self::told(&opener, &touched))
        })
    }

    pub async fn set_role(
        &self,
        chat: ChatId,
        actor: UserId,
        target: UserId,
        role: Role,
        at: Timestamp,
    ) -> Result<()> {
        let (act, keys) = (self.act(chat, actor, at), self.sealing_keys(chat, at).await?);
        let opener = keys.clone();
        let word = match role {
            Role::Owner => "owner",
            Role::Admin => "admin",
            Role::Member => "member",
        };
        let entry =
            Entry::of(audit::Act::RoleChanged, Some(target), at).by(actor).on(chat.uuid()).saying(word);
        let entry = AuditRow::of(entry, self.random);
        on_writer!(self, members::set_role(act, target, role, keys, entry), move |touched: Touched| {
            ((), Self::told(&opener, &touched))
        })
    }

    pub async fn members(
        &self,
        chat: ChatId,
        reader: UserId,
        after: Option<UserId>,
        limit: Limit,
    ) -> Result<Page<MemberEntry>> {
        let mut rows: Vec<(MemberRow, UserRow)> =
            on_reader!(self, lists::members_of(chat, reader, after, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|(row, _)| row.user_id.to_string());
        let open =
            |(row, user): (MemberRow, UserRow)| MemberEntry { person: user.person(), member: row.open() };
        Ok(Page { items: rows.into_iter().map(open).collect(), next })
    }
}
