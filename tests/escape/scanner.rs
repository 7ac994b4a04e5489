//! A scanner is a keyboard: a code on somebody's telephone types whatever it likes, with Enter behind it.

use crate::bench::Bench;
use crate::{PLACES, SECRET};
use inloop::kiosk::layout::Panel;

/// What codes have been made to say.
const HOSTILE: [&str; 12] = [
    "'; DROP TABLE entry; --",
    "../../../../etc/shadow",
    "$(reboot)",
    "`reboot`",
    "| sh -c 'cat /dev/sda'",
    "javascript:alert(1)",
    "<script>fetch('https://elders.example')</script>",
    "{ $teken } { home-ask }",
    "{{ 7 * 7 }} ${7*7} %s%s%s%n",
    "\u{202e}\u{2066}naar links\u{2069}",
    "WIFI:S:gratis;T:WPA;P:wachtwoord;;",
    "BEGIN:VCARD FN:Iemand END:VCARD",
];
/// The same with keys that have no letter, as some scanners send them: what is before and behind is a person's then.
const WITH_KEYS: [&str; 4] =
    ["\u{1b}[2J\u{1b}]0;weg\u{7}", "https://example.nl/\u{0}\u{0}\u{0}", "\u{f714}\u{f704}weg", "a\tb\tc\t\u{8}\u{8}"];
/// A code can hold 4296 letters; some scanners join several.
const LONG: usize = 10_000;

#[test]
fn whatever_a_scanned_code_says_is_looked_up_and_never_typed_run_or_shown() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    for place in PLACES {
        for hostile in HOSTILE {
            bench.somebody_at(place);
            let written = bench.written();
            bench.scans(hostile);
            bench.shows_only_itself(&format!("{hostile:?} at {place}"));
            let held = crate::all_that_is_held(&bench);
            assert!(!held.contains(hostile), "{hostile:?} is shown at {place}");
            if place == "typing" {
                assert_eq!(bench.written(), written, "{hostile:?} was typed");
                assert!(held.contains(SECRET), "what stood there is gone");
            }
            bench.ends_with_nothing_left(&format!("{hostile:?} at {place}"));
        }
    }
}

#[test]
fn a_code_that_presses_keys_is_a_keyboard_and_no_more() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    for place in PLACES {
        for keys in WITH_KEYS {
            bench.somebody_at(place);
            bench.scans(keys);
            bench.ends_with_nothing_left(&format!("{keys:?} at {place}"));
        }
    }
}

#[test]
fn a_code_without_an_end_is_dropped_beyond_what_is_looked_at() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    for place in ["rest", "typing", "find-code"] {
        bench.somebody_at(place);
        bench.scans(&"9A".repeat(LONG / 2));
        bench.shows_only_itself(&format!("a long code at {place}"));
        assert!(!crate::all_that_is_held(&bench).contains("9A9A9A9A"), "{place}");
        bench.ends_with_nothing_left(&format!("a long code at {place}"));
    }
}
