//! The try-out: desk, kiosk and glass on this machine; see `inloop::tryout`.

use clap::Parser;
use inloop::tryout::{Args, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::WARN).init();
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One sentence, with what lies behind it.
            eprintln!("inloop: {error:#}");
            ExitCode::FAILURE
        }
    }
}
