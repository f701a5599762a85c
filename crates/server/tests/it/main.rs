//! The promises of the server, tested through the server: one binary, every test on both databases.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where things are not as it says, and measures and waits in real time"
)]

mod accounts;
mod chats;
mod cluster;
mod contract;
mod instance;
mod messages;
mod operators;
mod people;
mod search;
mod support;
mod sync;
