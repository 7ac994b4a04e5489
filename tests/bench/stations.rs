//! Every screen there is, and how to get there from the resting glass.

mod appointments;
pub mod care;
pub mod first;
mod keys;
mod others;
mod rest;
mod speaking;

use super::{Bench, Disk, codes, site, site_with_spreekuren};
use appointments::*;
use chrono::Weekday;
use inloop::entry::{EntryId, Topic};
use inloop::visit::{Event, Presence, SiteView, Way};
use std::time::Duration;

/// A screen worth looking at.
pub struct Station {
    pub name: &'static str,
    pub go: fn(&Bench),
}

/// A text of the kind residents write.
pub const WORDS: &str = "Ik heb een brief van de gemeente. Ik begrijp niet wat ik moet doen.";

/// A shorter one, for the screens where it is not typed for its own sake.
pub const LETTER: &str = "Een brief van de gemeente over mijn huur";

const fn station(name: &'static str, go: fn(&Bench)) -> Station {
    Station { name, go }
}

/// Also those that no resident sees.
pub fn with_care() -> impl Iterator<Item = &'static Station> {
    all().chain(care::CARE).chain(first::FIRST).chain(rest::CLOSED)
}

/// Every screen there is for residents.
pub fn all() -> impl Iterator<Item = &'static Station> {
    STATIONS.iter().chain(keys::KEYS).chain(others::OTHERS).chain(speaking::SPEAKING).chain(rest::REST)
}

