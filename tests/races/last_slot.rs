//! Two kiosks and a worker want the last time of a spreekuur, a thousand times.

use crate::proxy::{DEADLINE, Fate, Weather};
use crate::town::{Counter, Kiosk, Town, hex};
use inloop::booking::desk::Holder;
use inloop::clock::{BenchLuck, Luck};
use inloop::desk::store::appointing::Booked;
use inloop::desk::store::{appointments, slots};
use inloop::entry::{EntryId, Grant, SlotId, SpreekuurId, Whom};
use inloop::kiosk::courier::TakeAnswer;
use inloop::visit::{Effect, Event, Offer, Screen, SiteView, Visit};
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::time::Duration;

const RUNS: u64 = 1_000;

/// Other times with the same people, where there are any: so many that each of the three finds one, whatever the kiosks are given
/// of them to hold.
const OTHERS: u32 = 9;

/// So many others are offered.
const NEAREST: usize = 3;

/// How often a resident touches the time again before leaving a wish.
const TRIES: usize = 2;

/// Towns in which they are played at once: everything in a run waits for something else now and then.
const TOWNS: u64 = 2;

#[test]
fn two_kiosks_and_a_worker_on_the_last_time_make_one_booking_and_the_others_get_something_else() {
    let towns: Vec<_> = (0..TOWNS).map(|town| std::thread::spawn(move || one_town(town))).collect();
    let counts = towns.into_iter().map(|town| town.join().unwrap()).reduce(Counts::and).unwrap();
    println!("{RUNS} runs: {counts:?}");
    let planned = |who| (0..RUNS).filter(|run| Plan::of(*run).ahead == Some(who)).count();
    for who in [Who::Hall, Who::Library, Who::Worker] {
        assert!(planned(who) > 50 && counts.0[&Happened::Won(who)] >= planned(who), "{who:?} went ahead and did not win");
    }
    let unheard = (0..RUNS).filter(|run| Plan::of(*run).nobody_hears).count();
    assert!(unheard > 50 && counts.0[&Happened::WonByTheNext] >= unheard, "what no kiosk heard of was lost");
}

/// Every so many runs, in a town of their own.
fn one_town(first: u64) -> Counts {
    let mut town = Town::open(2, first);
    let (wanted, others) = (town.spreekuur(Whom::Team, "Ans"), town.spreekuur(Whom::Team, "Bea"));
    let bell = Arc::new(Bell::default());
    let lines: Vec<Line> = town.kiosks.iter().map(|kiosk| Line::of(kiosk, &bell)).collect();
    let mut counts = Counts::default();
    for run in (first..RUNS).step_by(TOWNS as usize) {
        Run::new(&mut town, &lines, &bell, (wanted, others), run).plays(&mut counts);
    }
    let states = town.column("SELECT DISTINCT state AS cell FROM booking ORDER BY 1".into());
    assert_eq!(states, ["booked", "wish"], "nothing is in doubt");
    assert!(town.column("SELECT kind AS cell FROM unmatched".into()).is_empty());
    counts
}

/// Who wants the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Hall,
    Library,
    Worker,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Happened {
    Won(Who),
    /// Nobody was promised the time in the storm; the next who came got it.
    WonByTheNext,
    AnotherTime,
    Wish,
    /// A worker had no time to offer.
    CallsBack,
}

#[derive(Debug, Default)]
struct Counts(BTreeMap<Happened, usize>);

impl Counts {
    fn add(&mut self, what: Happened) {
        *self.0.entry(what).or_default() += 1;
    }

    fn and(mut self, other: Counts) -> Counts {
        other.0.into_iter().for_each(|(what, times)| *self.0.entry(what).or_default() += times);
        self
    }
}

/// Counts the requests that a proxy has read, for a worker who comes in between.
#[derive(Default)]
struct Bell(Mutex<usize>, Condvar);

impl Bell {
    fn rings(&self, times: usize) {
        let mut rung = self.0.lock().unwrap();
        *rung = rung.saturating_add(times);
        self.1.notify_all();
    }

    fn until(&self, times: usize) {
        let rung = self.0.lock().unwrap();
        let (_rung, waited) = self.1.wait_timeout_while(rung, DEADLINE, |rung| *rung < times).unwrap();
        assert!(!waited.timed_out(), "no kiosk asks anything");
    }
}

/// A kiosk's line: what becomes of its next requests. What follows them passes.
struct Line(Arc<Mutex<VecDeque<Fate>>>);

impl Line {
    fn of(kiosk: &Kiosk, bell: &Arc<Bell>) -> Self {
        let fates = Arc::new(Mutex::new(VecDeque::new()));
        let (next, bell) = (Arc::clone(&fates), Arc::clone(bell));
        kiosk.proxy.set(Weather::Fates(Arc::new(move |_| {
            bell.rings(1);
            next.lock().unwrap().pop_front().unwrap_or(Fate::Passed)
        })));
        Line(fates)
    }

