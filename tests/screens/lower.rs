//! "Lager": what can be touched stands within reach of an arm that cannot be lifted.

use super::*;
use inloop::kiosk::layout::LOWER_PART;
use std::collections::BTreeSet;

/// Drawn in every dress; the others take turns.
const EACH_TIME: [&str; 2] = ["nl", "ar"];
/// More pages than any list has.
const MOST_PAGES: usize = 30;

/// Visits every screen but the resting one in "Lager".
fn everywhere_lower(look: impl Fn(&Bench, &str)) {
    for (at_panel, (panel_name, panel)) in PANELS.into_iter().enumerate() {
        let bench = Bench::new(panel);
        for (at_size, (size, larger)) in [("standard", false), ("groter", true)].into_iter().enumerate() {
            for (at_language, language) in LANGUAGES.into_iter().enumerate() {
                for (at, station) in stations::all().enumerate().filter(|(_, station)| !station.name.starts_with("rest")) {
                    let turn = (at + at_language) % 4 == 2 * at_panel + at_size;
                    if !EACH_TIME.contains(&language) && !turn {
                        continue;
                    }
                    bench.start_over();
                    bench.dress(language, larger);
                    bench.lower();
                    (station.go)(&bench);
                    look(&bench, &format!("{} ({panel_name}, {size}, {language}, lager)", station.name));
                }
            }
        }
    }
}

/// What stands higher than "Lager" allows.
fn too_high(bench: &Bench) -> Vec<String> {
    let height = bench.panel.pixels.1 as f32;
    let highest = height * (1.0 - LOWER_PART);
    let high = bench.buttons().into_iter().filter(|button| edges(button).1 < highest - 0.5);
    high.map(|button| {
        format!("{:?} begins at {:.0} of {height}, above {highest:.0}", button.accessible_label(), edges(&button).1)
    })
    .collect()
}

/// Everything that "Meer" leads to, and what stands there already.
fn all_pages(bench: &Bench) -> BTreeSet<String> {
    let first = bench.labels();
    let mut seen: BTreeSet<String> = first.iter().cloned().collect();
    for _ in 0..MOST_PAGES {
        bench.turn_page();
        let here = bench.labels();
        if bench.glass.with_visit(|visit| visit.view().lower) {
            assert_eq!((too_high(bench), fits::complaints(bench)), (vec![], vec![]), "{here:?}");
        }
        if here == first {
            return seen;
        }
        seen.extend(here);
    }
    panic!("\"Meer\" never comes back to {first:?}");
}

#[test]
fn whatever_can_be_touched_stands_in_the_lower_part_whole_and_large_enough() {
    let all = RefCell::new(Vec::new());
    everywhere_lower(|bench, place| {
        large_enough_for_a_finger(bench, place);
        far_enough_apart(bench, place);
        on_the_glass_and_apart(bench, place);
        let what = too_high(bench).into_iter().chain(fits::complaints(bench));
        all.borrow_mut().extend(what.map(|what| format!("{place}: {what}")));
    });
    assert_eq!(all.into_inner(), [""; 0]);
}

#[test]
fn everything_that_can_be_chosen_can_be_chosen_lower_too() {
    for (name, panel) in PANELS {
        for larger in [false, true] {
            let bench = Bench::new(panel);
            let at = |station: &stations::Station, lower: bool| {
                bench.start_over();
                bench.dress("nl", larger);
                if lower {
                    bench.lower();
                }
                (station.go)(&bench);
                let mut all = all_pages(&bench);
                all.remove("Meer");
                all
            };
            for station in stations::all().filter(|station| !station.name.starts_with("rest") && !station.name.ends_with("-2")) {
                // Keys are counted below, key by key; "Bent u er nog?" lies over them.
                if station.name.starts_with("typing") || station.name.starts_with("email") || station.name == "idle" {
                    continue;
                }
                assert_eq!(at(station, true), at(station, false), "{} ({name}, groter {larger})", station.name);
            }
        }
    }
}

#[test]
fn every_page_of_the_keys_stands_in_the_lower_part() {
    for (name, panel) in PANELS {
        for larger in [false, true] {
            for language in LANGUAGES {
                let bench = Bench::new(panel);
                bench.dress(language, larger);
                bench.lower();
                stations::go(&bench, "typing-empty");
                let look = |page: &str| {
                    let place = format!("{page} ({name}, groter {larger}, {language})");
                    large_enough_for_a_finger(&bench, &place);
                    far_enough_apart(&bench, &place);
                    on_the_glass_and_apart(&bench, &place);
                    assert_eq!(too_high(&bench), [""; 0], "{place}");
                    assert_eq!(fits::complaints(&bench), [""; 0], "{place}");
                };
                let adapter = bench.app.global::<TypingAdapter<'_>>();
                let there = |id: &str| adapter.get_rows().iter().any(|row| row.keys.iter().any(|key| key.id == id));
                for page in ["", "signs", "more-letters", "latin", "forms-ከ"] {
                    // The way there may stand on the other rows.
                    if !page.is_empty() && !there(page) && there("turn") {
                        adapter.invoke_pressed("turn".into());
                    }
                    if !page.is_empty() && !there(page) {
                        continue;
                    }
                    adapter.invoke_pressed(page.into());
                    look(page);
                    if there("turn") {
                        adapter.invoke_pressed("turn".into());
                        look(&format!("{page}, turned"));
                    }
                    for back in ["back", "own"] {
                        if there(back) {
                            adapter.invoke_pressed(back.into());
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn words_are_typed_and_covered_on_three_rows_of_keys() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    bench.lower();
    stations::go(&bench, "typing-empty");
    for key in ["H", "o", "i", "spatie", "Meer", "n", "Meer", "u", "wissen"] {
        bench.tap(key);
    }
    assert_eq!(bench.app.global::<TypingAdapter<'_>>().get_words(), "Hoi n");
    bench.tap("Verberg");
    assert!(!all_that_is_held(&bench).contains("Hoi"));
    bench.tap("Laat zien");
    assert!(all_that_is_held(&bench).contains("Hoi"));
}

#[test]
fn a_question_is_asked_lower_from_the_first_tile_to_the_receipt() {
    for (_, panel) in PANELS {
        let bench = Bench::new(panel);
        bench.tap("Welkom. Raak het scherm aan.");
        bench.tap("Aa");
        bench.tap("Lager");
        bench.tap("Ga verder");
        for label in ["Ik heb een vraag", "Geld en schulden", "Uitleg", "Nee, ik vertel het later zelf", "Bel mij"] {
            bench.tap_on_some_page(label);
        }
        for key in ["06", "1", "2", "3", "4", "5", "6", "7", "8", "Verder"] {
            bench.tap(key);
        }
        for label in ["Ochtend", "Verder", "Overslaan", "Rust", "Ja, verstuur"] {
            bench.tap_on_some_page(label);
        }
        assert_eq!(bench.screen(), Screen::Receipt);
        bench.tap("Klaar");
        bench.glass.deliver(Event::Touch);
        assert!(!bench.glass.with_visit(|visit| visit.view().lower), "the next resident has the whole glass");
    }
}

impl Bench {
    #[track_caller]
    fn tap_on_some_page(&self, label: &str) {
        for _ in 0..MOST_PAGES {
            if self.button(label).is_some() {
                break;
            }
            self.turn_page();
        }
        self.tap(label);
    }
}
