//! Runs the commands of a socket: decode, call `app` once, encode. A send is answered after its commit; everything
//! else is done before the next frame is read.

use crate::problem::status;
use app::{App, Caller, Socket};
use domain::page::Limit;
use domain::{ChatId, ConnectionId, Fault, MyRev, Result, Seq};
use futures_util::future::BoxFuture;
use std::sync::Arc;
use tracing::Instrument;
use wire::changes::{ChangesOk, ChatChanges, MyChangesAnswer};
use wire::chat::ReadAnswer;
use wire::frame::{MessageSend, OnlineOk, Pong, ReauthOk, Reply, ReplyOk};
use wire::message::MessageOk;
use wire::{ClientFrame, Problem, ServerFrame};

pub struct Answer {
    pub frame: ServerFrame,
    pub fault: Option<Fault>,
    /// The client holds a new proof.
    pub renewed: bool,
    /// The socket has to close after this.
    pub ends: bool,
}

pub type InFlight = BoxFuture<'static, Answer>;

pub enum Outcome {
    Silent,
    Now(Box<Answer>),
    Later(InFlight),
}

impl Outcome {
    fn now(answer: Answer) -> Self {
        Self::Now(Box::new(answer))
    }
}

pub async fn run(app: &Arc<App>, caller: &mut Caller, socket: &Socket, text: &str) -> Outcome {
    let parsed = match ClientFrame::parse(text) {
        Ok(parsed) => parsed,
        Err(wrong) => return Outcome::now(refused(wrong.reference.as_deref(), wrong.fault, app)),
    };
    let reference = parsed.reference().map(str::to_owned);
    let reference = reference.as_deref();
    match parsed {
        ClientFrame::MessageSend(frame) => send(app, caller, reference, frame).await,
        ClientFrame::MessageEdit(edit) => {
            let chat = ChatId::from_uuid(edit.chat_id);
            let edited = match edit.message_text() {
                Ok(text) => app.edit_message(caller, chat, Seq::from_number(edit.seq), text).await,
                Err(fault) => Err(fault),
            };
            Outcome::now(reply(reference, edited.map(MessageOk::from), app))
        }
        ClientFrame::MessageDelete(delete) => {
            let deleted = app
                .delete_message(caller, ChatId::from_uuid(delete.chat_id), Seq::from_number(delete.seq))
                .await;
            Outcome::now(reply(reference, deleted.map(MessageOk::from), app))
        }
        ClientFrame::ReactionSet(set) => {
            let of = (ChatId::from_uuid(set.chat_id), Seq::from_number(set.seq));
            Outcome::now(reply(reference, react(app, caller, of, &set.emoji, true).await, app))
        }
        ClientFrame::ReactionClear(clear) => {
            let of = (ChatId::from_uuid(clear.chat_id), Seq::from_number(clear.seq));
            Outcome::now(reply(reference, react(app, caller, of, &clear.emoji, false).await, app))
        }
        ClientFrame::ChatRead(read) => {
            let moved = app.read(caller, ChatId::from_uuid(read.chat_id), Seq::from_number(read.seq)).await;
            let answer = moved.map(|(read_seq, unread)| ReadAnswer { read_seq: read_seq.number(), unread });
            Outcome::now(reply(reference, answer, app))
        }
        ClientFrame::Changes(ask) => {
            let found = app.changes_of_many(caller, ask.known()).await;
            let answer = found.map(|chats| ChangesOk { chats: each(chats, app) });
            Outcome::now(reply(reference, answer, app))
        }
        ClientFrame::MyChanges(ask) => {
            let found = app.my_changes(caller, MyRev::from_number(ask.after), Limit::LARGEST).await;
            Outcome::now(reply(reference, found.map(MyChangesAnswer::from), app))
        }
        ClientFrame::Typing(typing) => {
            match app.typing(caller, socket, ChatId::from_uuid(typing.chat_id), typing.on).await {
                Ok(()) => Outcome::Silent,
                Err(fault) => Outcome::now(refused(None, fault, app)),
            }
        }
        ClientFrame::PresenceWatch(watch) => {
            let online = app.watch(caller, socket, watch.users()).await;
            Outcome::now(reply(reference, online.map(OnlineOk::of), app))
        }
        ClientFrame::Reauth(reauth) => Outcome::now(renew(app, caller, reference, &reauth.token).await),
        ClientFrame::Ping(_) => Outcome::now(Answer {
            frame: Pong::new(reference).into(),
            fault: None,
            renewed: false,
            ends: false,
        }),
    }
}

