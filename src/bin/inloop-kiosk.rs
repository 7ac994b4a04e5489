//! The machine in the hall; see `inloop::kiosk`.

use clap::Parser;
use inloop::kiosk::cli::{Cli, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::INFO).init();
    match run(Cli::parse(), &mut std::io::stdin().lock(), &mut std::io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One sentence, with what lies behind it.
            eprintln!("inloop-kiosk: {error:#}");
            ExitCode::FAILURE
        }
    }
}
