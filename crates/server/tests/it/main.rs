//! The promises of the server, tested through the server: one binary, every test on both databases.

mod support;
mod talk;
