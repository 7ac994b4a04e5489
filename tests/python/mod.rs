//! The Python that `.ci/run` makes: servers of others, as they are.
#![allow(unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use std::path::{Path, PathBuf};

/// Its interpreter.
///
/// # Panics
/// Where it is not there: a promise that nobody looked at is none.
pub fn python() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("python");
    let python = folder.join("bin/python3");
    assert!(
        python.exists(),
        "{0} is not there. Make it: python3 -m venv {0} && {0}/bin/pip install -r tests/python.txt",
        folder.display()
    );
    python
}
