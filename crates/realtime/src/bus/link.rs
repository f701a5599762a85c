//! Implements this node's link to Redis: publishing, asking, and the heartbeat. Every question has a short timeout
//! and a fallback for "unknown", so that a Redis that is gone or hangs delays a caller only for a moment.

use super::codec;
use super::message::BusMessage;
use super::{Bucket, Taken};
use bytes::{BufMut, Bytes, BytesMut};
use domain::{NodeId, Timestamp};
use redis::aio::MultiplexedConnection;
use redis::{FromRedisValue, Script};
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use tokio::sync::Notify;
use tokio::sync::mpsc::Sender;
use vault::BusSeal;

/// Heartbeats in a row that may be missed.
const MOST_MISSED_BEATS: u32 = 4;

/// GCRA over one number, by Redis's own clock: when the bucket will be empty, in microseconds.
const TAKE: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local empty = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local filled = empty - now + tonumber(ARGV[1])
if filled > tonumber(ARGV[2]) then return {0, filled} end
redis.call('SET', KEYS[1], string.format('%.0f', now + filled), 'PX', math.ceil(filled / 1000) + 1)
return {1, filled}
";

/// The same number, set so far ahead that nothing fits in for a while.
const FILL: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
redis.call('SET', KEYS[1], string.format('%.0f', now + ARGV[1]), 'PX', math.ceil(ARGV[1] / 1000) + 1)
return 1
";

pub struct Link {
    pub(super) seal: BusSeal,
    pub(super) node: NodeId,
    /// The key prefix: instances may share a Redis.
    pub(super) prefix: String,
    pub(super) nodes: AtomicUsize,
    outgoing: Sender<Bytes>,
    line: Mutex<Option<MultiplexedConnection>>,
    missed_beats: AtomicU32,
    given_up: Notify,
    sent: AtomicU64,
    take: Script,
    fill: Script,
}

impl Link {
    pub(super) fn new(seal: BusSeal, node: NodeId, outgoing: Sender<Bytes>) -> Self {
        let instance = u128::from_be_bytes(seal.tag(&[b"instance"])) >> 64;
        Self {
            prefix: format!("parlance:{instance:x}:"),
            seal,
            node,
            nodes: AtomicUsize::new(1),
            outgoing,
            line: Mutex::default(),
            missed_beats: AtomicU32::new(0),
            given_up: Notify::new(),
            sent: AtomicU64::new(0),
            take: Script::new(TAKE),
            fill: Script::new(FILL),
        }
    }

    pub(super) fn enqueue(&self, message: &BusMessage) {
        // The queue is full: the link is gone or slow, and the database has the change.
        let _ = self.outgoing.try_send(codec::encode(message));
    }

    pub(super) fn channel(&self) -> String {
        format!("{}bus", self.prefix)
    }

    pub(super) fn key(&self, kind: &str, id: &[u8]) -> Vec<u8> {
        [self.prefix.as_bytes(), kind.as_bytes(), b":", id].concat()
    }

    pub(super) fn set_line(&self, line: Option<MultiplexedConnection>) {
        self.missed_beats.store(0, Ordering::Relaxed);
        *self.line.lock().unwrap_or_else(PoisonError::into_inner) = line;
    }

    /// A message of this node came back.
    pub(super) fn beat_returned(&self) {
        self.missed_beats.store(0, Ordering::Relaxed);
    }

    /// The answer of Redis; a fault is `None`. A question that times out ends the connection: no other caller waits
    /// for it, until there is a new one. The library puts no keys or values in its errors.
    pub(super) fn answer<T: FromRedisValue>(&self, result: redis::RedisResult<T>) -> Option<T> {
        result
            .inspect_err(|error| {
                tracing::debug!(%error, "redis");
                if error.is_timeout() || error.is_io_error() || error.is_connection_dropped() {
                    self.set_line(None);
                    self.given_up.notify_one();
                }
            })
            .ok()
    }

    /// Returns once the connection was given up.
    pub(super) async fn given_up(&self) {
        self.given_up.notified().await;
    }

    /// False when too many heartbeats were missed: the connection is given up.
    pub(super) fn beat(&self) -> bool {
        self.enqueue(&BusMessage::Beat);
        self.missed_beats.fetch_add(1, Ordering::Relaxed) < MOST_MISSED_BEATS
    }

    pub(super) fn is_whole(&self) -> bool {
        self.line().is_some()
    }

    pub(super) fn line(&self) -> Option<MultiplexedConnection> {
        if self.missed_beats.load(Ordering::Relaxed) > MOST_MISSED_BEATS {
            return None;
        }
        self.line.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Several messages at once, numbered: a replayed batch is rejected.
    pub(super) async fn publish_batch(&self, messages: &[Bytes], now: Timestamp) {
        let Some(mut line) = self.line() else { return };
        let mut batch = BytesMut::new();
        batch.put_u64(self.sent.fetch_add(1, Ordering::Relaxed) + 1);
        batch.put_i64(now.millis());
        for message in messages {
            batch.put_slice(message);
        }
        let mut publish = redis::cmd("PUBLISH");
        publish.arg(self.channel()).arg(self.seal.seal(&batch));
        let _: Option<i64> = self.answer(publish.query_async(&mut line).await);
    }

    pub(super) async fn fill(&self, name: &[&[u8]], micros: u64) -> Option<()> {
        let mut line = self.line()?;
        let mut fill = self.fill.prepare_invoke();
        fill.key(self.key("bucket", &self.seal.tag(name))).arg(micros);
        self.answer::<i64>(fill.invoke_async(&mut line).await).map(|_| ())
    }

    pub(super) async fn take(&self, name: &[&[u8]], bucket: Bucket) -> Option<Taken> {
        let mut line = self.line()?;
        let key = self.key("bucket", &self.seal.tag(name));
        let mut take = self.take.prepare_invoke();
        take.key(key).arg(bucket.cost).arg(bucket.room);
        let (allowed, filled): (bool, u64) = self.answer(take.invoke_async(&mut line).await)?;
        Some(Taken { allowed, filled })
    }
}
