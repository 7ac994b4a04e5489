//! Flow C: today's codes check in, the code changes, the teken only finds.

use super::booking::{said_to_be_booked, time_of};
use super::*;

#[test]
fn with_the_code_checking_in_takes_three_touches() {
    let mut hall = Hall::open();
    hall.scans(&code_of(1));
    assert!(hall.reads("Afspraak om tien uur. Bent u dat?"));
    hall.chooses("here");
    assert!(hall.touches <= 3, "{} touches", hall.touches);
    assert!(!hall.reads("Welkom. Ga maar zitten."), "not before it is kept");
    hall.keeps();
    assert!(hall.reads("Welkom. Ga maar zitten.") && hall.reads("Wij geven door dat u er bent."));
    assert!(hall.reads("U bent Vis 14."));
    let Some(Body::CheckIn(check_in)) = hall.appointments.last() else { panic!("nobody checked in") };
    assert_eq!((check_in.booking, check_in.teken), (site().expected[0].id, site().expected[0].teken));
    let entry = hall.last_kept();
    hall.does(Event::DeskReceipt(entry, None));
    assert!(hall.reads("Het team weet dat u er bent."));
}

#[test]
fn with_the_teken_it_takes_at_most_eight() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("have-appointment").chooses("teken-vis");
    hall.types("14").goes_on().chooses("here");
    assert!(hall.touches <= 8, "{} touches", hall.touches);
    hall.keeps();
    assert!(hall.reads("U bent Vis 14."));
}

#[test]
fn every_teken_of_the_lying_glass_is_within_eight_touches() {
    for picture in crate::entry::Picture::ALL {
        let index = crate::entry::Picture::ALL.iter().position(|other| *other == picture).expect("one of them") as u16;
        let expected = vec![expected(9, 5 * 12 + index, "2026-11-23T10:00")];
        let mut hall = Hall::at(SiteView { expected, ..site() });
        // Six and "Meer" stand on the lying glass.
        hall.touches(Event::Touch).does(Event::TilesFit(7)).chooses("have-appointment");
        let tile = format!("teken-{}", picture.word());
        if !tiles_of(&hall.visit.view()).contains(&tile) {
            hall.chooses("more");
        }
        hall.chooses(&tile).types("05").goes_on().chooses("here");
        assert!(hall.touches <= 8, "{tile}: {} touches", hall.touches);
    }
}

#[test]
fn the_glass_says_neither_name_nor_topic_nor_host() {
    let mut hall = Hall::open();
    hall.scans(&code_of(1));
    let read = hall.all_read();
    assert!(!read.iter().any(|text| text.contains("gent")), "{read:?}");
    hall.chooses("here").keeps();
    let read = hall.all_read();
    assert!(!read.iter().any(|text| text.contains("gent")), "{read:?}");
}

#[test]
fn with_the_teken_alone_nothing_can_be_changed() {
    for tile in ["other-time", "not-coming"] {
        let mut hall = Hall::open();
        hall.at_the_appointment_by_teken().chooses(tile);
        assert!(hall.reads("Hiervoor is uw code nodig.") && hall.reads("Een medewerker helpt u."));
        hall.chooses("call-somebody");
        assert!(hall.reads("Wij roepen iemand.") && hall.rung == 1);
        hall.does(Event::Back).scans(&code_of(1));
        assert!(hall.reads("Afspraak om tien uur. Bent u dat?"));
        hall.chooses("not-coming");
        assert!(hall.reads("Weet u het zeker?"), "the code is enough");
    }
}

#[test]
fn i_am_not_coming_is_asked_once_more_and_hands_in_the_code() {
    let mut hall = Hall::open();
    hall.scans(&code_of(2)).chooses("not-coming");
    assert!(hall.reads("Weet u het zeker?") && hall.reads("Uw afspraak om half drie gaat dan niet door."));
    hall.chooses("not-coming-no");
    assert!(hall.reads("Afspraak om half drie. Bent u dat?"));
    hall.chooses("not-coming").chooses("not-coming-yes").cannot_keep();
    assert!(hall.reads("Sorry, bewaren lukt nu niet.") && !hall.reads("Uw woorden staan er nog."));
    hall.chooses("again").keeps();
    assert!(hall.reads("Bedankt dat u het zegt.") && hall.reads("Wij geven door dat u niet komt."));
    let Some(Body::Cancel(cancel)) = hall.appointments.last() else { panic!("nothing was cancelled") };
    assert_eq!(*cancel.code.to_code(), code_of(2));
}

