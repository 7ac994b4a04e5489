//! How the kiosk is, for whoever has the key (the panel behind the door) and whoever asks systemd: counts and states, never contents.

use super::State;
use crate::kiosk::courier::Status;
use crate::kiosk::keeper::Disk;
use crate::wire::{Machine, Part, PrinterState};
use inloop_hardware::panel::{LastContact, Panel, PanelState, Trouble, picture};
use inloop_hardware::watchdog;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// How often it is told.
const TOLD_EVERY: Duration = Duration::from_secs(10);

/// The name of this machine, as Debian keeps it.
const NAME: &str = "/etc/hostname";

/// Who is told.
#[derive(Default)]
pub struct Told {
    /// The panel behind the door.
    pub panel: Option<Box<dyn Panel>>,
    /// systemd.
    pub systemd: Option<watchdog::Systemd>,
}

/// Starts the thread; it ends when nobody holds the other end of `until`. `ask` may take as long as the disk does.
///
/// # Errors
/// Where the machine gives no thread.
pub fn start(told: Told, ask: impl Fn() -> Status + Send + 'static, state: State, until: Receiver<()>) -> std::io::Result<()> {
    let mut told = told;
    let run = move || {
        let name = name(Path::new(NAME));
        loop {
            tell(&mut told, &ask(), &state, name.as_deref());
            if until.recv_timeout(TOLD_EVERY) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    };
    std::thread::Builder::new().name("caretaker".into()).spawn(run).map(drop)
}

fn tell(told: &mut Told, status: &Status, state: &State, name: Option<&str>) {
    if let Some(panel) = &mut told.panel {
        let shown = panel.show(&picture(&shows(status, &state.machine(), name)));
        if let Err(problem) = &shown {
            tracing::debug!(error = problem as &dyn std::error::Error, "the caretaker's panel shows nothing new");
        }
        state.part(Part::Panel, shown.is_ok());
    }
    if let Some(systemd) = &told.systemd
        && let Err(problem) = systemd.status(words(status))
    {
        tracing::debug!(error = &problem as &dyn std::error::Error, "systemd was not told how the kiosk is");
    }
}

/// What stands on the panel.
#[must_use]
pub fn shows(status: &Status, machine: &Machine, name: Option<&str>) -> PanelState {
    let minutes = |silent: Duration| u32::try_from(silent.as_secs() / 60).unwrap_or(u32::MAX);
    PanelState {
        waiting: small(status.waiting),
        parked: small(status.parked),
        last_contact: status.silent_for.map_or(LastContact::Never, |silent| LastContact::MinutesAgo(minutes(silent))),
        clock_trusted: status.clock.trusted,
        address: name.filter(|_| status.online != Some(false)).map(str::to_owned),
        troubles: troubles(status, machine),
    }
}

fn troubles(status: &Status, machine: &Machine) -> Vec<Trouble> {
    let disk = match status.disk.0 {
        Disk::Fine => None,
        Disk::Full => Some(Trouble::DiskFull),
        Disk::Broken | Disk::Refused => Some(Trouble::DiskBroken),
    };
    let printer = match machine.printer {
        PrinterState::OutOfPaper => Some(Trouble::PaperOut),
        state if state.needs_somebody() => Some(Trouble::Printer),
        _ => None,
    };
    machine.lock.map(|_| Trouble::Locked).into_iter().chain(disk).chain(printer).collect()
}

fn words(status: &Status) -> watchdog::Status {
    watchdog::Status {
        waiting: small(status.waiting),
        parked: small(status.parked),
        online: status.online,
        keeps: status.disk.0 == Disk::Fine,
    }
}

fn small(count: Option<u64>) -> u32 {
    u32::try_from(count.unwrap_or_default()).unwrap_or(u32::MAX)
}

fn name(file: &Path) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    Some(text.trim().to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Stamp;
    use chrono::DateTime;
    use inloop_hardware::Bitmap;
    use inloop_hardware::panel::PanelProblem;

    fn status() -> Status {
        Status {
            desk: "https://desk.example.nl".into(),
            online: Some(true),
            waiting: Some(2),
            parked: Some(1),
            disk: (Disk::Fine, None),
            last_contact: None,
            silent_for: Some(Duration::from_secs(179)),
            clock: Stamp { at: DateTime::UNIX_EPOCH, trusted: true },
            paused: None,
            trouble: None,
            failures: 0,
        }
    }

    #[test]
    fn the_panel_shows_counts_contact_clock_paper_and_disk() {
        let well = Machine { printer: PrinterState::Ready, ..Machine::default() };
        let shown = shows(&status(), &well, Some("hal"));
        assert_eq!((shown.waiting, shown.parked, shown.last_contact), (2, 1, LastContact::MinutesAgo(2)));
        assert_eq!((shown.clock_trusted, shown.address.as_deref(), shown.troubles), (true, Some("hal"), vec![]));
        let ill = Machine { printer: PrinterState::OutOfPaper, lock: Some(7), ..Machine::default() };
        let full = Status { disk: (Disk::Full, None), online: Some(false), ..status() };
        let shown = shows(&full, &ill, Some("hal"));
        assert_eq!((shown.troubles, shown.address), (vec![Trouble::Locked, Trouble::DiskFull, Trouble::PaperOut], None));
    }

    struct Unplugged(bool);

    impl Panel for Unplugged {
        fn show(&mut self, _: &Bitmap) -> Result<(), PanelProblem> {
            let plugged = std::mem::replace(&mut self.0, true);
            if plugged { Ok(()) } else { Err(PanelProblem::Write(std::io::ErrorKind::NotFound.into())) }
        }
    }

    #[test]
    fn a_panel_that_is_pulled_out_is_told_and_forgotten_once_it_is_back() {
        let (state, mut told) = (State::default(), Told { panel: Some(Box::new(Unplugged(false))), systemd: None });
        tell(&mut told, &status(), &state, None);
        assert_eq!(state.machine().silent, [Part::Panel]);
        tell(&mut told, &status(), &state, None);
        assert_eq!(state.machine().silent, []);
    }
}
