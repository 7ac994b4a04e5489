//! No promise that nobody keeps.

use super::*;
use chrono::Weekday;

#[test]
fn nothing_is_promised_before_it_is_kept() {
    let mut hall = Hall::open();
    hall.at_the_overview().goes_on();
    assert!(hall.reads("Een moment, wij bewaren uw vraag."));
    hall.does(Event::Choose("ticket".to_owned())).does(Event::Next).waits(Duration::from_secs(50));
    assert!(!hall.all_read().iter().any(|text| text.contains("Bedankt") || text.contains("teken")));
    assert!(hall.printed.is_empty());
    hall.keeps();
    assert!(hall.reads("Bedankt. Wij hebben uw vraag."));
    hall.chooses("ticket");
    assert_eq!(hall.printed_of(), hall.kept);
}

#[test]
fn somebody_comes_is_said_only_after_somebody_said_so() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("talk-now").keeps();
    hall.does(Event::CallDelivered(hall.last_kept()));
    assert!(hall.reads("Wij roepen iemand.") && hall.reads("Uw oproep is bij het team."));
    assert!(!hall.reads("Er komt iemand."));
    hall.does(Event::SomebodyComes(EntryId::new(0, [99; 10])));
    assert!(!hall.reads("Er komt iemand."), "for somebody else");
    hall.does(Event::SomebodyComes(hall.last_kept()));
    assert!(hall.reads("Er komt iemand."));
}

#[test]
fn after_a_minute_without_an_answer_the_resident_is_told_where_to_go() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("talk-now").keeps();
    assert_eq!(hall.visit.wake_at().map(|(_, why)| why), Some(Why::NobodyCame));
    hall.waits(NOBODY_CAME_AFTER - Duration::from_secs(1));
    assert!(!hall.reads("Loop naar de balie of bel 020 123 45 67."));
    hall.waits(Duration::from_secs(1));
    assert!(hall.reads("Loop naar de balie of bel 020 123 45 67."));
    assert!(!hall.reads("Ga maar zitten."));
    hall.waits(LAST_SCREEN - Duration::from_secs(1));
    assert!(!hall.is_at_rest(), "there is time to read it");
    hall.waits(Duration::from_secs(1));
    assert!(hall.is_at_rest());
}

#[test]
fn offline_the_chime_rings_and_the_way_to_the_counter_is_said_at_once() {
    for (phone, said) in [(Some("14020"), "Loop naar de balie of bel 14020."), (None, "Loop naar de balie.")] {
        let mut hall = Hall::at(SiteView { online: false, phone: phone.map(str::to_owned), ..site() });
        hall.does(Event::Touch).does(Event::Help);
        assert_eq!(hall.rung, 1);
        assert!(hall.reads("Wij roepen iemand.") && hall.reads(said));
    }
}

#[test]
fn a_call_that_cannot_be_kept_says_where_to_go_and_the_next_touch_is_a_new_call() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).touches(Event::Help).cannot_keep();
    assert!(hall.reads("Loop naar de balie of bel 020 123 45 67."));
    hall.touches(Event::Help);
    assert_eq!((hall.rung, hall.held.len()), (2, 1));
}

#[test]
fn a_disk_that_fails_late_leaves_time_to_read_where_to_go() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("talk-now").waits(LAST_SCREEN + Duration::from_secs(10)).cannot_keep();
    assert!(hall.reads("Loop naar de balie of bel 020 123 45 67."));
    hall.waits(LAST_SCREEN - Duration::from_secs(1));
    assert!(!hall.is_at_rest());
}

#[test]
fn a_call_nobody_answered_is_a_new_call_after_ten_minutes() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).touches(Event::Help).keeps();
    for _ in 0..10 {
        assert_eq!(hall.kept.len(), 1);
        hall.waits(Duration::from_secs(60)).touches(Event::Help).keeps();
    }
    assert_eq!((hall.rung, hall.kept.len()), (11, 2));
}

