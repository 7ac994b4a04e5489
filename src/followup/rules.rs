//! Whether a worker can do something with a card now.

use super::{Act, Card, Event, Followed, PLANNED_WITHIN_DAYS, Plan, Stage, UNDO_WITHIN, Way, WorkerId};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::mem::discriminant;

/// Why not. Each is a sentence for the worker, and none is anybody's fault: somebody else was a moment earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum No {
    /// Two have it already.
    Full,
    /// The worker has it already.
    YoursAlready,
    /// The worker does not have it.
    NotYours,
    /// It has ended.
    Ended,
    /// It has not ended.
    NotEnded,
    /// No call is planned.
    NoCall,
    /// Nobody waits in the hall for it.
    NobodyWaits,
    /// A home visit needs two people, or a reason to go alone.
    Alone,
    /// The day is past, or too far away.
    OtherDay,
    /// Whom nobody can ask: the worker, or who has it already.
    NobodyToAsk,
    /// It is that team's card.
    SameTeam,
    /// There is nothing of this worker's to take back, or it was too long ago.
    TooLate,
    /// A colleague did the same a moment ago, and this would take its place unseen.
    JustNow,
}

impl No {
    /// The word in texts.
    pub fn word(self) -> &'static str {
        match self {
            No::Full => "full",
            No::YoursAlready => "yours-already",
            No::NotYours => "not-yours",
            No::Ended => "ended",
            No::NotEnded => "not-ended",
            No::NoCall => "no-call",
            No::NobodyWaits => "nobody-waits",
            No::Alone => "alone",
            No::OtherDay => "other-day",
            No::NobodyToAsk => "nobody-to-ask",
            No::SameTeam => "same-team",
            No::TooLate => "too-late",
            No::JustNow => "just-now",
        }
    }
}

impl Card {
    /// Whether `worker` may do this at `now`, which is `today` at the post.
    ///
    /// # Errors
    /// [`No`].
    pub fn may(&self, act: &Act, worker: WorkerId, now: DateTime<Utc>, today: NaiveDate) -> Result<(), No> {
        self.is_possible(act, worker, now, today)?;
        if self.was_just_done(act, worker, now) { Err(No::JustNow) } else { Ok(()) }
    }

    /// Whether a colleague did what this would take the place of, so short ago that whoever does it now has not seen it: they may take
    /// it back themselves still.
    fn was_just_done(&self, act: &Act, worker: WorkerId, now: DateTime<Utc>) -> bool {
        let replaces = matches!(act, Act::Ask(_) | Act::Call(_) | Act::Look(_) | Act::Plan(_) | Act::Followed(_));
        let same = |last: &&Event| last.worker != worker && discriminant(&last.act) == discriminant(act);
        let age = |last: &Event| (now - last.at).to_std().unwrap_or_default();
        replaces && self.last.as_ref().filter(same).is_some_and(|last| age(last) <= UNDO_WITHIN)
    }

    fn is_possible(&self, act: &Act, worker: WorkerId, now: DateTime<Utc>, today: NaiveDate) -> Result<(), No> {
        let stage = self.stage();
        let when = |holds: bool, no: No| if holds { Ok(()) } else { Err(no) };
        let open = when(stage == Stage::Open, No::Ended);
        let mine = when(self.has(worker), No::NotYours);
        match act {
            Act::Claim => {
                open?;
                when(!self.has(worker), No::YoursAlready)?;
                when(self.free_place().is_some(), No::Full)
            }
            Act::Release => open.and(mine),
            Act::Pass => {
                open?;
                when(!self.has(worker), No::YoursAlready)
            }
            Act::Ask(colleague) => {
                open?;
                when(*colleague != worker && !self.has(*colleague), No::NobodyToAsk)?;
                when(self.free_place().is_some(), No::Full)
            }
            Act::Call(_) => {
                open?;
                when(self.opened.waits, No::NobodyWaits)?;
                when(self.has(worker) || self.free_place().is_some(), No::Full)
            }
            Act::Look(_) | Act::Spoke => open.and(mine),
            Act::Plan(plan) => {
                open.and(mine)?;
                when(is_near(plan.day, today), No::OtherDay)?;
                when(self.has_company(plan), No::Alone)
            }
            Act::Close(closing) => {
                open?;
                when(self.has(worker) || self.nobody_has_it(), No::NotYours)?;
                when(closing.call_on.is_none_or(|day| day > today), No::OtherDay)
            }
            Act::Followed(followed) => {
                when(stage == Stage::Calling, No::NoCall)?;
                match followed {
                    Followed::Again(day) => when(*day > today, No::OtherDay),
                    Followed::Well(_) | Followed::Open => Ok(()),
                }
            }
            Act::Reopen => when(stage != Stage::Open, No::NotEnded),
            Act::HandOver(team) => {
                open?;
                when(self.has(worker) || self.nobody_has_it(), No::NotYours)?;
                when(*team != self.opened.team, No::SameTeam)
            }
            Act::Undo => when(self.can_be_undone(worker, now).is_some(), No::TooLate),
        }
    }

    /// Nobody goes to somebody's home alone without a reason.
    fn has_company(&self, plan: &Plan) -> bool {
        plan.way != Way::Visit || plan.alone.is_some() || self.free_place().is_none()
    }
}

fn is_near(day: NaiveDate, today: NaiveDate) -> bool {
    day >= today && day - today <= TimeDelta::days(PLANNED_WITHIN_DAYS)
}
