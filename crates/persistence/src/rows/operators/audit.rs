//! Entries of the audit log are rows in clear: they hold ids, a cut address and words of a fixed list.

use crate::schema::operators::{audit_chain, audit_head, audit_log};
use crate::types::StoredId;
use diesel::prelude::*;
use domain::audit::{Act, Entry};
use domain::{AuditId, Random, Timestamp, UserId};
use vault::Secret32;

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

/// A link proves its entry and, by way of the link before it, all entries before.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_chain, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct LinkRow {
    pub no: i64,
    #[diesel(serialize_as = StoredId)]
    pub audit_id: AuditId,
    pub mac: Vec<u8>,
}

/// How far the chain goes; sealed, so that it cannot be replaced without the key.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_head, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct HeadRow {
    pub id: i32,
    pub no: i64,
    pub mac: Vec<u8>,
    pub seal: Vec<u8>,
}

impl HeadRow {
    pub const ONLY: i32 = 1;

    pub fn new(key: &Secret32, no: i64, mac: Vec<u8>) -> Self {
        let seal = Self::seal(key, no, &mac).to_vec();
        Self { id: Self::ONLY, no, mac, seal }
    }

    /// Whether it was written with our key.
    pub fn is_ours(&self, key: &Secret32) -> bool {
        self.seal == Self::seal(key, self.no, &self.mac)
    }

    fn seal(key: &Secret32, no: i64, mac: &[u8]) -> [u8; 32] {
        vault::lookup::link(key, &[b"head", &no.to_be_bytes(), mac])
    }
}

impl AuditRow {
    /// Every field in a fixed order, as a link proves them; one that is absent differs from one that is empty.
    pub fn mac(&self, key: &Secret32, no: i64, before: &[u8]) -> [u8; 32] {
        let id = |id: &Option<StoredId>| id.map(|id| id.uuid().into_bytes().to_vec());
        let text = |text: &Option<String>| text.as_ref().map(|text| text.as_bytes().to_vec());
        let optional = [
            id(&self.actor_id),
            id(&self.user_id),
            id(&self.target_id),
            text(&self.address_prefix),
            text(&self.detail),
        ];
        let optional = optional.map(|field| field.map_or(vec![0], |bytes| [vec![1], bytes].concat()));
        let (no, row, at) = (no.to_be_bytes(), self.id.bytes(), self.at.to_be_bytes());
        let mut parts: Vec<&[u8]> = vec![before, &no, &row, &at, self.act.as_bytes()];
        parts.extend(optional.iter().map(Vec::as_slice));
        vault::lookup::link(key, &parts)
    }

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
