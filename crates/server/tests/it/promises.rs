//! Numbers that the documentation promises, read from it: whoever changes one there or here has to change both.

use domain::time::CLOCKS_APART;
use std::path::Path;
use std::time::Duration;

/// The number after these words, in the line of docs/operations.md that begins so.
pub fn promised(line: &str, before: &str) -> u64 {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operations.md");
    let text = std::fs::read_to_string(path).unwrap();
    let line =
        text.lines().find(|one| one.starts_with(line)).unwrap_or_else(|| panic!("no line begins {line}"));
    let (_, rest) = line.split_once(before).unwrap_or_else(|| panic!("`{before}` is not in: {line}"));
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no number after `{before}`: {line}"))
}

/// A promised number of seconds.
pub fn promised_time(line: &str, before: &str) -> Duration {
    Duration::from_secs(promised(line, before))
}

#[test]
fn one_number_says_how_far_clocks_may_be_apart() {
    assert_eq!(promised_time("The clocks of nodes", "must agree to "), CLOCKS_APART);
}
