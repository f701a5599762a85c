//! The index of messages: how it is filled, and what it finds.

pub mod hits;
pub mod indexing;
