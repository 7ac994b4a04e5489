//! Residents, one after another: every sort of visit, in every language.

use crate::bench::LANGUAGES;
use crate::bench::found::{self, Place, Place::*};
use crate::kiosk::Kiosk;
use inloop_ui::{BarAction, Screen, SpeakingAdapter};
use slint::ComponentHandle;
use std::time::Duration;

/// Longer than a glass that was left alone waits before it wipes.
const LEFT_ALONE: Duration = Duration::from_secs(300);
/// What a receipt is looked at.
const READS: Duration = Duration::from_secs(8);

/// How many times one resident asks for.
const TRIES: usize = 3;

const NEXT: Place = Bar(BarAction::Next);
const DIGITS: [Place; 9] = [Key("zero-six"), Key("1"), Key("2"), Key("3"), Key("4"), Key("5"), Key("6"), Key("7"), Key("8")];

/// What a visit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visit {
    Question,
    WithNumber,
    Spoken,
    ByKeyboard,
    Worry,
    Offer,
    Rating,
    TalkNow,
    Appointment,
    WalksAway,
    StopsMidway,
}

pub(crate) const VISITS: [Visit; 11] = [
    Visit::Question,
    Visit::WithNumber,
    Visit::Spoken,
    Visit::Worry,
    Visit::Appointment,
    Visit::Offer,
    Visit::TalkNow,
    Visit::WalksAway,
    Visit::ByKeyboard,
    Visit::Rating,
    Visit::StopsMidway,
];

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Left {
    /// Things that the glass said are kept.
    pub(crate) kept: u64,
    /// Tickets that were asked for.
    pub(crate) tickets: u64,
    /// It went as it was meant.
    pub(crate) done: bool,
}

/// The resident of this number.
pub(crate) fn visit(kiosk: &Kiosk, number: usize) -> (Visit, Left) {
    let (what, language) = (VISITS[number % VISITS.len()], LANGUAGES[number % LANGUAGES.len()]);
    let hand = Hand { kiosk, number };
    let mut left = Left::default();
    left.done = hand.begins(language) && hand.goes(what, &mut left);
    hand.leaves();
    (what, left)
}

struct Hand<'a> {
    kiosk: &'a Kiosk,
    number: usize,
}

