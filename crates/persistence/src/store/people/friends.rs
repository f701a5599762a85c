//! Friends, friend requests and blocks are changed and listed here.

use super::facts;
use crate::keys::{Field, KeySet};
use crate::outcome::Told;
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::friend::InvitationRow;
use crate::store::{Store, on_reader, on_writer};
use domain::audit::{Act, Entry};
use domain::friend::{Blocked, Direction, FriendRequest, RequestState};
use domain::identifier::Identifier;
use domain::page::{Limit, Page};
use domain::privacy::{DmFrom, Sight};
use domain::user::Person;
use domain::{Fault, NotificationId, RequestId, Result, Timestamp, UserId};

/// A friend as stored; presence is known elsewhere.
pub struct FriendEntry {
    pub person: Person,
    pub since: Timestamp,
    pub sight: Sight,
    pub last_seen: Option<Timestamp>,
}

impl Store {
    /// The request as it stands, and whether it is new. One that crosses another makes both friends.
    pub async fn ask_friend(
        &self,
        me: UserId,
        other: UserId,
        at: Timestamp,
    ) -> Result<(FriendRequest, bool)> {
        let id = RequestId::make(at, self.random);
        on_writer!(self, people::friend_requests::ask(me, other, id, at.millis()), |done| {
            let done: Told<(FriendRequest, bool)> = done;
            (done.answer, facts(done.told, None))
        })
    }

    pub async fn accept_friend(&self, me: UserId, id: RequestId, at: Timestamp) -> Result<FriendRequest> {
        let notification = NotificationId::make(at, self.random);
        on_writer!(self, people::friend_requests::accept(me, id, notification, at.millis()), |done| {
            let done: Told<FriendRequest> = done;
            (done.answer, facts(done.told, None))
        })
    }

    pub async fn decline_friend(&self, me: UserId, id: RequestId, at: Timestamp) -> Result<FriendRequest> {
        on_writer!(self, people::friend_requests::decline(me, id, at.millis()), |done| {
            let done: Told<FriendRequest> = done;
            (done.answer, facts(done.told, None))
        })
    }

    /// A request, or an invitation: the sender cannot tell the two apart.
    pub async fn cancel_request(&self, me: UserId, id: RequestId, at: Timestamp) -> Result<()> {
        let cancelled = on_writer!(self, people::friend_requests::cancel(me, id, at.millis()), |done| {
            let done: Told<()> = done;
            ((), facts(done.told, None))
        });
        match cancelled {
            Err(Fault::NotFound) => {
                on_writer!(self, people::invitations::cancel(me, id, at.millis()), |done| {
                    let done: Told<()> = done;
                    ((), facts(done.told, None))
                })
            }
            other => other,
        }
    }

    /// Open ones, newest first.
    pub async fn friend_requests(
        &self,
        me: UserId,
        direction: Direction,
        before: Option<RequestId>,
        limit: Limit,
        now: Timestamp,
    ) -> Result<Page<FriendRequest>> {
        let (incoming, rows) = (direction == Direction::Incoming, limit.rows() + 1);
        let found = on_reader!(self, people::friend_request_lists::list(me, incoming, before, rows))?;
        let mut items: Vec<FriendRequest> =
            found.into_iter().map(|(row, other)| row.open(me, other.person())).collect();
        if !incoming {
            let sent = on_reader!(self, people::invitations::list(me, now.millis(), before, rows))?;
            let keys = self.user_keys(me).await?;
            items.extend(sent.iter().map(|row| invitation(row, &keys)));
            items.sort_by_key(|item| std::cmp::Reverse(item.id));
        }
        let more = items.len() > limit.len();
        items.truncate(limit.len());
        let next = items.last().filter(|_| more).map(|item| item.id.to_string());
        Ok(Page { items, next })
    }

    /// By username.
    pub async fn friends(
        &self,
        me: UserId,
        after: Option<String>,
        limit: Limit,
    ) -> Result<Page<FriendEntry>> {
        let mut rows = on_reader!(self, people::friends::list(me, after, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|(_, row)| row.username.clone());
        let sights = self.sights(me, rows.iter().map(|(_, row)| row.id).collect()).await?;
        let sight = |user| sights.iter().find(|(known, _)| *known == user).map(|(_, sight)| *sight);
        let items = rows.into_iter().map(|(since, row)| FriendEntry {
            since: Timestamp::from_millis(since),
            sight: sight(row.id).unwrap_or_default(),
            last_seen: row.last_seen_at.map(Timestamp::from_millis),
            person: row.person(),
        });
        Ok(Page { items: items.collect(), next })
    }

    pub async fn unfriend(&self, me: UserId, other: UserId, usual: DmFrom, at: Timestamp) -> Result<()> {
        on_writer!(self, people::friends::unfriend(me, other, usual, at.millis()), |done| {
            let done: Told<()> = done;
            ((), facts(done.told, None))
        })
    }

    pub async fn block(&self, me: UserId, other: UserId, at: Timestamp) -> Result<()> {
        let entry = Entry::own(Act::Blocked, me, at).on(other.uuid());
        let entry = AuditRow::of(entry, self.random);
        on_writer!(self, people::blocks::block(me, other, at.millis(), entry), |done| {
            let done: Told<()> = done;
            ((), facts(done.told, None))
        })
    }

    pub async fn unblock(&self, me: UserId, other: UserId, usual: DmFrom, at: Timestamp) -> Result<()> {
        let entry = Entry::own(Act::Unblocked, me, at).on(other.uuid());
        let entry = AuditRow::of(entry, self.random);
        on_writer!(self, people::blocks::unblock(me, other, usual, at.millis(), entry), |done| {
            let done: Told<()> = done;
            ((), facts(done.told, None))
        })
    }

    /// Whom I have blocked, by username.
    pub async fn blocks(&self, me: UserId, after: Option<String>, limit: Limit) -> Result<Page<Blocked>> {
        let mut rows = on_reader!(self, people::blocks::list(me, after, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|(_, row)| row.username.clone());
        let items = rows
            .into_iter()
            .map(|(since, row)| Blocked { person: row.person(), since: Timestamp::from_millis(since) });
        Ok(Page { items: items.collect(), next })
    }
}

/// An invitation looks like a request to an address, whether or not an account has it.
pub(crate) fn invitation(row: &InvitationRow, keys: &KeySet) -> FriendRequest {
    let contact = keys.open_field(Field::InvitationContact, row.id.bytes(), &row.contact_sealed);
    FriendRequest {
        id: row.id,
        direction: Direction::Outgoing,
        with: None,
        contact: contact.and_then(|contact| Identifier::parse(&contact).ok()).map(|contact| contact.masked()),
        state: RequestState::Open,
        created_at: Timestamp::from_millis(row.created_at),
    }
}
