//! Delivery marks are noted in memory and written in the background. What is lost with the process is noted again
//! when the next message comes.

use crate::app::App;
use crate::delivery::encode;
use realtime::{Flushed, SoftKind};
use std::sync::Arc;
use std::time::Duration;
use wire::frame::DeliveredEvent;

const WRITE_EVERY: Duration = Duration::from_secs(2);
/// Rows of one transaction.
const AT_ONCE: usize = 500;
/// In larger chats delivery is not tracked for each member; who has read it is known all the same.
pub const MOST_PEOPLE: usize = 50;
/// Where more are here, telling each of each would be more than the messages: a client that wants to know asks.
const MOST_TOLD: usize = 2;

/// Writes down what was served over REST, and what has left every mailbox.
pub async fn write_behind(app: Arc<App>) {
    loop {
        app.clock.sleep(WRITE_EVERY).await;
        for Flushed { chat, user, seq, people, told } in app.hub.flushed(MOST_PEOPLE) {
            app.delivered.note(chat, user, seq);
            if told && people <= MOST_TOLD {
                let frame = encode::bytes(DeliveredEvent::new(chat, user, seq));
                app.publish_soft(chat, frame, user, SoftKind::Read);
            }
        }
        let served: Vec<_> =
            app.delivered.take().into_iter().map(|((chat, user), seq)| (chat, user, seq)).collect();
        for chunk in served.chunks(AT_ONCE) {
            if app.store.note_delivered(chunk.to_vec()).await.is_err() {
                // The database is away: they are noted again, and written at the next turn.
                for (chat, user, seq) in chunk {
                    app.delivered.note(*chat, *user, *seq);
                }
            }
        }
    }
}
