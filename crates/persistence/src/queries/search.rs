//! The search index of messages is filled and asked here.

pub mod hits;
pub mod indexing;
