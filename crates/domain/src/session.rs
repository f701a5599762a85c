//! Defines sessions: one for each sign-in, and how its refresh token travels.

use crate::{SessionId, Timestamp, UserId};

/// Fixed at sign-in and never mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Cookie,
    Body,
}

/// The first proof of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Password,
    /// A code sent to the person's e-mail address.
    Code,
    /// A sign-in at another provider.
    Provider,
    /// A code sent to a phone number, which an attacker who deceives the phone company can take over.
    Sms,
}

impl Way {
    pub const fn number(self) -> u8 {
        match self {
            Self::Password => 1,
            Self::Code => 2,
            Self::Provider => 3,
            Self::Sms => 4,
        }
    }

    pub fn from_number(number: i32) -> Self {
        match number {
            2 => Self::Code,
            3 => Self::Provider,
            4 => Self::Sms,
            _ => Self::Password,
        }
    }
}

/// How a person proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proven {
    pub way: Way,
    pub second_factor: bool,
}

impl Proven {
    /// As access tokens name it, in words of RFC 8176 where it has one.
    pub fn names(self) -> Vec<String> {
        let first = match self.way {
            Way::Password => "pwd",
            Way::Code => "otp",
            Way::Provider => "fed",
            Way::Sms => "sms",
        };
        let second = self.second_factor.then_some("mfa");
        [Some(first), second].into_iter().flatten().map(str::to_owned).collect()
    }
}

/// The other proofs an account has besides the one at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holds {
    pub password: bool,
    /// An e-mail address that was proven.
    pub email: bool,
    /// An enabled second factor.
    pub factor: bool,
}

impl Holds {
    /// A number can be taken over by deceiving a phone company: where an account has more proofs, more is required.
    pub fn number_alone_suffices(self) -> bool {
        !self.password || !(self.email || self.factor)
    }
}

impl Proven {
    /// Whether this proof may change the ways to sign in. Where a second factor is enabled, it is required.
    pub fn suffices(self, holds: Holds) -> bool {
        let factor_shown = self.second_factor || !holds.factor;
        let more_than_a_number = self.way != Way::Sms || self.second_factor || holds.number_alone_suffices();
        factor_shown && more_than_a_number
    }
}

/// Where a request came from, already shortened to what may be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub user_agent: Option<String>,
    pub address_prefix: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    pub transport: Transport,
    pub origin: Origin,
    pub proven: Proven,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// The session ends then, however often it is refreshed.
    pub expires_at: Timestamp,
}

/// What must still be true of a session whenever its access token is presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Liveness {
    pub user: UserId,
    pub security_ver: i64,
    pub proven: Proven,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_alone_proves_nothing_where_there_is_more() {
        let sms = Proven { way: Way::Sms, second_factor: false };
        let holds = |password, email, factor| Holds { password, email, factor };
        assert!(sms.suffices(holds(false, false, false)) && sms.suffices(holds(true, false, false)));
        assert!(sms.suffices(holds(false, true, false)));
        assert!(!sms.suffices(holds(true, true, false)));
        assert!(Proven { way: Way::Password, ..sms }.suffices(holds(true, true, false)));
    }

    #[test]
    fn where_a_factor_is_in_force_nothing_is_proven_without_it() {
        let factor = Holds { password: true, email: true, factor: true };
        for way in [Way::Password, Way::Code, Way::Provider, Way::Sms] {
            assert!(!Proven { way, second_factor: false }.suffices(factor), "{way:?}");
            assert!(Proven { way, second_factor: true }.suffices(factor), "{way:?}");
            assert_eq!(Way::from_number(way.number().into()), way);
        }
    }
}
