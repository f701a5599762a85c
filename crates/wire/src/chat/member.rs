//! Defines members of a chat as JSON. Must not know who may add, remove or promote whom.

use super::body::{MOST_ADDED, folded};
use crate::account::UserCard;
use crate::faults::Faults;
use crate::json;
use crate::mirror::mirror;
use domain::member::Member;
use domain::page::Page;
use domain::user::Person;
use domain::{Result, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

mirror! {
    Role = domain::member::Role { Member, Admin, Owner }

    /// Whether a person is a member, or how the membership ended.
    MemberStanding = domain::member::MemberState { Joined, Invited, Left, Removed, Banned }
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddMembersBody {
    #[schema(min_items = 1, max_items = 100)]
    pub user_ids: Vec<Uuid>,
}

impl AddMembersBody {
    /// Each person once, in the order first named.
    pub fn parse(self) -> Result<Vec<UserId>> {
        let mut faults = Faults::default();
        faults.count("/user_ids", self.user_ids.len(), 1, MOST_ADDED);
        faults.finish(Some(folded(&self.user_ids)))
    }
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleBody {
    #[serde(deserialize_with = "json::word")]
    pub role: Role,
}

impl RoleBody {
    pub fn into_domain(self) -> domain::member::Role {
        self.role.into()
    }
}

/// A current member of a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MemberItem {
    pub user: UserCard,
    pub role: Role,
    #[schema(format = "date-time")]
    pub joined_at: String,
}

impl MemberItem {
    pub fn of(person: Person, member: &Member) -> Self {
        Self { user: person.into(), role: member.role.into(), joined_at: member.joined_at.to_string() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MemberPage {
    pub items: Vec<MemberItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<(Person, Member)>> for MemberPage {
    fn from(page: Page<(Person, Member)>) -> Self {
        let items = page.items.into_iter().map(|(person, member)| MemberItem::of(person, &member));
        Self { items: items.collect(), next: page.next }
    }
}

/// The membership of a person, current or ended, since the revision `rev`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MemberState {
    pub user_id: Uuid,
    pub role: Role,
    pub state: MemberStanding,
    pub rev: i64,
}

impl From<Member> for MemberState {
    fn from(member: Member) -> Self {
        Self {
            user_id: member.user.uuid(),
            role: member.role.into(),
            state: member.state.into(),
            rev: member.rev.number(),
        }
    }
}

/// A person who is banned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BanItem {
    pub user: UserCard,
    #[schema(format = "date-time")]
    pub banned_at: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BanPage {
    pub items: Vec<BanItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl From<Page<(Person, Member)>> for BanPage {
    fn from(page: Page<(Person, Member)>) -> Self {
        let item = |(person, member): (Person, Member)| BanItem {
            user: person.into(),
            banned_at: member.joined_at.to_string(),
        };
        Self { items: page.items.into_iter().map(item).collect(), next: page.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, pointers, read};
    use serde_json::json;

    #[test]
    fn at_least_one_and_everybody_once() {
        let add = |ids: Vec<Uuid>| read::<AddMembersBody>(&json!({"user_ids": ids})).unwrap().parse();
        assert_eq!(add(vec![id(1), id(1)]).unwrap(), [UserId::from_uuid(id(1))]);
        assert_eq!(pointers(add(vec![])), ["/user_ids: empty"]);
        assert_eq!(pointers(add(vec![id(1); 101])), ["/user_ids: too_many"]);
    }

    #[test]
    fn roles_are_words() {
        let role = |role| read::<RoleBody>(&json!({"role": role})).map(RoleBody::into_domain);
        assert_eq!(role(json!("admin")).unwrap(), domain::member::Role::Admin);
        assert_eq!(pointers(role(json!("god"))), ["/role: unknown_value"]);
        assert_eq!(pointers(role(json!({"admin": null}))), ["/role: wrong_type"]);
    }
}
