//! The kiosk's own chime, through whichever player of sound the machine has. No player, no sound, and the glass does not wait.

use super::glass::{Ringer, Signal};
use std::io::Write;
use std::process::{Command, Stdio};

/// What plays a WAV from standard input on Debian: PipeWire's player, then ALSA's.
const PLAYERS: [(&str, &[&str]); 2] = [("pw-play", &["-"]), ("aplay", &["-q", "-"])];

/// The players for a loudspeaker: those of the machine's own choice, or ALSA's on the device that is named.
pub(super) fn players(loudspeaker: Option<&str>) -> Vec<(&'static str, Vec<&str>)> {
    match loudspeaker {
        Some(device) => vec![("aplay", vec!["-q", "-D", device, "-"])],
        None => PLAYERS.map(|(player, args)| (player, args.to_vec())).to_vec(),
    }
}

/// Rings through a child process, on a thread of its own.
#[derive(Debug, Default)]
pub struct PlayedChime {
    /// The loudspeaker's sound device, as ALSA names it; none: the machine's own choice.
    pub loudspeaker: Option<String>,
}

impl Ringer for PlayedChime {
    fn ring(&mut self, signal: Signal) {
        // One sound for the first two: what it means stands on the glass.
        let wav = match signal {
            Signal::Call | Signal::StillThere => inloop_hardware::chime::wav(),
            Signal::MaySpeak => inloop_hardware::chime::tone_wav(),
        };
        let device = self.loudspeaker.clone();
        let ringing = std::thread::Builder::new().name("chime".into()).spawn(move || {
            if !players(device.as_deref()).iter().any(|(player, args)| play(player, args, &wav)) {
                tracing::warn!("the chime could not be heard: no player of sound worked");
            }
        });
        if let Err(error) = ringing {
            tracing::warn!(%error, "the chime could not be rung");
        }
    }
}

fn play(player: &str, args: &[&str], wav: &[u8]) -> bool {
    let child = Command::new(player).args(args).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = child else { return false };
    let fed = child.stdin.take().is_some_and(|mut stdin| stdin.write_all(wav).is_ok());
    // Waited for whatever became of it: a child that nobody waits for stays for ever.
    child.wait().is_ok_and(|status| status.success()) && fed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loudspeaker_that_is_named_is_the_one_that_sounds() {
        assert_eq!(players(Some("plughw:CARD=Hall")), [("aplay", vec!["-q", "-D", "plughw:CARD=Hall", "-"])]);
        assert_eq!(players(None).len(), 2, "whichever player the machine has");
    }
}
