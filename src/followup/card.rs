//! What the acts of workers add up to.

use super::{Act, Closing, Event, Followed, Looked, PLACES, Plan, Reached, TeamId, UNDO_WITHIN, WorkerId};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

/// What a card began with, as the desk knows it without opening the seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Whose it is.
    pub team: TeamId,
    /// When it was left.
    pub at: DateTime<Utc>,
    /// The working day before which the team is in touch.
    pub due: NaiveDate,
    /// The working day from which it is amber.
    pub amber: NaiveDate,
    /// "Ik wacht hier": somebody can be called from the hall.
    pub waits: bool,
}

/// A card as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// What it began with; the team is the one that has it now.
    pub opened: Opened,
    /// Who picked it up, and who comes along.
    pub holders: [Option<WorkerId>; PLACES],
    /// Who said "Niet voor mij".
    pub passed: BTreeSet<WorkerId>,
    /// Who was asked, and by whom; none when that colleague has answered.
    pub asked: Option<(WorkerId, WorkerId)>,
    /// The last call to the hall.
    pub called: Option<Called>,
    /// "Eerst even kijken".
    pub looked: Looked,
    /// What will be done.
    pub plan: Option<Plan>,
    /// The first contact.
    pub first_contact: Option<DateTime<Utc>>,
    /// How it ended; stays while it is called about.
    pub closed: Option<Closed>,
    /// When somebody calls again.
    pub call_back: Option<CallBack>,
    /// How many acts are written down, those taken back among them.
    pub acts: usize,
    /// The last act that counts: who could take it back, and since when.
    pub(super) last: Option<Event>,
}

/// A resident was called from the hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// To where in the house.
    pub place: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// An end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// By whom.
    pub by: WorkerId,
    /// When; after a call-back, when that ended it.
    pub at: DateTime<Utc>,
    /// How.
    pub closing: Closing,
}

/// A call that was planned at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallBack {
    /// On which working day.
    pub day: NaiveDate,
    /// The worker who said so: the one the resident knows.
    pub worker: WorkerId,
}

/// Where in its life a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Somebody has to do something.
    Open,
    /// Ended, and somebody calls again.
    Calling,
    /// Ended, and no call is planned.
    Closed,
}

impl Stage {
    /// The word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Open => "open",
            Stage::Calling => "calling",
            Stage::Closed => "closed",
        }
    }
}

/// How near the promised day is, for a card that nobody has been in touch about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pace {
    /// There is time, or there was contact.
    Fine,
    /// The second working day.
    Amber,
    /// The promised day has come.
    Late,
}

impl Card {
    /// From what it began with and everything that was done since, oldest first.
    pub fn fold(opened: Opened, events: &[Event]) -> Card {
        let mut counts: Vec<&Event> = Vec::new();
        for event in events {
            match event.act {
                Act::Undo => drop(counts.pop()),
                _ => counts.push(event),
            }
        }
        let mut card = Card {
            opened,
            holders: [None; PLACES],
            passed: BTreeSet::new(),
            asked: None,
            called: None,
            looked: Looked::default(),
            plan: None,
            first_contact: None,
            closed: None,
            call_back: None,
            acts: events.len(),
            last: None,
        };
        for event in counts {
            card.take(event);
        }
        card
    }

    fn take(&mut self, event: &Event) {
        let Event { worker, at, act } = event;
        let (worker, at) = (*worker, *at);
        match act {
            Act::Claim => self.hold(worker),
            Act::Release => self.let_go(worker),
            Act::Pass => {
                self.passed.insert(worker);
                self.answer(worker);
            }
            Act::Ask(colleague) => {
                self.passed.remove(colleague);
                self.asked = Some((*colleague, worker));
            }
            Act::Call(place) => {
                self.hold(worker);
                self.called = Some(Called { place: place.clone(), at });
            }
            Act::Look(looked) => self.looked = *looked,
            Act::Plan(plan) => self.plan = Some(*plan),
            Act::Spoke => self.first_contact = self.first_contact.or(Some(at)),
            Act::Close(closing) => {
                if self.nobody_has_it() {
                    self.hold(worker);
                }
                self.end(worker, at, *closing);
                self.call_back = closing.call_on.map(|day| CallBack { day, worker });
            }
            Act::Followed(followed) => self.follow(worker, at, *followed),
            Act::Reopen => self.open_again(),
            Act::HandOver(team) => {
                *self = Card {
                    opened: Opened { team: *team, ..self.opened },
                    looked: self.looked,
                    called: self.called.take(),
                    first_contact: self.first_contact,
                    ..Card { acts: self.acts, ..Card::fold(self.opened, &[]) }
                };
            }
            Act::Undo => {}
        }
        self.last = Some(event.clone());
    }

