//! Whatever is lost, doubled or late between two kiosks and a desk, which may itself come back out of a backup, and whatever
//! staff do meanwhile: no time is promised to two residents, and every promise is known. The kiosks decide by the functions that
//! the real ones decide by.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod by_hand;
#[path = "slots_any_order/staff.rs"]
mod staff;

use by_hand::*;
use chrono::{NaiveDate, Weekday};
use chrono_tz::Europe::Amsterdam;
use inloop::booking::post::{Asked, Rights, State};
use inloop::clock::{BenchClock, BenchLuck, Clock};
use inloop::desk::hours::{Exception, Hours, Often, Rule, Span};
use inloop::desk::store::spreekuren::{self, New, Otherwise};
use inloop::desk::store::{KiosksSince, backup, restore, workers};
use inloop::entry::*;
use inloop::seal::seal;
use inloop::wire::{Refusal, SLOTS_SYNC, SLOTS_TAKE, Slots, SyncRequest, Take, Taken};
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Tomorrow, half an hour after another.
const TIMES: usize = 7;

/// Minutes of an appointment.
const LONG: u16 = 30;

/// Minutes after midnight at which the first one begins.
const FIRST: u16 = 9 * 60;

/// What may happen; numbers choose one of those there are.
#[derive(Clone, Debug)]
enum Happens {
    Sync {
        kiosk: usize,
        answer_lost: bool,
    },
    /// A sync leaves the kiosk, and is on its way.
    Asks {
        kiosk: usize,
    },
    /// It reaches the desk, whatever happened meanwhile; nobody waits for the answer any more.
    ReachesDesk {
        asked: usize,
    },
    Take {
        kiosk: usize,
        time: usize,
        answer_lost: bool,
    },
    Book {
        kiosk: usize,
        right: usize,
    },
    GiveUp {
        kiosk: usize,
        right: usize,
    },
    Cancel {
        promise: usize,
    },
    Arrives {
        kiosk: usize,
        entry: usize,
    },
    Withdraw {
        time: usize,
    },
    Offer,
    Backup,
    Restore,
    Staff(staff::Does),
}

fn happens() -> impl Strategy<Value = Happens> {
    use Happens::*;
    let kiosk = || 0usize..2;
    let any = || 0usize..64;
    prop_oneof![
        4 => (kiosk(), prop::bool::weighted(0.3)).prop_map(|(kiosk, answer_lost)| Sync { kiosk, answer_lost }),
        1 => kiosk().prop_map(|kiosk| Asks { kiosk }),
        1 => any().prop_map(|asked| ReachesDesk { asked }),
        3 => (kiosk(), 0..TIMES, prop::bool::weighted(0.3))
            .prop_map(|(kiosk, time, answer_lost)| Take { kiosk, time, answer_lost }),
        4 => (kiosk(), any()).prop_map(|(kiosk, right)| Book { kiosk, right }),
        1 => (kiosk(), any()).prop_map(|(kiosk, right)| GiveUp { kiosk, right }),
        2 => any().prop_map(|promise| Cancel { promise }),
        5 => (kiosk(), any()).prop_map(|(kiosk, entry)| Arrives { kiosk, entry }),
        1 => (0..TIMES).prop_map(|time| Withdraw { time }),
        1 => Just(Offer),
        1 => Just(Backup),
        1 => Just(Restore),
    ]
}

/// A kiosk: what it may do, and all that was ever left there.
struct Post {
    kiosk: Kiosk,
    /// The desk's store, as the last answer named it.
    store: Option<String>,
    rights: Rights,
    entries: Vec<Envelope>,
    /// Staff have written it off; whoever stands before it does not know.
    written_off: bool,
}

impl Post {
    /// Its requests are numbered above all that a desk from a backup may hold for used.
    fn goes_on_above(&self) {
        self.kiosk.number.fetch_add(10_000, Ordering::Relaxed);
    }

    /// True where the desk takes nothing from it, as it must be told after it was written off, and not before.
    fn is_turned_away(&self, said: &Said) -> bool {
        let refused = !matches!(said.status, 200 | 201);
        assert_eq!(refused, self.written_off, "{said:?}");
        refused
    }
}

/// What a resident was told at a kiosk.
struct Promise {
    id: EntryId,
    slot: SlotId,
    /// Recognises the resident's code; none for who was booked on the phone.
    seed: Option<u8>,
    /// False once the resident said that they do not come, or staff have cancelled it.
    stands: bool,
}

