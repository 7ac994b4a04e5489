//! The kiosk's half: what one post may book by itself, and what it has used up.
//!
//! Every function decides and changes nothing: it answers with a [`Step`]. Whoever stores the rights writes the mark first where
//! the step [uses something up](Step::uses_up), then the step and the booking's entry in one commit, and then
//! [applies](Rights::apply) it here. A step that could not be written has not happened.

use super::mark::Mark;
use crate::entry::{EntryId, Grant, GrantId, SlotId};
use std::collections::BTreeMap;

/// What became of a right at its kiosk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It may be booked, also without network.
    Held,
    /// Booked by this entry; none once the entry has left the outbox, days after the desk had it.
    Booked(Option<EntryId>),
    /// Given back: never booked again, and named as returned until the desk no longer lists it.
    Returning,
    /// The disk is older than it was, and this right may have been used since: never booked, and never given back either,
    /// because a resident may have the promise. The desk keeps the time for whoever that is.
    Unsure,
}

/// A right that this kiosk knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Right {
    /// To what.
    pub slot: SlotId,
    /// What became of it.
    pub state: State,
}

/// All rights that a kiosk knows, and how far it has counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rights {
    known: BTreeMap<GrantId, Right>,
    highest: Option<GrantId>,
    doubt: Option<GrantId>,
    asked: u64,
}

/// What a request to the desk says, and what its answer will be measured by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asked {
    number: u64,
    highest: Option<GrantId>,
    /// Never booked again.
    pub returned: Vec<GrantId>,
    /// May be booked here.
    pub holding: Vec<Grant>,
    /// Booked here, or may have been.
    pub booked: Vec<Grant>,
}

/// What has to be written, all of it or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[must_use = "a step that is not written has not happened"]
pub struct Step {
    /// Rights as they are from now on; none for one to be forgotten.
    pub changes: Vec<(GrantId, Option<Right>)>,
    /// The highest grant ever known, from now on.
    pub highest: Option<GrantId>,
    /// Grants up to this one that are not known here may have been used all the same; [`GrantId::LAST`] until the next answer.
    pub doubt: Option<GrantId>,
    /// What can no longer be booked after this step and could before: the mark names it first.
    pub uses_up: Vec<Grant>,
}

impl Step {
    /// True where there is nothing to write.
    pub fn is_empty(&self, rights: &Rights) -> bool {
        self.changes.is_empty() && (self.highest, self.doubt) == (rights.highest, rights.doubt)
    }
}

/// This kiosk has no right to book that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this kiosk does not hold the right to book this time")]
pub struct NotHeld;

/// The answer to a request that another one has followed: it says what was, not what is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a later request to the desk has overtaken this one")]
pub struct Overtaken;

impl Rights {
    /// As they were stored.
    pub fn stored(known: impl IntoIterator<Item = (GrantId, Right)>, highest: Option<GrantId>, doubt: Option<GrantId>) -> Self {
        Rights { known: known.into_iter().collect(), highest, doubt, asked: 0 }
    }

    /// All that are known, lowest grant first.
    pub fn known(&self) -> impl Iterator<Item = (GrantId, Right)> {
        self.known.iter().map(|(grant, right)| (*grant, *right))
    }

    /// What may be booked here.
    pub fn held(&self) -> impl Iterator<Item = Grant> {
        self.in_state(|state| state == State::Held)
    }

    /// The highest grant ever known.
    pub fn highest(&self) -> Option<GrantId> {
        self.highest
    }

    /// Up to which grant what is not known here may have been used.
    pub fn doubt(&self) -> Option<GrantId> {
        self.doubt
    }

    /// What to tell the desk. The answer to any request before this one counts no more.
    pub fn ask(&mut self) -> Asked {
        self.asked += 1;
        Asked {
            number: self.asked,
            highest: self.highest,
            returned: self.in_state(|state| state == State::Returning).map(|right| right.grant).collect(),
            holding: self.held().collect(),
            booked: self.in_state(|state| matches!(state, State::Booked(Some(_)) | State::Unsure)).collect(),
        }
    }

    /// Takes up the desk's answer to `asked`: `listed` is what it says this kiosk holds, `wanted_back` what it asks back.
    ///
    /// A right that the desk no longer lists is dropped, a new one is taken up, and one that was known before and is gone here
    /// is given back. Rights that came between request and answer (of a time taken for the resident at the glass) are left alone.
    ///
    /// # Errors
    /// [`Overtaken`]; then nothing is to be done.
    pub fn take_up(&self, asked: &Asked, listed: &[Grant], wanted_back: &[GrantId]) -> Result<Step, Overtaken> {
        if asked.number != self.asked {
            return Err(Overtaken);
        }
        let mut step = self.unchanged();
        for new in listed.iter().filter(|listed| !self.known.contains_key(&listed.grant)) {
            if Some(new.grant) <= self.doubt {
                step.doubt_right(*new);
            } else if Some(new.grant) > asked.highest && !wanted_back.contains(&new.grant) {
                step.set(new.grant, Some(Right { slot: new.slot, state: State::Held }));
            } else {
                // Never held by this database, but an older copy of it could take it up after it was given back.
                step.use_up(new.grant, new.slot, Some(State::Returning));
            }
            step.highest = step.highest.max(Some(new.grant));
        }
        for (grant, right) in self.known() {
            let is_listed = listed.contains(&Grant { grant, slot: right.slot });
            match right.state {
                State::Held if Some(grant) <= asked.highest && !is_listed => step.use_up(grant, right.slot, None),
                State::Held if wanted_back.contains(&grant) => step.use_up(grant, right.slot, Some(State::Returning)),
                State::Returning if asked.returned.contains(&grant) && !is_listed => step.set(grant, None),
                State::Unsure | State::Booked(None) if Some(grant) <= asked.highest && !is_listed => step.set(grant, None),
                State::Held | State::Booked(_) | State::Returning | State::Unsure => {}
            }
        }
        if self.doubt == Some(GrantId::LAST) {
            // All that this kiosk still has at the desk is known by now, and whatever it is given from now on is higher.
            step.doubt = step.highest;
        }
        Ok(step)
    }

