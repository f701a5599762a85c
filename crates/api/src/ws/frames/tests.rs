//! Tests frames split at every position, and those that are rejected by their header alone.

use super::*;

const MOST: usize = 64 * 1024;
const MASK: [u8; 4] = [0x11, 0xa2, 0x33, 0xc4];

fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
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

fn heard(pieces: &[&[u8]]) -> Result<Vec<Heard>, Broken> {
    let (mut frames, mut all) = (Frames::of_at_most(MOST), Vec::new());
    for piece in pieces {
        frames.feed(piece);
        while let Some(heard) = frames.take()? {
            all.push(heard);
        }
    }
    Ok(all)
}

fn text(text: &str) -> Heard {
    Heard::Text(text.to_owned())
}

#[test]
fn a_stream_means_the_same_wherever_it_is_cut() {
    let long = "long ".repeat(60);
    let stream = [
        frame(0x81, "héllo".as_bytes()),
        frame(0x01, "in th".as_bytes()),
        frame(0x89, b"between"),
        frame(0x00, b"ree"),
        frame(0x80, b" parts"),
        frame(0x81, b""),
        frame(0x8a, b"x"),
        frame(0x82, &[0, 255]),
        frame(0x81, long.as_bytes()),
        frame(0x88, &[0x03, 0xe8, b'b', b'y', b'e']),
    ]
    .concat();
    let expected = || {
        vec![
            text("héllo"),
            Heard::Ping(Bytes::from_static(b"between")),
            text("in three parts"),
            text(""),
            Heard::Pong,
            Heard::Binary(Bytes::from_static(&[0, 255])),
            text(&long),
            Heard::Close(Some(1000)),
        ]
    };
    assert_eq!(heard(&[&stream]), Ok(expected()));
    for cut in 0..=stream.len() {
        let (one, other) = stream.split_at(cut);
        assert_eq!(heard(&[one, other]), Ok(expected()), "cut at {cut}");
    }
    let single: Vec<&[u8]> = stream.chunks(1).collect();
    assert_eq!(heard(&single), Ok(expected()));
}

#[test]
fn what_is_too_big_is_refused_by_its_header() {
    let says = |length: u64| [&[0x81, 0x80 | 127][..], &length.to_be_bytes()].concat();
    for length in [64 * 1024 + 1, 10 << 20, 8 << 30, u64::MAX / 2] {
        assert_eq!(heard(&[&says(length)]), Err(Broken::TooBig), "{length}");
    }
    assert_eq!(heard(&[&says(u64::MAX)]), Err(Broken::Protocol));
    assert_eq!(heard(&[&says(64 * 1024)]), Ok(vec![]));
    assert_eq!(heard(&[&frame(0x81, &[b'a'; MOST])]).unwrap().len(), 1);
    // A message in fragments is as long as they are together.
    let half = frame(0x01, &[b'a'; MOST / 2 + 1]);
    assert_eq!(heard(&[&half, &[0x80, 0x80 | 126, 0x80, 0x00]]), Err(Broken::TooBig));
}

#[test]
fn what_is_against_the_protocol_is_refused_by_its_header() {
    let short: [&[u8]; 9] = [
        &[0xc1, 0x81],
        &[0xa1, 0x81],
        &[0x91, 0x81],
        &[0x81, 0x01],
        &[0x83, 0x80],
        &[0x8b, 0x80],
        &[0x09, 0x80],
        &[0x89, 0x80 | 126, 0, 126],
        &[0x80, 0x80],
    ];
    for bytes in short {
        assert_eq!(heard(&[bytes]), Err(Broken::Protocol), "{bytes:x?}");
    }
    let again = [frame(0x01, b"begun"), frame(0x81, b"anew")].concat();
    assert_eq!(heard(&[&again]), Err(Broken::Protocol));
}

#[test]
fn a_close_has_a_sound_reason() {
    assert_eq!(heard(&[&frame(0x88, b"")]), Ok(vec![Heard::Close(None)]));
    for code in [1000_u16, 1001, 1003, 1007, 1011, 3000, 4999] {
        assert_eq!(heard(&[&frame(0x88, &code.to_be_bytes())]), Ok(vec![Heard::Close(Some(code))]));
    }
    for code in [0_u16, 999, 1004, 1005, 1006, 1015, 2999, 5000] {
        assert_eq!(heard(&[&frame(0x88, &code.to_be_bytes())]), Err(Broken::Protocol), "{code}");
    }
    assert_eq!(heard(&[&frame(0x88, &[3])]), Err(Broken::Protocol));
    assert_eq!(heard(&[&frame(0x88, &[0x03, 0xe8, 0xff])]), Err(Broken::NotUtf8));
    assert_eq!(heard(&[&frame(0x81, &[0xc3, 0x28])]), Err(Broken::NotUtf8));
}
