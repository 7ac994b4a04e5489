//! The courier's mind: order, back-off, park, pause. Pure: told what happened, it says what to do next.
//!
//! 1. Calls go before everything else, then whatever was left first.
//! 2. Only the desk's own receipt, written down in the outbox, ends an entry's wait ([`Outcome::Delivered`]).
//! 3. The desk's signed permanent refusal parks an entry, and the next one goes at once.
//! 4. The desk's signed word that it does not know this kiosk pauses the queue: nothing is thrown at a closed door. A small
//!    question every [`LONGEST_WAIT`] finds out when it opens. Where it was open all the time, the entry that met it as closed
//!    is the odd one, and its next such refusal is weather of its own.
//! 5. Everything else is weather: no connection, a broken one, and any answer the desk did not sign, whatever its status says.
//!    Weather makes the road wait, and makes the entry it fell on wait a little longer, so that the next try takes another
//!    one. That is why one bad entry never blocks the next, whoever is to blame for it.
//! 6. A new entry, or the link coming up, ends the road's wait. Only the desk's own `Retry-After` holds also then.
//! 7. Nothing is ever dropped here: an entry that is forgotten here still waits in the outbox, and is found again.
//! 8. Words before sound. A piece of what was said sets out only while no entry can: none waits but those that have met weather
//!    of their own, which let sound past once they failed again and again, and none is under way. An entry that is kept meanwhile does not wait for it. What befalls sound makes sound
//!    wait, and never words: its road has a wait of its own beside that of the road of all.
//!
//! An entry that gets answers on its way, but never the desk's, while the desk's signed answers to others keep coming, is not
//! meeting weather: something between refuses this very entry (a filter, a limit on size). After [`REFUSED_ON_THE_WAY`] such
//! tries it is parked, where staff see it, because nobody looks at a queue that merely waits. A call is never parked that way:
//! it is pointless to anyone but now. An entry whose connection breaks is never parked either: the desk may have it already.

mod road;
mod words;

#[cfg(test)]
mod tests;

use crate::clock::Luck;
use crate::wire::Refusal;
use road::Road;
pub use road::{back_off, jitter};
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};
pub use words::{Candidate, Item, Mood, Outcome, Parking, Pause, Step, Trouble, Verdict, Why};

/// The longest wait of the first back-off; each failure in a row doubles it. Two seconds outlast a switch of access point.
pub const FIRST_WAIT: Duration = Duration::from_secs(2);

/// No wait is longer. A desk that was away for a night hears of everything within a quarter of an hour.
pub const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// No wait is longer while a call waits: a resident stands in the hall, and after 60 s is told to walk to the counter.
pub const LONGEST_WAIT_FOR_A_CALL: Duration = Duration::from_secs(15);

/// How many entries travel at once on a good road. On a bad one a single entry feels the way.
pub const LANES: usize = 4;

/// How many pieces of sound travel at once: on a slow line two would only take twice as long.
pub const SOUND_LANES: usize = 1;

/// How many pieces of sound are asked of the outbox at once, half of the longest recording.
pub const SOUND_WINDOW: usize = 16;

/// How many waiting entries are asked of the outbox at once: one question an exchange of lanes would cost more than it holds.
pub const WINDOW: usize = 64;

/// How many entries that met weather are remembered at most; at one new one a [`LONGEST_WAIT`] that is more than two days.
pub const MOST_HELD: usize = 256;

/// After so many answers that were not the desk's, while the desk answered others, an entry is parked: with the waits between
/// them that takes a quarter of an hour or more, longer than a proxy takes to be restarted.
pub const REFUSED_ON_THE_WAY: u32 = 10;

/// An entry with fewer failures than this keeps its place, and is tried again at once when another one gets through. One with
/// more lets all others go first.
const STILL_TRUSTED: u32 = 2;

/// How many tries of a call weigh as much as one of anything else.
const CALL_TRIES: u32 = 4;

#[derive(Clone, Copy, Debug)]
struct Held {
    urgent: bool,
    tries: u32,
    not_before: Instant,
    /// How many signed answers the desk had given when this entry failed last.
    signed_then: u64,
    /// How often it was refused by others than the desk since, while the desk answered.
    refused: u32,
    /// The desk closed its door on this entry, and was found to let the kiosk in: from now on that is this entry's own weather.
    door_was_open: bool,
}

#[derive(Clone, Copy, Debug)]
struct UnderWay {
    urgent: bool,
    spoken: bool,
    /// The failures of its road when it left: those that left together fail as one.
    failures_then: u32,
}

#[derive(Clone, Copy, Debug)]
struct Closed {
    why: Pause,
    /// What met the closed door, if it was an entry or sound.
    by: Option<Item>,
    probe_at: Instant,
    probing: bool,
}

