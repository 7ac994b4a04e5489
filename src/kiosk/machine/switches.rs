//! Keys, hook, sensor and the switch of the case, on a thread of their own: what their edges mean goes to whoever listens.

use super::State;
use crate::wire::Part;
use inloop_hardware::pins::{Event, Hands, PinProblem, Pins, Role};
use std::time::Duration;

/// Nobody is seen for so long before the hall counts as empty: somebody who reads stands still.
const EMPTY_AFTER: Duration = Duration::from_secs(60);

/// How often pins that are not to be had are tried again.
const AGAIN: Duration = Duration::from_secs(30);

/// How the pins are taken; they may come later, or be taken by somebody else for a while.
pub type Open = Box<dyn FnMut() -> Result<Box<dyn Pins>, PinProblem> + Send>;

/// Starts the thread. It ends with the program: nothing waits for a switch that nobody moves.
///
/// # Errors
/// Where the machine gives no thread.
pub fn start(mut open: Open, state: State, hear: impl Fn(Event) + Send + 'static) -> std::io::Result<()> {
    let run = move || {
        loop {
            let Err(problem) = open().and_then(|mut pins| listen(pins.as_mut(), &state, &hear));
            state.part(Part::Switches, false);
            tracing::debug!(error = &problem as &dyn std::error::Error, "the switches say nothing");
            if matches!(problem, PinProblem::Gone) {
                return;
            }
            std::thread::sleep(AGAIN);
        }
    };
    std::thread::Builder::new().name("switches".into()).spawn(run).map(drop)
}

/// Until the lines cannot be read any more.
fn listen(pins: &mut dyn Pins, state: &State, hear: &impl Fn(Event)) -> Result<std::convert::Infallible, PinProblem> {
    let (levels, now) = pins.levels()?;
    state.part(Part::Switches, true);
    if let Some((_, open)) = levels.iter().find(|(role, _)| *role == Role::Case) {
        state.case(*open);
    }
    let mut hands = Hands::new(&levels, now, EMPTY_AFTER);
    loop {
        for event in hands.wait(pins)? {
            match event {
                Event::CaseOpened => state.case(true),
                Event::CaseClosed => state.case(false),
                _ => {}
            }
            hear(event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use inloop_hardware::pins::{BenchPins, Edge, Key, since_start};
    use std::sync::mpsc::channel;

    /// Nothing here takes longer, also on a slow machine.
    const PATIENCE: Duration = Duration::from_secs(60);

    #[test]
    fn what_hands_do_is_told_in_order_and_the_case_is_known() {
        let (hand, pins) = BenchPins::new();
        let mut pins = Some(pins);
        let open: Open = Box::new(move || pins.take().map(|pins| Box::new(pins) as Box<dyn Pins>).ok_or(PinProblem::Gone));
        let (tell, told) = channel();
        let state = State::default();
        start(open, state.clone(), move |event| tell.send(event).unwrap()).unwrap();
        for role in [Role::Next, Role::Hook, Role::Presence, Role::Case] {
            hand.send(Edge { role, active: true, at: since_start() }).unwrap();
        }
        let events: Vec<Event> = (0..4).map(|_| told.recv_timeout(PATIENCE).unwrap()).collect();
        assert_eq!(events, [Event::Pressed(Key::Next), Event::HandsetLifted, Event::SomebodyCame, Event::CaseOpened]);
        assert_eq!(state.machine().case_open, Some(true));
        hand.send(Edge { role: Role::Case, active: false, at: since_start() }).unwrap();
        assert_eq!(told.recv_timeout(PATIENCE).unwrap(), Event::CaseClosed);
        assert_eq!(state.machine().case_open, Some(false));
    }

    #[test]
    fn pins_that_are_not_to_be_had_are_told_and_nothing_else_stops() {
        let state = State::default();
        let (tell, told) = channel();
        state.tells(move |machine| tell.send(machine.silent).unwrap());
        let none: Open = Box::new(|| Err(PinProblem::Gone));
        start(none, state, |_| ()).unwrap();
        assert_eq!(told.recv_timeout(PATIENCE).unwrap(), []);
        assert_eq!(told.recv_timeout(PATIENCE).unwrap(), [Part::Switches]);
    }
}
