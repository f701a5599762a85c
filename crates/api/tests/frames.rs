//! What the well-known suites for WebSocket try (numbered as Autobahn's does), played through a plain TCP connection
//! against the echo of `examples/echo.rs`, which reads frames as the server does.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where things are not as it says"
)]

#[path = "../examples/echo.rs"]
mod echo;

#[path = "frames/raw.rs"]
mod raw;
#[path = "frames/suite.rs"]
mod suite;

use raw::{Reply, Socket, closing, frame, says};
use suite::{PORT, Suite};

const FIN: u8 = 0x80;
const CONTINUATION: u8 = 0;
const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;
const MOST: usize = 64 * 1024;
fn text(text: &str) -> Reply {
    Reply::Text(text.as_bytes().to_vec())
}

#[test]
fn case_1_messages_of_every_length_come_back() {
    let mut suite = Suite::default();
    for length in [0, 1, 125, 126, 127, 128, 1000, 65_535, MOST] {
        let payload = vec![b'*'; length];
        suite.echoes("1.1", &[frame(FIN | TEXT, &payload)], &[Reply::Text(payload.clone())]);
        let payload = vec![0xfe; length];
        suite.echoes("1.2", &[frame(FIN | BINARY, &payload)], &[Reply::Binary(payload.clone())]);
    }
}

#[test]
fn case_2_pings_are_answered_with_what_they_carry_and_pongs_are_not() {
    let mut suite = Suite::default();
    for payload in [&b""[..], b"Hello, world!", &[0, 255, 254, 253], &[0xfe; 125]] {
        suite.echoes("2.1-2.4", &[frame(FIN | PING, payload)], &[Reply::Pong(payload.to_vec())]);
    }
    suite.refuses("2.5", &[frame(FIN | PING, &[0xfe; 126])], 1002);
    let pong = || frame(FIN | PONG, b"unasked");
    suite.echoes("2.7-2.9", &[pong(), frame(FIN | PING, b"x"), pong()], &[Reply::Pong(b"x".to_vec())]);
    let ten: Vec<_> = (0..10_u8).map(|n| frame(FIN | PING, &[n])).collect();
    let answers: Vec<_> = (0..10_u8).map(|n| Reply::Pong(vec![n])).collect();
    suite.echoes("2.10", &ten, &answers);
}

#[test]
fn case_3_reserved_bits_are_refused_on_every_frame() {
    let mut suite = Suite::default();
    for bits in [0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70] {
        for opcode in [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG] {
            suite.refuses("3.1-3.7", &[frame(FIN | bits | opcode, b"")], 1002);
        }
    }
    let whole = [frame(FIN | TEXT, b"before"), frame(FIN | 0x20 | TEXT, b"x"), frame(FIN | PING, b"")];
    suite.play("3.2", &whole, &[text("before"), Reply::Close(Some(1002))]);
}

#[test]
fn case_4_opcodes_without_a_meaning_are_refused() {
    let mut suite = Suite::default();
    for opcode in [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] {
        for payload in [&b""[..], b"reserved"] {
            suite.refuses("4.1, 4.2", &[frame(FIN | opcode, payload)], 1002);
        }
        let before = [frame(FIN | TEXT, b"before"), frame(FIN | opcode, b"x")];
        suite.play("4.1.3", &before, &[text("before"), Reply::Close(Some(1002))]);
    }
}

