//! Defines one-time codes: their purposes, how long they are valid, how often they may be tried and sent again. Must
//! not know how a code is stored or delivered.

use crate::identifier::{Channel, Identifier};
use crate::{ChallengeId, Random, Timestamp, UserId};
use std::time::Duration;

/// A code is invalid for any other purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    Register,
    SignIn,
    ResetPassword,
    /// Adding or changing one's own e-mail address or phone number.
    ConfirmIdentifier,
}

impl Purpose {
    /// Eight for a password: 30 guesses a day against 10^8.
    pub const fn code_length(self) -> u32 {
        match self {
            Self::Register | Self::SignIn | Self::ConfirmIdentifier => 6,
            Self::ResetPassword => 8,
        }
    }

    /// How long the grant of a correct code is valid.
    pub const fn grant_lifetime(self) -> Duration {
        match self {
            Self::Register | Self::SignIn | Self::ConfirmIdentifier => Duration::from_secs(15 * 60),
            Self::ResetPassword => Duration::from_secs(10 * 60),
        }
    }
}

/// How long a code is valid.
pub const LIFETIME: Duration = Duration::from_secs(300);
/// Wrong codes until a challenge ends, counted across resends.
pub const MOST_ATTEMPTS: i32 = 5;
/// Challenges of one identifier and purpose at one time.
pub const MOST_LIVE: usize = 3;
/// Codes for one identifier in a day, for all purposes and challenges together.
pub const MOST_SENDS: usize = 10;
/// Wrong codes for one identifier in a day.
pub const MOST_FAILURES: usize = 30;
/// Wrong codes for one identifier in a row, after which no password is reset through it.
pub const MOST_FAILURES_IN_A_ROW: i32 = 100;
/// The period that budgets cover.
pub const DAY: Duration = Duration::from_secs(24 * 3600);

const FREE_RESENDS: usize = 5;
const BETWEEN_FREE: Duration = Duration::from_secs(10);
const FIRST_COOLDOWN: u64 = 60;
const LONGEST_COOLDOWN: u64 = 1800;

/// How long after the latest message of the day the next one may be sent, given how many there were.
pub fn wait_after(sends: usize) -> Duration {
    match sends.checked_sub(FREE_RESENDS + 1) {
        None => BETWEEN_FREE,
        Some(cooldowns) => {
            let doubled = u32::try_from(cooldowns).ok().and_then(|times| 2_u64.checked_pow(times));
            let seconds = doubled.and_then(|factor| FIRST_COOLDOWN.checked_mul(factor));
            Duration::from_secs(seconds.unwrap_or(LONGEST_COOLDOWN).min(LONGEST_COOLDOWN))
        }
    }
}

/// How long a new challenge waits after that many messages: not at all while some are free.
pub fn wait_before_start(sends: usize) -> Duration {
    if sends <= FREE_RESENDS { Duration::ZERO } else { wait_after(sends) }
}

pub fn free_resends_left(sends: usize) -> usize {
    (FREE_RESENDS + 1).saturating_sub(sends.max(1))
}

/// A code as it was typed: spaces and dashes are ignored.
pub fn typed(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let fits = (1..=12).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
    fits.then_some(digits)
}

/// Every code is equally likely: random values that would favor some are drawn again.
pub fn fresh(purpose: Purpose, random: Random) -> String {
    let codes = 10_u32.pow(purpose.code_length());
    let fair = u32::MAX - u32::MAX % codes;
    loop {
        let drawn = u32::from_be_bytes(crate::random::bytes(random));
        if drawn < fair {
            let width = usize::try_from(purpose.code_length()).unwrap_or_default();
            return format!("{:0width$}", drawn % codes);
        }
    }
}

/// The message that is sent for a challenge. To the person who asked they all look the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letter {
    /// No account has the identifier: no code will ever be right.
    Nothing,
    Code,
    /// A person wants to register an identifier that has an account.
    AlreadyRegistered,
    /// Too many wrong codes in a row.
    ResetClosed,
}

/// A challenge as the person who started it sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    pub id: ChallengeId,
    pub purpose: Purpose,
    pub masked: String,
    pub expires_at: Timestamp,
    pub resend_available_at: Timestamp,
    pub resends_left: usize,
    pub attempts_left: i32,
}

/// The result of a correct code: the holder of the grant controls this identifier.
#[derive(Debug, Clone)]
pub struct Proven {
    pub purpose: Purpose,
    pub identifier: Identifier,
    /// The account that asked, for [`Purpose::ConfirmIdentifier`].
    pub user: Option<UserId>,
}

impl Proven {
    pub fn channel(&self) -> Channel {
        self.identifier.channel()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_resends_are_free_and_then_waiting_doubles() {
        let waits: Vec<u64> = (1..=12).map(|sends| wait_after(sends).as_secs()).collect();
        assert_eq!(waits, [10, 10, 10, 10, 10, 60, 120, 240, 480, 960, 1800, 1800]);
        assert_eq!(wait_after(1_000), Duration::from_secs(1800));
        assert_eq!([1, 2, 6, 7].map(free_resends_left), [5, 4, 0, 0]);
        assert_eq!([0, 5, 6, 7].map(|sends| wait_before_start(sends).as_secs()), [0, 0, 60, 120]);
    }

    #[test]
    fn codes_keep_their_zeros_and_draw_again_what_is_unfair() {
        assert_eq!(fresh(Purpose::Register, |out| out.fill(0)), "000000");
        assert_eq!(fresh(Purpose::ResetPassword, |out| out.fill(1)), "16843009");
        use std::sync::atomic::{AtomicU8, Ordering};
        static DRAWN: AtomicU8 = AtomicU8::new(255);
        let falling = |out: &mut [u8]| out.fill(DRAWN.fetch_sub(1, Ordering::Relaxed));
        // u32::MAX lies above the last whole million and is not used.
        assert_eq!(fresh(Purpose::SignIn, falling), format!("{:06}", 0xfefe_fefe_u32 % 1_000_000));
    }

    #[test]
    fn typed_codes_may_be_spaced() {
        assert_eq!(typed(" 012 345 ").as_deref(), Some("012345"));
        assert_eq!(typed("0123-4567").as_deref(), Some("01234567"));
        for bad in ["", "  ", "12a456", "１２３４５６", "1234567890123"] {
            assert_eq!(typed(bad), None, "{bad}");
        }
    }
}
