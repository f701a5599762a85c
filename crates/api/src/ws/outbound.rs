//! Writes to a socket: a response body yields the mailbox's frames as they are. They were encoded once, header
//! included, for all recipients. The upgrade service can replace it without other changes.

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
    /// The writer is gone: the connection is closed, and its reader learns of it.
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
