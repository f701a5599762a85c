//! The lifecycle of a socket above the wire runs here: attach, `ready`, presence, detach.

pub mod absence;
pub mod places;
pub(crate) mod presence;
pub mod socket;
pub(crate) mod typing;
pub mod typists;

use crate::app::App;
use crate::caller::Caller;
use crate::delivery::encode;
use crate::delivery::nodes::REPLACED;
use crate::live::places::Place;
use crate::live::socket::Socket;
use crate::rate_limit::{Key, SOCKET};
use bytes::Bytes;
use domain::chat::Digest;
use domain::{ChatId, ConnectionId, Fault, MyRev, Result, Rev, Timestamp};
use realtime::{BusMessage, Connection};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use wire::frame::{Draining, Greeting, Ready};

/// Chats in one page of `ready`.
pub const READY_PAGE: usize = 500;
pub const GOING_AWAY: u16 = 1001;
/// The server asks for a sign of life this often.
pub const HEARTBEAT: Duration = Duration::from_secs(25);

impl App {
    /// Subscribed first, then told where everything stands: there is no moment in which a change could
    /// slip between the two.
    pub async fn connect(self: &Arc<Self>, caller: &Caller, only: Option<ChatId>) -> Result<Socket> {
        self.not_draining()?;
        let now = self.clock.now();
        let id = ConnectionId::make(now, self.random);
        let connection = Arc::new(Connection::new(id, caller.user, caller.session, only));
        let most = self.settings().connections_per_user;
        let (surplus, came_online) = self.hub.attach(&connection, most);
        for old in surplus {
            old.mailbox.close(REPLACED, "replaced by a newer connection");
        }
        if came_online {
            self.came_here(caller.user);
        }
        for older in self.bus.register(caller.user, id, most).await {
            self.broadcast(BusMessage::Replaced { user: caller.user, connection: older });
        }
        match self.greet(&connection, now).await {
            Ok(()) => Ok(Socket { connection }),
            Err(fault) => {
                self.detach(&connection);
                Err(fault)
            }
        }
    }

    /// Nothing reaches the socket any more but what is queued for it already.
    pub fn disconnect(&self, socket: &Socket) {
        self.detach(&socket.connection);
    }

    fn detach(&self, connection: &Arc<Connection>) {
        self.hub.detach(connection, self.clock.now());
        if self.hub.connections_of(connection.user).is_empty() {
            self.stopped_typing_everywhere(connection.user);
        }
        if self.bus.is_shared() {
            let (bus, user, id) = (self.bus.clone(), connection.user, connection.id);
            tokio::spawn(async move { bus.unregister(user, id).await });
        }
    }

    /// Every frame of a client costs the same, whatever it asks.
    pub fn frame_allowed(&self, socket: &Socket) -> Result<()> {
        self.limits.check_here(&SOCKET, Key::Socket(socket.connection.id)).map(|_| ())
    }

    /// A fresh token for the same person and session.
    pub async fn reauth(&self, caller: &Caller, token: &str) -> Result<Caller> {
        let renewed = self.prove(token).await?;
        if renewed.user == caller.user && renewed.session == caller.session {
            Ok(renewed)
        } else {
            Err(Fault::Forbidden)
        }
    }

    /// Sends every socket away, spread over the window so that they do not all come back at once.
    pub async fn drain(&self, window: Duration) {
        self.draining.store(true, Ordering::Relaxed);
        let connections = self.hub.connections();
        let count = u32::try_from(connections.len()).unwrap_or(u32::MAX).max(1);
        let start = self.clock.now();
        for (connection, place) in connections.into_iter().zip(0_u32..) {
            let due = window.mul_f64(f64::from(place) / f64::from(count));
            self.clock.sleep_until(start.plus(due)).await;
            let retry_after = Duration::from_secs(window.saturating_sub(due).as_secs().max(1));
            connection.mailbox.push(realtime::Outgoing::firm(encode::bytes(Draining::new(retry_after))));
            connection.mailbox.close(GOING_AWAY, &retry_after.as_secs().to_string());
        }
        self.everybody_is_gone().await;
    }

