//! espeak-ng as a child that may be absent, slow, crash, or answer nonsense.

use super::LOOK;
use crate::entry::Language;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use zeroize::Zeroizing;

/// A sentence takes espeak-ng 17 to 54 ms on a desktop, and ten times that on a small board.
const LIMIT: Duration = Duration::from_secs(5);
/// A minute at 22 050 Hz and 16 bits, and something for the header.
const MOST_BYTES: u64 = 60 * 22_050 * 2 + 1024;
/// Words a minute: slower than espeak-ng's 175, for who listens in another language.
const PACE: &str = "145";

/// Why nothing was said.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotSpoken {
    #[error("{0} cannot be started")]
    NotStarted(String, #[source] std::io::Error),
    #[error("it did not answer within {LIMIT:?}")]
    TooSlow,
    #[error("it ended with {0}")]
    Failed(std::process::ExitStatus),
    #[error("it was not wanted any more")]
    Stopped,
}

/// The sound of `words` as a WAV file.
pub(super) fn speak(
    program: &Path,
    language: Language,
    words: &str,
    stopped: &dyn Fn() -> bool,
) -> Result<Zeroizing<Vec<u8>>, NotSpoken> {
    let mut command = Command::new(program);
    command.args(["-v", language.code(), "-s", PACE, "--stdin", "--stdout"]);
    run(command, words.as_bytes(), stopped)
}

/// The languages of the bundled list that `--voices` names.
pub(super) fn languages(program: &Path) -> Result<Vec<Language>, NotSpoken> {
    let mut command = Command::new(program);
    command.arg("--voices");
    let list = run(command, b"", &|| false)?;
    let list = String::from_utf8_lossy(&list);
    // "Pty Language       Age/Gender VoiceName ...": "en-gb" is a voice for English.
    let codes = list.lines().skip(1).filter_map(|line| line.split_whitespace().nth(1));
    let mut languages: Vec<Language> = codes.filter_map(|code| code.split('-').next()?.parse().ok()).collect();
    languages.dedup();
    Ok(languages)
}

fn run(mut command: Command, input: &[u8], stopped: &dyn Fn() -> bool) -> Result<Zeroizing<Vec<u8>>, NotSpoken> {
    let name = command.get_program().to_string_lossy().into_owned();
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = Reaped(child.map_err(|error| NotSpoken::NotStarted(name, error))?);
    let (stdin, stdout) = (child.0.stdin.take(), child.0.stdout.take());
    // The output is read aside, so that a child that writes and never ends can be ended.
    let reading = std::thread::spawn(move || {
        let mut bytes = Zeroizing::new(Vec::new());
        if let Some(stdout) = stdout {
            let _ = stdout.take(MOST_BYTES).read_to_end(&mut bytes);
        }
        bytes
    });
    if let Some(mut stdin) = stdin {
        // A child that has ended already says so by its status.
        let _ = stdin.write_all(input);
    }
    let mut waited = Duration::ZERO;
    let status = loop {
        match child.0.try_wait() {
            Ok(Some(status)) => break status,
            _ if stopped() => return Err(NotSpoken::Stopped),
            _ if waited >= LIMIT => return Err(NotSpoken::TooSlow),
            _ => {}
        }
        std::thread::sleep(LOOK);
        waited += LOOK;
    };
    let bytes = reading.join().unwrap_or_default();
    if status.success() { Ok(bytes) } else { Err(NotSpoken::Failed(status)) }
}

/// Ended and waited for, whatever became of it.
struct Reaped(Child);

impl Drop for Reaped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
