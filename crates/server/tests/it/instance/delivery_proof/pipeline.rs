//! An owner who says much at once in a slow group, over one socket: what is said first is stored first, whatever is
//! killed under it.

use super::client::{Entry, World};
use crate::support::TestUser;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

const AT_ONCE: usize = 20;
/// Longer than any harm lasts, so that a sender who waits is told.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Until the end: so many at once, each repeated until it is acknowledged.
pub async fn speak(world: Arc<World>, owner: TestUser, chat: String) -> Vec<Entry> {
    let (mut ledger, mut node): (Vec<Entry>, usize) = (Vec::new(), 0);
    while !world.is_over() {
        world.breathe().await;
        sleep(Duration::from_millis(100)).await;
        let first = ledger.len();
        ledger.extend((first..first + AT_ONCE).map(|n| Entry::new(format!("needle in a row {n}"))));
        while ledger[first..].iter().any(|entry| entry.acked.is_none()) {
            // Cut off or refused: which of them are stored is unknown, and repeating them will tell.
            let _ = one_socket(&world, world.url(node), &owner, &chat, &mut ledger[first..]).await;
            node += 1;
            sleep(Duration::from_millis(50)).await;
        }
    }
    ledger
}

/// What is not acknowledged yet, in its order, and what is answered to it.
async fn one_socket(
    world: &World,
    url: &str,
    owner: &TestUser,
    chat: &str,
    entries: &mut [Entry],
) -> Option<()> {
    let mut request = format!("{}/api/v1/ws", url.replace("http://", "ws://")).into_client_request().ok()?;
    request.headers_mut().insert("authorization", format!("Bearer {}", owner.token).parse().ok()?);
    let (mut stream, _) = timeout(Duration::from_secs(3), connect_async(request)).await.ok()?.ok()?;
    let mut waiting = 0;
    for (n, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.acked.is_none()) {
        let frame = json!({
            "type": "message.send", "ref": n.to_string(), "chat_id": chat, "client_id": entry.client_id,
            "text": entry.text,
        });
        stream.feed(Message::text(frame.to_string())).await.ok()?;
        world.attempts.fetch_add(1, Ordering::Relaxed);
        waiting += 1;
    }
    stream.flush().await.ok()?;
    while waiting > 0 {
        let Message::Text(text) = timeout(TIMEOUT, stream.next()).await.ok()??.ok()? else { continue };
        let frame: Value = serde_json::from_str(&text).unwrap();
        let Some(n) = frame["ref"].as_str().and_then(|n| n.parse::<usize>().ok()) else { continue };
        waiting -= 1;
        match frame["ok"]["message"]["seq"].as_i64() {
            Some(seq) => {
                entries[n].acked = Some(seq);
                world.acknowledged(chat, seq);
            }
            None => {
                assert_eq!(frame["error"]["code"], "unavailable", "{frame}");
                entries[n].refused = true;
            }
        }
    }
    stream.close(None).await.ok()
}