    fn meets(&self, fates: &VecDeque<Fate>) {
        self.0.lock().unwrap().clone_from(fates);
    }
}

/// What the lines do in one run, and who goes ahead.
struct Plan {
    ahead: Option<Who>,
    /// A worker comes as well, when so many requests are on their way: at most one of each kiosk, which may wait for the worker.
    worker_comes_at: Option<usize>,
    /// Whether there are other times.
    others: bool,
    fates: [VecDeque<Fate>; 2],
    /// Whether a resident whose time is gone takes another.
    takes_another: [bool; 2],
    /// No worker comes and no kiosk hears an answer: the desk gave one of them the time, and it does not know.
    nobody_hears: bool,
    late_first: bool,
}

impl Plan {
    fn of(run: u64) -> Self {
        let luck = BenchLuck::seeded(run);
        let one_in = |many| luck.below(many).unwrap() == 0;
        let fate = |_| match luck.below(20).unwrap() {
            0..10 => Fate::Passed,
            10..12 => Fate::Cut,
            12..15 => Fate::AnswerLost,
            15..17 => Fate::Twice,
            17..19 => Fate::Late,
            _ => Fate::Held,
        };
        let goes_ahead = luck.below(10).unwrap() as usize;
        let (ahead, nobody_hears) = ([Who::Hall, Who::Library, Who::Worker].get(goes_ahead).copied(), goes_ahead == 3);
        let mut fates = [(); 2].map(|()| (0..luck.below(6).unwrap()).map(fate).collect::<VecDeque<_>>());
        if let Some(who @ (Who::Hall | Who::Library)) = ahead {
            fates[who as usize].push_front(Fate::Passed);
        }
        let comes_at = [None, None, Some(0), Some(1), Some(2), Some(2)][luck.below(6).unwrap() as usize];
        let mut worker_comes_at = if ahead == Some(Who::Worker) { Some(0) } else { comes_at };
        if nobody_hears {
            (fates, worker_comes_at) = ([(); 2].map(|()| VecDeque::from([Fate::AnswerLost; 10])), None);
        }
        let takes_another = [(); 2].map(|()| one_in(2));
        Plan { ahead, worker_comes_at, others: !one_in(5), fates, takes_another, nobody_hears, late_first: one_in(2) }
    }
}

/// What somebody went away with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum With {
    Time(SlotId, EntryId),
    Wish(EntryId),
    CallBack,
}

struct Run<'a> {
    town: &'a mut Town,
    lines: &'a [Line],
    bell: &'a Bell,
    plan: Plan,
    name: String,
    wanted: SlotId,
}

impl<'a> Run<'a> {
    /// A new last time of `wanted`, and new times of `others` or none; what was before is over.
    fn new(
        town: &'a mut Town,
        lines: &'a [Line],
        bell: &'a Bell,
        (wanted, others): (SpreekuurId, SpreekuurId),
        run: u64,
    ) -> Self {
        town.clock.advance(Duration::from_secs(3600));
        let (plan, last) = (Plan::of(run), town.minute() + 30);
        let free: Vec<u32> = if plan.others { (1..=OTHERS).map(|nth| last + nth).collect() } else { Vec::new() };
        town.at_desk(move |conn, now| {
            slots::offer(conn, wanted, &[last], now)?;
            slots::withdraw_others(conn, others, 0, &free, now)?;
            slots::offer(conn, others, &free, now)
        });
        lines.iter().zip(&plan.fates).for_each(|(line, fates)| line.meets(fates));
        Run { town, lines, bell, plan, name: format!("run {run}"), wanted: SlotId::new(wanted, last) }
    }

    fn plays(mut self, counts: &mut Counts) {
        let mut went = self.races();
        let winner = went.iter().find(|(_, with)| self.is_wanted(with)).map(|(who, _)| *who);
        self.comes_to_rest(winner.is_none());
        match winner {
            Some(who) => counts.add(Happened::Won(who)),
            None => {
                let next = self.next_one_comes(counts);
                went.push(next);
                self.comes_to_rest(false);
            }
        }
        for (_, with) in went.iter().filter(|(_, with)| !self.is_wanted(with)) {
            counts.add(match with {
                With::Time(..) => Happened::AnotherTime,
                With::Wish(_) => Happened::Wish,
                With::CallBack => Happened::CallsBack,
            });
            assert!(*with != With::CallBack || !self.plan.others, "{}: there were others", self.name);
        }
        self.is_as_promised(&went);
    }

    fn is_wanted(&self, with: &With) -> bool {
        matches!(with, With::Time(slot, _) if *slot == self.wanted)
    }

