//! Hints of what may be pushed wait in a bounded queue. Must not know what a push says.

use crate::outside::push_service::PushService;
use auth::Vapid;
use domain::notification::Notification;
use domain::{ChatId, UserId};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc;

/// Hints beyond it are dropped: a push is a courtesy, what it tells of is in the database.
pub const QUEUE: usize = 10_000;

pub enum Hint {
    Message { chat: ChatId, author: UserId },
    Notification { user: UserId, notification: Box<Notification>, unread: i64 },
}

pub struct Pushing {
    pub(crate) hints: mpsc::Sender<Hint>,
    pub(crate) waiting: Mutex<Option<mpsc::Receiver<Hint>>>,
    /// Whether there is any subscription; without one no hints are made.
    pub(crate) any: AtomicBool,
    pub(crate) vapid: Vapid,
    pub(crate) service: PushService,
}

impl Pushing {
    pub fn new(vapid: Vapid, service: PushService) -> Self {
        let (hints, waiting) = mpsc::channel(QUEUE);
        Self { hints, waiting: Mutex::new(Some(waiting)), any: AtomicBool::new(true), vapid, service }
    }

    pub(crate) fn hint(&self, hint: Hint) {
        if self.any.load(Ordering::Relaxed) {
            // A full queue drops it.
            let _ = self.hints.try_send(hint);
        }
    }
}
