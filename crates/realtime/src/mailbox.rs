//! What one socket is still owed: bounded in bytes, filled by anybody, emptied by its writer.
//! When it is full, soft frames go first; a reader who is slow even then is closed and catches up later.

use crate::frame;
use bytes::Bytes;
use domain::ChatId;
use futures_util::task::AtomicWaker;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

pub const MOST_BYTES: usize = 256 * 1024;
pub const SLOW_CONSUMER: u16 = 4508;

/// One frame for one socket.
#[derive(Debug, Clone)]
pub struct Outgoing {
    pub bytes: Bytes,
    /// Typing and the like: lost without harm.
    pub soft: bool,
    /// Which chat's event it is, and at which revision; while the door is shut it can be taken back.
    pub event: Option<(ChatId, i64)>,
}

impl Outgoing {
    pub fn firm(bytes: Bytes) -> Self {
        Self { bytes, soft: false, event: None }
    }

    pub fn soft(bytes: Bytes) -> Self {
        Self { bytes, soft: true, event: None }
    }

    pub fn event(bytes: Bytes, chat: ChatId, rev: i64) -> Self {
        Self { bytes, soft: false, event: Some((chat, rev)) }
    }
}

#[derive(Default)]
pub struct Mailbox {
    state: Mutex<State>,
    writer: AtomicWaker,
    closed: tokio::sync::Notify,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Outgoing>,
    bytes: usize,
    door: Door,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Door {
    /// Frames gather, but `ready` has to go first.
    #[default]
    Shut,
    Open,
    /// What is queued still goes out, then the stream ends.
    Closing,
}

impl Mailbox {
    pub fn push(&self, frame: Outgoing) {
        let mut state = self.lock();
        if state.door == Door::Closing {
            return;
        }
        if state.bytes + frame.bytes.len() > MOST_BYTES {
            if frame.soft {
                return;
            }
            state.drop_soft();
        }
        if state.bytes + frame.bytes.len() > MOST_BYTES {
            state.queue.clear();
            state.bytes = 0;
            state.close(SLOW_CONSUMER, "slow consumer");
            drop(state);
            self.closed.notify_one();
        } else {
            state.add(frame);
            drop(state);
        }
        self.writer.wake();
    }

    /// Lets the frames out: first `ready`, then what gathered meanwhile and is still wanted.
    pub fn open(&self, ready: Vec<Bytes>, wanted: impl Fn(ChatId, i64) -> bool) {
        let mut state = self.lock();
        if state.door == Door::Shut {
            state.door = Door::Open;
            let gathered = std::mem::take(&mut state.queue);
            state.bytes = 0;
            for bytes in ready {
                state.add(Outgoing::firm(bytes));
            }
            for frame in gathered {
                if frame.event.is_none_or(|(chat, rev)| wanted(chat, rev)) {
                    state.add(frame);
                }
            }
        }
        drop(state);
        self.writer.wake();
    }

    /// A close frame after whatever is queued; nothing is taken any more.
    pub fn close(&self, code: u16, reason: &str) {
        let mut state = self.lock();
        if state.door != Door::Closing {
            state.close(code, reason);
        }
        drop(state);
        self.closed.notify_one();
        self.writer.wake();
    }

    /// A last frame, then the close frame: both or, where it was closed before, neither.
    pub fn part(&self, farewell: Bytes, code: u16, reason: &str) {
        let mut state = self.lock();
        if state.door != Door::Closing {
            state.add(Outgoing::firm(farewell));
            state.close(code, reason);
        }
        drop(state);
        self.closed.notify_one();
        self.writer.wake();
    }

    /// The peer is gone: nothing is owed to it any more.
    pub fn abandon(&self) {
        let mut state = self.lock();
        state.queue.clear();
        state.bytes = 0;
        state.door = Door::Closing;
        drop(state);
        self.writer.wake();
    }

    /// Everything that was put in has been taken by the writer.
    pub fn is_idle(&self) -> bool {
        let state = self.lock();
        state.door == Door::Open && state.queue.is_empty()
    }

