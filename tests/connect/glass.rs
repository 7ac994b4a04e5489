//! From the desk's configuration to the sentence that a resident reads.

use crate::by_hand::*;
use crate::receiver::section;
use inloop::clock::Clock;
use inloop::entry::Language;
use inloop::kiosk::hall::Hall;
use inloop::texts::Library;
use inloop::visit::{Event, Screen, Visit};
use inloop::wire::{Presence, SITE, Site};

/// What the overview says of who reads, at a kiosk of this desk.
fn said(bench: &Bench) -> Vec<String> {
    let site: Site = bench.ask(bench.enrol(1).get(SITE)).json();
    let hall = Hall {
        site: Some(site),
        presence: Presence::Unknown,
        online: true,
        printer_ready: false,
        scanner: false,
        microphone: false,
        room_for_sound: true,
        handset: false,
        voices: Vec::new(),
        languages: vec![Language::NL],
        configured: vec![],
        called: vec![],
        slots: None,
        held: Vec::new(),
        promised: Vec::new(),
        today: None,
    };
    let mut visit = Visit::at_rest(hall.view(bench.clock.stamp()));
    let mut touch = |event| drop(visit.handle(event, bench.clock.now()));
    touch(Event::Touch);
    for tile in ["question", "topic-money", "need-explain", "tell-later", "contact-visit-us", "goal-rest"] {
        touch(Event::Choose(tile.to_owned()));
    }
    let texts = Library::parse([("nl", include_str!("../../ui/lang/nl.ftl"))]).unwrap();
    match visit.view().screen {
        Screen::Overview(overview) => overview.notes.iter().map(|note| texts.say(Language::NL, note)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn whoever_reads_in_another_system_is_named_on_the_glass() {
    let dead = "http://127.0.0.1:9/haak";
    assert_eq!(said(&Bench::new()), ["Ons team leest dit."]);
    for choice in ["words = true", ""] {
        assert_eq!(said(&Bench::connected(&section(dead, choice))), ["Dit lezen: Het wijkteam en Welzijn."]);
    }
    let by_hand = "[connect]\npages = \"https://inloop.example.nl\"\n[connect.by_hand]\nreader = \"de gemeente\"\nwords = true\n";
    assert_eq!(said(&Bench::connected(by_hand)), ["Dit lezen: Het wijkteam en de gemeente."]);
}
