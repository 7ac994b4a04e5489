//! The glass falls over while somebody types.

use crate::SECRET;
use crate::bench::{Bench, site};
use inloop::kiosk::layout::Panel;
use std::path::Path;
use std::process::Command;

/// Set in the process that falls over.
const FALLS: &str = "INLOOP_ESCAPE_FALLS";
const NAME: &str = "crash::a_glass_that_falls_over_while_somebody_types_leaves_no_word_in_what_it_says_or_on_the_disk";

#[test]
fn a_glass_that_falls_over_while_somebody_types_leaves_no_word_in_what_it_says_or_on_the_disk() {
    if std::env::var_os(FALLS).is_some() {
        return falls_over();
    }
    let folder = tempfile::tempdir().unwrap();
    let ended = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env(FALLS, "yes")
        .env("RUST_BACKTRACE", "full")
        .env("TMPDIR", folder.path())
        .env("HOME", folder.path())
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = [&ended.stdout[..], &ended.stderr[..]].concat();
    let text = String::from_utf8_lossy(&said);
    assert!(!ended.status.success(), "it ends, so that the unit starts it again: {text}");
    assert!(text.contains("the glass falls over") && text.contains("somebody typed"), "it was meant to fall over: {text}");
    assert!(!text.contains(SECRET), "what somebody typed is in the log of the crash");
    left_behind(folder.path());
}

/// A core dump, a temporary file: no file at all, wherever a program may put one by itself.
fn left_behind(folder: &Path) {
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(files.is_empty(), "{files:?}");
}

fn falls_over() {
    let bench = Bench::with_site(Panel::LANDSCAPE_10, site());
    bench.somebody_at("typing");
    assert_eq!(bench.written(), SECRET);
    println!("somebody typed");
    // As a fault in any callback of the toolkit would be.
    let visit = bench.glass.with_visit(|visit| format!("{visit:?}").len());
    panic!("the glass falls over in a visit of {visit} letters");
}
