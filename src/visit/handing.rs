//! What leaves the visit for the disk, and what comes back.

use super::answers::Answers;
use super::event::{Effect, HandIn, KeptReceipt};
use super::plan::{Missed, Plan};
use super::step::{Over, Path, Step};
use super::{Visit, Way};
use crate::entry::{Body, Booking, CallReason, Draft, EntryId, Need, Recording, Teken, Topic};
use chrono::{NaiveDateTime, Weekday};
use std::time::Instant;

/// What is still known of a thing handed in after its words have left.
#[derive(Debug)]
pub(super) struct Handed {
    pub(super) hand_in: HandIn,
    pub(super) what: What,
    pub(super) way: Option<Way>,
    pub(super) reaches: bool,
    pub(super) urgent: bool,
    pub(super) topic: Option<Topic>,
    pub(super) receipt: Option<KeptReceipt>,
    /// The desk's receipt, and the day it named.
    pub(super) at_desk: Option<Option<Weekday>>,
    pub(super) coming: bool,
}

/// What was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Question,
    /// A booking, by its time; without one it is a wish.
    Booking(Option<NaiveDateTime>),
    /// The same in place of another.
    Change(Option<NaiveDateTime>),
    Cancel,
    /// By the teken of the appointment.
    CheckIn(Option<Teken>),
    Worry,
    Offering,
    Rating,
}

impl What {
    /// The resident is given a teken and a code for it.
    pub(super) fn is_given_a_code(self) -> bool {
        match self {
            What::Question | What::Booking(_) | What::Change(_) | What::Worry | What::Offering => true,
            What::Cancel | What::CheckIn(_) | What::Rating => false,
        }
    }
}

impl Visit {
    pub(super) fn talk_now(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        if self.site.nobody_here() {
            self.go_to(Step::NobodyHere);
        } else {
            self.raise(CallReason::TalkNow, now, effects);
            self.go_to(Step::TalkNow);
        }
    }

    /// "Hulp".
    pub(super) fn help(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        self.wake(now);
        self.raise(CallReason::Help, now, effects);
        self.open(Over::Help);
    }

    pub(super) fn raise(&mut self, reason: CallReason, now: Instant, effects: &mut Vec<Effect>) {
        effects.push(Effect::RingChime);
        if self.calls.needs_raising(reason, now) {
            let hand_in = self.new_hand_in();
            self.calls.raise(reason, hand_in, now);
            effects.push(Effect::Keep(hand_in, Draft { language: self.language, body: Body::Call(reason), recording: None }));
        }
    }

    pub(super) fn new_hand_in(&mut self) -> HandIn {
        self.next_hand_in += 1;
        HandIn(self.next_hand_in)
    }

    /// "Ja", and "Nog een keer" after it could not be kept.
    pub(super) fn hand_in(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        if let Some(field) = self.answers.asks_about_bsn() {
            return self.open(Over::Bsn(field));
        }
        match self.path {
            Path::Booking | Path::OtherTime => self.book(now, effects),
            Path::CheckingIn => self.check_in(effects),
            Path::Cancelling => self.cancel(effects),
            Path::Finding => {}
            Path::Rating => self.rate(effects),
            Path::Worrying => {
                let handed = Handed { urgent: self.answers.danger == Some(true), ..self.handed(What::Worry) };
                let answers = std::mem::replace(&mut self.answers, Answers::none());
                self.keep(handed, Body::Worry(answers.into_worry()), effects);
            }
            Path::Offering => {
                let handed = self.handed(What::Offering);
                let answers = std::mem::replace(&mut self.answers, Answers::none());
                self.keep(handed, Body::Offering(answers.into_offering()), effects);
            }
            Path::Whole | Path::OnlyContact | Path::ChangeOne | Path::ChangeContact => {
                let handed = self.handed(What::Question);
                let answers = std::mem::replace(&mut self.answers, Answers::none());
                let (question, recording) = answers.into_question();
                self.keep_spoken(handed, Body::Question(question), recording, effects);
            }
        }
    }

    /// What the receipt has to know of the answers once they have left.
    pub(super) fn handed(&mut self, what: What) -> Handed {
        Handed {
            hand_in: self.new_hand_in(),
            what,
            way: self.answers.way,
            reaches: self.answers.reaches(),
            urgent: self.answers.need == Some(Need::Urgent),
            topic: self.answers.topic,
            receipt: None,
            at_desk: None,
            coming: false,
        }
    }

