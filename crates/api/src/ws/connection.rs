//! Runs one connection: frames in, one after the other; answers out as they come; a heartbeat; and the renewal of its
//! proof. It ends when either side closes, falls silent, or its proof expires.

use super::commands::{self, Answer};
use super::frames::{Broken, Frames, Heard};
use super::strikes::Strikes;
use super::{MOST_BYTES, code, commands::InFlight};
use actix_web::web::Payload;
use app::{App, Caller, HEARTBEAT, Socket};
use domain::{Fault, Timestamp};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::sync::Arc;
use std::time::Duration;

/// Without a sign of life for this long, the peer is gone.
const SILENCE: Duration = Duration::from_secs(60);
/// How long before its proof expires a client is asked for a new one, and how long after it the socket stays open.
const REAUTH_BEFORE: Duration = Duration::from_secs(60);
const REAUTH_GRACE: Duration = Duration::from_secs(30);
/// Sends of one socket that may wait for their commit; beyond it no more is read from the socket.
const MOST_IN_FLIGHT: usize = 64;
/// How long the end of a socket waits for answers to earlier sends.
const LAST_ANSWERS: Duration = Duration::from_secs(15);
const MOST_REFUSED: u32 = 50;
const MOST_BAD_FRAMES: u32 = 10;

struct Session {
    app: Arc<App>,
    caller: Caller,
    socket: Socket,
    heard_at: Timestamp,
    ping_at: Timestamp,
    asked_for_proof: bool,
    refused: Strikes,
    bad: Strikes,
}

pub async fn run(app: Arc<App>, caller: Caller, socket: Socket, payload: Payload) {
    let now = app.clock().now();
    let mut session = Session {
        caller,
        heard_at: now,
        ping_at: now.plus(HEARTBEAT),
        asked_for_proof: false,
        refused: Strikes::at_most(MOST_REFUSED, now),
        bad: Strikes::at_most(MOST_BAD_FRAMES, now),
        app,
        socket,
    };
    let mut incoming = Incoming { payload, frames: Frames::of_at_most(MOST_BYTES) };
    let mut in_flight: FuturesUnordered<InFlight> = FuturesUnordered::new();
    loop {
        // Nothing more is read from a socket whose reader does not take its answers.
        let reads = in_flight.len() < MOST_IN_FLIGHT && session.socket.has_room();
        let deadline = session.app.clock().sleep_until(session.deadline());
        tokio::select! {
            () = session.socket.closing() => break,
            Some(answer) = in_flight.next() => session.answer(&answer),
            received = incoming.next(), if reads => {
                match session.received(received).await {
                    Turn::Go => {}
                    Turn::Wait(send) => in_flight.push(send),
                    Turn::End => break,
                }
            }
            () = session.socket.room(), if !session.socket.has_room() => {}
            () = deadline => session.timer(),
        }
    }
    session.app.disconnect(&session.socket);
    // Sends are answered before the close frame goes out.
    let clock = session.app.clock().clone();
    tokio::select! {
        () = clock.sleep(LAST_ANSWERS) => {}
        () = async { while let Some(answer) = in_flight.next().await { session.answer(&answer) } } => {}
    }
    session.socket.release_all_answers();
}

/// The client's bytes, piece by piece.
struct Incoming {
    payload: Payload,
    frames: Frames,
}

impl Incoming {
    /// `None` when the peer is gone.
    async fn next(&mut self) -> Option<Result<Heard, Broken>> {
        loop {
            if let Some(heard) = self.frames.take().transpose() {
                return Some(heard);
            }
            self.frames.feed(&self.payload.next().await?.ok()?);
        }
    }
}

enum Turn {
    Go,
    Wait(InFlight),
    End,
}

impl Session {
    async fn received(&mut self, received: Option<Result<Heard, Broken>>) -> Turn {
        self.heard_at = self.app.clock().now();
        match received {
            Some(Ok(Heard::Text(text))) => self.text(&text).await,
            Some(Ok(Heard::Ping(payload))) => {
                self.socket.pong(&payload);
                Turn::Go
            }
            Some(Ok(Heard::Pong)) => Turn::Go,
            Some(Ok(Heard::Binary(_))) => self.close(code::UNSUPPORTED, "text frames only"),
            Some(Ok(Heard::Close(code))) => self.close(code.unwrap_or(code::NORMAL), ""),
            Some(Err(Broken::TooBig)) => self.close(code::TOO_BIG, "a message has at most 64 KiB"),
            Some(Err(Broken::NotUtf8)) => self.close(code::NOT_UTF8, "text must be UTF-8"),
            Some(Err(Broken::Protocol)) => self.close(code::PROTOCOL, "that is not the WebSocket protocol"),
            None => {
                self.socket.abandon();
                Turn::End
            }
        }
    }

    async fn text(&mut self, text: &str) -> Turn {
        // Before the command runs, so that its answer is not lost if the socket is closed meanwhile.
        self.socket.reserve_answer();
        let command = match self.app.frame_allowed(&self.socket) {
            Ok(()) => commands::run(&self.app, &mut self.caller, &self.socket, text).await,
            Err(fault) => commands::refusal(&self.app, text, fault),
        };
        match command {
            commands::Outcome::Silent => {
                self.socket.release_answer();
                Turn::Go
            }
            commands::Outcome::Later(send) => Turn::Wait(send),
            commands::Outcome::Now(answer) => {
                self.answer(&answer);
                self.asked_for_proof &= !answer.renewed;
                if self.socket.is_closing() { Turn::End } else { Turn::Go }
            }
        }
    }

    fn answer(&mut self, answer: &Answer) {
        self.socket.answer(&answer.frame);
        self.judge(answer);
    }

    /// A socket with too many rejections is closed.
    fn judge(&mut self, answer: &Answer) {
        let now = self.app.clock().now();
        match &answer.fault {
            Some(Fault::BadFrame(_)) if self.bad.add(now) => {
                self.socket.close(code::BAD_FRAME, "too many frames that are not JSON");
            }
            Some(fault) if answer.ends => self.socket.close(code::FORBIDDEN, fault.code()),
            Some(Fault::RateLimited(limited)) => {
                if self.refused.add(now) {
                    let wait = limited.retry_after.as_secs().max(1).to_string();
                    self.app.note_flooding(&self.caller, limited.policy);
                    self.socket.close(code::FLOODING, &wait);
                }
            }
            Some(_) | None => {}
        }
    }

    fn deadline(&self) -> Timestamp {
        let proof = if self.asked_for_proof {
            self.caller.expires_at.plus(REAUTH_GRACE)
        } else {
            self.caller.expires_at.minus(REAUTH_BEFORE)
        };
        proof.min(self.ping_at)
    }

    fn timer(&mut self) {
        let now = self.app.clock().now();
        if now >= self.ping_at {
            self.ping_at = now.plus(HEARTBEAT);
            if now.since(self.heard_at) >= SILENCE {
                self.socket.close(code::NORMAL, "no sign of life");
            } else {
                self.socket.ping();
            }
        }
        if now >= self.caller.expires_at.plus(REAUTH_GRACE) {
            self.socket.close(code::AUTH_EXPIRED, "the access token has expired");
        } else if !self.asked_for_proof && now >= self.caller.expires_at.minus(REAUTH_BEFORE) {
            self.asked_for_proof = true;
            self.socket.ask_for_proof();
        }
    }

    fn close(&self, code: u16, reason: &str) -> Turn {
        self.socket.close(code, reason);
        Turn::End
    }
}
