//! Leases say which node does a job that only one may do at a time.

use crate::store::{Store, on_reader, on_writer};
use domain::{NodeId, Result, Timestamp};
use std::time::Duration;

impl Store {
    /// True when this node holds the lease from `now` on for `span`.
    pub async fn take_lease(
        &self,
        name: &str,
        holder: NodeId,
        now: Timestamp,
        span: Duration,
    ) -> Result<bool> {
        let (lease, until) = (name.to_owned(), now.plus(span).millis());
        let taken: Result<bool> = on_writer!(
            self,
            instance::leases::take(lease, holder, now.millis(), until),
            |taken| (taken, vec![])
        );
        let outcome = match &taken {
            Ok(true) => "ours",
            Ok(false) => "others",
            Err(_) => "failed",
        };
        metrics::counter!("parlance_job_turns_total", "job" => name.to_owned(), "lease" => outcome)
            .increment(1);
        taken
    }

    /// This node serves: keys it has opened must not be changed behind its back. It is also how a node finds out that
    /// nothing can be written.
    pub async fn serve(&self, node: NodeId, now: Timestamp, span: Duration) -> Result<()> {
        let until = now.plus(span).millis();
        on_writer!(self, instance::leases::serve(node, now.millis(), until), |_| ((), vec![]))
    }

    /// Whether some node serves this database, or was killed just now.
    pub async fn is_served(&self, now: Timestamp) -> Result<bool> {
        on_reader!(self, instance::leases::is_served(now.millis()))
    }

    /// Keeps every file of the instance where it is until then, for a copy that is being made; said again, it begins
    /// anew. False where too many others do the same.
    pub async fn hold_files(&self, holder: NodeId, now: Timestamp, until: Timestamp) -> Result<bool> {
        on_writer!(self, instance::leases::hold_files(holder, now.millis(), until.millis()), |held| (
            held,
            vec![]
        ))
    }

    /// True for the first who uses it, on whichever node.
    pub async fn use_ticket(&self, ticket: [u8; 16], expires_at: Timestamp) -> Result<bool> {
        let name = format!("ticket:{}", uuid::Uuid::from_bytes(ticket).simple());
        on_writer!(self, instance::leases::use_up(name, expires_at.millis()), |first| (first, vec![]))
    }

    /// Tickets that have expired need not be remembered.
    pub async fn sweep_tickets(&self, now: Timestamp) -> Result<()> {
        on_writer!(self, instance::leases::forget_used(now.millis()), |()| ((), vec![]))
    }

    /// So that another node need not wait for them to run out.
    pub async fn give_back_leases(&self, holder: NodeId) -> Result<()> {
        on_writer!(self, instance::leases::give_back(holder), |()| ((), vec![]))
    }
}
