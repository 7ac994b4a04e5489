//! The lists a resident chooses from, page by page.

use super::Visit;
use super::answers::{Field, GOALS};
use super::plan::TIMES;
use super::step::{Over, Step};
use super::view::*;
use crate::entry::{Need, Topic, When};
use crate::texts::Text;
use std::borrow::Cow;

impl Visit {
    pub(super) fn choices(&self, question: Text) -> Screen<'_> {
        let all = self.all_tiles();
        let page = self.page_of(all.len());
        // A list that became shorter under the resident's eyes begins again.
        let first = if self.first < all.len() { self.first } else { 0 };
        let is_last_page = page == all.len() || first + page >= all.len();
        let tiles = if page == all.len() {
            all
        } else {
            let page = all.into_iter().skip(first).take(page);
            page.chain([tile("more", "more", Some("more"))]).collect()
        };
        let (notes, mut asides) = if self.over.is_empty() { (self.notes(), self.asides()) } else { (Vec::new(), Vec::new()) };
        if self.has_short_pages() {
            asides.retain(|aside| aside.question.is_some() && is_last_page);
        }
        let notes_give_way = self.over.is_empty() && self.step == Step::Home;
        Screen::Choices(Choices { question, notes, notes_give_way, tiles, asides })
    }

    /// How many of a list's tiles stand on a page; all of them, or one less than fit, because "Meer" is one too.
    pub(super) fn page_of(&self, tiles: usize) -> usize {
        let times = self.over.is_empty() && self.step == Step::Time;
        let most = if times { self.fit.min(TIMES) } else { self.fit };
        if tiles <= most {
            tiles
        } else if times {
            // Pages of the same size: none with one time alone.
            tiles.div_ceil(tiles.div_ceil((self.fit - 1).min(TIMES)))
        } else {
            self.fit - 1
        }
    }

    /// Every tile of the list on the glass, over all its pages.
    pub(super) fn all_tiles(&self) -> Vec<Tile> {
        let mut all = self.answers_here();
        all.extend(self.ways_among_tiles());
        all
    }

    /// Only tiles stand on a page, and smaller questions on pages of their own, after the last.
    pub(super) fn has_short_pages(&self) -> bool {
        self.lower && self.low_is_short
    }

    /// Ways out that have no room below the tiles.
    fn ways_among_tiles(&self) -> Vec<Tile> {
        if !self.has_short_pages() || !self.over.is_empty() {
            return Vec::new();
        }
        self.asides().into_iter().filter(|aside| aside.question.is_none()).flat_map(|aside| aside.tiles).collect()
    }

    fn answers_here(&self) -> Vec<Tile> {
        let answers = &self.answers;
        match self.over.last() {
            Some(Over::Languages) => {
                let names = self.site.languages.iter();
                return names
                    .map(|language| Tile {
                        id: Cow::Owned(language.code().to_owned()),
                        label: Text::key(format!("language-{}", language.code())),
                        icon: None,
                        picked: *language == self.language,
                    })
                    .collect();
            }
            Some(Over::Bsn(_)) => {
                return vec![tile("bsn-remove", "bsn-remove", Some("delete")), tile("bsn-keep", "bsn-keep", Some("next"))];
            }
            Some(Over::NotANumber) => {
                return vec![tile("change", "number-change", Some("edit")), tile("skip", "number-skip", Some("skip"))];
            }
            Some(Over::NotAnAddress) => {
                return vec![tile("change", "email-change", Some("edit")), tile("skip", "email-skip", Some("skip"))];
            }
            Some(Over::Seeing) => return self.looks(),
            Some(Over::Help | Over::Privacy | Over::NoVoice) => return Vec::new(),
            None => {}
        }
        match self.step {
            Step::Home => self.home_tiles(),
            Step::Whom | Step::Day | Step::Time | Step::Missed | Step::Message => self.tiles_about_times(),
            Step::Find | Step::IsItYou | Step::WhichTime | Step::NotComing => self.tiles_about_finding(),
            Step::WorryDanger | Step::WorryAbout | Step::WorrySign | Step::WorryKnows | Step::WorryCall => {
                self.tiles_about_others()
            }
            Step::OfferDeeds | Step::OfferFree | Step::Rate | Step::RateMark | Step::WhoHelps => self.tiles_about_others(),
            Step::Topic => {
                self.site.offered_topics().map(|topic| picked(topic_key(topic), answers.topic == Some(topic))).collect()
            }
            Step::Need => Need::ALL.iter().map(|need| picked(need_key(*need), answers.need == Some(*need))).collect(),
            Step::Tell => {
                let speak = self.offers_speaking().then(|| picked("tell-speak", answers.recording.is_some()));
                let type_it = picked("tell-type", !answers.is_empty(Field::Words));
                [type_it].into_iter().chain(speak).chain([picked("tell-later", false)]).collect()
            }
            Step::Contact => self.ways_here().into_iter().map(|way| picked(way.key(), answers.way == Some(way))).collect(),
            Step::When => When::ALL.iter().map(|when| picked(when_key(*when), answers.when == Some(*when))).collect(),
            Step::Safe => self.yes_no("safe-yes", "safe-no", answers.safe),
            Step::Goal => GOALS.iter().map(|goal| picked(goal_key(goal), answers.goal == Some(*goal))).collect(),
            Step::Rest | Step::Urgent | Step::Typing | Step::Number | Step::Email | Step::Name | Step::GoalWords => Vec::new(),
            Step::Overview | Step::Keeping | Step::NotKept | Step::Receipt | Step::TalkNow | Step::NobodyHere => Vec::new(),
            Step::Wish
            | Step::Taking
            | Step::FindNumber
            | Step::NotToday
            | Step::NotFound
            | Step::NeedsCode
            | Step::AskWorker
            | Step::Danger
            | Step::Speaking
            | Step::Helper
            | Step::ScanHere => Vec::new(),
        }
    }

    /// How the glass looks and sounds to this resident.
    fn looks(&self) -> Vec<Tile> {
        let mut tiles = vec![
            Tile { picked: self.larger, ..tile("aa-larger", "bar-larger", Some("aa")) },
            Tile { picked: self.contrast, ..tile("aa-contrast", "bar-contrast", Some("contrast")) },
        ];
        if !self.site.voices.is_empty() {
            let (label, picked) = match self.loudness {
                Loudness::Plain => ("aa-louder", false),
                Loudness::Loud => ("aa-louder", true),
                Loudness::Loudest => ("aa-quieter", true),
            };
            tiles.push(Tile { picked, ..tile("aa-louder", label, Some("speak")) });
        }
        // The lowest, for who asks for it cannot reach the others.
        tiles.push(Tile { picked: self.lower, ..tile("aa-lower", "bar-lower", Some("lower")) });
        tiles
    }

    /// What works from end to end here.
    fn home_tiles(&self) -> Vec<Tile> {
        let mut tiles = vec![tile("question", "home-ask", Some("question"))];
        if !self.site.whoms.is_empty() {
            tiles.push(tile("appointment", "home-appointment", Some("appointment")));
        }
        if self.knows_appointments() {
            tiles.push(tile("have-appointment", "home-have-appointment", Some("have-appointment")));
        }
        tiles.push(tile("worry", "home-worry", Some("worry")));
        tiles.push(tile("offer", "home-offer", Some("offer")));
        tiles.push(tile("talk-now", "home-talk-now", Some("talk-now")));
        tiles
    }

    pub(super) fn yes_no(&self, yes: &'static str, no: &'static str, answer: Option<bool>) -> Vec<Tile> {
        let yes = Tile { picked: answer == Some(true), ..tile(yes, "yes", Some("yes")) };
        vec![yes, Tile { picked: answer == Some(false), ..tile(no, "no", Some("no")) }]
    }

    pub(super) fn asides(&self) -> Vec<Aside> {
        match self.step {
            Step::Home => vec![Aside { question: None, tiles: self.home_asides() }],
            Step::Topic => {
                vec![Aside { question: None, tiles: vec![tile("rather-not", "topic-rather-not", Some("topic-rather-not"))] }]
            }
            Step::When => vec![
                Aside {
                    question: Some(Text::key("voicemail-question")),
                    tiles: self.yes_no("voicemail-yes", "voicemail-no", self.answers.voicemail),
                },
                Aside {
                    question: Some(Text::key("safe-question")),
                    tiles: self.yes_no("safe-yes", "safe-no", self.answers.safe),
                },
            ],
            Step::Goal => {
                let own = Tile { picked: !self.answers.is_empty(Field::Goal), ..tile("goal-own", "goal-own", Some("tell-type")) };
                vec![Aside { question: None, tiles: vec![own] }]
            }
            Step::Day => vec![Aside { question: None, tiles: vec![tile("no-day", "day-none", Some("day-none"))] }],
            Step::Find if self.site.scanner => {
                vec![Aside { question: None, tiles: vec![tile("scan", "find-code", Some("scan"))] }]
            }
            Step::Time | Step::Missed => {
                vec![Aside { question: None, tiles: vec![tile("other-day", "day-other", Some("day"))] }]
            }
            _ => Vec::new(),
        }
    }
}

