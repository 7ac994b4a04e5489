//! A resident's words: they stay while they are needed, come back when they could not be kept, and are gone after.

use super::*;
use crate::entry::Contact;

#[test]
fn words_that_could_not_be_kept_come_back() {
    let mut hall = Hall::open();
    hall.at_the_words().types("mijn huur").goes_on().chooses("contact-call").types("0612345678").goes_on();
    hall.chooses("when-evening").chooses("voicemail-yes").chooses("safe-yes").goes_on().types("Jan").goes_on();
    hall.chooses("goal-own").types("slapen").goes_on().goes_on();
    assert!(hall.visit.holds_no_words(), "they are with the keeper now");
    hall.cannot_keep();
    assert!(hall.reads("Sorry, bewaren lukt nu niet.") && hall.reads("Uw woorden staan er nog."));
    hall.chooses("again").cannot_keep().does(Event::Back);
    let shown = format!("{:?}", hall.all_read());
    assert!(hall.reads("Klopt dit?") && shown.contains("Geld en schulden"), "{shown}");
    hall.goes_on().keeps();
    let question = &hall.questions[0];
    assert_eq!(question.words.as_ref().map(|words| words.reveal()), Some("mijn huur"));
    assert_eq!(question.name.as_ref().map(|words| words.reveal()), Some("Jan"));
    assert!(matches!(&question.goal, Some(crate::entry::Goal::Own(words)) if words.reveal() == "slapen"));
    assert!(matches!(
        &question.contact,
        Some(Contact::Call { number: Some(number), when: Some(crate::entry::When::Evening), voicemail: true, safe: Some(true) })
            if number.reveal() == "0612345678"
    ));
    assert!(hall.reads("Bedankt. Wij hebben uw vraag."));
}

#[test]
fn stop_wipes_at_once_wherever_the_resident_is() {
    let mut hall = Hall::open();
    hall.at_the_words().types("mijn huur").does(Event::Stop);
    assert!(hall.is_at_rest() && hall.visit.holds_no_words());
    assert_eq!(hall.visit.wake_at(), None);
    hall.at_the_words().types("mijn huur").does(Event::Help).does(Event::Stop);
    assert!(hall.is_at_rest() && hall.visit.holds_no_words());
}

#[test]
fn done_leaves_neither_teken_nor_code() {
    let mut hall = Hall::open();
    hall.at_the_overview().goes_on().keeps();
    assert!(!hall.visit.holds_no_words(), "the code is a secret too");
    hall.goes_on();
    assert!(hall.is_at_rest() && hall.visit.holds_no_words());
}

#[test]
fn an_answer_that_comes_after_the_resident_left_reaches_nobody_else() {
    let mut hall = Hall::open();
    hall.at_the_words().types("mijn huur").goes_on().goes_on().goes_on().goes_on();
    hall.does(Event::Stop).touches(Event::Touch);
    let held = std::mem::take(&mut hall.held);
    hall.at_the_overview_from_home().goes_on();
    let own = std::mem::replace(&mut hall.held, held);
    hall.cannot_keep();
    assert!(hall.reads("Een moment, wij bewaren uw vraag."), "not the words of who was here before");
    hall.does(Event::Stop).at_the_overview().goes_on();
    let before = std::mem::replace(&mut hall.held, own);
    hall.keeps();
    assert!(hall.reads("Een moment, wij bewaren uw vraag."), "not the teken of who was here before");
    let own = before;
    hall.held = own;
    hall.keeps();
    assert!(hall.reads("Bedankt. Wij hebben uw vraag."));
}

#[test]
fn the_last_screen_stands_three_quarters_of_a_minute_and_longer_where_asked() {
    let mut hall = Hall::open();
    hall.at_the_overview().goes_on().keeps();
    assert_eq!(hall.visit.wake_at().map(|(_, why)| why), Some(Why::ReceiptShownLongEnough));
    for _ in 0..20 {
        hall.waits(LAST_SCREEN - Duration::from_secs(1)).chooses("longer");
    }
    hall.waits(LAST_SCREEN);
    assert!(hall.is_at_rest() && hall.visit.holds_no_words());
}

#[test]
fn yes_i_go_on_gives_as_long_again_without_end() {
    let mut hall = Hall::open();
    hall.at_the_words().types("mijn huur");
    for round in 1..=50 {
        hall.waits(LEFT_ALONE_AT_KEYS_AFTER + COUNTDOWN - Duration::from_secs(1));
        assert_eq!(hall.warned, round);
        assert!(hall.reads("Bent u er nog?") && hall.reads("Ja, ik ga door"));
        hall.does(Event::StillHere);
        assert!(hall.visit.view().still_there.is_none());
    }
    assert!(!hall.visit.holds_no_words());
}

