//! Defines settings of an instance that can change while it runs. Must not know where they are stored.

use crate::chat::Handle;
use std::time::Duration;

/// How to get an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registration {
    /// With a code to an address or a number, which is proven by it.
    Otp,
    Open,
    /// With a registration invite that the operator gave out.
    Invite,
    Closed,
}

impl Registration {
    pub const ALL: [Self; 4] = [Self::Otp, Self::Open, Self::Invite, Self::Closed];

    /// As it is configured, stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Otp => "otp",
            Self::Open => "open",
            Self::Invite => "invite",
            Self::Closed => "closed",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// A change of the settings: absent keeps a value, `None` restores the configured one.
#[derive(Debug, Clone, Default)]
pub struct InstanceEdit {
    pub name: Option<Option<String>>,
    pub registration: Option<Option<Registration>>,
    pub default_room: Option<Option<Handle>>,
    pub edit_window: Option<Option<Duration>>,
    pub group_members: Option<Option<i64>>,
    pub chats_per_user: Option<Option<i64>>,
}
