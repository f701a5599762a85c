//! Administrators see figures and accounts here, and change them. Nothing here opens what people wrote.

use crate::keys::Field;
use crate::outcome::AccountFound;
use crate::rows::operators::audit::AuditRow;
use crate::rows::operators::suspension::SuspensionRow;
use crate::rows::people::UserRow;
use crate::store::accounts::sessions::told;
use crate::store::{Store, on_reader, on_writer};
use crate::types::StoredId;
use domain::account::{Account, AccountDetail, Suspension};
use domain::audit::{Act, AuditQuery, Entry};
use domain::page::{Limit, Page};
use domain::{AuditId, Fault, Result, SessionId, Timestamp, UserId};

pub use crate::outcome::Figures;

/// A suspension of an account.
pub struct Suspend {
    pub user: UserId,
    /// None: the command line.
    pub by: Option<UserId>,
    pub reason: String,
    pub until: Option<Timestamp>,
    pub at: Timestamp,
}

impl Store {
    pub async fn figures(&self, day_ago: Timestamp, month_ago: Timestamp) -> Result<Figures> {
        on_reader!(self, operators::admin::figures(day_ago.millis(), month_ago.millis()))
    }

    /// Newest account first; `part` of a username.
    pub async fn accounts(
        &self,
        part: Option<&str>,
        before: Option<UserId>,
        limit: Limit,
    ) -> Result<Page<Account>> {
        let escaped =
            |part: &str| part.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let like = part.map(|part| format!("%{}%", escaped(part)));
        let mut rows = on_reader!(self, operators::admin::accounts(like, before, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|row| row.id.to_string());
        Ok(Page { items: rows.into_iter().map(account).collect(), next })
    }

    pub async fn account(&self, user: UserId, now: Timestamp) -> Result<AccountDetail> {
        let found =
            on_reader!(self, operators::admin::account(user, now.millis()))?.ok_or(Fault::NotFound)?;
        let AccountFound { row, sessions, chats, second_factor, suspension } = found;
        let keys = self.user_keys(user).await?;
        let open = |row: SuspensionRow| {
            let sealed = row.reason_sealed.as_deref();
            Suspension {
                by: row.by_id.map(|id| UserId::from_uuid(id.uuid())),
                reason: sealed
                    .and_then(|sealed| keys.open_field(Field::SuspensionReason, user.bytes(), sealed)),
                at: Timestamp::from_millis(row.at),
                until: row.until.map(Timestamp::from_millis),
            }
        };
        Ok(AccountDetail {
            has_email: row.email_sealed.is_some(),
            email_verified: row.email_verified,
            has_phone: row.phone_sealed.is_some(),
            second_factor,
            sessions,
            chats,
            suspension: suspension.map(open),
            account: account(row),
        })
    }

    pub async fn account_named(&self, username: &str) -> Result<Option<UserId>> {
        let username = username.trim().to_lowercase();
        Ok(on_reader!(self, people::by_username(username))?.map(|row| row.id))
    }

    /// The sessions that ended by it.
    /// Whether there is anyone who looks after the instance.
    pub async fn has_admin(&self) -> Result<bool> {
        on_reader!(self, operators::admin::has_admin())
    }

    /// What administrators chose while the server ran, as they wrote it.
    pub async fn chosen(&self) -> Result<Option<String>> {
        Ok(on_reader!(self, instance::find())?.and_then(|row| row.chosen))
    }

    /// False where another administrator chose meanwhile.
    pub async fn choose(&self, former: Option<String>, chosen: String, entry: Entry) -> Result<bool> {
        let entry = AuditRow::of(entry, self.random);
        on_writer!(self, instance::choose(former, chosen, entry), |done| (done, vec![]))
    }

    pub async fn suspend(&self, suspend: Suspend) -> Result<Vec<SessionId>> {
        let Suspend { user, by, reason, until, at } = suspend;
        let keys = self.user_keys(user).await?;
        let sealed = (!keys.is_empty())
            .then(|| keys.seal_field(Field::SuspensionReason, user.bytes(), reason.as_bytes(), self.random))
            .transpose()?;
        let row = SuspensionRow {
            user_id: user,
            by_id: by.map(StoredId::from),
            reason_sealed: sealed,
            at: at.millis(),
            until: until.map(Timestamp::millis),
        };
        let entry = self.admin_entry(Act::UserSuspended, user, by, at);
        on_writer!(self, operators::admin::suspend(row, entry), told)
    }

    pub async fn unsuspend(&self, user: UserId, by: Option<UserId>, at: Timestamp) -> Result<()> {
        let entry = self.admin_entry(Act::UserUnsuspended, user, by, at);
        on_writer!(self, operators::admin::unsuspend(user, entry), |()| ((), vec![]))
    }

    pub async fn suspensions_over(&self, now: Timestamp) -> Result<Vec<UserId>> {
        on_reader!(self, operators::admin::suspensions_over(now.millis()))
    }

    pub async fn end_all_sessions(
        &self,
        user: UserId,
        by: Option<UserId>,
        at: Timestamp,
    ) -> Result<Vec<SessionId>> {
        let entry = self.admin_entry(Act::SessionsEndedByAdmin, user, by, at);
        on_writer!(self, operators::admin::end_sessions(user, at.millis(), entry), told)
    }

    pub async fn set_admin(
        &self,
        user: UserId,
        admin: bool,
        by: Option<UserId>,
        at: Timestamp,
    ) -> Result<()> {
        let act = if admin { Act::AdminMade } else { Act::AdminUnmade };
        let entry = self.admin_entry(act, user, by, at);
        on_writer!(self, operators::admin::set_admin(user, admin, entry), |()| ((), vec![]))
    }

    /// Newest first; at most `limit` rows are looked at.
    pub async fn audit_entries(&self, ask: AuditQuery, limit: Limit) -> Result<Page<(AuditId, Entry)>> {
        let mut rows = on_reader!(self, operators::admin::entries(ask, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|row| row.id.to_string());
        Ok(Page { items: rows.into_iter().filter_map(AuditRow::open).collect(), next })
    }

    fn admin_entry(&self, act: Act, user: UserId, by: Option<UserId>, at: Timestamp) -> AuditRow {
        AuditRow::of(Entry { actor: by, ..Entry::of(act, Some(user), at) }, self.random)
    }
}

fn account(row: UserRow) -> Account {
    Account {
        id: row.id,
        username: row.username,
        display_name: row.display_name,
        is_admin: row.is_admin,
        is_active: row.is_active,
        created_at: Timestamp::from_millis(row.created_at),
        suspended_at: row.suspended_at.map(Timestamp::from_millis),
        deleted_at: row.deleted_at.map(Timestamp::from_millis),
    }
}
