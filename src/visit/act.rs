//! What each event does to a visit.

use super::answers::{Answers, Field};
use super::choose::step_of;
use super::event::{Effect, Event, Letter};
use super::plan::Missed;
use super::step::{Over, Path, Step, after};
use super::{Attention, Visit};
use std::time::Instant;

impl Visit {
    pub(super) fn act(&mut self, event: Event, now: Instant, effects: &mut Vec<Effect>) {
        match event {
            Event::Touch => self.wake(now),
            Event::Choose(id) => self.choose(&id, now, effects),
            Event::Typed(Letter(c)) => self.at_field(|answers, field| answers.push(field, c)),
            Event::ZeroSix => self.at_field(|answers, field| ['0', '6'].into_iter().for_each(|c| answers.push(field, c))),
            Event::Backspace => self.at_field(Answers::pop),
            Event::Next => self.next(now, effects),
            Event::Back => self.back(),
            Event::Stop if self.step == Step::Rest => {}
            Event::Stop => self.end(effects),
            Event::Help => self.help(now, effects),
            Event::Languages if self.over.last() == Some(&Over::Languages) => self.close(),
            Event::Languages => {
                self.wake(now);
                self.open(Over::Languages);
            }
            Event::Seeing if self.over.last() == Some(&Over::Seeing) => self.close(),
            Event::Seeing if self.step != Step::Rest => self.open(Over::Seeing),
            Event::Seeing => {}
            // Only the resident, or the recording, is to be heard.
            Event::ReadAloud if self.speech.is_live() => {}
            Event::ReadAloud => self.read_aloud(effects),
            Event::Sound(plays) => {
                if let Some(attention) = &mut self.attention {
                    attention.listens = plays;
                }
            }
            Event::Size => self.larger = self.step != Step::Rest && !self.larger,
            Event::Cover => self.covered = self.step.shows_own_words(),
            Event::Uncover => self.covered = false,
            Event::Edit(line) => self.edit(&line),
            Event::StillHere | Event::Tick => {}
            Event::TilesFit(tiles) => self.fit = tiles.max(2),
            Event::LowIsShort(short) => self.low_is_short = short,
            Event::Lock(locked) => self.lock(locked, effects),
            Event::CannotBegin(fault) => self.cannot_begin(fault, effects),
            Event::Site(site) => {
                self.site = site;
                if self.step == Step::Rest {
                    self.language = self.site.first_language();
                }
                self.look_at_times_again(now);
            }
            Event::Kept(hand_in, receipt) => self.kept(hand_in, receipt, now),
            Event::NotKept(hand_in, draft) => self.not_kept(hand_in, draft, now),
            Event::NotHeld(hand_in, draft) => self.not_held(hand_in, draft, now),
            Event::Taken(hand_in, grant) => self.taken(hand_in, grant, now, effects),
            Event::Lost(hand_in, instead) => self.not_taken(hand_in, Missed::Lost, &instead, now),
            Event::NotTaken(hand_in) => self.not_taken(hand_in, Missed::NotTaken, &[], now),
            Event::TicketPrinted(entry) => self.ticket_answered(entry, true, now),
            Event::TicketFailed(entry) => self.ticket_answered(entry, false, now),
            Event::LeafletPrinted(printed) => self.leaflet_answered(printed, now),
            Event::Scanned(scan) => self.scanned(&scan, now),
            Event::Level(tape, level) => self.level(tape, level, effects),
            Event::Recorded(tape, recording) => self.recorded(tape, recording, now),
            Event::RecordingFailed(tape, until_then) => self.recording_failed(tape, until_then, now),
            Event::Played(tape) => self.played(tape, now),
            Event::CallDelivered(entry) => self.calls.delivered(entry),
            Event::SomebodyComes(entry) => self.somebody_comes(entry, now),
            Event::DeskReceipt(entry, day) => {
                if let Some(handed) = self.handed_as(entry) {
                    handed.at_desk = Some(day);
                }
            }
        }
    }

    pub(super) fn wake(&mut self, now: Instant) {
        if self.step == Step::Rest {
            self.step = Step::Home;
            self.attention = Some(Attention { last: now, asked: None, listens: false });
        }
    }

    pub(super) fn open(&mut self, over: Over) {
        self.first = 0;
        self.over.retain(|open| *open != over);
        self.over.push(over);
    }

    /// Where nobody can read this language aloud, the glass says so.
    fn read_aloud(&mut self, effects: &mut Vec<Effect>) {
        if self.site.voices.contains(&self.language) {
            effects.push(Effect::ReadAloud);
        } else if self.step != Step::Rest && !self.site.voices.is_empty() {
            self.open(Over::NoVoice);
        }
    }

    fn choose_how_it_looks(&mut self, id: &str) {
        match id {
            "aa-larger" => self.larger = !self.larger,
            "aa-lower" => self.lower = !self.lower,
            "aa-contrast" => self.contrast = !self.contrast,
            "aa-louder" => self.loudness = self.loudness.next(),
            _ => {}
        }
    }

    fn close(&mut self) {
        self.first = 0;
        self.over.pop();
    }

    pub(super) fn go_to(&mut self, step: Step) {
        self.first = 0;
        // While a line of the overview is changed, the way there is kept below it.
        let floor = self.trail.iter().rposition(|past| *past == Step::Overview).unwrap_or(0);
        match self.trail.iter().skip(floor).position(|past| *past == step) {
            Some(place) => self.trail.truncate(floor + place),
            None => self.trail.push(self.step),
        }
        self.arrive(step);
    }

