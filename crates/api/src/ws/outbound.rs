//! The socket's writer: a response body that yields the mailbox's frames as they are. They were encoded once,
//! header included, for everybody who gets them. The upgrade service can take its place without anybody
//! else noticing.

use actix_web::HttpResponse;
use actix_web::body::{BodyStream, MessageBody};
use app::Connection;
use bytes::Bytes;
use futures_util::Stream;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

struct Outbound {
    connection: Arc<Connection>,
}

impl Drop for Outbound {
    /// Nobody writes any more: the connection is closed, and whoever reads from it learns of it.
    fn drop(&mut self) {
        self.connection.mailbox.abandon();
    }
}

impl Stream for Outbound {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.connection.mailbox.poll_next(context).map(|frame| frame.map(Ok))
    }
}

/// The handshake's answer with the mailbox as its body.
pub fn write_from(connection: &Arc<Connection>, handshake: HttpResponse) -> HttpResponse {
    let (head, _) = handshake.into_parts();
    head.set_body(BodyStream::new(Outbound { connection: connection.clone() }).boxed())
}
