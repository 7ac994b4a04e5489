//! "Ik wil een afspraak" and "Andere tijd": with whom, which day, which time; the right to it first, then the booking.

use super::answers::Answers;
use super::event::{Effect, HandIn};
use super::handing::What;
use super::plan::{Missed, Plan, Wish, whoms};
use super::site::Offer;
use super::step::{Path, Step};
use super::{Visit, Way};
use crate::entry::{Body, Booking, Change, Grant, SlotId};
use chrono::NaiveDate;
use std::time::Instant;

impl Visit {
    pub(super) fn begin_booking(&mut self) {
        self.answers = Answers::none();
        self.plan = Plan::default();
        self.path = Path::Booking;
        self.go_to(Step::Whom);
    }

    /// "Andere tijd", for whoever showed the code.
    pub(super) fn begin_change(&mut self) {
        self.path = Path::OtherTime;
        self.plan.whom = self.plan.found.and_then(|found| found.whom);
        let step = if self.plan.whom.is_some() { self.first_of_times() } else { Step::Whom };
        self.go_to(step);
    }

    /// Days, where there are any.
    fn first_of_times(&mut self) -> Step {
        if self.plan.offers(&self.site).is_empty() {
            self.wish_for(Wish::NoTime);
            Step::Wish
        } else {
            Step::Day
        }
    }

    fn wish_for(&mut self, why: Wish) {
        (self.plan.wish, self.plan.offer, self.plan.grant) = (Some(why), None, None);
        if self.may_promise_a_call() {
            self.answers.way = Some(Way::Call);
        }
    }

    /// "Wij bellen u" is said only where somebody does.
    pub(super) fn may_promise_a_call(&self) -> bool {
        self.site.ways.contains(&Way::Call)
    }

    pub(super) fn choose_about_times(&mut self, id: &str) {
        match self.step {
            Step::Whom => {
                let chosen = whoms(&self.site).into_iter().find(|whom| id.strip_prefix("whom-") == Some(whom.word()));
                if let Some(whom) = chosen {
                    self.plan.whom = Some(whom);
                    let step = self.first_of_times();
                    self.go_to(step);
                }
            }
            Step::Day if id == "no-day" => {
                self.wish_for(Wish::NoDay);
                self.go_to(Step::Wish);
            }
            Step::Day => {
                let day = id.strip_prefix("day-").and_then(|day| day.parse::<NaiveDate>().ok());
                if let Some(day) = day.filter(|day| self.plan.days(&self.site).contains(day)) {
                    self.plan.day = Some(day);
                    self.go_to(Step::Time);
                }
            }
            Step::Time | Step::Missed if id == "other-day" => {
                let step = self.first_of_times();
                self.go_to(step);
            }
            Step::Time => self.choose_time(id, self.plan.times(&self.site)),
            Step::Missed => self.choose_time(id, self.plan.nearest.clone()),
            Step::Message => {
                let way = self.message_ways().into_iter().find(|way| message_id(*way) == id);
                if let Some(way) = way {
                    self.answers.way = way;
                    self.advance();
                }
            }
            _ => {}
        }
    }

    fn choose_time(&mut self, id: &str, among: Vec<Offer>) {
        let slot = id.strip_prefix("time-").and_then(|slot| slot.parse::<SlotId>().ok());
        if let Some(offer) = among.into_iter().find(|offer| Some(offer.slot) == slot) {
            if self.plan.wish.is_some() {
                self.answers.way = None;
            }
            self.plan.choose(offer);
            self.advance();
        }
    }

    /// The step after one of these, once it is answered.
    pub(super) fn after_times(&mut self) -> Option<Step> {
        match self.step {
            Step::Time | Step::Missed if self.asks_about_a_message() => Some(Step::Message),
            Step::Time | Step::Missed => Some(Step::Overview),
            Step::Wish => Some(Step::Number),
            Step::Message => {
                self.plan.message_asked = true;
                Some(match self.answers.way {
                    Some(Way::Sms) => Step::Number,
                    Some(Way::Email) => Step::Email,
                    _ => Step::Overview,
                })
            }
            _ => None,
        }
    }

    /// "Wilt u een bericht?" is asked once, and where somebody sends one. The ticket is on the last screen in any case.
    fn asks_about_a_message(&self) -> bool {
        self.path == Path::Booking && !self.plan.message_asked && self.message_ways().len() > 1
    }

    /// What "Wilt u een bericht?" offers; none is "briefje is goed".
    pub(super) fn message_ways(&self) -> Vec<Option<Way>> {
        let sent = [Way::Sms, Way::Email].into_iter().filter(|way| self.site.messages.contains(way));
        sent.map(Some).chain([None]).collect()
    }

