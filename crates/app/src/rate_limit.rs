//! Rate limits are leaky buckets (GCRA): one number for each bucket, exact at any moment, no timer. All nodes share
//! them where they hear each other. Otherwise they live here, as one node's share; they are never open.

pub(crate) mod bursts;
mod key;
mod policies;

pub use key::Key;
pub use policies::*;

use self::bursts::Bursts;
use crate::clock::Clock;
use domain::fault::Limited;
use domain::{Fault, Timestamp, UserId};
use realtime::{Bucket, Bus, Taken};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What is left after a permitted call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    pub policy: &'static str,
    pub quota: u32,
    pub window: Duration,
    pub remaining: u32,
    pub reset: Duration,
}

const SHARDS: usize = 16;
/// A shard is swept of idle buckets when it has grown by this many.
const SWEEP_EVERY: usize = 4096;

pub struct Limits {
    shards: Vec<Mutex<Shard>>,
    bursts: Bursts,
    hasher: RandomState,
    clock: Clock,
    scale: f64,
    bus: Bus,
}

#[derive(Default)]
pub struct Shard {
    /// When each bucket will be empty again.
    buckets: HashMap<(&'static str, Key), Timestamp>,
    sweep_at: usize,
}

impl Limits {
    pub fn new(clock: Clock, scale: f64, bus: Bus) -> Self {
        let shards =
            (0..SHARDS).map(|_| Mutex::new(Shard { sweep_at: SWEEP_EVERY, ..Shard::default() })).collect();
        Self { shards, bursts: Bursts::default(), hasher: RandomState::new(), clock, scale, bus }
    }

    pub async fn check(&self, policy: &Policy, key: Key) -> Result<Left, Fault> {
        self.take(policy, key, 1).await
    }

    /// Takes `cost` at once, or nothing.
    pub async fn take(&self, policy: &Policy, key: Key, cost: u32) -> Result<Left, Fault> {
        let asked = (policy, key.clone());
        let taken = self.take_uncounted(policy, key, cost).await;
        if taken.is_err() {
            self.bursts.note(asked.0, &asked.1, self.clock.now());
        }
        taken
    }

    /// Accounts that lately ran into a limit so often that it is no accident, each told once.
    pub fn bursts(&self) -> Vec<(UserId, &'static str)> {
        self.bursts.take()
    }

    /// Nothing that is counted as a burst is let through for this account until the span is over.
    pub async fn mute(&self, user: UserId, span: Duration) {
        self.bursts.mute(user, self.clock.now().plus(span));
        for policy in bursts::WATCHED {
            let named = format!("{:?}", Key::User(user));
            self.bus.fill(&[policy.name.as_bytes(), named.as_bytes()], micros(span)).await;
        }
    }

    async fn take_uncounted(&self, policy: &Policy, key: Key, cost: u32) -> Result<Left, Fault> {
        if let Some(left) = self.bursts.muted(policy, &key, self.clock.now()) {
            return self.left(policy, false, left, Duration::ZERO, Duration::ZERO);
        }
        let (interval, room) = measure(policy, self.scale);
        match self
            .take_shared(policy, &key, Bucket { cost: micros(interval * cost), room: micros(room) })
            .await
        {
            Some(taken) => {
                self.left(policy, taken.allowed, Duration::from_micros(taken.filled), interval, room)
            }
            None => self.take_here(policy, key, cost, self.share()),
        }
    }

    /// What all nodes count together; none where there are no others, or the count is unknown.
    async fn take_shared(&self, policy: &Policy, key: &Key, bucket: Bucket) -> Option<Taken> {
        if !self.bus.is_shared() {
            return None;
        }
        let named = format!("{key:?}");
        self.bus.take(&[policy.name.as_bytes(), named.as_bytes()], bucket).await
    }

    /// For what only one node can see.
    pub fn check_here(&self, policy: &Policy, key: Key) -> Result<Left, Fault> {
        self.take_here(policy, key, 1, self.scale)
    }

    /// Of nodes that cannot count together each lets its part through.
    fn share(&self) -> f64 {
        let nodes = u32::try_from(self.bus.nodes()).unwrap_or(u32::MAX).max(1);
        self.scale / f64::from(nodes)
    }

