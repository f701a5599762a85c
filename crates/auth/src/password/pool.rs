//! Bounds password hashing: the parallel hashes, the waiting callers, and their wait. Each hash takes 19 MiB and a
//! whole core, so an unbounded queue could stop the server. Must not know how a rejection is worded.

use super::{NotHashed, PasswordHasher, Verified};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use zeroize::Zeroizing;

/// With this many callers waiting, the next one is rejected at once.
pub const WAITING: usize = 64;

/// When a rejected caller should retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being looked at")]
pub struct Busy;

pub struct PasswordPool {
    hasher: Arc<PasswordHasher>,
    /// Callers that wait or run.
    admitted: Arc<Semaphore>,
    running: Arc<Semaphore>,
    deadline: Duration,
}

impl PasswordPool {
    /// More at once than this gain little and keep 19 MiB each.
    pub const MOST_AT_ONCE: NonZeroUsize = match NonZeroUsize::new(8) {
        Some(most) => most,
        None => NonZeroUsize::MIN,
    };

    /// `at_once` is the number of CPUs; `deadline` is how long a caller waits for a turn.
    pub fn new(hasher: PasswordHasher, at_once: NonZeroUsize, deadline: Duration) -> Self {
        let at_once = at_once.min(Self::MOST_AT_ONCE).get();
        Self {
            hasher: Arc::new(hasher),
            admitted: Arc::new(Semaphore::new(at_once + WAITING)),
            running: Arc::new(Semaphore::new(at_once)),
            deadline,
        }
    }

    pub async fn hash(&self, password: impl Into<Zeroizing<String>>) -> Result<String, Busy> {
        let password = password.into();
        self.run(move |hasher| hasher.hash(&password)).await
    }

    pub async fn verify(
        &self,
        password: impl Into<Zeroizing<String>>,
        phc: String,
    ) -> Result<Verified, Busy> {
        let password = password.into();
        self.run(move |hasher| hasher.verify(&password, &phc)).await
    }

    /// For an account that does not exist: waits and takes as long as for one that does.
    pub async fn verify_decoy(&self, password: impl Into<Zeroizing<String>>) -> Result<(), Busy> {
        let password = password.into();
        self.run(move |hasher| {
            hasher.verify_decoy(&password);
            Ok(())
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&PasswordHasher) -> Result<T, NotHashed> + Send + 'static,
    ) -> Result<T, Busy> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| Busy)?;
        let turn = timeout(self.deadline, Arc::clone(&self.running).acquire_owned());
        let running = turn.await.map_err(|_| Busy)?.map_err(|_| Busy)?;
        let hasher = Arc::clone(&self.hasher);
        // The permits move along: a caller who leaves does not stop the work, so its place is not free yet.
        let done = spawn_blocking(move || {
            let held = (admitted, running);
            let result = work(&hasher);
            drop(held);
            result
        });
        // Work that failed for want of memory, or because the runtime ends, is rejected alike.
        done.await.map_err(|_| Busy)?.map_err(|_| Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::Cost;
    use crate::testing::counting;
    use std::future::Future;
    use std::pin::pin;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::task::{Context, Poll, Waker};

    const LONG: Duration = Duration::from_secs(60);

    fn pool(deadline: Duration) -> PasswordPool {
        let cost = Cost { memory_kib: 64, iterations: 1, lanes: 1 };
        let hasher = PasswordHasher::new([1; 32], cost, NonZeroUsize::MIN, counting).unwrap();
        PasswordPool::new(hasher, NonZeroUsize::MIN, deadline)
    }

    /// Work that reports its start and then lasts until it is told to end.
    fn work()
    -> (impl FnOnce(&PasswordHasher) -> Result<(), NotHashed> + Send + 'static, Receiver<()>, Sender<()>)
    {
        let (begun, has_begun) = channel();
        let (end, ended) = channel();
        let work = move |_: &PasswordHasher| {
            begun.send(()).unwrap();
            ended.recv().unwrap();
            Ok(())
        };
        (work, has_begun, end)
    }

    fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[tokio::test]
    async fn passwords_are_hashed_and_verified_in_it() {
        let pool = pool(LONG);
        let phc = pool.hash("correct horse".to_owned()).await.unwrap();
        let right = pool.verify("correct horse".to_owned(), phc.clone()).await;
        assert_eq!(right, Ok(Verified::Right { needs_rehash: false }));
        assert_eq!(pool.verify("wrong".to_owned(), phc).await, Ok(Verified::Wrong));
        assert_eq!(pool.verify_decoy("wrong".to_owned()).await, Ok(()));
        assert_eq!(pool.admitted.available_permits(), 1 + WAITING);
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let pool = pool(LONG);
        let (work, has_begun, end) = work();
        let mut running = pin!(pool.run(work));
        assert!(poll_once(running.as_mut()).is_pending());
        has_begun.recv().unwrap();

        let mut waiting: Vec<_> = (0..WAITING).map(|_| Box::pin(pool.run(|_| Ok(())))).collect();
        for waiter in &mut waiting {
            assert!(poll_once(waiter.as_mut()).is_pending());
        }
        assert_eq!(pool.run(|_| Ok(())).await, Err(Busy));
        // One caller who leaves makes room for one.
        drop(waiting.pop());
        let mut next = pin!(pool.run(|_| Ok(())));
        assert!(poll_once(next.as_mut()).is_pending());
        assert_eq!(pool.run(|_| Ok(())).await, Err(Busy));

        end.send(()).unwrap();
        assert_eq!(running.await, Ok(()));
        for waiter in waiting {
            assert_eq!(waiter.await, Ok(()));
        }
        assert_eq!(next.await, Ok(()));
    }

    #[tokio::test]
    async fn no_caller_waits_longer_than_the_deadline() {
        let pool = pool(Duration::from_millis(5));
        let (work, has_begun, end) = work();
        let mut running = pin!(pool.run(work));
        assert!(poll_once(running.as_mut()).is_pending());
        has_begun.recv().unwrap();
        assert_eq!(pool.run(|_| Ok(())).await, Err(Busy));
        end.send(()).unwrap();
        assert_eq!(running.await, Ok(()), "work that has begun is not cut short");
    }

    #[tokio::test]
    async fn a_caller_who_leaves_does_not_free_a_running_place() {
        let pool = pool(LONG);
        let (work, has_begun, end) = work();
        {
            let mut leaving = pin!(pool.run(work));
            assert!(poll_once(leaving.as_mut()).is_pending());
            has_begun.recv().unwrap();
        }
        assert_eq!(pool.running.available_permits(), 0);
        assert_eq!(pool.admitted.available_permits(), WAITING);
        let mut next = pin!(pool.run(|_| Ok(())));
        assert!(poll_once(next.as_mut()).is_pending());
        end.send(()).unwrap();
        assert_eq!(next.await, Ok(()));
    }
}
