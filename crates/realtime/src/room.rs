//! Holds one chat's listeners on this node. Its rule: revisions are published strictly one after the other. The
//! audience changes exactly with the revision that changes it.

use crate::connection::{Connection, SoftKind};
use crate::mailbox::Outgoing;
use bytes::Bytes;
use domain::{ChatId, Rev, Seq, UserId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most hints that are kept when they arrive early; beyond it the range is read anyway.
const MOST_HELD: usize = 64;

/// One committed change of a chat, ready to be published.
pub struct Hint {
    pub chat: ChatId,
    pub rev: Rev,
    pub frame: Bytes,
    /// The message it is about, and the frame for members who may not see that message.
    pub hidden: Option<(Seq, Bytes)>,
    pub audience: Vec<Audience>,
    /// The frame for a person whom this change removes.
    pub removed: Bytes,
    /// The room is closed afterwards.
    pub last: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audience {
    pub user: UserId,
    pub standing: Standing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    In { visible_from: Seq },
    Out,
}

/// Several changes at once, read from the database after a gap.
pub struct Range<'a> {
    pub chat: ChatId,
    pub after: Rev,
    pub rev: Rev,
    /// The last message among them.
    pub seq: Option<Seq>,
    pub audience: Vec<Audience>,
    pub removed: Bytes,
    /// The frame for readers who see messages from this number on.
    pub frame: &'a dyn Fn(Seq) -> Bytes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Delivered,
    /// There are no listeners here, or it was published before.
    Ignored,
    /// An earlier revision is missing; the caller reads the range, soon, and only once.
    Gap {
        first: bool,
    },
}

#[derive(Default)]
pub struct Room {
    /// Unknown until the first listener's digest has the chat's revision.
    delivered: Option<Rev>,
    /// The revision of that digest: every listener got everything after it.
    begun: Rev,
    listeners: Vec<Listener>,
    held: BTreeMap<Rev, (Arc<Hint>, Vec<Arc<Connection>>)>,
    gap_told: bool,
    /// The last message that was published here, and whether its delivery is still to be reported.
    last_seq: Seq,
    fresh: bool,
}

struct Listener {
    connection: Arc<Connection>,
    visible_from: Seq,
}

/// A person has received everything that was published in a chat up to one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flushed {
    pub chat: ChatId,
    pub user: UserId,
    pub seq: Seq,
    /// How many people of the chat are connected here.
    pub people: usize,
    /// Whether the person reports delivery.
    pub told: bool,
}

impl Room {
    pub fn is_empty(&self) -> bool {
        self.listeners.is_empty()
    }

    pub fn delivered(&self) -> Option<Rev> {
        self.delivered
    }

    pub fn people(&self) -> usize {
        let mut people: Vec<UserId> =
            self.listeners.iter().map(|listener| listener.connection.user).collect();
        people.sort();
        people.dedup();
        people.len()
    }

    pub fn enter(&mut self, chat: ChatId, connection: &Arc<Connection>, visible_from: Seq) {
        if !connection.wants(chat) || !connection.enter(chat) {
            return;
        }
        match self.listeners.iter_mut().find(|listener| listener.connection.id == connection.id) {
            Some(listener) => listener.visible_from = visible_from,
            None => self.listeners.push(Listener { connection: connection.clone(), visible_from }),
        }
    }

    pub fn leave(&mut self, chat: ChatId, connection: &Connection) {
        connection.leave(chat);
        self.listeners.retain(|listener| listener.connection.id != connection.id);
    }

    /// Sets the revision from a digest; only the first one counts. False for an older one: its reader missed what
    /// lies between, and has to read another digest.
    pub fn settle(&mut self, rev: Rev) -> bool {
        if self.delivered.is_none() {
            self.begun = rev;
            self.delivered = Some(rev);
            self.held = self.held.split_off(&rev.next());
            self.drain();
        }
        rev >= self.begun
    }

    /// `arrivals` are the sockets of people whom this change adds.
    pub fn offer(&mut self, hint: Arc<Hint>, arrivals: Vec<Arc<Connection>>) -> Outcome {
        match self.delivered {
            Some(delivered) if hint.rev <= delivered => Outcome::Ignored,
            Some(delivered) if hint.rev == delivered.next() => {
                self.deliver(&hint, &arrivals);
                self.drain();
                Outcome::Delivered
            }
            known => {
                if self.held.len() < MOST_HELD {
                    self.held.insert(hint.rev, (hint, arrivals));
                }
                let first = known.is_some() && !std::mem::replace(&mut self.gap_told, known.is_some());
                Outcome::Gap { first }
            }
        }
    }

