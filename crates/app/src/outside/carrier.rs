//! One task takes messages from the queue and delivers them, with pauses between retries.

use crate::app::App;
use crate::clock::Clock;
use crate::outside::parcel::{Parcel, Undelivered};
use crate::outside::post::Delivery;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// Messages under way at one time.
const AT_ONCE: usize = 8;
const AFTER_THE_ANSWER: Duration = Duration::from_millis(50);
/// Waited between tries. A code is good for five minutes: later it is of no use.
const AGAIN: [Duration; 3] = [Duration::from_secs(2), Duration::from_secs(10), Duration::from_secs(45)];

impl Delivery {
    /// Ends when the post is closed and everything has gone.
    pub(crate) async fn run(mut self, app: Arc<App>) {
        let mut under_way = JoinSet::new();
        while let Some(parcel) = self.0.recv().await {
            if under_way.len() >= AT_ONCE {
                under_way.join_next().await;
            }
            under_way.spawn(carry(app.clone(), parcel));
        }
        while under_way.join_next().await.is_some() {}
    }
}

async fn carry(app: Arc<App>, parcel: Parcel) {
    // The answer goes first: what sending costs this machine must not be felt in its time. A clock that stands
    // still has no one who could feel it.
    if matches!(app.clock, Clock::System) {
        app.clock.sleep(AFTER_THE_ANSWER).await;
    }
    let (purpose, channel) = (parcel.purpose, parcel.to.channel());
    for pause in AGAIN.map(Some).into_iter().chain([None]) {
        match (app.channels.deliver(&parcel, app.clock.now()).await, pause) {
            (Ok(()), _) => {
                tracing::info!(event = "message_sent", ?channel, purpose);
                return;
            }
            (Err(Undelivered::Later(why)), Some(pause)) => {
                tracing::warn!(event = "message_delayed", ?channel, purpose, why);
                app.clock.sleep(pause).await;
            }
            (Err(Undelivered::Later(why) | Undelivered::Never(why)), _) => {
                tracing::error!(event = "message_lost", ?channel, purpose, why);
                return;
            }
        }
    }
}
