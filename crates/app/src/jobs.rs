//! What goes on beside the requests. Every task here ends when it is told to.

use crate::app::App;
use crate::{avatars, heal, publish};
use domain::event::Committed;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::task::JoinSet;

const TICK: Duration = Duration::from_secs(1);
/// The database was away.
const SWEEP_AGAIN: Duration = Duration::from_secs(30);

/// The running tasks; dropping them stops them all.
pub struct Jobs(JoinSet<()>);

impl Jobs {
    pub fn start(app: &Arc<App>, facts: Receiver<Vec<Committed>>) -> Self {
        let mut tasks = JoinSet::new();
        tasks.spawn(publish::run(app.clone(), facts));
        tasks.spawn(heal::reconcile(app.clone()));
        tasks.spawn(tick(app.clone()));
        tasks.spawn(sweep(app.clone()));
        tasks.spawn(avatars::sweep(app.clone()));
        Self(tasks)
    }

    pub async fn stop(mut self) {
        self.0.shutdown().await;
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

/// Rows of deleted chats, whose keys are gone already, are removed in small steps; also those a former
/// process left.
async fn sweep(app: Arc<App>) {
    loop {
        match app.store.sweep_gone_chats().await {
            Ok(true) => tokio::task::yield_now().await,
            Ok(false) => app.sweeping.notified().await,
            Err(_) => app.clock.sleep(SWEEP_AGAIN).await,
        }
    }
}
