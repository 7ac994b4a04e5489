//! What is said of appointments: never a topic or a host, "staat vast" only after the disk has it, and a wish as a wish.

use super::answers::Field;
use super::book::message_id;
use super::handing::{Handed, What};
use super::plan::{Missed, Wish, spread, whom_key, whoms};
use super::show::line;
use super::site::{Appointment, Offer, When};
use super::step::{Path, Step};
use super::tiles::{picked, tile, when_key};
use super::view::*;
use super::{Visit, Way, times};
use crate::entry::Picture;
use crate::texts::{Arg, Text};
use chrono::{NaiveDate, NaiveDateTime};
use std::borrow::Cow;

impl Visit {
    pub(super) fn tiles_about_times(&self) -> Vec<Tile> {
        let plan = &self.plan;
        match self.step {
            Step::Whom => whoms(&self.site).into_iter().map(|whom| picked(whom_key(whom), plan.whom == Some(whom))).collect(),
            Step::Day => plan.days(&self.site).into_iter().map(|day| self.day_tile(day)).collect(),
            // Pages that hold few, and not all as many, go by the hour.
            Step::Time if self.has_short_pages() => {
                plan.times(&self.site).into_iter().map(|offer| self.time_tile(offer)).collect()
            }
            Step::Time => {
                let page = self.page_of(plan.times(&self.site).len());
                spread(plan.times(&self.site), page).into_iter().map(|offer| self.time_tile(offer)).collect()
            }
            Step::Missed if self.missed_day().is_some() => plan.nearest.iter().map(|offer| self.time_tile(*offer)).collect(),
            Step::Missed => plan.nearest.iter().map(|offer| missed_tile(*offer)).collect(),
            Step::Message => {
                let chosen = |way: &Option<Way>| plan.message_asked && self.answers.way == *way;
                self.message_ways().into_iter().map(|way| Tile { picked: chosen(&way), ..self.message_tile(way) }).collect()
            }
            _ => Vec::new(),
        }
    }

    fn day_tile(&self, day: NaiveDate) -> Tile {
        let picked = self.plan.offer.is_some_and(|offer| offer.start.date() == day);
        Tile {
            id: Cow::Owned(format!("day-{day}")),
            label: times::start(times::date_in_two_lines(day)),
            icon: Some("day"),
            picked,
        }
    }

    fn time_tile(&self, offer: Offer) -> Tile {
        let picked = self.plan.offer.is_some_and(|chosen| chosen.slot == offer.slot);
        let time = offer.start.time();
        let label = times::start(times::time(time));
        Tile { id: Cow::Owned(format!("time-{}", offer.slot)), label, icon: Some(times::clock(time)), picked }
    }

    /// A ticket is spoken of only where one can be printed.
    fn message_tile(&self, way: Option<Way>) -> Tile {
        match way {
            None if self.site.printer_ready => tile(message_id(None), "message-ticket", Some("ticket")),
            None => tile(message_id(None), "message-none", Some("no")),
            Some(Way::Sms) => tile(message_id(way), "message-sms", Some("contact-sms")),
            Some(_) => tile(message_id(way), "message-email", Some("contact-email")),
        }
    }

    pub(super) fn tiles_about_finding(&self) -> Vec<Tile> {
        match self.step {
            Step::Find => Picture::ALL.iter().map(|picture| self.picture_tile(*picture)).collect(),
            Step::WhichTime => self.of_the_teken().into_iter().map(which_time_tile).collect(),
            Step::IsItYou => vec![
                tile("here", "here", Some("here")),
                tile("other-time", "other-time", Some("other-time")),
                tile("not-coming", "not-coming", Some("not-coming")),
            ],
            Step::NotComing => vec![
                tile("not-coming-yes", "not-coming-yes", Some("not-coming")),
                tile("not-coming-no", "not-coming-no", Some("have-appointment")),
            ],
            _ => Vec::new(),
        }
    }

    fn picture_tile(&self, picture: Picture) -> Tile {
        Tile {
            picked: self.plan.picture == Some(picture),
            ..tile(picture_icon(picture), picture_key(picture), Some(picture_icon(picture)))
        }
    }

    /// Which picture the digits belong to.
    pub(super) fn chosen_picture(&self) -> Vec<Text> {
        let picture = self.plan.picture.map(|picture| Arg::Text(Text::key(picture_key(picture))));
        picture.map(|name| Text::key("find-number-note").with("picture", name)).into_iter().collect()
    }

    pub(super) fn is_it_you(&self) -> Text {
        match self.plan.found {
            Some(found) => Text::key("is-it-you").with("time", Arg::Text(times::time(found.start.time()))),
            None => Text::key("not-today-title"),
        }
    }

    pub(super) fn appointment_note(&self) -> Vec<Text> {
        let found = self.plan.found.map(|found| Arg::Text(times::time(found.start.time())));
        found.map(|time| Text::key("not-coming-note").with("time", time)).into_iter().collect()
    }

