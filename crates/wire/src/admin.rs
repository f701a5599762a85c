//! Defines what administrators see and send. It contains nothing that people wrote in chats. Must not know who is an
//! administrator.

use crate::faults::Faults;
use domain::{Refusal, Result, Timestamp, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The statistics of the instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdminOverview {
    /// Without deleted accounts.
    pub users: i64,
    pub suspended: i64,
    pub admins: i64,
    /// Active within a day, and within thirty.
    pub active_day: i64,
    pub active_month: i64,
    pub chats: i64,
    /// The messages people sent, as the chats count them.
    pub messages: i64,
    pub database_bytes: i64,
    /// Open sockets of the node that answers.
    pub connections: usize,
}

/// An account as an administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdminUser {
    pub id: Uuid,
    pub username: String,
    pub display_name: String,
    pub is_admin: bool,
    pub is_active: bool,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(required, format = "date-time")]
    pub suspended_at: Option<String>,
    #[schema(required, format = "date-time")]
    pub deleted_at: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdminUserPage {
    pub items: Vec<AdminUser>,
    #[schema(required)]
    pub next: Option<String>,
}

/// An account, as far as it is known without reading any chat. Addresses are not included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdminUserDetail {
    pub user: AdminUser,
    pub has_email: bool,
    pub email_verified: bool,
    pub has_phone: bool,
    pub second_factor: bool,
    pub sessions: i64,
    pub chats: i64,
    #[schema(required)]
    pub suspension: Option<AdminSuspension>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdminSuspension {
    /// `null`: the command line.
    #[schema(required)]
    pub by_id: Option<Uuid>,
    #[schema(required)]
    pub reason: Option<String>,
    #[schema(format = "date-time")]
    pub at: String,
    #[schema(required, format = "date-time")]
    pub until: Option<String>,
}

/// Suspends an account, for a while or until the suspension is lifted.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspendBody {
    /// For other administrators.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    pub until: Option<String>,
}

impl SuspendBody {
    pub fn parse(self, now: Timestamp) -> Result<(String, Option<Timestamp>)> {
        let mut faults = Faults::default();
        let reason = faults.take("/reason", text::block(&self.reason, 1, 500));
        let until = faults.take_some("/until", self.until.as_deref(), |text| {
            let wrong = || Refusal::new("format", "must be a time in the future, like 2026-12-31T20:00:00Z");
            text.parse::<Timestamp>().ok().filter(|until| *until > now).ok_or_else(wrong)
        });
        faults.finish(reason.zip(until))
    }
}

// No `Debug`: it holds a secret.
/// A single-use secret that sets the password of one account; shown only here.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct WayInAnswer {
    /// Send it to `/auth/password/reset` as `grant`.
    pub token: String,
    #[schema(format = "date-time")]
    pub expires_at: String,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdminRoleBody {
    pub is_admin: bool,
}