    fn arrive(&mut self, step: Step) {
        self.step = step;
        if step == Step::Overview {
            self.change = None;
        }
    }

    pub(super) fn advance(&mut self) {
        let path = self.change.unwrap_or(self.path);
        let own = self.after_times().or_else(|| self.after_others());
        let step = own.unwrap_or_else(|| after(self.step, path, &self.answers, &self.site));
        self.go_to(step);
    }

    pub(super) fn back(&mut self) {
        if !self.over.is_empty() {
            self.close();
        } else if self.may_go_back()
            && let Some(step) = self.trail.pop()
        {
            self.first = 0;
            self.arrive(step);
        }
    }

    pub(super) fn may_go_back(&self) -> bool {
        let stands = matches!(self.step, Step::Keeping | Step::Taking | Step::Receipt | Step::TalkNow);
        !self.trail.is_empty() && !stands && !self.speech.records()
    }

    fn at_field(&mut self, change: impl FnOnce(&mut Answers, Field)) {
        if let (Some(field), true) = (self.step.field(), self.over.is_empty()) {
            change(&mut self.answers, field);
        }
    }

    fn turn_page(&mut self) {
        let tiles = self.all_tiles().len();
        let page = self.page_of(tiles);
        self.first = if self.first + page < tiles { self.first + page } else { 0 };
    }

    fn choose(&mut self, id: &str, now: Instant, effects: &mut Vec<Effect>) {
        match self.over.last() {
            _ if id == "more" => self.turn_page(),
            Some(over) => self.choose_over(*over, id, now, effects),
            None => self.choose_at_step(id, now, effects),
        }
    }

    fn choose_over(&mut self, over: Over, id: &str, now: Instant, effects: &mut Vec<Effect>) {
        match (over, id) {
            (Over::Languages, code) => {
                if let Some(language) = self.site.languages.iter().find(|language| language.code() == code) {
                    self.language = *language;
                    self.close();
                }
            }
            (Over::Bsn(field), "bsn-remove") => {
                self.answers.take_bsn_away(field);
                self.close();
                if self.step == Step::Overview {
                    self.change_from_overview(step_of(field), Path::ChangeOne);
                }
            }
            (Over::Bsn(field), "bsn-keep") => {
                self.answers.leave_standing(field);
                self.close();
                self.next(now, effects);
            }
            (Over::NotANumber | Over::NotAnAddress, "change") => self.close(),
            (Over::NotANumber, "skip") => {
                self.answers.clear(Field::Number);
                self.close();
                self.advance();
            }
            (Over::NotAnAddress, "skip") => {
                self.answers.clear(Field::Email);
                self.close();
                self.advance();
            }
            (Over::Seeing, id) => self.choose_how_it_looks(id),
            (Over::Help | Over::Privacy | Over::NoVoice | Over::Bsn(_) | Over::NotANumber | Over::NotAnAddress, _) => {}
        }
    }

    fn next(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        match self.over.last() {
            Some(Over::Languages | Over::Help | Over::Privacy | Over::Seeing | Over::NoVoice) => return self.close(),
            Some(Over::Bsn(_) | Over::NotANumber | Over::NotAnAddress) => return,
            None => {}
        }
        match self.step {
            Step::Rest | Step::Home | Step::Keeping | Step::NotKept => {}
            Step::Topic | Step::Need | Step::Urgent | Step::Tell | Step::Contact | Step::When | Step::Safe => self.advance(),
            Step::Goal => self.advance(),
            Step::Speaking if self.speech.records() => {}
            Step::Speaking => self.advance(),
            Step::WorryDanger | Step::Danger | Step::WorryAbout | Step::WorrySign | Step::WorryKnows | Step::WorryCall => {
                self.advance();
            }
            Step::OfferDeeds | Step::OfferFree => self.advance(),
            Step::RateMark => self.rate(effects),
            Step::Rate | Step::WhoHelps | Step::WhichTime => {}
            Step::Typing | Step::Number | Step::Email | Step::Name | Step::GoalWords => self.leave_field(),
            Step::FindNumber => self.find_by_teken(now),
            Step::Message => self.advance(),
            Step::Wish if self.may_promise_a_call() => self.advance(),
            Step::Overview => self.hand_in(now, effects),
            Step::Receipt | Step::TalkNow | Step::NobodyHere | Step::Wish | Step::Helper => self.end(effects),
            Step::Whom | Step::Day | Step::Time | Step::Missed | Step::Taking | Step::Find | Step::IsItYou => {}
            Step::NotToday | Step::NotFound | Step::NeedsCode | Step::AskWorker | Step::NotComing | Step::ScanHere => {}
        }
    }

    fn leave_field(&mut self) {
        let Some(field) = self.step.field() else { return };
        match field {
            _ if self.answers.field_asks_about_bsn(field) => return self.open(Over::Bsn(field)),
            Field::Number if self.answers.number_is_none() => return self.open(Over::NotANumber),
            Field::Email if self.answers.email_is_none() => return self.open(Over::NotAnAddress),
            Field::Goal if !self.answers.is_empty(Field::Goal) => self.answers.goal = None,
            Field::Words | Field::Number | Field::Email | Field::Name | Field::Goal | Field::Teken => {}
        }
        self.advance();
    }
}
