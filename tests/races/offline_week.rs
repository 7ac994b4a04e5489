//! Ten kiosks whose line is down for a week, while residents and staff book the times of forty hosts.

use crate::proxy::{Fate, Weather};
use crate::town::Town;
use inloop::booking::desk::Holder;
use inloop::clock::{BenchLuck, Luck};
use inloop::desk::store::appointing::Booked;
use inloop::desk::store::{entries, kiosks, slots};
use inloop::entry::{EntryId, SlotId, SpreekuurId, Whom};
use inloop::kiosk::keeper::Why;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

const KIOSKS: u8 = 10;
const HOSTS: usize = 40;
/// A week of times: two days on which the line is down, and five after it has come back.
const DAYS: [u32; 7] = [2, 4, 8, 9, 10, 11, 12];
const A_DAY: u32 = 8;
/// Another one is another week.
const SEED: u64 = 1;
/// How long the line is down, and how many hours a day somebody is at the kiosks.
const DOWN_FOR_DAYS: u64 = 7;
const OPEN_FOR_HOURS: u64 = 8;

// What happens to whom.
/// These lose their power now and then.
const CRASH: [usize; 3] = [0, 1, 2];
/// Goes on with an older copy of its database; the newer one is never found.
const OLDER_COPY: usize = 3;
/// Goes on with an older copy of its database; the newer one is found after the week, and put back.
const OLDER_COPY_AND_BACK: usize = 4;
/// Written off, and found again after the week.
const WRITTEN_OFF: usize = 5;
/// The same, and staff gave its times to others, knowing that two may come.
const GIVEN_AWAY: usize = 6;

#[test]
fn a_week_without_network_double_books_nothing_loses_nothing_and_strands_nothing() {
    let mut week = Week::begins();
    week.passes();
    week.line_returns();
    week.everything_has_arrived();
    week.nothing_is_stranded();
    println!("{:?}", week.counts);
    for what in ["at a kiosk", "by staff", "wish", "used before", "crash", "lost with a disk", "may be double", "not its own"] {
        assert!(week.counts.get(what).is_some_and(|times| *times > 0), "{what} never happened: {:?}", week.counts);
    }
}

/// Who was promised a time, and by whom; staff are none of the kiosks.
#[derive(Clone, Copy, Debug)]
struct Promise {
    id: EntryId,
    slot: SlotId,
    kiosk: Option<usize>,
}

struct Week {
    town: Town,
    luck: BenchLuck,
    promises: Vec<Promise>,
    wishes: Vec<EntryId>,
    /// Promised by a database that nobody has any more.
    lost: Vec<Promise>,
    /// Times of [`GIVEN_AWAY`] that staff gave away a second time.
    given_away: BTreeSet<SlotId>,
    older: BTreeMap<usize, PathBuf>,
    newer: Option<PathBuf>,
    counts: BTreeMap<&'static str, usize>,
}

impl Week {
    /// Every kiosk speaks with the desk once; then the line goes.
    fn begins() -> Self {
        let town = Town::open(KIOSKS, SEED);
        let whom = [Whom::Team, Whom::Police, Whom::Municipality, Whom::Housing, Whom::Street];
        let hosts: Vec<SpreekuurId> = (0..HOSTS).map(|nth| town.spreekuur(whom[nth % 5], &format!("host {nth}"))).collect();
        let noon = town.minute();
        let minutes: Vec<u32> =
            DAYS.iter().flat_map(|day| (0..A_DAY).map(move |nth| noon + day * 24 * 60 + nth * 30 - 180)).collect();
        town.at_desk(move |conn, now| hosts.iter().try_for_each(|host| slots::offer(conn, *host, &minutes, now).map(drop)));
        let mut week = Week {
            town,
            luck: BenchLuck::seeded(SEED),
            promises: Vec::new(),
            wishes: Vec::new(),
            lost: Vec::new(),
            given_away: BTreeSet::new(),
            older: BTreeMap::new(),
            newer: None,
            counts: BTreeMap::new(),
        };
        for kiosk in &mut week.town.kiosks {
            kiosk.proxy.set(Weather::Fates(Arc::new(|_| Fate::Passed)));
            kiosk.sync().unwrap();
            let held = kiosk.keeper().held().unwrap();
            assert!(held.len() >= 3 * HOSTS, "{} times for a week", held.len());
            kiosk.proxy.set(Weather::Cut);
        }
        week
    }

