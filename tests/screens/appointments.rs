//! Appointments on the real screens: the shortest ways in touches, and a scanner that is plugged in.

use super::bench::{self, Bench, codes, site_with_spreekuren, stations};
use super::{FrameAdapter, NumberAdapter, Panel, Screen, TypingAdapter};
use inloop::visit::{Event, SiteView};
use slint::ComponentHandle;
use std::time::Duration;

const WAKE: &str = "Welkom. Raak het scherm aan.";
const MONDAY: &str = "Maandag\n23\u{a0}november";

fn post() -> Bench {
    Bench::with_site(Panel::LANDSCAPE_10, site_with_spreekuren())
}

#[test]
fn an_appointment_takes_at_most_eight_touches() {
    let bench = post();
    for label in [WAKE, "Ik wil een afspraak", "Wijkagent", MONDAY, "Tien uur", "Briefje is goed", "Ja, dat klopt"] {
        bench.tap(label);
    }
    assert_eq!((bench.screen(), bench.question().as_str()), (Screen::Receipt, "Uw afspraak staat vast."));
    assert!(bench.touches.get() <= 8, "{} touches", bench.touches.get());
}

#[test]
fn a_time_on_the_second_page_is_within_eight_touches_too() {
    let bench = post();
    for label in [WAKE, "Ik wil een afspraak", "Wijkagent", MONDAY, "Meer", "Half tien", "Briefje is goed", "Ja, dat klopt"] {
        bench.tap(label);
    }
    assert_eq!(bench.question(), "Uw afspraak staat vast.");
    assert!(bench.touches.get() <= 8, "{} touches", bench.touches.get());
}

#[test]
fn every_picture_of_a_teken_is_within_eight_touches_on_both_panels() {
    for panel in [Panel::LANDSCAPE_10, Panel::PORTRAIT_15] {
        let bench = Bench::with_site(panel, site_with_spreekuren());
        for picture in ["Boom", "Zon", "Huis", "Fiets", "Ster", "Bloem", "Vogel", "Boot", "Sleutel", "Hart", "Appel", "Vis"] {
            bench.start_over();
            bench.glass.deliver(Event::Site(site_with_spreekuren()));
            bench.tap(WAKE);
            bench.tap("Ik heb een afspraak");
            if bench.button(picture).is_none() {
                bench.tap("Meer");
            }
            for label in [picture, "1", "4", "Verder"] {
                bench.tap(label);
            }
            if picture == "Vis" {
                bench.tap("Ik ben er");
                assert_eq!(bench.question(), "Welkom. Ga maar zitten.");
                assert!(bench.touches.get() <= 8);
            } else {
                // Nobody with this teken is expected; "Ik ben er" would have been the next touch.
                assert_eq!(bench.question(), "Wij vinden vandaag geen afspraak.");
                assert!(bench.touches.get() < 8, "{picture}: {} touches", bench.touches.get());
            }
        }
    }
}

#[test]
fn a_code_before_the_scanner_and_two_touches_check_in() {
    let bench = post();
    bench.scans(&codes()[0]);
    assert_eq!(bench.question(), "Afspraak om tien uur. Bent u dat?");
    bench.tap("Ik ben er");
    assert_eq!(bench.question(), "Welkom. Ga maar zitten.");
    assert!(bench.touches.get() <= 2, "the scan is the third");
}

#[test]
fn a_scan_never_stands_in_a_field() {
    let bench = post();
    stations::go(&bench, "typing");
    let words = bench.app.global::<TypingAdapter<'_>>().get_words();
    for read in [codes()[0].as_str(), "8710398500977", "https://voorbeeld.nl/?q=<script>", &"x".repeat(3_000)] {
        bench.scans(read);
        assert_eq!(bench.app.global::<TypingAdapter<'_>>().get_words(), words);
    }
    assert_eq!(bench.question(), "Typ hier uw vraag.");
    let bench = post();
    stations::go(&bench, "number-typed");
    let digits = bench.app.global::<NumberAdapter<'_>>().get_digits();
    bench.scans("8710398500977");
    assert_eq!(bench.app.global::<NumberAdapter<'_>>().get_digits(), digits);
    assert_eq!(bench.question(), "Wat is uw telefoonnummer?");
}

#[test]
fn what_is_typed_stands_in_the_field_before_the_next_touch() {
    let bench = post();
    stations::go(&bench, "typing-empty");
    for c in "huur".chars() {
        let text = slint::SharedString::from(c);
        bench.app.window().dispatch_event(slint::platform::WindowEvent::KeyPressed { text });
    }
    bench.tap("Verberg");
    bench.tap("Laat zien");
    assert_eq!(bench.app.global::<TypingAdapter<'_>>().get_words(), "huur");
    bench.wait(Duration::from_secs(1));
    assert_eq!(bench.app.global::<TypingAdapter<'_>>().get_words(), "huur");
}

#[test]
fn a_post_without_spreekuren_says_nothing_of_appointments() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    bench.tap(WAKE);
    assert!(bench.button("Ik wil een afspraak").is_none() && bench.button("Ik heb een afspraak").is_none());
    bench.scans(&codes()[0]);
    assert_eq!(bench.question(), "Wat wilt u doen?");
}

#[test]
fn where_no_scanner_stands_nobody_is_asked_to_hold_a_code_before_it() {
    let bench = Bench::with_site(Panel::LANDSCAPE_10, SiteView { scanner: false, ..site_with_spreekuren() });
    for label in [WAKE, "Ik heb een afspraak"] {
        bench.tap(label);
    }
    assert!(bench.button("Ik heb een code").is_none());
    for label in ["Vis", "1", "4", "Verder", "Andere tijd"] {
        bench.tap(label);
    }
    assert_eq!(bench.question(), "Een medewerker helpt u.");
    assert!(!bench::all_words(&bench).contains("lezer"));
}

#[test]
fn offline_and_nothing_held_no_screen_says_that_a_time_is_fixed() {
    let mut site = site_with_spreekuren();
    site.offers.iter_mut().for_each(|offer| offer.held = None);
    let bench = Bench::with_site(Panel::LANDSCAPE_10, SiteView { online: false, ..site });
    for label in [WAKE, "Ik wil een afspraak", "Wijkagent"] {
        bench.tap(label);
    }
    assert_eq!(bench.question(), "Ik kan nu geen tijd vastzetten.");
    for label in ["Verder", "Overslaan", "Ja, dat klopt"] {
        assert!(!bench::all_words(&bench).contains("staat vast"));
        bench.tap(label);
    }
    assert!(!bench::all_words(&bench).contains("staat vast"));
    assert_eq!(bench.app.global::<FrameAdapter<'_>>().get_question(), "Bedankt. U heeft nog geen tijd.");
}
