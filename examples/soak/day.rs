//! What befalls a kiosk in a day, hour by hour, and what has to be true at its end.

use crate::desk::{DeskProcess, MORNING, Sky};
use crate::figures::{Figures, Record, Totals, machine_now};
use crate::hand;
use crate::kiosk::{Kiosk, Stage};
use inloop::clock::Clock;
use inloop::tryout::Folder;
use inloop_hardware::printer::{BenchPrinter, PrinterStatus};
use inloop_hardware::ticket::Paper;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);
const HOUR: Duration = Duration::from_secs(3600);
/// Between one resident and the next.
const REST: Duration = Duration::from_secs(60);
/// At the end the line is there: what waits has so long, in the machine's own time.
const DRAIN: Duration = Duration::from_secs(120);
/// How often the courier is told then that the line is there.
const TELL_AGAIN: Duration = Duration::from_secs(3);
/// A year; a board's clock may be off by more.
const FAR: i64 = 31_536_000;
/// 1970, as a board without a battery believes.
const EPOCH: (i64, bool) = (0, false);

/// What happens at the beginning of an hour.
#[derive(Clone, Copy, Debug)]
enum Mishap {
    PaperOut,
    PaperIn,
    Sky(Sky),
    /// Power off and on; the clock is that of before.
    Reboot,
    /// The same on a board without a battery.
    RebootIn1970,
    ClockAYearAhead,
}

use Mishap::{ClockAYearAhead, PaperIn, PaperOut, Reboot, RebootIn1970};

const HOURS: [(u32, Mishap); 24] = [
    (1, PaperOut),
    (2, PaperIn),
    (2, Mishap::Sky(Sky::Cut)),
    (3, Mishap::Sky(Sky::Clear)),
    (4, Reboot),
    (5, Mishap::Sky(Sky::Lost)),
    (6, Mishap::Sky(Sky::Clear)),
    (7, Mishap::Sky(Sky::Cut)),
    (8, RebootIn1970),
    (9, Mishap::Sky(Sky::Clear)),
    (10, Mishap::Sky(Sky::Stranger)),
    (11, Mishap::Sky(Sky::Clear)),
    (12, Reboot),
    (13, Mishap::Sky(Sky::Cut)),
    (16, Mishap::Sky(Sky::Clear)),
    (17, ClockAYearAhead),
    (18, Reboot),
    (19, Mishap::Sky(Sky::Portal)),
    (20, Mishap::Sky(Sky::Clear)),
    (20, PaperOut),
    (21, Reboot),
    (21, PaperIn),
    (22, RebootIn1970),
    (23, Mishap::Sky(Sky::Clear)),
];

/// Plays a day in `time` of the machine's own, prints what it cost, and fails where something is not as promised.
pub(crate) fn play(time: Duration) {
    let target = std::env::current_exe().unwrap().parent().unwrap().to_owned();
    // Beside the build, where the disk is a disk: what is written to a folder in memory is not counted.
    let place = tempfile::Builder::new().prefix("soak-").tempdir_in(target).unwrap();
    let pace = DAY.div_duration_f64(time);
    let folder = Folder::open(&place.path().join("data")).unwrap();
    let mut desk = DeskProcess::start(&place.path().join("data"), pace);
    let mut day = Day {
        stage: Stage::set(pace),
        printer: BenchPrinter::new(folder.tickets(), Paper::Mm58),
        kiosk: None,
        sky: Sky::Clear,
        done: BTreeMap::new(),
        totals: Totals::default(),
        record: Record::begin(),
    };
    day.boot(&folder.kiosk(), (MORNING, true));
    let mut mishaps = HOURS.iter().peekable();
    while day.stage.passed() < DAY {
        while let Some((_, mishap)) = mishaps.next_if(|(hour, _)| day.stage.passed() >= HOUR * *hour) {
            day.befalls(*mishap, &folder.kiosk(), &mut desk);
        }
        day.one_visit();
        let rest = day.stage.due().saturating_sub(day.stage.passed());
        day.kiosk().pass(rest.max(REST));
        day.record.note(day.stage.passed(), &folder.kiosk());
    }
    desk.sky(Sky::Clear);
    day.printer.turn(PrinterStatus::Ready);
    day.drain();
    let written = day.record.written();
    day.kiosk = None;
    desk.end();
    let figures = Figures {
        outbox: ids(&folder.kiosk().join("outbox.sqlite")),
        desk: ids(&folder.desk().join("desk.sqlite")),
        tickets: tickets(&folder.tickets()),
        written,
        totals: day.totals,
        record: day.record,
        went: day.done,
    };
    figures.tell();
    figures.hold();
}