#[test]
fn another_time_goes_through_days_and_times_and_hands_in_the_code_with_the_time() {
    let mut hall = Hall::open();
    hall.scans(&code_of(1)).chooses("other-time");
    assert!(hall.reads("Welke dag?"), "with whom is known");
    hall.chooses("day-2026-11-24").chooses(&time_of(Whom::Police, "2026-11-24T11:15"));
    assert!(hall.reads("Klopt dit?") && hall.reads("Kwart over elf"));
    hall.goes_on().loses(&[]);
    assert!(hall.reads("Deze tijd is net bezet."));
    hall.chooses(&time_of(Whom::Police, "2026-11-23T10:30")).goes_on().cannot_keep();
    assert!(hall.reads("Sorry, bewaren lukt nu niet."));
    hall.chooses("again");
    assert!(!said_to_be_booked(&hall));
    hall.keeps();
    assert!(hall.reads("Uw nieuwe tijd staat vast.") && hall.reads("Maandag 23\u{a0}november, half elf."));
    let Some(Body::Change(change)) = hall.appointments.last() else { panic!("nothing was changed") };
    assert_eq!((*change.code.to_code()).as_str(), code_of(1));
    assert_eq!(change.to.time.map(|grant| grant.grant.get()), Some(7));
}

#[test]
fn no_other_time_leaves_a_wish_in_place_of_the_appointment() {
    let mut hall = Hall::open();
    hall.scans(&code_of(1)).chooses("other-time").chooses("no-day").goes_on().types("0612345678").goes_on().goes_on();
    hall.goes_on().keeps();
    assert!(hall.reads("Bedankt. U heeft nog geen andere tijd.") && hall.reads("Wij bellen u voor een tijd."));
    let Some(Body::Change(change)) = hall.appointments.last() else { panic!("nothing was asked") };
    assert!(change.to.time.is_none() && change.to.contact.is_some());
}

#[test]
fn the_right_gone_while_changing_leaves_the_code_with_the_resident() {
    let mut hall = Hall::open();
    hall.scans(&code_of(1)).chooses("other-time").chooses("day-2026-11-23");
    hall.chooses(&time_of(Whom::Police, "2026-11-23T10:00")).goes_on().holds_nothing();
    assert!(hall.reads("Deze tijd is net bezet."));
    hall.chooses(&time_of(Whom::Police, "2026-11-23T10:30")).goes_on().keeps();
    assert!(matches!(hall.appointments.last(), Some(Body::Change(_))));
}

#[test]
fn only_todays_codes_check_in() {
    let mut hall = Hall::open();
    hall.scans(&code_of(77));
    assert!(hall.reads("Deze code is niet van vandaag."));
    assert!(!tiles_of(&hall.visit.view()).contains(&"here".to_owned()));
    hall.does(Event::Choose("here".to_owned()));
    assert!(hall.held.is_empty());
    hall.chooses("other-time");
    assert!(hall.reads("Wie wilt u spreken?"), "with whom is not known here");
    hall.chooses("whom-police").chooses("day-2026-11-23").chooses(&time_of(Whom::Police, "2026-11-23T10:00")).goes_on().keeps();
    assert!(matches!(hall.appointments.last(), Some(Body::Change(_))));
}

#[test]
fn a_code_of_another_day_is_told_its_day_and_is_no_try() {
    let mut hall = Hall::open();
    for _ in 0..=TRIES {
        hall.scans(&code_of(50));
        assert!(hall.reads("Uw afspraak is op maandag 30\u{a0}november.") && hall.reads("Wilt u iets veranderen?"));
        assert!(!tiles_of(&hall.visit.view()).contains(&"here".to_owned()), "it is not today");
    }
    hall.chooses("not-coming");
    assert!(hall.reads("Weet u het zeker?"), "who shows the code may cancel");
    hall.does(Event::Stop);
    hall.scans(&code_of(52));
    assert!(hall.reads("Deze code is niet van vandaag."), "of what is past no day is told");
    hall.scans(&code_of(53));
    assert!(hall.reads("Een medewerker helpt u."), "today's list is older than the code");
    hall.does(Event::Stop).touches(Event::Touch).chooses("have-appointment");
    assert!(hall.reads("Welk teken heeft u?"), "none of them was a wrong one");
}

#[test]
fn a_teken_that_was_given_here_for_another_day_is_told_its_day_and_changes_nothing() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).does(Event::TilesFit(12));
    for _ in 0..=TRIES {
        hall.chooses("have-appointment").chooses("teken-boom").types("60").goes_on();
        assert!(hall.reads("Uw afspraak is op maandag 30\u{a0}november."));
        hall.does(Event::Stop).touches(Event::Touch);
    }
    hall.chooses("have-appointment").chooses("teken-boom").types("60").goes_on().chooses("not-coming");
    assert!(hall.reads("Hiervoor is uw code nodig."));
}

#[test]
fn after_three_tries_in_ten_minutes_a_worker_helps_whoever_comes() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).does(Event::TilesFit(12));
    for _ in 0..2 {
        hall.chooses("have-appointment").chooses("teken-boom").types("99").goes_on();
        assert!(hall.reads("Wij vinden vandaag geen afspraak."));
        hall.does(Event::Stop).touches(Event::Touch);
    }
    hall.chooses("have-appointment").chooses("teken-boom").types("98").goes_on();
    assert!(hall.reads("Een medewerker helpt u."));
    hall.does(Event::Stop).touches(Event::Touch).chooses("have-appointment");
    assert!(hall.reads("Een medewerker helpt u."), "the next resident guesses no more either");
    hall.scans(&code_of(1));
    assert!(hall.reads("Afspraak om tien uur. Bent u dat?"), "a code is no guess");
    hall.does(Event::Stop).waits(TRIES_WITHIN);
    hall.touches(Event::Touch).chooses("have-appointment");
    assert!(hall.reads("Welk teken heeft u?"));
}

