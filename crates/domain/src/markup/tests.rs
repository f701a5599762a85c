//! Holds the tests of the grammar: cases, texts without any sense, and hostile ones. They must not know how it is read.

use super::*;
use std::fmt::Write as _;

const CASES: &str = include_str!("cases.txt");
/// What texts without any sense are made of.
const PIECES: [&str; 36] = [
    "**",
    "*",
    "_",
    "~~",
    "||",
    "`",
    "``",
    "```",
    "\n",
    "> ",
    "- ",
    "1. ",
    " ",
    "a",
    "b2",
    "3",
    "é",
    "語",
    "ه",
    "🚀",
    "^",
    "\\",
    ".",
    "(",
    ")",
    "@ana",
    "x.org",
    "https://x.org/a_b",
    "rust\n",
    "***",
    "/",
    "-",
    ":80",
    "www.",
    "@",
    "it",
];

/// The text with its parts between marks, as the cases are written.
fn drawn(text: &str) -> String {
    let mut units: Vec<String> = vec![String::new(); text.encode_utf16().count() + 1];
    let mut at = 0;
    for c in text.chars() {
        units[at].push(c);
        at += c.len_utf16();
    }
    let (mut starts, mut ends) = (vec![String::new(); units.len()], vec![String::new(); units.len()]);
    for span in parse(text) {
        let name = match &span.kind {
            Kind::Bold => "B".to_owned(),
            Kind::Italic => "I".to_owned(),
            Kind::Strike => "S".to_owned(),
            Kind::Spoiler => "H".to_owned(),
            Kind::Code => "C".to_owned(),
            Kind::CodeBlock(None) => "P".to_owned(),
            Kind::CodeBlock(Some(language)) => format!("P {language}"),
            Kind::Quote => "Q".to_owned(),
            Kind::ListItem => "L".to_owned(),
            Kind::Sign => String::new(),
            Kind::Link => "A".to_owned(),
            Kind::Name => "N".to_owned(),
        };
        let end = match name.get(..1) {
            Some(letter) => format!("‹/{letter}›"),
            None => "›".to_owned(),
        };
        starts[span.start] += &if name.is_empty() { "‹".to_owned() } else { format!("‹{name}›") };
        ends[span.start + span.length].insert_str(0, &end);
    }
    let mut out = String::new();
    for ((end, start), unit) in ends.into_iter().zip(starts).zip(units) {
        write!(out, "{end}{start}{unit}").unwrap();
    }
    out.replace('\n', "⏎")
}

fn named(name: &str) -> &'static str {
    CASES.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap()
}

/// The same texts as in the browser client's test: numbers of a simple generator choose the pieces.
fn senseless(count: usize) -> impl Iterator<Item = String> {
    let mut state = 1_u32;
    let mut below = move |n: usize| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        usize::try_from(state >> 16).unwrap() % n
    };
    (0..count).map(move |_| (0..2 + below(24)).map(|_| PIECES[below(PIECES.len())]).collect())
}

#[test]
fn every_case_is_read_as_it_is_written_down() {
    let mut lines = CASES.lines().filter(|line| line.starts_with(['<', '=']));
    let mut count = 0;
    while let (Some(text), Some(expected)) = (lines.next(), lines.next()) {
        assert_eq!(drawn(&text[2..].replace('⏎', "\n")), expected[2..]);
        count += 1;
    }
    assert!(count > 100, "{count}");
    assert_eq!((address::DOMAINS, address::WORDS), (named("domains"), named("words")));
}

#[test]
fn texts_without_any_sense_are_read_as_the_browser_reads_them() {
    let mut seen = 2_166_136_261_u32;
    for text in senseless(5000) {
        for unit in format!("{}|{}", drawn(&text), covered(&text)).encode_utf16() {
            seen = (seen ^ u32::from(unit)).wrapping_mul(16_777_619);
        }
    }
    assert_eq!(format!("{seen:x}"), named("hash"));
}

#[test]
fn parts_are_in_order_and_inside_each_other_or_apart() {
    for text in senseless(5000) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let (mut open, mut last) = (Vec::<usize>::new(), 0);
        let mut signs = vec![false; units.len()];
        for span in parse(&text) {
            let end = span.start + span.length;
            assert!(span.start >= last && span.length > 0 && end <= units.len(), "{text:?}");
            open.retain(|open| *open > span.start);
            assert!(open.iter().all(|open| end <= *open), "{text:?}");
            open.push(end);
            assert!(open.len() < 12, "{text:?}");
            last = span.start;
            if span.kind == Kind::Sign {
                signs[span.start..end].fill(true);
            }
        }
        let kept: Vec<u16> =
            units.iter().zip(signs).filter(|(_, sign)| !sign).map(|(unit, _)| *unit).collect();
        assert_eq!(plain(&text), String::from_utf16(&kept).unwrap(), "{text:?}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it really takes is the promise")]
fn hostile_texts_are_read_in_linear_time_and_bounded() {
    let parts = [
        "*",
        "_",
        "~~",
        "`",
        "[",
        "**a",
        "a**",
        "`` `",
        "> ",
        "- ",
        "*_`~[",
        "a-",
        "a.",
        "a@",
        "www.",
        "a.zz/",
        "@a",
        "*a _b ",
        "(",
        ")",
        "```\n \n",
        "a**b ",
        "https://x",
        "**a** ",
        "> a\n",
        "a.es/?",
    ];
    for part in parts {
        let text = part.repeat(65_536 / part.len());
        let began = std::time::Instant::now();
        let found = parse(&text).len();
        // The square of its length would take minutes.
        assert!(began.elapsed().as_secs() < 5, "{part:?}");
        assert!(found <= MOST + MOST_LINKS + text.len() / 4, "{part:?}: {found}");
    }
}

#[test]
fn spoilers_are_covered_in_advance() {
    assert_eq!(covered("**a** ||b c **d**|| `e`"), "a ▒ ▒ ▒ e");
    assert_eq!(plain("> ||b||\n- *c*"), "b\n- c");
}
