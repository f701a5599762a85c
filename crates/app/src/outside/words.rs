//! These are the texts of mails and SMS, in plain text. Must not know how they travel.

use super::change::Change;
use super::parcel::Parcel;
use domain::code::Purpose;
use domain::identifier::{Channel, Identifier};

/// Everything people are told outside of the product.
pub enum ContactMessage<'a> {
    Code {
        purpose: Purpose,
        code: &'a str,
    },
    AlreadyRegistered,
    ResetClosed,
    PasswordChanged,
    Changed(Change),
    IdentifierChanged {
        channel: Channel,
        link: &'a str,
        token: &'a str,
    },
    IdentifierRestored,
    /// A user invites a person who may have no account.
    Invitation {
        from: &'a str,
        link: &'a str,
    },
}

impl ContactMessage<'_> {
    pub fn parcel(&self, to: Identifier, instance: &str) -> Parcel {
        let (subject, text) = self.words(instance);
        let code = match self {
            Self::Code { code, .. } => Some((*code).to_owned()),
            Self::AlreadyRegistered
            | Self::ResetClosed
            | Self::PasswordChanged
            | Self::Changed(_)
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
            Self::Changed(change) => change.purpose(),
            Self::IdentifierChanged { .. } => "identifier_changed",
            Self::IdentifierRestored => "identifier_restored",
            Self::Invitation { .. } => "invitation",
        }
    }

    fn words(&self, instance: &str) -> (String, String) {
        let warning = "We never ask for this code. If you did not ask for it, do nothing.";
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
                    format!("{code} is your code {what} at {instance}. It is good for 5 minutes. {warning}"),
                )
            }
            Self::AlreadyRegistered => (
                format!("{instance}: you already have an account"),
                format!(
                    "Someone, perhaps you, asked for an account at {instance} with this address or number. It \
                     already belongs to an account: sign in instead, or set a new password. If it was not you, do \
                     nothing."
                ),
            ),
            Self::ResetClosed => (
                format!("{instance}: no new password this way"),
                format!(
                    "Someone tried too many wrong codes for your account at {instance}, so no password is set \
                     through this address or number for now. Sign in with your password to open this way again, or \
                     ask the operator of the server."
                ),
            ),
            Self::PasswordChanged => (
                format!("{instance}: your password was changed"),
                format!(
                    "The password of your account at {instance} was changed. If it was not you, set a new password \
                     at once."
                ),
            ),
            Self::Changed(change) => change.words(instance),
            Self::IdentifierChanged { channel, link, token } => {
                let what = match channel {
                    Channel::Email => "e-mail address",
                    Channel::Sms => "phone number",
                };
                (
                    format!("{instance}: your {what} was changed"),
                    format!(
                        "The {what} of your account at {instance} is no longer this one. If it was not you, undo \
                         this within 72 hours: {link} (or give this to your client: {token}). That ends all sessions."
                    ),
                )
            }
            Self::Invitation { from, link } => {
                let from = quoted(from);
                (
                    format!("{from} invites you to {instance}"),
                    format!("{from} would like to talk with you at {instance}: {link}"),
                )
            }
            Self::IdentifierRestored => (
                format!("{instance}: your account is as it was"),
                format!(
                    "The change of your account at {instance} was taken back, and all sessions have ended. Set a \
                     new password if someone may know yours."
                ),
            ),
        }
    }
}

/// A name as its owner chose it, in quotes, so that it is not read as our own words. What could become a link in
/// a mail program is taken apart.
fn quoted(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let after = chars.iter().skip(1).map(Some).chain([None]);
    let apart = chars.iter().zip(after).map(|(here, after)| {
        let joins = matches!(here, '.' | ':' | '@') && after.is_some_and(|after| !after.is_whitespace());
        if joins || matches!(here, '/' | '\\' | '"' | '\u{201c}' | '\u{201d}') { ' ' } else { *here }
    });
    let words: String = apart.collect();
    format!("\u{201c}{}\u{201d}", words.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_mail_is_quoted_and_carries_no_link() {
        for (name, shown) in [
            ("Ana", "\u{201c}Ana\u{201d}"),
            ("J. R. Smith", "\u{201c}J. R. Smith\u{201d}"),
            ("Win at https://evil.example/x now", "\u{201c}Win at https evil example x now\u{201d}"),
            ("evil.example", "\u{201c}evil example\u{201d}"),
            ("a@evil.example", "\u{201c}a evil example\u{201d}"),
            ("Ana\" says: click", "\u{201c}Ana says: click\u{201d}"),
        ] {
            let message = ContactMessage::Invitation { from: name, link: "https://x/invite/1" };
            let parcel = message.parcel(Identifier::parse("leo@example.org").unwrap(), "Parlance");
            assert!(parcel.text.starts_with(&format!("{shown} would")), "{}", parcel.text);
            assert!(parcel.subject.starts_with(&format!("{shown} invites")), "{}", parcel.subject);
        }
    }

    #[test]
    fn only_codes_carry_a_code_and_subjects_are_one_line() {
        let to = || Identifier::parse("ana@example.org").unwrap();
        let code =
            ContactMessage::Code { purpose: Purpose::Register, code: "012345" }.parcel(to(), "Parlance");
        assert!(code.text.starts_with("012345 ") && code.code.as_deref() == Some("012345"));
        let link = ContactMessage::IdentifierChanged {
            channel: Channel::Email,
            link: "https://x/undo#t",
            token: "t",
        };
        for message in [
            ContactMessage::AlreadyRegistered,
            ContactMessage::ResetClosed,
            ContactMessage::PasswordChanged,
            link,
        ] {
            let parcel = message.parcel(to(), "Parlance");
            assert!(parcel.code.is_none() && parcel.subject.starts_with("Parlance: "));
            assert!(!parcel.subject.contains(['\r', '\n']) && parcel.text.ends_with(".\n"));
        }
    }
}