#[test]
fn a_screen_without_keys_asks_after_a_minute() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).waits(LEFT_ALONE_AFTER - Duration::from_secs(1));
    assert_eq!(hall.warned, 0);
    hall.waits(Duration::from_secs(1));
    assert_eq!(hall.warned, 1);
}

#[test]
fn a_touch_after_the_countdown_finds_a_resting_glass_even_where_nobody_woke_it() {
    let mut hall = Hall::open();
    hall.at_the_words().types("mijn huur").sleeps(LEFT_ALONE_AT_KEYS_AFTER + COUNTDOWN);
    hall.does(Event::Next);
    assert!(hall.is_at_rest() && hall.visit.holds_no_words());
}

#[test]
fn a_bsn_is_asked_about_in_every_field_and_never_blocks() {
    let mut hall = Hall::open();
    hall.at_the_words().types("bsn 111222333").goes_on();
    assert!(hall.reads("Is dit uw BSN? Haal het weg, dat is veiliger."));
    hall.chooses("bsn-remove");
    let Screen::Typing(typing) = hall.visit.view().screen else { panic!("not back at the words") };
    assert_eq!(typing.words, Own::Shown("bsn "));
    hall.types("111222333").goes_on().chooses("bsn-keep");
    hall.chooses("contact-email").types("111222333@example.nl").goes_on().chooses("bsn-keep");
    hall.types("111222333").goes_on().chooses("bsn-remove").goes_on();
    hall.chooses("goal-own").types("111222333").goes_on().chooses("bsn-keep");
    assert!(hall.reads("Klopt dit?"));
    hall.goes_on().keeps();
    assert_eq!(hall.questions[0].words.as_ref().map(|words| words.reveal()), Some("bsn 111222333"));
    assert!(hall.questions[0].name.is_none());
}

#[test]
fn a_bsn_that_slipped_past_its_field_is_asked_about_before_it_is_sent() {
    let mut hall = Hall::open();
    hall.at_the_overview().does(Event::Edit("words".to_owned())).chooses("tell-type").types("111222333").does(Event::Back);
    hall.does(Event::Back);
    assert!(hall.reads("Klopt dit?"));
    hall.goes_on();
    assert!(hall.reads("Is dit uw BSN? Haal het weg, dat is veiliger."));
    assert!(hall.held.is_empty());
    hall.chooses("bsn-remove").goes_on();
    assert!(hall.reads("Klopt dit?"));
    hall.goes_on().keeps();
    assert!(hall.questions[0].words.is_none());
}

#[test]
fn covered_words_do_not_leave_the_visit() {
    let mut hall = Hall::open();
    hall.at_the_words().types("huur").does(Event::Cover).types("der");
    let Screen::Typing(typing) = hall.visit.view().screen else { panic!("not at the words") };
    assert_eq!(typing.words, Own::Covered(7));
    assert_eq!(hall.visit.view().bar.cover, CoverButton::Uncover);
    hall.does(Event::Uncover);
    let Screen::Typing(typing) = hall.visit.view().screen else { panic!("not at the words") };
    assert_eq!(typing.words, Own::Shown("huurder"));
}

#[test]
fn a_full_field_takes_no_more() {
    let mut hall = Hall::open();
    hall.at_the_words().types(&"a".repeat(300));
    assert!(hall.reads("280 van 280"));
    hall.goes_on().chooses("contact-call").types("06a+12345678901234567890");
    let Screen::Typing(typing) = hall.visit.view().screen else { panic!("not at the number") };
    assert_eq!(typing.words, Own::Shown("0612345678901234"));
}

#[test]
fn nothing_that_holds_words_prints_them() {
    let mut hall = Hall::open();
    let typed = format!("{:?}", Event::Typed('☃'.into()));
    hall.at_the_words().types("☃☃☃").goes_on().chooses("contact-email").types("sneeuw@example.nl").goes_on().types("☃");
    hall.goes_on().chooses("goal-own").types("☃").goes_on();
    let at_overview = format!("{:?} {:?}", hall.visit, hall.visit.view());
    hall.goes_on();
    let handed_in = format!("{:?} {:?}", hall.visit, hall.held);
    hall.cannot_keep();
    let back = format!("{:?} {:?}", hall.visit, hall.visit.view());
    hall.chooses("again").keeps();
    let receipt = format!("{:?} {:?}", hall.visit, hall.visit.view());
    for shown in [typed, at_overview, handed_in, back, receipt] {
        assert!(!shown.contains('☃') && !shown.contains("sneeuw") && !shown.contains("0123456789ABC"), "{shown}");
    }
}

impl Hall {
    fn at_the_overview_from_home(&mut self) -> &mut Self {
        self.chooses("question").goes_on().goes_on().goes_on().goes_on().goes_on()
    }
}