    /// What the post can give has changed, or time has passed: nobody is left looking at a list that is empty now, or at a time
    /// that cannot be had any more.
    pub(super) fn look_at_times_again(&mut self, now: Instant) {
        if self.step == Step::Overview && self.path.books() && self.is_too_late() {
            return self.miss(Missed::Passed, &[], now);
        }
        if self.step == Step::Time && self.plan.times(&self.site).is_empty() {
            self.first = 0;
            self.step = Step::Day;
            self.trail.retain(|past| *past != Step::Day);
        }
        self.plan.look_at_nearest_again(&self.site);
        let nothing_left = match self.step {
            Step::Day => self.plan.days(&self.site).is_empty(),
            Step::Missed => !self.site.clock_trusted || self.plan.nearest.is_empty(),
            _ => false,
        };
        if nothing_left {
            self.wish_for(Wish::NoTime);
            self.first = 0;
            self.step = Step::Wish;
        }
    }

    /// Too late for the time that was chosen.
    pub(super) fn is_too_late(&self) -> bool {
        self.plan.offer.is_some_and(|offer| self.site.is_too_late_for(&offer))
    }

    /// Books where the right is here; asks the desk for it where it can be asked.
    pub(super) fn book(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        let Some(offer) = self.plan.offer else { return self.keep_booking(None, effects) };
        if self.is_too_late() {
            return self.miss(Missed::Passed, &[], now);
        }
        let right = self.plan.right(&self.site);
        if right.is_some() && self.site.clock_trusted {
            self.keep_booking(right, effects);
        } else if self.site.online && self.site.clock_trusted {
            let hand_in = self.new_hand_in();
            self.plan.taking = Some(hand_in);
            self.leave_overview();
            self.step = Step::Taking;
            effects.push(Effect::Take(hand_in, offer.slot));
        } else {
            self.miss(Missed::NotTaken, &[], now);
        }
    }

    fn keep_booking(&mut self, time: Option<Grant>, effects: &mut Vec<Effect>) {
        let Some(whom) = self.plan.whom else { return };
        let start = time.and(self.plan.offer).map(|offer| offer.start);
        let code = if self.path == Path::OtherTime { self.plan.code.take() } else { None };
        let what = if code.is_some() { What::Change(start) } else { What::Booking(start) };
        let handed = self.handed(what);
        let answers = std::mem::replace(&mut self.answers, Answers::none());
        let to = Booking { whom, time, contact: answers.into_contact() };
        let body = match code {
            Some(code) => Body::Change(Change { code, to }),
            None => Body::Booking(to),
        };
        self.keep(handed, body, effects);
    }

    /// The desk gave the right.
    pub(super) fn taken(&mut self, hand_in: HandIn, grant: Grant, now: Instant, effects: &mut Vec<Effect>) {
        if self.plan.taking.take_if(|taking| *taking == hand_in).is_none() {
            return;
        }
        if self.plan.offer.is_some_and(|offer| offer.slot == grant.slot) {
            self.plan.grant = Some(grant);
            self.keep_booking(Some(grant), effects);
        } else {
            self.miss(Missed::NotTaken, &[], now);
        }
    }

    /// The desk gave it to nobody here.
    pub(super) fn not_taken(&mut self, hand_in: HandIn, why: Missed, instead: &[Offer], now: Instant) {
        if self.plan.taking.take_if(|taking| *taking == hand_in).is_some() {
            self.miss(why, instead, now);
        }
    }

    /// The chosen time cannot be had: others are offered, or a wish. What was typed stays.
    pub(super) fn miss(&mut self, why: Missed, instead: &[Offer], now: Instant) {
        self.plan.miss(why, instead, &self.site);
        // "Vorige" leads to the days, not to a time that is gone.
        if let Some(place) = self.trail.iter().position(|past| *past == Step::Time) {
            self.trail.truncate(place);
        }
        self.trail.retain(|past| !matches!(past, Step::Overview | Step::Missed));
        self.first = 0;
        self.step = if self.plan.nearest.is_empty() {
            self.trail.retain(|past| *past != Step::Day);
            self.wish_for(Wish::NoTime);
            Step::Wish
        } else {
            Step::Missed
        };
        self.change = None;
        self.somebody_is_there(now);
    }
}

/// The id of the tile, which is also its text and pictogram.
pub(super) fn message_id(way: Option<Way>) -> &'static str {
    match way {
        Some(Way::Sms) => "message-sms",
        Some(_) => "message-email",
        None => "message-none",
    }
}
