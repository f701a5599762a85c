//! Entries of the audit log. They are in clear: they hold ids, a cut address and words of a fixed list.

use crate::schema::audit_log;
use crate::types::StoredId;
use diesel::prelude::*;
use domain::audit::{Act, Entry};
use domain::{AuditId, Random, Timestamp, UserId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_log, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct AuditRow {
    #[diesel(serialize_as = StoredId)]
    pub id: AuditId,
    pub at: i64,
    pub act: String,
    pub actor_id: Option<StoredId>,
    pub user_id: Option<StoredId>,
    pub target_id: Option<StoredId>,
    pub address_prefix: Option<String>,
    pub detail: Option<String>,
}

impl AuditRow {
    pub fn of(entry: Entry, random: Random) -> Self {
        Self {
            id: AuditId::make(entry.at, random),
            at: entry.at.millis(),
            act: entry.act.name().to_owned(),
            actor_id: entry.actor.map(StoredId::from),
            user_id: entry.user.map(StoredId::from),
            target_id: entry.target.map(StoredId::from_uuid),
            address_prefix: entry.address_prefix,
            detail: entry.detail,
        }
    }

    /// None for an act of a later version.
    pub fn open(self) -> Option<(AuditId, Entry)> {
        let user = |id: StoredId| UserId::from_uuid(id.uuid());
        let entry = Entry {
            act: Act::parse(&self.act)?,
            at: Timestamp::from_millis(self.at),
            actor: self.actor_id.map(user),
            user: self.user_id.map(user),
            target: self.target_id.map(StoredId::uuid),
            address_prefix: self.address_prefix,
            detail: self.detail,
        };
        Some((self.id, entry))
    }
}
