//! The one way out for committed facts, in commit order. Must not know what becomes of them.

use domain::event::Committed;
use tokio::sync::mpsc;

/// When the publisher is this many groups behind, writers wait for it.
const QUEUE: usize = 256;

#[derive(Clone)]
pub struct Outlet(mpsc::Sender<Vec<Committed>>);

impl Outlet {
    pub fn new() -> (Self, mpsc::Receiver<Vec<Committed>>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        (Self(sender), receiver)
    }

    /// Nobody left to publish to means the server is going down; the facts are in the database.
    pub async fn publish(&self, facts: Vec<Committed>) {
        if !facts.is_empty() {
            let _ = self.0.send(facts).await;
        }
    }
}