    /// All three at once, but for one who may go ahead; what each of them went away with.
    fn races(&mut self) -> Vec<(Who, With)> {
        let (wanted, ahead) = (self.wanted, self.plan.ahead);
        let went_ahead = ahead.map(|who| {
            let id = match who {
                Who::Worker => self.town.counter().books(wanted, false).unwrap(),
                Who::Hall | Who::Library => {
                    let kiosk = &self.town.kiosks[who as usize];
                    let TakeAnswer::Granted(grant) = kiosk.take(wanted) else { panic!("{}: it was the desk's", self.name) };
                    kiosk.books(Whom::Team, Some(grant)).unwrap()
                }
            };
            With::Time(wanted, id)
        });
        let before = |who| went_ahead.filter(|_| ahead == Some(who));
        let gates: Vec<_> = self.town.kiosks.iter().map(|kiosk| Arc::clone(&kiosk.proxy)).collect();
        gates.iter().for_each(|proxy| proxy.shut_gate());
        *self.bell.0.lock().unwrap() = 0;
        let (start, bell, comes_at) = (&Barrier::new(3), self.bell, self.plan.worker_comes_at);
        let (counter, kiosks) = self.town.everybody();
        std::thread::scope(|scope| {
            let who = [Who::Hall, Who::Library].into_iter().zip(self.plan.takes_another);
            let others = self.plan.others;
            let at_kiosks = kiosks.iter_mut().zip(who).map(|(kiosk, (who, takes_another))| {
                scope.spawn(move || {
                    start.wait();
                    let went = before(who).unwrap_or_else(|| at_the_glass(kiosk, wanted, takes_another, others));
                    // The storm goes on: what is not delivered now is delivered later.
                    let _ = kiosk.deliver();
                    bell.rings(usize::MAX);
                    Some((who, went))
                })
            });
            let at_kiosks: Vec<_> = at_kiosks.collect();
            let worker = scope.spawn(move || {
                start.wait();
                bell.until(comes_at.unwrap_or(0));
                let went = comes_at.map(|_| before(Who::Worker).unwrap_or_else(|| on_the_phone(counter, wanted)));
                gates.iter().for_each(|proxy| proxy.open_gate());
                went.map(|went| (Who::Worker, went))
            });
            at_kiosks.into_iter().chain([worker]).filter_map(|thread| thread.join().unwrap()).collect()
        })
    }

    /// The storm is over: what was held up arrives, before or after everything else. The kiosks `speak` with the desk now, or
    /// when they next have something to ask.
    fn comes_to_rest(&mut self, speak: bool) {
        self.lines.iter().for_each(|line| line.meets(&VecDeque::new()));
        let late = |town: &Town| town.kiosks.iter().for_each(|kiosk| kiosk.proxy.let_late_ones_through());
        if self.plan.late_first {
            late(self.town);
        }
        for kiosk in &mut self.town.kiosks {
            assert!(kiosk.deliver(), "{}: the line is clear", self.name);
        }
        late(self.town);
        for kiosk in self.town.kiosks.iter_mut().filter(|_| speak) {
            kiosk.sync().unwrap();
        }
    }

    /// Nobody was promised the time: it has not been lost, whoever has it now.
    fn next_one_comes(&self, counts: &mut Counts) -> (Who, With) {
        let wanted = self.wanted;
        let (who, id) = match self.town.at_desk(move |conn, _| slots::find(conn, wanted)).unwrap().holder {
            Holder::Desk => (Who::Worker, self.town.counter().books(wanted, false).unwrap()),
            Holder::Kiosk(claim) => {
                let who = if claim.kiosk == self.town.kiosks[0].id { Who::Hall } else { Who::Library };
                let kiosk = &self.town.kiosks[who as usize];
                let grant = kiosk.holds(wanted).unwrap_or_else(|| panic!("{}: stranded with {claim:?}", self.name));
                (who, kiosk.books(Whom::Team, Some(grant)).unwrap())
            }
            other => panic!("{}: {other:?}, and nobody was promised it", self.name),
        };
        counts.add(Happened::WonByTheNext);
        (who, With::Time(wanted, id))
    }

    /// One booking of the time, of whoever was promised it; and what the others were promised stands as well.
    fn is_as_promised(&self, went: &[(Who, With)]) {
        let name = &self.name;
        for (_, with) in went {
            match with {
                With::Time(slot, id) => {
                    assert_eq!(self.town.bookings_of(*slot), [format!("booked {}", hex(*id))], "{name}: {slot}");
                    let of_it = (*slot, *id);
                    let holder = self.town.at_desk(move |conn, _| slots::find(conn, of_it.0)).unwrap().holder;
                    assert_eq!(holder, Holder::Booked(*id), "{name}: {slot}");
                }
                With::Wish(id) => assert_eq!(self.town.booking(*id), ["wish no time"], "{name}"),
                With::CallBack => {}
            }
        }
        assert_eq!(went.iter().filter(|(_, with)| self.is_wanted(with)).count(), 1, "{name}: {went:?}");
        for kiosk in &self.town.kiosks {
            let counts = kiosk.keeper().counts().unwrap();
            assert_eq!((counts.waiting, counts.parked, kiosk.holds(self.wanted)), (0, 0, None), "{name}");
        }
    }
}

