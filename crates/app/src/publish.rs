//! The one publisher: committed facts come to it in commit order, and nothing else publishes.

use crate::app::App;
use crate::encode;
use crate::heal;
use crate::presence;
use domain::event::{ChatChange, Committed, PersonChange, Personal, PersonalChange, ReadMoved, What};
use domain::notice::NoticeChange;
use domain::{ChatId, SessionId, UserId};
use realtime::{Lag, Outcome, Outgoing, Whisper};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use wire::frame::{ReadEvent, ServerFrame, SessionEnded, UserEvent};

/// Reading is told to others at most this often for each reader.
const READS_EVERY: Duration = Duration::from_secs(1);
/// In larger chats receipts are asked for, not told.
const MOST_READERS: i64 = 50;

pub const SESSION_ENDED: u16 = 4410;

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
                            Committed::Person(change) => app.tell_of_person(change),
                        }
                    }
                }
            },
            () = due => {
                tell_reads_at = None;
                for ((chat, user), moved) in reads.drain() {
                    let frame = encode::bytes(ReadEvent::from(moved));
                    app.hub.whisper(chat, &frame, user, Whisper::Read);
                }
            }
        }
    }
}

impl App {
    fn announce(self: Arc<Self>, change: ChatChange) {
        self.hint_of(&change);
        if let What::Message { message, .. } = &change.what
            && !message.said.mentions.is_empty()
        {
            self.mentioning.notify_one();
        }
        let (chat, hint) = (change.chat, encode::hint(change));
        if let Outcome::Gap { first: true } = self.bus.publish(hint) {
            tokio::spawn(heal::soon(self, chat));
        }
    }

    fn tell(self: Arc<Self>, change: PersonalChange) {
        let user = change.user;
        let lag = self.hub.note_my_rev(user, change.my_rev);
        if let Personal::SessionsEnded(ended) = &change.what {
            for session in ended {
                self.close_session(user, *session);
            }
        }
        if let Personal::Withdrawn { chat } = &change.what {
            self.leave_room(user, *chat);
        }
        let review = match &change.what {
            Personal::Profile | Personal::Withdrawn { .. } | Personal::Block { blocked: true, .. } => true,
            Personal::Friend(change) => !change.friends,
            Personal::Membership { joined, .. } => !joined,
            Personal::Block { blocked: false, .. }
            | Personal::Read { .. }
            | Personal::Request(_)
            | Personal::Notices(_)
            | Personal::Muted { .. }
            | Personal::Message(_)
            | Personal::NoticeSettings(_)
            | Personal::SessionsEnded(_) => false,
        };
        if let Personal::Notices(told) = &change.what
            && let NoticeChange::Put { notice, unread } = &**told
        {
            self.hint_of_notice(user, notice, *unread);
        }
        self.hub.send_to(user, &Outgoing::firm(encode::bytes(change)));
        if review {
            tokio::spawn(presence::review(self.clone(), user));
        }
        if let Lag::After(after) = lag {
            tokio::spawn(heal::person(self, user, after));
        }
    }

    /// The chat goes on without him, and nobody else is told.
    pub(crate) fn leave_room(&self, user: UserId, chat: ChatId) {
        for connection in self.hub.connections_of(user) {
            self.hub.unsubscribe(&connection, chat);
        }
    }

    /// Told once to every socket that may show him: his friends, those in his chats, and his own.
    fn tell_of_person(&self, change: PersonChange) {
        let PersonChange { person, friends, chats } = change;
        let mut sockets = self.hub.connections_of(person.id);
        sockets.extend(friends.into_iter().flat_map(|friend| self.hub.connections_of(friend)));
        sockets.extend(chats.into_iter().flat_map(|chat| self.hub.listeners(chat)));
        let frame = encode::bytes(UserEvent::from(person));
        let mut told = HashSet::new();
        for socket in sockets {
            if told.insert(socket.id) {
                socket.mailbox.push(Outgoing::soft(frame.clone()));
            }
        }
    }

    pub(crate) fn close_session(&self, user: UserId, session: SessionId) {
        self.standing.forget(session);
        let farewell = encode::bytes(ServerFrame::from(SessionEnded::default()));
        self.hub.close_session(user, session, &farewell, SESSION_ENDED, "session ended");
    }
}
