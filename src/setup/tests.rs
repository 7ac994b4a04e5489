//! What the first screen of a machine promises.

use super::*;
use crate::clock::{BenchClock, Clock};
use crate::texts::{Library, Text};
use crate::visit::{Screen, View};
use proptest::prelude::*;

fn given() -> Given {
    Given {
        languages_said: false,
        panel_said: false,
        desk_said: false,
        address: None,
        enrolled: None,
        pixels: (1280, 800),
        px_per_mm: 5.5,
        printer: true,
        switches: vec![Switch::Choose, Switch::Case],
        again: false,
        forgot: false,
        left: Some(Unarrived::default()),
    }
}

struct Hand(Setup, BenchClock);

impl Hand {
    fn at(given: Given) -> Self {
        let clock = BenchClock::at(0, false);
        Hand(Setup::open(given, Language::NL, clock.now()), clock)
    }

    fn does(&mut self, event: Event) -> Option<Effect> {
        self.0.handle(&event, self.1.now())
    }

    fn choose(&mut self, id: &str) -> Option<Effect> {
        self.does(Event::Choose(id.to_owned()))
    }

    fn types(&mut self, words: &str) -> Option<Effect> {
        words.chars().filter_map(|c| self.does(Event::Typed(c.into()))).last()
    }

    /// As far as the words, with a line of 642 pixels.
    fn with_words(given: Given) -> Self {
        let mut hand = Hand::at(given);
        drop(hand.choose("en"));
        hand.0.line(642, hand.1.now());
        drop(hand.choose("fits"));
        drop(hand.choose("yes"));
        for _ in 0..2 {
            drop(hand.choose("on"));
        }
        // Where it belongs to a desk already.
        drop(hand.choose("anew"));
        drop(hand.types("Desk.Example.nl:8443"));
        drop(hand.does(Event::Next));
        let asked = hand.types("k7m4p9qx");
        let code = EnrolCode::parse("K7M4P9QX").unwrap();
        assert_eq!(asked, Some(Effect::Enrol(hand.0.ask, Some("https://desk.example.nl:8443".into()), code)));
        assert_eq!(hand.0.hears(Answer::Words(hand.0.ask, ["a", "b", "c", "d"])), None);
        hand
    }

    fn title(&self) -> String {
        match self.0.view().screen {
            Screen::Message(message) => message.title.key.into_owned(),
            Screen::Choices(choices) => choices.question.key.into_owned(),
            Screen::Typing(typing) => typing.question.key.into_owned(),
            Screen::Measure(measure) => measure.question.key.into_owned(),
            other => panic!("{other:?}"),
        }
    }
}

fn library() -> Library {
    let whole: Vec<(&str, String)> = TEXTS
        .iter()
        .map(|(code, own)| {
            let bundled = if *code == "nl" { include_str!("../../ui/lang/nl.ftl") } else { include_str!("../../ui/lang/en.ftl") };
            (*code, format!("{bundled}\n{own}"))
        })
        .collect();
    Library::parse(whole.iter().map(|(code, ftl)| (*code, ftl.as_str()))).unwrap()
}

/// Every text of what is shown.
fn texts(view: &View<'_>) -> Vec<Text> {
    let mut texts = Vec::new();
    let tiles = match &view.screen {
        Screen::Message(message) => {
            texts.extend([message.title.clone()].into_iter().chain(message.lines.clone()));
            &message.tiles
        }
        Screen::Choices(choices) => {
            texts.extend([choices.question.clone()].into_iter().chain(choices.notes.clone()));
            &choices.tiles
        }
        Screen::Typing(typing) => {
            texts.extend([typing.question.clone()].into_iter().chain(typing.notes.clone()));
            return texts;
        }
        Screen::Measure(measure) => {
            texts.extend([measure.question.clone(), measure.note.clone()]);
            &measure.tiles
        }
        other => panic!("{other:?}"),
    };
    texts.extend(tiles.iter().map(|tile| tile.label.clone()));
    texts
}