struct Day {
    stage: Rc<Stage>,
    printer: BenchPrinter,
    kiosk: Option<Kiosk>,
    sky: Sky,
    /// How often each visit was tried, and went as it was meant.
    done: BTreeMap<String, (u64, u64)>,
    totals: Totals,
    record: Record,
}

impl Day {
    fn kiosk(&self) -> &Kiosk {
        self.kiosk.as_ref().unwrap()
    }

    fn boot(&mut self, folder: &Path, at: (i64, bool)) {
        self.kiosk = None;
        self.kiosk = Some(Kiosk::start(&self.stage, folder, &self.printer, at));
        self.totals.starts += 1;
    }

    fn befalls(&mut self, mishap: Mishap, folder: &Path, desk: &mut DeskProcess) {
        match mishap {
            PaperOut => self.printer.turn(PrinterStatus::OutOfPaper),
            PaperIn => self.printer.turn(PrinterStatus::Ready),
            Mishap::Sky(sky) => {
                self.sky = sky;
                desk.sky(sky);
                if sky == Sky::Clear {
                    self.kiosk().post.courier().unwrap().link_came_up();
                } else {
                    self.totals.outages += 1;
                }
            }
            Reboot | RebootIn1970 => {
                let stamp = self.kiosk().clock.stamp();
                let at = if matches!(mishap, Reboot) { (stamp.at.timestamp(), false) } else { EPOCH };
                // What is under way breaks, as it does when the power goes.
                self.kiosk = None;
                desk.sky(self.sky);
                self.boot(folder, at);
            }
            ClockAYearAhead => {
                let clock = &self.kiosk().clock;
                clock.jump(clock.stamp().at.timestamp() + FAR, false);
            }
        }
    }

    fn one_visit(&mut self) {
        let (what, left) = hand::visit(self.kiosk(), self.totals.visits);
        self.totals.visits += 1;
        self.totals.kept += left.kept;
        self.totals.asked += left.tickets;
        let (tried, done) = self.done.entry(format!("{what:?}")).or_default();
        *tried += 1;
        *done += u64::from(left.done);
    }

    /// Waits until nothing is left to be sent.
    fn drain(&self) {
        let begun = machine_now();
        loop {
            let kiosk = self.kiosk();
            kiosk.post.courier().unwrap().link_came_up();
            let again = machine_now();
            let all = || {
                let keeper = kiosk.post.keeper();
                let sound = keeper.health().unwrap().sound.unwrap();
                keeper.counts().unwrap().waiting == 0 && sound.waiting == 0
            };
            let mut there = false;
            kiosk.until(|| {
                there = all();
                there || machine_now() - again > TELL_AGAIN
            });
            if there {
                return;
            }
            let counts = kiosk.post.keeper().counts().unwrap();
            assert!(machine_now() - begun < DRAIN, "still waiting when the line was long there: {counts:?}");
        }
    }
}

/// The names of all entries of a closed store.
fn ids(file: &Path) -> BTreeSet<String> {
    let store = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    let mut all = store.prepare("SELECT id FROM entry").unwrap();
    let name = |row: &rusqlite::Row<'_>| {
        Ok(match row.get_ref(0)? {
            rusqlite::types::ValueRef::Blob(bytes) => uuid::Uuid::from_slice(bytes).unwrap().to_string(),
            text => text.as_str().unwrap().to_owned(),
        })
    };
    all.query_map([], name).unwrap().map(Result::unwrap).collect()
}

/// What was printed, ticket by ticket: each has a code of its own, so two that are alike are one that was printed twice.
fn tickets(folder: &Path) -> Vec<[u8; 32]> {
    let Ok(files) = std::fs::read_dir(folder) else { return Vec::new() };
    files.map(|file| Sha256::digest(std::fs::read(file.unwrap().path()).unwrap()).into()).collect()
}
