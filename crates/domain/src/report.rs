//! Defines reports of people, chats and messages to the administrators. Must not know how one is decided.

use crate::fault::Refusal;
use crate::{ChatId, ReportId, Seq, Timestamp, UserId, text};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Spam,
    Harassment,
    Hate,
    Sexual,
    Violence,
    ChildSafety,
    SelfHarm,
    Impersonation,
    Other,
}

impl Reason {
    pub const ALL: [Self; 9] = [
        Self::Spam,
        Self::Harassment,
        Self::Hate,
        Self::Sexual,
        Self::Violence,
        Self::ChildSafety,
        Self::SelfHarm,
        Self::Impersonation,
        Self::Other,
    ];
}

/// What the reporter adds in their own words.
#[derive(Clone, PartialEq, Eq)]
pub struct ReportText(String);

impl ReportText {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        text::block(text, 1, 1_000).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Never the words: they must not reach a log by way of a debug line.
impl std::fmt::Debug for ReportText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReportText(..)")
    }
}

/// A person, a chat, or one message of a chat.
#[derive(Debug, Clone)]
pub struct NewReport {
    pub user: Option<UserId>,
    pub chat: Option<ChatId>,
    pub seq: Option<Seq>,
    pub reason: Reason,
    pub text: Option<ReportText>,
}

/// The decision on a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Dismissed,
    Acted,
}

/// A report as administrators see it.
#[derive(Clone)]
pub struct Report {
    pub id: ReportId,
    pub reporter: UserId,
    pub user: Option<UserId>,
    pub chat: Option<ChatId>,
    pub seq: Option<Seq>,
    pub reason: Reason,
    pub text: Option<String>,
    /// The text of the reported message when it was reported.
    pub evidence: Option<String>,
    pub created_at: Timestamp,
    pub decided: Option<Decided>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    pub at: Timestamp,
    pub by: UserId,
    pub decision: Decision,
}
