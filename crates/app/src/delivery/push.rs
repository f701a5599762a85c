//! Web Push notifies people whose browser has no tab open. It is off the path of sending: the publisher drops a hint
//! into a bounded queue, and what is in it after a moment is pushed once for each person and chat.

pub mod hints;

mod deliver;

use crate::app::App;
use crate::caller::Caller;
use crate::delivery::push::hints::{Hint, QUEUE};
use crate::rate_limit::{Key, PUSH};
use auth::web_push::BrowserKeys;
use domain::event::{ChatChange, What};
use domain::notification::Notification;
use domain::{ChatId, Fault, PushId, Result, Timestamp, UserId};
use persistence::store::sync::pushes::{Push, PushTarget};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;

/// A reader who sees the message at once needs no push, and five messages in a row are one.
const GATHER: Duration = Duration::from_secs(2);
/// Another node may have taken the first subscription.
const LOOK_AGAIN: Duration = Duration::from_secs(30);
const AT_ONCE: usize = 256;

/// What gathered for one chat.
struct Gathered {
    due: Timestamp,
    authors: HashSet<UserId>,
}

impl App {
    /// The key browsers subscribe with.
    pub fn push_key(&self) -> String {
        self.pushing.vapid.public()
    }

    /// Bound to this session: it ends with it.
    pub async fn subscribe(
        &self,
        caller: &Caller,
        endpoint: &str,
        p256dh: &str,
        auth: &str,
    ) -> Result<PushId> {
        self.limits.check(&PUSH, Key::User(caller.user)).await?;
        let wrong = || Fault::field("/keys", "format", "must be keys made by a browser");
        let keys = BrowserKeys::parse(p256dh, auth).map_err(|_| wrong())?;
        if self.pushing.service.rules.allow(endpoint).is_none() {
            let detail = "must be an address of a push service this server knows";
            return Err(Fault::field("/endpoint", "unknown_push_service", detail));
        }
        let target = PushTarget {
            endpoint: endpoint.to_owned(),
            p256dh: keys.p256dh().to_vec(),
            auth: keys.auth().to_vec(),
        };
        let id = self.store.add_push(caller.user, caller.session, target, self.clock.now()).await?;
        self.pushing.any.store(true, Ordering::Relaxed);
        Ok(id)
    }

    pub async fn subscriptions(&self, caller: &Caller) -> Result<Vec<Push>> {
        self.store.pushes(caller.user, self.clock.now()).await
    }

    pub async fn unsubscribe(&self, caller: &Caller, push: PushId) -> Result<()> {
        self.store.remove_push(caller.user, push).await
    }

    /// Push services that may be called.
    pub fn push_hosts(&self) -> &[String] {
        &self.pushing.service.rules.hosts
    }

    /// A new message; edits and deletions push nothing.
    pub(crate) fn hint_of(&self, change: &ChatChange) {
        if let What::Message { message, new: true, .. } = &change.what
            && message.kind.is_sent()
        {
            self.pushing.hint(Hint::Message { chat: change.chat, author: message.author });
        }
    }

    pub(crate) fn hint_of_notification(&self, user: UserId, notification: &Notification, unread: i64) {
        self.pushing.hint(Hint::Notification { user, notification: Box::new(notification.clone()), unread });
    }
}

/// Gathers hints and tells whom they concern; ends with the server.
pub async fn run(app: Arc<App>) {
    let taken = app.pushing.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(mut hints) = taken else { return };
    let mut chats: HashMap<ChatId, Gathered> = HashMap::new();
    let mut telling: JoinSet<()> = JoinSet::new();
    let mut look = app.clock.now();
    loop {
        let next = chats.values().map(|one| one.due).min().map_or(look, |due| due.min(look));
        tokio::select! {
            hint = hints.recv() => match hint {
                None => return,
                Some(Hint::Message { chat, author }) if chats.len() < QUEUE => {
                    let due = app.clock.now().plus(GATHER);
                    let one = chats.entry(chat).or_insert_with(|| Gathered { due, authors: HashSet::new() });
                    one.authors.insert(author);
                }
                Some(Hint::Message { .. }) => {}
                Some(Hint::Notification { user, notification, unread }) => {
                    telling.spawn(deliver::push_notification(app.clone(), user, notification, unread));
                }
            },
            () = app.clock.sleep_until(next) => {
                let now = app.clock.now();
                if look <= now {
                    look = now.plus(LOOK_AGAIN);
                    if let Ok(any) = app.store.any_push().await {
                        app.pushing.any.store(any, Ordering::Relaxed);
                    }
                }
                for (chat, one) in chats.extract_if(|_, one| one.due <= now) {
                    telling.spawn(deliver::push_chat(app.clone(), chat, one.authors));
                }
            }
        }
        // A slow push service makes hints wait, then drop; never senders.
        while telling.try_join_next().is_some() {}
        while telling.len() >= AT_ONCE {
            telling.join_next().await;
        }
    }
}