    pub(super) fn keep(&mut self, handed: Handed, body: Body, effects: &mut Vec<Effect>) {
        self.keep_spoken(handed, body, None, effects);
    }

    fn keep_spoken(&mut self, handed: Handed, body: Body, recording: Option<Recording>, effects: &mut Vec<Effect>) {
        effects.push(Effect::Keep(handed.hand_in, Draft { language: self.language, body, recording }));
        self.handed = Some(handed);
        self.leave_overview();
        self.step = Step::Keeping;
    }

    /// "Vorige" leads back to what was handed in, while it can.
    pub(super) fn leave_overview(&mut self) {
        if matches!(self.step, Step::Overview | Step::IsItYou | Step::NotComing | Step::RateMark) {
            self.trail.push(self.step);
        }
    }

    pub(super) fn kept(&mut self, hand_in: HandIn, receipt: KeptReceipt, now: Instant) {
        if self.calls.kept(hand_in, &receipt) {
            return;
        }
        if let Some(handed) = self.handed.as_mut().filter(|handed| handed.hand_in == hand_in) {
            handed.receipt = Some(receipt);
            self.trail.clear();
            self.plan = Plan::default();
            self.step = Step::Receipt;
            self.somebody_is_there(now);
        }
    }

    pub(super) fn not_kept(&mut self, hand_in: HandIn, draft: Draft, now: Instant) {
        if let Body::Call(_) = draft.body {
            let shown = self.shown_call();
            if self.calls.not_kept(hand_in).is_some_and(|reason| shown == Some(reason)) {
                self.somebody_is_there(now);
            }
        } else if self.take_back(hand_in, draft) {
            // "Vorige" leads back to the overview, which is on top of the trail.
            self.step = Step::NotKept;
            self.somebody_is_there(now);
        }
    }

    /// The right to the time was gone when it should have been used up.
    pub(super) fn not_held(&mut self, hand_in: HandIn, draft: Draft, now: Instant) {
        if self.take_back(hand_in, draft) {
            self.miss(if self.is_too_late() { Missed::Passed } else { Missed::Lost }, &[], now);
        }
    }

    /// The answers of what could not be kept come back; false where they are not of this resident, or nothing waits for them.
    fn take_back(&mut self, hand_in: HandIn, draft: Draft) -> bool {
        if self.handed.take_if(|handed| handed.hand_in == hand_in).is_none() {
            return false;
        }
        let mut booking_back = |Booking { time, contact, .. }: Booking| {
            self.plan.grant = time;
            self.answers = Answers::back_from_contact(contact);
        };
        match draft.body {
            Body::Call(_) | Body::CheckIn(_) => {}
            Body::Question(question) => self.answers = Answers::back_from(question, draft.recording),
            Body::Worry(worry) => self.answers = Answers::back_from_worry(worry),
            Body::Offering(offering) => self.answers = Answers::back_from_offering(offering),
            Body::Rating(rating) => (self.answers.face, self.answers.mark) = (Some(rating.face), rating.mark),
            Body::Booking(booking) => booking_back(booking),
            Body::Change(change) => {
                booking_back(change.to);
                self.plan.code = Some(change.code);
            }
            Body::Cancel(cancel) => self.plan.code = Some(cancel.code),
        }
        true
    }

    pub(super) fn somebody_comes(&mut self, entry: EntryId, now: Instant) {
        let shown = self.shown_call();
        if self.calls.comes(entry, now).is_some_and(|reason| shown == Some(reason)) {
            self.somebody_is_there(now);
        }
        if let Some(handed) = self.handed_as(entry) {
            handed.coming = true;
            self.somebody_is_there(now);
        }
    }

    pub(super) fn handed_as(&mut self, entry: EntryId) -> Option<&mut Handed> {
        self.handed.as_mut().filter(|handed| handed.receipt.as_ref().is_some_and(|receipt| receipt.entry == entry))
    }

    /// The ways of contact on the glass here.
    pub(super) fn ways_here(&self) -> Vec<Way> {
        let reaching = |way: &Way| self.path != Path::OnlyContact || way.needs_number() || *way == Way::Email;
        self.site.offered_ways().into_iter().filter(reaching).collect()
    }

    pub(super) fn offers_leaving_a_number(&self) -> bool {
        let in_time = match self.step {
            Step::TalkNow => self.calls.of(CallReason::TalkNow).is_some_and(|call| call.late && !call.is_coming()),
            _ => true,
        };
        in_time && self.site.offered_ways().into_iter().any(Way::needs_number)
    }
}