#[test]
fn who_said_i_come_and_did_not_is_called_again_after_two_minutes() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).touches(Event::Help).keeps();
    hall.does(Event::SomebodyComes(hall.last_kept()));
    hall.waits(Duration::from_secs(60)).touches(Event::Help);
    assert!(hall.reads("Er komt iemand.") && hall.held.is_empty(), "they are on their way");
    hall.waits(COMING_LASTS - Duration::from_secs(60)).touches(Event::Help);
    assert!(hall.reads("Wij roepen iemand.") && !hall.reads("Er komt iemand."));
    assert_eq!(hall.held.len(), 1);
}

#[test]
fn help_is_heard_from_the_resting_glass_and_while_a_question_is_being_kept() {
    let mut hall = Hall::open();
    hall.does(Event::Help);
    assert!(hall.rung == 1 && hall.reads("Wij roepen iemand."));
    hall.goes_on();
    assert!(hall.reads("Wat wilt u doen?"));
    hall.does(Event::Stop).at_the_overview().goes_on().does(Event::Help);
    assert!(hall.rung == 2 && hall.reads("Wij roepen iemand."));
    hall.keeps().goes_on();
    assert!(hall.reads("Bedankt. Wij hebben uw vraag."));
}

#[test]
fn urgent_help_rings_at_once_and_names_the_numbers_for_danger() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("question").does(Event::TilesFit(12)).chooses("topic-feelings").chooses("need-urgent");
    assert_eq!((hall.rung, hall.held.len()), (1, 1));
    assert!(matches!(hall.held[0].1.body, Body::Call(CallReason::Urgent)));
    assert!(hall.reads("Wij roepen iemand.") && hall.reads("Is er nu gevaar? Bel\u{a0}112."));
    assert!(hall.reads("Denkt u aan zelfmoord? Bel\u{a0}113 of 0800-0113."));
    hall.keeps();
    hall.does(Event::SomebodyComes(hall.last_kept()));
    assert!(hall.reads("Er komt iemand."));
    hall.goes_on().goes_on().goes_on().goes_on().goes_on().keeps();
    assert!(hall.reads("Is er nu gevaar? Bel\u{a0}112."), "the receipt says it once more");
}

#[test]
fn who_says_only_later_how_they_feel_still_gets_the_number_to_call() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("question").does(Event::TilesFit(12)).chooses("topic-home").chooses("need-urgent");
    assert!(!hall.reads("Denkt u aan zelfmoord? Bel\u{a0}113 of 0800-0113."));
    hall.goes_on().goes_on().goes_on().goes_on().does(Event::Edit("topic".to_owned())).chooses("topic-feelings");
    assert!(hall.reads("Denkt u aan zelfmoord? Bel\u{a0}113 of 0800-0113."));
    hall.goes_on();
    assert!(hall.reads("Klopt dit?"));
}

#[test]
fn a_day_is_named_only_after_the_desk_named_it_with_a_clock_that_is_trusted() {
    for (trusted, day, said) in [
        (true, Some(Weekday::Thu), "U hoort van ons voor donderdag."),
        (false, Some(Weekday::Thu), "U hoort van ons."),
        (true, None, "U hoort van ons."),
    ] {
        let mut hall = Hall::at(SiteView { clock_trusted: trusted, ..site() });
        hall.at_the_contact().chooses("contact-call").types("0612345678").goes_on().chooses("when-any").goes_on().goes_on();
        hall.goes_on().goes_on().keeps();
        assert!(hall.reads("Wij sturen uw vraag zodra het kan.") && hall.reads("Wij bellen u."));
        hall.does(Event::DeskReceipt(hall.last_kept(), day));
        assert!(hall.reads(said), "{said}");
        assert!(!hall.reads("Wij sturen uw vraag zodra het kan."));
        assert_eq!(hall.all_read().iter().any(|text| text.contains("donderdag")), said.contains("donderdag"));
    }
}

#[test]
fn who_left_no_number_is_not_told_that_we_call() {
    let mut hall = Hall::open();
    hall.at_the_contact().chooses("contact-call").goes_on().goes_on().goes_on().goes_on().keeps();
    hall.does(Event::DeskReceipt(hall.last_kept(), Some(Weekday::Thu)));
    assert!(!hall.all_read().iter().any(|text| text.contains("bellen") || text.contains("hoort")), "{:?}", hall.all_read());
    assert!(hall.reads("U kunt langskomen als wij open zijn.") && hall.reads("Noem dan uw teken."));
}

