//! The shortest ways through the flows that concern others, in touches on the real screens.

use crate::bench::{self, Bench, site, site_with_spreekuren};
use inloop::kiosk::layout::Panel;
use inloop::visit::SiteView;

const WAKE: &str = "Welkom. Raak het scherm aan.";

/// Both panels, at a post with everything.
fn on_both_panels(walk: impl Fn(&Bench)) {
    for panel in [Panel::LANDSCAPE_10, Panel::PORTRAIT_15] {
        let bench = Bench::with_site(panel, site_with_spreekuren());
        walk(&bench);
    }
}

fn taps(bench: &Bench, labels: &[&str]) {
    labels.iter().for_each(|label| bench.tap(label));
}

#[test]
fn a_worry_takes_at_most_nine_touches() {
    on_both_panels(|bench| {
        taps(bench, &[WAKE, "Ik maak me zorgen om iemand", "Nee", "Buur", "Alleen zijn", "Nee", "Nee", "Ja, verstuur"]);
        assert_eq!(bench.question(), "Bedankt dat u dit vertelt.");
        assert!(bench.touches.get() <= 9, "{} touches", bench.touches.get());
    });
}

#[test]
fn danger_is_answered_with_the_numbers_to_call_and_a_chime() {
    on_both_panels(|bench| {
        taps(bench, &[WAKE, "Ik maak me zorgen om iemand", "Ja"]);
        assert_eq!(bench.question(), "Bel 112.");
        let all = bench::all_words(bench).replace('\u{2011}', "-");
        assert!(all.contains("Wij roepen iemand.") && all.contains("Veilig Thuis: 0800-2000"), "{all}");
        assert_eq!(bench.log.rung.borrow().len(), 1);
    });
}

#[test]
fn an_offer_takes_at_most_eight_touches() {
    on_both_panels(|bench| {
        taps(
            bench,
            &[WAKE, "Ik wil iets doen voor de buurt", "Buren helpen", "Verder", "Weekend", "Ik kom zelf langs", "Ja, verstuur"],
        );
        assert_eq!(bench.question(), "Mooi dat u wilt helpen.");
        assert!(bench.touches.get() <= 8, "{} touches", bench.touches.get());
    });
}

#[test]
fn a_face_is_three_touches_away_and_a_mark_one_more() {
    on_both_panels(|bench| {
        taps(bench, &[WAKE, "Hoe was het?", "Fijn"]);
        assert_eq!((bench.touches.get(), bench.question().as_str()), (3, "Welk cijfer geeft u?"));
        taps(bench, &["8"]);
        assert_eq!(bench.question(), "Dank u wel.");
    });
}

#[test]
fn who_can_help_is_three_touches_away() {
    on_both_panels(|bench| {
        taps(bench, &[WAKE, "Wie kan mij helpen?", "Buurthuis"]);
        assert_eq!((bench.touches.get(), bench.question().as_str()), (3, "Buurthuis"));
        assert!(bench::all_words(bench).contains("Koffie en samen eten"));
    });
    let bench = Bench::with_site(Panel::LANDSCAPE_10, SiteView { helpers: Vec::new(), ..site() });
    bench.tap(WAKE);
    assert!(bench.button("Wie kan mij helpen?").is_none());
}

#[test]
fn all_six_ways_stand_on_one_page_of_the_lying_panel() {
    let bench = Bench::with_site(Panel::LANDSCAPE_10, site_with_spreekuren());
    bench.tap(WAKE);
    for label in [
        "Ik heb een vraag",
        "Ik wil een afspraak",
        "Ik heb een afspraak",
        "Ik maak me zorgen om iemand",
        "Ik wil iets doen voor de buurt",
        "Ik wil nu iemand spreken",
    ] {
        assert!(bench.button(label).is_some(), "{label}");
    }
    assert!(bench.button("Meer").is_none());
}
