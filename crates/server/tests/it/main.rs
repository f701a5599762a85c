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
mod admin;
mod at_rest;
mod audit;
mod browser;
mod contract;
mod departure;
mod groups;
mod healing;
mod idempotency;
mod keys;
mod kill;
mod limits;
mod notices;
mod outsider;
mod plans;
mod push;
mod refresh;
mod removal;
mod resume;
mod second_factor;
mod sockets;
mod soft;
mod startup;
mod support;
mod talk;
