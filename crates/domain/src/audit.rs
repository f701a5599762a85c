//! Defines entries of the audit log: what was done, to whom and by whom. Must not know how the log is stored.

use crate::{AuditId, Timestamp, UserId};
use uuid::Uuid;

macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident = $name:literal;)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Act {
            $($(#[$doc])* $act,)*
        }

        impl Act {
            pub const ALL: &[Self] = &[$(Self::$act),*];

            /// As it is stored and shown.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$act => $name,)*
                }
            }
        }
    };
}

acts! {
    Registered = "registered";
    SignedIn = "signed_in";
    SignInFailed = "sign_in_failed";
    /// The first proof of a sign-in was right, and the second one was missing.
    SecondFactorAwaited = "second_factor_awaited";
    SecondFactorFailed = "second_factor_failed";
    /// A wrong password within a session.
    ReauthFailed = "reauth_failed";
    SessionEnded = "session_ended";
    RefreshReused = "refresh_reused";
    PasswordChanged = "password_changed";
    PasswordReset = "password_reset";
    SecondFactorOn = "second_factor_on";
    SecondFactorOff = "second_factor_off";
    RecoveryCodesMade = "recovery_codes_made";
    RecoveryCodeUsed = "recovery_code_used";
    IdentityLinked = "identity_linked";
    IdentityUnlinked = "identity_unlinked";
    /// So many wrong codes that the challenge ended.
    CodesExhausted = "codes_exhausted";
    EmailChanged = "email_changed";
    EmailRemoved = "email_removed";
    PhoneChanged = "phone_changed";
    PhoneRemoved = "phone_removed";
    /// A change was undone: an address or number is as it was before.
    IdentifierRestored = "identifier_restored";
    RegistrationInviteMade = "registration_invite_made";
    RegistrationInviteUsed = "registration_invite_used";
    AdminCreated = "admin_created";
    KeysRotated = "keys_rotated";
    RoleChanged = "role_changed";
    MemberRemoved = "member_removed";
    MemberBanned = "member_banned";
    MemberUnbanned = "member_unbanned";
    ChatInviteMade = "chat_invite_made";
    ChatInviteRevoked = "chat_invite_revoked";
    ChatInviteUsed = "chat_invite_used";
    ChatDeleted = "chat_deleted";
    /// A person viewed what only administrators may see.
    AdminLooked = "admin_looked";
    /// A person was denied what only administrators may see.
    AdminRefused = "admin_refused";
    SecondFactorRemovedByAdmin = "second_factor_removed_by_admin";
    /// An administrator created a recovery token for an account.
    WayInMade = "way_in_made";
    UserSuspended = "user_suspended";
    UserUnsuspended = "user_unsuspended";
    AdminMade = "admin_made";
    AdminUnmade = "admin_unmade";
    SessionsEndedByAdmin = "sessions_ended_by_admin";
    ExportAsked = "export_asked";
    ExportFetched = "export_fetched";
    AccountDeleted = "account_deleted";
    UsernameChanged = "username_changed";
    PrivacyChanged = "privacy_changed";
    /// The blocked person is the target; only the one who blocks sees the entry.
    Blocked = "blocked";
    Unblocked = "unblocked";
    /// An account kept running into a limit of messages, requests or reports.
    BurstNoted = "burst_noted";
    /// As above, and the account was muted: it may send, ask and report nothing for a while.
    Muted = "muted";
    Reported = "reported";
    ReportDecided = "report_decided";
    /// An administrator removed a reported message.
    ReportedMessageRemoved = "reported_message_removed";
    AccountDeletedByAdmin = "account_deleted_by_admin";
    InstanceChanged = "instance_changed";
}

impl Act {
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|act| act.name() == name)
    }
}

/// One entry. It holds who and what, never what people wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub act: Act,
    pub at: Timestamp,
    /// Who did it; `None` for the instance itself or a person without proof.
    pub actor: Option<UserId>,
    /// The account it is about: this person may see the entry.
    pub user: Option<UserId>,
    /// A session, chat or report, where there is one.
    pub target: Option<Uuid>,
    /// Where the request came from, shortened.
    pub address_prefix: Option<String>,
    /// A word or two from a fixed list, never free text.
    pub detail: Option<String>,
}

impl Entry {
    /// A person did something to their own account.
    pub fn own(act: Act, user: UserId, at: Timestamp) -> Self {
        Self { actor: Some(user), ..Self::of(act, Some(user), at) }
    }

    pub fn of(act: Act, user: Option<UserId>, at: Timestamp) -> Self {
        Self { act, at, actor: None, user, target: None, address_prefix: None, detail: None }
    }

    pub fn by(self, actor: UserId) -> Self {
        Self { actor: Some(actor), ..self }
    }

    pub fn from(self, address_prefix: impl Into<String>) -> Self {
        Self { address_prefix: Some(address_prefix.into()), ..self }
    }

    pub fn on(self, target: Uuid) -> Self {
        Self { target: Some(target), ..self }
    }

    pub fn saying(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

/// The requested entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AuditQuery {
    pub before: Option<AuditId>,
    pub act: Option<Act>,
    pub user: Option<UserId>,
    pub actor: Option<UserId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_single_and_parse_back() {
        let names: HashSet<_> = Act::ALL.iter().map(|act| act.name()).collect();
        assert_eq!(names.len(), Act::ALL.len());
        for act in Act::ALL {
            assert_eq!(Act::parse(act.name()), Some(*act));
        }
        assert_eq!(Act::parse("something_else"), None);
    }
}
