//! Rows the instance keeps for itself.

pub mod blob;
