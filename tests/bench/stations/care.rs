//! The caretaker's screen, and a machine that answers it at once.

use super::{Station, station};
use crate::bench::Bench;
use inloop::caretaker::{Answer, Checked, Effect, Facts, Line, Part, Refused, Said};
use inloop::entry::Unarrived;
use inloop::kiosk::glass::CarePort;
use inloop::texts::Text;
use inloop::visit::Event;
use slint::LogicalPosition;
use std::cell::RefCell;
use std::rc::Rc;

/// What the machine was asked, by name, and how it is; it answers at once.
#[derive(Clone)]
pub struct Machine(pub Rc<RefCell<Vec<String>>>, pub Rc<RefCell<Facts>>);

impl Default for Machine {
    fn default() -> Self {
        Machine(Rc::default(), Rc::new(RefCell::new(facts())))
    }
}

impl CarePort for Machine {
    fn does(&mut self, effect: Effect) -> Option<Answer> {
        self.0.borrow_mut().push(match &effect {
            Effect::Check(digits) => format!("Check {}", **digits),
            other => format!("{other:?}"),
        });
        match effect {
            Effect::Check(digits) => Some(Answer::Digits(if *digits == "12345678" { Checked::Right } else { Checked::Wrong })),
            Effect::Look => Some(Answer::Facts(Box::new(self.1.borrow().clone()))),
            Effect::Unlock(_) if self.1.borrow().case_open => Some(Answer::Done(Said::CaseOpen)),
            Effect::Unlock(_) => Some(Answer::Done(Said::Unlocked)),
            Effect::Copy => Some(Answer::Done(Said::Copied(3))),
            _ => None,
        }
    }
}

pub fn facts() -> Facts {
    Facts {
        network: Part::Fine,
        desk: Part::Wrong,
        let_in: true,
        silent_minutes: Some(42),
        printer: Part::Wrong,
        disk: Part::Fine,
        disk_full: false,
        set_aside: 0,
        lock: None,
        case_open: false,
        clock: true,
        software: "0.1.0".into(),
        waiting: 3,
        parked: 1,
        sound_waiting: 0,
        unarrived: Some(Unarrived { waiting: 3, parked: 0 }),
        entries: vec![
            Line { number: 17, minutes: Some(4), parked: None },
            Line { number: 12, minutes: Some(90), parked: Some(Refused::TooLong) },
        ],
        faults: vec![Text::key("care-fault-busy")],
    }
}

/// The four corners of the resting glass, which ends above the bar.
pub fn corners(b: &Bench) {
    let rest = b.button("Welkom. Raak het scherm aan.").expect("the glass rests").size();
    corners_of(b, (rest.width, rest.height));
}

/// The four corners of the resting glass, locked: what can be touched is as large.
pub fn corners_locked(b: &Bench) {
    let rest = b.button("Welkom. Raak het scherm aan.").expect("the glass rests").size();
    b.glass.deliver(Event::Lock(true));
    corners_of(b, (rest.width, rest.height));
}

fn corners_of(b: &Bench, (width, height): (f32, f32)) {
    b.calm();
    let (right, bottom) = (width - 3.0, height - 3.0);
    for (x, y) in [(3.0, 3.0), (right, 3.0), (right, bottom), (3.0, bottom)] {
        b.press_and_lift(LogicalPosition::new(x, y));
    }
}

/// Opened, before the digits.
pub fn opened(b: &Bench) -> Machine {
    b.glass.deliver(Event::Stop);
    let machine = Machine::default();
    b.glass.let_caretakers_in(Box::new(machine.clone()));
    corners(b);
    machine
}

pub fn keys(b: &Bench, digits: &str) {
    digits.chars().for_each(|digit| b.tap(&digit.to_string()));
}

/// The menu over a locked glass, behind a case that is open or shut.
fn locked(b: &Bench, case_open: bool) {
    b.glass.deliver(Event::Stop);
    let machine = Machine::default();
    *machine.1.borrow_mut() = Facts { lock: Some(7), case_open, ..facts() };
    b.glass.let_caretakers_in(Box::new(machine));
    corners_locked(b);
    keys(b, "12345678");
}

/// The menu.
fn menu(b: &Bench) {
    drop(opened(b));
    keys(b, "12345678");
}

/// No visit leads here: looked at by the gallery, and not walked as the residents' screens are.
pub const CARE: &[Station] = &[
    station("care-digits", |b| {
        drop(opened(b));
        keys(b, "11111111123");
    }),
    station("care-menu", menu),
    station("care-menu-2", |b| {
        menu(b);
        b.choose("more");
    }),
    station("care-health", |b| {
        menu(b);
        b.choose("health");
    }),
    station("care-entries", |b| {
        menu(b);
        b.choose("entries");
    }),
    station("care-copied", |b| {
        menu(b);
        b.choose("copy");
    }),
    station("care-locked", |b| locked(b, false)),
    station("care-locked-health", |b| {
        locked(b, true);
        b.choose("health");
    }),
    station("care-unlock", |b| {
        locked(b, false);
        b.choose("unlock");
    }),
    station("care-unlock-open", |b| {
        locked(b, true);
        b.choose("unlock");
    }),
    station("care-off", |b| {
        menu(b);
        b.choose("off");
    }),
];
