//! Other people's servers as processes of their own, which end with the test.

use super::LIMIT;
use std::path::PathBuf;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

pub struct Process {
    _child: Child,
    /// Some end when this ends.
    _input: ChildStdin,
    /// Whatever it says later goes here: a closed pipe would end it.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Its first line, which says where it can be reached, and the process itself.
    pub async fn start(mut command: Command) -> (String, Self) {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("scripts/test-tools was run");
        let input = child.stdin.take().expect("an input");
        let mut lines = BufReader::new(child.stdout.take().expect("an output")).lines();
        let line = tokio::time::timeout(LIMIT, lines.next_line()).await.expect("it starts in time");
        let line = line.expect("an output").expect("an address");
        (line, Self { _child: child, _input: input, _output: lines })
    }
}

pub fn script(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/tools").join(name)
}

/// Made by `scripts/test-tools`, beside what is built.
pub fn tools() -> PathBuf {
    match std::env::var_os("PARLANCE_TEST_TOOLS") {
        Some(folder) => folder.into(),
        None => panic!("run: export PARLANCE_TEST_TOOLS=$(scripts/test-tools)"),
    }
}
