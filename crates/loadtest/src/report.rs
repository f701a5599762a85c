//! What was measured, as a few lines.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

#[derive(Default)]
pub struct Report {
    acknowledged: Latencies,
    delivered: Latencies,
}

#[derive(Default)]
struct Latencies(Mutex<Vec<Duration>>);

impl Report {
    pub fn acknowledged(&self, took: Duration) {
        self.acknowledged.add(took);
    }

    pub fn delivered(&self, took: Duration) {
        self.delivered.add(took);
    }

    pub fn text(&self, seconds: u64) -> String {
        format!(
            "acknowledged {}\ndelivered    {}",
            self.acknowledged.line(seconds),
            self.delivered.line(seconds)
        )
    }
}

impl Latencies {
    fn add(&self, took: Duration) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(took);
    }

    fn line(&self, seconds: u64) -> String {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        all.sort();
        let at = |percent: usize| all.get(all.len() * percent / 100).copied().unwrap_or_default();
        let count = u64::try_from(all.len()).unwrap_or(u64::MAX);
        let last = all.last().copied().unwrap_or_default();
        format!(
            "{count:>8}  {:>7}/s  p50 {:.2?}  p99 {:.2?}  max {last:.2?}",
            count / seconds,
            at(50),
            at(99)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_what_was_measured() {
        let report = Report::default();
        (1..=100).for_each(|millis| report.acknowledged(Duration::from_millis(millis)));
        let text = report.text(10);
        assert!(text.contains("100       10/s  p50 51.00ms  p99 100.00ms  max 100.00ms"), "{text}");
        assert!(text.contains("delivered           0        0/s"), "{text}");
    }
}
