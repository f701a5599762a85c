//! Implements the receiving end of the link: connecting, subscribing, and decoding what other nodes published. The
//! owner decides when to send heartbeats and when to reconnect; nothing here knows the time.

use super::codec;
use super::link::Link;
use super::message::BusMessage;
use bytes::{Buf, Bytes};
use domain::time::CLOCKS_APART;
use domain::{NodeId, Timestamp};
use redis::{AsyncConnectionConfig, PushInfo, PushKind, Value};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{self, Receiver};

/// Longer than a healthy Redis takes for any command.
const TIMEOUT: Duration = Duration::from_millis(500);
/// Payloads that were received and not yet decoded; beyond this number they are lost hints.
const MOST_PUSHED: usize = 4096;
/// The most messages in one batch.
const AT_ONCE: usize = 256;
/// A batch older than this comes from a wrong clock or a replay.
const OLDEST: Duration = CLOCKS_APART;

pub struct BusReceiver {
    link: Arc<Link>,
    client: redis::Client,
    outgoing: Receiver<Bytes>,
    pushed: Receiver<Bytes>,
    /// The last batch of each node and its time.
    latest: HashMap<NodeId, (u64, Timestamp)>,
}

/// An event of the link.
pub enum BusEvent {
    Messages(NodeId, Vec<BusMessage>),
    /// Something without effect, or sent by this node.
    Nothing,
    Time,
    /// The connection is gone.
    End,
}

impl BusReceiver {
    pub(super) fn new(link: Arc<Link>, client: redis::Client, outgoing: Receiver<Bytes>) -> Self {
        let (_, pushed) = mpsc::channel(1);
        Self { link, client, outgoing, pushed, latest: HashMap::new() }
    }

    /// One attempt; true when the link is connected and subscribed.
    pub async fn connect(&mut self) -> bool {
        self.link.set_line(None);
        let (push, pushed) = mpsc::channel(MOST_PUSHED);
        let channel = self.link.channel();
        let on_push = move |info: PushInfo| match payload(info, &channel) {
            Pushed::Payload(bytes) => {
                // No room: a lost hint.
                let _ = push.try_send(bytes);
                Ok(())
            }
            // An empty payload ends the connection.
            Pushed::End => push.try_send(Bytes::new()).map_err(drop),
            Pushed::Nothing => Ok(()),
        };
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(TIMEOUT))
            .set_response_timeout(Some(TIMEOUT))
            .set_push_sender(on_push);
        let Ok(mut line) = self.client.get_multiplexed_async_connection_with_config(&config).await else {
            return false;
        };
        if line.subscribe(self.link.channel()).await.is_err() {
            return false;
        }
        self.pushed = pushed;
        self.link.set_line(Some(line));
        true
    }

    pub fn hang_up(&self) {
        self.link.set_line(None);
    }

    /// Publishes a heartbeat; false when too many in a row did not come back.
    pub fn beat(&self) -> bool {
        self.link.beat()
    }

    /// Waits for the first of: a received payload, messages to publish (which are then published), or the time for
    /// something else.
    pub async fn turn(&mut self, now: impl Fn() -> Timestamp, time: impl Future<Output = ()>) -> BusEvent {
        let mut outgoing = Vec::new();
        tokio::select! {
            pushed = self.pushed.recv() => match pushed {
                Some(sealed) if !sealed.is_empty() => return self.open(&sealed, now()),
                Some(_) | None => return BusEvent::End,
            },
            _ = self.outgoing.recv_many(&mut outgoing, AT_ONCE) => {}
            // Unless there has been another one since.
            () = self.link.given_up() => {
                return if self.link.is_whole() { BusEvent::Nothing } else { BusEvent::End };
            }
            () = time => return BusEvent::Time,
        }
        self.link.publish_batch(&outgoing, now()).await;
        BusEvent::Nothing
    }

    fn open(&mut self, sealed: &[u8], now: Timestamp) -> BusEvent {
        let Some((node, batch)) = self.link.seal.open(sealed) else {
            tracing::warn!(event = "bus_forged", "a message that no node of ours has sealed");
            return BusEvent::Nothing;
        };
        let (node, mut batch) = (NodeId::from_uuid(uuid::Uuid::from_bytes(node)), Bytes::from(batch));
        let (Ok(number), Ok(sent_at)) = (batch.try_get_u64(), batch.try_get_i64()) else {
            return BusEvent::Nothing;
        };
        let sent_at = Timestamp::from_millis(sent_at);
        if now.since(sent_at) > OLDEST || sent_at.since(now) > OLDEST {
            tracing::warn!(event = "bus_stale", %node, "rejected an old message: a node's clock is wrong, or a message was replayed");
            return BusEvent::Nothing;
        }
        if self.latest.get(&node).is_some_and(|(latest, _)| number <= *latest) {
            tracing::warn!(event = "bus_replayed", %node, "a message that was heard before");
            return BusEvent::Nothing;
        }
        // Anything older is rejected by its age.
        self.latest.retain(|_, (_, at)| now.since(*at) <= OLDEST + OLDEST);
        self.latest.insert(node, (number, sent_at));
        if node == self.link.node {
            self.link.beat_returned();
            return BusEvent::Nothing;
        }
        metrics::histogram!("parlance_bus_seconds").record(now.since(sent_at));
        let mut messages = Vec::new();
        while let Some(message) = codec::decode(&mut batch) {
            messages.push(message);
        }
        BusEvent::Messages(node, messages)
    }
}

enum Pushed {
    Payload(Bytes),
    End,
    Nothing,
}

fn payload(info: PushInfo, channel: &str) -> Pushed {
    if info.kind == PushKind::Disconnection {
        return Pushed::End;
    }
    let mut data = info.data.into_iter();
    match (info.kind == PushKind::Message, data.next(), data.next()) {
        (true, Some(Value::BulkString(to)), Some(Value::BulkString(bytes))) if to == channel.as_bytes() => {
            Pushed::Payload(Bytes::from(bytes))
        }
        (_, _, _) => Pushed::Nothing,
    }
}
