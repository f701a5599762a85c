//! This is the one publisher: committed facts come to it in commit order, and nothing else publishes.

use crate::app::App;
use crate::delivery::encode;
use domain::event::{ChatChange, Committed, PersonChange, Personal, PersonalChange, ReadMoved, What};
use domain::notification::NotificationChange;
use domain::{ChatId, UserId};
use realtime::{BusMessage, PersonalUpdate, SoftKind};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use wire::frame::{ReadEvent, UserEvent};

/// Reading is told to others at most this often for each reader.
const READS_EVERY: Duration = Duration::from_secs(1);
/// In larger chats receipts are asked for, not told.
const MOST_READERS: i64 = 50;

pub async fn run(app: Arc<App>, mut facts: Receiver<Vec<Committed>>) {
    let mut reads: HashMap<(ChatId, UserId), ReadMoved> = HashMap::new();
    let mut tell_reads_at = None;
    loop {
        let due = async {
            match tell_reads_at {
                Some(at) => app.clock.sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            group = facts.recv() => match group {
                None => return,
                Some(group) => {
                    for fact in group {
                        match fact {
                            Committed::Chat(change) => app.clone().announce(change),
                            Committed::Personal(change) => app.clone().tell(change),
                            Committed::Read(moved) if moved.members <= MOST_READERS => {
                                reads.insert((moved.chat, moved.user), moved);
                                tell_reads_at.get_or_insert(app.clock.now().plus(READS_EVERY));
                            }
                            Committed::Read(_) => {}
                            Committed::Person(change) => app.clone().tell_of_person(change),
                        }
                    }
                }
            },
            () = due => {
                tell_reads_at = None;
                for ((chat, user), moved) in reads.drain() {
                    let frame = encode::bytes(ReadEvent::from(moved));
                    app.publish_soft(chat, frame, user, SoftKind::Read);
                }
            }
        }
    }
}

impl App {
    fn announce(self: Arc<Self>, change: ChatChange) {
        self.hint_of(&change);
        if let What::Message { message, .. } = &change.what
            && !message.references.mentions.is_empty()
        {
            self.mentioning.notify_one();
        }
        if let Some(indexing) = &self.indexing {
            indexing.note(&change);
        }
        self.broadcast(BusMessage::Hint(Arc::new(encode::hint(change))));
    }

    fn tell(self: Arc<Self>, change: PersonalChange) {
        let (user, my_rev) = (change.user, change.my_rev);
        let ended =
            if let Personal::SessionsEnded(ended) = &change.what { ended.clone() } else { Vec::new() };
        let withdrawn = if let Personal::Withdrawn { chat } = &change.what { Some(*chat) } else { None };
        let review = match &change.what {
            Personal::Profile
            | Personal::Withdrawn { .. }
            | Personal::Block { .. }
            | Personal::Friend(_)
            | Personal::Membership { .. } => true,
            Personal::Read { .. }
            | Personal::Request(_)
            | Personal::Notifications(_)
            | Personal::Preferences { .. }
            | Personal::Message(_)
            | Personal::NotificationSettings(_)
            | Personal::SessionsEnded(_) => false,
        };
        if let Personal::Notifications(told) = &change.what
            && let NotificationChange::Put { notification, unread } = &**told
        {
            self.hint_of_notification(user, notification, *unread);
        }
        let frame = encode::bytes(change);
        self.broadcast(BusMessage::Personal(Arc::new(PersonalUpdate {
            user,
            my_rev,
            ended,
            withdrawn,
            review,
            frame,
        })));
    }

    /// Told once to every socket that may show the person: of friends, of people in the same chats, and their own.
    fn tell_of_person(self: Arc<Self>, change: PersonChange) {
        let PersonChange { person, friends, chats } = change;
        let (user, frame) = (person.id, encode::bytes(UserEvent::from(person)));
        self.broadcast(BusMessage::Person { user, friends, chats, frame });
    }
}
