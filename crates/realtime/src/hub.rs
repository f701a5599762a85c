//! Holds all rooms and all connected people of this node. Rooms are sharded, so that busy chats do not wait for
//! each other; no lock is held across an await, and a mailbox's lock is always the last one taken.

use crate::connection::{Connection, SoftKind};
use crate::mailbox::Outgoing;
use crate::people::{Lag, People};
use crate::presence::Presence;
use crate::room::{Audience, Flushed, Hint, Outcome, Range, Room, Standing};
use bytes::Bytes;
use domain::{ChatId, MyRev, Rev, Seq, SessionId, Timestamp, UserId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const SHARDS: usize = 64;

pub struct Hub {
    shards: Vec<Mutex<HashMap<ChatId, Room>>>,
    people: People,
    pub(crate) presence: Presence,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            people: People::default(),
            presence: Presence::default(),
        }
    }
}

impl Hub {
    /// Registers the connection by its person and its session. Returns the person's oldest connections beyond `most`,
    /// already closed to new rooms, and whether they have just come online here.
    pub fn attach(&self, connection: &Arc<Connection>, most: usize) -> (Vec<Arc<Connection>>, bool) {
        let surplus = self.people.add(connection, most);
        (surplus, self.presence.came(connection.user))
    }

    /// True when it was the person's last connection.
    pub fn detach(&self, connection: &Arc<Connection>, now: Timestamp) {
        for chat in connection.detach() {
            let mut shard = self.shard(chat);
            if let Some(room) = shard.get_mut(&chat) {
                room.leave(chat, connection);
                if room.is_empty() {
                    shard.remove(&chat);
                }
            }
        }
        self.presence.unwatch(connection.id);
        if self.people.remove(connection) {
            self.presence.left(connection.user, now);
        }
    }

    pub fn subscribe(&self, connection: &Arc<Connection>, chat: ChatId, visible_from: Seq) {
        self.shard(chat).entry(chat).or_default().enter(chat, connection, visible_from);
        self.tidy(chat);
    }

    pub fn unsubscribe(&self, connection: &Arc<Connection>, chat: ChatId) {
        if let Some(room) = self.shard(chat).get_mut(&chat) {
            room.leave(chat, connection);
        }
        self.tidy(chat);
    }

    /// The revision of a chat when a listener's digest was read. False where another listener's digest is newer and
    /// what lies between was not published here: then the digest has to be read again.
    pub fn settle(&self, chat: ChatId, rev: Rev) -> bool {
        self.shard(chat).get_mut(&chat).is_none_or(|room| room.settle(rev))
    }

    pub fn deliver(&self, hint: Arc<Hint>) -> Outcome {
        let arrivals =
            self.arrivals(&hint.audience).into_iter().map(|(connection, _)| connection).collect::<Vec<_>>();
        let chat = hint.chat;
        let mut shard = self.shard(chat);
        if !shard.contains_key(&chat) && arrivals.is_empty() {
            return Outcome::Ignored;
        }
        let room = shard.entry(chat).or_default();
        if room.is_empty() {
            // The first listeners come with this very change: they fetch everything before it themselves.
            room.settle(hint.rev.previous());
        }
        let outcome = room.offer(hint, arrivals);
        drop(shard);
        self.tidy(chat);
        outcome
    }

    /// False when the range is outdated and must be read again.
    pub fn deliver_range(&self, range: &Range<'_>) -> bool {
        let arrivals = self.arrivals(&range.audience);
        let done = match self.shard(range.chat).get_mut(&range.chat) {
            Some(room) => room.offer_range(range, &arrivals),
            None => true,
        };
        self.tidy(range.chat);
        done
    }

    /// The last revision published to a chat's listeners here, if there are any.
    pub fn delivered(&self, chat: ChatId) -> Option<Rev> {
        self.shard(chat).get(&chat).and_then(Room::delivered)
    }

    /// Every chat with listeners here and its last published revision.
    pub fn standings(&self) -> Vec<(ChatId, Rev)> {
        let mut standings = Vec::new();
        for shard in &self.shards {
            let rooms = shard.lock().unwrap_or_else(PoisonError::into_inner);
            standings.extend(rooms.iter().filter_map(|(chat, room)| Some((*chat, room.delivered()?))));
        }
        standings
    }

