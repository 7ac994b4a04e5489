//! "Ja, ik wil spreken".

use super::*;
use crate::entry::{LONGEST_RECORDING, MAX_RECORDING, Recording};

/// What the tests say: it cannot come about by chance, and nothing prints it.
const SAID: &[u8] = "☃ mijn verwarming".as_bytes();

pub(super) fn recording(seconds: u64) -> Recording {
    Recording::new(Zeroizing::new(SAID.to_vec()), Duration::from_secs(seconds)).expect("a recording")
}

impl Hall {
    fn at_speaking(&mut self) -> &mut Self {
        self.touches(Event::Touch).chooses("question").chooses("topic-money").chooses("need-explain").chooses("tell-speak")
    }

    /// The microphone hears somebody, who has spoken for so long now.
    pub(super) fn hears(&mut self, length: Duration, loudness: u8) -> &mut Self {
        let tape = self.microphone.expect("the microphone is on");
        self.does(Event::Level(tape, Level { length, loudness }))
    }

    /// The recorder hands over what was asked for last.
    pub(super) fn records(&mut self, seconds: u64) -> &mut Self {
        let tape = self.tape.expect("something was recorded");
        self.microphone = None;
        self.does(Event::Recorded(tape, recording(seconds)))
    }

    pub(super) fn microphone_fails(&mut self, until_then: Option<Recording>) -> &mut Self {
        let tape = self.tape.expect("something was recorded");
        self.microphone = None;
        self.does(Event::RecordingFailed(tape, until_then))
    }

    /// Speaks for so many seconds, and the recording is there.
    fn speaks(&mut self, seconds: u64) -> &mut Self {
        self.chooses("speak-start").hears(Duration::from_secs(seconds), 6).chooses("speak-stop").records(seconds)
    }

    fn doing(&self) -> Option<(Doing, u16, u8)> {
        match self.visit.view().screen {
            Screen::Speaking(speaking) => Some((speaking.doing, speaking.seconds, speaking.loudness)),
            _ => None,
        }
    }
}

#[test]
fn a_spoken_question_takes_at_most_ten_touches_and_twenty_two_with_a_phone_number() {
    let mut hall = Hall::open();
    hall.at_speaking().speaks(12).goes_on().chooses("contact-visit-us").goes_on();
    assert!(hall.touches <= 10, "{} touches", hall.touches);
    hall.keeps();
    assert!(hall.reads("Bedankt. Wij hebben uw vraag."));
    assert_eq!(hall.questions[0].spoken.map(|spoken| spoken.seconds), Some(12));
    assert_eq!(hall.recordings, [SAID]);

    let mut hall = Hall::open();
    hall.at_speaking().speaks(12).goes_on().chooses("contact-call").touches(Event::ZeroSix).types("12345678").goes_on();
    hall.goes_on().goes_on().goes_on();
    assert!(hall.touches <= 22, "{} touches", hall.touches);
    hall.keeps();
    assert!(hall.questions[0].contact.as_ref().is_some_and(crate::entry::Contact::reaches));
    assert_eq!(hall.recordings.len(), 1);
}

#[test]
fn whoever_spoke_is_not_asked_what_for_and_may_say_so_all_the_same() {
    let mut hall = Hall::open();
    hall.at_speaking().speaks(12).goes_on().chooses("contact-visit-us");
    assert!(hall.reads("Klopt dit?") && hall.reads("Uw opname is 12 seconden."));
    hall.does(Event::Edit("goal".to_owned())).chooses("goal-rest").goes_on().keeps();
    assert!(matches!(hall.questions[0].goal, Some(crate::entry::Goal::Rest)));
}

#[test]
fn speaking_is_offered_only_where_there_is_a_microphone_and_room() {
    let mut hall = Hall::at(SiteView { may_speak: false, ..site() });
    hall.touches(Event::Touch).chooses("question").goes_on().goes_on();
    assert_eq!(tiles_of(&hall.visit.view()), ["tell-type", "tell-later"]);
    hall.does(Event::Choose("tell-speak".to_owned()));
    assert!(hall.reads("Wilt u iets vertellen?"));
    hall.does(Event::Site(site()));
    assert_eq!(tiles_of(&hall.visit.view()), ["tell-type", "tell-speak", "tell-later"]);
}