    /// Takes up a right that the desk gave for the resident at the glass. One that is held already stays so.
    ///
    /// # Errors
    /// [`NotHeld`] for one that was known before: the next answer of the desk names it, and it is given back.
    pub fn granted(&self, new: Grant) -> Result<Step, NotHeld> {
        let mut step = self.unchanged();
        match self.known.get(&new.grant) {
            Some(right) if *right == (Right { slot: new.slot, state: State::Held }) => Ok(step),
            None if Some(new.grant) > self.highest && Some(new.grant) > self.doubt => {
                step.set(new.grant, Some(Right { slot: new.slot, state: State::Held }));
                step.highest = Some(new.grant);
                Ok(step)
            }
            Some(_) | None => Err(NotHeld),
        }
    }

    /// Books by a right; the step goes into one commit with the entry.
    ///
    /// # Errors
    /// [`NotHeld`].
    pub fn book(&self, by: Grant, entry: EntryId) -> Result<Step, NotHeld> {
        let held = Right { slot: by.slot, state: State::Held };
        if self.known.get(&by.grant) != Some(&held) {
            return Err(NotHeld);
        }
        let mut step = self.unchanged();
        step.use_up(by.grant, by.slot, Some(State::Booked(Some(entry))));
        Ok(step)
    }

    /// Gives rights back; those that are not held are passed over.
    pub fn give_up(&self, back: impl IntoIterator<Item = GrantId>) -> Step {
        let mut step = self.unchanged();
        for grant in back {
            if let Some(Right { slot, state: State::Held }) = self.known.get(&grant) {
                step.use_up(grant, *slot, Some(State::Returning));
            }
        }
        step
    }

    /// The kiosk is enrolled anew: what it held under the enrolment before is given back. Whatever the desk lists from now on
    /// was given since, so that nothing of it is in doubt.
    pub fn enrolled_anew(&self) -> Step {
        let mut step = self.give_up(self.held().map(|held| held.grant));
        step.doubt = step.doubt.min(step.highest);
        step
    }

    /// What follows from finding the database at `generation` and `mark` beside it; `fresh` says that the database is known to
    /// be new, and none ever lay beside the mark. None where nothing follows: the database is the newest there was.
    pub fn found(&self, generation: u64, mark: Option<&Mark>, fresh: bool) -> Option<Step> {
        let Some(mark) = mark else {
            // A database that has used something up had a mark.
            return (generation > 0 || !fresh).then(|| self.all_in_doubt(None));
        };
        if mark.generation() == generation {
            return None;
        }
        let Some(used) = mark.used_since(generation) else {
            let up_to = mark.highest().filter(|_| mark.generation() > generation);
            return Some(self.all_in_doubt(up_to));
        };
        let mut step = self.unchanged();
        for used in used {
            match self.known.get(&used.grant) {
                Some(Right { state: State::Held, .. }) => step.doubt_right(used),
                // Taken up and used after this copy was made.
                None if Some(used.grant) > self.highest => {
                    step.doubt_right(used);
                    step.highest = step.highest.max(Some(used.grant));
                }
                Some(_) | None => {}
            }
        }
        Some(step)
    }

    /// This disk is known to be older than it was, and nothing says what has been used since: no right is booked by any more
    /// that it holds, nor by any that the desk lists at the next answer.
    pub fn all_in_doubt(&self, up_to: Option<GrantId>) -> Step {
        let mut step = self.unchanged();
        step.doubt = step.doubt.max(Some(up_to.unwrap_or(GrantId::LAST)));
        for held in self.held() {
            step.doubt_right(held);
        }
        step
    }

    /// What [`Step`] says has been written.
    pub fn apply(&mut self, step: &Step) {
        for (grant, right) in &step.changes {
            match right {
                Some(right) => self.known.insert(*grant, *right),
                None => self.known.remove(grant),
            };
        }
        (self.highest, self.doubt) = (step.highest, step.doubt);
    }

    fn in_state(&self, fits: impl Fn(State) -> bool) -> impl Iterator<Item = Grant> {
        let fitting = self.known.iter().filter(move |(_, right)| fits(right.state));
        fitting.map(|(grant, right)| Grant { grant: *grant, slot: right.slot })
    }

    fn unchanged(&self) -> Step {
        Step { changes: Vec::new(), highest: self.highest, doubt: self.doubt, uses_up: Vec::new() }
    }
}

impl Step {
    fn set(&mut self, grant: GrantId, right: Option<Right>) {
        self.changes.push((grant, right));
    }

    fn doubt_right(&mut self, right: Grant) {
        self.set(right.grant, Some(Right { slot: right.slot, state: State::Unsure }));
    }

    fn use_up(&mut self, grant: GrantId, slot: SlotId, state: Option<State>) {
        self.uses_up.push(Grant { grant, slot });
        self.set(grant, state.map(|state| Right { slot, state }));
    }
}
