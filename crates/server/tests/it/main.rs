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
mod at_rest;
mod browser;
mod code_budgets;
mod codes;
mod codes_sent;
mod contract;
mod groups;
mod healing;
mod idempotency;
mod identifiers;
mod invitations;
mod keys;
mod kill;
mod limits;
mod outsider;
mod plans;
mod refresh;
mod removal;
mod resume;
mod sockets;
mod soft;
mod startup;
mod support;
mod talk;
mod timing;
