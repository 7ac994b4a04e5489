//! The first screen of a machine, and a desk that answers at once.

use super::care::{facts, keys, opened};
use super::{Station, station};
use crate::bench::Bench;
use inloop::caretaker::Facts;
use inloop::entry::Unarrived;
use inloop::kiosk::glass::{SetupParts, SetupPort};
use inloop::setup::{Answer, Effect, Given, Switch, Why};
use inloop::visit::Event;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What the machine was asked, by name; it answers at once.
#[derive(Clone, Default)]
pub struct Machine(pub Rc<RefCell<Vec<String>>>);

impl SetupPort for Machine {
    fn does(&mut self, effect: Effect) -> Option<Answer> {
        self.0.borrow_mut().push(format!("{effect:?}"));
        match effect {
            Effect::Enrol(ask, Some(address), _) if address.contains("nergens") => Some(Answer::NotEnrolled(ask, Why::Unreached)),
            Effect::Enrol(ask, _, code) if code.reveal() == "00000000" => Some(Answer::NotEnrolled(ask, Why::BadCode)),
            Effect::Enrol(ask, ..) => Some(Answer::Words(ask, ["appel", "fiets", "molen", "wolk"])),
            Effect::WordsAreTheSame(ask) => Some(Answer::TakenIn(ask)),
            Effect::Settle(_) => Some(Answer::Settled(true)),
            _ => None,
        }
    }
}

/// A machine of which nothing is known but its pixels.
pub fn given(b: &Bench) -> Given {
    Given {
        languages_said: false,
        panel_said: false,
        desk_said: false,
        address: None,
        enrolled: None,
        pixels: b.panel.pixels,
        px_per_mm: 5.5,
        printer: true,
        switches: vec![Switch::Previous, Switch::Choose, Switch::Next, Switch::Hook, Switch::Presence, Switch::Case],
        again: false,
        forgot: false,
        left: Some(Unarrived::default()),
    }
}

/// Opened by itself, with `given`.
pub fn opened_with(b: &Bench, given: Given, now: bool) -> Machine {
    let machine = Machine::default();
    let parts = SetupParts { given, port: Box::new(machine.clone()), open: Arc::new(AtomicBool::new(now)) };
    b.glass.can_be_set_up(parts, now);
    machine
}

/// As far as the page of that name.
pub fn at(b: &Bench, page: &str) -> Machine {
    in_language(b, "nl", page)
}

/// The same in Dutch or English.
pub fn in_language(b: &Bench, language: &str, page: &str) -> Machine {
    let machine = opened_with(b, given(b), true);
    let language: [&str; 1] = [language];
    let all: [(&str, &[&str]); 8] = [
        ("language", &language),
        ("line", &["fits"]),
        ("sound", &["yes"]),
        ("paper", &["print", "on"]),
        ("switches", &["on"]),
        ("address", &[]),
        ("code", &[]),
        ("words", &["yes"]),
    ];
    for (name, choices) in all {
        if name == page {
            break;
        }
        match name {
            "address" => typed(b, "balie.example.nl:8443"),
            "code" => typed(b, "k7m4p9qx"),
            _ => choices.iter().for_each(|id| b.choose(id)),
        }
        if name == "address" {
            b.glass.deliver(Event::Next);
        }
    }
    machine
}

pub fn typed(b: &Bench, words: &str) {
    words.chars().for_each(|c| b.glass.deliver(Event::Typed(c.into())));
}

/// No visit leads here.
pub const FIRST: &[Station] = &[
    station("care-first-language", |b| drop(at(b, "language"))),
    station("care-first-line", |b| drop(at(b, "line"))),
    station("care-first-line-longest", |b| {
        drop(at(b, "line"));
        b.draws_a_line(10_000.0);
    }),
    station("care-first-sound", |b| drop(at(b, "sound"))),
    station("care-first-silent", |b| {
        drop(at(b, "sound"));
        b.choose("no");
    }),
    station("care-first-paper", |b| drop(at(b, "paper"))),
    station("care-first-switches", |b| {
        drop(at(b, "switches"));
        b.glass.tried(Switch::Choose, true);
        b.glass.tried(Switch::Case, true);
    }),
    station("care-first-address", |b| drop(at(b, "address"))),
    station("care-first-unreached", |b| {
        drop(at(b, "address"));
        typed(b, "nergens.nl");
        b.glass.deliver(Event::Next);
        typed(b, "k7m4p9qx");
    }),
    station("care-first-code", |b| {
        drop(at(b, "code"));
        typed(b, "k7m4");
    }),
    station("care-first-bad-code", |b| {
        drop(at(b, "code"));
        typed(b, "00000000");
    }),
    station("care-first-words", |b| drop(at(b, "words"))),
    station("care-first-done", |b| drop(at(b, "done"))),
    station("care-first-forgot", |b| of_before(b, "nl", "forgot")),
    station("care-first-desk", |b| of_before(b, "nl", "desk")),
    station("care-first-left", |b| of_before(b, "nl", "left")),
    station("care-first-left-more", |b| of_before(b, "nl", "left-more")),
    station("care-first-left-parked", |b| of_before(b, "nl", "left-parked")),
    station("care-first-left-unknown", |b| of_before(b, "nl", "left-unknown")),
    station("care-first-left-in-english", |b| of_before(b, "en", "left-more")),
];

/// Some wait, and others never go by themselves.
const MORE: Option<Unarrived> = Some(Unarrived { waiting: 12, parked: 3 });
const PARKED: Option<Unarrived> = Some(Unarrived { waiting: 0, parked: 3 });

/// The pages of a kiosk that belonged to a desk.
pub const OF_BEFORE: [&str; 6] = ["forgot", "desk", "left", "left-more", "left-parked", "left-unknown"];

/// One of [`OF_BEFORE`], in Dutch or English.
pub fn of_before(b: &Bench, language: &str, page: &str) {
    match page {
        "forgot" => forgot(b, language),
        "desk" => again(b, facts().unarrived, &[language, "yes"]),
        "left" => leaves(b, language, facts().unarrived),
        "left-more" => leaves(b, language, MORE),
        "left-parked" => leaves(b, language, PARKED),
        "left-unknown" => leaves(b, language, None),
        _ => panic!("no page {page}"),
    }
}

fn forgot(b: &Bench, language: &str) {
    drop(opened_with(b, Given { forgot: true, ..given(b) }, true));
    b.choose(language);
}

/// By a caretaker who wants it at another desk, while its own does not have this.
fn leaves(b: &Bench, language: &str, left: Option<Unarrived>) {
    again(b, left, &[language, "yes", "anew"]);
}

/// By a caretaker, on a kiosk that belongs to a desk, which does not have this.
fn again(b: &Bench, unarrived: Option<Unarrived>, choices: &[&str]) {
    let enrolled = Some("balie.example.nl:8443 (kiosk 3)".to_owned());
    let given = Given { enrolled, switches: Vec::new(), printer: false, panel_said: true, ..given(b) };
    drop(opened_with(b, given, false));
    let machine = opened(b);
    *machine.1.borrow_mut() = Facts { unarrived, ..facts() };
    keys(b, "12345678");
    ["set-up"].iter().chain(choices).for_each(|id| b.choose(id));
}
