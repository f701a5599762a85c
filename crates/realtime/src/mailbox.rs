//! Implements one socket's bounded outbound queue: filled by every publisher, emptied by its writer. Its bound is
//! time: when a reader is too slow for a while, soft frames are dropped first, then the socket is closed and catches
//! up later. An answer that was promised is queued in any case, and sent before the close.

use crate::frame;
use bytes::Bytes;
use domain::{ChatId, Rev};
use futures_util::task::AtomicWaker;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// Above this size, soft frames are dropped, no more is read from the socket, and the reader has to keep up.
pub const MOST_BYTES: usize = 256 * 1024;
/// How long the oldest frame may wait while the queue is above that size.
pub const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// The most a burst may hold, however young it is.
pub const LARGEST_BURST: usize = 16 * 1024 * 1024;
pub const SLOW_CONSUMER: u16 = 4508;

/// One frame for one socket.
#[derive(Debug, Clone)]
pub struct Outgoing {
    pub bytes: Bytes,
    /// Typing and the like: may be dropped.
    pub soft: bool,
    /// The chat and the revision of the event; while the mailbox is shut it can be taken back.
    pub event: Option<(ChatId, Rev)>,
}

impl Outgoing {
    pub fn firm(bytes: Bytes) -> Self {
        Self { bytes, soft: false, event: None }
    }

    pub fn soft(bytes: Bytes) -> Self {
        Self { bytes, soft: true, event: None }
    }

    pub fn event(bytes: Bytes, chat: ChatId, rev: Rev) -> Self {
        Self { bytes, soft: false, event: Some((chat, rev)) }
    }
}

#[derive(Default)]
pub struct Mailbox {
    state: Mutex<State>,
    writer: AtomicWaker,
    closed: tokio::sync::Notify,
    roomy: tokio::sync::Notify,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Waiting>,
    bytes: usize,
    door: Door,
    /// Answers that were promised and have not come yet.
    promised: usize,
    /// The close frame, which is sent last.
    farewell: Option<Bytes>,
}

struct Waiting {
    frame: Outgoing,
    /// It is kept when a slow reader is closed.
    answer: bool,
    since: Instant,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Door {
    /// Frames are queued, but `ready` has to be sent first.
    #[default]
    Shut,
    Open,
    /// What is queued is still sent, then the stream ends.
    Closing,
}

impl Mailbox {
    pub fn push(&self, frame: Outgoing) {
        let mut state = self.lock();
        if state.door == Door::Closing {
            return;
        }
        let bytes = state.bytes + frame.bytes.len();
        if bytes > MOST_BYTES {
            if frame.soft {
                return;
            }
            state.drop_soft();
        }
        if state.is_slow(frame.bytes.len()) {
            state.keep_answers();
            state.close(SLOW_CONSUMER, "slow consumer");
            drop(state);
            self.closed.notify_one();
        } else {
            state.add(frame, false);
            drop(state);
        }
        self.writer.wake();
    }

    /// Promises an answer: until it comes the stream does not end.
    pub fn promise(&self) {
        self.lock().promised += 1;
    }

    /// Queues an answer that was promised, also while the mailbox closes.
    pub fn keep_promise(&self, bytes: Bytes) {
        let mut state = self.lock();
        state.promised = state.promised.saturating_sub(1);
        state.add(Outgoing::firm(bytes), true);
        drop(state);
        self.writer.wake();
    }

    /// The promised answer is not needed.
    pub fn take_back_promise(&self) {
        let mut state = self.lock();
        state.promised = state.promised.saturating_sub(1);
        drop(state);
        self.writer.wake();
    }

    /// No promised answer will come any more.
    pub fn break_promises(&self) {
        self.lock().promised = 0;
        self.writer.wake();
    }

    /// Opens the mailbox: first `ready`, then the queued frames that are newer.
    pub fn open(&self, ready: Vec<Bytes>, wanted: impl Fn(ChatId, Rev) -> bool) {
        let mut state = self.lock();
        if state.door == Door::Shut {
            state.door = Door::Open;
            let gathered = std::mem::take(&mut state.queue);
            state.bytes = 0;
            for bytes in ready {
                state.add(Outgoing::firm(bytes), false);
            }
            for Waiting { frame, answer, .. } in gathered {
                if frame.event.is_none_or(|(chat, rev)| wanted(chat, rev)) {
                    state.add(frame, answer);
                }
            }
        }
        drop(state);
        self.writer.wake();
    }

