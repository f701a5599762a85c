//! Starts the binary `parlance`: parses the command line and runs the command. Must not hold anything worth testing;
//! that is in the library.

use clap::Parser;
use parlance_server::causes;
use parlance_server::cli::Cli;
use parlance_server::commands;
use std::io::Write;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    // One crypto provider for everything that speaks TLS; a second call would be the only failure.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match commands::carry_out(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "parlance: {}", causes::told(&error));
            ExitCode::FAILURE
        }
    }
}
