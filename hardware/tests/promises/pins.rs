//! Switches: edges with their times go in, what happened comes out. No time passes here.

use std::time::Duration;

use inloop_hardware::pins::{
    BadPin, BenchPins, Bias, Edge, Event, GpioPins, Hands, Key, Pin, PinProblem, Pins, Role, SETTLES, Why, Wiring,
};
use proptest::prelude::{Strategy, any, proptest};

/// Nobody is seen for so long before that is told.
const EMPTY: Duration = Duration::from_secs(30);

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn at_rest() -> Hands {
    Hands::new(&Role::ALL.map(|role| (role, false)), Duration::ZERO, EMPTY)
}

/// All that happened, by edges of one line, and once it has come to rest.
fn told(hands: &mut Hands, role: Role, edges: &[(u64, bool)]) -> Vec<Event> {
    let mut events = Vec::new();
    for &(at, active) in edges {
        events.extend(hands.handle(Edge { role, active, at: ms(at) }));
    }
    let last = edges.last().map_or(0, |(at, _)| *at);
    events.extend(hands.pass(ms(last) + SETTLES));
    events
}

#[test]
fn a_key_that_bounces_is_pressed_once() {
    let bounce = [(100, true), (101, false), (102, true), (108, false), (109, true)];
    assert_eq!(told(&mut at_rest(), Role::Choose, &bounce), [Event::Pressed(Key::Choose)]);
    let release = [(100, true), (300, false), (301, true), (304, false)];
    assert_eq!(told(&mut at_rest(), Role::Next, &release), [Event::Pressed(Key::Next)]);
    let twice = [(100, true), (101, false), (102, true), (200, false), (300, true), (301, false), (302, true)];
    assert_eq!(told(&mut at_rest(), Role::Previous, &twice), [Event::Pressed(Key::Previous); 2]);
}

proptest! {
    #[test]
    fn no_bounce_gives_two_presses(gaps in proptest::collection::vec(0..SETTLES.as_micros() as u64, 0..60)) {
        let (mut hands, mut at, mut active, mut events) = (at_rest(), ms(100), true, Vec::new());
        events.extend(hands.handle(Edge { role: Role::Choose, active, at }));
        for gap in gaps {
            (at, active) = (at + Duration::from_micros(gap), !active);
            events.extend(hands.handle(Edge { role: Role::Choose, active, at }));
        }
        events.extend(hands.pass(at + SETTLES));
        let pressed: &[Event] = if active { &[Event::Pressed(Key::Choose)] } else { &[] };
        assert_eq!(events, pressed);
    }

    /// Another way to say it: look every millisecond, and believe what was seen for as many looks as a switch takes to settle.
    #[test]
    fn any_edges_are_told_as_looking_every_millisecond_tells_them(edges in edges()) {
        let settles = SETTLES.as_millis() as usize;
        let (mut level, mut believed, mut same, mut seen) = (false, false, settles, Vec::new());
        let end = edges.last().map_or(0, |(at, _)| *at) + 2 * settles as u64;
        for now in 0..=end {
            if same >= settles && level != believed {
                believed = level;
                seen.push(if level { Event::HandsetLifted } else { Event::HandsetLaid });
            }
            for (_, active) in edges.iter().filter(|(at, _)| *at == now) {
                (level, same) = (*active, 0);
            }
            same += 1;
        }
        assert_eq!(told(&mut at_rest(), Role::Hook, &edges), seen);
    }
}

/// Edges at rising times, some of them twice the same way, as where one between was lost.
fn edges() -> impl Strategy<Value = Vec<(u64, bool)>> {
    proptest::collection::vec((1..60_u64, any::<bool>()), 0..40).prop_map(|steps| {
        steps
            .into_iter()
            .scan(0, |at, (gap, active)| {
                *at += gap;
                Some((*at, active))
            })
            .collect()
    })
}

#[test]
fn a_key_that_is_held_does_not_repeat() {
    let mut hands = at_rest();
    assert_eq!(told(&mut hands, Role::Next, &[(100, true)]), [Event::Pressed(Key::Next)]);
    let hour = hands.pass(Duration::from_secs(3600));
    assert!(!hour.iter().any(|event| matches!(event, Event::Pressed(_))), "{hour:?}");
}

#[test]
fn a_key_that_is_stuck_at_the_start_is_no_press_until_it_goes_down_anew() {
    let mut hands = Hands::new(&[(Role::Choose, true)], ms(0), EMPTY);
    assert_eq!(hands.pass(Duration::from_secs(60)), []);
    assert_eq!(told(&mut hands, Role::Choose, &[(70_000, false), (71_000, true)]), [Event::Pressed(Key::Choose)]);
}

#[test]
fn a_spark_on_the_wire_is_nothing_that_happened() {
    for role in Role::ALL {
        assert_eq!(told(&mut at_rest(), role, &[(100, true), (119, false)]), [], "{role:?}");
    }
}

#[test]
fn the_hook_tells_both_ways_and_a_handset_that_is_off_at_the_start_is_lifted() {
    let mut hands = Hands::new(&[(Role::Hook, true)], ms(5), EMPTY);
    assert_eq!(hands.wake_at(), Some((ms(5) + SETTLES, Why::Settles(Role::Hook))));
    assert_eq!(hands.pass(ms(5) + SETTLES), [Event::HandsetLifted]);
    assert_eq!(told(&mut hands, Role::Hook, &[(100, false), (103, true), (104, false)]), [Event::HandsetLaid]);
}