struct Hall {
    bench: Option<Bench>,
    team: SpreekuurId,
    worker: i32,
    posts: Vec<Post>,
    promises: Vec<Promise>,
    on_their_way: Vec<Signed>,
    copy: Option<PathBuf>,
    copies: usize,
    /// Keys and names that were given out so far.
    keys: u8,
}

fn tomorrow() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn starts(place: usize) -> u16 {
    FIRST + place as u16 * LONG
}

impl Hall {
    fn new() -> Self {
        let bench = Bench::new();
        let posts = [1, 2].map(|seed| Post {
            kiosk: bench.enrol(seed),
            store: None,
            rights: Rights::default(),
            entries: Vec::new(),
            written_off: false,
        });
        let (team, worker) = bench.write(|conn| {
            let (host, place, feed) = ("Ans".to_owned(), "kamer 1".to_owned(), "feed".to_owned());
            let team = spreekuren::add(conn, &New { whom: Whom::Team, host, place, minutes: LONG, feed }, MONDAY_NOON)?;
            let span = Span::new(FIRST, FIRST + TIMES as u16 * LONG).unwrap();
            let rule = Rule::on(Weekday::Tue, Often::Weekly);
            let hours = Hours { rule, span, first: tomorrow(), last: Some(tomorrow()) };
            assert!(spreekuren::add_hours(conn, team, &hours, MONDAY_NOON)?);
            Ok((team, workers::add(conn, "anna", "unused", false, MONDAY_NOON)?.unwrap()))
        });
        Hall {
            bench: Some(bench),
            team,
            worker,
            posts: posts.into(),
            promises: Vec::new(),
            on_their_way: Vec::new(),
            copy: None,
            copies: 0,
            keys: 10,
        }
    }

    fn bench(&self) -> &Bench {
        self.bench.as_ref().unwrap()
    }

    fn time(&self, place: usize) -> SlotId {
        let start = tomorrow().and_time(Default::default()) + chrono::TimeDelta::minutes(i64::from(starts(place)));
        SlotId::at(self.team, start.and_local_timezone(Amsterdam).unwrap().to_utc()).unwrap()
    }

    /// The hours are as they were at first.
    fn offer(&self) {
        let team = self.team;
        self.bench().write(move |conn| {
            for line in spreekuren::exceptions(conn, team, tomorrow())? {
                spreekuren::remove_exception(conn, team, line.id, MONDAY_NOON)?;
            }
            Ok(())
        });
    }

    fn happens(&mut self, what: Happens) {
        match what {
            Happens::Sync { kiosk, answer_lost } => self.sync(kiosk, answer_lost),
            Happens::Asks { kiosk } => {
                self.posts[kiosk].goes_on_above();
                let (request, _) = self.asks(kiosk);
                self.on_their_way.push(request);
            }
            Happens::ReachesDesk { asked } => {
                if asked < self.on_their_way.len() {
                    let request = self.on_their_way.swap_remove(asked);
                    let said = self.bench().ask(request);
                    // Refused where something that was sent after it was faster, or its key is none any more.
                    let refused = [Refusal::Replayed, Refusal::Revoked, Refusal::Unsigned];
                    assert!(said.status == 200 || refused.contains(&said.refusal()), "{said:?}");
                }
            }
            Happens::Take { kiosk, time, answer_lost } => {
                let (slot, post) = (self.time(time), &self.posts[kiosk]);
                let body = serde_json::to_vec(&Take { v: 1, slot }).unwrap();
                let said = self.bench().ask(post.kiosk.sign("POST", SLOTS_TAKE, &body, Duration::ZERO));
                if post.is_turned_away(&said) {
                    return;
                }
                let taken: Taken = said.json();
                if let (Some(grant), false) = (taken.grant, answer_lost)
                    && let Ok(step) = post.rights.granted(Grant { grant, slot })
                {
                    self.posts[kiosk].rights.apply(&step);
                }
            }
            Happens::Book { kiosk, right } => {
                let held: Vec<Grant> = self.posts[kiosk].rights.held().collect();
                if !held.is_empty() {
                    self.book(kiosk, held[right % held.len()]);
                }
            }
            Happens::GiveUp { kiosk, right } => {
                let held: Vec<Grant> = self.posts[kiosk].rights.held().collect();
                let step = self.posts[kiosk].rights.give_up(held.get(right).map(|right| right.grant));
                self.posts[kiosk].rights.apply(&step);
            }
            Happens::Cancel { promise } => {
                let Some(promise) = self.promises.get_mut(promise).filter(|promise| promise.stands) else { return };
                let Some(seed) = promise.seed else { return };
                promise.stands = false;
                // At whichever kiosk they pass.
                self.left(usize::from(seed) % 2, Body::Cancel(Cancel { code: Secret::new([seed; 16]) }), None);
            }
            Happens::Arrives { kiosk, entry } => {
                if let Some(envelope) = self.posts[kiosk].entries.get(entry).cloned() {
                    self.arrives(kiosk, &envelope);
                }
            }
            Happens::Withdraw { time } => {
                let (team, span) = (self.team, Span::new(starts(time), starts(time + 1)));
                let closed = Otherwise { exception: Exception::Closed(tomorrow(), span), reason: None };
                // A day has room for so many exceptions and no more.
                self.bench().write(move |conn| spreekuren::add_exception(conn, team, &closed, MONDAY_NOON));
            }
            Happens::Offer => self.offer(),
            Happens::Backup => {
                self.copies += 1;
                let file = self.bench().folder.path().join(format!("copy-{}.sqlite", self.copies));
                backup(&self.bench().data(), &file, &*self.bench().clock).unwrap();
                self.copy = Some(file);
            }
            Happens::Restore => self.restore(),
            Happens::Staff(does) => self.staff_does(does),
        }
    }

