//! Counts a socket's recent rejections. A client whose frames keep being rejected is disconnected.

use domain::Timestamp;
use std::time::Duration;

const WINDOW: Duration = Duration::from_secs(60);

pub struct Strikes {
    most: u32,
    count: u32,
    since: Timestamp,
}

impl Strikes {
    pub fn at_most(most: u32, now: Timestamp) -> Self {
        Self { most, count: 0, since: now }
    }

    /// True when it was one too many within the minute.
    pub fn add(&mut self, now: Timestamp) -> bool {
        if now.since(self.since) >= WINDOW {
            self.count = 0;
            self.since = now;
        }
        self.count += 1;
        self.count >= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_forgotten_after_a_minute() {
        let mut now = Timestamp::from_millis(0);
        let mut strikes = Strikes::at_most(3, now);
        assert!(!strikes.add(now) && !strikes.add(now));
        now = now.plus(WINDOW);
        assert!(!strikes.add(now) && !strikes.add(now) && strikes.add(now));
    }
}