pub(super) fn tile(id: &'static str, label: &'static str, icon: Option<&'static str>) -> Tile {
    Tile { id: Cow::Borrowed(id), label: Text::key(label), icon, picked: false }
}

/// A tile whose id, text and pictogram have one name.
pub(super) fn picked(key: &'static str, picked: bool) -> Tile {
    Tile { picked, ..tile(key, key, Some(key)) }
}

pub(super) fn topic_key(topic: Topic) -> &'static str {
    match topic {
        Topic::Money => "topic-money",
        Topic::Letters => "topic-letters",
        Topic::Work => "topic-work",
        Topic::Learning => "topic-learning",
        Topic::Home => "topic-home",
        Topic::Neighbours => "topic-neighbours",
        Topic::Relation => "topic-relation",
        Topic::Children => "topic-children",
        Topic::Health => "topic-health",
        Topic::Feelings => "topic-feelings",
        Topic::Meeting => "topic-meeting",
        Topic::Else => "topic-else",
    }
}

pub(super) fn need_key(need: Need) -> &'static str {
    match need {
        Need::Explain => "need-explain",
        Need::Papers => "need-papers",
        Need::Talk => "need-talk",
        Need::Plan => "need-plan",
        Need::Urgent => "need-urgent",
        Need::Unsure => "need-unsure",
    }
}

pub(super) fn when_key(when: When) -> &'static str {
    match when {
        When::Morning => "when-morning",
        When::Afternoon => "when-afternoon",
        When::Evening => "when-evening",
        When::Any => "when-any",
    }
}

pub(super) fn goal_key(goal: &str) -> &'static str {
    match goal {
        "rest" => "goal-rest",
        "overview" => "goal-overview",
        "money" => "goal-money",
        "home" => "goal-home",
        "people" => "goal-people",
        _ => "goal-unsure",
    }
}
