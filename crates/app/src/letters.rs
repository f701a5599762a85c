//! What goes out to people by mail or SMS. Must not know why somebody is written to.

use crate::app::App;
use domain::contact::Contact;

/// One message to one address.
pub struct Letter {
    pub to: Contact,
    pub purpose: Purpose,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Invitation,
}

impl App {
    /// Nothing is sent yet: the sender of mail and SMS comes with one-time codes, and takes letters from here.
    pub(crate) fn deliver_invitation(&self, letter: Letter) {
        let Letter { to, purpose, text } = letter;
        let channel = match to {
            Contact::Email(_) => "mail",
            Contact::Phone(_) => "sms",
        };
        tracing::info!(event = "letter_not_sent", channel, ?purpose, length = text.len(), "no sender yet");
    }
}
