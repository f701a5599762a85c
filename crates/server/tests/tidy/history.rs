//! Titles of commits fit into one line of every tool that shows them.

use super::{Result, nothing_in, workspace};
use std::process::Command;

const LONGEST: usize = 72;

/// Earlier titles are as they are.
const LATEST: &str = "-50";

#[test]
fn titles_of_commits_are_short() -> Result<()> {
    // Merges are named by git. Of a shallow clone there is what there is; of an archive there is nothing.
    let asked = Command::new("git")
        .current_dir(workspace())
        .args(["log", "--no-merges", "--format=%h %s", LATEST])
        .output();
    let Ok(answer) = asked else { return Ok(()) };
    let titles = String::from_utf8_lossy(&answer.stdout).into_owned();
    nothing_in(titles.lines().filter_map(|line| too_long(line).map(str::to_owned)).map(|line| {
        format!("commit {line}: the title has more than {LONGEST} characters; the body has room for the rest")
    }))
}

fn too_long(line: &str) -> Option<&str> {
    let (_, title) = line.split_once(' ')?;
    (title.chars().count() > LONGEST).then_some(line)
}

#[test]
fn a_title_of_seventy_three_characters_is_too_long() {
    assert_eq!(too_long(&format!("abc {}", "é".repeat(LONGEST))), None);
    assert!(too_long(&format!("abc {}", "é".repeat(LONGEST + 1))).is_some());
}
