//! Operators and administrators act by these methods, and the log records it.

pub mod admin;
pub mod audit;
pub mod audit_chain;
pub mod reports;