#[test]
fn a_case_that_is_opened_is_told_once_also_where_that_was_before_the_start() {
    assert_eq!(told(&mut at_rest(), Role::Case, &[(100, true), (103, false), (105, true)]), [Event::CaseOpened]);
    let mut hands = Hands::new(&[(Role::Case, true)], ms(0), EMPTY);
    assert_eq!(hands.pass(Duration::from_secs(60)), [Event::CaseOpened]);
    assert_eq!(told(&mut hands, Role::Case, &[(70_000, false)]), [Event::CaseClosed]);
}

#[test]
fn somebody_came_once_and_nobody_is_there_once_they_were_unseen_for_long_enough() {
    let mut hands = at_rest();
    // The sensor drops out while somebody stands still.
    let standing = [(1_000, true), (4_000, false), (20_000, true), (23_000, false)];
    assert_eq!(told(&mut hands, Role::Presence, &standing), [Event::SomebodyCame]);
    let gone = ms(23_000) + SETTLES + EMPTY;
    assert_eq!(hands.wake_at(), Some((gone, Why::Empty)));
    assert_eq!(hands.pass(gone - ms(1)), []);
    assert_eq!(hands.pass(gone), [Event::NobodyFor(EMPTY)]);
    assert_eq!(hands.wake_at(), None, "that is told once");
    assert_eq!(told(&mut hands, Role::Presence, &[(90_000, true)]), [Event::SomebodyCame]);
}

#[test]
fn an_empty_hall_is_told_after_the_start_and_nothing_where_there_is_no_sensor() {
    assert_eq!(at_rest().pass(EMPTY), [Event::NobodyFor(EMPTY)]);
    let mut blind = Hands::new(&[(Role::Choose, false)], ms(0), EMPTY);
    assert_eq!(blind.wake_at(), None);
    assert_eq!(blind.pass(Duration::from_secs(3600)), []);
}

#[test]
fn what_came_to_rest_while_nobody_read_is_told_in_its_turn() {
    let mut hands = at_rest();
    // All of it lay in the kernel: two presses, and the handset between them.
    let mut events = Vec::new();
    for (role, active, at) in
        [(Role::Next, true, 100), (Role::Next, false, 200), (Role::Hook, true, 300), (Role::Next, true, 400)]
    {
        events.extend(hands.handle(Edge { role, active, at: ms(at) }));
    }
    events.extend(hands.pass(ms(500)));
    assert_eq!(events, [Event::Pressed(Key::Next), Event::HandsetLifted, Event::Pressed(Key::Next)]);
}

#[test]
fn an_edge_that_is_read_late_does_not_make_its_switch_settle_sooner() {
    let mut hands = at_rest();
    for (active, at) in [(true, 110), (false, 109), (true, 100)] {
        assert_eq!(hands.handle(Edge { role: Role::Hook, active, at: ms(at) }), []);
    }
    assert_eq!(hands.wake_at(), Some((ms(110) + SETTLES, Why::Settles(Role::Hook))));
}

#[test]
fn the_bench_twin_is_moved_by_hand() {
    let (hand, mut pins) = BenchPins::new();
    let (levels, now) = pins.levels().unwrap();
    assert_eq!(levels, Role::ALL.map(|role| (role, false)));
    assert!(now > Duration::ZERO, "a machine that runs this has been running");
    // Of long ago, so that no wait has an end that is still to come.
    let mut hands = Hands::new(&levels, Duration::ZERO, Duration::from_millis(50));
    for (active, at) in [(true, 1), (false, 2), (true, 3)] {
        hand.send(Edge { role: Role::Choose, active, at: ms(at) }).unwrap();
    }
    let mut events = Vec::new();
    while events.len() < 2 {
        events.extend(hands.wait(&mut pins).unwrap());
    }
    assert_eq!(events, [Event::Pressed(Key::Choose), Event::NobodyFor(ms(50))]);
    drop(hand);
    assert!(matches!(hands.wait(&mut pins), Err(PinProblem::Gone)));
}

#[test]
fn a_board_without_the_chip_says_which_chip() {
    let folder = tempfile::tempdir().unwrap();
    let chip = folder.path().join("gpiochip0");
    let wiring = Wiring::new(chip.clone(), vec!["choose=17:low:up".parse().unwrap()]).unwrap();
    let refused = GpioPins::open(wiring).unwrap_err();
    assert!(refused.to_string().contains(&*chip.to_string_lossy()), "{refused}");
}

#[test]
fn a_pin_is_a_switch_its_line_and_how_it_is_wired() {
    let hook = Pin { role: Role::Hook, offset: 22, active_low: true, bias: Bias::Up };
    assert_eq!("hook=22:low:up".parse(), Ok(hook));
    assert_eq!("hook=22".parse(), Ok(Pin { active_low: false, bias: Bias::None, ..hook }));
    for wrong in ["", "hook", "hook=", "hook=-1", "door=3", "hook=22:up", "hook=22:low:left", "hook=22:low:up:more"] {
        assert!(matches!(wrong.parse::<Pin>(), Err(BadPin::Text(_))), "{wrong}");
    }
}

#[test]
fn no_switch_has_two_lines_and_no_line_two_switches() {
    let wired = |pins: &[&str]| Wiring::new("/dev/gpiochip0".into(), pins.iter().map(|pin| pin.parse().unwrap()).collect());
    assert!(wired(&["hook=1", "case=2"]).is_ok());
    assert!(matches!(wired(&["hook=1", "case=1"]), Err(BadPin::Twice { .. })));
    assert!(matches!(wired(&["hook=1", "hook=2"]), Err(BadPin::Twice { .. })));
    assert_eq!(wired(&[]), Err(BadPin::Nothing));
}