/// A resident at a kiosk: tries for the time, is offered others where it is gone, and leaves a wish where nothing helps. Where
/// there are `others`, whoever comes too late is offered some of them.
fn at_the_glass(kiosk: &mut Kiosk, wanted: SlotId, takes_another: bool, others: bool) -> With {
    let time = |kiosk: &Kiosk, grant: Grant| With::Time(grant.slot, kiosk.books(Whom::Team, Some(grant)).unwrap());
    for _ in 0..TRIES {
        match kiosk.take(wanted) {
            TakeAnswer::Granted(grant) => return time(kiosk, grant),
            TakeAnswer::Lost(instead) => {
                assert!(instead.len() <= NEAREST && !instead.contains(&wanted), "{instead:?}");
                let offered = offered_instead(kiosk, wanted, Some(&instead));
                let all: HashSet<SlotId> = kiosk.held_after(wanted).into_iter().chain(instead).collect();
                assert_eq!(offered.len(), all.len().min(NEAREST), "{offered:?} of {all:?}");
                // What the desk gave this kiosk in an answer that was lost, nobody can offer before the next sync.
                assert!(!offered.is_empty() || !others, "there were others, and none is offered");
                if let (true, Some(other)) = (takes_another, offered.first()) {
                    let right = kiosk.holds(*other).map_or_else(|| kiosk.take(*other), TakeAnswer::Granted);
                    if let TakeAnswer::Granted(grant) = right {
                        return time(kiosk, grant);
                    }
                }
                break;
            }
            // Perhaps the desk has given it and only the answer was lost.
            TakeAnswer::NotNow => {
                let (offered, held) = (offered_instead(kiosk, wanted, None), kiosk.held_after(wanted));
                assert_eq!(offered.len(), held.len().min(NEAREST), "what is held here needs no answer");
                if kiosk.sync().is_ok()
                    && let Some(grant) = kiosk.holds(wanted)
                {
                    return time(kiosk, grant);
                }
            }
        }
    }
    With::Wish(kiosk.books(Whom::Team, None).unwrap())
}

/// What a visit at this kiosk offers in place of `wanted`: after the desk named what is near, or did not answer.
fn offered_instead(kiosk: &Kiosk, wanted: SlotId, named: Option<&[SlotId]>) -> Vec<SlotId> {
    let offer = |slot: SlotId, held| Offer { slot, whom: Whom::Team, start: slot.start().naive_utc(), minutes: 10, held };
    let held = kiosk.held_after(wanted).into_iter().map(|slot| offer(slot, kiosk.holds(slot).map(|right| right.grant)));
    let (whoms, offers) = (vec![Whom::Team], held.chain([offer(wanted, None)]).collect());
    let site = SiteView { online: true, clock_trusted: true, whoms, offers, ..SiteView::unknown() };
    let (mut visit, now) = (Visit::at_rest(site), kiosk.clock.now());
    let day = format!("day-{}", wanted.start().date_naive());
    let tiles = ["appointment".to_owned(), "whom-team".to_owned(), day, format!("time-{wanted}")];
    let touches = [Event::Touch].into_iter().chain(tiles.map(Event::Choose)).chain([Event::Next]);
    let effects: Vec<Effect> = touches.flat_map(|touch| visit.handle(touch, now)).collect();
    let [Effect::Take(hand_in, asked)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(*asked, wanted);
    let said = match named {
        Some(slots) => Event::Lost(*hand_in, slots.iter().map(|slot| offer(*slot, None)).collect()),
        None => Event::NotTaken(*hand_in),
    };
    assert!(visit.handle(said, now).is_empty());
    let Screen::Choices(choices) = visit.view().screen else { return Vec::new() };
    choices.tiles.iter().filter_map(|tile| tile.id.strip_prefix("time-")?.parse().ok()).collect()
}

/// A worker on the phone: tries for the time, and then for the next that the page shows.
fn on_the_phone(counter: Counter<'_>, wanted: SlotId) -> With {
    let mut times = vec![wanted];
    while let Some(slot) = times.first().copied() {
        match counter.books(slot, false) {
            Ok(id) => return With::Time(slot, id),
            Err(Booked::Taken) => {}
            Err(other) => panic!("{other:?}: no kiosk was written off, no desk restored"),
        }
        times = counter.does(|conn, now| appointments::free_with(conn, (Whom::Team, None), now, 3));
    }
    With::CallBack
}
