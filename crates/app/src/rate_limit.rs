//! Rate limits as leaky buckets (GCRA): one number for each bucket, exact at any moment, no timer.
//! All nodes share them where they hear each other. Otherwise they live here, as one node's share; they are never
//! open.

use crate::clock::Clock;
use domain::fault::Limited;
use domain::{ChatId, ConnectionId, Fault, SessionId, Timestamp, UserId};
use realtime::{Bucket, Bus, Taken};
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// `quota` in each `window` in the long run, `burst` at once.
#[derive(Debug)]
pub struct Policy {
    pub name: &'static str,
    pub quota: u32,
    pub window: Duration,
    pub burst: u32,
}

const fn policy(name: &'static str, quota: u32, seconds: u64, burst: u32) -> Policy {
    Policy { name, quota, window: Duration::from_secs(seconds), burst }
}

/// Strangers at one address have a bucket for each purpose, and none that signed-in people share.
pub const ANONYMOUS: Policy = policy("anonymous", 60, 60, 60);
pub const ANONYMOUS_AUTH: Policy = policy("anonymous-auth", 60, 60, 60);
pub const ANONYMOUS_REPORT: Policy = policy("anonymous-report", 20, 60, 20);
/// Tokens, tickets and links that prove nothing.
pub const FAILED_PROOF: Policy = policy("failed-proof", 60, 60, 60);
/// A page full of pictures at once.
pub const MEDIA: Policy = policy("media", 1200, 60, 400);
/// Sockets of one person, opened whether they stay or not.
pub const OPEN_SOCKET: Policy = policy("open-socket", 60, 60, 30);
pub const REGISTER: Policy = policy("register", 5, 3600, 5);
pub const LOGIN_HERE: Policy = policy("login", 2, 60, 5);
pub const LOGIN_ACCOUNT: Policy = policy("login-account", 1, 60, 20);
pub const LOGIN_ADDRESS: Policy = policy("login-address", 10, 60, 30);
/// Guesses at one account, by whichever of its names, from browsers and programs it was never signed in with.
pub const LOGIN_GUESSES: Policy = policy("login-guesses", 1, 60, 20);
/// From one it was signed in with: strangers' guesses do not count here.
pub const LOGIN_DEVICE: Policy = policy("login-device", 30, 3600, 10);
/// The password once more, within a session.
pub const REAUTH: Policy = policy("reauth", 30, 3600, 10);
pub const SECOND_FACTOR: Policy = policy("second-factor", 20, 3600, 10);
pub const OAUTH: Policy = policy("oauth", 30, 3600, 10);
/// Codes, and the network around an address, four times as loose.
pub const CODES: Policy = policy("codes", 10, 3600, 5);
pub const CODES_NETWORK: Policy = policy("codes-network", 40, 3600, 20);
pub const CODES_AGAIN: Policy = policy("codes-resend", 20, 3600, 10);
pub const CODES_VERIFY: Policy = policy("codes-verify", 60, 3600, 15);
pub const CODES_VERIFY_NETWORK: Policy = policy("codes-verify-network", 240, 3600, 60);
pub const REFRESH: Policy = policy("refresh", 30, 600, 30);
pub const REQUESTS: Policy = policy("requests", 600, 60, 120);
pub const SEND: Policy = policy("send", 120, 60, 10);
pub const SEND_CHAT: Policy = policy("send-chat", 60, 60, 60);
pub const CREATE_CHAT: Policy = policy("create-chat", 20, 3600, 20);
/// Chats with people who are no friends, opened for the first time; fewer in the first day of an account.
pub const FIRST_CONTACT: Policy = policy("first-contact", 20, 86_400, 20);
pub const FIRST_CONTACT_NEW: Policy = policy("first-contact-new", 5, 86_400, 5);
pub const INVITE: Policy = policy("invite", 30, 3600, 30);
pub const MARK: Policy = policy("mark", 120, 60, 30);
pub const ADD_MEMBERS: Policy = policy("add-members", 100, 3600, 100);
pub const TICKET: Policy = policy("ticket", 30, 60, 30);
pub const CHANGES: Policy = policy("changes", 60, 60, 30);
pub const SOCKET: Policy = policy("socket", 600, 60, 20);
pub const SEARCH: Policy = policy("search", 30, 60, 30);
/// A page of messages at once, where somebody has all of a chat translated.
pub const TRANSLATE: Policy = policy("translate", 120, 60, 60);
pub const FRIEND_REQUEST: Policy = policy("friend-request", 30, 3600, 30);
pub const REPORT: Policy = policy("report", 10, 3600, 10);
pub const UPLOAD: Policy = policy("upload", 60, 3600, 60);
pub const EDIT_PROFILE: Policy = policy("edit-profile", 60, 3600, 30);
pub const PUSH: Policy = policy("push", 60, 3600, 20);
pub const ADMIN: Policy = policy("admin", 120, 60, 120);
/// Refusals of administrators' pages that are written down.
pub const ADMIN_REFUSED: Policy = policy("admin-refused", 10, 3600, 10);
/// Warnings to a phone number: each one costs something.
pub const WARNING_SMS: Policy = policy("warning-sms", 10, 86_400, 5);
pub const TYPING: Policy = policy("typing", 20, 60, 4);

/// Whose bucket it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    Address(String),
    Account(String),
    AccountFrom(String, String),
    User(UserId),
    UserIn(UserId, ChatId),
    Session(SessionId),
    Device(UserId, [u8; 16]),
    Socket(ConnectionId),
}

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
    hasher: RandomState,
    clock: Clock,
    scale: f64,
    bus: Bus,
}

#[derive(Default)]
struct Shard {
    /// When each bucket will be empty again.
    buckets: HashMap<(&'static str, Key), Timestamp>,
    sweep_at: usize,
}

impl Limits {
    pub fn new(clock: Clock, scale: f64, bus: Bus) -> Self {
        let shards =
            (0..SHARDS).map(|_| Mutex::new(Shard { sweep_at: SWEEP_EVERY, ..Shard::default() })).collect();
        Self { shards, hasher: RandomState::new(), clock, scale, bus }
    }

    pub async fn check(&self, policy: &Policy, key: Key) -> Result<Left, Fault> {
        self.take(policy, key, 1).await
    }

    /// Takes `cost` at once, or nothing.
    pub async fn take(&self, policy: &Policy, key: Key, cost: u32) -> Result<Left, Fault> {
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

    /// What all nodes count together; none where there are no others, or nobody can say.
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
        // Fuller than a bucket can be: the clock was set back, and nobody waits until it is there again.
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
            // Rounded up to a whole second: whoever waits as told is let in.
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
fn measure(policy: &Policy, scale: f64) -> (Duration, Duration) {
    let interval = policy.window.div_f64(f64::from(policy.quota) * scale);
    let room = policy.window.mul_f64(f64::from(policy.burst) / f64::from(policy.quota));
    (interval, room.max(interval))
}

fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}

fn scaled(quota: u32, scale: f64) -> u32 {
    whole(f64::from(quota) * scale)
}

#[expect(
    clippy::as_conversions,
    reason = "float to integer saturates, which is what a counter shown to people needs"
)]
fn whole(number: f64) -> u32 {
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