/// The courier's mind.
#[derive(Debug)]
pub struct Delivery {
    window: VecDeque<Candidate>,
    /// When the window was asked for and what it left out is due; none where it has to be asked for again.
    looked: Option<Looked>,
    under_way: HashMap<Item, UnderWay>,
    held: HashMap<Item, Held>,
    road: Road,
    /// The wait of sound alone.
    sound: Road,
    closed: Option<Closed>,
    /// The desk's signed answers so far.
    signed: u64,
}

#[derive(Clone, Copy, Debug)]
struct Looked {
    /// The outbox may have more than it gave.
    more: bool,
    /// When the first of those passed over may be tried again.
    due: Option<Instant>,
}

impl Delivery {
    /// A courier that has just got up.
    pub fn new(now: Instant) -> Self {
        Delivery {
            window: VecDeque::new(),
            looked: None,
            under_way: HashMap::new(),
            held: HashMap::new(),
            road: Road::new(now),
            sound: Road::new(now),
            closed: None,
            signed: 0,
        }
    }

    /// What to do at `now`.
    pub fn next(&mut self, now: Instant) -> Step {
        if let Some(closed) = &mut self.closed {
            return match (closed.probing, now >= closed.probe_at) {
                (true, _) => Step::Wait(None, Why::Paused(closed.why)),
                (false, false) => Step::Wait(Some(closed.probe_at), Why::Paused(closed.why)),
                (false, true) => {
                    closed.probing = true;
                    Step::Probe
                }
            };
        }
        if self.must_look(now) {
            let passed_over = self.held.iter().filter(|(_, held)| held.not_before > now).map(|(item, _)| *item);
            return Step::Look { skip: passed_over.chain(self.under_way.keys().copied()).collect() };
        }
        let due = self.looked.and_then(|looked| looked.due);
        let Some(place) = self.choose(now) else {
            let why = match (self.under_way.is_empty(), due) {
                (false, _) => Why::UnderWay,
                (true, Some(_)) => Why::HeldBack,
                (true, None) => Why::NothingWaits,
            };
            return Step::Wait(due, why);
        };
        let Candidate { item, urgent, .. } = self.window[place];
        if self.lanes_are_full(item, urgent) {
            return Step::Wait(due, Why::UnderWay);
        }
        if let Some((until, why)) = self.road.closed_until(now, urgent) {
            return Step::Wait(Some(until), why);
        }
        if let Some((until, why)) = self.sound.closed_until(now, false).filter(|_| item.is_sound()) {
            // Words that are due before do not wait for it.
            return Step::Wait(Some(due.map_or(until, |due| due.min(until))), why);
        }
        match self.window.remove(place) {
            Some(Candidate { item, urgent, spoken }) => {
                let failures_then = self.road_of(item).failures();
                self.under_way.insert(item, UnderWay { urgent, spoken, failures_then });
                Step::Send(item)
            }
            None => Step::Wait(due, Why::NothingWaits),
        }
    }

    /// What the outbox has, in its order, when asked by [`Step::Look`].
    pub fn found(&mut self, found: Vec<Candidate>, now: Instant) {
        let due = self.held.values().filter(|held| held.not_before > now).map(|held| held.not_before).min();
        let sound = found.iter().filter(|candidate| candidate.item.is_sound()).count();
        let more_words = found.len() - sound >= WINDOW;
        self.looked = Some(Looked { more: more_words || sound >= SOUND_WINDOW, due });
        // Whatever came back meanwhile is held or under way, and not for this turn; nor is sound where more words may wait.
        let free = |c: &Candidate| {
            !self.under_way.contains_key(&c.item)
                && self.held.get(&c.item).is_none_or(|held| held.not_before <= now)
                && !(more_words && c.item.is_sound())
        };
        self.window = found.into_iter().filter(free).collect();
    }

    /// Something was put in the outbox, or back in the queue: it is tried at once, whatever the back-off.
    pub fn kept(&mut self, now: Instant) {
        self.looked = None;
        self.road.try_at_once(now);
    }

    /// The network is back: everything is tried at once, whatever the back-off, also a closed door.
    pub fn link_came_up(&mut self, now: Instant) {
        self.kept(now);
        self.sound.try_at_once(now);
        for held in self.held.values_mut() {
            (held.not_before, held.tries) = (now, held.tries.min(STILL_TRUSTED - 1));
        }
        if let Some(closed) = self.closed.as_mut().filter(|closed| !closed.probing) {
            closed.probe_at = now;
        }
    }

