//! These are the texts an account's owner gets about a change to the ways in. Must not know who gets them, nor how.

/// Something was done to how one gets into an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Email,
    EmailRemoved,
    Phone,
    PhoneRemoved,
    IdentityLinked,
    IdentityUnlinked,
    SecondFactorOn,
    SecondFactorOff,
    RecoveryCodes,
    RecoveryCodeUsed,
    /// A person who has the password tries codes.
    SecondFactorGuessed,
    /// A copy of a refresh token was used.
    RefreshReused,
    ExportAsked,
    AccountDeleted,
    SecondFactorRemovedByAdmin,
    WayInMade,
}

const SET_A_PASSWORD: &str = "If it was not you, set a new password at once: that ends all sessions.";
const WRITE_TO_THE_OPERATOR: &str = "If you did not ask for it, contact the operator of the server.";

impl Change {
    /// One word, as an outbox and the log know it.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Email => "email_changed",
            Self::EmailRemoved => "email_removed",
            Self::Phone => "phone_changed",
            Self::PhoneRemoved => "phone_removed",
            Self::IdentityLinked => "identity_linked",
            Self::IdentityUnlinked => "identity_unlinked",
            Self::SecondFactorOn => "second_factor_on",
            Self::SecondFactorOff => "second_factor_off",
            Self::RecoveryCodes => "recovery_codes_made",
            Self::RecoveryCodeUsed => "recovery_code_used",
            Self::SecondFactorGuessed => "second_factor_failed",
            Self::RefreshReused => "refresh_reused",
            Self::ExportAsked => "export_asked",
            Self::AccountDeleted => "account_deleted",
            Self::SecondFactorRemovedByAdmin => "second_factor_removed_by_admin",
            Self::WayInMade => "way_in_made",
        }
    }

    /// Subject and text.
    pub fn words(self, instance: &str) -> (String, String) {
        let (subject, what) = match self {
            Self::Email => ("your e-mail address was set", "An e-mail address was set for your account"),
            Self::EmailRemoved => {
                ("your e-mail address was removed", "The e-mail address of your account was removed")
            }
            Self::Phone => ("your phone number was set", "A phone number was set for your account"),
            Self::PhoneRemoved => {
                ("your phone number was removed", "The phone number of your account was removed")
            }
            Self::IdentityLinked => {
                ("a way to sign in was added", "Signing in with another provider was added to your account")
            }
            Self::IdentityUnlinked => (
                "a way to sign in was removed",
                "Signing in with another provider was removed from your account",
            ),
            Self::SecondFactorOn => {
                ("the second factor is on", "A second factor is now required for your account")
            }
            Self::SecondFactorOff => {
                ("the second factor is off", "The second factor was removed from your account")
            }
            Self::RecoveryCodes => (
                "new recovery codes",
                "New recovery codes were made for your account, and the previous ones are invalid",
            ),
            Self::RecoveryCodeUsed => {
                ("a recovery code was used", "A recovery code was used to sign in to your account")
            }
            Self::SecondFactorGuessed => (
                "wrong codes were tried",
                "A person who knows your password entered several wrong codes of the second factor for your account",
            ),
            Self::RefreshReused => (
                "a session was ended",
                "A copy of a session's token was used, so that session was ended in your account",
            ),
            Self::ExportAsked => {
                ("an export of your data", "An export of all data was asked for in your account")
            }
            Self::AccountDeleted => ("your account was deleted", "Your account was deleted"),
            Self::SecondFactorRemovedByAdmin => {
                ("the second factor is off", "An administrator removed the second factor from your account")
            }
            Self::WayInMade => (
                "a recovery link",
                "An administrator created a link that sets a new password for your account",
            ),
        };
        let advice = match self {
            Self::AccountDeleted | Self::SecondFactorRemovedByAdmin | Self::WayInMade => {
                WRITE_TO_THE_OPERATOR
            }
            Self::Email
            | Self::EmailRemoved
            | Self::Phone
            | Self::PhoneRemoved
            | Self::IdentityLinked
            | Self::IdentityUnlinked
            | Self::SecondFactorOn
            | Self::SecondFactorOff
            | Self::RecoveryCodes
            | Self::RecoveryCodeUsed
            | Self::SecondFactorGuessed
            | Self::RefreshReused
            | Self::ExportAsked => SET_A_PASSWORD,
        };
        (format!("{instance}: {subject}"), format!("{what} at {instance}. {advice}"))
    }
}