const STATIONS: &[Station] = &[
    station("rest", |_| {}),
    station("home", home),
    station("language", |b| {
        home(b);
        b.glass.deliver(Event::Languages);
    }),
    station("looks", |b| {
        home(b);
        b.glass.deliver(Event::Seeing);
    }),
    station("no-voice", |b| {
        home(b);
        b.glass.deliver(Event::Site(SiteView { voices: vec!["xx".parse().unwrap()], ..site() }));
        b.glass.deliver(Event::ReadAloud);
    }),
    station("topic", topic),
    station("topic-2", |b| {
        topic(b);
        b.choose("more");
    }),
    station("topic-few", |b| {
        home(b);
        let topics = vec![Topic::Money, Topic::Letters, Topic::Home, Topic::Health];
        b.glass.deliver(Event::Site(SiteView { topics, ..site() }));
        b.choose("question");
    }),
    station("need", need),
    station("need-2", |b| {
        need(b);
        b.choose("more");
    }),
    station("urgent", |b| {
        need(b);
        b.choose("need-urgent");
    }),
    station("urgent-low", |b| {
        topic(b);
        b.choose("topic-feelings");
        b.choose("need-urgent");
    }),
    station("tell", tell),
    station("typing-empty", |b| {
        tell(b);
        b.choose("tell-type");
    }),
    station("typing", typing),
    station("typing-covered", |b| {
        typing(b);
        b.glass.deliver(Event::Cover);
    }),
    station("typing-full", |b| {
        tell(b);
        b.choose("tell-type");
        b.types(&"Mijn verwarming doet het niet en de verhuurder belt niet terug. ".repeat(4));
    }),
    station("bsn", |b| {
        tell(b);
        b.choose("tell-type");
        b.types("Mijn nummer is 111222333");
        b.glass.deliver(Event::Next);
    }),
    station("contact", contact),
    station("number", number),
    station("number-typed", |b| {
        number(b);
        b.glass.deliver(Event::ZeroSix);
        b.types("12345678");
    }),
    station("number-none", |b| {
        number(b);
        b.types("061");
        b.glass.deliver(Event::Next);
    }),
    station("email", |b| {
        contact(b);
        b.choose("contact-email");
    }),
    station("email-typed", |b| {
        contact(b);
        b.choose("contact-email");
        b.types("fatima.el-amrani@voorbeeld.nl");
    }),
    station("email-none", |b| {
        contact(b);
        b.choose("contact-email");
        b.types("fatima");
        b.glass.deliver(Event::Next);
    }),
    station("when", when),
    station("when-2", |b| {
        when(b);
        b.choose("more");
    }),
    station("safe", |b| {
        contact(b);
        b.choose("contact-sms");
        b.glass.deliver(Event::ZeroSix);
        b.types("12345678");
        b.glass.deliver(Event::Next);
    }),
    station("name", name),
    station("goal", goal),
    station("goal-own", |b| {
        goal(b);
        b.choose("goal-own");
    }),
    station("overview", overview),
    station("overview-2", |b| {
        overview(b);
        b.turn_page();
    }),
    station("overview-covered", |b| {
        overview(b);
        b.glass.deliver(Event::Cover);
    }),
    station("overview-short", |b| {
        short(b);
    }),
    station("privacy", privacy),
    station("privacy-2", |b| {
        privacy(b);
        b.turn_page();
    }),
    station("keeping", |b| {
        overview(b);
        b.disk.set(Disk::Slow);
        b.glass.deliver(Event::Next);
    }),
    station("not-kept", |b| {
        overview(b);
        b.disk.set(Disk::Full);
        b.glass.deliver(Event::Next);
    }),
    station("receipt", receipt),
    station("receipt-day", |b| {
        receipt(b);
        let entry = b.log.kept.borrow().last().copied().expect("a question was kept");
        b.glass.deliver(Event::DeskReceipt(entry, Some(Weekday::Thu)));
    }),
    station("receipt-wait", |b| {
        contact(b);
        b.choose("contact-wait");
        b.glass.deliver(Event::Next);
        b.glass.deliver(Event::Next);
    }),
    station("receipt-urgent", |b| {
        topic(b);
        b.choose("topic-feelings");
        b.choose("need-urgent");
        for _ in 0..5 {
            b.glass.deliver(Event::Next);
        }
    }),
    station("receipt-no-printer", |b| {
        b.glass.deliver(Event::Site(SiteView { printer_ready: false, ..site() }));
        receipt(b);
    }),
    station("receipt-ticket", |b| {
        receipt(b);
        b.choose("ticket");
    }),
    station("receipt-ticket-printed", |b| {
        receipt(b);
        ticket(b, Event::TicketPrinted);
    }),
    station("receipt-ticket-failed", |b| {
        receipt(b);
        ticket(b, Event::TicketFailed);
    }),
    station("talk-now", talk_now),
    station("talk-now-ticket-failed", |b| {
        talk_now(b);
        ticket(b, Event::TicketFailed);
    }),
    station("talk-now-coming", |b| {
        talk_now(b);
        let entry = b.log.kept.borrow().last().copied().expect("a call was kept");
        b.glass.deliver(Event::SomebodyComes(entry));
    }),
    station("talk-now-late", |b| {
        talk_now(b);
        b.wait(Duration::from_secs(61));
    }),
    station("nobody", |b| {
        b.glass.deliver(Event::Site(SiteView { presence: Presence::Nobody, ..site() }));
        home(b);
        b.choose("talk-now");
    }),
    station("help", |b| {
        topic(b);
        b.glass.deliver(Event::Help);
    }),
    station("help-offline", |b| {
        b.glass.deliver(Event::Site(SiteView { online: false, ..site() }));
        topic(b);
        b.glass.deliver(Event::Help);
    }),
    station("idle", |b| {
        typing(b);
        b.wait(Duration::from_secs(98));
    }),
    station("home-appointments", with_spreekuren),
    station("whom", whom),
    station("whom-2", |b| {
        whom(b);
        b.choose("more");
    }),
    station("day", day),
    station("time", time),
    station("time-2", |b| {
        time(b);
        b.choose("more");
    }),
    station("message", message),
    station("message-no-printer", |b| {
        b.glass.deliver(Event::Site(SiteView { printer_ready: false, ..site_with_spreekuren() }));
        home(b);
        choose_time(b, "10:15");
    }),
    station("booking", |b| {
        message(b);
        b.choose("message-none");
    }),
    station("booking-sms", booking_sms),
    station("booking-sms-2", |b| {
        booking_sms(b);
        b.turn_page();
    }),
    station("taking", |b| {
        from_the_desk(b);
        b.disk.set(Disk::Slow);
        b.glass.deliver(Event::Next);
    }),
    station("missed-taken", |b| {
        from_the_desk(b);
        b.disk.set(Disk::HoldsNothing);
        b.glass.deliver(Event::Next);
    }),
    station("missed-offline", |b| {
        from_the_desk(b);
        b.glass.deliver(Event::Next);
    }),
    station("booked", booked),
    station("booked-2", |b| {
        booked(b);
        b.turn_page();
    }),
    station("booked-ticket-failed", |b| {
        booked(b);
        ticket(b, Event::TicketFailed);
    }),
    station("missed-passed", |b| {
        message(b);
        b.choose("message-none");
        let earliest = "2026-11-23T23:00:00".parse().ok();
        b.glass.deliver(Event::Site(SiteView { earliest, ..site_with_spreekuren() }));
    }),
    station("booked-sms", |b| {
        booking_sms(b);
        b.glass.deliver(Event::Next);
    }),
    station("wish-no-time", wish_no_time),
    station("wish-no-day", |b| {
        day(b);
        b.choose("no-day");
    }),
    station("wish-counter", |b| {
        b.glass.deliver(Event::Site(SiteView { ways: vec![Way::VisitUs], ..site_with_spreekuren() }));
        home(b);
        b.choose("appointment");
        b.choose("whom-housing");
    }),
    station("wish-overview", wish_overview),
    station("wished", |b| {
        wish_overview(b);
        b.glass.deliver(Event::Next);
    }),
    station("find", find),
    station("find-2", |b| {
        find(b);
        b.choose("more");
    }),
    station("find-no-scanner", |b| {
        find(b);
        b.glass.deliver(Event::Site(SiteView { scanner: false, ..site_with_spreekuren() }));
    }),
    station("find-code", |b| {
        find(b);
        b.choose("scan");
    }),
    station("find-number", find_number),
    station("find-number-typed", |b| {
        find_number(b);
        b.types("14");
    }),
    station("is-it-you", is_it_you),
    station("here", |b| {
        is_it_you(b);
        b.choose("here");
    }),
    station("here-offline", |b| {
        is_it_you(b);
        b.glass.deliver(Event::Site(SiteView { online: false, ..site_with_spreekuren() }));
        b.choose("here");
    }),
    station("needs-code", |b| {
        find_number(b);
        b.types("14");
        b.glass.deliver(Event::Next);
        b.choose("other-time");
    }),
    station("other-time", |b| {
        is_it_you(b);
        b.choose("other-time");
        b.choose("day-2026-11-24");
        b.choose(&tile("2026-11-24", "09:30"));
    }),
    station("changed", |b| {
        is_it_you(b);
        b.choose("other-time");
        b.choose("day-2026-11-24");
        b.choose(&tile("2026-11-24", "09:30"));
        b.glass.deliver(Event::Next);
    }),
    station("not-coming", |b| {
        is_it_you(b);
        b.choose("not-coming");
    }),
    station("cancelled", |b| {
        is_it_you(b);
        b.choose("not-coming");
        b.choose("not-coming-yes");
    }),
    station("not-today", |b| {
        with_spreekuren(b);
        scan(b, &codes()[1]);
    }),
    station("other-day", |b| {
        with_spreekuren(b);
        scan(b, &codes()[2]);
    }),
    station("not-found", |b| {
        with_spreekuren(b);
        scan(b, "8710398500977");
    }),
    station("ask-worker", |b| {
        with_spreekuren(b);
        for _ in 0..3 {
            scan(b, "8710398500977");
        }
    }),
];

