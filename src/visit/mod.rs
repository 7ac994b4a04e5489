//! One resident at the glass, as a value: events in, effects out, a deadline to wake at.
//!
//! - Nothing is said to be kept before the keeper said [`Event::Kept`], and nothing is printed.
//! - Somebody is said to come only after somebody pressed "Ik kom"; a day is named only after the desk's receipt, with a
//!   clock that is trusted.
//! - A time is said to be booked only after the disk has the booking with the right to it; before that it is asked for or
//!   wished, and a day or a time is offered only with a clock that is trusted.
//! - Every way out (Stop, Klaar, walking away) leaves no word: what was typed stands in one place, which is wiped when dropped.
//! - Every question can be skipped, and Hulp comes back to where the resident was.
//!
//! Nothing here asks for the time: `now` is an argument, and lateness is settled before each event, so that a touch that
//! comes after the countdown finds a resting glass and not somebody else's words.

mod act;
mod answers;
mod book;
mod booked;
mod calls;
mod choose;
mod event;
mod find;
mod handing;
mod locked;
mod others;
mod plan;
mod promises;
mod show;
mod site;
mod speaking;
mod step;
mod ticket;
mod tiles;
mod times;
mod view;

pub use calls::{A_CALL_LIVES, COMING_LASTS, NOBODY_CAME_AFTER};
pub use event::{Effect, Event, HandIn, KeptReceipt, Letter, Level, Scan, Tape, Why};
pub use locked::Fault;
pub use site::{Appointment, Elsewhen, Helper, Offer, OpenHours, Presence, Readers, SiteView, Way, When};
pub use speaking::{LAST_SECONDS, RECORDER_ANSWERS_WITHIN, UNHEARD_AFTER};
pub use ticket::{LeafletOrder, TicketOrder};
pub use view::{
    Aside, Bar, Choices, CoverButton, Doing, Keys, Line, Locked, Loudness, Measure, Message, NextButton, Overview, Own, Receipt,
    Screen, ShownTeken, Speaking, StillThere, Tile, Typing, Value, View,
};

use crate::entry::{CallReason, EntryId, Language, Teken};
use crate::texts::{Arg, Text};
use answers::Answers;
use calls::Calls;
use handing::Handed;
use locked::Shut;
use plan::Plan;
use speaking::Speech;
use std::time::{Duration, Instant};
use step::{Over, Path, Step};
use ticket::Paper;
use view::CALLED_AT_REST;

/// Without a touch for so long, the glass asks whether somebody is there.
pub const LEFT_ALONE_AFTER: Duration = Duration::from_secs(60);
/// The same where something is typed: thinking of words takes longer.
pub const LEFT_ALONE_AT_KEYS_AFTER: Duration = Duration::from_secs(90);
/// Whoever listens is not away; but a voice that never tells its end must not keep somebody's words on the glass for ever. Longer
/// than any screen takes to read aloud.
pub const LISTENS_AT_MOST: Duration = Duration::from_secs(10 * 60);
/// How long the question stands before everything is wiped. WCAG 2.2.1 asks for 20 s or more.
pub const COUNTDOWN: Duration = Duration::from_secs(30);
/// How long the last screen stands: time to read a teken and take a picture of a code; each touch gives as long again.
pub const LAST_SCREEN: Duration = Duration::from_secs(45);
/// How many tiles a page holds until the glass says otherwise: the landscape reference panel.
pub const TILES_AT_FIRST: usize = 6;

/// So many times an appointment may be looked for in vain: a teken has 1200 values, and each try is a guess at whose it is.
pub const TRIES: usize = 3;
/// Within so long, over all residents; after that a worker helps. Measured by the clock that nobody can set.
pub const TRIES_WITHIN: Duration = Duration::from_secs(10 * 60);

/// One resident at the glass.
#[derive(Debug)]
pub struct Visit {
    site: SiteView,
    language: Language,
    larger: bool,
    lower: bool,
    /// Lower down there is no room for smaller answers: see [`Event::LowIsShort`].
    low_is_short: bool,
    contrast: bool,
    loudness: Loudness,
    covered: bool,
    fit: usize,
    /// The first tile of the page that is shown.
    first: usize,
    step: Step,
    /// The steps that "Vorige" goes back through.
    trail: Vec<Step>,
    /// What stands over the step, the top last.
    over: Vec<Over>,
    path: Path,
    /// A line of the overview is being changed.
    change: Option<Path>,
    answers: Answers,
    speech: Speech,
    plan: Plan,
    calls: Calls,
    /// The number of the next thing handed in; goes on over visits.
    next_hand_in: u64,
    /// The number of the last recording or playing; goes on over visits.
    next_tape: u64,
    handed: Option<Handed>,
    /// The ticket that was asked for, and what became of it.
    paper: Option<(EntryId, Paper)>,
    attention: Option<Attention>,
    /// When an appointment was looked for in vain; goes on over visits.
    tries: Vec<Instant>,
    /// Why nobody is served; none where anybody is.
    shut: Option<Shut>,
}

/// When the glass was last touched, since when it asks whether somebody is there, and whether somebody listens to it.
#[derive(Clone, Copy, Debug)]
struct Attention {
    last: Instant,
    asked: Option<Instant>,
    listens: bool,
}