#[test]
fn a_wrong_digit_can_be_taken_back_and_costs_no_try() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("have-appointment").chooses("teken-vis").types("19");
    hall.does(Event::Backspace);
    assert!(hall.visit.view().bar.next.is_none(), "one digit is no teken");
    hall.does(Event::Next).types("4").goes_on();
    assert!(hall.reads("Afspraak om tien uur. Bent u dat?"));
}

#[test]
fn hostile_codes_do_nothing_but_are_answered_kindly() {
    let long = "0".repeat(10_000);
    let codes = [
        "",
        " ",
        "'; DROP TABLE slot; --",
        "<script>alert(1)</script>",
        "\u{202e}\u{0}\u{7}",
        "https://x.example/",
        &long,
        "☃☃☃☃☃☃☃☃☃☃",
    ];
    for code in codes {
        let mut hall = Hall::open();
        hall.scans(code);
        assert!(hall.held.is_empty() && hall.taking.is_empty() && hall.rung == 0);
        assert!(hall.reads("Wij vinden vandaag geen afspraak."), "{code:.20}");
        let shown = format!("{:?} {:?}", hall.visit, hall.visit.view());
        assert!(!shown.contains("DROP") && !shown.contains("script") && !shown.contains('☃'));
        hall.does(Event::Back);
        assert!(hall.reads("Wat wilt u doen?"));
    }
}

#[test]
fn a_code_with_spaces_and_small_letters_is_the_same_code() {
    let mut hall = Hall::open();
    hall.scans(&format!("  {}\r\n", code_of(1).to_lowercase()));
    assert!(hall.reads("Afspraak om tien uur. Bent u dat?"));
}

#[test]
fn a_scan_in_the_middle_of_something_else_loses_nothing() {
    let mut hall = Hall::open();
    hall.at_the_words().types("mijn huur").scans(&code_of(1));
    assert!(hall.reads("Typ hier uw vraag. Kort is goed."));
    hall.goes_on().goes_on().goes_on().goes_on().keeps();
    assert_eq!(hall.questions[0].words.as_ref().map(|words| words.reveal()), Some("mijn huur"));
    let mut hall = Hall::open();
    hall.chooses_a_time("whom-police", "2026-11-23T10:00").scans(&code_of(1));
    assert!(hall.reads("Klopt dit?") && hall.reads("Tien uur"));
}

#[test]
fn no_code_is_left_after_the_visit_and_none_prints() {
    let mut hall = Hall::open();
    hall.scans(&code_of(1));
    assert!(!hall.visit.holds_no_words());
    let shown = format!("{:?} {:?} {:?}", hall.visit, hall.visit.view(), Event::Scanned(Scan::from(code_of(1).as_str())));
    assert!(!shown.contains(&code_of(1)));
    hall.waits(LEFT_ALONE_AFTER + COUNTDOWN);
    assert!(hall.is_at_rest() && hall.visit.holds_no_words());
    hall.scans(&code_of(1)).chooses("here").keeps();
    assert!(hall.visit.plan.code.is_none(), "the code is not needed any more");
}

#[test]
fn offline_checking_in_also_sends_to_the_counter() {
    let mut hall = Hall::at(SiteView { online: false, ..site() });
    hall.scans(&code_of(1)).chooses("here").keeps();
    assert!(!hall.reads("Welkom. Ga maar zitten."), "nobody knows that they sit there");
    assert!(
        hall.reads("Welkom.")
            && hall.reads("Wij geven door dat u er bent.")
            && hall.reads("Loop naar de balie of bel 020 123 45 67.")
    );
}

impl Hall {
    fn at_the_appointment_by_teken(&mut self) -> &mut Self {
        self.touches(Event::Touch)
            .chooses("have-appointment")
            .does(Event::TilesFit(12))
            .chooses("teken-vis")
            .types("14")
            .goes_on()
    }
}

#[test]
fn of_two_who_have_one_teken_each_chooses_the_own_time() {
    let teken = 14 * 12 + 1;
    let two = vec![expected(1, teken, "2026-11-23T10:00"), expected(2, teken, "2026-11-23T14:00")];
    let later = two[1].id;
    let mut hall = Hall::at(SiteView { expected: two, ..site() });
    hall.touches(Event::Touch).chooses("have-appointment").chooses("teken-vis").types("14").goes_on();
    assert!(hall.reads("Hoe laat?") && hall.reads("Tien uur") && hall.reads("Twee uur"));
    hall.chooses(&format!("at-{later}"));
    assert!(hall.reads("Afspraak om twee uur. Bent u dat?"));
    hall.chooses("here").keeps();
    let Some(Body::CheckIn(check_in)) = hall.appointments.last() else { panic!("nobody checked in") };
    assert_eq!(check_in.booking, later);
    assert!(hall.touches <= 9, "one more than without the question");
}
