//! Opens the listener, and sets the bounds of a connection. Must not know what is served.

use crate::config::Settings;
use crate::run::whole;
use actix_web::dev::ServerHandle;
use actix_web::rt::net::TcpStream;
use anyhow::Result;
use api::Api;
use std::any::Any;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

/// After a restart all clients connect at once.
const BACKLOG: u32 = 4096;
/// The kernel's buffer for one socket; beyond it our own bound applies.
const SEND_BUFFER: usize = 128 * 1024;
/// A peer that reads nothing for this long is gone, whatever it still acknowledges.
const STUCK: Duration = Duration::from_secs(30);

pub fn serve(
    listener: TcpListener,
    api: Arc<Api>,
    settings: &Settings,
) -> Result<(ServerHandle, tokio::task::JoinHandle<std::io::Result<()>>)> {
    let server = actix_web::HttpServer::new(move || api::application(api.clone()))
        // Without it a frame waits 40 ms for the acknowledgement of the one before.
        .tcp_nodelay(true)
        .backlog(BACKLOG)
        .max_connections(whole(settings.limits.connections).saturating_add(1024))
        .client_request_timeout(Duration::from_secs(5))
        .client_disconnect_timeout(Duration::from_secs(1))
        .keep_alive(Duration::from_secs(75))
        .shutdown_timeout(10)
        .disable_signals()
        .on_connect(bound_socket)
        .listen(listener)?
        .run();
    let handle = server.handle();
    Ok((handle, tokio::spawn(server)))
}

/// The kernel's own bounds for a peer that does not read.
fn bound_socket(connection: &dyn Any, _: &mut actix_web::dev::Extensions) {
    if let Some(stream) = connection.downcast_ref::<TcpStream>() {
        let socket = socket2::SockRef::from(stream);
        let bounded =
            socket.set_send_buffer_size(SEND_BUFFER).and_then(|()| socket.set_tcp_user_timeout(Some(STUCK)));
        if let Err(error) = bounded {
            tracing::debug!(%error, "could not set the buffer sizes of a socket");
        }
    }
}