    /// The desk gave a signed answer to something else than an entry: the road is open.
    pub fn desk_answered(&mut self, now: Instant) {
        self.signed += 1;
        self.open(now);
    }

    /// The desk did not let in something else than an entry.
    pub fn turned_away(&mut self, why: Pause, now: Instant) {
        self.close(why, None, now);
    }

    /// What came of [`Step::Probe`]: nothing where there was no signed answer.
    pub fn probed(&mut self, let_in: Option<Result<(), Pause>>, now: Instant) {
        let Some(closed) = self.closed.take() else { return };
        match let_in {
            Some(Ok(())) => {
                self.looked = None;
                if let Some(held) = closed.by.and_then(|item| self.held.get_mut(&item)) {
                    held.door_was_open = true;
                }
                self.desk_answered(now);
            }
            Some(Err(why)) => self.closed = Some(Closed { why, by: None, probe_at: now + LONGEST_WAIT, probing: false }),
            None => self.closed = Some(Closed { probe_at: now + LONGEST_WAIT, probing: false, ..closed }),
        }
    }

    /// What came of [`Step::Send`].
    pub fn handle(&mut self, item: Item, outcome: Outcome, now: Instant, luck: &dyn Luck) -> Verdict {
        let Some(way) = self.under_way.remove(&item) else { return Verdict::Leave };
        if self.window.is_empty() && self.looked.is_some_and(|looked| looked.more) {
            self.looked = None;
        }
        let mut weather = |trouble, retry_after| {
            let longest = self.longest_wait(item, way.urgent);
            self.road_of(item).bad(trouble, retry_after, way.failures_then, longest, now, luck);
        };
        match outcome {
            Outcome::Delivered => {
                self.held.remove(&item);
                self.passed(item, now);
                if way.spoken {
                    // What was said with it may go now.
                    self.looked = None;
                }
                Verdict::Leave
            }
            Outcome::Gone => {
                self.held.remove(&item);
                Verdict::Leave
            }
            Outcome::Unreached | Outcome::Lost | Outcome::OwnDisk => {
                weather(Trouble::of(outcome), None);
                self.hold(item, way.urgent, now, luck);
                Verdict::Leave
            }
            Outcome::NotTheDesk { status, retry_after } => {
                weather(Trouble::of(outcome), retry_after);
                let refused = self.hold(item, way.urgent, now, luck);
                let parks = refused >= REFUSED_ON_THE_WAY && !way.urgent;
                if parks { Verdict::Park(Parking::OnTheWay(status)) } else { Verdict::Leave }
            }
            Outcome::Refused { refusal, .. } if refusal.is_permanent() => {
                self.passed(item, now);
                // Passed over until it is parked; where that fails, it is tried again.
                self.hold(item, way.urgent, now, luck);
                Verdict::Park(Parking::Refused(refusal))
            }
            Outcome::Refused { refusal, retry_after } => {
                self.signed += 1;
                let door_was_open = self.held.get(&item).is_some_and(|held| held.door_was_open);
                match Pause::from_refusal(refusal) {
                    Some(_) if door_was_open => {}
                    Some(why) => self.close(why, Some(item), now),
                    // Of this entry's sound alone.
                    None if refusal == Refusal::TooEarly => {}
                    None => {
                        let longest = self.longest_wait(item, way.urgent);
                        self.road_of(item).desk_asked(retry_after, way.failures_then, longest, now, luck);
                    }
                }
                self.hold(item, way.urgent, now, luck);
                Verdict::Leave
            }
        }
    }

    /// It is parked, and that is committed.
    pub fn parked(&mut self, item: Item) {
        self.held.remove(&item);
    }

    /// How it is doing.
    pub fn mood(&self) -> Mood {
        Mood {
            paused: self.closed.map(|closed| closed.why),
            trouble: self.road.trouble(),
            failures: self.road.failures(),
            under_way: self.under_way.len(),
            held: self.held.len(),
        }
    }

    fn must_look(&self, now: Instant) -> bool {
        match self.looked {
            None => true,
            Some(looked) => looked.due.is_some_and(|due| due <= now) || (self.window.is_empty() && looked.more),
        }
    }

