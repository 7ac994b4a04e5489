//! What is said to whom, and what the keys do.

use super::*;

const SCREEN: u64 = 1;

fn said(words: &str) -> Said {
    Said { key: None, words: Zeroizing::new(words.to_owned()), private: false }
}

fn own(words: &str) -> Said {
    Said { private: true, ..said(words) }
}

fn stop(id: &str, said: Said) -> Stop {
    Stop { target: Target::Tile(id.to_owned()), said, answers: true, picked: false }
}

/// A question with two answers, something of the resident's own, and the way on.
fn script() -> Script {
    let picked = Stop { picked: true, ..stop("b", said("B")) };
    let next = Stop { target: Target::Bar(inloop_ui::BarAction::Next), said: said("Verder"), answers: false, picked: false };
    let instead = Instead { not_aloud: said("niet hardop"), take_handset: Some(said("hoorn")) };
    Script {
        lead: vec![said("Vraag?"), own("geheim")],
        stops: vec![stop("a", said("A")), picked, next],
        places: vec![said("1 van 2"), said("2 van 2")],
        chosen: Some(said("Gekozen.")),
        instead: Some(instead),
        alarm: false,
    }
}

/// Everything that is said, each thing ending at once, and the other acts by name.
fn hears(listening: &mut Listening, acts: Vec<Act>) -> Vec<String> {
    let mut heard = Vec::new();
    let mut acts: VecDeque<Act> = acts.into();
    while let Some(act) = acts.pop_front() {
        match act {
            Act::Say { id, said, .. } => {
                heard.push(said.words.to_string());
                acts.extend(listening.ended(id));
            }
            Act::Hush => heard.push("hush".into()),
            Act::Choose(target) => heard.push(format!("choose {target:?}")),
            Act::Listens(listens) => heard.push(format!("listens {listens}")),
        }
    }
    heard
}

#[test]
fn the_loudspeaker_says_the_question_and_what_is_not_chosen_and_nothing_of_the_residents_own() {
    let mut listening = Listening::default();
    let acts = listening.reads_aloud(script(), SCREEN);
    assert_eq!(hears(&mut listening, acts), ["listens true", "Vraag?", "niet hardop", "hoorn", "A", "listens false"]);
    assert!(!listening.follows(), "one screen was wanted");
}

#[test]
fn the_handset_says_all_of_every_screen() {
    let mut listening = Listening::default();
    let acts = listening.handset(true, script(), SCREEN);
    let all = ["listens true", "Vraag?", "geheim", "A", "B", "listens false"];
    assert_eq!(hears(&mut listening, acts), all);
    let acts = listening.shows(script(), SCREEN + 1);
    assert_eq!(hears(&mut listening, acts), all);
    let acts = listening.handset(false, script(), SCREEN + 1);
    assert_eq!(hears(&mut listening, acts), [""; 0]);
    let acts = listening.shows(script(), SCREEN + 2);
    assert_eq!(hears(&mut listening, acts), [""; 0], "hung up");
}

#[test]
fn the_keys_go_round_by_way_of_the_question_and_choose_what_was_said() {
    let mut listening = Listening::default();
    let on = |listening: &mut Listening, on| {
        let acts = listening.moves(on, script(), SCREEN);
        hears(listening, acts).into_iter().filter(|heard| !heard.starts_with("listens")).collect::<Vec<_>>()
    };
    assert_eq!(on(&mut listening, true)[0], "Vraag?");
    assert_eq!(on(&mut listening, true), ["A", "1 van 2"]);
    assert_eq!(on(&mut listening, true), ["B", "2 van 2"]);
    assert_eq!(on(&mut listening, true), ["Verder"]);
    assert_eq!(on(&mut listening, true)[0], "Vraag?");
    assert_eq!(on(&mut listening, false), ["Verder"]);
    assert_eq!(listening.lit(), Some(&Target::Bar(inloop_ui::BarAction::Next)));
    let acts = listening.chooses();
    assert_eq!(hears(&mut listening, acts), ["choose Bar"]);
}

#[test]
fn a_new_screen_begins_with_its_question_and_the_same_one_keeps_the_place() {
    let mut listening = Listening::default();
    for _ in 0..2 {
        let acts = listening.moves(true, script(), SCREEN);
        hears(&mut listening, acts);
    }
    let mut changed = script();
    changed.stops.insert(0, stop("new", said("Nieuw")));
    let acts = listening.shows(changed, SCREEN);
    assert_eq!(hears(&mut listening, acts), [""; 0]);
    assert_eq!(listening.lit(), Some(&Target::Tile("a".into())));
    let acts = listening.shows(script(), SCREEN + 1);
    assert!(hears(&mut listening, acts).contains(&"Vraag?".to_owned()));
    assert_eq!(listening.lit(), None);
}

#[test]
fn a_touch_silences_and_lifting_that_finger_from_the_button_does_not_start_it_again() {
    let mut listening = Listening::default();
    assert!(matches!(listening.reads_aloud(script(), SCREEN)[..], [Act::Listens(true), Act::Say { .. }]));
    assert!(matches!(listening.touched()[..], [Act::Hush, Act::Listens(false)]));
    assert!(listening.reads_aloud(script(), SCREEN).is_empty());
    assert!(listening.touched().is_empty());
    assert_eq!(listening.reads_aloud(script(), SCREEN).len(), 2, "the next touch is a new wish");
}

#[test]
fn the_end_of_what_was_cut_off_changes_nothing() {
    let mut listening = Listening::default();
    let first = listening.reads_aloud(script(), SCREEN);
    let Some(Act::Say { id, .. }) = first.last() else { panic!("{first:?}") };
    listening.touched();
    listening.moves(true, script(), SCREEN);
    assert!(listening.ended(*id).is_empty());
}

#[test]
fn the_warning_is_said_to_the_hall_unasked_and_is_no_sign_that_somebody_listens() {
    let alarm = || Script { alarm: true, lead: vec![said("Bent u er nog?")], ..Script::default() };
    let mut listening = Listening::default();
    let acts = listening.shows(alarm(), SCREEN);
    assert!(matches!(&acts[..], [Act::Say { ear: Ear::Loudspeaker, .. }]), "{acts:?}");
    hears(&mut listening, acts);
    assert!(listening.shows(alarm(), SCREEN).is_empty(), "once");
    let mut lifted = Listening::default();
    hears(&mut lifted, vec![]);
    lifted.handset(true, script(), SCREEN);
    let acts = lifted.shows(alarm(), SCREEN + 1);
    assert!(acts.iter().any(|act| matches!(act, Act::Say { ear: Ear::Loudspeaker, .. })));
}

#[test]
fn nothing_is_left_of_a_resident_and_nothing_prints_itself() {
    let mut listening = Listening::default();
    listening.handset(true, script(), SCREEN);
    let shown = format!("{:?}", Act::Say { id: 1, said: own("geheim"), ear: Ear::Handset });
    assert!(!shown.contains("geheim"), "{shown}");
    assert!(listening.forgets().iter().any(|act| matches!(act, Act::Hush)));
    assert!(listening.script.lead.is_empty() && listening.script.stops.is_empty() && listening.queue.is_empty());
    assert!(listening.is_lifted(), "it may still lie beside its hook");
}
