//! The promises of the server, tested through the server: one binary, every test on both databases.

mod accounts;
mod browser;
mod contract;
mod groups;
mod idempotency;
mod kill;
mod limits;
mod outsider;
mod refresh;
mod removal;
mod resume;
mod sockets;
mod soft;
mod support;
mod talk;
