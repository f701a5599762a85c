//! Messages: sent once, edited, deleted, archived, translated and kept for a while.

pub mod archive;
pub mod dates;
pub mod deletion;
pub mod edits;
pub mod formatting;
pub mod idempotency;
pub mod reactions_and_pins;
pub mod references;
pub mod retention;
pub mod seen_reactions;
pub mod sending;
pub mod translation;
