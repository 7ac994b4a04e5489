//! The glass for who cannot see it: every flow from the spoken words alone, with three keys; and who hears what.

use super::*;
use crate::bench::{Heard, site_with_spreekuren};
use inloop::kiosk::fingers::HOLD_TO_HEAR;
use inloop::kiosk::listening::Ear;
use inloop::visit::Loudness;
use inloop_ui::ListeningAdapter;
use slint::platform::Key;

/// More steps than any screen has stops.
const ROUND: usize = 70;

impl Bench {
    fn press(&self, key: Key) {
        let text = slint::SharedString::from(key);
        self.app.window().dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        self.app.window().dispatch_event(WindowEvent::KeyReleased { text });
    }

    /// Listens until nothing more is said; what was said since this was last asked.
    fn hears(&self) -> Vec<String> {
        while self.log.saying.get() != 0 {
            self.glass.said(self.log.saying.replace(0));
        }
        self.log.said.take().into_iter().map(|heard| heard.words).collect()
    }

    /// Goes on until exactly this is said, and chooses it; what is said then.
    #[track_caller]
    fn chooses(&self, wanted: &str) -> Vec<String> {
        let mut offered = Vec::new();
        for _ in 0..ROUND {
            self.press(Key::DownArrow);
            let heard = self.hears();
            let first = heard.first().cloned().unwrap_or_default();
            if first == wanted {
                self.press(Key::Return);
                return self.hears();
            }
            offered.push(first);
        }
        panic!("{wanted:?} was not said, only {offered:?}");
    }

    fn types_by_ear(&self, letters: &str) {
        for letter in letters.chars() {
            self.chooses(&letter.to_string());
        }
    }
}

fn blind(handset: bool) -> Bench {
    let bench = Bench::with_site(Panel::LANDSCAPE_10, site_with_spreekuren());
    if handset {
        bench.press(Key::F9);
        assert!(bench.hears().contains(&"Wat wilt u doen?".to_owned()));
    }
    bench.press(Key::DownArrow);
    assert!(bench.hears().iter().any(|heard| heard == "Wat wilt u doen?"));
    bench
}

fn said(heard: &[String], what: &str) {
    assert!(heard.iter().any(|said| said.contains(what)), "{what:?} was not said, only {heard:?}");
}

#[test]
fn a_question_is_left_by_ear() {
    let bench = blind(true);
    bench.chooses("Ik heb een vraag");
    bench.chooses("Wonen");
    bench.chooses("Uitleg");
    bench.chooses("Ja, ik wil typen");
    bench.types_by_ear("H");
    bench.types_by_ear("oi");
    bench.chooses("Verder");
    bench.chooses("Bel mij");
    bench.chooses("06");
    bench.types_by_ear("12345678");
    bench.chooses("Verder");
    bench.chooses("Maakt niet uit");
    bench.chooses("Verder");
    bench.chooses("Overslaan");
    said(&bench.chooses("Rust"), "Klopt dit?");
    let heard = (0..ROUND).flat_map(|_| {
        bench.press(Key::DownArrow);
        bench.hears()
    });
    let heard: Vec<String> = heard.collect();
    said(&heard, "Hoi");
    said(&heard, "06 12 34 56 78");
    let receipt = bench.chooses("Ja, verstuur");
    said(&receipt, "Bedankt. Wij hebben uw vraag.");
    said(&receipt, "Uw teken is Boom 27.");
    assert_eq!(bench.log.words.borrow().as_slice(), ["Hoi"]);
}

#[test]
fn a_question_is_spoken_by_ear_and_any_key_ends_it() {
    for handset in [true, false] {
        let bench = blind(handset);
        bench.chooses("Ik heb een vraag");
        bench.chooses("Wonen");
        bench.chooses("Uitleg");
        let how = bench.chooses("Ja, ik wil spreken");
        said(&how, "Spreek uw vraag in.");
        said(&how, "Spreek na de toon. Druk nog een keer om te stoppen.");
        assert_eq!(bench.chooses("Begin met spreken"), [""; 0], "nothing is said while somebody speaks");
        bench.press(Key::Return);
        assert!(bench.log.taped.on.get().is_some(), "the key that began it, held down, does not end it");
        bench.hears_somebody(0, 2);
        assert_eq!(bench.log.rung.borrow().as_slice(), [Signal::MaySpeak]);
        bench.wait(Duration::from_secs(12));
        bench.hears_somebody(12, 6);
        assert_eq!(bench.hears(), [""; 0]);
        bench.press(if handset { Key::Return } else { Key::DownArrow });
        assert_eq!(bench.log.taped.on.get(), None);
        bench.hands_over(12);
        said(&bench.hears(), "Uw opname is 12 seconden.");
        assert_eq!(bench.chooses("Luister terug"), [""; 0], "nothing is said over it");
        assert!(bench.log.taped.plays.get().is_some());
        bench.calm();
        bench.press(Key::UpArrow);
        assert!(bench.log.taped.plays.get().is_none(), "any key ends it");
        bench.chooses("Luister terug");
        bench.playing_ends();
        bench.hears();
        bench.chooses("Verder");
        said(&bench.chooses("Ik kom zelf langs"), "Klopt dit?");
        said(&bench.chooses("Ja, verstuur"), "Bedankt. Wij hebben uw vraag.");
        assert_eq!(bench.log.taped.kept.borrow().len(), 1);
    }
}