#[test]
fn the_microphone_is_on_from_start_to_stop_and_a_tone_says_when_it_hears() {
    let mut hall = Hall::open();
    hall.at_speaking();
    assert_eq!((hall.microphone, hall.doing()), (None, Some((Doing::Waits, 0, 0))));
    hall.chooses("speak-start");
    assert!(hall.microphone.is_some() && hall.reads("Wij nemen nu op.") && hall.tones == 0);
    hall.hears(Duration::from_millis(100), 5).hears(Duration::from_millis(3_200), 7);
    assert_eq!((hall.tones, hall.doing()), (1, Some((Doing::Records, 3, 7))));
    hall.chooses("speak-stop");
    assert_eq!(hall.microphone, None);
    hall.records(4);
    assert_eq!(hall.doing(), Some((Doing::Holds, 4, 0)));
    assert!(hall.reads("Uw opname is 4 seconden.") && hall.reads("Verder"));
}

#[test]
fn a_recording_can_be_heard_again_made_anew_and_deleted() {
    let mut hall = Hall::open();
    hall.at_speaking().speaks(4).chooses("speak-play");
    assert_eq!(hall.doing(), Some((Doing::Plays, 4, 0)));
    let tape = hall.plays.expect("it sounds");
    hall.chooses("speak-play-stop");
    assert_eq!((hall.plays, hall.doing()), (None, Some((Doing::Holds, 4, 0))));
    hall.does(Event::Played(tape)).chooses("speak-play").does(Event::Played(tape));
    assert_eq!(hall.doing(), Some((Doing::Plays, 4, 0)), "the end of what was cut off means nothing");
    let tape = hall.plays.take().expect("it sounds");
    hall.does(Event::Played(tape));
    assert_eq!(hall.doing(), Some((Doing::Holds, 4, 0)));
    hall.chooses("speak-again").hears(Duration::from_secs(1), 5).chooses("speak-stop").records(9);
    assert_eq!(hall.doing(), Some((Doing::Holds, 9, 0)));
    hall.chooses("speak-delete");
    assert_eq!(hall.doing(), Some((Doing::Waits, 0, 0)));
    assert!(hall.visit.holds_no_words() && hall.reads("Overslaan"));
}

#[test]
fn a_recording_is_played_into_a_handset_alone() {
    let mut hall = Hall::at(SiteView { handset: false, ..site() });
    hall.at_speaking().speaks(4);
    assert_eq!(tiles_of(&hall.visit.view()), ["speak-again", "speak-delete"]);
    hall.does(Event::Choose("speak-play".to_owned()));
    assert_eq!(hall.plays, None);
}

#[test]
fn two_minutes_are_the_most_and_the_last_twenty_seconds_are_counted() {
    let mut hall = Hall::open();
    hall.at_speaking().chooses("speak-start").hears(Duration::from_secs(1), 6);
    assert!(hall.reads("U heeft twee minuten."));
    hall.waits(Duration::from_secs(105)).hears(Duration::from_secs(105), 6);
    assert!(hall.reads("Nog 15 seconden"));
    hall.waits(LONGEST_RECORDING - Duration::from_secs(105));
    assert_eq!(hall.microphone, None, "it is off by itself");
    hall.records(120);
    assert!(hall.reads("Uw opname is 120 seconden.") && hall.warned == 0);
    // A recorder that counts for itself is believed too.
    hall.chooses("speak-again").hears(Duration::from_secs(1), 6).records(119);
    assert!(hall.reads("Uw opname is 119 seconden."));
}

#[test]
fn whoever_speaks_or_listens_is_not_away_and_has_time_after_it() {
    let mut hall = Hall::open();
    hall.at_speaking().chooses("speak-start").hears(Duration::from_secs(1), 6);
    hall.waits(LONGEST_RECORDING - Duration::from_secs(1)).chooses("speak-stop").records(119);
    assert_eq!(hall.warned, 0);
    hall.waits(LEFT_ALONE_AFTER - Duration::from_secs(1));
    assert_eq!(hall.warned, 0);
    hall.chooses("speak-play").waits(LISTENS_AT_MOST - Duration::from_secs(1));
    assert_eq!(hall.warned, 0);
    // A player that never ends keeps nobody's words for ever.
    hall.waits(COUNTDOWN + Duration::from_secs(2));
    assert!(hall.is_at_rest() && hall.visit.holds_no_words() && hall.plays.is_none());
}