#[test]
fn everything_is_decided_at_once_and_only_after_two_people_compared_the_words() {
    let mut hand = Hand::with_words(given());
    assert_eq!(hand.title(), "setup-words");
    assert_eq!(hand.choose("yes"), Some(Effect::WordsAreTheSame(hand.0.ask)));
    assert_eq!(hand.0.hears(Answer::Reached(hand.0.ask, false)), None);
    let settle = hand.0.hears(Answer::TakenIn(hand.0.ask));
    let decided = Decided {
        languages: Some([Language::EN, Language::NL]),
        px_per_mm: Some(642.0 / CARD_LONG),
        address: Some("https://desk.example.nl:8443".into()),
        anew: true,
    };
    assert_eq!(settle, Some(Effect::Settle(decided)));
    assert_eq!(hand.0.hears(Answer::Settled(true)), None);
    assert_eq!(
        (hand.title().as_str(), hand.choose("begin")),
        ("setup-nearly-done", Some(Effect::Restart)),
        "no slip was printed"
    );
}

#[test]
fn other_words_end_it_and_nothing_is_decided() {
    let mut hand = Hand::with_words(given());
    assert_eq!(hand.choose("no"), Some(Effect::Forget));
    assert_eq!(hand.title(), "setup-why-other-words");
    assert_eq!(hand.0.hears(Answer::TakenIn(hand.0.ask)), None, "a desk that answers late takes nobody in");
    assert_eq!(hand.choose("yes"), None);
}

#[test]
fn what_the_configuration_says_is_neither_asked_nor_decided() {
    let said = Given { languages_said: true, panel_said: true, desk_said: true, printer: false, switches: Vec::new(), ..given() };
    let mut hand = Hand::at(said);
    drop(hand.choose("nl"));
    assert_eq!(hand.title(), "setup-sound");
    drop(hand.choose("yes"));
    assert_eq!(hand.title(), "setup-code");
    assert_eq!(hand.types("k7m4p9qx"), Some(Effect::Enrol(hand.0.ask, None, EnrolCode::parse("k7m4p9qx").unwrap())));
    drop(hand.0.hears(Answer::NotEnrolled(hand.0.ask, Why::Unreached)));
    assert_eq!(hand.title(), "setup-why-unreached");
    drop(hand.choose("on"));
    assert!(matches!(hand.0.page, Page::Code), "an address of the configuration cannot be mended here");
    drop(hand.types("k7m4p9qx"));
    drop(hand.0.hears(Answer::Words(hand.0.ask, ["a", "b", "c", "d"])));
    drop(hand.choose("yes"));
    let nothing = Decided { languages: None, px_per_mm: None, address: None, anew: true };
    assert_eq!(hand.0.hears(Answer::TakenIn(hand.0.ask)), Some(Effect::Settle(nothing)));
}

#[test]
fn a_disk_that_keeps_nothing_is_asked_again_and_nothing_else_is_possible_meanwhile() {
    let mut hand = Hand::with_words(Given { again: true, enrolled: Some("desk".into()), ..given() });
    drop(hand.choose("yes"));
    let first = hand.0.hears(Answer::TakenIn(hand.0.ask));
    assert!(first.is_some());
    assert_eq!(hand.0.hears(Answer::Settled(false)), None);
    assert_eq!((hand.does(Event::Stop), hand.does(Event::Back), hand.0.wake_at()), (None, None, None));
    assert_eq!(hand.title(), "setup-not-settled");
    assert_eq!(hand.choose("again"), first, "the very same");
}

#[test]
fn an_open_case_is_shut_before_a_kiosk_begins() {
    let mut hand = Hand::with_words(given());
    hand.0.switched(Switch::Case, true, hand.1.now());
    drop(hand.choose("yes"));
    drop(hand.0.hears(Answer::TakenIn(hand.0.ask)));
    drop(hand.0.hears(Answer::Settled(true)));
    assert_eq!(hand.choose("begin"), None);
    assert!(texts(&hand.0.view()).iter().any(|text| text.key == "setup-done-case"));
    hand.0.switched(Switch::Case, false, hand.1.now());
    assert_eq!(hand.choose("begin"), Some(Effect::Restart));
}

