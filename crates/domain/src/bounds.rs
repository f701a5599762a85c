//! How many of a thing there may be, and what has to remain: the rules that count. Storage counts under a lock and asks
//! here what the number means.

use crate::friend::MOST_FRIENDS;
use crate::message::MOST_PINS;
use crate::{Fault, Result, UserId};

/// One more chat for a person who is in this many.
pub fn may_join_another(chats: i64, most: i64) -> Result<()> {
    if chats >= most { Err(Fault::TooManyChats) } else { Ok(()) }
}

/// How many members a group has after these came in.
pub fn room_for(members: i64, joining: usize, most: i64) -> Result<i64> {
    let count = members.saturating_add(i64::try_from(joining).unwrap_or(i64::MAX));
    if count > most { Err(Fault::GroupFull) } else { Ok(count) }
}

/// One more pin in a chat that has this many.
pub fn may_pin_another(pins: i64) -> Result<()> {
    if pins >= MOST_PINS { Err(Fault::TooManyPins) } else { Ok(()) }
}

/// One more friend for a person who has this many.
pub fn may_befriend_another(friends: i64) -> Result<()> {
    if friends >= MOST_FRIENDS { Err(Fault::Forbidden) } else { Ok(()) }
}

/// The ways to sign in that an account has after one of them was taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignInMethods {
    pub password: bool,
    pub verified_address: bool,
    pub provider: bool,
}

impl SignInMethods {
    /// An account that nothing opens is lost.
    pub fn suffice(self) -> Result<()> {
        if self.password || self.verified_address || self.provider {
            Ok(())
        } else {
            Err(Fault::LastSignInMethod)
        }
    }
}

/// An instance keeps an administrator when this person no longer is one.
pub fn keeps_an_administrator(admins: &[UserId], without: UserId) -> Result<()> {
    if admins == [without] { Err(Fault::LastAdmin) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_last_place_is_taken_and_no_further_one() {
        assert_eq!(room_for(8, 2, 10), Ok(10));
        assert_eq!(room_for(9, 2, 10), Err(Fault::GroupFull));
        assert_eq!(may_join_another(9, 10), Ok(()));
        assert_eq!(may_join_another(10, 10), Err(Fault::TooManyChats));
        assert_eq!(may_pin_another(MOST_PINS - 1), Ok(()));
        assert_eq!(may_pin_another(MOST_PINS), Err(Fault::TooManyPins));
        assert_eq!(may_befriend_another(MOST_FRIENDS), Err(Fault::Forbidden));
    }

    #[test]
    fn one_way_to_sign_in_is_enough_and_none_is_not() {
        let none = SignInMethods { password: false, verified_address: false, provider: false };
        assert_eq!(none.suffice(), Err(Fault::LastSignInMethod));
        assert_eq!(SignInMethods { password: true, ..none }.suffice(), Ok(()));
        assert_eq!(SignInMethods { verified_address: true, ..none }.suffice(), Ok(()));
        assert_eq!(SignInMethods { provider: true, ..none }.suffice(), Ok(()));
    }

    #[test]
    fn the_last_administrator_stays() {
        let user = |number: u128| UserId::from_uuid(Uuid::from_u128(number));
        assert_eq!(keeps_an_administrator(&[user(1)], user(1)), Err(Fault::LastAdmin));
        assert_eq!(keeps_an_administrator(&[user(1), user(2)], user(1)), Ok(()));
        assert_eq!(keeps_an_administrator(&[user(2)], user(1)), Ok(()));
        assert_eq!(keeps_an_administrator(&[], user(1)), Ok(()));
    }
}
