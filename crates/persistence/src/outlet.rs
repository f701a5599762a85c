//! The outlet is the one way out for committed facts, in commit order. Must not know what becomes of them.

use domain::event::Committed;
use tokio::sync::mpsc;

/// When the publisher is this many batches behind, writers wait for it.
const QUEUE: usize = 256;

#[derive(Clone)]
pub struct Outlet(mpsc::Sender<Vec<Committed>>);

impl Outlet {
    pub fn new() -> (Self, mpsc::Receiver<Vec<Committed>>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        (Self(sender), receiver)
    }

    /// What one commit holds, and how much waits for the next.
    pub fn watch(taken: usize, waiting: usize) {
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        metrics::histogram!("parlance_batch_size").record(small(taken));
        metrics::gauge!("parlance_write_queue").set(small(waiting));
    }

    /// A closed channel means that the server is stopping; the facts are in the database.
    pub async fn publish(&self, facts: Vec<Committed>) {
        if !facts.is_empty() {
            let _ = self.0.send(facts).await;
        }
    }
}
