//! What operators and administrators do, and what is written down about it.

pub(crate) mod admin;
pub mod audit;
pub mod bursts;
pub mod chosen;