#[test]
fn waiting_here_is_one_entry_and_an_answer_to_it_is_shown() {
    let mut hall = Hall::open();
    hall.at_the_contact().chooses("contact-wait").goes_on().goes_on().keeps();
    assert_eq!(hall.kept.len(), 1);
    assert!(hall.reads("Ga maar zitten.") && hall.reads("Loop naar de balie of bel 020 123 45 67."));
    hall.does(Event::SomebodyComes(hall.last_kept()));
    assert!(hall.reads("Er komt iemand."));
}

#[test]
fn nobody_is_asked_to_wait_where_staff_have_left() {
    let mut hall = Hall::open();
    hall.at_the_contact().chooses("contact-wait").goes_on();
    hall.does(Event::Site(SiteView { presence: Presence::Nobody, ..site() })).goes_on().keeps();
    assert!(!hall.reads("Ga maar zitten.") && hall.reads("U kunt langskomen als wij open zijn."));
}

#[test]
fn help_where_staff_said_nobody_is_there_rings_and_says_so() {
    let mut hall = Hall::at(SiteView { presence: Presence::Nobody, ..site() });
    hall.does(Event::Help);
    assert_eq!((hall.rung, hall.held.len()), (1, 1));
    assert!(hall.reads("Misschien is er nu niemand.") && hall.reads("U kunt bellen: 020 123 45 67."));
}

#[test]
fn where_nobody_is_nobody_is_called_and_a_number_can_be_left() {
    for (presence, open_now, said) in
        [(Presence::Nobody, Some(true), "Er is nu niemand."), (Presence::Unknown, Some(false), "Wij zijn nu dicht.")]
    {
        let mut hall = Hall::at(SiteView { presence, open_now, ..site() });
        hall.touches(Event::Touch).chooses("talk-now");
        assert_eq!((hall.rung, hall.held.len()), (0, 0));
        assert!(
            hall.reads(said)
                && hall.reads("maandag t/m dinsdag: 9:00 - 17:00")
                && hall.reads("vrijdag: 9:00 - 17:00")
                && hall.reads("U kunt bellen: 020 123 45 67.")
        );
        hall.chooses("leave-number");
        assert!(!tiles_of(&hall.visit.view()).contains(&"contact-visit-us".to_owned()));
        hall.chooses("contact-call").types("0612345678").goes_on().chooses("when-any").goes_on().goes_on();
        assert!(hall.reads("Klopt dit?"), "nothing else is asked");
        hall.goes_on().keeps();
        assert!(hall.reads("Wij bellen u."));
    }
}

#[test]
fn staff_who_are_there_count_more_than_the_opening_hours() {
    let mut hall = Hall::at(SiteView { open_now: Some(false), ..site() });
    hall.touches(Event::Touch).chooses("talk-now");
    assert_eq!(hall.rung, 1);
}

#[test]
fn who_reads_is_said_as_it_is() {
    let several = Readers::Organisations(vec!["Wijkteam".to_owned(), "Welzijn".to_owned(), "GGD".to_owned()]);
    for (readers, said) in [
        (Readers::OurTeam, "Ons team leest dit."),
        (several, "Dit lezen: Wijkteam, Welzijn en GGD."),
        (Readers::Organisations(Vec::new()), "Vraag ons wie dit leest."),
    ] {
        let mut hall = Hall::at(SiteView { readers, ..site() });
        hall.at_the_overview();
        assert!(hall.reads(said), "{said}");
        hall.chooses("privacy");
        assert!(hall.reads("Wat doen jullie hiermee?") && hall.reads(said));
        hall.goes_on();
        assert!(hall.reads("Klopt dit?"));
    }
}

#[test]
fn a_ticket_is_offered_only_with_a_printer_that_answers() {
    let mut hall = Hall::at(SiteView { printer_ready: false, ..site() });
    hall.at_the_overview().goes_on().keeps();
    assert!(!tiles_of(&hall.visit.view()).contains(&"ticket".to_owned()));
    hall.does(Event::Choose("ticket".to_owned()));
    assert!(hall.printed.is_empty());
    hall.does(Event::Site(site())).chooses("ticket");
    assert_eq!(hall.printed.len(), 1);
}
