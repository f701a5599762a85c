//! Typists are the people who are typing right now, with the time until which that is shown.

use domain::{ChatId, Timestamp, UserId};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Default)]
pub struct Typists(Mutex<HashMap<(ChatId, UserId), Timestamp>>);

impl Typists {
    pub(crate) fn lock(&self) -> MutexGuard<'_, HashMap<(ChatId, UserId), Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
