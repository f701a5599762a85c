//! Nodes handle each other's messages here, the sender's own node included. Must not know how messages travel, nor
//! what their frames say.

use crate::app::App;
use crate::delivery::{encode, heal};
use crate::live::presence;
use bytes::Bytes;
use domain::{ChatId, NodeId, SessionId, UserId};
use realtime::{BusEvent, BusMessage, BusReceiver, Lag, Outcome, Outgoing, PersonalUpdate, SoftKind};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use wire::frame::{ServerFrame, SessionEnded};

pub const SESSION_ENDED: u16 = 4410;
pub const REPLACED: u16 = 4409;
/// A node that does not hear itself for four of these has lost its line.
const BEAT: Duration = Duration::from_millis(250);
/// Between two tries to get a line, half of it by chance: nodes do not come back all at once.
const AGAIN: Duration = Duration::from_millis(400);
/// How often a node renews its lease and asks which others are alive.
const ROLL_CALL: Duration = Duration::from_secs(1);
/// The lists of people online are exchanged every so many turns.
const PEOPLE_EVERY: u32 = 5;
/// The leases of connections are renewed every so many turns.
const RENEW_EVERY: u32 = 30;

/// Keeps the line to the other nodes, and hears what they say.
pub async fn receive_from_bus(app: Arc<App>, mut receiver: BusReceiver) {
    let mut lost = false;
    loop {
        if receiver.connect().await {
            tracing::info!(event = "bus_up");
            lost = false;
            listen(&app, &mut receiver).await;
            receiver.hang_up();
        }
        if !std::mem::replace(&mut lost, true) {
            tracing::warn!(
                event = "bus_down",
                "no messages from other nodes; polling the database more often"
            );
        }
        let [chance] = domain::random::bytes(app.random);
        app.clock.sleep(AGAIN.mul_f64(0.5 + f64::from(chance) / 510.0)).await;
    }
}

async fn listen(app: &Arc<App>, receiver: &mut BusReceiver) {
    let mut beat_at = app.clock.now().plus(BEAT);
    loop {
        match receiver.turn(|| app.clock.now(), app.clock.sleep_until(beat_at)).await {
            BusEvent::Messages(node, messages) => {
                messages.into_iter().for_each(|message| app.receive(node, message))
            }
            BusEvent::Nothing => {}
            BusEvent::Time if receiver.beat() => beat_at = app.clock.now().plus(BEAT),
            BusEvent::Time | BusEvent::End => return,
        }
    }
}

/// Renews the leases of this node and of the people here, and notices nodes that died: their people are gone.
pub async fn roll_call(app: Arc<App>) {
    let mut missing: HashSet<NodeId> = HashSet::new();
    let mut turns: u32 = 0;
    while app.bus.is_shared() {
        if let Some(alive) = app.bus.renew_node().await {
            // A Redis that lost everything hears of each node again within one turn.
            let absent: HashSet<NodeId> =
                app.hub.other_nodes().into_iter().filter(|node| !alive.contains(node)).collect();
            for dead in absent.intersection(&missing) {
                app.note_people_of(*dead, None);
            }
            missing = absent;
            if turns.is_multiple_of(PEOPLE_EVERY) {
                let here = app.hub.everybody_online();
                let said = app.bus.roll_call(&here).await.unwrap_or_default();
                for (node, people) in said.into_iter().filter(|(node, _)| alive.contains(node)) {
                    app.note_people_of(node, Some(people));
                }
            }
        }
        if turns.is_multiple_of(RENEW_EVERY) {
            let connections = app.hub.connections();
            let connections: Vec<_> = connections.iter().map(|socket| (socket.user, socket.id)).collect();
            app.bus.renew(&connections).await;
            app.places.renew().await;
        }
        turns = turns.wrapping_add(1);
        app.clock.sleep(ROLL_CALL).await;
    }
}

impl App {
    /// Takes over what a node says of its people; None where it is gone.
    fn note_people_of(&self, node: NodeId, people: Option<Vec<UserId>>) {
        for (user, online) in self.hub.note_people_of(node, people) {
            self.came_or_went(user, online, None);
        }
    }

    /// Here and everywhere else.
    pub(crate) fn broadcast(self: &Arc<Self>, message: BusMessage) {
        self.bus.publish(&message);
        self.receive(self.node, message);
    }

    fn receive(self: &Arc<Self>, node: NodeId, message: BusMessage) {
        match message {
            BusMessage::Hint(hint) => {
                let chat = hint.chat;
                if let Outcome::Gap { first: true } = self.hub.deliver(hint) {
                    tokio::spawn(heal::heal_gap(self.clone(), chat));
                }
            }
            BusMessage::Personal(told) => self.receive_personal(&told),
            BusMessage::Soft { chat, except, what, frame } => {
                self.hub.publish_soft(chat, &frame, except, what)
            }
            BusMessage::Person { user, friends, chats, frame } => {
                self.receive_person(user, friends, chats, &frame)
            }
            BusMessage::Presence { user, online, last_seen } => {
                if self.hub.note_presence(node, user, online) {
                    self.came_or_went(user, online, last_seen);
                }
            }
            BusMessage::Replaced { user, connection } => {
                for socket in self.hub.connections_of(user) {
                    if socket.id == connection {
                        socket.mailbox.close(REPLACED, "replaced by a newer connection");
                    }
                }
            }
            BusMessage::Beat => {}
        }
    }

    fn receive_personal(self: &Arc<Self>, told: &PersonalUpdate) {
        let user = told.user;
        let lag = self.hub.note_my_rev(user, told.my_rev);
        for session in &told.ended {
            self.close_session(user, *session);
        }
        if let Some(chat) = told.withdrawn {
            self.leave_room(user, chat);
        }
        self.hub.send_to(user, &Outgoing::firm(told.frame.clone()));
        if told.review {
            tokio::spawn(presence::review(self.clone(), user));
        }
        if let Lag::After(after) = lag {
            tokio::spawn(heal::heal_person(self.clone(), user, after));
        }
    }

    fn receive_person(&self, user: UserId, friends: Vec<UserId>, chats: Vec<ChatId>, frame: &Bytes) {
        let mut sockets = self.hub.connections_of(user);
        sockets.extend(friends.into_iter().flat_map(|friend| self.hub.connections_of(friend)));
        sockets.extend(chats.into_iter().flat_map(|chat| self.hub.listeners(chat)));
        let mut told = HashSet::new();
        for socket in sockets {
            if told.insert(socket.id) {
                socket.mailbox.push(Outgoing::soft(frame.clone()));
            }
        }
    }

    /// Soft, for all of a chat but one.
    pub(crate) fn publish_soft(&self, chat: ChatId, frame: Bytes, except: UserId, what: SoftKind) {
        self.hub.publish_soft(chat, &frame, except, what);
        self.bus.publish(&BusMessage::Soft { chat, except, what, frame });
    }

    /// The chat continues without the person, and no one else is told.
    fn leave_room(&self, user: UserId, chat: ChatId) {
        for connection in self.hub.connections_of(user) {
            self.hub.unsubscribe(&connection, chat);
        }
    }

    pub(crate) fn close_session(&self, user: UserId, session: SessionId) {
        self.standing.forget(session);
        let farewell = encode::bytes(ServerFrame::from(SessionEnded::default()));
        self.hub.close_session(user, session, &farewell, SESSION_ENDED, "session ended");
    }
}
