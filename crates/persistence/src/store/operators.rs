//! What operators and administrators see and do, and the log of it.

pub mod admin;
pub mod audit;
pub mod audit_chain;
pub mod reports;
