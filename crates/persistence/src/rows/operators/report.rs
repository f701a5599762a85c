//! A report's words are sealed with the instance's key.

use crate::keys::{Field, KeySet};
use crate::schema::operators::reports;
use crate::types::StoredId;
use diesel::prelude::*;
use domain::report::{Decided, Decision, Reason, Report};
use domain::{ChatId, ReportId, Seq, Timestamp, UserId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = reports, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct ReportRow {
    #[diesel(serialize_as = StoredId)]
    pub id: ReportId,
    #[diesel(serialize_as = StoredId)]
    pub reporter_id: UserId,
    pub user_id: Option<StoredId>,
    pub chat_id: Option<StoredId>,
    pub seq: Option<i64>,
    pub reason: i32,
    pub text_sealed: Option<Vec<u8>>,
    pub evidence_sealed: Option<Vec<u8>>,
    pub state: i32,
    pub created_at: i64,
    pub decided_at: Option<i64>,
    pub decided_by: Option<StoredId>,
    pub decision: Option<i32>,
}

pub const OPEN: i32 = 0;
pub const DECIDED: i32 = 1;

impl ReportRow {
    pub fn open(&self, keys: &KeySet) -> Report {
        let field = |field, sealed: &Option<Vec<u8>>| {
            sealed.as_deref().and_then(|sealed| keys.open_field(field, self.id.bytes(), sealed))
        };
        let decided = || {
            Some(Decided {
                at: Timestamp::from_millis(self.decided_at?),
                by: UserId::from_uuid(self.decided_by?.uuid()),
                decision: if self.decision? == 1 { Decision::Acted } else { Decision::Dismissed },
            })
        };
        Report {
            id: self.id,
            reporter: self.reporter_id,
            user: self.user_id.map(|id| UserId::from_uuid(id.uuid())),
            chat: self.chat_id.map(|id| ChatId::from_uuid(id.uuid())),
            seq: self.seq.map(Seq::from_number),
            reason: reason(self.reason),
            text: field(Field::ReportText, &self.text_sealed),
            evidence: field(Field::ReportEvidence, &self.evidence_sealed),
            created_at: Timestamp::from_millis(self.created_at),
            decided: decided(),
        }
    }
}

pub fn decision_number(decision: Decision) -> i32 {
    match decision {
        Decision::Dismissed => 0,
        Decision::Acted => 1,
    }
}

pub fn reason_number(reason: Reason) -> i32 {
    match reason {
        Reason::Other => 0,
        Reason::Spam => 1,
        Reason::Harassment => 2,
        Reason::Hate => 3,
        Reason::Sexual => 4,
        Reason::Violence => 5,
        Reason::ChildSafety => 6,
        Reason::SelfHarm => 7,
        Reason::Impersonation => 8,
    }
}

fn reason(number: i32) -> Reason {
    Reason::ALL.into_iter().find(|reason| reason_number(*reason) == number).unwrap_or(Reason::Other)
}
