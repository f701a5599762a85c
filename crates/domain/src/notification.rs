//! Defines notifications: their kinds, their contents, and the settings of who wants which. Must not know how they
//! are stored or sent.

use crate::quiet::QuietHours;
use crate::{ChatId, MyRev, NotificationId, Timestamp, UserId};
use uuid::Uuid;

/// How much of a text is shown outside its chat.
pub const PREVIEW: usize = 60;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal;)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum NotificationKind {
            $($(#[$doc])* $kind,)*
        }

        impl NotificationKind {
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// As it is stored and shown.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }
    };
}

kinds! {
    FriendRequest = "friend_request";
    FriendAccepted = "friend_accepted";
    MessageRequest = "message_request";
    Mention = "mention";
    /// A person who is in very many groups already was added to another one, and may join it.
    GroupInvitation = "group_invitation";
    /// A join request is pending.
    JoinRequest = "join_request";
    /// Something about the account itself: a sign-in from elsewhere, a changed password.
    Security = "security";
    ReportDecided = "report_decided";
    System = "system";
}

impl NotificationKind {
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// The content besides who and when; it is sealed where it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub chat: Option<ChatId>,
    /// A word from a fixed list: `new_sign_in`, `password_changed` and so on.
    pub event: Option<String>,
    /// The beginning of a text.
    pub preview: Option<String>,
    pub user_agent: Option<String>,
    pub address_prefix: Option<String>,
}

impl About {
    pub fn event(name: &str) -> Self {
        Self { event: Some(name.to_owned()), ..Self::default() }
    }

    pub fn text(text: &str) -> Self {
        Self { preview: Some(crate::markup::preview(text, PREVIEW)), ..Self::default() }
    }

    pub fn in_chat(self, chat: ChatId) -> Self {
        Self { chat: Some(chat), ..self }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    pub id: NotificationId,
    pub kind: NotificationKind,
    /// What caused it: a request, a session, a report. One cause makes one notification.
    pub source: Uuid,
    pub actor: Option<UserId>,
    pub about: About,
    pub created_at: Timestamp,
    pub read_at: Option<Timestamp>,
    pub my_rev: MyRev,
}

/// One change of a person's notifications, with the unread count after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotificationChange {
    Put { notification: Notification, unread: i64 },
    Read { ids: Vec<NotificationId>, unread: i64 },
    Removed { id: NotificationId, unread: i64 },
}

/// How long a chat is muted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    At(Timestamp),
    Forever,
}

impl Until {
    pub fn holds_at(self, now: Timestamp) -> bool {
        match self {
            Self::Forever => true,
            Self::At(end) => now < end,
        }
    }

    /// As it is stored: the largest number stands for "forever".
    pub fn millis(self) -> i64 {
        match self {
            Self::Forever => i64::MAX,
            Self::At(end) => end.millis(),
        }
    }

    pub fn from_millis(millis: i64) -> Self {
        if millis == i64::MAX { Self::Forever } else { Self::At(Timestamp::from_millis(millis)) }
    }
}

/// A person's notification settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationSettings {
    pub push_enabled: bool,
    /// Whether a push notification may contain the text; it passes through the browser vendor, encrypted.
    pub push_content: bool,
    pub sound: bool,
    pub quiet: Option<QuietHours>,
}

impl Default for NotificationSettings {
    fn default() -> Self {
        Self { push_enabled: true, push_content: false, sound: true, quiet: None }
    }
}

impl NotificationSettings {
    /// Whether a push notification may be sent at this moment.
    pub fn lets_push(&self, now: Timestamp) -> bool {
        self.push_enabled && !self.quiet.as_ref().is_some_and(|quiet| quiet.holds_at(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_parse_back() {
        for kind in NotificationKind::ALL {
            assert_eq!(NotificationKind::parse(kind.name()), Some(*kind));
        }
        assert_eq!(NotificationKind::parse("gossip"), None);
    }

    #[test]
    fn a_mute_ends_when_it_says() {
        let end = Timestamp::from_millis(1_000);
        assert!(Until::At(end).holds_at(Timestamp::from_millis(999)) && !Until::At(end).holds_at(end));
        for until in [Until::Forever, Until::At(end)] {
            assert_eq!(Until::from_millis(until.millis()), until);
        }
    }
}
