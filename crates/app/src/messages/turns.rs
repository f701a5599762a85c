//! Turns keep one sender's messages in order: a message that leaves its batch is stored after everything the sender
//! sent before it. Must not know why it left.

use domain::{ChatId, UserId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

type Key = (ChatId, UserId);

#[derive(Default)]
pub struct Turns {
    /// The last one of each who waits, by its number, and what it is waited for by.
    last: Mutex<Last>,
}

#[derive(Default)]
struct Last {
    given: u64,
    waiting: HashMap<Key, (u64, oneshot::Receiver<()>)>,
}

/// One place in the order; the next one's turn comes when it is dropped.
pub struct Turn {
    turns: Arc<Turns>,
    key: Key,
    number: u64,
    before: Option<oneshot::Receiver<()>>,
    _done: oneshot::Sender<()>,
}

impl Turns {
    pub fn take(self: &Arc<Self>, chat: ChatId, sender: UserId) -> Turn {
        let (done, wait) = oneshot::channel();
        let mut last = self.lock();
        last.given += 1;
        let number = last.given;
        let before = last.waiting.insert((chat, sender), (number, wait)).map(|(_, before)| before);
        Turn { turns: self.clone(), key: (chat, sender), number, before, _done: done }
    }

    fn lock(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn {
    /// Comes back once everything before it has been stored or refused.
    pub async fn comes(&mut self) {
        if let Some(before) = self.before.take() {
            // Its end is told by being dropped.
            let _ = before.await;
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut last = self.turns.lock();
        if last.waiting.get(&self.key).is_some_and(|(number, _)| *number == self.number) {
            last.waiting.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use uuid::Uuid;

    #[test]
    fn a_turn_comes_when_the_one_before_is_done() {
        let turns = Arc::new(Turns::default());
        let take =
            |user: u128| turns.take(ChatId::from_uuid(Uuid::nil()), UserId::from_uuid(Uuid::from_u128(user)));
        let (mut one, mut two, mut three, mut other) = (take(1), take(1), take(1), take(2));
        assert!(one.comes().now_or_never().is_some() && other.comes().now_or_never().is_some());
        let mut waits = Box::pin(three.comes());
        assert!(waits.as_mut().now_or_never().is_none() && two.comes().now_or_never().is_none());
        drop(one);
        assert!(waits.as_mut().now_or_never().is_none());
        drop(two);
        assert!(waits.as_mut().now_or_never().is_some());
        drop(waits);
        drop((three, other));
        assert!(turns.lock().waiting.is_empty());
    }
}
