//! The promises of the server, tested through the server: one binary, every test on both databases.

mod groups;
mod idempotency;
mod kill;
mod outsider;
mod removal;
mod resume;
mod sockets;
mod soft;
mod support;
mod talk;
