//! A network that can stop letting anything through, without closing a connection.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub struct Wall {
    /// Where to connect instead.
    pub port: u16,
    open: watch::Sender<bool>,
}

impl Wall {
    pub async fn before(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let open = watch::Sender::new(true);
        let wall = Self { port: listener.local_addr().unwrap().port(), open: open.clone() };
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                // A connection that is made in the dark is accepted by the kernel, as ever.
                tokio::spawn(carry(near, port, open.subscribe()));
            }
        });
        wall
    }

    /// The URL with the wall's port instead of its own.
    pub async fn in_front_of(url: &str) -> (Self, String) {
        let mut parsed = reqwest::Url::parse(url).unwrap();
        let wall = Self::before(parsed.port().expect("a port")).await;
        parsed.set_port(Some(wall.port)).unwrap();
        (wall, parsed.to_string())
    }

    pub fn close(&self) {
        self.open.send_replace(false);
    }

    pub fn open(&self) {
        self.open.send_replace(true);
    }
}

async fn carry(near: TcpStream, port: u16, mut open: watch::Receiver<bool>) {
    let _ = open.wait_for(|open| *open).await;
    let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await else { return };
    near.set_nodelay(true).unwrap();
    far.set_nodelay(true).unwrap();
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    let there = copy(near_in, far_out, open.clone());
    let back = copy(far_in, near_out, open);
    tokio::join!(there, back);
}

async fn copy(
    mut from: impl AsyncReadExt + Unpin,
    mut to: impl AsyncWriteExt + Unpin,
    mut open: watch::Receiver<bool>,
) {
    let mut part = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut part).await {
        if open.wait_for(|open| *open).await.is_err() || to.write_all(&part[..length]).await.is_err() {
            return;
        }
    }
    let _ = to.shutdown().await;
}