#[test]
fn a_line_is_never_longer_than_the_glass_and_a_narrow_one_has_the_short_side() {
    let mut hand = Hand::at(Given { pixels: (480, 800), ..given() });
    drop(hand.choose("nl"));
    assert!(!texts(&hand.0.view()).iter().any(|text| text.key == "setup-tile-short-side"));
    hand.0.line(9_000, hand.1.now());
    assert_eq!(hand.0.line, 480);
    drop(hand.choose("longer"));
    assert_eq!(hand.0.line, 480);
    drop(hand.choose("side"));
    hand.0.line(0, hand.1.now());
    drop(hand.choose("shorter"));
    assert_eq!(hand.0.line, 800 / MOST_LINES_ACROSS);
    hand.0.line(300, hand.1.now());
    drop(hand.choose("fits"));
    let Effect::Settle(decided) = hand.0.settles() else { panic!() };
    assert_eq!(decided.px_per_mm, Some(300.0 / CARD_SHORT));
}

#[test]
fn gone_through_again_it_can_stay_as_it_is_and_left_alone_it_changes_nothing() {
    let again =
        Given { again: true, enrolled: Some("desk.example.nl (kiosk 3)".into()), panel_said: true, printer: false, ..given() };
    let mut hand = Hand::at(Given { switches: Vec::new(), ..again.clone() });
    drop(hand.choose("nl"));
    drop(hand.choose("yes"));
    assert_eq!(hand.title(), "setup-desk");
    let stays = hand.choose("stays");
    let decided = Decided { languages: Some([Language::NL, Language::EN]), px_per_mm: None, address: None, anew: false };
    assert_eq!(stays, Some(Effect::Settle(decided)));

    let mut hand = Hand::at(again);
    hand.1.advance(LEFT_ALONE_AFTER);
    assert_eq!(hand.does(Event::Tick), Some(Effect::Forget));
    assert!(hand.0.is_over());
    assert_eq!(Hand::at(given()).0.wake_at(), None, "a machine that is nobody's waits for ever");
}

#[test]
fn words_that_come_late_are_never_taken_for_those_of_another_time() {
    let mut hand = Hand::with_words(given());
    let first = hand.0.ask;
    drop(hand.does(Event::Back));
    let asked = hand.types("p9qxk7m4");
    assert!(matches!(asked, Some(Effect::Enrol(second, ..)) if second != first));
    drop(hand.0.hears(Answer::Words(first, ["a", "b", "c", "d"])));
    drop(hand.0.hears(Answer::NotEnrolled(first, Why::Refused)));
    assert_eq!(hand.title(), "setup-asking", "somebody between may have held them back");
    drop(hand.0.hears(Answer::Words(hand.0.ask, ["e", "f", "g", "h"])));
    assert_eq!(hand.choose("yes"), Some(Effect::WordsAreTheSame(hand.0.ask)));
    assert_eq!(hand.0.hears(Answer::TakenIn(first)), None);
}

#[test]
fn what_is_decided_begins_by_itself_where_nobody_says_so_and_parts_can_be_tried_again_until_then() {
    let mut hand = Hand::with_words(Given { again: true, ..given() });
    drop(hand.choose("yes"));
    drop(hand.0.hears(Answer::TakenIn(hand.0.ask)));
    assert_eq!(hand.does(Event::Stop), None, "it is being kept");
    drop(hand.0.hears(Answer::Settled(true)));
    assert_eq!(hand.choose("try"), Some(Effect::Ring));
    assert_eq!((hand.does(Event::Stop), hand.0.is_over()), (None, false));
    for id in ["yes", "print", "on", "on"] {
        drop(hand.choose(id));
    }
    assert_eq!(hand.title(), "setup-nearly-done");
    hand.1.advance(LEFT_ALONE_AFTER);
    assert_eq!(hand.does(Event::Tick), Some(Effect::Restart));
}