    fn note(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    fn one_in(&self, many: u64) -> bool {
        self.luck.below(many).unwrap() == 0
    }

    fn one_of<T: Copy>(&self, all: &[T]) -> Option<T> {
        all.get(self.luck.below(all.len() as u64).unwrap() as usize).copied()
    }

    fn passes(&mut self) {
        for day in 0..DOWN_FOR_DAYS {
            for hour in 0..OPEN_FOR_HOURS {
                self.town.clock.advance(Duration::from_secs(3600));
                (0..self.town.kiosks.len()).for_each(|place| self.at_the_glass(place));
                self.on_the_phone();
                self.trouble(day, hour);
            }
            self.town.clock.advance(Duration::from_secs((24 - OPEN_FOR_HOURS) * 3600));
        }
    }

    /// A resident books what the kiosk holds, or leaves a wish.
    fn at_the_glass(&mut self, place: usize) {
        if self.one_in(3) {
            return;
        }
        let now = self.town.minute();
        let held = self.town.kiosks[place].keeper().held().unwrap();
        let held: Vec<_> = held.into_iter().filter(|right| right.slot.minute() > now).collect();
        let right = self.one_of(&held).filter(|_| !self.one_in(10));
        let id = self.town.kiosks[place].books(Whom::Team, right).unwrap();
        let Some(right) = right else {
            self.note("wish");
            return self.wishes.push(id);
        };
        self.promise(Promise { id, slot: right.slot, kiosk: Some(place) });
        self.note("at a kiosk");
        if self.one_in(4) {
            let again = self.town.kiosks[place].books(Whom::Team, Some(right));
            assert!(matches!(again, Err(Why::NotHeld)), "a right was used twice: {again:?}");
            self.note("used before");
        }
    }

    fn promise(&mut self, new: Promise) {
        let same = |before: &&Promise| before.slot == new.slot;
        if let Some(before) = self.promises.iter().chain(&self.lost).find(same) {
            // Only what staff did knowingly.
            let knowingly = before.kiosk == Some(GIVEN_AWAY) && new.kiosk.is_none()
                || new.kiosk == Some(GIVEN_AWAY) && before.kiosk.is_none();
            let knowingly = knowingly && self.given_away.contains(&new.slot);
            assert!(knowingly, "promised twice: {before:?}, {new:?}");
            self.note("promised twice, knowingly");
        }
        self.promises.push(new);
    }

    /// Staff book what is the desk's; what a kiosk holds they cannot.
    fn on_the_phone(&mut self) {
        let now = self.town.minute();
        let all = self.town.at_desk(move |conn, _| slots::between(conn, None, now + 1, u32::MAX));
        let with = |fits: fn(Holder) -> bool| -> Vec<SlotId> {
            all.iter().filter(|slot| fits(slot.holder)).map(|slot| slot.id).collect()
        };
        let (free, held) = (with(|holder| holder == Holder::Desk), with(|holder| matches!(holder, Holder::Kiosk(_))));
        let blocked = with(|holder| matches!(holder, Holder::Blocked(_)));
        if let Some(slot) = self.one_of(&free) {
            let id = self.town.counter().books(slot, false).unwrap();
            self.promise(Promise { id, slot, kiosk: None });
            self.note("by staff");
        }
        if let Some(slot) = self.one_of(&held) {
            assert_eq!(self.town.counter().books(slot, true), Err(Booked::Taken), "{slot}");
            self.note("not its own");
        }
        if let Some(slot) = self.one_of(&blocked) {
            assert_eq!(self.town.counter().books(slot, false), Err(Booked::MayBeDouble), "{slot}");
            self.note("may be double");
        }
    }

    fn trouble(&mut self, day: u64, hour: u64) {
        for place in CRASH {
            if self.one_in(12) {
                self.town.kiosks[place].crashes();
                self.note("crash");
            }
        }
        match (day, hour) {
            (1, 3) => {
                for place in [OLDER_COPY, OLDER_COPY_AND_BACK] {
                    self.older.insert(place, self.town.kiosks[place].copies_database());
                }
            }
            (4, 2) => {
                let lost = self.town.kiosks[OLDER_COPY].keeper().waiting(1_000, Default::default()).unwrap();
                self.town.kiosks[OLDER_COPY].goes_on_with(&self.older[&OLDER_COPY]);
                let still = self.town.kiosks[OLDER_COPY].keeper().waiting(1_000, Default::default()).unwrap();
                let gone: Vec<EntryId> =
                    lost.iter().map(|entry| entry.id).filter(|id| still.iter().all(|entry| entry.id != *id)).collect();
                self.lost = self.promises.extract_if(.., |promise| gone.contains(&promise.id)).collect();
                self.wishes.retain(|wish| !gone.contains(wish));
                *self.counts.entry("lost with a disk").or_default() += self.lost.len();
                self.newer = Some(self.town.kiosks[OLDER_COPY_AND_BACK].goes_on_with(&self.older[&OLDER_COPY_AND_BACK]));
            }
            (3, 0) => self.written_off(WRITTEN_OFF),
            (3, 1) => {
                self.written_off(GIVEN_AWAY);
                let id = self.town.kiosks[GIVEN_AWAY].id;
                let held = self.town.kiosks[GIVEN_AWAY].keeper().held().unwrap();
                let booked = self.promises.iter().filter(|promise| promise.kiosk == Some(GIVEN_AWAY));
                self.given_away = held.iter().map(|right| right.slot).chain(booked.map(|promise| promise.slot)).collect();
                let freed = self.town.at_desk(move |conn, now| slots::accept_risk(conn, id, now));
                assert!(freed >= held.len());
                // Somebody is given one of them at once.
                let promised = |slot: &&SlotId| self.promises.iter().any(|promise| promise.slot == **slot);
                let now = self.town.minute();
                let one = *self.given_away.iter().find(|slot| slot.minute() > now && promised(slot)).unwrap();
                let id = self.town.counter().books(one, false).unwrap();
                self.promise(Promise { id, slot: one, kiosk: None });
            }
            _ => {}
        }
    }

    fn written_off(&self, place: usize) {
        let id = self.town.kiosks[place].id;
        assert!(self.town.at_desk(move |conn, now| kiosks::write_off(conn, id, now)));
    }

    /// Everything that waited goes out, and the kiosks speak with the desk, in any order.
    fn line_returns(&mut self) {
        for kiosk in &self.town.kiosks {
            kiosk.proxy.set(Weather::Fates(Arc::new(|_| Fate::Passed)));
        }
        for place in [WRITTEN_OFF, GIVEN_AWAY] {
            let kiosk = &mut self.town.kiosks[place];
            assert!(kiosk.sync().is_err() && !kiosk.deliver(), "nothing that it says is taken");
            self.town.takes_in_again(place);
        }
        let mut steps: Vec<(usize, bool)> =
            (0..self.town.kiosks.len()).flat_map(|place| [(place, true), (place, false), (place, true)]).collect();
        while !steps.is_empty() {
            let (place, speaks) = steps.swap_remove(self.luck.below(steps.len() as u64).unwrap() as usize);
            let kiosk = &mut self.town.kiosks[place];
            if speaks {
                kiosk.sync().unwrap();
            } else {
                assert!(kiosk.deliver());
            }
        }
        let newer = self.newer.take().unwrap();
        self.town.kiosks[OLDER_COPY_AND_BACK].goes_on_with(&newer);
        for kiosk in &mut self.town.kiosks {
            assert!(kiosk.deliver());
            kiosk.sync().unwrap();
            let counts = kiosk.keeper().counts().unwrap();
            assert_eq!((counts.waiting, counts.parked), (0, 0));
        }
    }

    /// Each once, with its time; but for what staff gave away a second time, to a resident or to another kiosk: that stands
    /// before them as a conflict.
    fn everything_has_arrived(&mut self) {
        for promise in self.promises.clone() {
            let (found, slot) = (self.town.booking(promise.id), promise.slot);
            let holder = self.town.at_desk(move |conn, _| slots::find(conn, slot)).unwrap().holder;
            let given_away = promise.kiosk == Some(GIVEN_AWAY) && self.given_away.contains(&slot);
            if given_away && holder != Holder::Booked(promise.id) {
                assert_eq!(found, [format!("conflict {slot}")], "{promise:?}");
                self.note("conflict");
            } else {
                assert_eq!(found, [format!("booked {slot}")], "{promise:?}");
                assert_eq!(holder, Holder::Booked(promise.id), "{promise:?}");
            }
        }
        for wish in &self.wishes {
            assert_eq!(self.town.booking(*wish), ["wish no time"]);
        }
        let by_staff = self.promises.iter().filter(|promise| promise.kiosk.is_none()).count();
        let left = self.promises.len() - by_staff + self.wishes.len();
        assert_eq!(self.town.at_desk(|conn, _| entries::count(conn)), left as i64, "each entry once, and no other");
        self.no_time_is_booked_twice();
    }

    fn no_time_is_booked_twice(&self) {
        let twice = "SELECT spreekuur || '-' || minute AS cell FROM booking WHERE state = 'booked' \
                     GROUP BY spreekuur, minute HAVING count(*) > 1";
        assert!(self.town.column(twice.into()).is_empty());
    }

    /// Every time that nobody has can be booked, by whoever holds it. What was promised by a lost disk waits for whoever has the
    /// promise, until staff accept that two may come.
    fn nothing_is_stranded(&mut self) {
        let now = self.town.minute();
        let all = self.town.at_desk(move |conn, _| slots::between(conn, None, now + 1, u32::MAX));
        let lost: BTreeSet<SlotId> = self.lost.iter().map(|lost| lost.slot).filter(|slot| slot.minute() > now).collect();
        for slot in all {
            match slot.holder {
                Holder::Booked(_) => continue,
                Holder::Desk => {
                    self.town.counter().books(slot.id, false).unwrap();
                    self.note("was the desk's");
                }
                Holder::Kiosk(claim) => {
                    let place = self.town.kiosks.iter().position(|kiosk| kiosk.id == claim.kiosk).unwrap();
                    let kiosk = &self.town.kiosks[place];
                    let Some(right) = kiosk.holds(slot.id) else {
                        assert!(place == OLDER_COPY && lost.contains(&slot.id), "stranded with kiosk {place}: {slot:?}");
                        continue;
                    };
                    assert_eq!(right.grant, claim.grant);
                    kiosk.books(Whom::Team, Some(right)).unwrap();
                    self.note("was a kiosk's");
                }
                Holder::Blocked(_) | Holder::Withdrawn(_) => panic!("stranded: {slot:?}"),
            }
            assert!(!lost.contains(&slot.id), "somebody has the promise of {slot:?}");
        }
        assert!(self.town.kiosks.iter().all(|kiosk| kiosk.deliver()));
        self.written_off(OLDER_COPY);
        for slot in lost {
            assert_eq!(self.town.counter().books(slot, false), Err(Booked::MayBeDouble));
            self.town.counter().books(slot, true).unwrap();
            self.note("given away after a disk was lost");
        }
        let left = "SELECT spreekuur || '-' || minute AS cell FROM slot WHERE state <> 'booked' AND minute > ";
        assert!(self.town.column(format!("{left}{now}")).is_empty());
        self.no_time_is_booked_twice();
    }
}