#[test]
fn case_5_fragments_are_put_together_and_control_frames_come_between() {
    let mut suite = Suite::default();
    for opcode in [PING, PONG, CLOSE] {
        let parts = [frame(opcode, b"frag"), frame(FIN | CONTINUATION, b"ment")];
        suite.refuses("5.1, 5.2", &parts, 1002);
    }
    let whole = [text("fragment1fragment2")];
    let (one, two) = (|| frame(TEXT, b"fragment1"), || frame(FIN | CONTINUATION, b"fragment2"));
    suite.echoes("5.3-5.5", &[one(), two()], &whole);
    let ping = || frame(FIN | PING, b"between");
    let pong = Reply::Pong(b"between".to_vec());
    suite.echoes("5.6-5.8", &[one(), ping(), two()], &[&[pong.clone()][..], &whole].concat());
    suite.echoes("5.6 with a pong", &[one(), frame(FIN | PONG, b"x"), two()], &whole);
    for first in [FIN | CONTINUATION, CONTINUATION] {
        suite.refuses("5.9-5.14", &[frame(first, b"nothing before")], 1002);
    }
    let again = [one(), two(), frame(CONTINUATION, b"fragment3")];
    suite.play("5.15", &again, &[whole[0].clone(), Reply::Close(Some(1002))]);
    suite.refuses("5.18", &[one(), frame(FIN | TEXT, b"fragment2")], 1002);
    suite.refuses("5.18 of another kind", &[one(), frame(BINARY, b"fragment2")], 1002);
    let parts = [
        frame(TEXT, b"fragment1"),
        frame(CONTINUATION, b"fragment2"),
        ping(),
        frame(CONTINUATION, b"fragment3"),
        frame(CONTINUATION, b""),
        frame(FIN | PING, b""),
        frame(FIN | CONTINUATION, b"fragment5"),
    ];
    let expected = [pong, Reply::Pong(vec![]), text("fragment1fragment2fragment3fragment5")];
    suite.echoes("5.19, 5.20", &parts, &expected);
    suite.echoes(
        "5, empty ones",
        &[frame(TEXT, b""), frame(CONTINUATION, b""), frame(FIN | CONTINUATION, b"")],
        &[text("")],
    );
    suite.play("5, closed within a message", &[one(), closing(1001, b"")], &[Reply::Close(Some(1001))]);
}

#[test]
fn case_6_text_is_utf8_wherever_it_is_cut() {
    let mut suite = Suite::default();
    let words = "Hello-µ@ßöäüàá-UTF-8!! 語 🦆 κόσμε";
    suite.echoes("6.2.1", &[frame(FIN | TEXT, words.as_bytes())], &[text(words)]);
    for cut in 1..words.len() {
        let (one, two) = words.as_bytes().split_at(cut);
        suite.echoes("6.2.2-6.2.4", &[frame(TEXT, one), frame(FIN | CONTINUATION, two)], &[text(words)]);
    }
    let single: Vec<_> = words.bytes().map(|byte| frame(CONTINUATION, &[byte])).collect();
    let single = [&[frame(TEXT, b"")][..], &single, &[frame(FIN | CONTINUATION, b"")]].concat();
    suite.echoes("6.2.4", &single, &[text(words)]);
    let sound = [
        "\u{0}",
        "\u{7f}",
        "\u{80}",
        "\u{7ff}",
        "\u{800}",
        "\u{d7ff}",
        "\u{e000}",
        "\u{fffd}",
        "\u{ffff}",
        "\u{10000}",
        "\u{10ffff}",
    ];
    for sound in sound {
        suite.echoes("6.5-6.9, 6.22", &[frame(FIN | TEXT, sound.as_bytes())], &[text(sound)]);
    }
    let unsound: [&[u8]; 16] = [
        b"\x80", // continuations without a beginning
        b"\xbf\x80",
        b"\xc0\xaf", // longer than need be
        b"\xe0\x80\xaf",
        b"\xf0\x80\x80\xaf",
        b"\xc1\xbf",
        b"\xed\xa0\x80", // halves of a pair
        b"\xed\xbf\xbf",
        b"\xed\xa0\x80\xed\xb0\x80",
        b"\xf4\x90\x80\x80", // beyond the last one
        b"\xf5\x80\x80\x80",
        b"\xfe",
        b"\xff",
        b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce", // cut off
        b"\xf0\x9f\xa6",
        b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80\x65\x64",
    ];
    for unsound in unsound {
        suite.refuses("6.3, 6.10-6.21", &[frame(FIN | TEXT, unsound)], 1007);
        for cut in 1..unsound.len() {
            let (one, two) = unsound.split_at(cut);
            suite.refuses("6.4", &[frame(TEXT, one), frame(FIN | CONTINUATION, two)], 1007);
        }
        let bytes = Reply::Binary(unsound.to_vec());
        suite.echoes("6, as bytes", &[frame(FIN | BINARY, unsound)], &[bytes]);
    }
}

