//! Rows of reports and of the audit log.

pub mod audit;
pub mod report;
pub mod suspension;
