//! The view of a visit: which screen, which texts, which buttons.

use super::answers::Field;
use super::promises::danger;
use super::step::{Over, Path, Step};
use super::tiles::{goal_key, need_key, tile, topic_key, when_key};
use super::view::*;
use super::{COUNTDOWN, Visit, Way};
use crate::entry::CallReason;
use crate::texts::{Arg, Text};

impl Visit {
    /// What the glass shows now.
    pub fn view(&self) -> View<'_> {
        View {
            screen: match (self.shut, self.over.last()) {
                (Some(shut), _) => self.locked_screen(shut),
                (None, Some(over)) => self.over_screen(*over),
                (None, None) => self.step_screen(),
            },
            bar: self.bar(),
            still_there: self.attention.and_then(|attention| attention.asked).map(|asked| StillThere {
                question: Text::key("idle-question"),
                go_on: Text::key("idle-go-on"),
                until: asked + COUNTDOWN,
                whole: COUNTDOWN,
            }),
            language: self.language,
            larger: self.larger,
            lower: self.lower,
            speaks: self.site.voices.contains(&self.language),
            contrast: self.contrast,
            loudness: self.loudness,
        }
    }

    fn over_screen(&self, over: Over) -> Screen<'_> {
        match over {
            Over::Languages => self.choices(Text::key("language-question")),
            Over::Seeing => self.choices(Text::key("aa-question")),
            Over::NoVoice => {
                let (title, lines) = (Text::key("read-aloud-none"), vec![Text::key("read-aloud-help")]);
                Screen::Message(Message { icon: "speak", title, lines, teken: None, tiles: Vec::new() })
            }
            Over::Help => {
                let (title, mut lines) = self.call_news(CallReason::Help);
                if lines.is_empty() {
                    lines.push(Text::key("help-go-on"));
                }
                Screen::Message(Message { icon: self.call_icon(CallReason::Help), title, lines, teken: None, tiles: Vec::new() })
            }
            Over::Privacy => {
                let lines = self.privacy();
                let title = Text::key("privacy-title");
                Screen::Message(Message { icon: "privacy", title, lines, teken: None, tiles: Vec::new() })
            }
            Over::Bsn(_) => self.choices(Text::key("bsn-question")),
            Over::NotANumber => self.choices(Text::key("number-none")),
            Over::NotAnAddress => self.choices(Text::key("email-none")),
        }
    }

    fn step_screen(&self) -> Screen<'_> {
        match self.step {
            Step::Rest => Screen::Rest { welcome: Text::key("rest"), note: Text::key("home-no-name"), called: self.called() },
            Step::Home => self.choices(Text::key("home-question")),
            Step::Topic => self.choices(Text::key("topic-question")),
            Step::Need => self.choices(Text::key("need-question")),
            Step::Tell => self.choices(Text::key("tell-question")),
            Step::Contact => self.choices(Text::key("contact-question")),
            Step::When => self.choices(Text::key("when-question")),
            Step::Safe => self.choices(Text::key("safe-question")),
            Step::Goal => self.choices(Text::key("goal-question")),
            Step::Typing if self.path == Path::Worrying => {
                self.typing(Text::key("worry-typing-question"), Keys::Letters, Field::Words)
            }
            Step::Typing => self.typing(Text::key("typing-question"), Keys::Letters, Field::Words),
            Step::Speaking => self.speaking_screen(),
            Step::Number => self.typing(Text::key("number-question"), Keys::Digits, Field::Number),
            Step::Email => self.typing(Text::key("email-question"), Keys::Email, Field::Email),
            Step::Name => self.typing(Text::key("name-question"), Keys::Letters, Field::Name),
            Step::GoalWords => self.typing(Text::key("goal-question"), Keys::Letters, Field::Goal),
            Step::Overview => Screen::Overview(Overview {
                question: Text::key("overview-question"),
                lines: match self.path {
                    Path::Worrying => self.lines_of_worry(),
                    Path::Offering => self.lines_of_offering(),
                    path if path.books() => self.lines_of_booking(),
                    _ => self.lines(),
                },
                notes: self.readers(),
                asides: vec![Aside { question: None, tiles: vec![tile("privacy", "privacy-title", Some("privacy"))] }],
            }),
            Step::Keeping if self.path.asks() => message("waiting", "keeping", Vec::new()),
            Step::Keeping => message("waiting", "keeping-moment", Vec::new()),
            Step::NotKept => Screen::Message(Message {
                icon: "again",
                title: Text::key("not-kept-title"),
                lines: [(!self.answers.hold_no_words()).then_some("not-kept-words"), Some("not-kept-help")]
                    .into_iter()
                    .flatten()
                    .map(Text::key)
                    .collect(),
                teken: None,
                tiles: vec![tile("again", "not-kept-again", Some("again"))],
            }),
            Step::Urgent => {
                let (title, mut lines) = self.call_news(CallReason::Urgent);
                lines.extend(danger(self.answers.topic));
                Screen::Message(Message { icon: "danger-112", title, lines, teken: None, tiles: Vec::new() })
            }
            Step::TalkNow => self.talk_now_screen(),
            Step::NobodyHere => self.nobody_screen(),
            Step::Whom => self.choices(Text::key("whom-question")),
            Step::Day => self.choices(Text::key("day-question")),
            Step::Time => self.choices(Text::key("time-question")),
            Step::Missed => self.choices(self.missed_question()),
            Step::Message => self.choices(Text::key("message-question")),
            Step::Wish => self.wish_screen(),
            Step::Taking => message("waiting", "taking", Vec::new()),
            Step::Find => self.choices(Text::key("find-question")),
            Step::WorryDanger => self.choices(Text::key("worry-danger-question")),
            Step::Danger => self.danger_screen(),
            Step::WorryAbout => self.choices(Text::key("worry-who-question")),
            Step::WorrySign => self.choices(Text::key("worry-what-question")),
            Step::WorryKnows => self.choices(Text::key("worry-knows-question")),
            Step::WorryCall => self.choices(Text::key("worry-call-question")),
            Step::OfferDeeds => self.choices(Text::key("offer-question")),
            Step::OfferFree => self.choices(Text::key("offer-when-question")),
            Step::Rate => self.choices(Text::key("rate-question")),
            Step::RateMark => self.choices(Text::key("rate-mark-question")),
            Step::WhoHelps => self.choices(Text::key("who-helps-question")),
            Step::Helper => self.helper_screen(),
            Step::FindNumber => self.typing(Text::key("find-number-question"), Keys::Teken, Field::Teken),
            Step::IsItYou => self.choices(self.is_it_you()),
            Step::WhichTime => self.choices(Text::key("time-question")),
            Step::NotComing => self.choices(Text::key("not-coming-question")),
            Step::NotToday | Step::NotFound | Step::NeedsCode | Step::AskWorker | Step::ScanHere => self.not_found_screen(),
            Step::Receipt => match &self.handed {
                Some(handed) => self.receipt(handed),
                None => message("waiting", "keeping", Vec::new()),
            },
        }
    }

    pub(super) fn notes(&self) -> Vec<Text> {
        match self.step {
            Step::Home => vec![Text::key("home-no-name")],
            Step::Safe => vec![Text::key("safe-note")],
            Step::Name => vec![Text::key("name-note")],
            Step::Number | Step::Email => vec![Text::key("may-be-empty")],
            Step::Typing if self.path == Path::Worrying => vec![Text::key("worry-no-names")],
            Step::OfferDeeds => vec![Text::key("offer-more")],
            Step::RateMark => vec![Text::key("rate-mark-note")],
            Step::WorryDanger | Step::Danger | Step::WorryAbout | Step::WorrySign | Step::WorryKnows | Step::WorryCall => vec![],
            Step::OfferFree | Step::Rate | Step::WhoHelps | Step::Helper => vec![],
            Step::Rest | Step::Topic | Step::Need | Step::Urgent | Step::Tell | Step::Typing | Step::Contact | Step::When => {
                vec![]
            }
            Step::Goal | Step::GoalWords | Step::Overview | Step::Keeping | Step::NotKept | Step::Receipt => vec![],
            Step::TalkNow | Step::NobodyHere | Step::Whom | Step::Time | Step::Wish | Step::Taking | Step::Speaking => vec![],
            Step::Day
            | Step::Message
            | Step::IsItYou
            | Step::WhichTime
            | Step::NotToday
            | Step::NotFound
            | Step::NeedsCode
            | Step::AskWorker
            | Step::Find
            | Step::ScanHere => {
                vec![]
            }
            Step::Missed => vec![self.missed_note()],
            Step::FindNumber => self.chosen_picture(),
            Step::NotComing => self.appointment_note(),
        }
    }

    pub(super) fn own(&self, field: Field) -> Own<'_> {
        if self.covered { Own::Covered(self.answers.room(field).0) } else { Own::Shown(self.answers.own(field)) }
    }

    fn typing(&self, question: Text, keys: Keys, field: Field) -> Screen<'_> {
        let (used, room) = self.answers.room(field);
        let counter = (field == Field::Words).then(|| {
            Text::key("typing-counter").with("used", Arg::Plain(used.to_string())).with("room", Arg::Plain(room.to_string()))
        });
        Screen::Typing(Typing { question, notes: self.notes(), words: self.own(field), keys, used, room, counter })
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let answers = &self.answers;
        let said = |key: Option<&'static str>| Value::Said(Text::key(key.unwrap_or("line-empty")));
        let own = |field| self.own_or_empty(field);
        let mut lines = vec![
            line("topic", "question", said(answers.topic.map(topic_key))),
            line("need", "need-explain", said(answers.need.map(need_key))),
        ];
        if answers.recording.is_none() || !answers.is_empty(Field::Words) {
            lines.push(line("words", "tell-type", own(Field::Words)));
        }
        let length = answers.recording.as_ref().map(Visit::length_of);
        lines.extend(length.map(|length| line("recording", "tell-speak", Value::Said(length))));
        lines.extend(self.lines_of_contact());
        lines.push(match answers.is_empty(Field::Goal) {
            true => line("goal", "goal-rest", said(answers.goal.map(goal_key))),
            false => line("goal", "goal-rest", own(Field::Goal)),
        });
        lines
    }

    /// How to reach the resident, and what that way needs.
    pub(super) fn lines_of_contact(&self) -> Vec<Line<'_>> {
        let answers = &self.answers;
        let said = |key: Option<&'static str>| Value::Said(Text::key(key.unwrap_or("line-empty")));
        let mut lines = vec![line("contact", "contact-call", said(answers.way.map(Way::key)))];
        if answers.way.is_some_and(Way::needs_number) {
            lines.push(line("number", "phone", self.own_or_empty(Field::Number)));
        }
        match answers.way {
            Some(Way::Email) => lines.push(line("email", "mail", self.own_or_empty(Field::Email))),
            Some(Way::Call | Way::VisitHome) if !answers.is_empty(Field::Number) => {
                lines.push(line("when", "clock", said(answers.when.map(when_key))));
            }
            Some(Way::Sms) if !answers.is_empty(Field::Number) => {
                lines.push(line("safe", "safe", said(answers.safe.map(|safe| if safe { "yes" } else { "no" }))));
            }
            Some(Way::Call | Way::VisitHome | Way::Sms | Way::VisitUs | Way::Wait) | None => {}
        }
        if answers.way.is_some_and(|way| way.needs_number() || way == Way::Email) || !answers.is_empty(Field::Name) {
            lines.push(line("name", "name", self.own_or_empty(Field::Name)));
        }
        lines
    }

    pub(super) fn own_or_empty(&self, field: Field) -> Value<'_> {
        if self.answers.is_empty(field) { Value::Said(Text::key("line-empty")) } else { Value::Own(self.own(field)) }
    }

    fn bar(&self) -> Bar {
        let awake = self.step != Step::Rest;
        let only_said = self.path.books() && self.answers.hold_no_words();
        let words_shown = self.over.is_empty() && self.step.shows_own_words() && !(self.step == Step::Overview && only_said);
        Bar {
            stop: awake,
            help: self.shut.is_none(),
            language: self.shut.is_none() && self.site.languages.len() > 1,
            read_aloud: awake && !self.site.voices.is_empty(),
            size: awake,
            cover: match (words_shown, self.covered) {
                (false, _) => CoverButton::Absent,
                (true, false) => CoverButton::Cover,
                (true, true) => CoverButton::Uncover,
            },
            back: !self.over.is_empty() || self.may_go_back(),
            next: self.next_button(),
        }
    }

    fn next_button(&self) -> Option<NextButton> {
        let on = Some(("bar-next", "next"));
        let or_skip = |answered: bool| if answered { on } else { Some(("bar-skip", "skip")) };
        let answers = &self.answers;
        let (label, icon) = match (self.over.last(), self.step) {
            (Some(Over::Help | Over::Privacy | Over::Seeing | Over::NoVoice), _) => Some(("bar-go-on", "next")),
            (Some(Over::Languages | Over::Bsn(_) | Over::NotANumber | Over::NotAnAddress), _) => None,
            (None, Step::Rest | Step::Home | Step::Keeping | Step::NotKept) => None,
            (None, Step::Whom | Step::Day | Step::Time | Step::Missed | Step::Taking | Step::Find | Step::IsItYou) => None,
            (None, Step::NotToday | Step::NotFound | Step::NeedsCode | Step::AskWorker | Step::NotComing | Step::ScanHere) => {
                None
            }
            (None, Step::WorryDanger) => or_skip(answers.danger.is_some()),
            (None, Step::Danger) => on,
            (None, Step::WorryAbout) => or_skip(answers.about.is_some()),
            (None, Step::WorrySign) => or_skip(answers.sign.is_some()),
            (None, Step::WorryKnows) => or_skip(answers.knows.is_some()),
            (None, Step::WorryCall) => or_skip(answers.may_call.is_some()),
            (None, Step::OfferDeeds) => or_skip(!answers.deeds.is_empty()),
            (None, Step::OfferFree) => or_skip(answers.free.is_some()),
            (None, Step::Rate | Step::WhoHelps) => None,
            (None, Step::RateMark) => Some(("bar-skip", "skip")),
            (None, Step::Helper) => Some(("bar-done", "yes")),
            (None, Step::WhichTime) => None,
            (None, Step::FindNumber) if self.typed_teken().is_none() => None,
            (None, Step::FindNumber) => on,
            (None, Step::Message) => or_skip(self.plan.message_asked),
            (None, Step::Wish) if self.may_promise_a_call() => on,
            (None, Step::Wish) => Some(("bar-done", "yes")),
            (None, Step::Topic) => or_skip(answers.topic.is_some()),
            (None, Step::Need) => or_skip(answers.need.is_some()),
            (None, Step::Urgent) => on,
            (None, Step::Tell) => or_skip(!answers.is_empty(Field::Words) || answers.recording.is_some()),
            (None, Step::Speaking) if self.speech.records() => None,
            (None, Step::Speaking) => or_skip(answers.recording.is_some()),
            (None, Step::Contact) => or_skip(answers.way.is_some()),
            (None, Step::When) => or_skip(answers.when.is_some() || answers.voicemail.is_some() || answers.safe.is_some()),
            (None, Step::Safe) => or_skip(answers.safe.is_some()),
            (None, Step::Goal) => or_skip(answers.goal.is_some() || !answers.is_empty(Field::Goal)),
            (None, Step::Typing | Step::Number | Step::Email | Step::Name | Step::GoalWords) => {
                or_skip(self.step.field().is_some_and(|field| !answers.is_empty(field)))
            }
            (None, Step::Overview) if self.path.books() => Some(("bar-book", "yes")),
            (None, Step::Overview) => Some(("bar-hand-in", "yes")),
            (None, Step::Receipt | Step::TalkNow | Step::NobodyHere) => Some(("bar-done", "yes")),
        }?;
        Some(NextButton { label: Text::key(label), icon })
    }
}

pub(super) fn line<'a>(id: &'static str, icon: &'static str, value: Value<'a>) -> Line<'a> {
    Line { id, icon, label: Text::key(format!("line-{id}")), value, change: Text::key("line-change") }
}

fn message(icon: &'static str, title: &'static str, lines: Vec<Text>) -> Screen<'static> {
    Screen::Message(Message { icon, title: Text::key(title), lines, teken: None, tiles: Vec::new() })
}
