//! Senders are held out of the batches while a message of theirs has left its batch and is not yet written. Until it
//! is, what they send to the same chat afterwards leaves its batch as well, whatever changed in between, and keeps
//! its place behind it. Must not know why a message left.

use domain::{ChatId, UserId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

type Key = (ChatId, UserId);

/// How many messages of each have left and are not yet written.
#[derive(Default)]
pub struct Held(Mutex<HashMap<Key, usize>>);

/// One message that has left. Dropped once it is written, or refused.
pub struct Left {
    held: Arc<Held>,
    key: Key,
}

impl Held {
    pub fn holds(&self, chat: ChatId, sender: UserId) -> bool {
        self.lock().contains_key(&(chat, sender))
    }

    pub fn leave(self: &Arc<Self>, chat: ChatId, sender: UserId) -> Left {
        let key = (chat, sender);
        *self.lock().entry(key).or_default() += 1;
        Left { held: self.clone(), key }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Left {
    fn drop(&mut self) {
        let mut held = self.held.lock();
        if let Some(count) = held.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.key);
            }
        }
    }
}