    /// Queues a close frame; only promised answers are accepted after it.
    pub fn close(&self, code: u16, reason: &str) {
        let mut state = self.lock();
        if state.door != Door::Closing {
            state.close(code, reason);
        }
        drop(state);
        self.closed.notify_one();
        self.writer.wake();
    }

    /// Queues a last frame and the close frame: both or, where it was closed before, neither.
    pub fn part(&self, farewell: Bytes, code: u16, reason: &str) {
        let mut state = self.lock();
        if state.door != Door::Closing {
            state.add(Outgoing::firm(farewell), true);
            state.close(code, reason);
        }
        drop(state);
        self.closed.notify_one();
        self.writer.wake();
    }

    /// The peer is gone: drops everything.
    pub fn abandon(&self) {
        let mut state = self.lock();
        *state = State { door: Door::Closing, ..State::default() };
        drop(state);
        self.closed.notify_one();
        self.roomy.notify_one();
        self.writer.wake();
    }

    /// Everything that was queued has been taken by the writer.
    pub fn is_idle(&self) -> bool {
        let state = self.lock();
        state.door == Door::Open && state.queue.is_empty()
    }

    pub fn is_closing(&self) -> bool {
        self.lock().door == Door::Closing
    }

    /// Returns once this mailbox has been closed.
    pub async fn closing(&self) {
        while !self.is_closing() {
            self.closed.notified().await;
        }
    }

    /// Whether the reader keeps up, so that more may be read from the socket.
    pub fn has_room(&self) -> bool {
        self.lock().bytes <= MOST_BYTES
    }

    /// Returns once the reader keeps up.
    pub async fn room(&self) {
        while !self.has_room() {
            self.roomy.notified().await;
        }
    }

    /// The writer's side: the next frame, or the end after the close frame.
    pub fn poll_next(&self, context: &Context<'_>) -> Poll<Option<Bytes>> {
        self.writer.register(context.waker());
        let mut state = self.lock();
        if state.door == Door::Shut {
            return Poll::Pending;
        }
        match state.queue.pop_front() {
            Some(waiting) => {
                let was_full = state.bytes > MOST_BYTES;
                state.bytes -= waiting.frame.bytes.len();
                let has_room = state.bytes <= MOST_BYTES;
                drop(state);
                if was_full && has_room {
                    self.roomy.notify_one();
                }
                Poll::Ready(Some(waiting.frame.bytes))
            }
            None if state.door == Door::Closing && state.promised == 0 => Poll::Ready(state.farewell.take()),
            None => Poll::Pending,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn add(&mut self, frame: Outgoing, answer: bool) {
        self.bytes += frame.bytes.len();
        self.queue.push_back(Waiting { frame, answer, since: now() });
    }

    /// Whether this is too much for a reader who has not taken the oldest frame for a while.
    fn is_slow(&self, more: usize) -> bool {
        let bytes = self.bytes + more;
        let waited = || self.queue.front().map(|oldest| now().saturating_duration_since(oldest.since));
        bytes > LARGEST_BURST
            || bytes > MOST_BYTES
                && self.door == Door::Open
                && waited().is_some_and(|waited| waited > LONGEST_WAIT)
    }

    fn drop_soft(&mut self) {
        self.queue.retain(|waiting| !waiting.frame.soft);
        self.count();
    }

    fn keep_answers(&mut self) {
        self.queue.retain(|waiting| waiting.answer);
        self.count();
    }

    fn count(&mut self) {
        self.bytes = self.queue.iter().map(|waiting| waiting.frame.bytes.len()).sum();
    }

    fn close(&mut self, code: u16, reason: &str) {
        metrics::counter!("parlance_sockets_closed_total", "code" => code.to_string()).increment(1);
        self.door = Door::Closing;
        self.farewell = Some(frame::close(code, reason));
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a peer takes is real time, whatever the clock says")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests;
