//! Decodes WebSocket frames from a client (RFC 6455, without extensions), however they are split into pieces. A frame
//! is judged by its header: one that is too big or violates the protocol is rejected before its payload is read, so
//! that never more than one message and one piece are held. Must not know what a message says.

use bytes::{Buf, Bytes, BytesMut};

/// A decoded message or control frame.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    Text(String),
    Binary(Bytes),
    Ping(Bytes),
    Pong,
    /// The close code it gives, if any.
    Close(Option<u16>),
}

/// Why the rest of the stream cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    Protocol,
    NotUtf8,
    TooBig,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opcode {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

#[derive(Debug, Clone, Copy)]
struct Header {
    last: bool,
    opcode: Opcode,
    length: usize,
    mask: [u8; 4],
    /// Bytes of the header itself.
    size: usize,
}

/// Assembles pieces into frames, and frames into messages.
pub struct Frames {
    buffer: BytesMut,
    /// A message whose last fragment is still to come.
    begun: Option<(Opcode, BytesMut)>,
    most: usize,
}

const SHORT: u8 = 126;
const LONGEST_CONTROL: usize = 125;

impl Frames {
    /// For messages of at most this many bytes, in any number of fragments.
    pub fn of_at_most(most: usize) -> Self {
        Self { buffer: BytesMut::new(), begun: None, most }
    }

    /// Adds a piece. Call [`Self::take`] afterwards until it returns nothing.
    pub fn feed(&mut self, piece: &[u8]) {
        self.buffer.extend_from_slice(piece);
    }

    /// The next message that is complete.
    pub fn take(&mut self) -> Result<Option<Heard>, Broken> {
        while let Some(header) = header(&self.buffer)? {
            self.judge(&header)?;
            if self.buffer.len() < header.size.saturating_add(header.length) {
                return Ok(None);
            }
            self.buffer.advance(header.size);
            let mut payload = self.buffer.split_to(header.length);
            unmask(&mut payload, header.mask);
            if let Some(heard) = self.take_in(&header, payload)? {
                return Ok(Some(heard));
            }
        }
        Ok(None)
    }

    fn judge(&self, header: &Header) -> Result<(), Broken> {
        let before = self.begun.as_ref().map(|(_, before)| before.len());
        let fits = |length: usize| if length > self.most { Err(Broken::TooBig) } else { Ok(()) };
        match (header.opcode, before) {
            (Opcode::Close | Opcode::Ping | Opcode::Pong, _) => {
                let sound = header.last && header.length <= LONGEST_CONTROL;
                if sound { Ok(()) } else { Err(Broken::Protocol) }
            }
            (Opcode::Continuation, Some(before)) => fits(before.saturating_add(header.length)),
            (Opcode::Text | Opcode::Binary, None) => fits(header.length),
            (Opcode::Continuation, None) | (Opcode::Text | Opcode::Binary, Some(_)) => Err(Broken::Protocol),
        }
    }

    fn take_in(&mut self, header: &Header, payload: BytesMut) -> Result<Option<Heard>, Broken> {
        match header.opcode {
            Opcode::Ping => Ok(Some(Heard::Ping(payload.freeze()))),
            Opcode::Pong => Ok(Some(Heard::Pong)),
            Opcode::Close => closing(&payload).map(Some),
            Opcode::Text | Opcode::Binary | Opcode::Continuation => {
                let (opcode, message) = match self.begun.take() {
                    Some((opcode, mut message)) => {
                        message.extend_from_slice(&payload);
                        (opcode, message)
                    }
                    None => (header.opcode, payload),
                };
                if !header.last {
                    self.begun = Some((opcode, message));
                    return Ok(None);
                }
                if opcode == Opcode::Binary {
                    return Ok(Some(Heard::Binary(message.freeze())));
                }
                let text = String::from_utf8(message.into()).map_err(|_| Broken::NotUtf8)?;
                Ok(Some(Heard::Text(text)))
            }
        }
    }
}

/// `None` until the header is complete.
fn header(bytes: &[u8]) -> Result<Option<Header>, Broken> {
    let [first, second, rest @ ..] = bytes else { return Ok(None) };
    // No extension was agreed on that would give these bits a meaning, and a client masks everything.
    if first & 0x70 != 0 || second & 0x80 == 0 {
        return Err(Broken::Protocol);
    }
    let opcode = match first & 0x0f {
        0 => Opcode::Continuation,
        1 => Opcode::Text,
        2 => Opcode::Binary,
        8 => Opcode::Close,
        9 => Opcode::Ping,
        10 => Opcode::Pong,
        _ => return Err(Broken::Protocol),
    };
    let (length, rest, size) = match second & 0x7f {
        short if short < SHORT => (u64::from(short), rest, 6),
        SHORT => {
            let Some((length, rest)) = rest.split_first_chunk::<2>() else { return Ok(None) };
            (u64::from(u16::from_be_bytes(*length)), rest, 8)
        }
        _ => {
            let Some((length, rest)) = rest.split_first_chunk::<8>() else { return Ok(None) };
            (u64::from_be_bytes(*length), rest, 14)
        }
    };
    if length > u64::MAX / 2 {
        return Err(Broken::Protocol);
    }
    let length = usize::try_from(length).map_err(|_| Broken::TooBig)?;
    // The length is judged before the mask is there: it may never come.
    let mask = rest.first_chunk::<4>();
    let header = Header { last: first & 0x80 != 0, opcode, length, mask: *mask.unwrap_or(&[0; 4]), size };
    Ok(Some(header))
}

fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    for (byte, mask) in payload.iter_mut().zip(mask.into_iter().cycle()) {
        *byte ^= mask;
    }
}

fn closing(payload: &[u8]) -> Result<Heard, Broken> {
    match payload.split_first_chunk::<2>() {
        None if payload.is_empty() => Ok(Heard::Close(None)),
        None => Err(Broken::Protocol),
        Some((code, reason)) => {
            let code = u16::from_be_bytes(*code);
            if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
                return Err(Broken::Protocol);
            }
            std::str::from_utf8(reason).map_err(|_| Broken::NotUtf8)?;
            Ok(Heard::Close(Some(code)))
        }
    }
}

#[cfg(test)]
mod tests;
