//! Defines membership: roles, states, and the rules who may do what. The one policy of chats; storage calls it inside
//! the transaction that makes its answer true.

use crate::chat::{ChatKind, History, Visibility};
use crate::direct::MessageRequestState;
use crate::fault::{Fault, Result};
use crate::user::Person;
use crate::{Rev, Seq, Timestamp, UserId};
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Member,
    Admin,
    Owner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberState {
    Joined,
    /// A message request waits for this person's consent.
    Invited,
    Left,
    Removed,
    /// Removed and banned.
    Banned,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub user: UserId,
    pub role: Role,
    pub state: MemberState,
    pub request_state: MessageRequestState,
    pub rev: Rev,
    /// The first message this member may see.
    pub visible_from: Seq,
    pub joined_at: Timestamp,
}

impl Member {
    pub fn is_joined(&self) -> bool {
        self.state == MemberState::Joined || self.request_state == MessageRequestState::Received
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Edit,
    Delete,
    AddMembers,
    Remove {
        target: Role,
    },
    /// Also of a person who is no member: they rank as one.
    Ban {
        target: Role,
    },
    Unban,
    /// Create, see and revoke invites; decide join requests.
    Invite,
    Pin,
    SetRole {
        from: Role,
        to: Role,
    },
    DeleteMessageOfOthers,
    Leave,
}

/// A person who is not a joined member does not learn that the chat exists.
pub fn joined(member: Option<Member>) -> Result<Member> {
    member.filter(Member::is_joined).ok_or(Fault::NotFound)
}

/// What a joined member may do. `owners` counts the chat's owners.
pub fn allow(kind: ChatKind, role: Role, owners: i64, action: Action) -> Result<()> {
    let last_owner = role == Role::Owner && owners <= 1;
    let allowed = match (kind, action) {
        (ChatKind::Direct, Action::Pin) => true,
        (
            ChatKind::Direct,
            Action::Edit
            | Action::Delete
            | Action::AddMembers
            | Action::Remove { .. }
            | Action::Ban { .. }
            | Action::Unban
            | Action::Invite
            | Action::SetRole { .. }
            | Action::DeleteMessageOfOthers
            | Action::Leave,
        ) => false,
        (
            ChatKind::Group,
            Action::Edit
            | Action::AddMembers
            | Action::Unban
            | Action::Invite
            | Action::Pin
            | Action::DeleteMessageOfOthers,
        ) => role >= Role::Admin,
        (ChatKind::Group, Action::Delete) => role == Role::Owner,
        (ChatKind::Group, Action::Remove { target } | Action::Ban { target }) => {
            role >= Role::Admin && role > target
        }
        (ChatKind::Group, Action::SetRole { from, to }) => {
            if from == Role::Owner && to != Role::Owner && owners <= 1 && role == Role::Owner {
                return Err(Fault::LastOwner);
            }
            role == Role::Owner
        }
        (ChatKind::Group, Action::Leave) if last_owner => return Err(Fault::LastOwner),
        (ChatKind::Group, Action::Leave) => true,
    };
    if allowed { Ok(()) } else { Err(Fault::Forbidden) }
}

/// A public group can be joined by all who are not banned, a private one by those who were invited; any other chat
/// does not exist for an outsider.
pub fn may_join(
    kind: ChatKind,
    visibility: Visibility,
    before: Option<MemberState>,
    invited: bool,
) -> Result<()> {
    match (kind, visibility) {
        (ChatKind::Group, Visibility::Private) if invited && before != Some(MemberState::Banned) => Ok(()),
        (ChatKind::Group, Visibility::Public) if before == Some(MemberState::Banned) => Err(Fault::Forbidden),
        (ChatKind::Group, Visibility::Public) => Ok(()),
        (ChatKind::Group, Visibility::Private) | (ChatKind::Direct, _) => Err(Fault::NotFound),
    }
}

/// The first message a newcomer may see, when the chat is at `seq` before they join.
pub fn first_visible(history: History, seq: Seq) -> Seq {
    match history {
        History::All => Seq::FIRST,
        History::SinceJoin => seq.next(),
    }
}

/// How long a member still has to wait in slow mode. Owners and admins of the group need not wait.
pub fn pause_left(role: Role, slow: Duration, last: Option<Timestamp>, now: Timestamp) -> Duration {
    match last {
        Some(last) if role == Role::Member => slow.saturating_sub(now.since(last)),
        Some(_) | None => Duration::ZERO,
    }
}

/// The one predicate that guards everything a message shows.
pub fn visible(visible_from: Seq, seq: Seq) -> bool {
    seq >= visible_from
}

/// A member and who that is.
#[derive(Debug, Clone)]
pub struct MemberEntry {
    pub person: Person,
    pub member: Member,
}

#[cfg(test)]
mod tests {
    use super::*;
    use Role::{Admin, Member as Plain, Owner};

