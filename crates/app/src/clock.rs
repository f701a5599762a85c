//! The time is a value that is passed in. The shipped binary only ever makes the system's clock; tests make one they
//! can move.

use domain::Timestamp;
use std::time::Duration;
use tokio::sync::watch;

#[derive(Clone)]
pub enum Clock {
    System,
    Moved(Moved),
}

/// A clock that stands still until it is moved.
#[derive(Clone)]
pub struct Moved {
    now: watch::Sender<Timestamp>,
}

impl Moved {
    pub fn starting_at(now: Timestamp) -> Self {
        Self { now: watch::Sender::new(now) }
    }

    pub fn advance(&self, by: Duration) {
        self.now.send_modify(|now| *now = now.plus(by));
    }
}

/// How long something takes, for monitoring; no decision hangs on it.
#[derive(Clone, Copy)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a moved clock stands still, and work takes its time")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                let since =
                    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
                Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or_default())
            }
            Self::Moved(clock) => *clock.now.borrow(),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that waits for the system's clock")]
    pub async fn sleep_until(&self, at: Timestamp) {
        match self {
            Self::System => tokio::time::sleep(at.since(self.now())).await,
            Self::Moved(clock) => {
                let mut now = clock.now.subscribe();
                // The sender lives in `self`, so this only ends when the time has come.
                let _ = now.wait_for(|now| *now >= at).await;
            }
        }
    }

    pub async fn sleep(&self, span: Duration) {
        self.sleep_until(self.now().plus(span)).await;
    }
}
