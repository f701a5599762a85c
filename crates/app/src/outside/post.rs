//! Messages that are to leave the server wait in a bounded queue.

use crate::outside::parcel::Parcel;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use tokio::sync::mpsc;

/// Messages that wait. When it is full a message is dropped and counted in the log: the recipient asks
/// again, and no request hangs on a slow mail server.
const QUEUE: usize = 1024;

/// Where messages are handed in.
pub struct Post {
    queue: Mutex<Option<mpsc::Sender<Parcel>>>,
    dropped: AtomicU64,
}

/// The other end, for the one task that delivers.
pub struct Delivery(pub(crate) mpsc::Receiver<Parcel>);

pub fn post() -> (Post, Delivery) {
    let (sender, receiver) = mpsc::channel(QUEUE);
    (Post { queue: Mutex::new(Some(sender)), dropped: AtomicU64::new(0) }, Delivery(receiver))
}

impl Post {
    /// Never waits.
    pub(crate) fn put(&self, parcel: Parcel) {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = queue.as_ref().is_some_and(|queue| queue.try_send(parcel).is_ok());
        if !taken {
            let dropped = self.dropped.fetch_add(1, Ordering::Relaxed) + 1;
            tracing::error!(event = "message_dropped", dropped, "the queue of messages is full or closed");
        }
    }

    /// Nothing more is taken; what waits is still delivered.
    pub(crate) fn close(&self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}
