//! Defines identifiers: one newtype for each kind of thing, all UUIDv7 but for the ones clients make. Must not know
//! how an id is stored or written on the wire.

use crate::{Timestamp, random, random::Random};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id that sorts by its creation time.
            pub fn make(now: Timestamp, random: Random) -> Self {
                let millis = u64::try_from(now.millis()).unwrap_or_default();
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random::bytes::<10>(random)).into_uuid())
            }

            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            pub const fn uuid(self) -> Uuid {
                self.0
            }

            pub fn bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

id! {
    /// A person. The nil id stands for the instance itself, the author of its service messages.
    UserId;
    ChatId;
    SessionId;
    /// One open socket.
    ConnectionId;
    /// Made by the client, once for each message it wants to send.
    ClientId;
    /// One entry of the audit log.
    AuditId;
    /// One challenge of a one-time code; all of it is random.
    ChallengeId;
    /// A blob: a sealed file in storage.
    FileId;
    /// A friend request, or an invitation by contact.
    RequestId;
    ReportId;
    /// An invite to one group.
    InviteId;
    /// One running process of the server.
    NodeId;
    /// One entry of a person's notifications.
    NotificationId;
    /// A browser that gets push notifications.
    PushId;
}

impl UserId {
    pub const INSTANCE: Self = Self(Uuid::nil());
}
