//! An echo over the reader of frames that the server uses, for suites that try WebSocket implementations:
//! `cargo run --package api --example echo -- 127.0.0.1:9001`, then point the suite at `ws://127.0.0.1:9001`. It must
//! not know anything of Parlance but how a frame is read, written and refused.

use actix_web::body::{BodyStream, MessageBody};
use actix_web::dev::{Payload, Server};
use actix_web::{App, Error, FromRequest, HttpRequest, HttpResponse, HttpServer, web};
use api::ws::frames::{Broken, Frames, Heard};
use api::ws::{MOST_BYTES, code};
use bytes::{BufMut, Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use realtime::frame;
use std::convert::Infallible;
use std::net::TcpListener;
use tokio::sync::mpsc;

/// Answers that wait to be written; when it is full, no more is read.
const WAITING: usize = 64;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let place = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9001".to_owned());
    serve(TcpListener::bind(place)?)?.await
}

/// Serves until it is stopped.
pub fn serve(listener: TcpListener) -> std::io::Result<Server> {
    let server = HttpServer::new(|| App::new().route("/", web::get().to(open)));
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

async fn open(request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Error> {
    let nothing = web::Payload::from_request(&request, &mut Payload::None).await?;
    let (handshake, _, _) = actix_ws::handle(&request, nothing)?;
    let (answers, waiting) = mpsc::channel(WAITING);
    actix_web::rt::spawn(echo(payload, answers));
    let body = stream::unfold(waiting, |mut waiting| async {
        let answer: Bytes = waiting.recv().await?;
        Some((Ok::<_, Infallible>(answer), waiting))
    });
    let (head, _) = handshake.into_parts();
    Ok(head.set_body(BodyStream::new(Box::pin(body)).boxed()))
}

/// Until either side closes.
async fn echo(mut payload: web::Payload, answers: mpsc::Sender<Bytes>) {
    let mut frames = Frames::of_at_most(MOST_BYTES);
    loop {
        let (answer, ends) = match frames.take() {
            Ok(None) => {
                let Some(Ok(piece)) = payload.next().await else { return };
                frames.feed(&piece);
                continue;
            }
            Ok(Some(Heard::Pong)) => continue,
            Ok(Some(Heard::Text(text))) => (frame::text(&text), false),
            Ok(Some(Heard::Binary(bytes))) => (binary(&bytes), false),
            Ok(Some(Heard::Ping(bytes))) => (frame::pong(&bytes), false),
            Ok(Some(Heard::Close(code))) => (frame::close(code.unwrap_or(code::NORMAL), ""), true),
            Err(Broken::Protocol) => (frame::close(code::PROTOCOL, ""), true),
            Err(Broken::NotUtf8) => (frame::close(code::NOT_UTF8, ""), true),
            Err(Broken::TooBig) => (frame::close(code::TOO_BIG, ""), true),
        };
        if answers.send(answer).await.is_err() || ends {
            return;
        }
    }
}

/// The server itself never sends one.
fn binary(payload: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(payload.len() + 10);
    frame.put_u8(0x82);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(short), _) if short < 126 => frame.put_u8(short),
        (_, Ok(medium)) => {
            frame.put_u8(126);
            frame.put_u16(medium);
        }
        (_, Err(_)) => {
            frame.put_u8(127);
            frame.put_u64(u64::try_from(payload.len()).unwrap_or(u64::MAX));
        }
    }
    frame.extend_from_slice(payload);
    frame.freeze()
}
