//! Defines the audit log as JSON: ids and words from fixed lists, never what people wrote. Must not know who may see
//! it.

use domain::AuditId;
use domain::audit::Entry;
use domain::page::Page;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditItem {
    pub id: Uuid,
    #[schema(format = "date-time")]
    pub at: String,
    /// A word from a fixed list.
    #[schema(example = "signed_in")]
    pub act: String,
    /// Who caused it; `null` for the server, the command line, or a person without proof.
    #[schema(required)]
    pub actor_id: Option<Uuid>,
    /// The account it is about.
    #[schema(required)]
    pub user_id: Option<Uuid>,
    /// A session, chat, person or report.
    #[schema(required)]
    pub target_id: Option<Uuid>,
    /// The network it came from, never the full address.
    #[schema(required)]
    pub address_prefix: Option<String>,
    #[schema(required)]
    pub detail: Option<String>,
}

impl AuditItem {
    pub fn of(id: AuditId, entry: Entry) -> Self {
        Self {
            id: id.uuid(),
            at: entry.at.to_string(),
            act: entry.act.name().to_owned(),
            actor_id: entry.actor.map(|user| user.uuid()),
            user_id: entry.user.map(|user| user.uuid()),
            target_id: entry.target,
            address_prefix: entry.address_prefix,
            detail: entry.detail,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditPage {
    pub items: Vec<AuditItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<(AuditId, Entry)>> for AuditPage {
    fn from(page: Page<(AuditId, Entry)>) -> Self {
        let items = page.items.into_iter().map(|(id, entry)| AuditItem::of(id, entry));
        Self { items: items.collect(), next: page.next }
    }
}
