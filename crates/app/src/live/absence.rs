//! The time people went offline is noted until it is written, and the number of a group's people online is cached.

use domain::{ChatId, Timestamp, UserId};
use moka::sync::Cache;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many people of a group are online, for some seconds.
pub type OnlineIn = Cache<ChatId, usize>;

pub fn online_in() -> OnlineIn {
    Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(3)).build()
}

/// Since when people are gone, until it was written down a while ago: a reader of the database at that moment
/// finds it in one of the two.
#[derive(Default)]
pub struct Gone(Mutex<Noted>);

#[derive(Default)]
pub(crate) struct Noted {
    pub(crate) gone: HashMap<UserId, Left>,
    pub(crate) next: Option<Timestamp>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Left {
    pub(crate) at: Timestamp,
    pub(crate) written: bool,
}

impl Gone {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