#[test]
fn hulp_falls_silent_when_it_is_left_while_a_recording_is_put_together() {
    let bench = blind(true);
    stations::go(&bench, "speak-recording");
    bench.glass.deliver(Event::Help);
    assert_ne!(bench.log.saying.get(), 0);
    bench.glass.deliver(Event::Back);
    assert_eq!(bench.log.saying.get(), 0);
    bench.hands_over(12);
    said(&bench.hears(), "Uw opname is 12 seconden.");
}

#[test]
fn an_appointment_is_made_and_checked_in_to_by_ear() {
    let bench = blind(true);
    bench.chooses("Ik wil een afspraak");
    bench.chooses("Wijkagent");
    bench.chooses("Dinsdag 24 november");
    bench.press(Key::DownArrow);
    bench.hears();
    bench.press(Key::DownArrow);
    let time = bench.hears();
    bench.press(Key::Return);
    said(&bench.hears(), "Wilt u een bericht?");
    said(&bench.chooses("Briefje is goed"), "Klopt dit?");
    let booked = bench.chooses("Ja, dat klopt");
    said(&booked, "Uw afspraak staat vast.");
    said(&booked, &time[0].to_lowercase());
    bench.chooses("Klaar");

    bench.press(Key::DownArrow);
    bench.hears();
    bench.chooses("Ik heb een afspraak");
    bench.chooses("Vis");
    bench.types_by_ear("14");
    said(&bench.chooses("Verder"), "Bent u dat?");
    said(&bench.chooses("Ik ben er"), "Welkom. Ga maar zitten.");
}

#[test]
fn worries_offers_ratings_and_help_go_by_ear() {
    let bench = blind(true);
    let again = |bench: &Bench| {
        bench.chooses("Klaar");
        bench.press(Key::DownArrow);
        bench.hears();
    };
    bench.chooses("Ik maak me zorgen om iemand");
    bench.chooses("Nee");
    bench.chooses("Buur");
    bench.chooses("Alleen zijn");
    bench.chooses("Nee");
    bench.chooses("Nee");
    said(&bench.chooses("Ja, verstuur"), "Bedankt dat u dit vertelt.");
    again(&bench);

    bench.chooses("Ik wil iets doen voor de buurt");
    bench.chooses("Samen eten of koffie");
    bench.chooses("Verder");
    bench.chooses("Middag");
    bench.chooses("Ik kom zelf langs");
    said(&bench.chooses("Ja, verstuur"), "Mooi dat u wilt helpen.");
    again(&bench);

    bench.chooses("Hoe was het?");
    bench.chooses("Fijn");
    said(&bench.chooses("8"), "Dank u wel.");
    again(&bench);

    bench.chooses("Wie kan mij helpen?");
    said(&bench.chooses("Buurthuis"), "Koffie en samen eten");
    again(&bench);

    let called = bench.chooses("Ik wil nu iemand spreken");
    said(&called, "Wij roepen iemand.");
    said(&called, "U bent Zon 08.");
    again(&bench);
    said(&bench.chooses("Hulp. Wij roepen iemand."), "Wij roepen iemand.");
}

#[test]
fn the_hall_never_hears_what_a_resident_answered_typed_or_was_given() {
    for at in ["overview", "typing", "number-typed", "email-typed", "receipt", "talk-now"] {
        let bench = Bench::new(Panel::PORTRAIT_15);
        stations::go(&bench, at);
        bench.hears();
        for _ in 0..ROUND {
            bench.press(Key::DownArrow);
            for Heard { words, ear, .. } in bench.log.said.borrow().iter() {
                assert_eq!(*ear, Ear::Loudspeaker);
                for own in ["brief", "34 56", "1234", "fatima", "Fatima", "Boom", "Zon", "Geld", "06"] {
                    assert!(!words.contains(own), "{at}: the hall heard {words:?}");
                }
            }
            bench.hears();
        }
        bench.glass.deliver(Event::ReadAloud);
        let read = bench.hears();
        said(&read, "Dit lezen wij niet hardop.");
        said(&read, "Pak de hoorn voor uw eigen woorden.");
        assert!(!read.iter().any(|words| words.contains("Boom") || words.contains("brief")), "{read:?}");
    }
}

