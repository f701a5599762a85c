//! Provides a client that writes any bytes, and reads what a server may send.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(10);
const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    Text(Vec<u8>),
    Binary(Vec<u8>),
    Pong(Vec<u8>),
    Close(Option<u16>),
}

pub struct Socket {
    stream: TcpStream,
    /// The head of the handshake's answer, in small letters.
    pub answer: String,
}

impl Socket {
    pub fn open(port: u16) -> Self {
        Self::shaken(port, "")
    }

    pub fn offering(port: u16, extension: &str) -> Self {
        Self::shaken(port, &format!("Sec-WebSocket-Extensions: {extension}\r\n"))
    }

    fn shaken(port: u16, more: &str) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream.set_nodelay(true).unwrap();
        let asked = format!(
            "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{more}\r\n"
        );
        stream.write_all(asked.as_bytes()).unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let answer = String::from_utf8(head).unwrap();
        assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        // The sample of RFC 6455.
        assert!(answer.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{answer}");
        Self { stream, answer: answer.to_lowercase() }
    }

    /// In pieces of so many bytes. A server that has refused something need not take the rest.
    pub fn write(&mut self, bytes: &[u8], piece: usize) {
        for piece in bytes.chunks(piece) {
            if self.stream.write_all(piece).is_err() {
                return;
            }
        }
    }

    /// Everything until the server hangs up, which it does by itself.
    pub fn read_to_the_end(&mut self) -> Vec<Reply> {
        let mut bytes = Vec::new();
        let mut part = vec![0; 65_536];
        loop {
            match self.stream.read(&mut part) {
                Ok(0) => break,
                Ok(length) => bytes.extend_from_slice(&part[..length]),
                // It hung up before it had taken all.
                Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
                Err(error) => panic!("it does not hang up ({error}) after {:?}", replies(&bytes)),
            }
        }
        replies(&bytes)
    }
}

/// Frames of a server: whole, and never masked.
fn replies(mut bytes: &[u8]) -> Vec<Reply> {
    let mut all = Vec::new();
    while let [first, second, rest @ ..] = bytes {
        assert_eq!(second & 0x80, 0, "a server masks nothing");
        let (length, rest) = match second {
            126 => (u64::from(u16::from_be_bytes([rest[0], rest[1]])), &rest[2..]),
            127 => (u64::from_be_bytes(rest[..8].try_into().unwrap()), &rest[8..]),
            short => (u64::from(*short), rest),
        };
        let (payload, rest) = rest.split_at(usize::try_from(length).unwrap());
        all.push(match first {
            0x81 => Reply::Text(payload.to_vec()),
            0x82 => Reply::Binary(payload.to_vec()),
            0x8a => Reply::Pong(payload.to_vec()),
            0x88 => Reply::Close(payload.first_chunk().map(|code| u16::from_be_bytes(*code))),
            other => panic!("{other:x} is no frame of ours"),
        });
        bytes = rest;
    }
    assert!(bytes.is_empty(), "half a frame");
    all
}

/// A masked frame with this first byte.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    match payload.len() {
        short @ ..126 => bytes.push(0x80 | u8::try_from(short).unwrap()),
        medium @ ..65_536 => {
            bytes.push(0x80 | 126);
            bytes.extend(u16::try_from(medium).unwrap().to_be_bytes());
        }
        long => {
            bytes.push(0x80 | 127);
            bytes.extend(u64::try_from(long).unwrap().to_be_bytes());
        }
    }
    bytes.extend(MASK);
    bytes.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    bytes
}

/// The header alone of a frame of this length.
pub fn says(first: u8, length: u64) -> Vec<u8> {
    [&[first, 0x80 | 127][..], &length.to_be_bytes(), &MASK].concat()
}

pub fn closing(code: u16, reason: &[u8]) -> Vec<u8> {
    frame(0x88, &[&code.to_be_bytes()[..], reason].concat())
}
