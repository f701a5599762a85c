//! The audit log, as far as it is not written together with the act itself.

use super::{Store, on_reader, on_writer};
use crate::rows::audit::AuditRow;
use domain::audit::Entry;
use domain::{AuditId, Result, UserId};

impl Store {
    pub async fn note(&self, entry: Entry) -> Result<()> {
        let row = AuditRow::of(entry, self.random);
        on_writer!(self, audit::note(row), |_| ((), vec![]))
    }

    /// What concerns one person's account, newest first; at most `limit` rows are looked at.
    pub async fn security_events(
        &self,
        user: UserId,
        before: Option<AuditId>,
        limit: i64,
    ) -> Result<Vec<(AuditId, Entry)>> {
        let rows = on_reader!(self, audit::of_user(user, before, limit))?;
        Ok(rows.into_iter().filter_map(AuditRow::open).collect())
    }
}
