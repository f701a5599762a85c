//! Presence is published to those who may know it. A change writes nothing to the database but, once a minute and for
//! all together, since when people are gone.

use crate::app::App;
use crate::caller::Caller;
use crate::delivery::encode;
use crate::live::absence::Left;
use crate::live::socket::Socket;
use domain::privacy::{Audience, Privacy, Sight};
use domain::user::Presence;
use domain::{ChatId, Result, Timestamp, UserId};
use realtime::{BusMessage, Connection, Outgoing, SoftSettings};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use wire::frame::PresenceEvent;

const NOTED_EVERY: Duration = Duration::from_secs(60);

impl App {
    /// People whose presence is hidden from the caller simply read as offline.
    pub async fn watch(
        &self,
        caller: &Caller,
        socket: &Socket,
        mut users: Vec<UserId>,
    ) -> Result<Vec<UserId>> {
        users.sort();
        users.dedup();
        Ok(self.hub.watch(&socket.connection, self.store.sights(caller.user, users).await?))
    }

    /// What a reader with this sight is told.
    pub(crate) fn presence(&self, user: UserId, sight: Sight, last_seen: Option<Timestamp>) -> Presence {
        let online = sight.online && self.hub.is_online(user);
        let last_seen = self.gone.lock().gone.get(&user).map(|left| left.at).or(last_seen);
        Presence { online, last_seen: last_seen.filter(|_| sight.last_seen && !online) }
    }

    /// The person's first socket at this node.
    pub(crate) fn came_here(&self, user: UserId) {
        self.bus.publish(&BusMessage::Presence { user, online: true, last_seen: None });
        if !self.hub.is_elsewhere(user) {
            self.came_or_went(user, true, None);
        }
    }

    /// By all that is known of all nodes. Where a node died without a message, the person is gone as of now.
    pub(crate) fn came_or_went(&self, user: UserId, online: bool, last_seen: Option<Timestamp>) {
        let last_seen = if online { None } else { last_seen.or(Some(self.clock.now().to_minute())) };
        if let Some(at) = last_seen {
            self.gone.lock().gone.insert(user, Left { at, written: false });
        }
        self.tell_presence(user, online, last_seen);
    }

    /// How many of a group are online and show it. Where other nodes are, the list of members is asked, and what comes
    /// of it is good for a few seconds.
    pub(crate) async fn people_online(&self, chat: ChatId) -> Result<usize> {
        if !self.bus.is_shared() {
            return Ok(self.hub.people_shown_in(chat));
        }
        if let Some(known) = self.online_in.get(&chat) {
            return Ok(known);
        }
        let shown = self.store.shown_members(chat).await?;
        let online = shown.into_iter().filter(|user| self.hub.is_online(*user)).count();
        self.online_in.insert(chat, online);
        Ok(online)
    }

    fn tell_presence(&self, user: UserId, online: bool, last_seen: Option<Timestamp>) {
        let watchers = self.hub.watchers_of(user);
        if watchers.is_empty() {
            return;
        }
        let (full, bare) = (
            encode::bytes(PresenceEvent::new(user, online, last_seen)),
            encode::bytes(PresenceEvent::new(user, online, None)),
        );
        for watcher in watchers.into_iter().filter(|watcher| watcher.sight.online) {
            let frame = if watcher.sight.last_seen { &full } else { &bare };
            watcher.connection.mailbox.push(Outgoing::soft(frame.clone()));
        }
    }

    /// Those whose grace has run out; and what was noted is written, now and then.
    pub(crate) async fn tick_presence(&self, now: Timestamp) {
        for (user, last_seen) in self.hub.gone_by(now) {
            self.bus.publish(&BusMessage::Presence { user, online: false, last_seen: Some(last_seen) });
            if !self.hub.is_elsewhere(user) {
                self.came_or_went(user, false, Some(last_seen));
            }
        }
        let due = {
            let mut noted = self.gone.lock();
            let due = noted.next.is_none_or(|next| now >= next) && !noted.gone.is_empty();
            if due {
                noted.next = Some(now.plus(NOTED_EVERY));
            }
            due
        };
        if due {
            self.write_gone().await;
        }
    }

    /// On the way down everyone is gone.
    pub(crate) async fn everybody_is_gone(&self) {
        let now = self.clock.now();
        for user in self.hub.everybody_online() {
            self.bus.publish(&BusMessage::Presence { user, online: false, last_seen: Some(now.to_minute()) });
            self.gone.lock().gone.insert(user, Left { at: now, written: false });
        }
        self.write_gone().await;
    }

    async fn write_gone(&self) {
        let fresh: Vec<(UserId, Timestamp)> = {
            let mut noted = self.gone.lock();
            noted.gone.retain(|_, left| !left.written);
            noted.gone.iter().map(|(user, left)| (*user, left.at)).collect()
        };
        if fresh.is_empty() {
            return;
        }
        // What is not written stays noted: the next turn tries again.
        if self.store.note_seen(fresh.clone()).await.is_ok() {
            let mut noted = self.gone.lock();
            for (user, at) in fresh {
                if let Some(left) = noted.gone.get_mut(&user).filter(|left| left.at == at) {
                    left.written = true;
                }
            }
        }
    }

    /// What this socket's person lets be told, as it is now.
    pub(crate) async fn read_soft_settings(&self, connection: &Connection) -> Result<()> {
        let Privacy { typing, receipts, online, .. } = self.store.privacy(connection.user).await?;
        connection.set_soft_settings(SoftSettings {
            typing,
            reads: receipts,
            shown: online == Audience::Everyone,
        });
        Ok(())
    }
}

/// A person's privacy, friends, blocks or chats changed: people who may know more or less than before are found among
/// those who watch the person and those the person watches.
pub async fn review(app: Arc<App>, user: UserId) {
    let reviewed = async {
        let own = app.hub.connections_of(user);
        for connection in &own {
            app.read_soft_settings(connection).await?;
        }
        let watchers = app.hub.watchers_of(user);
        let people: HashSet<UserId> = watchers.iter().map(|watcher| watcher.connection.user).collect();
        if !people.is_empty() {
            let sights = app.store.sights_of(user, people.into_iter().collect()).await?;
            let sights: HashMap<UserId, Sight> = sights.into_iter().collect();
            for watcher in watchers {
                let sight = sights.get(&watcher.connection.user).copied().unwrap_or_default();
                app.look_again(&watcher.connection, user, sight);
            }
        }
        for connection in own {
            let watched = app.hub.watched_by(connection.id);
            if !watched.is_empty() {
                for (other, sight) in app.store.sights(user, watched).await? {
                    app.look_again(&connection, other, sight);
                }
            }
        }
        Ok::<_, domain::Fault>(())
    };
    if let Err(fault) = reviewed.await {
        tracing::warn!(code = fault.code(), "could not refresh presence watches");
    }
}

impl App {
    /// A watcher who may no longer know reads the person as offline from here on; one who may know now, as they are.
    fn look_again(&self, connection: &Arc<Connection>, user: UserId, sight: Sight) {
        if let Some(online) = self.hub.watch_otherwise(connection, user, sight) {
            let frame = encode::bytes(PresenceEvent::new(user, online, None));
            connection.mailbox.push(Outgoing::soft(frame));
        }
    }
}
