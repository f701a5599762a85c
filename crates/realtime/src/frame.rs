//! Encodes WebSocket frames as bytes, header included: encoded once, shared by all recipients. Only what a server
//! sends: unmasked, unfragmented, without extensions.

use bytes::{BufMut, Bytes, BytesMut};

const FIN: u8 = 0x80;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opcode {
    Text,
    Close,
    Ping,
    Pong,
}

pub fn text(payload: &str) -> Bytes {
    encode(Opcode::Text, payload.as_bytes())
}

pub fn ping() -> Bytes {
    encode(Opcode::Ping, b"")
}

pub fn pong(payload: &[u8]) -> Bytes {
    encode(Opcode::Pong, payload)
}

/// A control frame holds at most 125 bytes: a longer reason is cut.
pub fn close(code: u16, reason: &str) -> Bytes {
    let mut payload = code.to_be_bytes().to_vec();
    let mut end = reason.len().min(123);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    payload.extend_from_slice(reason.as_bytes().get(..end).unwrap_or_default());
    encode(Opcode::Close, &payload)
}

fn encode(opcode: Opcode, payload: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(payload.len() + 10);
    frame.put_u8(
        FIN | match opcode {
            Opcode::Text => 1,
            Opcode::Close => 8,
            Opcode::Ping => 9,
            Opcode::Pong => 10,
        },
    );
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_have_the_three_lengths_of_the_protocol() {
        assert_eq!(text("hi").as_ref(), [0x81, 2, b'h', b'i']);
        assert_eq!(&text(&"x".repeat(125))[..2], [0x81, 125]);
        assert_eq!(&text(&"x".repeat(126))[..4], [0x81, 126, 0, 126]);
        assert_eq!(&text(&"x".repeat(65_535))[..4], [0x81, 126, 0xff, 0xff]);
        assert_eq!(&text(&"x".repeat(65_536))[..10], [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(ping().as_ref(), [0x89, 0]);
        assert_eq!(close(4409, "x").as_ref(), [0x88, 3, 0x11, 0x39, b'x']);
    }

    #[test]
    fn a_long_reason_is_cut_at_a_character() {
        let frame = close(1001, &"é".repeat(100));
        assert!(frame.len() <= 127);
        assert!(std::str::from_utf8(&frame[4..]).is_ok());
    }
}