impl Hand<'_> {
    fn touches(&self, places: &[Place]) -> bool {
        places.iter().all(|place| self.kiosk.touch(*place))
    }

    fn begins(&self, language: &'static str) -> bool {
        let dressed =
            || !self.number.is_multiple_of(3) || self.touches(&[Bar(BarAction::Size), Answer("aa-larger"), Bar(BarAction::Back)]);
        self.touches(&[Glass, Bar(BarAction::Language), Answer(language)]) && dressed()
    }

    fn goes(&self, what: Visit, left: &mut Left) -> bool {
        match what {
            Visit::Question => {
                self.asks()
                    && self.touches(&[NEXT, Answer("contact-visit-us"), NEXT])
                    && self.hands_in(left)
                    && self.wants_paper(left)
            }
            Visit::WithNumber => {
                self.asks()
                    && self.touches(&[Answer("tell-type")])
                    && (0..12).all(|letter| self.kiosk.touch(Letter(letter)))
                    && self.touches(&[NEXT, Answer("contact-call")])
                    && self.touches(&DIGITS)
                    && self.touches(&[NEXT, Answer("when-morning"), NEXT, NEXT, Answer("goal-people")])
                    && self.hands_in(left)
                    && self.wants_paper(left)
            }
            Visit::ByKeyboard => {
                let asked = self.asks() && self.touches(&[Answer("tell-type")]);
                self.kiosk.types("ik heb een brief die ik niet snap");
                asked && self.touches(&[NEXT, Answer("contact-visit-us"), NEXT]) && self.hands_in(left)
            }
            Visit::Spoken => {
                let speaking = || self.kiosk.app().global::<SpeakingAdapter<'_>>();
                self.asks()
                    && self.touches(&[Answer("tell-speak"), Answer("speak-start")])
                    && self.kiosk.until(|| speaking().get_clock() != "0:00" && speaking().get_records())
                    && self.touches(&[Answer("speak-stop")])
                    && self.kiosk.until(|| !speaking().get_records())
                    && self.touches(&[NEXT, Answer("contact-visit-us")])
                    && self.hands_in(left)
            }
            Visit::Worry => {
                self.touches(&[Answer("worry"), Answer("no"), Answer("worry-who-neighbour"), Answer("worry-what-alone")])
                    && self.touches(&[Answer("no"), Answer("yes")])
                    && self.touches(&DIGITS)
                    && self.touches(&[NEXT, Answer("when-morning"), NEXT])
                    && self.hands_in(left)
                    && self.wants_paper(left)
            }
            Visit::Offer => {
                self.touches(&[Answer("offer"), Answer("offer-meal"), Answer("offer-jobs"), NEXT])
                    && self.touches(&[Answer("offer-when-weekend"), Answer("contact-visit-us")])
                    && self.hands_in(left)
            }
            Visit::Rating => self.touches(&[Answer("rate"), Answer("rate-4")]) && self.marks(left),
            Visit::TalkNow => {
                let rang = self.touches(&[Answer("talk-now")]);
                left.kept += u64::from(rang);
                self.kiosk.pass(READS);
                rang
            }
            Visit::Appointment => {
                self.touches(&[Answer("appointment"), First("whom-"), First("day-"), First("time-"), Answer("message-none")])
                    && self.hands_in(left)
                    && self.wants_paper(left)
            }
            Visit::WalksAway => {
                let asked = self.asks() && self.touches(&[Answer("tell-type"), Letter(1), Letter(2), Letter(3)]);
                self.kiosk.pass(LEFT_ALONE);
                asked && found::screen(self.kiosk.app()) == Screen::Rest
            }
            Visit::StopsMidway => {
                self.asks()
                    && self.touches(&[Answer("tell-type"), Letter(4), Bar(BarAction::Stop)])
                    && found::screen(self.kiosk.app()) == Screen::Rest
            }
        }
    }

    fn asks(&self) -> bool {
        self.touches(&[Answer("question"), Answer("topic-letters"), Answer("need-papers")])
    }

    /// "Ja, verstuur", until the glass says that it is kept. Whose time is gone meanwhile takes another.
    fn hands_in(&self, left: &mut Left) -> bool {
        for _ in 0..TRIES {
            let screen = || found::screen(self.kiosk.app());
            let asked = found::question(self.kiosk.app());
            let answered = self.kiosk.touch(NEXT)
                && self.kiosk.until(|| {
                    screen() == Screen::Receipt || screen() != Screen::Message && found::question(self.kiosk.app()) != asked
                });
            if answered && screen() == Screen::Receipt {
                left.kept += 1;
                return true;
            }
            if !(answered && self.touches(&[First("time-")])) {
                return false;
            }
            // Asked again where it was not answered before.
            if found::label(self.kiosk.app(), Answer("message-none")).is_some() {
                self.touches(&[Answer("message-none")]);
            }
        }
        false
    }

    /// A mark is thanked for, and has no receipt.
    fn marks(&self, left: &mut Left) -> bool {
        let thanked = self.kiosk.touch(NEXT) && self.kiosk.until(|| found::screen(self.kiosk.app()) == Screen::Message);
        left.kept += u64::from(thanked);
        thanked
    }

    /// "Briefje", where it is offered, until the printer has answered.
    fn wants_paper(&self, left: &mut Left) -> bool {
        if !self.kiosk.touch(Answer("ticket")) {
            return true;
        }
        left.tickets += 1;
        let before = found::receipt(self.kiosk.app());
        let answered = self.kiosk.until(|| found::receipt(self.kiosk.app()) != before);
        self.kiosk.pass(READS);
        answered
    }

    /// However it went, the next one finds a glass that rests.
    fn leaves(&self) {
        if found::screen(self.kiosk.app()) != Screen::Rest {
            let stopped = self.kiosk.touch(Bar(BarAction::Stop)) || self.kiosk.touch(NEXT);
            if !stopped || found::screen(self.kiosk.app()) != Screen::Rest {
                self.kiosk.pass(LEFT_ALONE);
            }
        }
        assert_eq!(found::screen(self.kiosk.app()), Screen::Rest, "the glass does not come to rest");
    }
}
