//! The case is opened.

use super::*;

#[test]
fn opening_the_case_ends_the_visit_and_leaves_none_of_its_words() {
    let mut hall = Hall::open();
    hall.at_the_words().types("mijn verwarming");
    hall.does(Event::Lock(true));
    assert!(hall.visit.holds_no_words());
    assert_eq!(hall.forgotten, 1);
    assert!(hall.reads("Deze zuil is even dicht."));
    assert!(hall.reads("Loop naar de balie of bel 020 123 45 67."));
}

#[test]
fn nobody_is_served_until_staff_have_looked() {
    let mut hall = Hall::open();
    hall.does(Event::Lock(true));
    let touches: [fn() -> Event; 9] = [
        || Event::Touch,
        || Event::Help,
        || Event::Languages,
        || Event::Seeing,
        || Event::Next,
        || Event::Choose("question".into()),
        || Event::Scanned(Scan::from("09144GJ289144GJ289144GJ289")),
        || Event::ReadAloud,
        || Event::Sound(true),
    ];
    for touch in touches {
        hall.does(touch());
        assert!(hall.visit.is_locked() && hall.reads("Deze zuil is even dicht."), "{:?}", touch());
    }
    assert_eq!(hall.visit.wake_at(), None, "nothing happens by itself");
    let view = hall.visit.view();
    let Bar { stop, help, language, read_aloud, size, cover, back, next } = view.bar.clone();
    assert!(!(stop || help || language || read_aloud || size || back) && next.is_none() && cover == CoverButton::Absent);
    drop(view);
    hall.does(Event::Lock(false));
    assert!(hall.is_at_rest());
    hall.does(Event::Touch);
    assert!(hall.reads("Wat wilt u doen?"));
}

#[test]
fn what_comes_back_from_the_disk_after_that_reaches_nobody() {
    let mut hall = Hall::open();
    hall.at_the_words().types("mijn verwarming").goes_on().chooses("contact-visit-us").chooses("goal-rest").goes_on();
    hall.does(Event::Lock(true));
    hall.cannot_keep();
    assert!(hall.visit.holds_no_words() && hall.reads("Deze zuil is even dicht."));
    hall.does(Event::Lock(false));
    assert!(hall.is_at_rest() && hall.visit.holds_no_words());
}

#[test]
fn that_somebody_is_there_is_said_only_where_staff_said_so() {
    for (presence, said) in [(Presence::Somebody, true), (Presence::Nobody, false), (Presence::Unknown, false)] {
        let mut hall = Hall::at(SiteView { presence, ..site() });
        hall.does(Event::Lock(true));
        assert_eq!(hall.reads("Wij zijn er wel."), said, "{presence:?}");
    }
}

#[test]
fn the_microphone_is_off_from_the_moment_the_case_is_opened() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("question").chooses("topic-money").chooses("need-explain").chooses("tell-speak");
    hall.chooses("speak-start");
    assert!(hall.microphone.is_some());
    hall.does(Event::Lock(true));
    assert!(hall.microphone.is_none() && hall.visit.holds_no_words());
}

#[test]
fn a_machine_that_cannot_begin_says_where_to_go_and_a_number_and_nothing_opens_it() {
    for fault in Fault::ALL {
        let mut hall = Hall::open();
        hall.does(Event::CannotBegin(fault));
        let stands = |hall: &Hall| {
            assert!(hall.visit.is_locked() && hall.reads("Deze zuil is even dicht."));
            assert!(hall.reads("Loop naar de balie of bel 020 123 45 67."));
            assert!(hall.reads(&format!("Voor de beheerder: storing {}.", fault.number())));
        };
        stands(&hall);
        for event in [Event::Touch, Event::Help, Event::Lock(true), Event::Lock(false), Event::Site(site()), Event::Touch] {
            hall.does(event);
            stands(&hall);
        }
        assert_eq!(hall.visit.wake_at(), None, "nothing happens by itself");
    }
}

#[test]
fn each_fault_has_a_number_of_its_own() {
    let numbers: Vec<u8> = Fault::ALL.iter().map(|fault| fault.number()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5], "hardware/deploy/README.md says what they mean");
}
