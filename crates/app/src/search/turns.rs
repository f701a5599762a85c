//! Searches of one person at the same time are counted and bounded here.

use domain::fault::Limited;
use domain::{Fault, Result, UserId};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Searches of one person at the same time: one may be slow while the person types on.
const AT_ONCE: usize = 2;

/// Who searches right now, and how often at once.
#[derive(Default)]
pub struct Searching(Mutex<HashMap<UserId, usize>>);

pub struct Turn<'s> {
    pub(crate) searching: &'s Searching,
    pub(crate) user: UserId,
}

impl Searching {
    pub(crate) fn turn(&self, user: UserId) -> Result<Turn<'_>> {
        let mut turns = self.turns();
        let own = turns.entry(user).or_default();
        if *own >= AT_ONCE {
            let window = Duration::from_secs(1);
            return Err(Fault::RateLimited(Limited {
                policy: "search-at-once",
                quota: u32::try_from(AT_ONCE).unwrap_or(u32::MAX),
                window,
                retry_after: window,
            }));
        }
        *own += 1;
        Ok(Turn { searching: self, user })
    }

    pub(crate) fn turns(&self) -> MutexGuard<'_, HashMap<UserId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut turns = self.searching.turns();
        if let Some(own) = turns.get_mut(&self.user) {
            *own -= 1;
            if *own == 0 {
                turns.remove(&self.user);
            }
        }
    }
}
