//! These queries serve operators and administrators, and log what they do.

pub mod admin;
pub mod audit;
pub mod audit_chain;
pub mod reports;