#[test]
fn whoever_is_not_heard_is_told_so_and_loses_nothing() {
    let mut hall = Hall::open();
    hall.at_speaking().chooses("speak-start").hears(UNHEARD_AFTER, Level::SPEECH - 1);
    assert!(hall.reads("Wij horen niets. Praat wat harder."));
    hall.chooses("speak-stop").records(5);
    assert!(hall.reads("Wij horen niets. Praat wat harder.") && hall.reads("Uw opname is 5 seconden."));
    hall.chooses("speak-again").hears(UNHEARD_AFTER, Level::SPEECH);
    assert!(!hall.reads("Wij horen niets. Praat wat harder."));
}

#[test]
fn a_microphone_that_fails_takes_nothing_away_and_typing_is_offered() {
    let mut hall = Hall::open();
    hall.at_speaking().chooses("speak-start").microphone_fails(None);
    assert!(hall.reads("De microfoon werkt nu niet.") && hall.reads("U kunt uw vraag ook typen."));
    hall.chooses("speak-start").hears(Duration::from_secs(7), 6).microphone_fails(Some(recording(7)));
    assert!(hall.reads("De microfoon werkt nu niet.") && hall.reads("Uw opname is 7 seconden."));
    hall.chooses("speak-again").does(Event::Site(SiteView { may_speak: false, ..site() })).microphone_fails(None);
    assert!(hall.reads("Uw opname is 7 seconden."), "what was said before is still there");
    assert_eq!(tiles_of(&hall.visit.view()), ["speak-play", "speak-delete", "tell-type"]);
    hall.chooses("tell-type").types("het lekt").goes_on().chooses("contact-visit-us").goes_on().keeps();
    assert_eq!(hall.questions[0].words.as_ref().map(|words| words.reveal()), Some("het lekt"));
    assert_eq!(hall.recordings.len(), 1);
}

#[test]
fn a_recorder_that_never_answers_is_given_up() {
    for begun in [false, true] {
        let mut hall = Hall::open();
        hall.at_speaking().chooses("speak-start");
        if begun {
            hall.hears(Duration::from_secs(1), 6).chooses("speak-stop");
        }
        hall.waits(RECORDER_ANSWERS_WITHIN);
        assert!(hall.reads("De microfoon werkt nu niet.") && hall.microphone.is_none());
        hall.records(3);
        assert!(hall.visit.recording().is_none(), "what comes after that is not expected any more");
    }
}

#[test]
fn every_way_out_turns_the_microphone_off_and_keeps_no_sound() {
    for at in ["recording", "recorded", "playing", "ending"] {
        for out in ["stop", "away"] {
            let mut hall = Hall::open();
            hall.at_speaking().chooses("speak-start").hears(Duration::from_secs(3), 6);
            if at != "recording" {
                hall.chooses("speak-stop");
            }
            if at == "recorded" || at == "playing" {
                hall.records(3);
            }
            if at == "playing" {
                hall.chooses("speak-play");
            }
            if out == "stop" {
                hall.does(Event::Stop);
            } else {
                hall.waits(LISTENS_AT_MOST + LONGEST_RECORDING + COUNTDOWN);
            }
            assert!(hall.is_at_rest() && hall.visit.holds_no_words(), "{at}, {out}");
            assert_eq!((hall.microphone, hall.plays), (None, None), "{at}, {out}");
            // What comes late is nobody's, also not the next one's.
            hall.at_speaking().records(3);
            assert!(hall.visit.holds_no_words(), "{at}, {out}");
            hall.chooses("speak-start").does(Event::Stop);
        }
    }
}

#[test]
fn what_one_resident_said_never_comes_to_the_next() {
    let mut hall = Hall::open();
    hall.at_speaking().chooses("speak-start").hears(Duration::from_secs(3), 6).chooses("speak-stop");
    let before = hall.tape.expect("something was recorded");
    hall.does(Event::Stop).at_speaking().chooses("speak-start").hears(Duration::from_secs(1), 6);
    hall.does(Event::Recorded(before, recording(42)));
    assert_eq!(hall.doing().map(|(doing, ..)| doing), Some(Doing::Records), "the next goes on speaking");
    assert!(hall.visit.recording().is_none(), "and has nothing of the one before");
    hall.does(Event::RecordingFailed(before, Some(recording(42))));
    assert!(hall.visit.recording().is_none());
    hall.chooses("speak-stop").does(Event::Recorded(before, recording(42)));
    assert!(hall.visit.recording().is_none());
    hall.records(5);
    assert!(hall.reads("Uw opname is 5 seconden."));
}