    /// False when the room has moved on meanwhile and the range must be read again.
    pub fn offer_range(&mut self, range: &Range<'_>, arrivals: &[(Arc<Connection>, Seq)]) -> bool {
        match self.delivered {
            Some(delivered) if delivered >= range.rev => true,
            Some(delivered) if delivered == range.after => {
                self.gap_told = false;
                self.put_out(&range.audience, &range.removed, range.chat, range.rev);
                for (connection, visible_from) in arrivals {
                    self.enter(range.chat, connection, *visible_from);
                }
                let mut frames: BTreeMap<Seq, Bytes> = BTreeMap::new();
                for listener in &self.listeners {
                    let frame = frames
                        .entry(listener.visible_from)
                        .or_insert_with(|| (range.frame)(listener.visible_from));
                    listener.connection.mailbox.push(Outgoing::event(frame.clone(), range.chat, range.rev));
                }
                self.count();
                self.delivered = Some(range.rev);
                self.told(range.seq);
                self.held = self.held.split_off(&range.rev.next());
                self.drain();
                true
            }
            Some(_) | None => false,
        }
    }

    /// People who have received everything up to the last message published here; once for each person and message.
    pub fn flushed(&mut self, chat: ChatId) -> Vec<Flushed> {
        if !std::mem::take(&mut self.fresh) {
            return Vec::new();
        }
        let people = self.people();
        let mut flushed = Vec::with_capacity(self.listeners.len());
        for Listener { connection, .. } in &self.listeners {
            if connection.mailbox.is_idle() {
                let told = connection.soft_settings().wants(SoftKind::Read);
                flushed.push(Flushed { chat, user: connection.user, seq: self.last_seq, people, told });
            } else {
                self.fresh = true;
            }
        }
        flushed
    }

    fn told(&mut self, seq: Option<Seq>) {
        if let Some(seq) = seq.filter(|seq| *seq > self.last_seq) {
            (self.last_seq, self.fresh) = (seq, true);
        }
    }

    /// Like [`Self::people`], counting only those who show their presence.
    pub fn people_shown(&self) -> usize {
        let shown = self.listeners.iter().filter(|listener| listener.connection.soft_settings().shown);
        shown.map(|listener| listener.connection.user).collect::<BTreeSet<_>>().len()
    }

    /// All listeners.
    pub fn connections(&self) -> Vec<Arc<Connection>> {
        self.listeners.iter().map(|listener| listener.connection.clone()).collect()
    }

    /// Soft frames go to all listeners who want them but one person.
    pub fn publish_soft(&self, frame: &Bytes, except: UserId, what: SoftKind) {
        for Listener { connection, .. } in &self.listeners {
            if connection.user != except && connection.soft_settings().wants(what) {
                connection.mailbox.push(Outgoing::soft(frame.clone()));
            }
        }
    }

    pub fn put_everybody_out(&mut self, chat: ChatId, frame: &Bytes) {
        for listener in self.listeners.drain(..) {
            listener.connection.leave(chat);
            listener.connection.mailbox.push(Outgoing::firm(frame.clone()));
        }
    }

    fn drain(&mut self) {
        while let Some(next) = self.delivered.map(Rev::next) {
            let Some((hint, arrivals)) = self.held.remove(&next) else { break };
            self.deliver(&hint, &arrivals);
        }
        if self.held.is_empty() {
            self.gap_told = false;
        }
    }

    fn deliver(&mut self, hint: &Arc<Hint>, arrivals: &[Arc<Connection>]) {
        self.put_out(&hint.audience, &hint.removed, hint.chat, hint.rev);
        for connection in arrivals {
            let standing = hint.audience.iter().find(|one| one.user == connection.user);
            if let Some(Audience { standing: Standing::In { visible_from }, .. }) = standing {
                self.enter(hint.chat, connection, *visible_from);
            }
        }
        for listener in &self.listeners {
            let frame = match &hint.hidden {
                Some((seq, skip)) if !domain::member::visible(listener.visible_from, *seq) => skip,
                Some(_) | None => &hint.frame,
            };
            listener.connection.mailbox.push(Outgoing::event(frame.clone(), hint.chat, hint.rev));
        }
        self.count();
        self.delivered = Some(hint.rev);
        self.told(hint.hidden.as_ref().map(|(seq, _)| *seq));
        if hint.last {
            self.put_everybody_out(hint.chat, &hint.removed);
        }
    }

    /// One frame to each listener.
    fn count(&self) {
        let listeners = u32::try_from(self.listeners.len()).unwrap_or(u32::MAX);
        metrics::counter!("parlance_deliveries_total").increment(listeners.into());
        metrics::histogram!("parlance_audience").record(listeners);
    }

    fn put_out(&mut self, audience: &[Audience], removed: &Bytes, chat: ChatId, rev: Rev) {
        let gone =
            |user: UserId| audience.iter().any(|one| one.user == user && one.standing == Standing::Out);
        self.listeners.retain(|listener| {
            let out = gone(listener.connection.user);
            if out {
                listener.connection.leave(chat);
                listener.connection.mailbox.push(Outgoing::event(removed.clone(), chat, rev));
            }
            !out
        });
    }
}
