//! The thread that does what the caretaker's screen asks.

use super::{Asks, Places, stick};
use crate::caretaker::{Answer, Effect, Facts, Line, MOST_LISTED, Part, Refused, Said};
use crate::clock::{Clock, Luck, Stamp};
use crate::delivery::{Parking, Pause, Trouble as Weather};
use crate::kiosk::courier::{Courier, Status};
use crate::kiosk::glass::{CarePort, Glass, GlassHandle};
use crate::kiosk::identity::Identity;
use crate::kiosk::keeper::{Disk, Health, KeeperHandle};
use crate::kiosk::link::{Link, carrier};
use crate::kiosk::machine::State;
use crate::outbox::Waiting;
use crate::texts::{Arg, Text};
use crate::wire::{PrinterState, Refusal};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// The machine ends this program within so long where it goes off; systemd waits ten seconds for it (`TimeoutStopSec`), and is asked at once.
const ENDS_WITHIN: Duration = Duration::from_secs(15);

/// The request to be switched off, in the folder of requests.
const OFF: &str = "off.wanted";

/// What it needs.
pub struct Parts {
    /// The outbox.
    pub keeper: KeeperHandle,
    /// The line to the desk; none where the kiosk is not enrolled.
    pub link: Option<Arc<Link>>,
    /// Who the kiosk is, to sign a copy.
    pub identity: Option<Identity>,
    /// How the courier is doing; none where the kiosk is not enrolled.
    pub status: Option<Box<dyn Fn() -> Status + Send>>,
    /// What is known of the machine.
    pub machine: State,
    /// Ends the lock of this number; false where another stands, or none.
    pub unlock: Box<dyn Fn(u64) -> bool + Send>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The randomness.
    pub luck: Arc<dyn Luck>,
    /// Where a stick and a request go.
    pub places: Places,
    /// Who is told.
    pub glass: GlassHandle,
}

/// Asks the thread, and does not wait for it. It ends when this is dropped.
#[derive(Debug)]
pub struct Caring(Sender<Effect>);

impl Caring {
    /// Starts the thread.
    ///
    /// # Errors
    /// Where there is no thread to be had.
    pub fn start(parts: Parts) -> std::io::Result<Self> {
        let (sender, effects) = channel();
        std::thread::Builder::new().name("caretaker".into()).spawn(move || {
            let asks = Asks::begin(parts.keeper.clone(), parts.link.clone(), Arc::clone(&parts.clock), Arc::clone(&parts.luck));
            Machine { parts, asks }.run(&effects);
        })?;
        Ok(Caring(sender))
    }
}

/// Lets caretakers in at this glass. Where there is no thread for it, the corners of the glass are as the rest of it.
pub fn let_in(glass: &Glass, parts: Parts) {
    match Caring::start(parts) {
        Ok(caring) => glass.let_caretakers_in(Box::new(caring)),
        Err(error) => tracing::error!(%error, "no caretaker can be let in"),
    }
}

/// Tells how the courier is doing.
pub fn teller(courier: &Courier) -> Box<dyn Fn() -> Status + Send> {
    Box::new(courier.status_teller())
}

impl CarePort for Caring {
    fn does(&mut self, effect: Effect) -> Option<Answer> {
        // It fails only where that thread has panicked, which the panic hook has told.
        let _ = self.0.send(effect);
        None
    }
}

struct Machine {
    parts: Parts,
    asks: Asks,
}

impl Machine {
    fn run(&self, effects: &Receiver<Effect>) {
        while let Ok(effect) = effects.recv() {
            let Some(answer) = self.does(effect) else { continue };
            if self.parts.glass.care(answer).is_err() {
                return;
            }
        }
    }

    fn does(&self, effect: Effect) -> Option<Answer> {
        let Parts { keeper, identity, clock, places, glass, .. } = &self.parts;
        match effect {
            Effect::Check(digits) => Some(Answer::Digits(self.asks.check(&digits))),
            Effect::Look => Some(Answer::Facts(Box::new(self.look()))),
            Effect::Copy => Some(Answer::Done(stick::copy(places, identity.as_ref(), keeper, &**clock))),
            Effect::Off => Some(Answer::Done(
                places.requests.as_deref().map_or(Said::NotOff, |requests| asks_for_off(requests, ENDS_WITHIN)),
            )),
            Effect::Unlock(number) => Some(Answer::Done(ends_the_lock(number, &self.parts.machine, &*self.parts.unlock))),
            Effect::Restart => {
                tracing::info!("the caretaker starts the program anew");
                // Where the glass is gone already, so is the program.
                let _ = glass.end();
                None
            }
            // The glass's own.
            Effect::Print(_) | Effect::Ring | Effect::SetUp { .. } => None,
        }
    }