    pub fn is_closing(&self) -> bool {
        self.lock().door == Door::Closing
    }

    /// Comes back once somebody has closed this mailbox.
    pub async fn closing(&self) {
        while !self.is_closing() {
            self.closed.notified().await;
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
            Some(frame) => {
                state.bytes -= frame.bytes.len();
                Poll::Ready(Some(frame.bytes))
            }
            None if state.door == Door::Closing => Poll::Ready(None),
            None => Poll::Pending,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn add(&mut self, frame: Outgoing) {
        self.bytes += frame.bytes.len();
        self.queue.push_back(frame);
    }

    fn drop_soft(&mut self) {
        self.queue.retain(|frame| !frame.soft);
        self.bytes = self.queue.iter().map(|frame| frame.bytes.len()).sum();
    }

    fn close(&mut self, code: u16, reason: &str) {
        metrics::counter!("parlance_sockets_closed_total", "code" => code.to_string()).increment(1);
        self.door = Door::Closing;
        self.add(Outgoing::firm(frame::close(code, reason)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::task::noop_waker;

    fn next(mailbox: &Mailbox) -> Poll<Option<Bytes>> {
        mailbox.poll_next(&Context::from_waker(&noop_waker()))
    }

    fn of(size: usize) -> Bytes {
        Bytes::from(vec![7; size])
    }

    #[test]
    fn a_farewell_is_said_once() {
        let mailbox = Mailbox::default();
        mailbox.open(vec![], |_, _| true);
        for _ in 0..2 {
            mailbox.part(of(1), 4410, "session ended");
        }
        assert_eq!(next(&mailbox), Poll::Ready(Some(of(1))));
        assert!(matches!(next(&mailbox), Poll::Ready(Some(close)) if close != of(1)));
        assert_eq!(next(&mailbox), Poll::Ready(None));
    }

    #[test]
    fn ready_goes_first_and_unwanted_events_are_taken_back() {
        let mailbox = Mailbox::default();
        let chat = ChatId::from_uuid(uuid::Uuid::from_u128(1));
        mailbox.push(Outgoing::event(of(1), chat, 4));
        mailbox.push(Outgoing::event(of(2), chat, 5));
        assert_eq!(next(&mailbox), Poll::Pending);
        mailbox.open(vec![of(9)], |_, rev| rev > 4);
        assert_eq!(next(&mailbox), Poll::Ready(Some(of(9))));
        assert_eq!(next(&mailbox), Poll::Ready(Some(of(2))));
        assert_eq!(next(&mailbox), Poll::Pending);
    }

    #[test]
    fn soft_frames_go_first_and_then_the_slow_reader() {
        let mailbox = Mailbox::default();
        mailbox.open(vec![], |_, _| true);
        mailbox.push(Outgoing::soft(of(100_000)));
        mailbox.push(Outgoing::firm(of(100_000)));
        mailbox.push(Outgoing::firm(of(100_000)));
        assert!(!mailbox.is_closing());
        mailbox.push(Outgoing::soft(of(100_000)));
        assert_eq!(mailbox.lock().bytes, 200_000);
        mailbox.push(Outgoing::firm(of(100_000)));
        assert!(mailbox.is_closing());
        assert_eq!(next(&mailbox), Poll::Ready(Some(frame::close(SLOW_CONSUMER, "slow consumer"))));
        assert_eq!(next(&mailbox), Poll::Ready(None));
    }

    #[test]
    fn nothing_follows_a_close() {
        let mailbox = Mailbox::default();
        mailbox.open(vec![], |_, _| true);
        mailbox.push(Outgoing::firm(of(1)));
        mailbox.close(1001, "bye");
        mailbox.close(4409, "again");
        mailbox.push(Outgoing::firm(of(2)));
        assert_eq!(next(&mailbox), Poll::Ready(Some(of(1))));
        assert_eq!(next(&mailbox), Poll::Ready(Some(frame::close(1001, "bye"))));
        assert_eq!(next(&mailbox), Poll::Ready(None));
    }
}