#[test]
fn help_and_languages_end_the_recording_and_come_back_to_it() {
    for over in [Event::Help, Event::Languages, Event::Seeing] {
        let mut hall = Hall::open();
        hall.at_speaking().chooses("speak-start").hears(Duration::from_secs(3), 6).does(over);
        assert_eq!(hall.microphone, None, "nobody is recorded behind another screen");
        hall.records(3).does(Event::Back);
        assert_eq!(hall.doing(), Some((Doing::Holds, 3, 0)));
        hall.chooses("speak-play").does(Event::Languages);
        assert_eq!(hall.plays, None);
    }
}

#[test]
fn while_the_microphone_is_on_nothing_but_stop_and_help_leads_away() {
    let mut hall = Hall::open();
    hall.at_speaking().chooses("speak-start").hears(Duration::from_secs(3), 6);
    let bar = hall.visit.view().bar;
    assert!(!bar.back && bar.next.is_none() && bar.stop && bar.help);
    hall.does(Event::Back).does(Event::Next).does(Event::ReadAloud).does(Event::Scanned(Scan::from(code_of(1).as_str())));
    assert!(hall.microphone.is_some() && hall.reads("Wij nemen nu op.") && hall.read_aloud == 0);
}

#[test]
fn a_recording_that_could_not_be_kept_comes_back() {
    let mut hall = Hall::open();
    hall.at_speaking().speaks(12).goes_on().chooses("contact-visit-us").goes_on();
    assert!(hall.visit.holds_no_words(), "it is with the keeper now");
    hall.cannot_keep();
    assert!(hall.reads("Uw woorden staan er nog."));
    hall.does(Event::Back).does(Event::Edit("recording".to_owned()));
    assert_eq!(hall.doing(), Some((Doing::Holds, 12, 0)));
    hall.goes_on().goes_on().keeps();
    assert_eq!(hall.recordings, [SAID]);
}

#[test]
fn the_overview_says_how_long_it_is_and_leads_back_to_it() {
    let mut hall = Hall::open();
    hall.at_speaking().speaks(12).goes_on().chooses("contact-visit-us").does(Event::Edit("recording".to_owned()));
    hall.chooses("speak-delete").goes_on();
    assert!(hall.reads("Klopt dit?") && !hall.reads("Uw opname is 12 seconden."));
    hall.does(Event::Edit("words".to_owned())).chooses("tell-speak").speaks(5).goes_on();
    assert!(hall.reads("Uw opname is 5 seconden."));
    hall.does(Event::Edit("recording".to_owned())).does(Event::Back);
    hall.goes_on().keeps();
    assert_eq!(hall.questions[0].spoken.map(|spoken| spoken.seconds), Some(5));
}

#[test]
fn whoever_rather_tells_it_later_leaves_no_recording() {
    let mut hall = Hall::open();
    hall.at_speaking().speaks(12).does(Event::Back);
    hall.chooses("tell-later").chooses("contact-visit-us").chooses("goal-rest").goes_on().keeps();
    assert!(hall.questions[0].spoken.is_none() && hall.recordings.is_empty());
}

#[test]
fn what_was_spoken_prints_nowhere() {
    let mut hall = Hall::open();
    hall.at_speaking().speaks(12);
    let there = format!("{:?} {:?}", hall.visit, hall.visit.view());
    hall.goes_on().chooses("contact-visit-us").goes_on();
    let handed_in = format!("{:?} {:?}", hall.visit, hall.held);
    let tape = hall.tape.expect("something was recorded");
    let event = format!("{:?} {:?}", Event::Recorded(tape, recording(3)), Event::RecordingFailed(tape, Some(recording(3))));
    for shown in [there, handed_in, event] {
        assert!(!shown.contains("226, 152") && !shown.contains('☃'), "{shown}");
    }
    const { assert!(SAID.len() < MAX_RECORDING) };
}
