//! The server as a library: configuration, command line, log. `main.rs` only runs it; tests start it in-process.
//! Must not hold rules of any kind.

pub mod cli;
pub mod config;
pub mod telemetry;
