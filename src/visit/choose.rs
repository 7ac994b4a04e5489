//! What a tile, and a line of the overview, does.

use super::Visit;
use super::answers::{Field, GOALS};
use super::event::Effect;
use super::speaking::Speech;
use super::step::{Over, Path, Step};
use crate::entry::{CallReason, Need, Topic, When};
use std::time::Instant;

impl Visit {
    pub(super) fn choose_at_step(&mut self, id: &str, now: Instant, effects: &mut Vec<Effect>) {
        match self.step {
            Step::Home => self.choose_at_home(id, now, effects),
            Step::Whom | Step::Day | Step::Time | Step::Missed | Step::Message => self.choose_about_times(id),
            Step::Find
            | Step::IsItYou
            | Step::WhichTime
            | Step::NotToday
            | Step::NotFound
            | Step::NeedsCode
            | Step::AskWorker
            | Step::NotComing
            | Step::ScanHere => {
                self.choose_about_finding(id, now, effects);
            }
            Step::WorryDanger
            | Step::Danger
            | Step::WorryAbout
            | Step::WorrySign
            | Step::WorryKnows
            | Step::WorryCall
            | Step::OfferDeeds
            | Step::OfferFree
            | Step::Rate
            | Step::RateMark
            | Step::WhoHelps
            | Step::Helper => self.choose_about_others(id, now, effects),
            Step::Topic if id == "rather-not" => {
                self.answers.topic = None;
                self.advance();
            }
            Step::Topic => {
                let topic = id.strip_prefix("topic-").and_then(Topic::from_word);
                if let Some(topic) = topic.filter(|topic| self.site.offers_topic(*topic)) {
                    self.answers.topic = Some(topic);
                    self.advance();
                }
            }
            Step::Need => {
                if let Some(need) = id.strip_prefix("need-").and_then(Need::from_word) {
                    self.answers.need = Some(need);
                    if need == Need::Urgent {
                        self.raise(CallReason::Urgent, now, effects);
                    }
                    self.advance();
                }
            }
            Step::Tell if id == "tell-type" => self.go_to(Step::Typing),
            Step::Tell if id == "tell-speak" && self.offers_speaking() => self.go_to(Step::Speaking),
            Step::Speaking => self.choose_about_speaking(id, now, effects),
            Step::Tell if id == "tell-later" => {
                (self.answers.recording, self.speech) = (None, Speech::default());
                self.answers.clear(Field::Words);
                self.advance();
            }
            Step::Contact => {
                if let Some(way) = self.ways_here().into_iter().find(|way| way.key() == id) {
                    self.answers.way = Some(way);
                    self.advance();
                }
            }
            Step::When => match id {
                "voicemail-yes" => self.answers.voicemail = Some(true),
                "voicemail-no" => self.answers.voicemail = Some(false),
                "safe-yes" => self.answers.safe = Some(true),
                "safe-no" => self.answers.safe = Some(false),
                _ => {
                    if let Some(when) = id.strip_prefix("when-").and_then(When::from_word) {
                        // Two more questions stand on this screen: it goes on when the resident does.
                        self.answers.when = Some(when);
                    }
                }
            },
            Step::Safe if id == "safe-yes" || id == "safe-no" => {
                self.answers.safe = Some(id == "safe-yes");
                self.advance();
            }
            Step::Goal if id == "goal-own" => self.go_to(Step::GoalWords),
            Step::Goal => {
                if let Some(goal) = GOALS.into_iter().find(|goal| id.strip_prefix("goal-") == Some(goal)) {
                    self.answers.goal = Some(goal);
                    self.answers.clear(Field::Goal);
                    self.advance();
                }
            }
            Step::Overview if id == "privacy" => self.open(Over::Privacy),
            Step::NotKept if id == "again" => self.hand_in(now, effects),
            Step::Receipt | Step::TalkNow if id == "ticket" => effects.extend(self.order_ticket().map(Effect::PrintTicket)),
            Step::NobodyHere | Step::TalkNow if id == "leave-number" && self.offers_leaving_a_number() => {
                self.path = Path::OnlyContact;
                self.go_to(Step::Contact);
            }
            // "Langer" is a touch like any other, and a tile of another screen means nothing here.
            Step::Rest | Step::Urgent | Step::Tell | Step::Typing | Step::Number | Step::Email | Step::Safe => {}
            Step::Name | Step::GoalWords | Step::Overview | Step::Keeping | Step::NotKept | Step::Receipt | Step::TalkNow => {}
            Step::NobodyHere | Step::Wish | Step::Taking | Step::FindNumber => {}
        }
    }

    fn choose_at_home(&mut self, id: &str, now: Instant, effects: &mut Vec<Effect>) {
        match id {
            "question" => {
                self.path = Path::Whole;
                self.go_to(Step::Topic);
            }
            "appointment" if !self.site.whoms.is_empty() => self.begin_booking(),
            "have-appointment" if self.knows_appointments() => self.begin_finding(now),
            "talk-now" => self.talk_now(now, effects),
            "worry" => self.begin(Path::Worrying, Step::WorryDanger),
            "offer" => self.begin(Path::Offering, Step::OfferDeeds),
            "rate" => self.begin(Path::Rating, Step::Rate),
            "who-helps" if !self.site.helpers.is_empty() => self.go_to(Step::WhoHelps),
            _ => {}
        }
    }

    pub(super) fn edit(&mut self, line: &str) {
        if self.step != Step::Overview || !self.over.is_empty() {
            return;
        }
        if let Some((step, change)) = self.edit_about_others(line) {
            return self.change_from_overview(step, change);
        }
        let (step, change) = match line {
            "topic" => (Step::Topic, Path::ChangeOne),
            "need" => (Step::Need, Path::ChangeOne),
            "words" if self.answers.is_empty(Field::Words) => (Step::Tell, Path::ChangeOne),
            "words" => (Step::Typing, Path::ChangeOne),
            "recording" if self.answers.recording.is_some() => (Step::Speaking, Path::ChangeOne),
            "contact" => (Step::Contact, Path::ChangeContact),
            "number" => (Step::Number, Path::ChangeOne),
            "email" => (Step::Email, Path::ChangeOne),
            "when" => (Step::When, Path::ChangeOne),
            "safe" => (Step::Safe, Path::ChangeOne),
            "name" => (Step::Name, Path::ChangeOne),
            "goal" => (Step::Goal, Path::ChangeOne),
            "day" | "time" if self.plan.offers(&self.site).is_empty() => return,
            "day" => (Step::Day, self.path),
            "time" if self.plan.day.is_none() => (Step::Day, self.path),
            "time" => (Step::Time, self.path),
            "whom" => (Step::Whom, self.path),
            "message" => (Step::Message, Path::ChangeContact),
            _ => return,
        };
        self.change_from_overview(step, change);
    }

    pub(super) fn change_from_overview(&mut self, step: Step, change: Path) {
        self.change = Some(change);
        self.first = 0;
        self.trail.push(Step::Overview);
        self.step = step;
    }
}

pub(super) fn step_of(field: Field) -> Step {
    match field {
        Field::Words => Step::Typing,
        Field::Number => Step::Number,
        Field::Email => Step::Email,
        Field::Name => Step::Name,
        Field::Goal => Step::GoalWords,
        Field::Teken => Step::FindNumber,
    }
}
