//! What messages say, in plain text. Must not know how they travel.

use super::Parcel;
use domain::code::Purpose;
use domain::identifier::{Channel, Identifier};

/// Everything somebody is told outside of the product.
pub enum Notice<'a> {
    Code {
        purpose: Purpose,
        code: &'a str,
    },
    AlreadyRegistered,
    ResetClosed,
    PasswordChanged,
    IdentifierChanged {
        channel: Channel,
        link: &'a str,
        token: &'a str,
    },
    IdentifierRestored,
    /// Somebody who is here asks somebody who may not be to come.
    Invitation {
        from: &'a str,
        link: &'a str,
    },
}

impl Notice<'_> {
    pub fn parcel(&self, to: Identifier, instance: &str) -> Parcel {
        let (subject, text) = self.words(instance);
        let code = match self {
            Self::Code { code, .. } => Some((*code).to_owned()),
            Self::AlreadyRegistered
            | Self::ResetClosed
            | Self::PasswordChanged
            | Self::IdentifierChanged { .. }
            | Self::IdentifierRestored
            | Self::Invitation { .. } => None,
        };
        let text = match to.channel() {
            Channel::Email => format!("{text}\n"),
            Channel::Sms => text,
        };
        Parcel { to, purpose: self.purpose(), code, subject, text }
    }

    fn purpose(&self) -> &'static str {
        match self {
            Self::Code { purpose: Purpose::Register, .. } => "register",
            Self::Code { purpose: Purpose::SignIn, .. } => "sign_in",
            Self::Code { purpose: Purpose::ResetPassword, .. } => "reset_password",
            Self::Code { purpose: Purpose::ConfirmIdentifier, .. } => "confirm_identifier",
            Self::AlreadyRegistered => "already_registered",
            Self::ResetClosed => "reset_closed",
            Self::PasswordChanged => "password_changed",
            Self::IdentifierChanged { .. } => "identifier_changed",
            Self::IdentifierRestored => "identifier_restored",
            Self::Invitation { .. } => "invitation",
        }
    }

    fn words(&self, instance: &str) -> (String, String) {
        let nobody = "We never ask for this code. If you did not ask for it, do nothing.";
        match self {
            Self::Code { purpose, code } => {
                let what = match purpose {
                    Purpose::Register => "to register",
                    Purpose::SignIn => "to sign in",
                    Purpose::ResetPassword => "to set a new password",
                    Purpose::ConfirmIdentifier => "to confirm that this is yours",
                };
                (
                    format!("{instance}: your code"),
                    format!("{code} is your code {what} at {instance}. It is good for 5 minutes. {nobody}"),
                )
            }
            Self::AlreadyRegistered => (
                format!("{instance}: you already have an account"),
                format!(
                    "Somebody, perhaps you, asked for an account at {instance} with this address or number. It \
                     already belongs to an account: sign in instead, or set a new password. If it was not you, do \
                     nothing."
                ),
            ),
            Self::ResetClosed => (
                format!("{instance}: no new password this way"),
                format!(
                    "Somebody tried too many wrong codes for your account at {instance}, so no password is set \
                     through this address or number for now. Sign in with your password to open this way again, or \
                     ask whoever runs the server."
                ),
            ),
            Self::PasswordChanged => (
                format!("{instance}: your password was changed"),
                format!(
                    "The password of your account at {instance} was changed. If it was not you, set a new password \
                     at once."
                ),
            ),
            Self::IdentifierChanged { channel, link, token } => {
                let what = match channel {
                    Channel::Email => "e-mail address",
                    Channel::Sms => "phone number",
                };
                (
                    format!("{instance}: your {what} was changed"),
                    format!(
                        "The {what} of your account at {instance} is no longer this one. If it was not you, take it \
                         back within 72 hours: {link} (or give this to your client: {token}). That ends all sessions."
                    ),
                )
            }
            Self::Invitation { from, link } => (
                format!("{from} invites you to {instance}"),
                format!("{from} would like to talk with you at {instance}: {link}"),
            ),
            Self::IdentifierRestored => (
                format!("{instance}: your account is as it was"),
                format!(
                    "The change of your account at {instance} was taken back, and all sessions have ended. Set a \
                     new password if somebody may know yours."
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_carry_a_code_and_subjects_are_one_line() {
        let to = || Identifier::parse("ana@example.org").unwrap();
        let code = Notice::Code { purpose: Purpose::Register, code: "012345" }.parcel(to(), "Parlance");
        assert!(code.text.starts_with("012345 ") && code.code.as_deref() == Some("012345"));
        let link =
            Notice::IdentifierChanged { channel: Channel::Email, link: "https://x/undo#t", token: "t" };
        for notice in [Notice::AlreadyRegistered, Notice::ResetClosed, Notice::PasswordChanged, link] {
            let parcel = notice.parcel(to(), "Parlance");
            assert!(parcel.code.is_none() && parcel.subject.starts_with("Parlance: "));
            assert!(!parcel.subject.contains(['\r', '\n']) && parcel.text.ends_with(".\n"));
        }
    }
}
