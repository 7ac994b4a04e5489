//! The lines that lists are made of, as one worker sees them at one moment.

use super::ages;
use super::say::Say;
use crate::desk::calendar;
use crate::desk::store::calls::HallCall;
use crate::desk::store::cards::{Line, Names};
use crate::desk::store::entries::Listed;
use crate::desk::store::posts::Places;
use crate::entry::{EntryId, Kind, KioskId, Need, Teken};
use crate::followup::{Pace, WorkerId};
use crate::wire::CallState;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;

/// One call: never why somebody is here, only that somebody is wanted.
pub(super) struct CallLine {
    pub(super) id: EntryId,
    pub(super) picture: String,
    pub(super) name: String,
    pub(super) reason: String,
    pub(super) kiosk: String,
    pub(super) coming: String,
    pub(super) at: String,
    pub(super) age: String,
}

/// One card: never a name, a number or a word of the resident, and of a worry never about whom or what.
pub(super) struct CardLine {
    pub(super) id: EntryId,
    pub(super) picture: String,
    pub(super) name: String,
    pub(super) topic: String,
    /// The pictogram of what sort of card it is; none for a question.
    pub(super) sort: Option<&'static str>,
    pub(super) urgent: bool,
    pub(super) danger: bool,
    pub(super) late: bool,
    /// That something was said, and never what.
    pub(super) spoken: bool,
    pub(super) contact: Option<String>,
    pub(super) language: Option<String>,
    pub(super) promised: Option<String>,
    pub(super) claimed: Option<String>,
    pub(super) mine: bool,
    pub(super) at: String,
    pub(super) age: String,
    /// What is to be minded, and what is planned: whether it is hot, its pictogram and its words.
    pub(super) marks: Vec<(bool, &'static str, String)>,
}

/// A teken's picture and name; of somebody without one, `otherwise`.
pub(super) fn called(say: Say, teken: Option<Teken>, otherwise: (&str, &str)) -> (String, String) {
    match teken {
        Some(teken) => {
            let key = format!("teken-{}", teken.picture().word());
            let name = format!("{} {:02}", say.get(&key), teken.number());
            (key, name)
        }
        None => (otherwise.0.to_owned(), say.get(otherwise.1)),
    }
}

/// A name with the post's beside it, where one teken can be in the list twice.
pub(super) fn in_post(name: String, post: Option<&str>) -> String {
    post.map(|post| format!("{name} · {post}")).unwrap_or(name)
}

/// What lists say a card is about.
pub(super) fn topic(say: Say, listed: &Listed) -> String {
    match listed.kind {
        Kind::Worry => say.get("worry-topic"),
        Kind::Offering => say.get("offer-topic"),
        _ => listed.topic.map_or_else(|| say.get("without-topic"), |topic| say.choice("topic-", topic.word())),
    }
}

/// The pictogram of a card that is no question.
pub(super) fn sort(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Worry => Some("worry"),
        Kind::Offering => Some("offer"),
        _ => None,
    }
}

/// Tells what was found to one worker at one moment.
pub(super) struct Teller<'a> {
    pub(super) say: Say,
    pub(super) worker: WorkerId,
    pub(super) now: DateTime<Utc>,
    pub(super) names: &'a Names,
    /// Where everything comes from; none where all of the page is of one post.
    pub(super) places: Option<&'a Places>,
}