    /// Where another database took the place of the former, which a promoted replica does while nodes serve, clients
    /// hold what it may not know: they come back, hear of the new epoch, and read everything again.
    pub(crate) async fn follow_epoch(&self, now: Timestamp) -> Result<()> {
        if self.store.follow_epoch(now).await? {
            tracing::warn!(event = "new_epoch", "the database was replaced by another one");
            for connection in self.hub.connections() {
                connection.mailbox.close(GOING_AWAY, "1");
            }
        }
        Ok(())
    }

    async fn greet(&self, connection: &Arc<Connection>, now: Timestamp) -> Result<()> {
        self.read_soft_settings(connection).await?;
        for (chat, visible_from) in self.store.chats_of(connection.user).await? {
            self.hub.subscribe(connection, chat, visible_from);
        }
        let (digests, my_rev) = self.digest(connection).await?;
        if connection.only.is_some() && digests.is_empty() {
            return Err(Fault::NotFound);
        }
        let stands: HashMap<ChatId, Rev> = digests.iter().map(|one| (one.chat, one.rev)).collect();
        self.hub.settle_my_rev(connection.user, my_rev);
        let unread = self.store.unread_notifications(connection.user).await?;
        let ready = self.ready_pages(connection, &digests, my_rev, unread, now);
        connection.mailbox.open(ready, |chat, rev| stands.get(&chat).is_some_and(|known| rev > *known));
        Ok(())
    }

    /// Where the socket's chats stand, read until it is complete from there on: subscribed to every chat, and not
    /// older than what its rooms began with.
    async fn digest(&self, connection: &Arc<Connection>) -> Result<(Vec<Digest>, MyRev)> {
        let mut unknown: HashSet<ChatId> = HashSet::new();
        loop {
            let (mut digests, my_rev) = self.store.digest(connection.user).await?;
            digests.retain(|one| connection.wants(one.chat));
            // Joined between the two reads.
            let missed: Vec<&Digest> = digests.iter().filter(|one| !connection.hears(one.chat)).collect();
            for one in &missed {
                self.hub.subscribe(connection, one.chat, one.visible_from);
            }
            let mut complete = missed.is_empty();
            // Let in after this was read, or put out before: the next digest tells.
            let known: HashSet<ChatId> = digests.iter().map(|one| one.chat).collect();
            for chat in connection.chats().into_iter().filter(|chat| !known.contains(chat)) {
                if unknown.insert(chat) {
                    complete = false;
                } else {
                    self.hub.unsubscribe(connection, chat);
                }
            }
            if complete {
                // Another socket's digest may be newer: what it says was told to no socket here.
                complete = digests.iter().filter(|one| !self.hub.settle(one.chat, one.rev)).count() == 0;
            }
            if complete || connection.mailbox.is_closing() {
                return Ok((digests, my_rev));
            }
        }
    }

    fn ready_pages(
        &self,
        connection: &Connection,
        digests: &[Digest],
        my_rev: MyRev,
        notifications_unread: i64,
        now: Timestamp,
    ) -> Vec<Bytes> {
        let greeting = Greeting {
            epoch: self.store.epoch(),
            user: connection.user,
            connection: connection.id,
            now,
            heartbeat: HEARTBEAT,
            my_rev,
            notifications_unread,
        };
        let mut pages: Vec<&[Digest]> = digests.chunks(READY_PAGE).collect();
        if pages.is_empty() {
            pages.push(&[]);
        }
        let last = pages.len() - 1;
        let page =
            |(page, number): (&[Digest], usize)| encode::bytes(Ready::page(&greeting, page, number < last));
        pages.into_iter().zip(0..).map(page).collect()
    }
}

impl App {
    /// A place for one more socket from this address.
    pub async fn take_place(&self, address: String) -> Result<Place> {
        self.places.take(address).await
    }
}
