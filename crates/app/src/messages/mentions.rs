//! Mentioned people are notified here. The mention is a row written with the message; the notification follows, so
//! that sending does not wait for it, and none is lost with the process.

use crate::app::App;
use std::sync::Arc;
use std::time::Duration;

/// Another node may have died between a message and its notifications.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

pub async fn tell(app: Arc<App>) {
    loop {
        match app.store.tell_mentions(app.clock.now()).await {
            Ok(true) => tokio::task::yield_now().await,
            Ok(false) => {
                tokio::select! {
                    () = app.mentioning.notified() => {}
                    () = app.clock.sleep(LOOK_AGAIN) => {}
                }
            }
            Err(fault) => {
                tracing::warn!(event = "mentions_not_told", code = fault.code());
                app.clock.sleep(LOOK_AGAIN).await;
            }
        }
    }
}