    pub(super) fn not_found_screen(&self) -> Screen<'_> {
        let call = || tile("call-somebody", "call-somebody", Some("help"));
        let (icon, title, lines, tiles) = match self.step {
            Step::NotToday => (
                if self.plan.other.is_some() { "day" } else { "scan" },
                "not-today-title",
                vec!["not-today-what"],
                vec![
                    tile("other-time", "other-time", Some("other-time")),
                    tile("not-coming", "not-coming", Some("not-coming")),
                    call(),
                ],
            ),
            Step::NotFound => (
                "have-appointment",
                "not-found-title",
                vec!["not-found-help"],
                vec![tile("try-again", "try-again", Some("again")), call()],
            ),
            Step::ScanHere => ("scan", "scan-here", vec![], vec![call()]),
            Step::NeedsCode if self.site.scanner => ("scan", "needs-code-title", vec!["scan-here", "worker-helps"], vec![call()]),
            Step::AskWorker if self.site.scanner => ("help", "worker-helps", vec!["or-scan-here"], vec![call()]),
            _ => ("help", "worker-helps", vec![], vec![call()]),
        };
        let lines = lines.into_iter().map(Text::key).collect();
        let title = match (self.step, self.plan.other) {
            (Step::NotToday, Some(When::On(day))) => Text::key("other-day").with("date", Arg::Text(times::date(day))),
            _ => Text::key(title),
        };
        Screen::Message(Message { icon, title, lines, teken: None, tiles })
    }

    pub(super) fn missed_question(&self) -> Text {
        Text::key(match self.plan.missed {
            Some(Missed::NotTaken) => "missed-offline",
            Some(Missed::Passed) => "missed-passed",
            Some(Missed::Lost) | None => "missed-taken",
        })
    }

    /// The day, where all that is offered instead is on one.
    fn missed_day(&self) -> Option<NaiveDate> {
        let mut days = self.plan.nearest.iter().map(|offer| offer.start.date());
        let first = days.next()?;
        days.all(|day| day == first).then_some(first)
    }

    pub(super) fn missed_note(&self) -> Text {
        match self.missed_day() {
            Some(day) => Text::key("missed-note-day").with("date", Arg::Text(times::start(times::date(day)))),
            None => Text::key("missed-note"),
        }
    }

    /// "Ik kan nu geen tijd vastzetten. Wij bellen u voor een tijd."
    pub(super) fn wish_screen(&self) -> Screen<'_> {
        let (title, lines) = match (self.plan.wish, self.may_promise_a_call()) {
            (Some(Wish::NoDay), true) => ("wish-call", vec![Text::key("wish-number")]),
            (Some(Wish::NoDay), false) => ("wish-counter", vec![]),
            (_, true) => ("wish-no-time", vec![Text::key("wish-call"), Text::key("wish-number")]),
            (_, false) => ("wish-no-time", vec![self.walk_to_the_counter()]),
        };
        let icon = if self.may_promise_a_call() { "contact-call" } else { "appointment" };
        Screen::Message(Message { icon, title: Text::key(title), lines, teken: None, tiles: Vec::new() })
    }

    /// "Klopt dit? Maandag 23 november, 10 uur, wijkagent.", a picture for each.
    pub(super) fn lines_of_booking(&self) -> Vec<Line<'_>> {
        let (plan, answers) = (&self.plan, &self.answers);
        let own = |field| match answers.is_empty(field) {
            true => Value::Said(Text::key("line-empty")),
            false => Value::Own(self.own(field)),
        };
        let said = |text: Option<Text>| Value::Said(text.unwrap_or_else(|| Text::key("line-empty")));
        let mut lines = Vec::new();
        match plan.offer {
            Some(offer) => {
                lines.push(line("day", "day", said(Some(times::start(times::date(offer.start.date()))))));
                let time = offer.start.time();
                lines.push(line("time", times::clock(time), said(Some(times::start(times::time(time))))));
            }
            None => lines.push(line("day", "day", said(Some(Text::key("wish-no-time-yet"))))),
        }
        // Who does not know is seen by the team; a wish says what was chosen.
        let whom = plan.whom.map(|whom| match (whom, plan.offer) {
            (crate::entry::Whom::Unsure, Some(offer)) => offer.whom,
            (whom, _) => whom,
        });
        // Of the appointment that is changed the resident knows with whom.
        if plan.found.is_none() || self.path == Path::Booking {
            lines.push(line("whom", whom.map_or("appointment", whom_key), said(whom.map(|whom| Text::key(whom_key(whom))))));
        }
        if self.path == Path::Booking && plan.offer.is_some() && self.message_ways().len() > 1 {
            let tile = self.message_tile(answers.way.filter(|way| matches!(way, Way::Sms | Way::Email)));
            lines.push(line("message", tile.icon.unwrap_or("ticket"), said(plan.message_asked.then_some(tile.label))));
        }
        match answers.way {
            Some(Way::Call) if plan.wish.is_some() => {
                lines.push(line("number", "phone", own(Field::Number)));
                if !answers.is_empty(Field::Number) {
                    lines.push(line("when", "clock", said(answers.when.map(|when| Text::key(when_key(when))))));
                }
            }
            Some(Way::Sms) => {
                lines.push(line("number", "phone", own(Field::Number)));
                if !answers.is_empty(Field::Number) {
                    let safe = answers.safe.map(|safe| Text::key(if safe { "yes" } else { "no" }));
                    lines.push(line("safe", "safe", said(safe)));
                }
            }
            Some(Way::Email) => lines.push(line("email", "mail", own(Field::Email))),
            _ => {}
        }
        lines
    }

    /// The title of a receipt, and what follows from what was handed in.
    pub(super) fn booked_lines(&self, handed: &Handed) -> (Text, Vec<Text>) {
        let message = match handed.way {
            Some(Way::Sms) if handed.reaches => Some(Text::key("thanks-sms")),
            Some(Way::Email) if handed.reaches => Some(Text::key("thanks-email")),
            _ => None,
        };
        match handed.what {
            What::Question => (Text::key("receipt-title"), Vec::new()),
            What::Worry => (Text::key("worry-thanks"), Vec::new()),
            What::Offering => (Text::key("offer-thanks"), Vec::new()),
            What::Rating => (Text::key("rate-thanks"), vec![Text::key("rate-nobody-knows")]),
            What::Booking(Some(start)) => (Text::key("booked-title"), [when(start)].into_iter().chain(message).collect()),
            What::Change(Some(start)) => (Text::key("changed-title"), vec![when(start), Text::key("changed-old")]),
            What::Booking(None) | What::Change(None) => {
                // No number, no "wij bellen u".
                let follows = if handed.reaches { "wish-call" } else { "thanks-come-by" };
                let title = if handed.what == What::Change(None) { "wish-title-other" } else { "wish-title" };
                (Text::key(title), vec![Text::key(follows)])
            }
            What::Cancel => (Text::key("cancelled-title"), vec![self.passed_on(handed, "cancelled-at-desk", "cancelled-soon")]),
            What::CheckIn(_) => {
                let mut lines = vec![self.passed_on(handed, "here-at-desk", "here-soon")];
                // Nobody knows yet, and it may take long: whoever sat down would sit in vain.
                let alone = handed.at_desk.is_none() && !self.site.online;
                if alone {
                    lines.push(self.walk_to_the_counter());
                }
                (Text::key(if alone { "here-title-counter" } else { "here-title" }), lines)
            }
        }
    }

    /// That the team knows is said only once it does.
    fn passed_on(&self, handed: &Handed, known: &'static str, soon: &'static str) -> Text {
        Text::key(if handed.at_desk.is_some() { known } else { soon })
    }
}