    #[test]
    fn the_lattice() {
        let group = |role, action| allow(ChatKind::Group, role, 2, action).is_ok();
        assert!(
            group(Admin, Action::Remove { target: Plain }) && group(Owner, Action::Remove { target: Admin })
        );
        assert!(
            !group(Admin, Action::Remove { target: Admin })
                && !group(Admin, Action::Remove { target: Owner })
        );
        assert!(
            !group(Owner, Action::Remove { target: Owner })
                && !group(Plain, Action::Remove { target: Plain })
        );
        assert!(group(Admin, Action::Edit) && !group(Plain, Action::Edit));
        assert!(group(Owner, Action::Delete) && !group(Admin, Action::Delete));
        assert!(group(Owner, Action::SetRole { from: Plain, to: Owner }));
        assert!(!group(Admin, Action::SetRole { from: Plain, to: Admin }));
    }

    #[test]
    fn the_last_owner_hands_over_first() {
        let alone = |action| allow(ChatKind::Group, Owner, 1, action);
        assert_eq!(alone(Action::Leave), Err(Fault::LastOwner));
        assert_eq!(alone(Action::SetRole { from: Owner, to: Plain }), Err(Fault::LastOwner));
        assert_eq!(alone(Action::SetRole { from: Plain, to: Owner }), Ok(()));
        assert_eq!(allow(ChatKind::Group, Owner, 2, Action::Leave), Ok(()));
    }

    #[test]
    fn a_banned_person_does_not_come_back_alone() {
        let (banned, removed) = (Some(MemberState::Banned), Some(MemberState::Removed));
        let join = |visibility, before, invited| may_join(ChatKind::Group, visibility, before, invited);
        assert_eq!(join(Visibility::Public, banned, true), Err(Fault::Forbidden));
        assert_eq!(join(Visibility::Public, removed, false), Ok(()));
        assert_eq!(join(Visibility::Private, banned, true), Err(Fault::NotFound));
        assert_eq!(join(Visibility::Private, removed, false), Err(Fault::NotFound));
        assert_eq!(join(Visibility::Private, removed, true), Ok(()));
        assert_eq!(may_join(ChatKind::Direct, Visibility::Private, None, true), Err(Fault::NotFound));
    }

    #[test]
    fn members_wait_where_a_group_is_slow() {
        let (slow, at) = (Duration::from_secs(30), Timestamp::from_millis);
        let left = |role, last| pause_left(role, slow, last, at(100_000));
        assert_eq!(left(Plain, Some(at(90_000))), Duration::from_secs(20));
        assert_eq!(left(Plain, Some(at(70_000))), Duration::ZERO);
        assert_eq!(left(Plain, None), Duration::ZERO);
        assert_eq!(left(Admin, Some(at(100_000))), Duration::ZERO);
    }

    #[test]
    fn a_direct_chat_has_no_roles() {
        assert_eq!(allow(ChatKind::Direct, Plain, 0, Action::Leave), Err(Fault::Forbidden));
        assert_eq!(allow(ChatKind::Direct, Plain, 0, Action::Pin), Ok(()));
        assert_eq!(may_join(ChatKind::Direct, Visibility::Public, None, false), Err(Fault::NotFound));
    }
}