#[test]
fn no_line_makes_a_panel_that_cannot_be() {
    for pixels in [(480, 320), (800, 480), (1280, 800), (1920, 1080), (1080, 1920), (3840, 2160)] {
        for short_side in [false, true] {
            let mut hand = Hand::at(Given { pixels, ..given() });
            drop(hand.choose("nl"));
            hand.0.short_side = short_side;
            for line in [0, u32::MAX] {
                hand.0.line(line, hand.1.now());
                let px_per_mm = hand.0.line as f32 / hand.0.card();
                let sides = [pixels.0 as f32 / px_per_mm, pixels.1 as f32 / px_per_mm];
                assert!(sides.iter().all(|side| (LEAST_SIDE..=1500.0).contains(side)), "{pixels:?}: {sides:?}");
            }
        }
    }
}

#[test]
fn what_is_no_code_and_a_desk_that_says_no_are_told_in_words() {
    let mut hand = Hand::with_words(given());
    drop(hand.does(Event::Back));
    assert_eq!(hand.types("uuuuuuuu"), None);
    assert_eq!(hand.title(), "setup-why-no-code");
    drop(hand.choose("on"));
    for why in [Why::BadCode, Why::TooOften, Why::Refused, Why::OtherVersion, Why::OtherWords, Why::Else] {
        assert!(hand.types("k7m4p9qx").is_some());
        drop(hand.0.hears(Answer::NotEnrolled(hand.0.ask, why)));
        assert!(hand.title().starts_with("setup-why-"), "{why:?}");
        drop(hand.choose("on"));
        assert!(matches!(hand.0.page, Page::Code), "{why:?} needs another code");
    }
    for why in [Why::NoAddress, Why::NoDesk, Why::OtherDesk, Why::Unreached] {
        assert!(hand.types("k7m4p9qx").is_some());
        drop(hand.0.hears(Answer::NotEnrolled(hand.0.ask, why)));
        drop(hand.choose("on"));
        assert!(matches!(hand.0.page, Page::Address), "{why:?} can be mended there");
        drop(hand.does(Event::Next));
    }
}

fn any_event() -> impl Strategy<Value = Event> {
    let ids = ["nl", "en", "longer", "shorter", "side", "fits", "again", "yes", "no", "on", "print", "stays", "anew", "begin"];
    prop_oneof![
        4 => proptest::sample::select(ids.to_vec()).prop_map(|id| Event::Choose(id.to_owned())),
        2 => any::<char>().prop_map(|c| Event::Typed(c.into())),
        2 => proptest::char::range('a', 'k').prop_map(|c| Event::Typed(c.into())),
        4 => (0..6).prop_map(|which| match which {
            0 => Event::Back,
            1 => Event::Next,
            2 => Event::Stop,
            3 => Event::Size,
            4 => Event::Backspace,
            _ => Event::LeafletPrinted(true),
        }),
    ]
}

/// The answer of this kind to `ask`.
fn answer(kind: u8, ask: Ask) -> Answer {
    match kind {
        0 => Answer::Words(ask, ["a", "b", "c", "d"]),
        1 => Answer::NotEnrolled(ask, Why::Unreached),
        2 => Answer::Reached(ask, false),
        3 => Answer::TakenIn(ask),
        4 => Answer::Settled(true),
        _ => Answer::Settled(false),
    }
}