impl Visit {
    /// Nobody at the glass.
    pub fn at_rest(site: SiteView) -> Self {
        Visit {
            language: site.first_language(),
            site,
            larger: false,
            lower: false,
            low_is_short: false,
            contrast: false,
            loudness: Loudness::default(),
            covered: false,
            fit: TILES_AT_FIRST,
            first: 0,
            step: Step::Rest,
            trail: Vec::new(),
            over: Vec::new(),
            path: Path::Whole,
            change: None,
            answers: Answers::none(),
            speech: Speech::default(),
            plan: Plan::default(),
            calls: Calls::default(),
            next_hand_in: 0,
            next_tape: 0,
            handed: None,
            paper: None,
            attention: None,
            tries: Vec::new(),
            shut: None,
        }
    }

    /// Takes one event at `now`; deadlines that have passed come first. What comes out has to be done, in order.
    #[must_use = "effects are promises to the resident"]
    pub fn handle(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.settle(now, &mut effects);
        if event.shows_somebody_is_there() {
            if self.shut.is_some() {
                return effects;
            }
            self.somebody_is_there(now);
        }
        self.act(event, now, &mut effects);
        self.speak_only_there(now, &mut effects);
        effects
    }

    /// The next moment at which time alone changes something, and why.
    pub fn wake_at(&self) -> Option<(Instant, Why)> {
        let late = self.calls.next_late().map(|at| (at, Why::NobodyCame));
        self.patience_ends().into_iter().chain(late).chain(self.speech.due()).min_by_key(|(at, _)| *at)
    }

    /// True where nothing that a resident typed or said, and no secret given to one, is left, and the microphone is off.
    pub fn holds_no_words(&self) -> bool {
        self.answers.hold_no_words()
            && !self.speech.is_live()
            && self.plan.code.is_none()
            && self.handed.as_ref().is_none_or(|handed| handed.receipt.is_none())
    }

    fn patience_ends(&self) -> Option<(Instant, Why)> {
        let Attention { last, asked, listens } = self.attention?;
        Some(match asked {
            Some(asked) => (asked + COUNTDOWN, Why::CountdownOver),
            None if listens || self.speech.is_live() => (last + LISTENS_AT_MOST, Why::LeftAlone),
            None if self.step.is_last() && self.over.is_empty() => {
                // Not before the resident has been told where to go when nobody comes.
                let told = self.shown_call().and_then(|reason| self.calls.of(reason)?.late_at());
                (told.map_or(last, |told| last.max(told)) + LAST_SCREEN, Why::ReceiptShownLongEnough)
            }
            None if self.step.field().is_some() => (last + LEFT_ALONE_AT_KEYS_AFTER, Why::LeftAlone),
            None => (last + LEFT_ALONE_AFTER, Why::LeftAlone),
        })
    }

    fn settle(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        while let Some((at, why)) = self.wake_at()
            && at <= now
        {
            match why {
                Why::LeftAlone => {
                    if let Some(attention) = &mut self.attention {
                        attention.asked = Some(at);
                    }
                    effects.push(Effect::WarnOfTheEnd);
                }
                Why::CountdownOver | Why::ReceiptShownLongEnough => {
                    if self.step == Step::RateMark {
                        self.rate(effects);
                    }
                    self.end(effects);
                }
                Why::SpokenLongEnough => self.halt(at, effects),
                Why::RecorderSilent => self.recorder_is_silent(at, effects),
                Why::NobodyCame => {
                    let late = self.calls.become_late(at);
                    if self.shown_call().is_some_and(|shown| late.contains(&shown)) {
                        self.somebody_is_there(at);
                    }
                }
            }
        }
    }

    /// Time starts anew for whoever is at the glass.
    fn somebody_is_there(&mut self, now: Instant) {
        if let Some(attention) = &mut self.attention {
            *attention = Attention { last: now.max(attention.last), asked: None, ..*attention };
        }
    }

    /// The one way out of a visit. What it drops is wiped.
    fn end(&mut self, effects: &mut Vec<Effect>) {
        self.fall_quiet(effects);
        let site = std::mem::replace(&mut self.site, SiteView::unknown());
        let tries = std::mem::take(&mut self.tries);
        let Visit { fit, low_is_short, next_hand_in, next_tape, shut, .. } = *self;
        *self = Visit { fit, low_is_short, next_hand_in, next_tape, shut, tries, ..Visit::at_rest(site) };
        effects.push(Effect::ForgetEverything);
    }

    /// Who is called from the hall now.
    fn called(&self) -> Vec<ShownTeken> {
        let shown = |(teken, place): &(Teken, String)| ShownTeken {
            picture: teken.picture(),
            number: teken.number(),
            said: Text::key("called-now")
                .with("teken", Arg::Text(ShownTeken::name(*teken)))
                .with("place", Arg::Plain(place.clone())),
        };
        self.site.called.iter().take(CALLED_AT_REST).map(shown).collect()
    }

    /// The call whose fate the glass shows now.
    fn shown_call(&self) -> Option<CallReason> {
        match (self.over.last(), self.step) {
            (Some(Over::Help), _) => Some(CallReason::Help),
            (Some(_), _) => None,
            (None, Step::TalkNow) => Some(CallReason::TalkNow),
            (None, Step::Urgent | Step::Danger) => Some(CallReason::Urgent),
            (None, _) => None,
        }
    }
}

#[cfg(test)]
mod tests;
