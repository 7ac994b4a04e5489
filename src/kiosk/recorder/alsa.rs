//! `arecord` (Debian: alsa-utils) as a child that may be absent, slow, hang or crash.

use super::{Microphone, NoSound, Opened, Ready};
use crate::entry::RECORDING_RATE;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;
use zeroize::Zeroizing;

/// A program that does not tell its version within so long does not work.
const VERSION_WITHIN: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(20);
/// Bytes that are read at once: at most a tenth of a second.
const PIECE: usize = RECORDING_RATE as usize / 10 * 2;
/// Pieces that may wait to be packed: five seconds. A recorder that is slower stops the child, not the memory.
const PIECES: usize = 50;

/// A microphone that ALSA knows.
#[derive(Clone, Debug)]
pub struct AlsaMicrophone {
    /// What records.
    pub program: PathBuf,
    /// The device, as `arecord -L` names it.
    pub device: String,
}

impl AlsaMicrophone {
    /// With Debian's arecord, where it is installed.
    #[must_use]
    pub fn new(device: String) -> Self {
        AlsaMicrophone { program: PathBuf::from("arecord"), device }
    }
}

impl Microphone for AlsaMicrophone {
    fn watch(&mut self, ready: Ready) {
        let there = runs(&self.program);
        if !there {
            tracing::info!(program = %self.program.display(), "nothing can be recorded: this program is not there");
        }
        ready(there);
    }

    fn open(&mut self) -> Result<Opened, NoSound> {
        let rate = RECORDING_RATE.to_string();
        let child = Command::new(&self.program)
            .args(["-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", &rate, "-D", &self.device])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let child = child.map_err(|error| NoSound::NotStarted(self.program.display().to_string(), error))?;
        let mut running = Running(child);
        let sound = running.0.stdout.take().ok_or(NoSound::Ended)?;
        let (heard, samples) = sync_channel(PIECES);
        // It ends with the child, and with whoever listens.
        let reading = std::thread::Builder::new().name("microphone".into()).spawn(move || read(sound, &heard));
        reading.map_err(|error| NoSound::NotStarted("the microphone's thread".into(), error))?;
        Ok(Opened { samples, on: Box::new(running) })
    }
}

fn read(mut sound: ChildStdout, heard: &SyncSender<Zeroizing<Vec<i16>>>) {
    let mut bytes = Zeroizing::new([0; PIECE]);
    let mut filled = 0;
    // A broken pipe is the end, as its closing is.
    while let Ok(read) = sound.read(&mut bytes[filled..]) {
        filled += read;
        let whole = filled / 2 * 2;
        let samples = bytes[..whole].as_chunks::<2>().0.iter().map(|pair| i16::from_le_bytes(*pair)).collect();
        if read == 0 || heard.send(Zeroizing::new(samples)).is_err() {
            return;
        }
        bytes.copy_within(whole..filled, 0);
        filled -= whole;
    }
}

/// Whether the program is there and answers.
fn runs(program: &Path) -> bool {
    let child = Command::new(program).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(child) = child else { return false };
    let mut child = Running(child);
    let mut waited = Duration::ZERO;
    while waited < VERSION_WITHIN {
        match child.0.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => {}
            Err(_) => return false,
        }
        std::thread::sleep(LOOK);
        waited += LOOK;
    }
    false
}

/// Ended and waited for, whatever became of it: the microphone is off.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
