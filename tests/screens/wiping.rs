//! What is kept, and what is wiped.

use super::*;

#[test]
fn stop_leaves_no_word_in_any_property() {
    for at in ["typing", "overview", "bsn", "not-kept", "receipt", "typing-covered"] {
        let bench = Bench::new(Panel::LANDSCAPE_10);
        stations::go(&bench, "tell");
        bench.choose("tell-type");
        bench.types(SECRET);
        assert!(all_that_is_held(&bench).contains(SECRET), "the bench looks in the right places");
        bench.tap("Stop");
        stations::go(&bench, at);
        bench.tap("Stop");
        assert_eq!(bench.screen(), Screen::Rest, "{at}");
        let held = all_that_is_held(&bench);
        for word in [SECRET, "brief van", "0612345678", "12\u{a0}34", "Fatima", "111222333", "Boom", "a code"] {
            assert!(!held.contains(word), "{at}: {word:?} is still held");
        }
        assert!(bench.glass.with_visit(inloop::visit::Visit::holds_no_words), "{at}");
    }
}

#[test]
fn a_code_leaves_with_the_receipt() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "receipt");
    assert!(all_that_is_held(&bench).contains("a code"));
    bench.tap("Klaar");
    assert!(!all_that_is_held(&bench).contains("a code"));
}

#[test]
fn walking_away_is_noticed_warned_of_and_wiped() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "typing");
    let idle = bench.app.global::<IdleAdapter<'_>>();
    bench.wait(LEFT_ALONE_AT_KEYS_AFTER - Duration::from_secs(1));
    assert!(!idle.get_shown());
    bench.wait(Duration::from_secs(2));
    assert!(idle.get_shown());
    assert_eq!(idle.get_question(), "Bent u er nog?");
    assert_eq!(bench.log.rung.borrow().as_slice(), [Signal::StillThere]);
    let first = idle.get_seconds_left();
    bench.wait(Duration::from_secs(5));
    assert_eq!(idle.get_seconds_left(), first - 5, "the ring runs");
    bench.wait(Duration::from_secs(30));
    assert_eq!(bench.screen(), Screen::Rest);
    assert!(!all_that_is_held(&bench).contains("brief"));
}

#[test]
fn whoever_is_still_there_goes_on_with_the_same_words() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "typing");
    for _ in 0..3 {
        bench.wait(LEFT_ALONE_AT_KEYS_AFTER + Duration::from_secs(10));
        bench.tap("Ja, ik ga door");
        assert!(!bench.app.global::<IdleAdapter<'_>>().get_shown());
    }
    assert_eq!(bench.app.global::<TypingAdapter<'_>>().get_words(), stations::WORDS);
}

#[test]
fn a_resting_glass_sets_no_timer_and_asks_nothing() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    bench.wait(LEFT_ALONE_AFTER * 3);
    assert_eq!(bench.screen(), Screen::Rest);
    assert!(bench.log.rung.borrow().is_empty());
}

#[test]
fn a_full_disk_gives_the_words_back() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "overview");
    bench.disk.set(Disk::Full);
    bench.tap("Ja, verstuur");
    assert_eq!(bench.question(), "Sorry, bewaren lukt nu niet.");
    bench.disk.set(Disk::Keeps);
    bench.tap("Nog een keer");
    assert_eq!(bench.screen(), Screen::Receipt);
    assert_eq!(bench.log.words.borrow().as_slice(), [stations::LETTER]);
}

#[test]
fn nothing_is_called_kept_while_the_keeper_is_silent() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "keeping");
    assert_eq!(bench.screen(), Screen::Message);
    assert_eq!(bench.question(), "Een moment, wij bewaren uw vraag.");
    assert!(bench.log.kept.borrow().is_empty());
}