    /// How many people of a chat are connected here.
    pub fn people_in(&self, chat: ChatId) -> usize {
        self.shard(chat).get(&chat).map_or(0, Room::people)
    }

    /// Like [`Self::people_in`], counting only those who show their presence.
    pub fn people_shown_in(&self, chat: ChatId) -> usize {
        self.shard(chat).get(&chat).map_or(0, Room::people_shown)
    }

    /// Who has received everything published here since the last call, in chats of at most that many people.
    pub fn flushed(&self, most: usize) -> Vec<Flushed> {
        let mut all = Vec::new();
        for shard in &self.shards {
            let mut rooms = shard.lock().unwrap_or_else(PoisonError::into_inner);
            for (chat, room) in rooms.iter_mut().filter(|(_, room)| room.people() <= most) {
                all.extend(room.flushed(*chat));
            }
        }
        all
    }

    pub fn listeners(&self, chat: ChatId) -> Vec<Arc<Connection>> {
        self.shard(chat).get(&chat).map(Room::connections).unwrap_or_default()
    }

    pub fn publish_soft(&self, chat: ChatId, frame: &Bytes, except: UserId, what: SoftKind) {
        if let Some(room) = self.shard(chat).get(&chat) {
            room.publish_soft(frame, except, what);
        }
    }

    /// The chat was deleted: its room is closed.
    pub fn end_chat(&self, chat: ChatId, frame: &Bytes) {
        if let Some(mut room) = self.shard(chat).remove(&chat) {
            room.put_everybody_out(chat, frame);
        }
    }

    pub fn connections_of(&self, user: UserId) -> Vec<Arc<Connection>> {
        self.people.connections_of(user)
    }

    pub fn connections(&self) -> Vec<Arc<Connection>> {
        self.people.all()
    }

    pub fn send_to(&self, user: UserId, frame: &Outgoing) {
        for connection in self.people.connections_of(user) {
            connection.mailbox.push(frame.clone());
        }
    }

    pub fn close_session(&self, user: UserId, session: SessionId, farewell: &Bytes, code: u16, reason: &str) {
        for connection in self.people.connections_of(user) {
            if connection.session == session {
                connection.mailbox.part(farewell.clone(), code, reason);
            }
        }
    }

    /// Notes the last published revision of a person; a jump means that some changes were lost.
    pub fn note_my_rev(&self, user: UserId, my_rev: MyRev) -> Lag {
        self.people.note(user, my_rev)
    }

    /// The change after it could not be published: healing finds it again.
    pub fn take_back_my_rev(&self, user: UserId, told: MyRev) {
        self.people.take_back(user, told);
    }

    /// The person's own revision in a digest; only the first one counts.
    pub fn settle_my_rev(&self, user: UserId, my_rev: MyRev) {
        self.people.settle(user, my_rev);
    }

    /// The last published revision of each connected person.
    pub fn my_standings(&self) -> Vec<(UserId, MyRev)> {
        self.people.standings()
    }

    fn arrivals(&self, audience: &[Audience]) -> Vec<(Arc<Connection>, Seq)> {
        let mut arrivals = Vec::new();
        for one in audience {
            if let Standing::In { visible_from } = one.standing {
                arrivals.extend(
                    self.people.connections_of(one.user).into_iter().map(|found| (found, visible_from)),
                );
            }
        }
        arrivals
    }

    /// A room without listeners is dropped.
    fn tidy(&self, chat: ChatId) {
        let mut shard = self.shard(chat);
        if shard.get(&chat).is_some_and(Room::is_empty) {
            shard.remove(&chat);
        }
    }

    fn shard(&self, chat: ChatId) -> MutexGuard<'_, HashMap<ChatId, Room>> {
        let number = usize::try_from(chat.uuid().as_u128() % 64).unwrap_or_default();
        let shard = self.shards.get(number).or_else(|| self.shards.first());
        match shard {
            Some(shard) => shard.lock().unwrap_or_else(PoisonError::into_inner),
            None => unreachable!("the shards are made with the hub"),
        }
    }
}
