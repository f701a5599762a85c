//! Provides the binary as a library, so that tests run the real server in their own process. It holds configuration,
//! wiring, start and stop; no rules of any kind.

pub mod causes;
pub mod cli;
pub mod commands;
pub mod config;
mod data_dir;
mod key_file;
mod listen;
mod nodes;
mod random;
mod run;
pub mod telemetry;
pub mod watch;

pub use random::system_random;
pub use run::{Running, start};
