//! Defines invites to groups and join requests, as JSON. Must not know who may create or use one.

use super::{ChatAnswer, GroupCard};
use crate::account::UserCard;
use crate::faults::Faults;
use crate::literal::True;
use domain::chat::{OwnChat, Shown};
use domain::invite::{Entry, Invite, InviteTitle, JoinRequest, LONGEST_LIFE, MOST_USES, NewInvite};
use domain::page::Page;
use domain::{Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A new invite; all fields are optional.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Course in Berlin", "uses": 20, "approval": true}))]
pub struct NewInviteBody {
    /// A name that only the group's owners and admins see.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 60)]
    pub title: Option<String>,
    /// Within a year; without it, the invite works until it is revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    pub expires_at: Option<String>,
    /// Without it, the number of uses is not limited.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10000)]
    pub uses: Option<u32>,
    /// Whether an admin has to approve each use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval: Option<bool>,
}

impl NewInviteBody {
    pub fn parse(self, now: Timestamp) -> Result<NewInvite> {
        let mut faults = Faults::default();
        let title = faults.take_some("/title", self.title.as_deref(), InviteTitle::parse);
        let expires_at = match self.expires_at.map(|text| text.parse::<Timestamp>()) {
            None => None,
            Some(Ok(end)) if end > now && end <= now.plus(LONGEST_LIFE) => Some(end),
            Some(Ok(_)) => {
                faults.note("/expires_at", "out_of_range", "must be within a year from now");
                None
            }
            Some(Err(_)) => {
                faults.note("/expires_at", "format", "must be a time like 2026-11-20T12:00:00Z");
                None
            }
        };
        if self.uses.is_some_and(|uses| !(1..=MOST_USES).contains(&uses)) {
            faults.note("/uses", "out_of_range", format!("must be 1 to {MOST_USES}"));
        }
        let (uses, approval) = (self.uses, self.approval.unwrap_or(false));
        faults.finish(title.map(|title| NewInvite { title, expires_at, uses, approval }))
    }
}

/// An invite, as the group's owners and admins see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InviteItem {
    pub id: Uuid,
    /// The invite works as long as this person may add members.
    pub issuer_id: Uuid,
    /// `null` for invites that were made before codes were stored.
    #[schema(required)]
    pub code: Option<String>,
    #[schema(required)]
    pub title: Option<String>,
    #[schema(required, format = "date-time")]
    pub expires_at: Option<String>,
    #[schema(required)]
    pub uses_left: Option<i64>,
    pub used: i64,
    pub approval: bool,
    #[schema(format = "date-time")]
    pub created_at: String,
}

impl From<Invite> for InviteItem {
    fn from(invite: Invite) -> Self {
        Self {
            id: invite.id.uuid(),
            issuer_id: invite.issuer.uuid(),
            code: invite.code,
            title: invite.title,
            expires_at: invite.expires_at.map(|at| at.to_string()),
            uses_left: invite.uses_left,
            used: invite.used,
            approval: invite.approval,
            created_at: invite.created_at.to_string(),
        }
    }
}

/// The same code as in the invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewInviteAnswer {
    pub code: String,
    pub invite: InviteItem,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvitePage {
    pub items: Vec<InviteItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<Invite>> for InvitePage {
    fn from(page: Page<Invite>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next: page.next }
    }
}

/// What a person with the code is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvitationAnswer {
    pub chat: GroupCard,
    /// Whether an admin has to approve you after you use it.
    pub approval: bool,
    /// Whether you are a member already.
    pub joined: bool,
    /// Whether you have sent a join request already.
    pub requested: bool,
    #[schema(required, format = "date-time")]
    pub expires_at: Option<String>,
}

impl InvitationAnswer {
    pub fn of(shown: Shown, invite: &Invite, entry: Entry, asked: bool) -> Self {
        Self {
            chat: shown.into(),
            approval: invite.approval,
            joined: entry == Entry::In,
            requested: asked,
            expires_at: invite.expires_at.map(|at| at.to_string()),
        }
    }
}

/// Has one of the two: the group you are in now, or that your join request is pending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UsedInviteAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chat: Option<Box<ChatAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = bool)]
    pub requested: Option<True>,
}

impl From<Option<OwnChat>> for UsedInviteAnswer {
    fn from(chat: Option<OwnChat>) -> Self {
        let requested = chat.is_none().then_some(True);
        Self { chat: chat.map(|chat| Box::new(chat.into())), requested }
    }
}

/// A person whose join request is pending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JoinRequestItem {
    pub user: UserCard,
    #[schema(format = "date-time")]
    pub created_at: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JoinRequestPage {
    pub items: Vec<JoinRequestItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<JoinRequest>> for JoinRequestPage {
    fn from(page: Page<JoinRequest>) -> Self {
        let item = |request: JoinRequest| JoinRequestItem {
            user: request.person.into(),
            created_at: request.created_at.to_string(),
        };
        Self { items: page.items.into_iter().map(item).collect(), next: page.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, pointers, read};
    use serde_json::{Value, json};

    #[test]
    fn an_invite_says_what_it_may() {
        let parse = |body: Value| read::<NewInviteBody>(&body)?.parse(testing::at());
        assert!(parse(json!({})).is_ok());
        let all =
            json!({"title": "Berlin", "expires_at": "2026-12-24T00:00:00Z", "uses": 3, "approval": true});
        assert_eq!(parse(all).unwrap().uses, Some(3));
        assert_eq!(
            pointers(parse(json!({"expires_at": "2020-01-01T00:00:00Z"}))),
            ["/expires_at: out_of_range"]
        );
        assert_eq!(pointers(parse(json!({"expires_at": "soon"}))), ["/expires_at: format"]);
        assert_eq!(pointers(parse(json!({"uses": 0}))), ["/uses: out_of_range"]);
        assert_eq!(pointers(parse(json!({"code": "x"}))), ["/code: unknown_field"]);
    }
}
