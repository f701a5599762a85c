//! Operators and administrators act here, and the audit log records it.

pub(crate) mod admin;
pub mod audit;
pub mod bursts;
pub mod chosen;
