//! The audit log is written here where an entry is not written together with the act itself.

use crate::rows::operators::audit::AuditRow;
use crate::store::{Store, on_reader, on_writer};
use domain::audit::Entry;
use domain::page::{Limit, Page};
use domain::{AuditId, Result, UserId};

impl Store {
    pub async fn note(&self, entry: Entry) -> Result<()> {
        let row = AuditRow::of(entry, self.random);
        on_writer!(self, operators::audit::note(row), |_| ((), vec![]))
    }

    /// What concerns one person's account, newest first; at most `limit` rows are looked at.
    pub async fn security_events(
        &self,
        user: UserId,
        before: Option<AuditId>,
        limit: Limit,
    ) -> Result<Page<(AuditId, Entry)>> {
        let mut rows = on_reader!(self, operators::audit::of_user(user, before, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|row| row.id.to_string());
        Ok(Page { items: rows.into_iter().filter_map(AuditRow::open).collect(), next })
    }
}
