//! Sound through whichever player the machine has.

use super::{LOOK, Sounder};
use crate::kiosk::chime::players;
use crate::kiosk::listening::Ear;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Plays through a child process. Without a player nothing sounds.
#[derive(Clone, Debug, Default)]
pub struct PlayedSound {
    /// The loudspeaker's sound device, as ALSA names it; none: the machine's own choice.
    pub loudspeaker: Option<String>,
    /// The sound device of the handset, as ALSA names it; none where no handset hangs there.
    pub handset: Option<String>,
}

impl Sounder for PlayedSound {
    fn play(&mut self, wav: &[u8], length: Duration, ear: Ear, stopped: &dyn Fn() -> bool) -> bool {
        match (ear, &self.handset) {
            (Ear::Loudspeaker, _) => {
                let players = players(self.loudspeaker.as_deref());
                players.iter().any(|(player, args)| through(player, args, wav, length, stopped))
            }
            (Ear::Handset, Some(device)) => through("aplay", &["-q", "-D", device, "-"], wav, length, stopped),
            // What is for one ear is not said to the hall.
            (Ear::Handset, None) => false,
        }
    }
}

fn through(player: &str, args: &[&str], wav: &[u8], length: Duration, stopped: &dyn Fn() -> bool) -> bool {
    /// A player that is not done so long after the sound's own length has a device that does not take it.
    const GRACE: Duration = Duration::from_secs(3);
    let child = Command::new(player).args(args).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = child else { return false };
    let stdin = child.stdin.take();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if let Some(mut stdin) = stdin {
                // Broken where the player was ended: then nobody wants the rest.
                let _ = stdin.write_all(wav);
            }
        });
        let mut waited = Duration::ZERO;
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return status.success(),
                _ if stopped() || waited > length + GRACE => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return stopped();
                }
                _ => {}
            }
            std::thread::sleep(LOOK);
            waited += LOOK;
        }
    })
}