    fn asks(&mut self, kiosk: usize) -> (Signed, Asked) {
        let post = &mut self.posts[kiosk];
        let asked = post.rights.ask();
        let (returned, holding, booked) = (asked.returned.clone(), asked.holding.clone(), asked.booked.clone());
        let store = post.store.clone();
        let body = serde_json::to_vec(&SyncRequest { v: 1, store, returned, holding, booked }).unwrap();
        (post.kiosk.sign("POST", SLOTS_SYNC, &body, Duration::ZERO), asked)
    }

    fn sync(&mut self, kiosk: usize, answer_lost: bool) {
        let (request, asked) = self.asks(kiosk);
        let said = self.bench().ask(request);
        if self.posts[kiosk].is_turned_away(&said) {
            return;
        }
        let said: Slots = said.json();
        if !answer_lost {
            self.posts[kiosk].store = Some(said.store);
            let rights = &mut self.posts[kiosk].rights;
            let step = rights.take_up(&asked, &said.held, &said.wanted_back).unwrap();
            rights.apply(&step);
        }
    }

    /// The resident at the glass is promised the time.
    fn book(&mut self, kiosk: usize, by: Grant) {
        let seed = self.promises.len() as u8;
        let booking = Booking { whom: Whom::Team, time: Some(by), contact: None };
        let id = self.left(kiosk, Body::Booking(booking), Some(Secret::new([seed; 16]).recognition()));
        let step = self.posts[kiosk].rights.book(by, id).unwrap();
        self.posts[kiosk].rights.apply(&step);
        self.is_promised(Promise { id, slot: by.slot, seed: Some(seed), stands: true });
    }

    /// A resident is told that the time is theirs.
    fn is_promised(&mut self, new: Promise) {
        let others = self.promises.iter().filter(|promise| promise.stands && promise.slot == new.slot).count();
        assert_eq!(others, 0, "{} is promised to two residents", new.slot);
        self.promises.push(new);
    }

    fn left(&mut self, kiosk: usize, body: Body, recognition: Option<Recognition>) -> EntryId {
        let post = &self.posts[kiosk];
        let mut entry = post.kiosk.entry(post.entries.len() as u64 + 1, self.bench().clock.stamp(), body);
        entry.recognition = recognition;
        let envelope = seal(&entry, &self.bench().recipients()).unwrap().envelope().clone();
        self.posts[kiosk].entries.push(envelope);
        entry.header.id
    }

    fn arrives(&self, kiosk: usize, envelope: &Envelope) {
        let post = &self.posts[kiosk];
        let said = self.bench().ask(post.kiosk.put(envelope));
        assert!(post.is_turned_away(&said) || matches!(said.status, 200 | 201), "{said:?}");
    }

