//! These are all background tasks. Every one ends when it is told to.

use crate::accounts::{erasure, export};
use crate::app::{App, SERVING_LEASE};
use crate::delivery::{heal, nodes, publish, push};
use crate::messages::{archive, delivered, mentions, retention, translation};
use crate::operators::{audit, bursts, chosen};
use crate::outside::post::Delivery;
use crate::people::avatars;
use domain::event::Committed;
use realtime::BusReceiver;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::task::{JoinHandle, JoinSet};

const TICK: Duration = Duration::from_secs(1);
/// A node says that it serves so often, and sooner where that could not be written.
const SERVING: Duration = Duration::from_secs(5);
const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);
/// Days a session is remembered after it has run out: by it a browser that comes back is no stranger.
const SESSIONS_KEPT: u32 = 90;
/// Days a notification is kept.
const NOTIFICATIONS_KEPT: u32 = 90;
/// The database was away.
const SWEEP_AGAIN: Duration = Duration::from_secs(30);

/// What waits to be sent when the server stops gets this long; a code would not outlive a long stop anyway.
const LAST_POST: Duration = Duration::from_secs(3);

/// The running tasks; dropping them stops them all.
pub struct Jobs {
    turns: JoinSet<()>,
    /// Ends last: the store hands it what it commits until it stops.
    publisher: JoinSet<()>,
    delivery: JoinHandle<()>,
    app: Arc<App>,
}

impl Jobs {
    pub fn start(
        app: &Arc<App>,
        facts: Receiver<Vec<Committed>>,
        outgoing: Delivery,
        receiver: Option<BusReceiver>,
    ) -> Self {
        let mut publisher = JoinSet::new();
        publisher.spawn(publish::run(app.clone(), facts));
        if let Some(receiver) = receiver {
            publisher.spawn(nodes::receive_from_bus(app.clone(), receiver));
        }
        let mut turns = JoinSet::new();
        turns.spawn(heal::reconcile(app.clone()));
        turns.spawn(nodes::roll_call(app.clone()));
        turns.spawn(bursts::watch(app.clone()));
        turns.spawn(chosen::follow(app.clone()));
        turns.spawn(tick(app.clone()));
        turns.spawn(serve(app.clone()));
        turns.spawn(sweep(app.clone()));
        turns.spawn(sweep_codes(app.clone()));
        turns.spawn(avatars::sweep(app.clone()));
        turns.spawn(push::run(app.clone()));
        turns.spawn(audit::chain(app.clone()));
        turns.spawn(mentions::tell(app.clone()));
        turns.spawn(delivered::write_behind(app.clone()));
        turns.spawn(erasure::leave(app.clone()));
        turns.spawn(export::run(app.clone()));
        turns.spawn(index_messages(app.clone()));
        turns.spawn(retention::run(app.clone()));
        turns.spawn(archive::run(app.clone()));
        turns.spawn(translation::learn_pairs(app.clone()));
        turns.spawn(tidy(app.clone()));
        let delivery = tokio::spawn(outgoing.run(app.clone()));
        Self { turns, publisher, delivery, app: app.clone() }
    }

    /// Nothing begins any more, and another node need not wait for the leases of this one to run out. The store has
    /// still to be there.
    pub async fn rest(&mut self) {
        self.turns.shutdown().await;
        self.app.bus.sign_off().await;
        if self.app.store.give_back_leases(self.app.node).await.is_err() {
            tracing::info!("could not release job leases; other nodes wait until they expire");
        }
    }

    pub async fn stop(mut self) {
        self.app.post.close();
        if tokio::time::timeout(LAST_POST, &mut self.delivery).await.is_err() {
            tracing::warn!("messages were still queued when the server stopped");
            self.delivery.abort();
        }
        self.publisher.shutdown().await;
    }
}

async fn index_messages(app: Arc<App>) {
    if let Some(indexing) = &app.indexing {
        indexing.run().await;
    }
}

/// Soft state that runs out.
async fn tick(app: Arc<App>) {
    loop {
        app.clock.sleep(TICK).await;
        let now = app.clock.now();
        app.expire_typing(now);
        app.tick_presence(now).await;
    }
}

/// Says that this node serves, and finds out whether anything can be written at all.
async fn serve(app: Arc<App>) {
    loop {
        let written = app.store.serve(app.node, app.clock.now(), SERVING_LEASE).await.is_ok();
        if app.writes.swap(written, Ordering::Relaxed) != written {
            tracing::warn!(
                event = "writing",
                written,
                "whether the database takes what is written has changed"
            );
        }
        app.clock.sleep(if written { SERVING } else { TICK }).await;
    }
}

/// What ends or is forgotten by itself, on whichever node looks first.
async fn tidy(app: Arc<App>) {
    let mut forget_at = app.clock.now();
    loop {
        app.clock.sleep(MINUTE).await;
        // The database is away, or another node was first: the next turn finds what is left.
        let _ = app.end_suspensions().await;
        app.store.empty_log();
        let now = app.clock.now();
        let _ = app.follow_epoch(now).await;
        if now >= forget_at {
            forget_at = now.plus(DAY);
            let _ = app.store.forget_notifications(now.minus(DAY * NOTIFICATIONS_KEPT)).await;
        }
    }
}

/// Rows of deleted chats, whose keys are gone already, are removed in small steps; also those a former
/// process left.
async fn sweep(app: Arc<App>) {
    loop {
        match app.store.sweep_gone_chats(app.clock.now()).await {
            Ok(true) => tokio::task::yield_now().await,
            Ok(false) => app.sweeping.notified().await,
            Err(_) => app.clock.sleep(SWEEP_AGAIN).await,
        }
    }
}

/// Challenges and counts that have run out, by one node at a time.
async fn sweep_codes(app: Arc<App>) {
    loop {
        app.clock.sleep(MINUTE).await;
        let now = app.clock.now();
        // Shorter than the pause, so that another node takes over within two minutes.
        let ours = app.store.take_lease("codes", app.node, now, MINUTE.mul_f64(0.9)).await;
        if ours == Ok(true)
            && let Err(fault) = app.store.sweep_codes(now).await.and(app.store.sweep_tickets(now).await)
        {
            tracing::warn!(event = "codes_not_swept", code = fault.code());
        }
        while ours == Ok(true)
            && app.store.sweep_sessions(now, now.minus(DAY * SESSIONS_KEPT)).await == Ok(true)
        {
            tokio::task::yield_now().await;
        }
    }
}
