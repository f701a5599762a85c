//! Prints the results, as a few lines.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

pub struct Report {
    acknowledged: Latencies,
    delivered: Latencies,
    enough: usize,
    full_after: OnceLock<Duration>,
}

#[derive(Default)]
struct Latencies(Mutex<Vec<Duration>>);

impl Report {
    /// Until that many are acknowledged.
    pub fn up_to(enough: usize) -> Self {
        Self {
            acknowledged: Latencies::default(),
            delivered: Latencies::default(),
            enough,
            full_after: OnceLock::new(),
        }
    }

    pub fn acknowledged(&self, took: Duration, since_begun: Duration) {
        if self.acknowledged.add(took) >= self.enough {
            self.full_after.get_or_init(|| since_begun);
        }
    }

    /// When the target was reached.
    pub fn full_after(&self) -> Option<Duration> {
        self.full_after.get().copied()
    }

    pub fn delivered(&self, took: Duration) {
        let _ = self.delivered.add(took);
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
    fn add(&self, took: Duration) -> usize {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(took);
        all.len()
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
        let report = Report::up_to(100);
        (1..=99).for_each(|millis| report.acknowledged(Duration::from_millis(millis), Duration::ZERO));
        assert_eq!(report.full_after(), None);
        report.acknowledged(Duration::from_millis(100), Duration::from_secs(7));
        assert_eq!(report.full_after(), Some(Duration::from_secs(7)));
        let text = report.text(10);
        assert!(text.contains("100       10/s  p50 51.00ms  p99 100.00ms  max 100.00ms"), "{text}");
        assert!(text.contains("delivered           0        0/s"), "{text}");
    }
}
