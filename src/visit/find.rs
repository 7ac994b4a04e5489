//! "Ik heb een afspraak": found by the code or by the teken. Who shows the code may change it; who knows the teken may not.

use super::answers::{Answers, Field};
use super::event::{Effect, Scan};
use super::handing::What;
use super::plan::Plan;
use super::site::{Appointment, Elsewhen, When};
use super::step::{Path, Step};
use super::{Attention, TRIES, TRIES_WITHIN, Visit};
use crate::entry::{Body, Cancel, CheckIn, Picture, Secret, Teken};
use std::time::Instant;

impl Visit {
    pub(super) fn begin_finding(&mut self, now: Instant) {
        self.answers = Answers::none();
        self.plan = Plan::default();
        self.path = Path::Finding;
        self.go_to(if self.tried_too_often(now) { Step::AskWorker } else { Step::Find });
    }

    /// A code was held before the scanner. It means something at the beginning and where one is asked for; anywhere else
    /// nothing, so that nobody loses what they were doing.
    pub(super) fn scanned(&mut self, scan: &Scan, now: Instant) {
        if !self.over.is_empty() || !self.takes_a_code() {
            return;
        }
        let code = Secret::from_code(&scan.0);
        if self.step == Step::Rest {
            self.step = Step::Home;
            self.attention = Some(Attention { last: now, asked: None, listens: false });
        }
        if !self.knows_appointments() {
            return;
        }
        self.answers = Answers::none();
        self.plan = Plan::default();
        self.path = Path::Finding;
        let recognition = code.as_ref().ok().map(Secret::recognition);
        let found = recognition.and_then(|it| self.site.expected.iter().find(|expected| expected.recognition == Some(it)));
        self.plan.found = found.copied();
        self.plan.code = code.ok();
        self.plan.other = recognition.and_then(|it| self.other_day(|other| other.code == Some(it.hint())));
        // "Vorige" leads home: a code begins anew.
        (self.trail, self.step) = (Vec::new(), Step::Home);
        match (&self.plan.found, self.plan.other) {
            (Some(_), _) => self.go_to(Step::IsItYou),
            (None, Some(other)) => self.go_to_other_day(other),
            (None, None) if self.plan.code.is_some() => self.tried(Step::NotToday, now),
            (None, None) => self.tried(Step::NotFound, now),
        }
    }

    /// What is known of a code or teken that nobody is expected by today: the first that tells a day, else any.
    fn other_day(&self, is_it: impl Fn(&Elsewhen) -> bool) -> Option<When> {
        let known = || self.site.elsewhen.iter().filter(|other| is_it(other)).map(|other| other.when);
        known().find(|when| matches!(when, When::On(_))).or_else(|| known().next())
    }

    /// It is right, and not for now: that is no try.
    fn go_to_other_day(&mut self, when: When) {
        // Of today, and not on today's list: whoever can look further has to.
        self.go_to(if when == When::Today { Step::AskWorker } else { Step::NotToday });
    }

    fn takes_a_code(&self) -> bool {
        matches!(
            self.step,
            Step::Rest
                | Step::Home
                | Step::Find
                | Step::FindNumber
                | Step::ScanHere
                | Step::IsItYou
                | Step::WhichTime
                | Step::NotToday
                | Step::NotFound
                | Step::NeedsCode
                | Step::AskWorker
                | Step::NotComing
        )
    }

    /// Nothing is said of appointments where there are none.
    pub(super) fn knows_appointments(&self) -> bool {
        !self.site.whoms.is_empty() || !self.site.expected.is_empty()
    }