    /// The first in order; but another than the one that failed last, and those with fewer failures first, so that each of them
    /// gets its turn whatever befalls the others. A call gets [`CALL_TRIES`] turns for one of the others'.
    fn choose(&self, now: Instant) -> Option<usize> {
        let avoid = [self.road.last_failed(), self.sound.last_failed()];
        let sound_lanes = self.under_way.keys().filter(|item| item.is_sound()).count() < SOUND_LANES;
        let sound_goes = sound_lanes && self.sound.closed_until(now, false).is_none();
        let turns = |candidate: &Candidate| match self.held.get(&candidate.item).map_or(0, |held| held.tries) {
            tries if candidate.urgent => tries / CALL_TRIES,
            tries if tries < STILL_TRUSTED => 0,
            tries => tries,
        };
        let order = |place: &usize| {
            let candidate = &self.window[*place];
            // Words that failed again and again let sound past: it would never go where the road opens only for them.
            let tries = self.held.get(&candidate.item).map_or(0, |held| held.tries);
            let patient = if candidate.urgent { CALL_TRIES * STILL_TRUSTED } else { STILL_TRUSTED };
            let rank = match candidate.item.is_sound() {
                true if sound_goes => 1,
                true => 3,
                false => 2 * u8::from(tries >= patient),
            };
            (rank, avoid.contains(&Some(candidate.item)), turns(candidate), !candidate.urgent, *place)
        };
        (0..self.window.len()).min_by_key(order)
    }

    /// A call may always overtake: one lane more than the others may fill. Sound has its own, and waits for whatever words there are.
    fn lanes_are_full(&self, item: Item, urgent: bool) -> bool {
        let sound = self.under_way.keys().filter(|item| item.is_sound()).count();
        let words = self.under_way.len() - sound;
        if item.is_sound() {
            return words > 0 || sound >= SOUND_LANES;
        }
        let lanes = if self.road.failures() == 0 { LANES } else { 1 };
        words >= lanes + usize::from(urgent)
    }

    fn road_of(&mut self, item: Item) -> &mut Road {
        if item.is_sound() { &mut self.sound } else { &mut self.road }
    }

    fn longest_wait(&self, item: Item, urgent: bool) -> Duration {
        if item.is_sound() {
            return LONGEST_WAIT;
        }
        let call = urgent
            || self.window.front().is_some_and(|candidate| candidate.urgent)
            || self.held.values().any(|held| held.urgent)
            || self.under_way.values().any(|way| way.urgent);
        if call { LONGEST_WAIT_FOR_A_CALL } else { LONGEST_WAIT }
    }

    /// The road of all is open; where it was not, that of sound may be.
    fn open(&mut self, now: Instant) {
        if self.road.failures() > 0 {
            self.sound.try_at_once(now);
        }
        self.road.open(now);
    }

    /// A signed answer to an entry or to sound: its road is open, and whoever met weather there only once may try again.
    fn passed(&mut self, item: Item, now: Instant) {
        self.signed += 1;
        if self.road_of(item).failures() > 0 {
            let same = |(other, held): &(&Item, &mut Held)| other.is_sound() == item.is_sound() && held.tries < STILL_TRUSTED;
            self.held.iter_mut().filter(same).for_each(|(_, held)| held.not_before = now);
            self.looked = None;
        }
        self.open(now);
        let road = self.road_of(item);
        road.open(now);
        road.forget_who_failed();
    }

    /// Makes an entry wait longer than the road does, so that another goes first. Answers how often it was refused on the way.
    fn hold(&mut self, item: Item, urgent: bool, now: Instant, luck: &dyn Luck) -> u32 {
        let road = self.road_of(item);
        road.failed(item);
        let road_opens = road.not_before();
        let before = self.held.get(&item).copied();
        let tries = before.map_or(0, |held| held.tries).saturating_add(1);
        let longest = if urgent { LONGEST_WAIT_FOR_A_CALL } else { LONGEST_WAIT };
        // At least half of it, so that an unlucky draw does not put this one in front of those it should let pass.
        let half = back_off(tries, longest) / 2;
        let own = half + jitter(half, luck);
        let not_before = (road_opens.max(now) + own).min(now + longest);
        let (seen, refused) = before.map_or((self.signed, 0), |held| (held.signed_then, held.refused));
        let refused = refused + u32::from(self.signed > seen);
        let door_was_open = before.is_some_and(|held| held.door_was_open);
        if before.is_none() && self.held.len() >= MOST_HELD {
            self.forget_the_least_troubled();
        }
        self.held.insert(item, Held { urgent, tries, not_before, signed_then: self.signed, refused, door_was_open });
        // Those passed over have changed: their first due time is found by looking again.
        self.looked = None;
        refused
    }

    fn close(&mut self, why: Pause, by: Option<Item>, now: Instant) {
        // A second word does not put off the question that is planned already.
        self.closed.get_or_insert(Closed { why, by, probe_at: now + LONGEST_WAIT, probing: false }).why = why;
    }

    fn forget_the_least_troubled(&mut self) {
        let least = self.held.iter().min_by_key(|(_, held)| (held.refused, held.tries)).map(|(item, _)| *item);
        if let Some(item) = least {
            self.held.remove(&item);
        }
    }
}
