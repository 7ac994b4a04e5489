//! What the caretaker's screen promises.

use super::*;
use crate::clock::{BenchClock, Clock};
use crate::texts::{Arg, Library, Text};
use crate::visit::Screen;
use proptest::prelude::*;

fn facts() -> Facts {
    Facts {
        network: Part::Fine,
        desk: Part::Wrong,
        let_in: true,
        silent_minutes: Some(12),
        printer: Part::Absent,
        disk: Part::Fine,
        disk_full: false,
        set_aside: 1,
        lock: None,
        case_open: false,
        clock: false,
        software: "0.1.0".into(),
        waiting: 3,
        parked: 1,
        sound_waiting: 1,
        unarrived: Some(Unarrived { waiting: 3, parked: 1 }),
        entries: vec![
            Line { number: 17, minutes: Some(4), parked: None },
            Line { number: 12, minutes: None, parked: Some(Refused::TooLong) },
        ],
        faults: vec![Text::key("care-fault-desk").with("count", Arg::Count(3))],
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

struct Hand(Caretaker, BenchClock);

impl Hand {
    fn new() -> Self {
        let clock = BenchClock::at(0, false);
        Hand(Caretaker::open(Language::NL, true, clock.now()), clock)
    }

    fn does(&mut self, happened: Happened) -> Option<Effect> {
        self.0.handle(happened, self.1.now())
    }

    fn keys(&mut self, digits: &str) -> Option<Effect> {
        digits.chars().filter_map(|c| self.does(Happened::Typed(c))).last()
    }

    fn opened() -> Self {
        let mut hand = Hand::new();
        assert!(matches!(hand.keys("12345678"), Some(Effect::Check(digits)) if *digits == "12345678"));
        assert!(matches!(hand.does(Happened::Answer(Answer::Digits(Checked::Right))), Some(Effect::Look)));
        hand.does(Happened::Answer(Answer::Facts(Box::new(facts()))));
        hand
    }

    fn choose(&mut self, id: &str) -> Option<Effect> {
        self.does(Happened::Choose(id.to_owned()))
    }

    /// Everything on the glass, in both languages.
    fn says(&self) -> String {
        format!("{:?}", self.0.view().screen)
    }
}

#[test]
fn nothing_is_done_before_the_digits_are_right() {
    let mut hand = Hand::new();
    for (id, _) in show::MENU {
        assert!(hand.choose(id).is_none());
    }
    for id in ["yes", "on", "more"] {
        assert!(hand.choose(id).is_none());
    }
    hand.keys("1234567");
    assert!(hand.does(Happened::Answer(Answer::Digits(Checked::Right))).is_none(), "an answer that nobody asked for");
    hand.does(Happened::Answer(Answer::Facts(Box::new(facts()))));
    assert!(hand.0.facts.is_none() && hand.choose("copy").is_none());
    assert!(matches!(hand.keys("8"), Some(Effect::Check(_))));
    hand.does(Happened::Answer(Answer::Digits(Checked::Wrong)));
    assert!(hand.says().contains("care-digits-wrong") && hand.choose("off").is_none());
}

#[test]
fn the_digits_stand_nowhere_once_they_were_asked_about_and_are_never_shown() {
    let mut hand = Hand::new();
    hand.keys("1234");
    let Screen::Typing(typing) = hand.0.view().screen else { panic!() };
    assert_eq!((typing.words, typing.used), (crate::visit::Own::Shown("****"), 4));
    hand.keys("5678");
    assert!(hand.0.digits.is_empty());
    assert!(!format!("{:?}", hand.0).contains("1234"));
}

#[test]
fn who_sets_the_machine_up_again_is_told_what_waits_and_never_before_that_is_known() {
    let mut hand = Hand::new();
    drop(hand.keys("12345678"));
    drop(hand.does(Happened::Answer(Answer::Digits(Checked::Right))));
    assert!(matches!(hand.choose("set-up"), Some(Effect::Look)), "nothing is known yet");
    for left in [Some(Unarrived { waiting: 3, parked: 9 }), Some(Unarrived::default()), None] {
        let facts = Facts { unarrived: left, ..facts() };
        drop(hand.does(Happened::Answer(Answer::Facts(Box::new(facts)))));
        let asked = hand.choose("set-up");
        assert!(matches!(asked, Some(Effect::SetUp { left: told }) if told == left), "{asked:?}");
    }
}

#[test]
fn restart_and_off_are_asked_twice() {
    for (id, second) in [("restart", "Restart"), ("off", "Off")] {
        let mut hand = Hand::opened();
        assert!(matches!(hand.choose(id), Some(Effect::Look)));
        hand.choose("no");
        assert!(hand.choose("yes").is_none(), "the menu has no such answer");
        hand.choose(id);
        assert_eq!(format!("{:?}", hand.choose("yes").unwrap()), second);
    }
}

fn locked(lock: Option<u64>, case_open: bool) -> Happened {
    Happened::Answer(Answer::Facts(Box::new(Facts { lock, case_open, ..facts() })))
}

#[test]
fn the_lock_that_was_seen_is_ended_once_whoever_stands_there_said_twice_that_they_looked() {
    let mut hand = Hand::opened();
    assert!(!hand.says().contains("care-tile-unlock") && hand.choose("unlock").is_none(), "nothing is locked");
    hand.does(locked(Some(7), false));
    assert!(hand.says().contains("care-tile-unlock"));
    assert!(matches!(hand.choose("unlock"), Some(Effect::Look)));
    assert!(hand.says().contains("care-unlock-sure"));
    hand.choose("no");
    assert!(hand.choose("yes").is_none(), "the menu has no such answer");
    hand.choose("unlock");
    // Somebody opens the case once more behind their back: what they say is of the lock that they saw.
    hand.does(locked(Some(8), false));
    assert!(matches!(hand.choose("yes"), Some(Effect::Unlock(7))));
    hand.does(Happened::Answer(Answer::Done(Said::OtherLock)));
    assert!(hand.says().contains("care-unlock-other") && !hand.0.is_over());
    hand.choose("on");
    hand.choose("unlock");
    assert!(matches!(hand.choose("yes"), Some(Effect::Unlock(8))));
    assert!(hand.does(Happened::Answer(Answer::Done(Said::Unlocked))).is_none());
    assert!(hand.0.is_over() && hand.0.facts.is_none(), "the glass is the residents' again");
}

#[test]
fn while_the_case_is_open_its_lock_cannot_be_ended_and_that_is_said() {
    let mut hand = Hand::opened();
    hand.does(locked(Some(7), true));
    hand.choose("unlock");
    assert!(hand.says().contains("care-unlock-open") && !hand.says().contains("care-tile-yes"));
    assert!(hand.choose("yes").is_none(), "no answer ends it");
    // Shut meanwhile, the same question can be answered; opened meanwhile, it cannot.
    hand.choose("unlock");
    assert!(matches!(hand.does(Happened::Changed), Some(Effect::Look)));
    hand.does(locked(Some(7), false));
    assert!(hand.says().contains("care-unlock-sure"));
    hand.does(locked(Some(7), true));
    assert!(hand.choose("yes").is_none() && !hand.0.is_over());
    assert!(
        hand.does(Happened::Answer(Answer::Done(Said::Unlocked))).is_none() && !hand.0.is_over(),
        "an answer that nobody asked for"
    );
}

#[test]
fn what_changes_at_the_machine_is_looked_at_only_behind_the_digits_and_keeps_nobody_there() {
    let mut hand = Hand::new();
    assert!(hand.does(Happened::Changed).is_none());
    let mut hand = Hand::opened();
    hand.1.advance(LEFT_ALONE_AFTER / 2);
    assert!(matches!(hand.does(Happened::Changed), Some(Effect::Look)));
    hand.1.advance(LEFT_ALONE_AFTER / 2);
    hand.does(Happened::Tick);
    assert!(hand.0.is_over());
}

#[test]
fn it_ends_by_itself_and_a_copy_that_takes_longer_does_not_end_it() {
    let mut hand = Hand::opened();
    hand.1.advance(LEFT_ALONE_AFTER);
    hand.does(Happened::Tick);
    assert!(hand.0.is_over() && hand.0.facts.is_none());
    let mut hand = Hand::opened();
    assert!(matches!(hand.choose("copy"), Some(Effect::Copy)));
    hand.1.advance(LEFT_ALONE_AFTER * 2);
    hand.does(Happened::Tick);
    assert!(!hand.0.is_over());
    hand.does(Happened::Answer(Answer::Done(Said::Copied(3))));
    assert!(hand.says().contains("care-copied"));
    // What never answers does not keep the glass from residents.
    for (id, time) in [("copy", COPY_AT_MOST), ("print", LEFT_ALONE_AFTER)] {
        let mut hand = Hand::opened();
        assert!(hand.choose(id).is_some());
        hand.1.advance(time);
        hand.does(Happened::Tick);
        assert!(hand.0.is_over(), "{id}");
    }
}

#[test]
fn what_is_wrong_is_said_with_what_to_do_and_every_text_is_there_in_both_languages() {
    let (library, mut hand) = (library(), Hand::opened());
    hand.does(locked(Some(7), true));
    let mut said = String::new();
    for id in ["health", "entries", "faults"] {
        hand.choose(id);
        let Screen::Message(message) = hand.0.view().screen else { panic!() };
        for text in message.lines.iter().chain([&message.title]) {
            said += &library.say(Language::NL, text);
            said.push('\n');
        }
        hand.does(Happened::Back);
    }
    for sentence in [
        "Balie: antwoordt niet. Bel wie de balie beheert.",
        "De balie zweeg 12 minuten.",
        "Deze kiosk heeft geen printer.",
        "Klok: nog niet zeker.",
        "Deze kiosk is dicht: de kast ging open.",
        "De kast is open. Doe hem dicht.",
        "Er wachten 3 berichten op de balie.",
        "Nummer 17: wacht, 4 minuten.",
        "Nummer 12: geweigerd, niemand weet hoelang: het is te lang voor de balie",
        "De balie was 3 keer niet te bereiken.",
    ] {
        assert!(said.replace(['\u{2068}', '\u{2069}'], "").contains(sentence), "{sentence}: {said}");
    }
    let first = said.lines().next().unwrap();
    assert!(first.starts_with("Deze kiosk is dicht"), "what is wrong stands first: {first}");
    let keys = |ftl: &str| {
        ftl.lines()
            .filter_map(|line| line.split_once(" = ").filter(|_| line.starts_with("care-")))
            .map(|(key, _)| key.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(TEXTS[0].1), keys(TEXTS[1].1));
}

proptest! {
    /// Whatever is done in whatever order: nothing before the right digits, always a way out, and nothing is left at the end.
    #[test]
    fn whatever_is_touched_there_is_a_way_out_and_nothing_without_the_digits(acts in proptest::collection::vec(0_u8..24, 1..80)) {
        let (mut hand, mut right) = (Hand::new(), false);
        for act in acts {
            let ids = ["health", "entries", "faults", "copy", "print", "sound", "restart", "off", "language", "yes", "no", "on", "more"];
            let effect = match act {
                0..13 => hand.choose(ids[usize::from(act)]),
                13 => hand.does(Happened::Back),
                14..17 => hand.keys("123"),
                17 => hand.does(Happened::Backspace),
                18 => {
                    right |= hand.0.page == Page::Checking;
                    hand.does(Happened::Answer(Answer::Digits(Checked::Right)))
                }
                19 => hand.does(Happened::Answer(Answer::Done(Said::NotOff))),
                20 => hand.does(Happened::TilesFit(4)),
                21 => hand.does(locked(Some(7), false)),
                22 => hand.choose("unlock"),
                _ => hand.does(Happened::Tick),
            };
            prop_assert!(right || matches!(effect, None | Some(Effect::Check(_))), "{effect:?}");
            prop_assert!(hand.0.view().bar.stop);
            if hand.0.is_over() { break; }
        }
        hand.does(Happened::Stop);
        prop_assert!(hand.0.is_over() && hand.0.digits.is_empty() && hand.0.facts.is_none());
    }
}
