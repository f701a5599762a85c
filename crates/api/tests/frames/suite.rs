//! Plays cases against the echo, many at a time.

use super::raw::{Reply, Socket, closing, frame};
use super::{FIN, TEXT, echo};
use std::net::TcpListener;
use std::sync::LazyLock;

pub static PORT: LazyLock<u16> = LazyLock::new(|| {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(|| {
        actix_web::rt::System::new().block_on(async { echo::serve(listener).unwrap().await })
    });
    port
});

/// Connections that were played and are still to be judged: a server takes up to a second to hang up.
#[derive(Default)]
pub struct Suite {
    played: Vec<(String, Socket, Vec<Reply>)>,
}

/// Connections at the same time, each of which has two ends in this process.
const AT_ONCE: usize = 60;

impl Suite {
    /// Plays frames, whole and in every kind of pieces; what comes back is the same each time, and then the end.
    pub fn play(&mut self, case: &str, frames: &[Vec<u8>], expected: &[Reply]) {
        let stream = frames.concat();
        let pieces: &[usize] = if stream.len() > 4096 { &[usize::MAX, 1_300] } else { &[usize::MAX, 1, 7] };
        for piece in pieces {
            let mut socket = Socket::open(*PORT);
            socket.write(&stream, *piece);
            self.played.push((format!("{case} in pieces of {piece}"), socket, expected.to_vec()));
        }
        if self.played.len() >= AT_ONCE {
            self.judge();
        }
    }

    /// The same, closed by us when all is said: everything before is answered, and the close is, too.
    pub fn echoes(&mut self, case: &str, frames: &[Vec<u8>], expected: &[Reply]) {
        let frames = [frames, &[closing(1000, b"")]].concat();
        self.play(case, &frames, &[expected, &[Reply::Close(Some(1000))]].concat());
    }

    /// Refused with this code, and nothing of what follows is answered.
    pub fn refuses(&mut self, case: &str, frames: &[Vec<u8>], code: u16) {
        let frames = [frames, &[frame(FIN | TEXT, b"after")]].concat();
        self.play(case, &frames, &[Reply::Close(Some(code))]);
    }

    fn judge(&mut self) {
        for (case, mut socket, expected) in self.played.drain(..) {
            assert_eq!(socket.read_to_the_end(), expected, "{case}");
        }
    }
}

impl Drop for Suite {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.judge();
        }
    }
}
