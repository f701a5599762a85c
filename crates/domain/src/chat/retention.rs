//! Defines how long messages are kept. Must not know how they are deleted.

use crate::Timestamp;
use crate::fault::Refusal;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Retention(u32);

impl Retention {
    pub const LONGEST: u32 = 3_650;

    pub fn parse(days: i64) -> Result<Self, Refusal> {
        match u32::try_from(days) {
            Ok(days @ 1..=Self::LONGEST) => Ok(Self(days)),
            Ok(_) | Err(_) => {
                Err(Refusal::new("out_of_range", format!("must be 1 to {} days", Self::LONGEST)))
            }
        }
    }

    pub fn days(self) -> u32 {
        self.0
    }

    /// Messages sent before this time are not kept.
    pub fn before(self, now: Timestamp) -> Timestamp {
        now.minus(DAY * self.0)
    }

    /// The instance's and the chat's own: the shorter one applies.
    pub fn of(instance: Option<Self>, chat: Option<Self>) -> Option<Self> {
        instance.into_iter().chain(chat).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shorter_one_holds() {
        let days = |n| Retention::parse(n).ok();
        assert_eq!(Retention::of(days(30), days(7)), days(7));
        assert_eq!(Retention::of(days(30), None), days(30));
        assert_eq!((Retention::of(None, None), days(0), days(3_651), days(-1)), (None, None, None, None));
        let now = Timestamp::from_millis(86_400_000 * 10);
        assert_eq!(days(3).unwrap().before(now), Timestamp::from_millis(86_400_000 * 7));
    }
}
