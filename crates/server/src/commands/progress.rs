//! Shows the progress of long work: one growing line on a terminal, a line for every tenth elsewhere.

use std::io::{IsTerminal, Write, stdout};

pub struct Progress {
    what: &'static str,
    total: u64,
    done: u64,
    told: Option<u64>,
    /// Steps between two reports.
    step: u64,
    terminal: bool,
}

impl Progress {
    pub fn new(what: &'static str, total: u64) -> Self {
        let terminal = stdout().is_terminal();
        Self { what, total, done: 0, told: None, step: if terminal { 1 } else { 10 }, terminal }
    }

    /// A closed terminal does not stop the work.
    pub fn add(&mut self, more: u64) {
        self.done = self.done.saturating_add(more);
        let percent = self.done.saturating_mul(100).checked_div(self.total).unwrap_or(100).min(100);
        let step = percent - percent % self.step;
        if self.told == Some(step) {
            return;
        }
        self.told = Some(step);
        let what = self.what;
        let _ = if self.terminal {
            let end = if step == 100 { "\n" } else { "" };
            let bar = "#".repeat(usize::try_from(step / 5).unwrap_or_default());
            write!(stdout(), "\r{what} [{bar:<20}] {step:>3} %{end}").and_then(|()| stdout().flush())
        } else {
            writeln!(stdout(), "{what}: {step} %")
        };
    }
}
