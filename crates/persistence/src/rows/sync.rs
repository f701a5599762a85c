//! Rows of notifications and of how people want to be notified.

pub mod notification;
pub mod push;