impl Teller<'_> {
    /// The name of the post of what came from this kiosk, where the page has things of several.
    fn post(&self, kiosk: KioskId) -> Option<&str> {
        let places = self.places?;
        places.beside(places.of_kiosk(kiosk))
    }

    pub(super) fn call(&self, call: &HallCall, teken: Option<Teken>, kiosks: &HashMap<KioskId, &str>) -> CallLine {
        let (picture, name) = called(self.say, teken, ("talk-now", "call-without-teken"));
        let minutes = ages::minutes(call.since, self.now);
        CallLine {
            id: call.id,
            picture,
            name: in_post(name, self.post(call.kiosk)),
            reason: format!("call-{}", call.reason.word()),
            kiosk: kiosks.get(&call.kiosk).copied().unwrap_or_default().to_owned(),
            coming: call.worker.as_deref().map(|worker| self.say.with("call-came-by", "name", worker)).unwrap_or_default(),
            at: ages::machine(call.since),
            age: match (call.state, minutes) {
                (CallState::Missed, _) => ages::age(self.say, call.since, self.now),
                (_, 0) => self.say.get("rings-now"),
                (_, minutes) => self.say.with("rings-minutes", "n", minutes),
            },
        }
    }

    pub(super) fn card(&self, line: &Line) -> CardLine {
        let (say, listed, short) = (self.say, &line.listed, &line.short);
        let (picture, name) = called(say, listed.teken, (sort(listed.kind).unwrap_or("question"), "card-without-teken"));
        let left = listed.left();
        let holders: Vec<WorkerId> = short.holders().collect();
        let others: Vec<&str> =
            holders.iter().filter(|holder| **holder != self.worker).map(|holder| self.name(*holder)).collect();
        CardLine {
            id: listed.id,
            picture,
            name: in_post(name, self.post(listed.kiosk)),
            topic: topic(say, listed),
            sort: sort(listed.kind),
            urgent: listed.need == Some(Need::Urgent),
            danger: listed.raised,
            late: listed.late,
            spoken: listed.pieces > 0,
            contact: listed.contact.as_ref().map(|way| format!("contact-{way}")),
            language: (listed.language != crate::entry::Language::NL).then(|| say.language(listed.language)),
            promised: if holders.is_empty() {
                listed.promised_before.map(|day| say.with("promised", "day", ages::short_day(say, day)))
            } else {
                None
            },
            claimed: match others.as_slice() {
                [] => None,
                [one] => Some((*one).to_owned()),
                [one, two, ..] => Some(say.with_two("claims-by-two", ("one", one), ("two", two))),
            },
            mine: holders.contains(&self.worker),
            at: ages::machine(left),
            age: ages::age(say, left, self.now),
            marks: self.marks(line),
        }
    }

    /// A worker's name, also of one who has left.
    pub(super) fn name(&self, worker: WorkerId) -> &str {
        self.names.get(&worker).map(String::as_str).unwrap_or_default()
    }

    fn marks(&self, line: &Line) -> Vec<(bool, &'static str, String)> {
        let (say, short) = (self.say, &line.short);
        let mut marks = Vec::new();
        match short.pace(self.today()) {
            Pace::Late => marks.push((true, "clock", say.get("chip-late"))),
            Pace::Amber => marks.push((true, "clock", say.get("chip-amber"))),
            Pace::Fine => {}
        }
        if let Some(by) = short.nudged_by {
            marks.push((true, "worry", self.say.with("chip-nudged", "name", self.name(by))));
        }
        if short.asked == Some(self.worker)
            && let Some(by) = short.asked_by
        {
            marks.push((true, "speak", say.with("chip-asked", "name", self.name(by))));
        }
        if short.known_by == Some(self.worker) {
            marks.push((false, "again", say.get("chip-known")));
        }
        if let Some(place) = &short.called_place {
            marks.push((false, "speak", say.with("chip-called", "place", place)));
        }
        if let (Some(way), Some(day)) = (&short.plan, short.plan_day()) {
            let picture = if way == "call" { "phone" } else { "appointment" };
            marks.push((false, picture, say.with(&format!("chip-plan-{way}"), "day", ages::short_day(say, day))));
            if way == "visit" && short.holders().count() < 2 {
                marks.push((false, "name", say.get("chip-visit-one")));
            }
        }
        if let Some(day) = short.call_day() {
            marks.push((day < self.today(), "phone", say.with("chip-call", "day", ages::short_day(say, day))));
        }
        marks
    }

    /// The post's own day.
    pub(super) fn today(&self) -> NaiveDate {
        calendar::day_of(self.now)
    }
}
