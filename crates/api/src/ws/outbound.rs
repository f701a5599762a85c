//! Writes to a socket: a response body yields the frames as they are. They were encoded once, header
//! included, for all recipients. The upgrade service can replace it without other changes.

use actix_web::HttpResponse;
use actix_web::body::{BodyStream, MessageBody};
use app::Socket;
use bytes::Bytes;
use futures_util::Stream;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

struct Outbound {
    socket: Socket,
}

impl Drop for Outbound {
    /// The writer is gone: the connection is closed, and its reader learns of it.
    fn drop(&mut self) {
        self.socket.abandon();
    }
}

impl Stream for Outbound {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.socket.poll_next(context).map(|frame| frame.map(Ok))
    }
}

/// The handshake's answer with what the socket is sent as its body.
pub fn write_from(socket: &Socket, handshake: HttpResponse) -> HttpResponse {
    let (head, _) = handshake.into_parts();
    head.set_body(BodyStream::new(Outbound { socket: socket.clone() }).boxed())
}