/// The station of that name.
pub fn go(bench: &Bench, name: &str) {
    let station = with_care().find(|station| station.name == name).unwrap_or_else(|| panic!("no station {name}"));
    (station.go)(bench);
}

fn home(b: &Bench) {
    b.glass.deliver(Event::Touch);
}

fn topic(b: &Bench) {
    home(b);
    b.choose("question");
}

fn need(b: &Bench) {
    topic(b);
    b.choose("topic-letters");
}

fn tell(b: &Bench) {
    need(b);
    b.choose("need-papers");
}

fn typing(b: &Bench) {
    tell(b);
    b.choose("tell-type");
    b.types(WORDS);
}

fn contact(b: &Bench) {
    tell(b);
    b.choose("tell-type");
    b.types(LETTER);
    b.glass.deliver(Event::Next);
}

fn number(b: &Bench) {
    contact(b);
    b.choose("contact-call");
}

fn when(b: &Bench) {
    number(b);
    b.glass.deliver(Event::ZeroSix);
    b.types("12345678");
    b.glass.deliver(Event::Next);
}

fn name(b: &Bench) {
    when(b);
    b.choose("when-morning");
    b.glass.deliver(Event::Next);
}

fn goal(b: &Bench) {
    name(b);
    b.types("Fatima");
    b.glass.deliver(Event::Next);
}

fn overview(b: &Bench) {
    goal(b);
    b.choose("goal-people");
}

fn privacy(b: &Bench) {
    overview(b);
    b.choose("privacy");
}

fn receipt(b: &Bench) {
    overview(b);
    b.glass.deliver(Event::Next);
}

/// "Briefje", and what becomes of it.
fn ticket(b: &Bench, answer: fn(EntryId) -> Event) {
    b.choose("ticket");
    let entry = b.log.kept.borrow().last().copied().expect("something was kept");
    b.glass.deliver(answer(entry));
}

fn talk_now(b: &Bench) {
    home(b);
    b.choose("talk-now");
}

/// The overview of somebody who skips all there is to skip.
fn short(b: &Bench) {
    home(b);
    b.choose("question");
    for _ in 0..5 {
        b.glass.deliver(Event::Next);
    }
}