    fn hold(&mut self, worker: WorkerId) {
        if !self.has(worker)
            && let Some(place) = self.holders.iter_mut().find(|place| place.is_none())
        {
            *place = Some(worker);
        }
        self.passed.remove(&worker);
        self.answer(worker);
    }

    fn let_go(&mut self, worker: WorkerId) {
        for place in self.holders.iter_mut().filter(|place| **place == Some(worker)) {
            *place = None;
        }
    }

    /// A colleague who was asked has said yes or no.
    fn answer(&mut self, worker: WorkerId) {
        self.asked = self.asked.filter(|(colleague, _)| *colleague != worker);
    }

    fn end(&mut self, by: WorkerId, at: DateTime<Utc>, closing: Closing) {
        if closing.outcome != super::Outcome::NotReached {
            self.first_contact = self.first_contact.or(Some(at));
        }
        self.closed = Some(Closed { by, at, closing });
    }

    fn follow(&mut self, worker: WorkerId, at: DateTime<Utc>, followed: Followed) {
        match followed {
            Followed::Well(reached) => {
                self.call_back = None;
                if let Some(closed) = &mut self.closed {
                    closed.at = at;
                    closed.closing.reached = reached.or(closed.closing.reached);
                }
            }
            Followed::Again(day) => self.call_back = Some(CallBack { day, worker: self.call_back.map_or(worker, |b| b.worker) }),
            Followed::Open => self.open_again(),
        }
    }

    fn open_again(&mut self) {
        self.closed = None;
        self.call_back = None;
        self.plan = None;
    }

    /// Where in its life it is.
    pub fn stage(&self) -> Stage {
        match (self.closed, self.call_back) {
            (None, _) => Stage::Open,
            (Some(_), Some(_)) => Stage::Calling,
            (Some(_), None) => Stage::Closed,
        }
    }

    /// Whether this worker has a place.
    pub fn has(&self, worker: WorkerId) -> bool {
        self.holders.contains(&Some(worker))
    }

    /// Whether nobody has picked it up.
    pub fn nobody_has_it(&self) -> bool {
        self.holders.iter().all(Option::is_none)
    }

    /// The first free place, counted from 1.
    pub fn free_place(&self) -> Option<usize> {
        self.holders.iter().position(Option::is_none).map(|place| place + 1)
    }

    /// A home visit by two that has only one: somebody gave the place back after it was planned.
    pub fn visit_lacks_one(&self) -> bool {
        let by_two = self.plan.is_some_and(|plan| plan.way == super::Way::Visit && plan.alone.is_none());
        by_two && self.free_place().is_some()
    }

    /// How near the promised day is, on `today`.
    pub fn pace(&self, today: NaiveDate) -> Pace {
        match self.first_contact {
            Some(_) => Pace::Fine,
            None if self.stage() != Stage::Open => Pace::Fine,
            None if today >= self.opened.due => Pace::Late,
            None if today >= self.opened.amber => Pace::Amber,
            None => Pace::Fine,
        }
    }

    /// Whether whoever wanted to be called is to be called on `today`.
    pub fn is_to_call(&self, today: NaiveDate) -> bool {
        self.call_back.is_some_and(|call| call.day <= today)
    }

    /// The act that this worker can take back at `now`.
    pub fn can_be_undone(&self, worker: WorkerId, now: DateTime<Utc>) -> Option<&Act> {
        let last = self.last.as_ref().filter(|last| last.worker == worker && !matches!(last.act, Act::Call(_)))?;
        let age = (now - last.at).to_std().unwrap_or_default();
        (age <= UNDO_WITHIN).then_some(&last.act)
    }

    /// What was reached, as far as it is known.
    pub fn reached(&self) -> Option<Reached> {
        self.closed.and_then(|closed| closed.closing.reached)
    }
}