    /// The desk is lost, and comes back as it was when the last copy was made.
    fn restore(&mut self) {
        let Some(copy) = self.copy.clone() else { return };
        let bench = self.bench.take().unwrap();
        bench.clock.advance(Duration::from_secs(60));
        let (data, now) = (bench.data(), bench.now());
        let down = bench.closed();
        restore(&data, &copy, true, KiosksSince::None, &BenchClock::at(now, true), &BenchLuck::seeded(now as u64)).unwrap();
        self.bench = Some(down.opened());
        self.posts.iter().for_each(Post::goes_on_above);
    }

    /// The line comes up, and everything that was left arrives, twice.
    fn comes_to_rest(&mut self) {
        for kiosk in 0..self.posts.len() {
            if self.posts[kiosk].written_off {
                self.staff_does(staff::Does::EnrolAnew { kiosk });
            }
        }
        for _ in 0..2 {
            for kiosk in 0..self.posts.len() {
                for envelope in self.posts[kiosk].entries.clone() {
                    self.arrives(kiosk, &envelope);
                }
                self.sync(kiosk, false);
            }
        }
        for promise in &self.promises {
            let bytes = promise.id.as_bytes().map(|byte| format!("{byte:02X}")).concat();
            let state = self.column(format!("SELECT state AS cell FROM booking WHERE hex(id) = '{bytes}'"));
            assert_eq!(state, [if promise.stands { "booked" } else { "cancelled" }], "{}", promise.slot);
        }
        self.is_in_order();
        assert!(self.column("SELECT kind AS cell FROM unmatched".into()).is_empty());
        let granted = "SELECT spreekuur || '-' || minute || ' ' || grant_id AS cell FROM slot WHERE state = 'granted'";
        for stranded in self.column(granted.into()) {
            let known = self.posts.iter().flat_map(|post| post.rights.known());
            let known = known.filter(|(_, right)| matches!(right.state, State::Held | State::Returning));
            let mut known = known.map(|(grant, right)| format!("{} {}", right.slot, grant.get()));
            assert!(known.any(|known| known == stranded), "{stranded} is given to a kiosk that neither books nor returns it");
        }
    }

    /// What is true at every moment: each appointment that stands has its slot, each slot that is booked has its appointment,
    /// and nobody has the same.
    fn is_in_order(&self) {
        let booked = self.column(
            "SELECT spreekuur || '-' || minute || ' ' || hex(id) AS cell FROM booking WHERE state = 'booked' ORDER BY 1".into(),
        );
        let times: Vec<&str> = booked.iter().filter_map(|row| row.split(' ').next()).collect();
        let mut once = times.clone();
        once.dedup();
        assert_eq!(times, once, "each time once");
        let has = "SELECT spreekuur || '-' || minute || ' ' || hex(booking) AS cell FROM slot WHERE state = 'booked' ORDER BY 1";
        assert_eq!(self.column(has.into()), booked, "and each has its slot");
    }

    fn column(&self, select: String) -> Vec<String> {
        use diesel::RunQueryDsl;
        self.bench().read(move |conn| Ok(diesel::sql_query(select).load::<Cell>(conn)?)).into_iter().map(|row| row.cell).collect()
    }
}

#[derive(diesel::QueryableByName)]
struct Cell {
    #[diesel(sql_type = diesel::sql_types::Text)]
    cell: String,
}

/// So many, where the environment does not ask for another number.
fn cases(many: u32) -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    if asked { ProptestConfig::default() } else { ProptestConfig::with_cases(many) }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 300, failure_persistence: None, ..cases(60) })]

    #[test]
    fn no_time_is_promised_twice_and_every_promise_arrives(story in prop::collection::vec(happens(), 10..70)) {
        let mut hall = Hall::new();
        for what in story {
            hall.happens(what);
        }
        hall.comes_to_rest();
    }

    /// Without a restore, after which only staff know what they did on the phone: that is told in `tests/slots/restored.rs`.
    #[test]
    fn whatever_staff_do_meanwhile_no_time_is_promised_twice_and_every_promise_is_known(
        story in prop::collection::vec(staff::happens(), 10..70)
    ) {
        let mut hall = Hall::new();
        for what in story {
            hall.happens(what);
            hall.is_in_order();
            hall.knows_every_promise_that_arrived();
        }
        hall.comes_to_rest();
    }
}
