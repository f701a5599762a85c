//! A socket as `api` sees it: what the client is sent, what it is owed, and how the socket ends. The queue behind it is
//! `realtime`'s. Must not know the bytes that come in, or what a command does.

use bytes::Bytes;
use realtime::{Connection, Outgoing, frame};
use std::sync::Arc;
use std::task::{Context, Poll};
use wire::frame::{ReauthRequired, ServerFrame};

/// Cheap to clone: the reader and the writer of a socket each have one.
#[derive(Clone)]
pub struct Socket {
    pub(crate) connection: Arc<Connection>,
}

impl Socket {
    /// Reserves the answer to a command before the command runs: a socket that closes meanwhile still sends it.
    pub fn reserve_answer(&self) {
        self.connection.mailbox.promise();
    }

    /// Sends an answer that was reserved.
    pub fn answer(&self, answer: &ServerFrame) {
        self.connection.mailbox.keep_promise(frame::text(&answer.encode()));
    }

    /// The command has no answer.
    pub fn release_answer(&self) {
        self.connection.mailbox.take_back_promise();
    }

    /// No further answer will come; the socket can end.
    pub fn release_all_answers(&self) {
        self.connection.mailbox.break_promises();
    }

    pub fn ping(&self) {
        self.connection.mailbox.push(Outgoing::soft(frame::ping()));
    }

    pub fn pong(&self, payload: &[u8]) {
        self.connection.mailbox.push(Outgoing::firm(frame::pong(payload)));
    }

    /// Asks the client for a fresh access token.
    pub fn ask_for_proof(&self) {
        let ask = ServerFrame::from(ReauthRequired::default()).encode();
        self.connection.mailbox.push(Outgoing::firm(frame::text(&ask)));
    }

    /// Queues a close frame; only reserved answers follow it.
    pub fn close(&self, code: u16, reason: &str) {
        self.connection.mailbox.close(code, reason);
    }

    /// The peer is gone: drops what is queued.
    pub fn abandon(&self) {
        self.connection.mailbox.abandon();
    }

    pub fn is_closing(&self) -> bool {
        self.connection.mailbox.is_closing()
    }

    /// Returns once the socket is closing.
    pub async fn closing(&self) {
        self.connection.mailbox.closing().await;
    }

    /// Whether the client takes what it is sent, so that more may be read from it.
    pub fn has_room(&self) -> bool {
        self.connection.mailbox.has_room()
    }

    /// Returns once there is room.
    pub async fn room(&self) {
        self.connection.mailbox.room().await;
    }

    /// The next bytes to write; the stream ends after the close frame.
    pub fn poll_next(&self, context: &Context<'_>) -> Poll<Option<Bytes>> {
        self.connection.mailbox.poll_next(context)
    }
}