#[test]
fn the_question_and_its_answers_are_read_in_order_and_what_is_read_is_lit() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "need");
    bench.tap("Voorlezen");
    let lit = bench.app.global::<ListeningAdapter<'_>>();
    let mut order = Vec::new();
    while bench.log.saying.get() != 0 {
        order.push((bench.log.said.borrow().last().unwrap().words.clone(), lit.get_lit().to_string()));
        bench.glass.said(bench.log.saying.replace(0));
    }
    let expected = [("Wat heeft u nu nodig?", ""), ("Uitleg", "tile need-explain"), ("Hulp bij papieren", "tile need-papers")];
    for (place, (words, at)) in expected.into_iter().enumerate() {
        assert_eq!(order[place], (words.to_owned(), at.to_owned()));
    }
    assert_eq!(lit.get_lit(), "");
}

#[test]
fn any_touch_silences_and_voorlezen_pressed_again_stops_it() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "need");
    bench.tap("Voorlezen");
    assert_ne!(bench.log.saying.get(), 0);
    bench.tap("Voorlezen");
    assert_eq!(bench.log.saying.get(), 0);
    bench.tap("Voorlezen");
    assert_ne!(bench.log.saying.get(), 0);
    bench.press_and_lift(LogicalPosition::new(2.0, 2.0));
    assert_eq!(bench.log.saying.get(), 0);
}

#[test]
fn a_finger_that_rests_on_an_answer_hears_it_and_does_not_choose_it() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "need");
    bench.calm();
    let (left, top, right, bottom) = edges(&bench.button("Uitleg").unwrap());
    let position = LogicalPosition::new((left + right) / 2.0, (top + bottom) / 2.0);
    let button = PointerEventButton::Left;
    bench.app.window().dispatch_event(WindowEvent::PointerPressed { position, button });
    bench.wait(HOLD_TO_HEAR + Duration::from_millis(100));
    assert_eq!(bench.log.said.borrow().last().unwrap().words, "Uitleg");
    bench.app.window().dispatch_event(WindowEvent::PointerReleased { position, button });
    bench.hears();
    assert_eq!(bench.question(), "Wat heeft u nu nodig?");
    bench.tap("Uitleg");
    assert_eq!(bench.question(), "Wilt u iets vertellen?");
}

#[test]
fn whoever_listens_is_not_away_and_the_warning_is_spoken() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "need");
    let idle = bench.app.global::<IdleAdapter<'_>>();
    bench.tap("Voorlezen");
    bench.wait(LEFT_ALONE_AFTER * 3);
    assert!(!idle.get_shown(), "it is still being read");
    bench.hears();
    bench.wait(LEFT_ALONE_AFTER - Duration::from_secs(1));
    assert!(!idle.get_shown());
    bench.wait(Duration::from_secs(2));
    assert!(idle.get_shown());
    said(&bench.hears(), "Bent u er nog?");
    bench.press(Key::DownArrow);
    assert!(!idle.get_shown(), "any key says that somebody is there");
    assert_eq!(bench.question(), "Wat heeft u nu nodig?");
}

#[test]
fn how_loud_and_how_stark_it_is_ends_with_the_visit() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    let loudness = |bench: &Bench| {
        bench.glass.deliver(Event::ReadAloud);
        let loudness = bench.log.said.borrow().last().unwrap().loudness;
        bench.hears();
        loudness
    };
    bench.glass.deliver(Event::Touch);
    assert_eq!(loudness(&bench), Loudness::Plain);
    bench.tap("Aa");
    bench.tap("Harder");
    bench.tap("Contrast");
    assert_eq!(loudness(&bench), Loudness::Loud);
    bench.tap("Harder");
    assert_eq!(loudness(&bench), Loudness::Loudest);
    assert!(bench.button("Zachter").is_some());
    bench.tap("Ga verder");
    let theme = bench.app.global::<Theme<'_>>();
    assert!(theme.get_high_contrast());
    bench.tap("Stop");
    bench.glass.deliver(Event::Touch);
    assert!(!theme.get_high_contrast());
    assert_eq!(loudness(&bench), Loudness::Plain);
}

#[test]
fn a_language_without_a_voice_says_so_in_writing_and_a_machine_without_one_offers_none() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    bench.dress("ti", false);
    bench.tap("ኣንብብ");
    assert_eq!(bench.screen(), Screen::Message);
    assert!(bench.log.said.borrow().is_empty());
    let silent = Bench::with_site(Panel::LANDSCAPE_10, SiteView { voices: Vec::new(), ..crate::bench::site() });
    silent.glass.deliver(Event::Touch);
    assert!(silent.button("Voorlezen").is_none());
    assert!(silent.button("Aa").is_some());
}

#[test]
fn nothing_is_said_of_a_resident_who_left() {
    let bench = blind(true);
    bench.chooses("Ik heb een vraag");
    bench.press(Key::DownArrow);
    assert_ne!(bench.log.saying.get(), 0);
    bench.glass.deliver(Event::Stop);
    assert_eq!(bench.log.saying.get(), 0);
    assert_eq!(bench.app.global::<ListeningAdapter<'_>>().get_lit(), "");
}