proptest! {
    /// Whatever is touched and answered: every text is there in both languages, nothing is asked of the disk as long as no desk took
    /// the machine in, and nobody is compared with whom no words came from.
    #[test]
    fn nothing_is_kept_before_a_desk_has_taken_it_in(
        again in any::<bool>(),
        happens in proptest::collection::vec(prop_oneof![3 => any_event().prop_map(Ok), 1 => (0..6_u8, any::<bool>()).prop_map(Err)], 0..120),
    ) {
        let texts_of_both = library();
        let enrolled = again.then(|| "desk".to_owned());
        let mut hand = Hand::at(Given { again, enrolled, ..given() });
        let (mut words, mut taken_in) = (false, false);
        for happened in happens {
            let effect = match happened {
                Ok(event) => hand.does(event),
                Err((kind, late)) => {
                    let (was, now) = (hand.0.page, hand.0.ask);
                    let ask = if late { Ask(now.0.wrapping_sub(1)) } else { now };
                    let said = answer(kind, ask);
                    words |= !late && was == Page::Asking && kind == 0;
                    taken_in |= !late && matches!(was, Page::Waiting(_)) && kind == 3;
                    let effect = hand.0.hears(said);
                    prop_assert!(!late || kind > 3 || hand.0.page == was, "{said:?} is of another time");
                    effect
                }
            };
            match effect {
                Some(Effect::Settle(decided)) => prop_assert!(taken_in || (again && !decided.anew)),
                Some(Effect::WordsAreTheSame(ask)) => prop_assert!(words && ask == hand.0.ask),
                Some(Effect::Enrol(..)) => words = false,
                Some(Effect::Restart) => prop_assert!(taken_in || again),
                _ => {}
            }
            prop_assert!(!hand.0.is_over() || again);
            for language in [Language::NL, Language::EN] {
                for text in texts(&hand.0.view()) {
                    let said = texts_of_both.say(language, &text);
                    prop_assert!(!said.is_empty() && !said.contains("setup-") && !said.contains('{'), "{}: {said}", text.key);
                }
            }
        }
    }
}

#[test]
fn who_does_not_know_any_more_whose_it_is_says_so_before_anything_else_is_asked() {
    let mut hand = Hand::at(Given { forgot: true, ..given() });
    drop(hand.choose("nl"));
    assert_eq!(hand.title(), "setup-forgot");
    drop(hand.choose("on"));
    assert_eq!(hand.title(), "setup-line");
    drop(hand.does(Event::Back));
    assert_eq!(hand.title(), "setup-forgot");
    let mut hand = Hand::at(given());
    drop(hand.choose("nl"));
    assert_eq!(hand.title(), "setup-line", "a machine that is new forgot nothing");
}

#[test]
fn what_still_waits_is_said_before_a_kiosk_is_enrolled_again_and_never_where_it_stays_what_it_is() {
    let left = |waiting, parked| Some(Unarrived { waiting, parked });
    for (left, said, lines) in [
        (left(0, 0), None, 0),
        (left(1, 0), Some("Er wacht nog 1 bericht"), 2),
        (left(3, 1), Some("Er wachten nog 3 berichten"), 3),
        (left(0, 2), Some("2 berichten konden niet naar de balie"), 1),
        (None, Some("Niet te tellen wat hier nog staat"), 1),
    ] {
        let again = Given { again: true, enrolled: Some("desk".into()), panel_said: true, printer: false, left, ..given() };
        let mut hand = Hand::at(Given { switches: Vec::new(), ..again });
        drop(hand.choose("nl"));
        drop(hand.choose("yes"));
        assert_eq!(hand.title(), "setup-desk");
        drop(hand.choose("anew"));
        let shown = texts(&hand.0.view()).remove(0);
        assert_eq!(shown.key.starts_with("setup-left"), said.is_some(), "{shown:?}");
        if let Some(said) = said {
            assert_eq!(library().say(Language::NL, &shown), said);
            let Screen::Message(message) = hand.0.view().screen else { panic!("{shown:?}") };
            assert_eq!(message.lines.len(), lines);
            let copies = |line: &Text| library().say(Language::NL, line).contains("kopieer eerst op een USB-stick");
            assert!(message.lines.iter().any(copies), "what does not come along is copied first");
            drop(hand.does(Event::Back));
            assert!(matches!(hand.choose("stays"), Some(Effect::Settle(Decided { anew: false, .. }))));
        }
    }
}
