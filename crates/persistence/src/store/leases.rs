//! Which node does a job that only one may do at a time.

use super::{Store, on_writer};
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
        let taken: Result<bool> =
            on_writer!(self, leases::take(lease, holder, now.millis(), until), |taken| (taken, vec![]));
        let outcome = match &taken {
            Ok(true) => "ours",
            Ok(false) => "others",
            Err(_) => "failed",
        };
        metrics::counter!("parlance_job_turns_total", "job" => name.to_owned(), "lease" => outcome)
            .increment(1);
        taken
    }

    /// True for the first who uses it, on whichever node.
    pub async fn use_ticket(&self, ticket: [u8; 16], expires_at: Timestamp) -> Result<bool> {
        let name = format!("ticket:{}", uuid::Uuid::from_bytes(ticket).simple());
        on_writer!(self, leases::use_up(name, expires_at.millis()), |first| (first, vec![]))
    }

    /// Tickets that have expired need not be remembered.
    pub async fn sweep_tickets(&self, now: Timestamp) -> Result<()> {
        on_writer!(self, leases::forget_used(now.millis()), |()| ((), vec![]))
    }

    /// So that another node need not wait for them to run out.
    pub async fn give_back_leases(&self, holder: NodeId) -> Result<()> {
        on_writer!(self, leases::give_back(holder), |()| ((), vec![]))
    }
}
