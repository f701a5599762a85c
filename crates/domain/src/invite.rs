//! Defines invites to groups, and join requests. Must not know how a code looks or is stored.

use crate::chat::{ChatKind, Shown};
use crate::fault::{Fault, Refusal, Result};
use crate::member::{Action, Member, MemberState, allow};
use crate::user::Person;
use crate::{ChatId, InviteId, Timestamp, UserId, text};
use std::time::Duration;

/// An invite expires by then unless it was revoked before.
pub const LONGEST_LIFE: Duration = Duration::from_secs(365 * 86_400);
pub const MOST_USES: u32 = 10_000;
/// The most valid invites of one group.
pub const MOST_OPEN: i64 = 50;

/// The name of an invite, which only the group's owners and admins see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteTitle(String);

impl InviteTitle {
    pub fn parse(title: &str) -> std::result::Result<Self, Refusal> {
        text::line(title, 1, 60).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug)]
pub struct NewInvite {
    pub title: Option<InviteTitle>,
    /// `None`: until it is revoked.
    pub expires_at: Option<Timestamp>,
    /// `None`: as often as people like.
    pub uses: Option<u32>,
    /// Whether an admin has to approve each use.
    pub approval: bool,
}

/// What opens a group, and the hash it is found by.
pub struct InviteCode {
    pub text: String,
    pub hash: [u8; 32],
}

/// An invite as the group's owners and admins see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    pub id: InviteId,
    pub chat: ChatId,
    pub issuer: UserId,
    /// `None` where it is not for the reader, or the invite is older than the column that holds it.
    pub code: Option<String>,
    pub title: Option<String>,
    pub expires_at: Option<Timestamp>,
    pub uses_left: Option<i64>,
    pub used: i64,
    pub approval: bool,
    pub created_at: Timestamp,
}

impl Invite {
    /// It works as long as its creator may add members.
    pub fn stands(&self, issuer: Option<Member>, now: Timestamp) -> bool {
        let may = |member: Member| {
            member.is_joined() && allow(ChatKind::Group, member.role, 1, Action::Invite).is_ok()
        };
        self.expires_at.is_none_or(|end| now < end)
            && self.uses_left.is_none_or(|left| left > 0)
            && issuer.is_some_and(may)
    }
}

/// What using an invite does for one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The person is a member already.
    In,
    Enters,
    /// The person's join request is pending.
    Asks,
}

/// For a person who is banned, the invite does not exist.
pub fn entry(approval: bool, before: Option<MemberState>) -> Result<Entry> {
    match before {
        Some(MemberState::Joined) => Ok(Entry::In),
        Some(MemberState::Banned) => Err(Fault::NotFound),
        Some(MemberState::Invited | MemberState::Left | MemberState::Removed) | None if approval => {
            Ok(Entry::Asks)
        }
        Some(MemberState::Invited | MemberState::Left | MemberState::Removed) | None => Ok(Entry::Enters),
    }
}

/// A person whose join request is pending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinRequest {
    pub person: Person,
    pub created_at: Timestamp,
}

/// What the holder of a code is shown.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub chat: Shown,
    pub invite: Invite,
    pub entry: Entry,
    /// The holder has asked already.
    pub asked: bool,
}

/// What using a code came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Used {
    In(ChatId),
    Asked,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::direct::MessageRequestState;
    use crate::member::Role;
    use uuid::Uuid;

    #[test]
    fn an_invite_ends_with_its_time_its_uses_and_its_issuers_rights() {
        let user = UserId::from_uuid(Uuid::from_u128(1));
        let at = Timestamp::from_millis;
        let invite = Invite {
            id: InviteId::from_uuid(Uuid::from_u128(2)),
            chat: ChatId::from_uuid(Uuid::from_u128(3)),
            issuer: user,
            code: None,
            title: None,
            expires_at: Some(at(10)),
            uses_left: Some(1),
            used: 0,
            approval: false,
            created_at: at(0),
        };
        let issuer = Member {
            user,
            role: Role::Admin,
            state: MemberState::Joined,
            request_state: MessageRequestState::Open,
            rev: crate::Rev::FIRST,
            visible_from: crate::Seq::FIRST,
            joined_at: at(0),
        };
        assert!(invite.stands(Some(issuer), at(9)));
        assert!(!invite.stands(Some(issuer), at(10)));
        assert!(!Invite { uses_left: Some(0), ..invite.clone() }.stands(Some(issuer), at(9)));
        assert!(!invite.stands(Some(Member { role: Role::Member, ..issuer }), at(9)));
        assert!(!invite.stands(Some(Member { state: MemberState::Left, ..issuer }), at(9)));
        assert!(!invite.stands(None, at(9)));
    }

    #[test]
    fn a_banned_person_finds_no_invite() {
        assert_eq!(entry(false, Some(MemberState::Banned)), Err(Fault::NotFound));
        assert_eq!(entry(true, None), Ok(Entry::Asks));
        assert_eq!(entry(false, Some(MemberState::Left)), Ok(Entry::Enters));
        assert_eq!(entry(true, Some(MemberState::Joined)), Ok(Entry::In));
    }
}
