//! Reports, suspensions and entries of the audit log are rows.

pub mod audit;
pub mod report;
pub mod suspension;
