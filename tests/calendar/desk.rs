//! A desk with one spreekuur that is bound to a calendar, and a kiosk.

use crate::appointing::*;
use crate::by_hand::*;
use crate::cable::Cable;
use crate::radicale::{PASSWORD, Radicale, USER};
use inloop::clock::BenchLuck;
use inloop::desk::connect::runner::Turn;
use inloop::desk::store::calendars::{self, State};
use inloop::desk::store::slots::Slot;
use inloop::desk::store::{KiosksSince, StoreError, backup, restore, slots};
use inloop::entry::*;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub const SECRETS: [(&str, &str); 1] = [("caldav-politie.secret", PASSWORD)];

pub struct World {
    pub bench: Bench,
    pub kiosk: Kiosk,
    pub radicale: Radicale,
    pub cable: Cable,
    pub spreekuur: SpreekuurId,
    _runtime: tokio::runtime::Runtime,
}

/// The section of the configuration.
pub fn section(port: u16) -> String {
    format!(
        "[[connect.caldav]]\nspreekuur = 1\nurl = \"{}\"\nuser = \"{USER}\"\nsecret = \"caldav-politie.secret\"\n",
        Radicale::url(port)
    )
}

impl World {
    /// With times at twelve hours after noon, of half an hour each; the calendar was not read yet.
    pub fn new() -> Self {
        World::with(&hours(1..=12))
    }

    pub fn with(minutes: &[u32]) -> Self {
        let radicale = Radicale::start();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let cable = Cable::to(radicale.port, &runtime);
        let bench = Bench::connected(&section(cable.port)).bound(&SECRETS);
        let kiosk = bench.enrol(1);
        let spreekuur = spreekuur(&bench, Whom::Police, minutes);
        assert_eq!(spreekuur.get(), 1);
        World { bench, kiosk, radicale, cable, spreekuur, _runtime: runtime }
    }

    pub fn slot(&self, hour: u32) -> SlotId {
        SlotId::new(self.spreekuur, NOON + hour * HOUR)
    }

    pub fn try_turn(&self) -> Result<Turn, StoreError> {
        let calendar = self.bench.state.calendars.of(self.spreekuur).unwrap();
        self.bench.wait(calendar.turn(&self.bench.state))
    }

    pub fn turn(&self) -> Turn {
        self.try_turn().unwrap()
    }

    /// Turns until nothing is to be done; where the road is closed, time goes by.
    pub fn settle(&self) {
        for _ in 0..200 {
            match self.turn() {
                Turn::Idle(_) => return,
                Turn::Closed(until) => {
                    let wait = u64::try_from(until - self.bench.now()).unwrap_or(0);
                    self.bench.clock.advance(Duration::from_secs(wait));
                }
                Turn::Carried(_) => {}
            }
        }
        panic!("it never comes to rest: {:?}", self.cable.asked());
    }

    /// Reads the calendar anew, and settles.
    pub fn reads(&self) {
        self.bench.clock.advance(Duration::from_secs(calendars::FRESH as u64 - 1));
        self.settle();
    }

    pub fn claim(&self, slot: SlotId) -> Option<State> {
        let id = self.spreekuur;
        let claims = self.bench.read(move |conn| calendars::claims(conn, id));
        claims.get(&i64::from(slot.minute())).map(|claim| claim.state)
    }

    pub fn slots(&self) -> Vec<Slot> {
        self.bench.read(|conn| slots::between(conn, None, 0, u32::MAX))
    }

    /// The moments of the times that somebody has, or may have, as a calendar writes them.
    pub fn needed(&self) -> Vec<String> {
        use inloop::booking::desk::Holder;
        let has = |slot: &Slot| !matches!(slot.holder, Holder::Desk | Holder::Withdrawn(None));
        let mut all: Vec<String> = self.slots().into_iter().filter(has).map(|slot| begins(slot.id)).collect();
        all.sort();
        all
    }

    /// Exactly one event stands there for each time that somebody has, and no other.
    pub fn agree(&self) {
        assert_eq!(self.radicale.ours(), self.needed());
    }

    pub fn restarted(self) -> Self {
        World { bench: self.bench.restarted().bound(&[]), ..self }
    }

    pub fn copy(&self) -> PathBuf {
        let file = self.bench.folder.path().join("copy.sqlite");
        backup(&self.bench.data(), &file, &*self.bench.clock).unwrap();
        file
    }

    /// The desk is lost, and comes back as it was at `copy`.
    pub fn restored(self, copy: &Path) -> Self {
        let (data, clock) = (self.bench.data(), self.bench.clock.clone());
        let closed = self.bench.closed();
        restore(&data, copy, true, KiosksSince::None, &*clock, &BenchLuck::seeded(9)).unwrap();
        World { bench: closed.opened().bound(&[]), ..self }
    }
}

/// When a time begins, as a calendar writes it.
pub fn begins(slot: SlotId) -> String {
    slot.start().format("%Y%m%dT%H%M%SZ").to_string()
}
