//! Defines friends, friend requests, blocks and reports as JSON. Must not know what they lead to.

use super::Direction;
use crate::account::UserCard;
use crate::faults::Faults;
use crate::json;
use crate::mirror::mirror;
use domain::friend::{Blocked, Friend, FriendRequest};
use domain::identifier::Identifier;
use domain::page::Page;
use domain::report::{NewReport, ReportText};
use domain::user::{Person, Username};
use domain::{ChatId, ReportId, RequestId, Result, Seq, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

mirror! {
    /// The state of a request. The sender is never told that it was declined.
    RequestState = domain::friend::RequestState { Open, Accepted, Declined, Cancelled }

    Reason = domain::report::Reason {
        Spam, Harassment, Hate, Sexual, Violence, ChildSafety, SelfHarm, Impersonation, Other
    }
}

/// Whether you are friends, or no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FriendState {
    Friend,
    Gone,
}

impl From<bool> for FriendState {
    fn from(friends: bool) -> Self {
        if friends { Self::Friend } else { Self::Gone }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FriendRequestItem {
    pub id: Uuid,
    pub direction: Direction,
    /// The other person; `null` for an invitation by contact.
    #[schema(required)]
    pub user: Option<UserCard>,
    /// The address it was sent to, partly hidden.
    #[schema(required)]
    pub contact: Option<String>,
    pub state: RequestState,
    #[schema(format = "date-time")]
    pub created_at: String,
}

impl From<FriendRequest> for FriendRequestItem {
    fn from(request: FriendRequest) -> Self {
        Self {
            id: request.id.uuid(),
            direction: request.direction.into(),
            user: request.with.map(Into::into),
            contact: request.contact,
            state: request.state.into(),
            created_at: request.created_at.to_string(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FriendRequestPage {
    pub items: Vec<FriendRequestItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<FriendRequest>> for FriendRequestPage {
    fn from(page: Page<FriendRequest>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next: page.next }
    }
}

/// The recipient: exactly one of the three.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1, max_properties = 1, example = json!({"username": "ana"}))]
pub struct AskBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 3, max_length = 32)]
    pub username: Option<String>,
    /// An e-mail address or a phone number. The answer does not tell whether an account has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 254)]
    pub contact: Option<String>,
}

#[derive(Debug)]
pub enum Asking {
    User(UserId),
    Named(String),
    Contact(Identifier),
}

impl AskBody {
    pub fn parse(self) -> Result<Asking> {
        let mut faults = Faults::default();
        let asking = match (self.user_id, self.username, self.contact) {
            (Some(user), None, None) => Some(Asking::User(UserId::from_uuid(user))),
            (None, Some(name), None) => {
                let name = faults.take("/username", Username::parse(&name));
                name.map(|name| Asking::Named(name.as_str().to_owned()))
            }
            (None, None, Some(contact)) => {
                faults.take("/contact", Identifier::parse(&contact)).map(Asking::Contact)
            }
            _ => {
                faults.note("", "one_of", "must have exactly one of user_id, username and contact");
                None
            }
        };
        faults.finish(asking)
    }
}

/// The same answer whether or not an account has the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactAsked {
    pub id: Uuid,
    pub state: SentState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SentState {
    Sent,
}

impl ContactAsked {
    pub fn new(id: RequestId) -> Self {
        Self { id: id.uuid(), state: SentState::Sent }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FriendItem {
    pub user: UserCard,
    #[schema(format = "date-time")]
    pub since: String,
    pub online: bool,
    #[schema(required, format = "date-time")]
    pub last_seen: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FriendPage {
    pub items: Vec<FriendItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<Friend>> for FriendPage {
    fn from(page: Page<Friend>) -> Self {
        let item = |friend: Friend| FriendItem {
            user: friend.person.into(),
            since: friend.since.to_string(),
            online: friend.presence.online,
            last_seen: friend.presence.last_seen.map(|at| at.to_minute().to_string()),
        };
        Self { items: page.items.into_iter().map(item).collect(), next: page.next }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BlockItem {
    pub user: UserCard,
    #[schema(format = "date-time")]
    pub since: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BlockPage {
    pub items: Vec<BlockItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<Blocked>> for BlockPage {
    fn from(page: Page<Blocked>) -> Self {
        let item = |one: Blocked| BlockItem { user: one.person.into(), since: one.since.to_string() };
        Self { items: page.items.into_iter().map(item).collect(), next: page.next }
    }
}

/// A person (`user_id`), a chat (`chat_id`), or one message of a chat (`chat_id` and `seq`).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_id: Option<Uuid>,
    /// The message as it is now is attached to the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub seq: Option<i64>,
    #[serde(deserialize_with = "json::word")]
    pub reason: Reason,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 1000)]
    pub text: Option<String>,
}

impl ReportBody {
    pub fn parse(self) -> Result<NewReport> {
        let mut faults = Faults::default();
        let text = faults.take_some("/text", self.text.as_deref(), ReportText::parse);
        if self.user_id.is_none() && self.chat_id.is_none() {
            faults.note("", "empty", "must name a user or a chat");
        }
        if let Some(seq) = self.seq {
            faults.at_least("/seq", seq, 1);
            if self.chat_id.is_none() {
                faults.note("/chat_id", "required", "is required with seq");
            }
        }
        let report = text.map(|text| NewReport {
            user: self.user_id.map(UserId::from_uuid),
            chat: self.chat_id.map(ChatId::from_uuid),
            seq: self.seq.map(Seq::from_number),
            reason: self.reason.into(),
            text,
        });
        faults.finish(report)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportMade {
    pub id: Uuid,
}

impl ReportMade {
    pub fn new(id: ReportId) -> Self {
        Self { id: id.uuid() }
    }
}

/// The person who invites, for people who have the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FriendInvitationAnswer {
    pub inviter: Inviter,
    #[schema(format = "date-time")]
    pub expires_at: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Inviter {
    pub display_name: String,
}

impl FriendInvitationAnswer {
    pub fn new(inviter: Person, expires_at: Timestamp) -> Self {
        let inviter = Inviter { display_name: inviter.display_name };
        Self { inviter, expires_at: expires_at.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, pointers, read};
    use serde_json::{Value, json};

    #[test]
    fn one_person_is_asked_in_one_way() {
        let ask = |body: Value| read::<AskBody>(&body)?.parse();
        assert!(matches!(ask(json!({"user_id": id(1)})), Ok(Asking::User(_))));
        assert!(matches!(ask(json!({"username": "Ana"})), Ok(Asking::Named(name)) if name == "ana"));
        assert!(matches!(ask(json!({"contact": "+14155550100"})), Ok(Asking::Contact(_))));
        for wrong in [json!({}), json!({"user_id": id(1), "username": "ana"})] {
            assert_eq!(pointers(ask(wrong)), [": one_of"]);
        }
        assert_eq!(pointers(ask(json!({"contact": "ana"}))), ["/contact: format"]);
    }

    #[test]
    fn a_report_names_something() {
        let report = |body: Value| read::<ReportBody>(&body)?.parse();
        assert!(report(json!({"user_id": id(1), "reason": "spam"})).is_ok());
        assert_eq!(pointers(report(json!({"reason": "spam"}))), [": empty"]);
        assert_eq!(pointers(report(json!({"user_id": id(1), "reason": "x"}))), ["/reason: unknown_value"]);
        let lone = json!({"user_id": id(1), "seq": 0, "reason": "other", "text": " "});
        assert_eq!(pointers(report(lone)), ["/text: empty", "/seq: out_of_range", "/chat_id: required"]);
    }
}