    fn take_here(&self, policy: &Policy, key: Key, cost: u32, scale: f64) -> Result<Left, Fault> {
        let now = self.clock.now();
        let (interval, room) = measure(policy, scale);
        let key = (policy.name, key);
        let mut shard = self.shard(&key);
        shard.sweep(now);
        let empty_at = shard.buckets.get(&key).copied().unwrap_or(now).max(now);
        // Fuller than a bucket can be: the clock was set back, and no caller waits until it is there again.
        let empty_at = if empty_at.since(now) > room { now } else { empty_at };
        let filled = empty_at.since(now) + interval * cost;
        let allowed = filled <= room;
        if allowed {
            shard.buckets.insert(key, now.plus(filled));
        }
        self.left(policy, allowed, filled, interval, room)
    }

    fn left(
        &self,
        policy: &Policy,
        allowed: bool,
        filled: Duration,
        interval: Duration,
        room: Duration,
    ) -> Result<Left, Fault> {
        let quota = scaled(policy.quota, self.scale);
        let (policy, window) = (policy.name, policy.window);
        if !allowed {
            metrics::counter!("parlance_rate_limited_total", "limit" => policy).increment(1);
            // Rounded up to a whole second: a caller who waits as told is let in.
            let wait = filled.saturating_sub(room).as_millis().div_ceil(1000).max(1);
            let retry_after = Duration::from_secs(wait.try_into().unwrap_or(1));
            return Err(Fault::RateLimited(Limited { policy, quota, window, retry_after }));
        }
        let remaining =
            room.saturating_sub(filled).div_duration_f64(interval.max(Duration::from_nanos(1))).floor();
        Ok(Left { policy, quota, window, remaining: whole(remaining), reset: filled })
    }

    fn shard(&self, key: &(&'static str, Key)) -> MutexGuard<'_, Shard> {
        let number = self.hasher.hash_one(key) % 16;
        let shard = usize::try_from(number).ok().and_then(|number| self.shards.get(number));
        match shard.or_else(|| self.shards.first()) {
            Some(shard) => shard.lock().unwrap_or_else(PoisonError::into_inner),
            None => unreachable!("the shards are made with the limits"),
        }
    }
}

impl Shard {
    fn sweep(&mut self, now: Timestamp) {
        if self.buckets.len() >= self.sweep_at {
            self.buckets.retain(|_, empty_at| *empty_at > now);
            self.sweep_at = self.buckets.len() + SWEEP_EVERY;
        }
    }
}

/// What one call puts into a bucket, and what it holds: one call at least, however small a node's share is.
pub fn measure(policy: &Policy, scale: f64) -> (Duration, Duration) {
    let interval = policy.window.div_f64(f64::from(policy.quota) * scale);
    let room = policy.window.mul_f64(f64::from(policy.burst) / f64::from(policy.quota));
    (interval, room.max(interval))
}

pub fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}

pub fn scaled(quota: u32, scale: f64) -> u32 {
    whole(f64::from(quota) * scale)
}

#[expect(
    clippy::as_conversions,
    reason = "float to integer saturates, which is what a counter shown to people needs"
)]
pub fn whole(number: f64) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moved;

    fn limits(scale: f64) -> (Limits, Moved) {
        let clock = Moved::starting_at(Timestamp::from_millis(1_000_000));
        (Limits::new(Clock::Moved(clock.clone()), scale, Bus::Local), clock)
    }

    #[test]
    fn a_burst_then_the_steady_rate() {
        let (limits, clock) = limits(1.0);
        let key = || Key::Address("192.0.2.1".into());
        for left in (0..5).rev() {
            assert_eq!(limits.check_here(&LOGIN_HERE, key()).unwrap().remaining, left);
        }
        let Err(Fault::RateLimited(limited)) = limits.check_here(&LOGIN_HERE, key()) else {
            panic!("not limited")
        };
        assert_eq!(limited.retry_after, Duration::from_secs(30));
        clock.advance(limited.retry_after - Duration::from_secs(1));
        assert!(limits.check_here(&LOGIN_HERE, key()).is_err());
        clock.advance(Duration::from_secs(1));
        assert!(limits.check_here(&LOGIN_HERE, key()).is_ok());
        assert!(limits.check_here(&LOGIN_HERE, key()).is_err());
        assert!(limits.check_here(&LOGIN_HERE, Key::Address("192.0.2.2".into())).is_ok());
    }

    #[test]
    fn the_scale_multiplies_rate_and_burst() {
        let (limits, _) = limits(20.0);
        let key = || Key::Address("192.0.2.1".into());
        assert!((0..100).all(|_| limits.check_here(&REGISTER, key()).is_ok()));
        assert!(limits.check_here(&REGISTER, key()).is_err());
    }
}
