//! The team's server; see `inloop::desk`.

use clap::Parser;
use inloop::desk::cli::{Cli, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::INFO).init();
    match run(Cli::parse(), &mut std::io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One sentence, with what lies behind it.
            eprintln!("inloop-desk: {error:#}");
            ExitCode::FAILURE
        }
    }
}