/// "Maandag 23 november, tien uur."
pub(super) fn when(start: NaiveDateTime) -> Text {
    Text::key("booked-when")
        .with("date", Arg::Text(times::start(times::date(start.date()))))
        .with("time", Arg::Text(times::time(start.time())))
}

/// One of the three nearest: the day too, because it may be another.
fn missed_tile(offer: Offer) -> Tile {
    let label = Text::key("missed-time")
        .with("date", Arg::Text(times::start(times::date(offer.start.date()))))
        .with("time", Arg::Text(times::time(offer.start.time())));
    let icon = Some(times::clock(offer.start.time()));
    Tile { id: Cow::Owned(format!("time-{}", offer.slot)), label, icon, picked: false }
}

/// One of several that have the same teken: by its time, and nothing else of it.
fn which_time_tile(expected: Appointment) -> Tile {
    let time = expected.start.time();
    let id = Cow::Owned(format!("at-{}", expected.id));
    Tile { id, label: times::start(times::time(time)), icon: Some(times::clock(time)), picked: false }
}

/// The picture's own name, without a number.
fn picture_key(picture: Picture) -> &'static str {
    match picture {
        Picture::Boom => "picture-boom",
        Picture::Vis => "picture-vis",
        Picture::Zon => "picture-zon",
        Picture::Huis => "picture-huis",
        Picture::Fiets => "picture-fiets",
        Picture::Ster => "picture-ster",
        Picture::Bloem => "picture-bloem",
        Picture::Vogel => "picture-vogel",
        Picture::Boot => "picture-boot",
        Picture::Sleutel => "picture-sleutel",
        Picture::Hart => "picture-hart",
        Picture::Appel => "picture-appel",
    }
}

fn picture_icon(picture: Picture) -> &'static str {
    match picture {
        Picture::Boom => "teken-boom",
        Picture::Vis => "teken-vis",
        Picture::Zon => "teken-zon",
        Picture::Huis => "teken-huis",
        Picture::Fiets => "teken-fiets",
        Picture::Ster => "teken-ster",
        Picture::Bloem => "teken-bloem",
        Picture::Vogel => "teken-vogel",
        Picture::Boot => "teken-boot",
        Picture::Sleutel => "teken-sleutel",
        Picture::Hart => "teken-hart",
        Picture::Appel => "teken-appel",
    }
}