async fn send(app: &Arc<App>, caller: &Caller, reference: Option<&str>, frame: MessageSend) -> Outcome {
    let now = app.clock().now();
    // The span of a trace, from here to the commit.
    let span = tracing::debug_span!("send");
    let enqueued = match frame.new_message(caller.user, now) {
        Ok(new) => app.send(caller, new).instrument(span.clone()).await,
        Err(fault) => Err(fault),
    };
    match enqueued {
        Ok(pending) => {
            let (app, reference) = (app.clone(), reference.map(str::to_owned));
            let answer =
                async move { reply(reference.as_deref(), pending.sent().await.map(MessageOk::from), &app) };
            Outcome::Later(Box::pin(answer.instrument(span)))
        }
        Err(fault) => Outcome::now(refused(reference, fault, app)),
    }
}

async fn react(
    app: &App,
    caller: &Caller,
    (chat, seq): (ChatId, Seq),
    emoji: &str,
    on: bool,
) -> Result<MessageOk> {
    app.react(caller, chat, seq, wire::frame::emoji(emoji)?, on).await.map(MessageOk::from)
}

/// A frame that was rejected before it was parsed; its `ref` is found if it can be read.
pub fn refusal(app: &App, text: &str, fault: Fault) -> Outcome {
    let reference = match ClientFrame::parse(text) {
        Ok(parsed) => parsed.reference().map(str::to_owned),
        Err(wrong) => wrong.reference,
    };
    Outcome::now(refused(reference.as_deref(), fault, app))
}

/// Each chat's changes, or why this caller gets none.
pub fn each(chats: Vec<(ChatId, Result<domain::event::Catchup>)>, app: &App) -> Vec<ChatChanges> {
    let of = |(chat, found): (ChatId, Result<_>)| {
        ChatChanges::of(chat, found.map_err(|fault| problem(&fault, app)))
    };
    chats.into_iter().map(of).collect()
}

async fn renew(app: &App, caller: &mut Caller, reference: Option<&str>, token: &str) -> Answer {
    match app.reauth(caller, token).await {
        Ok(renewed) => {
            *caller = renewed;
            Answer { renewed: true, ..reply(reference, Ok(ReauthOk::until(renewed.expires_at)), app) }
        }
        // A token of another account on this socket: it is another client.
        Err(Fault::Forbidden) => Answer { ends: true, ..refused(reference, Fault::Forbidden, app) },
        Err(fault) => refused(reference, fault, app),
    }
}

fn reply(reference: Option<&str>, result: Result<impl Into<ReplyOk>>, app: &App) -> Answer {
    match result {
        Ok(ok) => Answer { frame: Reply::ok(reference, ok).into(), fault: None, renewed: false, ends: false },
        Err(fault) => refused(reference, fault, app),
    }
}

fn refused(reference: Option<&str>, fault: Fault, app: &App) -> Answer {
    let frame = Reply::error(reference, problem(&fault, app)).into();
    Answer { frame, fault: Some(fault), renewed: false, ends: false }
}

/// A rejection over a socket has a request id of its own, as one over REST has.
fn problem(fault: &Fault, app: &App) -> Problem {
    let request = ConnectionId::make(app.clock().now(), app.random()).to_string();
    Problem::of(fault, status(fault).as_u16(), &request)
}