    fn look(&self) -> Facts {
        let Parts { keeper, status, machine, clock, .. } = &self.parts;
        let (status, now) = (status.as_ref().map(|status| status()), clock.stamp());
        let (health, machine) = (keeper.health().ok(), machine.machine());
        let counts = health.as_ref().and_then(|health| health.counts).unwrap_or_default();
        let disk = health.as_ref().map_or(Disk::Broken, |health| health.disk);
        let online = status.as_ref().and_then(|status| status.online);
        Facts {
            network: if carrier::up().is_empty() && online != Some(true) { Part::Wrong } else { Part::Fine },
            desk: if online == Some(true) { Part::Fine } else { Part::Wrong },
            let_in: status.as_ref().is_some_and(|status| !matches!(status.paused, Some(Pause::Unknown | Pause::Revoked))),
            silent_minutes: status.as_ref().and_then(|status| status.silent_for).map(minutes),
            printer: printer(machine.printer),
            disk: if disk == Disk::Fine { Part::Fine } else { Part::Wrong },
            disk_full: disk == Disk::Full,
            set_aside: health.as_ref().map_or(0, |health| u32::try_from(health.set_aside.len()).unwrap_or(u32::MAX)),
            lock: machine.lock,
            case_open: machine.case_open == Some(true),
            clock: now.trusted,
            software: env!("CARGO_PKG_VERSION").to_owned(),
            waiting: counts.waiting,
            parked: counts.parked,
            sound_waiting: health.as_ref().and_then(|health| health.sound).map_or(0, |sound| sound.waiting),
            unarrived: health.as_ref().and_then(|health| health.unarrived),
            entries: self.entries(now),
            faults: faults(status.as_ref(), health.as_ref()),
        }
    }

    /// Those that were refused first: somebody has to decide about them.
    fn entries(&self, now: Stamp) -> Vec<Line> {
        let keeper = &self.parts.keeper;
        let line = |waiting: &Waiting, parked: Option<Refused>| {
            let believed = now.trusted && waiting.kept_at.trusted;
            let age = believed.then(|| (now.at - waiting.kept_at.at).to_std().unwrap_or_default());
            Line { number: waiting.sequence.get(), minutes: age.map(minutes), parked }
        };
        let parked = keeper.parked(MOST_LISTED).unwrap_or_default();
        let mut lines: Vec<Line> = parked.iter().map(|one| line(&one.entry, Some(refused(&one.reason)))).collect();
        let waiting = keeper.waiting(MOST_LISTED, HashSet::new()).unwrap_or_default();
        lines.extend(waiting.iter().map(|one| line(one, None)));
        lines.truncate(MOST_LISTED);
        lines
    }
}

/// As far as a caretaker can mend it: what it is exactly stands at the desk and on the printer.
fn printer(is: PrinterState) -> Part {
    match is {
        PrinterState::None => Part::Absent,
        PrinterState::Ready | PrinterState::PaperLow => Part::Fine,
        _ => Part::Wrong,
    }
}

/// While the switch says that the case is open, whoever stands there has not looked to the end.
fn ends_the_lock(number: u64, machine: &State, unlock: &dyn Fn(u64) -> bool) -> Said {
    if machine.machine().case_open == Some(true) {
        return Said::CaseOpen;
    }
    if unlock(number) { Said::Unlocked } else { Said::OtherLock }
}

fn minutes(time: Duration) -> u32 {
    u32::try_from(time.as_secs() / 60).unwrap_or(u32::MAX)
}

/// The reason that was written down when it was parked.
fn refused(reason: &str) -> Refused {
    let known = [
        (Refusal::TooLong, Refused::TooLong),
        (Refusal::Newer, Refused::Newer),
        (Refusal::NotOurs, Refused::NotOurs),
        (Refusal::OtherHeader, Refused::NotOurs),
        (Refusal::OtherBody, Refused::OtherBody),
        (Refusal::Malformed, Refused::Damaged),
    ];
    let of_desk = known.into_iter().find(|(refusal, _)| reason == Parking::Refused(*refusal).to_string());
    // Which status it was is told with the faults.
    let on_the_way = || Parking::OnTheWay(0).to_string().split('0').next().is_some_and(|begins| reason.starts_with(begins));
    of_desk.map_or_else(|| if on_the_way() { Refused::OnTheWay } else { Refused::Else }, |(_, refused)| refused)
}

