//! systemd and the board's own watchdog hear that the glass completes its turns.
//!
//! All of it happens on the thread of the glass, in its own event loop: while that hangs, nothing feeds. An idle glass is asked for a
//! turn as often as the watchdogs want to be fed: a turn begins when a timer fires, and is done when the loop, after it has painted and
//! waited, comes to the next one.

use super::State;
use crate::wire::Part;
use inloop_hardware::watchdog::{Keeper, Turn, Turns, Watchdog};
use slint::{Timer, TimerMode};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// What is fed.
pub struct Watch {
    /// Each of them.
    pub dogs: Vec<Box<dyn Watchdog>>,
    /// After how long the most impatient of them bites.
    pub period: Duration,
    /// How long the machine has been running.
    pub since_start: fn() -> Duration,
}

/// A glass that is watched. Dropping it lets go of the watchdogs in order: they start nothing anew.
pub struct Watched {
    asks: Timer,
    inner: Rc<RefCell<Inner>>,
}

struct Inner {
    turns: Turns,
    keeper: Keeper,
    dogs: Vec<Box<dyn Watchdog>>,
    since_start: fn() -> Duration,
    state: State,
    /// Fires when the loop comes round.
    round: Timer,
}

impl Watched {
    /// Begins with the first turn of the event loop of this thread, which is what makes the kiosk ready.
    #[must_use = "dropping it lets go of the watchdogs"]
    pub fn start(watch: Watch, state: State) -> Self {
        let Watch { dogs, period, since_start } = watch;
        let keeper = Keeper::new(period);
        // Twice as often as is due: a timer that is a little early would otherwise feed only every other time.
        let every = keeper.every() / 2;
        let inner = Inner { turns: Turns::default(), keeper, dogs, since_start, state, round: Timer::default() };
        let inner = Rc::new(RefCell::new(inner));
        let asks = Timer::default();
        let asked = Rc::clone(&inner);
        asks.start(TimerMode::Repeated, every, move || begin(&asked));
        // The first one begins in the loop too, so that the loop has painted once before the kiosk is ready.
        let first = Rc::downgrade(&inner);
        Timer::single_shot(Duration::ZERO, move || first.upgrade().iter().for_each(begin));
        Watched { asks, inner }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.asks.stop();
        let mut inner = self.inner.borrow_mut();
        inner.round.stop();
        for dog in inner.dogs.drain(..) {
            if let Err(error) = dog.end() {
                tracing::warn!(error = &error as &dyn std::error::Error, "a watchdog was not let go of");
            }
        }
    }
}

fn begin(inner: &Rc<RefCell<Inner>>) {
    let (turn, after) = (inner.borrow_mut().turns.begin(), Rc::downgrade(inner));
    let turn = RefCell::new(Some(turn));
    // One that has not come round yet is not completed by this: the older turn goes, and feeds nothing.
    inner.borrow().round.start(TimerMode::SingleShot, Duration::ZERO, move || {
        if let (Some(inner), Some(turn)) = (after.upgrade(), turn.take()) {
            inner.borrow_mut().done(turn);
        }
    });
}

impl Inner {
    fn done(&mut self, turn: Turn) {
        let Some(feed) = self.keeper.fed_by(turn.done((self.since_start)())) else { return };
        let mut all = true;
        for dog in &mut self.dogs {
            if let Err(error) = dog.feed(&feed) {
                tracing::debug!(error = &error as &dyn std::error::Error, "a watchdog was not fed");
                all = false;
            }
        }
        self.state.part(Part::Watchdog, all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use i_slint_backend_testing::{init_no_event_loop, mock_elapsed_time};
    use inloop_hardware::watchdog::{BenchDog, DeviceDog};
    use std::cell::Cell;
    use std::sync::mpsc::{Receiver, channel};

    const PERIOD: Duration = Duration::from_secs(20);

    thread_local! {
        static NOW: Cell<Duration> = const { Cell::new(Duration::ZERO) };
    }

    /// The loop turns for so long; a turn every 10 ms.
    fn turns(span: Duration) {
        let step = Duration::from_millis(10);
        for _ in 0..span.as_millis() / step.as_millis() {
            NOW.set(NOW.get() + step);
            mock_elapsed_time(step);
        }
    }

    fn watched(dogs: Vec<Box<dyn Watchdog>>, state: &State) -> Watched {
        init_no_event_loop();
        Watched::start(Watch { dogs, period: PERIOD, since_start: || NOW.get() }, state.clone())
    }

    fn bench() -> (Watched, Receiver<u64>) {
        let (ear, fed) = channel();
        (watched(vec![Box::new(BenchDog(ear))], &State::default()), fed)
    }

    #[test]
    fn an_idle_glass_is_asked_for_turns_and_fed_by_them_in_time() {
        let (_watched, fed) = bench();
        assert_eq!(fed.try_iter().count(), 0, "nothing before the loop has turned");
        turns(Duration::from_millis(30));
        assert_eq!(fed.try_iter().count(), 1, "ready");
        for _ in 0..10 {
            turns(PERIOD / 2);
            assert!(fed.try_iter().count() >= 1, "it would have been bitten");
        }
    }

    #[test]
    fn an_event_loop_that_hangs_feeds_no_more_until_it_turns_again() {
        let (_watched, fed) = bench();
        turns(PERIOD);
        assert!(fed.try_iter().count() > 1);
        // It hangs for an hour in the middle of a turn: time passes for everything else.
        NOW.set(NOW.get() + Duration::from_secs(3600));
        std::thread::scope(|scope| drop(scope.spawn(|| ()).join()));
        assert_eq!(fed.try_iter().count(), 0);
        turns(PERIOD);
        assert!(fed.try_iter().count() > 1, "and it comes through after all");
    }

    #[test]
    fn a_turn_that_is_begun_and_never_comes_round_feeds_nothing() {
        let (watched, fed) = bench();
        for _ in 0..100 {
            // Whatever asks the glass for turns, it completes none.
            begin(&watched.inner);
            NOW.set(NOW.get() + PERIOD);
        }
        assert_eq!(fed.try_iter().count(), 0);
    }

    #[test]
    fn a_watchdog_that_is_not_there_is_told_and_the_others_are_fed() {
        let folder = tempfile::tempdir().unwrap();
        let (ear, fed) = channel();
        let device = folder.path().join("none/watchdog");
        let dogs: Vec<Box<dyn Watchdog>> = vec![Box::new(DeviceDog::new(device)), Box::new(BenchDog(ear))];
        let state = State::default();
        let _watched = watched(dogs, &state);
        turns(Duration::from_millis(30));
        assert_eq!(fed.try_iter().count(), 1);
        assert_eq!(state.machine().silent, [Part::Watchdog]);
    }

    #[test]
    fn ending_in_order_lets_go_of_the_boards_own() {
        let folder = tempfile::tempdir().unwrap();
        let device = folder.path().join("watchdog");
        std::fs::write(&device, "").unwrap();
        let watched = watched(vec![Box::new(DeviceDog::new(device.clone()))], &State::default());
        turns(Duration::from_millis(30));
        drop(watched);
        assert_eq!(std::fs::read(&device).unwrap(), b"\0V");
    }
}