    pub(super) fn choose_about_finding(&mut self, id: &str, now: Instant, effects: &mut Vec<Effect>) {
        match (self.step, id) {
            (Step::Find, "scan") => self.go_to(Step::ScanHere),
            (Step::Find, _) => {
                let picture = Picture::ALL.into_iter().find(|picture| id.strip_prefix("teken-") == Some(picture.word()));
                if picture.is_some() {
                    self.plan.picture = picture;
                    self.answers.clear(Field::Teken);
                    self.go_to(Step::FindNumber);
                }
            }
            (Step::WhichTime, _) => {
                let named = |expected: &Appointment| id.strip_prefix("at-") == Some(expected.id.to_string().as_str());
                if let Some(found) = self.of_the_teken().into_iter().find(named) {
                    self.plan.found = Some(found);
                    self.go_to(Step::IsItYou);
                }
            }
            (Step::IsItYou, "here") => {
                self.path = Path::CheckingIn;
                self.check_in(effects);
            }
            (Step::IsItYou | Step::NotToday, "other-time") if self.plan.code.is_some() => self.begin_change(),
            (Step::IsItYou | Step::NotToday, "not-coming") if self.plan.code.is_some() => self.go_to(Step::NotComing),
            (Step::IsItYou | Step::NotToday, "other-time" | "not-coming") => self.go_to(Step::NeedsCode),
            (Step::NotComing, "not-coming-yes") => {
                self.path = Path::Cancelling;
                self.cancel(effects);
            }
            (Step::NotComing, "not-coming-no") => self.back(),
            (Step::NotFound, "try-again") => {
                self.answers.clear(Field::Teken);
                self.go_to(if self.tried_too_often(now) { Step::AskWorker } else { Step::Find });
            }
            (Step::NotToday | Step::NotFound | Step::AskWorker | Step::NeedsCode | Step::ScanHere, "call-somebody") => {
                self.help(now, effects)
            }
            _ => {}
        }
    }

    /// Both digits are there.
    pub(super) fn find_by_teken(&mut self, now: Instant) {
        let Some(teken) = self.typed_teken() else { return };
        if self.tried_too_often(now) {
            return self.go_to(Step::AskWorker);
        }
        self.plan.code = None;
        self.plan.found = None;
        let found: Vec<Appointment> = self.with_teken(teken).collect();
        self.plan.other = self.other_day(|other| other.teken == Some(teken));
        match (found.as_slice(), self.plan.other) {
            ([], Some(other)) => self.go_to_other_day(other),
            ([], None) => self.tried(Step::NotFound, now),
            ([one], _) => {
                self.plan.found = Some(*one);
                self.go_to(Step::IsItYou);
            }
            // A teken is given again after a while: the time tells them apart.
            _ => self.go_to(Step::WhichTime),
        }
    }

    fn with_teken(&self, teken: Teken) -> impl Iterator<Item = Appointment> {
        self.site.expected.iter().copied().filter(move |expected| expected.teken == Some(teken))
    }

    /// Today's appointments of the teken that was typed, by time.
    pub(super) fn of_the_teken(&self) -> Vec<Appointment> {
        let mut those: Vec<Appointment> = self.typed_teken().into_iter().flat_map(|teken| self.with_teken(teken)).collect();
        those.sort_by_key(|expected| (expected.start, expected.id));
        those
    }

    /// None while a digit is missing.
    pub(super) fn typed_teken(&self) -> Option<Teken> {
        let digits = self.answers.own(Field::Teken);
        let number: u16 = digits.parse().ok().filter(|_| digits.len() == TEKEN_DIGITS)?;
        let picture = Picture::ALL.iter().position(|picture| Some(*picture) == self.plan.picture)?;
        Teken::from_index(number * Picture::ALL.len() as u16 + picture as u16).ok()
    }

    /// Counts a try that found nothing, and says so; after the last one a worker helps.
    fn tried(&mut self, step: Step, now: Instant) {
        self.tries.retain(|at| now.saturating_duration_since(*at) < TRIES_WITHIN);
        self.tries.push(now);
        self.go_to(if self.tried_too_often(now) { Step::AskWorker } else { step });
    }

    fn tried_too_often(&self, now: Instant) -> bool {
        self.tries.iter().filter(|at| now.saturating_duration_since(**at) < TRIES_WITHIN).count() >= TRIES
    }

    pub(super) fn check_in(&mut self, effects: &mut Vec<Effect>) {
        let Some(found) = self.plan.found else { return };
        let handed = self.handed(What::CheckIn(found.teken));
        self.keep(handed, Body::CheckIn(CheckIn { booking: found.id, teken: found.teken }), effects);
    }

    pub(super) fn cancel(&mut self, effects: &mut Vec<Effect>) {
        let Some(code) = self.plan.code.take() else { return };
        let handed = self.handed(What::Cancel);
        self.keep(handed, Body::Cancel(Cancel { code }), effects);
    }
}

/// Digits of a teken.
pub(super) const TEKEN_DIGITS: usize = 2;
