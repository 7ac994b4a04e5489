//! "Aa" and "Voorlezen".

use super::*;

#[test]
fn how_the_glass_looks_and_sounds_is_chosen_in_one_place_and_forgotten_with_the_visit() {
    let mut hall = Hall::at(site());
    hall.does(Event::Seeing);
    assert!(hall.is_at_rest(), "nobody is here to choose");
    hall.does(Event::Touch).does(Event::Seeing);
    for tile in ["aa-larger", "aa-contrast", "aa-louder", "aa-lower"] {
        hall.chooses(tile);
    }
    let view = hall.visit.view();
    assert_eq!((view.larger, view.contrast, view.lower, view.loudness), (true, true, true, Loudness::Loud));
    hall.chooses("aa-louder").chooses("aa-louder").chooses("aa-larger").goes_on();
    let view = hall.visit.view();
    assert_eq!((view.larger, view.contrast, view.loudness), (false, true, Loudness::Plain));
    hall.does(Event::Stop).does(Event::Touch);
    assert!(!hall.visit.view().contrast && !hall.visit.view().lower);
}

#[test]
fn where_lower_is_short_the_ways_out_are_the_last_tiles_and_smaller_questions_come_with_the_last_page() {
    let mut hall = Hall::at(site());
    hall.does(Event::LowIsShort(true)).does(Event::Touch).chooses("question").does(Event::TilesFit(12));
    let of = |hall: &Hall| match hall.visit.view().screen {
        Screen::Choices(choices) => (choices.tiles.last().map(|tile| tile.id.to_string()), choices.asides.len()),
        _ => panic!("a list"),
    };
    assert_eq!(of(&hall), (Some("topic-else".to_owned()), 1), "on the whole glass they stand below");
    hall.does(Event::Seeing).chooses("aa-lower").does(Event::Seeing).does(Event::TilesFit(13));
    assert_eq!(of(&hall), (Some("rather-not".to_owned()), 0));
    hall.chooses("rather-not");
    assert!(matches!(hall.visit.view().screen, Screen::Choices(ref choices) if choices.question.key == "need-question"));
}

#[test]
fn reading_aloud_is_asked_of_the_machine_only_in_a_language_that_it_speaks() {
    let mut hall = Hall::at(site());
    hall.does(Event::Touch).does(Event::ReadAloud);
    assert_eq!(hall.read_aloud, 1);
    hall.does(Event::Languages).chooses("en").does(Event::ReadAloud);
    assert_eq!(hall.read_aloud, 1);
    assert!(matches!(hall.visit.view().screen, Screen::Message(Message { ref title, .. }) if title.key == "read-aloud-none"));
    hall.goes_on();
    let mut silent = Hall::at(SiteView { voices: Vec::new(), ..site() });
    silent.does(Event::Touch).does(Event::ReadAloud);
    assert!(!silent.visit.view().bar.read_aloud);
    assert!(matches!(silent.visit.view().screen, Screen::Choices(_)), "no button, no answer");
}

#[test]
fn time_stands_still_while_somebody_listens() {
    let mut hall = Hall::at(site());
    hall.does(Event::Touch).does(Event::Sound(true));
    hall.waits(LISTENS_AT_MOST - LEFT_ALONE_AFTER);
    assert!(hall.visit.view().still_there.is_none());
    hall.does(Event::Sound(false));
    hall.waits(LEFT_ALONE_AFTER);
    assert!(hall.visit.view().still_there.is_some());
    // A voice that never ends keeps nobody's words for ever.
    hall.does(Event::Sound(true));
    hall.waits(LISTENS_AT_MOST + COUNTDOWN);
    assert!(hall.is_at_rest());
}
