//! Accounts that keep running into a limit are counted here, and muted ones remembered.

use crate::rate_limit::key::Key;
use crate::rate_limit::policies::{
    CREATE_CHAT, FIRST_CONTACT, FIRST_CONTACT_NEW, FRIEND_REQUEST, INVITE, Policy, REPORT, SEND, SEND_CHAT,
};
use domain::{Timestamp, UserId};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The limits whose refusals are counted, and which a mute shuts.
pub const WATCHED: [&Policy; 8] =
    [&SEND, &SEND_CHAT, &CREATE_CHAT, &FIRST_CONTACT, &FIRST_CONTACT_NEW, &INVITE, &FRIEND_REQUEST, &REPORT];
/// So many refusals within the span are a burst.
const REFUSALS: u32 = 20;
const SPAN: Duration = Duration::from_secs(600);
/// Accounts that are remembered at once; beyond, those whose span is over are forgotten first.
const MOST: usize = 10_000;

#[derive(Default)]
pub struct Bursts(Mutex<State>);

#[derive(Default)]
struct State {
    refused: HashMap<(UserId, &'static str), Refused>,
    muted: HashMap<UserId, Timestamp>,
    found: Vec<(UserId, &'static str)>,
}

struct Refused {
    since: Timestamp,
    count: u32,
}

impl Bursts {
    /// A refusal by this limit.
    pub fn note(&self, policy: &Policy, key: &Key, now: Timestamp) {
        let Some(user) = watched(policy, key) else { return };
        let mut state = self.lock();
        if state.refused.len() >= MOST {
            state.refused.retain(|_, refused| now.since(refused.since) < SPAN);
        }
        if state.refused.len() >= MOST {
            return;
        }
        let refused = state.refused.entry((user, policy.name)).or_insert(Refused { since: now, count: 0 });
        if now.since(refused.since) >= SPAN {
            *refused = Refused { since: now, count: 0 };
        }
        refused.count += 1;
        if refused.count == REFUSALS {
            state.found.push((user, policy.name));
        }
    }

    /// Those that were found since the last call.
    pub fn take(&self) -> Vec<(UserId, &'static str)> {
        std::mem::take(&mut self.lock().found)
    }

    pub fn mute(&self, user: UserId, until: Timestamp) {
        self.lock().muted.insert(user, until);
    }

    /// How long this account still has to wait.
    pub fn muted(&self, policy: &Policy, key: &Key, now: Timestamp) -> Option<Duration> {
        let user = watched(policy, key)?;
        let mut state = self.lock();
        let until = *state.muted.get(&user)?;
        if now < until {
            return Some(until.since(now));
        }
        state.muted.remove(&user);
        None
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn watched(policy: &Policy, key: &Key) -> Option<UserId> {
    let user = match key {
        Key::User(user) | Key::UserIn(user, _) => *user,
        Key::Address(_)
        | Key::Account(_)
        | Key::AccountFrom(..)
        | Key::Session(_)
        | Key::Device(..)
        | Key::Socket(_) => return None,
    };
    WATCHED.iter().any(|watched| watched.name == policy.name).then_some(user)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate_limit::TYPING;
    use domain::UserId;
    use uuid::Uuid;

    #[test]
    fn a_burst_is_found_once_and_forgotten_after_its_span() {
        let (bursts, user) = (Bursts::default(), UserId::from_uuid(Uuid::from_u128(7)));
        let mut now = Timestamp::from_millis(0);
        let refuse = |count: u32, now| (0..count).for_each(|_| bursts.note(&SEND, &Key::User(user), now));
        refuse(REFUSALS - 1, now);
        assert_eq!(bursts.take(), []);
        now = now.plus(SPAN);
        refuse(REFUSALS - 1, now);
        assert_eq!(bursts.take(), []);
        refuse(5, now);
        assert_eq!(bursts.take(), [(user, "send")]);
        refuse(100, now);
        assert_eq!(bursts.take(), []);
        (0..100).for_each(|_| bursts.note(&TYPING, &Key::User(user), now));
        (0..100).for_each(|_| bursts.note(&SEND, &Key::Address("192.0.2.1".into()), now));
        assert_eq!(bursts.take(), []);
    }

    #[test]
    fn a_mute_ends_by_itself() {
        let (bursts, user) = (Bursts::default(), UserId::from_uuid(Uuid::from_u128(7)));
        let now = Timestamp::from_millis(0);
        bursts.mute(user, now.plus(Duration::from_secs(60)));
        let left =
            |policy, after| bursts.muted(policy, &Key::User(user), now.plus(Duration::from_secs(after)));
        assert_eq!(left(&SEND, 20), Some(Duration::from_secs(40)));
        assert_eq!(left(&TYPING, 20), None);
        assert_eq!(left(&REPORT, 60), None);
    }
}
