//! What leaves the server: mail and SMS, pushes, calls to other providers. Messages are queued after the answer it
//! belongs to, so that nobody learns from an answer's time what was sent. No address, number, text or code is
//! ever logged.

pub mod address;
mod change;
pub(crate) mod engine;
mod mail;
mod outbox;
pub mod push_service;
mod sms;
pub(crate) mod web;
mod words;

pub(crate) use change::Change;
pub(crate) use mail::is_loopback;
pub use mail::{Mail, MailChoice};
pub use outbox::Outbox;
pub use sms::{Sms, SmsChoice, TEMPLATE as SMS_TEMPLATE};
pub(crate) use words::Notice;

use crate::app::App;
use crate::clock::Clock;
use domain::identifier::Identifier;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Messages that wait. When it is full a message is dropped and counted in the log: whoever waits for it asks
/// again, and nobody's request hangs on a slow mail server.
const QUEUE: usize = 1024;
/// Messages under way at one time.
const AT_ONCE: usize = 8;
const AFTER_THE_ANSWER: Duration = Duration::from_millis(50);
/// Waited between tries. A code is good for five minutes: later it is of no use.
const AGAIN: [Duration; 3] = [Duration::from_secs(2), Duration::from_secs(10), Duration::from_secs(45)];

/// One message on its way to one person.
pub struct Parcel {
    pub to: Identifier,
    /// What it is about, as a word.
    pub purpose: &'static str,
    pub code: Option<String>,
    /// Mail only.
    pub subject: String,
    pub text: String,
}

/// Why a message did not get through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undelivered {
    /// Trying again may help.
    Later(&'static str),
    Never(&'static str),
}

/// How messages get out, as the operator chose.
pub struct Channels {
    pub mail: Mail,
    pub sms: Sms,
}

/// Where messages are handed in.
pub struct Post {
    queue: Mutex<Option<mpsc::Sender<Parcel>>>,
    dropped: AtomicU64,
}

/// The other end, for the one task that delivers.
pub struct Delivery(mpsc::Receiver<Parcel>);

pub fn post() -> (Post, Delivery) {
    let (sender, receiver) = mpsc::channel(QUEUE);
    (Post { queue: Mutex::new(Some(sender)), dropped: AtomicU64::new(0) }, Delivery(receiver))
}

impl Channels {
    /// Files under the data folder, for whoever tries things out.
    pub fn outbox(data_dir: &Path) -> Self {
        let outbox = Outbox::new(data_dir);
        Self { mail: Mail::Outbox(outbox.clone()), sms: Sms::Outbox(outbox) }
    }

    async fn deliver(&self, parcel: &Parcel, at: domain::Timestamp) -> Result<(), Undelivered> {
        match &parcel.to {
            Identifier::Email(_) => self.mail.deliver(parcel, at).await,
            Identifier::Phone(_) => self.sms.deliver(parcel, at).await,
        }
    }
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

impl Delivery {
    /// Ends when the post is closed and everything has gone.
    pub(crate) async fn run(mut self, app: Arc<App>) {
        let mut under_way = JoinSet::new();
        while let Some(parcel) = self.0.recv().await {
            if under_way.len() >= AT_ONCE {
                under_way.join_next().await;
            }
            under_way.spawn(carry(app.clone(), parcel));
        }
        while under_way.join_next().await.is_some() {}
    }
}

async fn carry(app: Arc<App>, parcel: Parcel) {
    // The answer goes first: what sending costs this machine must not be felt in its time. A clock that stands
    // still has nobody who could feel it.
    if matches!(app.clock, Clock::System) {
        app.clock.sleep(AFTER_THE_ANSWER).await;
    }
    let (purpose, channel) = (parcel.purpose, parcel.to.channel());
    for pause in AGAIN.map(Some).into_iter().chain([None]) {
        match (app.channels.deliver(&parcel, app.clock.now()).await, pause) {
            (Ok(()), _) => {
                tracing::info!(event = "message_sent", ?channel, purpose);
                return;
            }
            (Err(Undelivered::Later(why)), Some(pause)) => {
                tracing::warn!(event = "message_delayed", ?channel, purpose, why);
                app.clock.sleep(pause).await;
            }
            (Err(Undelivered::Later(why) | Undelivered::Never(why)), _) => {
                tracing::error!(event = "message_lost", ?channel, purpose, why);
                return;
            }
        }
    }
}