/// What went wrong, in texts that know nothing of anybody.
fn faults(status: Option<&Status>, health: Option<&Health>) -> Vec<Text> {
    let count = |key: &'static str, many: u64| Text::key(key).with("count", Arg::Count(u32::try_from(many).unwrap_or(u32::MAX)));
    let mut faults = Vec::new();
    if let Some(status) = status {
        match status.trouble {
            Some(Weather::NotTheDesk(code)) => {
                faults.push(Text::key("care-fault-portal").with("status", Arg::Plain(code.to_string())));
            }
            Some(Weather::DeskBusy) => faults.push(Text::key("care-fault-busy")),
            Some(Weather::Unreached | Weather::Lost | Weather::OwnDisk) | None => {}
        }
        if status.failures > 0 {
            faults.push(count("care-fault-desk", status.failures.into()));
        }
    }
    if let Some(health) = health {
        if let Some(words) = &health.words {
            faults.push(Text::key("care-fault-disk").with("words", Arg::Plain(words.clone())));
        }
        if health.missed_calls > 0 {
            faults.push(count("care-fault-calls", health.missed_calls));
        }
    }
    faults
}

/// Where somebody hears it, this program is ended before it comes back.
fn asks_for_off(requests: &Path, ends_within: Duration) -> Said {
    let request = requests.join(OFF);
    tracing::info!("the caretaker switches the machine off");
    if let Err(error) = std::fs::write(&request, b"") {
        tracing::error!(%error, "the machine cannot be asked to switch off");
        return Said::NotOff;
    }
    std::thread::sleep(ends_within);
    tracing::error!("nobody switches this machine off: is inloop-kiosk-off.path turned on?");
    // Left there, it would switch the machine off on some other day.
    if let Err(error) = std::fs::remove_file(&request) {
        tracing::error!(%error, "the request to be switched off stands still");
    }
    Said::NotOff
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::MachineLuck;
    use crate::kiosk::machine::lock::{self, Lock, Who};

    #[test]
    fn every_reason_that_is_written_down_is_said_in_words() {
        for (why, said) in [
            (Parking::Refused(Refusal::TooLong), Refused::TooLong),
            (Parking::Refused(Refusal::OtherHeader), Refused::NotOurs),
            (Parking::Refused(Refusal::Malformed), Refused::Damaged),
            (Parking::Refused(Refusal::Nothing), Refused::Else),
            (Parking::OnTheWay(413), Refused::OnTheWay),
        ] {
            assert_eq!(refused(&why.to_string()), said, "{why}");
        }
    }

    #[test]
    fn a_lock_is_ended_by_its_own_number_and_not_while_the_case_is_open() {
        let (folder, state) = (tempfile::tempdir().unwrap(), State::default());
        let lock = Lock::in_folder(folder.path(), std::sync::Arc::new(MachineLuck), state.clone());
        let end = |number| ends_the_lock(number, &state, &|number| lock.open(number, Who::Caretaker));
        state.case(true);
        lock.shut();
        let seen = state.machine().lock.unwrap();
        assert_eq!(end(seen), Said::CaseOpen);
        assert!(lock.stands() && folder.path().join(lock::FILE).exists());
        lock.shut();
        state.case(false);
        assert_eq!(end(seen), Said::OtherLock, "it was opened once more");
        assert!(lock.stands());
        assert_eq!(end(state.machine().lock.unwrap()), Said::Unlocked);
        assert!(!lock.stands() && !folder.path().join(lock::FILE).exists());
        assert_eq!(state.machine().lock, None, "so the desk hears of it");
    }

    #[test]
    fn the_machine_is_asked_to_switch_off_by_a_file_and_says_where_it_cannot() {
        let folder = tempfile::tempdir().unwrap();
        let asks = |requests: &Path| asks_for_off(requests, Duration::ZERO);
        assert_eq!(asks(folder.path()), Said::NotOff, "nobody was there to hear it");
        assert!(!folder.path().join(OFF).exists(), "nor will anybody find it later");
        assert_eq!(asks(&folder.path().join("none")), Said::NotOff);
    }
}