#[test]
fn case_7_a_close_is_answered_with_its_code_and_nothing_after_it() {
    let mut suite = Suite::default();
    let ended = |code| [Reply::Close(Some(code))];
    suite.play(
        "7.1.1",
        &[frame(FIN | TEXT, b"x"), closing(1000, b"")],
        &[text("x"), Reply::Close(Some(1000))],
    );
    suite.play("7.1.2", &[closing(1000, b""), closing(1001, b"")], &ended(1000));
    suite.play(
        "7.1.3, 7.1.4",
        &[closing(1000, b""), frame(FIN | PING, b""), frame(FIN | TEXT, b"x")],
        &ended(1000),
    );
    suite.play(
        "7.1.5",
        &[frame(TEXT, b"one"), closing(1000, b""), frame(FIN | CONTINUATION, b"two")],
        &ended(1000),
    );
    suite.play("7.3.1", &[frame(FIN | CLOSE, b"")], &ended(1000));
    suite.refuses("7.3.2", &[frame(FIN | CLOSE, b"\x03")], 1002);
    suite.play("7.3.3-7.3.5", &[closing(1000, &[b'*'; 123])], &ended(1000));
    suite.refuses("7.3.6", &[closing(1000, &[b'*'; 124])], 1002);
    suite.refuses("7.5.1", &[closing(1000, b"\xce\xba\xed\xa0\x80\x65")], 1007);
    for code in
        [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]
    {
        suite.play("7.7", &[closing(code, b"going")], &ended(code));
    }
    for code in [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] {
        suite.refuses("7.9, 7.13", &[closing(code, b"going")], 1002);
    }
}

#[test]
fn case_9_what_is_too_big_is_refused_by_its_header_alone() {
    let mut suite = Suite::default();
    for opcode in [TEXT, BINARY] {
        for length in [u64::try_from(MOST).unwrap() + 1, 10 << 20, 8 << 30, u64::MAX / 2] {
            let mut socket = Socket::open(*PORT);
            socket.write(&says(FIN | opcode, length), usize::MAX);
            assert_eq!(socket.read_to_the_end(), [Reply::Close(Some(1009))], "{length}");
        }
    }
    let mut socket = Socket::open(*PORT);
    socket.write(&says(FIN | TEXT, 1 << 63), usize::MAX);
    assert_eq!(
        socket.read_to_the_end(),
        [Reply::Close(Some(1002))],
        "the first bit of a length is never set"
    );
    // In fragments, each of which would fit.
    let mut frames = vec![frame(TEXT, &[b'*'; 1000])];
    frames.extend((0..65).map(|_| frame(CONTINUATION, &[b'*'; 1000])));
    suite.refuses("9, in fragments", &frames, 1009);
    let mut whole = vec![frame(BINARY, &[7; 64])];
    whole.extend((0..1022).map(|_| frame(CONTINUATION, &[7; 64])));
    whole.push(frame(FIN | CONTINUATION, &[7; 64]));
    suite.echoes("9.4, 10.1", &whole, &[Reply::Binary(vec![7; MOST])]);
}

#[test]
fn case_12_nothing_is_compressed_and_everything_is_masked() {
    let mut suite = Suite::default();
    let mut socket = Socket::offering(*PORT, "permessage-deflate; client_max_window_bits");
    assert!(!socket.answer.contains("sec-websocket-extensions"), "{}", socket.answer);
    // "Hello" as that extension would send it.
    socket.write(&frame(FIN | 0x40 | TEXT, &[0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]), usize::MAX);
    assert_eq!(socket.read_to_the_end(), [Reply::Close(Some(1002))]);
    for bytes in
        [&[0x81, 0x05, b'H', b'e', b'l', b'l', b'o'][..], &[0x81, 0x00], &[0x89, 0x00], &[0x88, 0x00]]
    {
        suite.refuses("unmasked", &[bytes.to_vec()], 1002);
    }
}
