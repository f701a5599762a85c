//! Defines reports as administrators see and decide them. Besides what the reporter wrote, a report holds the one
//! message they reported, copied at that time, and no other. Must not know what a decision does.

use crate::faults::Faults;
use crate::json;
use crate::people::Reason;
use domain::page::Page;
use domain::report::{Decision, Report};
use domain::{Result, Seq, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportOutcome {
    Dismissed,
    Acted,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportItem {
    pub id: Uuid,
    pub reporter_id: Uuid,
    #[schema(required)]
    pub user_id: Option<Uuid>,
    #[schema(required)]
    pub chat_id: Option<Uuid>,
    #[schema(required)]
    pub seq: Option<i64>,
    pub reason: Reason,
    /// In the reporter's words.
    #[schema(required)]
    pub text: Option<String>,
    /// What the reported message said when it was reported.
    #[schema(required)]
    pub evidence: Option<String>,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(required)]
    pub outcome: Option<ReportOutcome>,
    #[schema(required)]
    pub decided_by: Option<Uuid>,
    #[schema(required, format = "date-time")]
    pub decided_at: Option<String>,
}

impl From<Report> for ReportItem {
    fn from(report: Report) -> Self {
        let outcome = report.decided.map(|decided| match decided.decision {
            Decision::Dismissed => ReportOutcome::Dismissed,
            Decision::Acted => ReportOutcome::Acted,
        });
        Self {
            id: report.id.uuid(),
            reporter_id: report.reporter.uuid(),
            user_id: report.user.map(|user| user.uuid()),
            chat_id: report.chat.map(|chat| chat.uuid()),
            seq: report.seq.map(Seq::number),
            reason: report.reason.into(),
            text: report.text,
            evidence: report.evidence,
            created_at: report.created_at.to_string(),
            outcome,
            decided_by: report.decided.map(|decided| decided.by.uuid()),
            decided_at: report.decided.map(|decided| decided.at.to_string()),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportPage {
    pub items: Vec<ReportItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<Report>> for ReportPage {
    fn from(page: Page<Report>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next: page.next }
    }
}

/// `acted`: something was done elsewhere. `suspend`: the account is suspended, for the reason in `note`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportStep {
    Dismiss,
    Acted,
    /// The message is removed for everyone.
    RemoveMessage,
    Suspend,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideReportBody {
    #[serde(deserialize_with = "json::word")]
    pub decision: ReportStep,
    /// With `suspend`: the reason, for other administrators.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 500)]
    pub note: Option<String>,
}

impl DecideReportBody {
    pub fn parse(self) -> Result<(ReportStep, String)> {
        let mut faults = Faults::default();
        let note = match (&self.note, self.decision) {
            (Some(note), _) => faults.take("/note", text::block(note, 1, 500)),
            (None, ReportStep::Suspend) => {
                faults.note("/note", "required", "is required with `suspend`");
                None
            }
            (None, ReportStep::Dismiss | ReportStep::Acted | ReportStep::RemoveMessage) => {
                Some(String::new())
            }
        };
        faults.finish(note.map(|note| (self.decision, note)))
    }
}
