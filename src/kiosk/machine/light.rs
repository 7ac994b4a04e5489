//! The light behind the glass follows the hour, the hall and hands, on a thread of its own.

use super::State;
use crate::clock::{Clock, Stamp};
use crate::wire::Part;
use chrono::Timelike;
use chrono_tz::Europe::Amsterdam;
use inloop_hardware::backlight::{Backlight, Done, Hall, Minute, Rules};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// The hour is looked at this often.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// What the light hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A touch, a key, or the handset.
    Hand,
    /// The sensor sees somebody.
    Somebody,
    /// It sees nobody any more.
    Nobody,
}

/// How whoever sees something tells the light. Without a light it tells nobody.
#[derive(Clone, Default)]
pub struct Eye(Option<Sender<Seen>>);

impl Eye {
    /// Something was seen.
    pub fn saw(&self, seen: Seen) {
        if let Some(light) = &self.0 {
            // It fails only where the thread has ended, with the program.
            let _ = light.send(seen);
        }
    }
}

/// Starts the thread; it ends when the last eye is gone.
///
/// # Errors
/// Where the machine gives no thread.
pub fn start(light: Box<dyn Backlight>, rules: Rules, clock: Arc<dyn Clock>, state: State) -> std::io::Result<Eye> {
    let (eye, seen) = channel();
    let now = clock.now();
    let mut lamp = Lamp { light, rules, clock, state, somebody: None, hand: now };
    std::thread::Builder::new().name("light".into()).spawn(move || lamp.run(&seen))?;
    Ok(Eye(Some(eye)))
}

struct Lamp {
    light: Box<dyn Backlight>,
    rules: Rules,
    clock: Arc<dyn Clock>,
    state: State,
    /// None where no sensor has said anything.
    somebody: Option<bool>,
    /// When the last hand was seen.
    hand: Instant,
}

impl Lamp {
    fn run(&mut self, seen: &Receiver<Seen>) {
        loop {
            self.set();
            match seen.recv_timeout(LOOK_EVERY) {
                Ok(seen) => self.saw(seen),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn saw(&mut self, seen: Seen) {
        match seen {
            Seen::Hand => self.hand = self.clock.now(),
            Seen::Somebody => self.somebody = Some(true),
            Seen::Nobody => self.somebody = Some(false),
        }
    }

    fn set(&mut self) {
        let idle = self.clock.now().saturating_duration_since(self.hand);
        let hall = Hall { now: minute(self.clock.stamp()), somebody: self.somebody, idle };
        match self.light.set(self.rules.light(hall)) {
            Ok(Done::NoneHere) => {}
            Ok(Done::Set | Done::AsBefore) => self.state.part(Part::Backlight, true),
            Err(problem) => {
                tracing::debug!(error = &problem as &dyn std::error::Error, "the light stays as it is");
                self.state.part(Part::Backlight, false);
            }
        }
    }
}

/// The minute of the day in the time of the post; none of a clock that nobody believes.
fn minute(stamp: Stamp) -> Option<Minute> {
    let local = stamp.at.with_timezone(&Amsterdam);
    stamp.trusted.then(|| Minute::after_midnight((local.hour() * 60 + local.minute()) as u16))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::BenchClock;
    use chrono::{DateTime, TimeZone, Utc};
    use inloop_hardware::backlight::{BenchLight, Light, Percent, Quiet, SysfsLight};

    fn rules() -> Rules {
        let quiet = Quiet { from: "20:00".parse().unwrap(), to: "07:30".parse().unwrap() };
        let (full, dim) = (Percent::new(100).unwrap(), Percent::new(40).unwrap());
        let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
        Rules { quiet: Some(quiet), full, dim, dims_after: minutes(2), dark_after: minutes(5) }
    }

    fn lamp(at: DateTime<Utc>, trusted: bool) -> (Lamp, Arc<BenchClock>, Receiver<Light>) {
        let clock = Arc::new(BenchClock::at(at.timestamp(), trusted));
        let (eye, lit) = channel();
        let (light, now) = (Box::new(BenchLight::new(eye)), clock.now());
        let state = State::default();
        let lamp = Lamp { light, rules: rules(), clock: clock.clone(), state, somebody: None, hand: now };
        (lamp, clock, lit)
    }

    fn lit(percent: u8) -> Light {
        Light::Lit(Percent::new(percent).unwrap())
    }

    #[test]
    fn at_night_the_glass_is_dark_until_a_hand_or_somebody_comes() {
        // Half past seven in the evening in Amsterdam, in winter.
        let (mut lamp, clock, seen) = lamp(Utc.with_ymd_and_hms(2026, 11, 23, 18, 30, 0).unwrap(), true);
        lamp.set();
        clock.advance(Duration::from_secs(29 * 60));
        lamp.set();
        assert_eq!(seen.try_iter().collect::<Vec<_>>(), [lit(100), lit(40)], "before eight it is dim, and never dark");
        clock.advance(Duration::from_secs(2 * 60));
        lamp.set();
        assert_eq!(seen.try_iter().collect::<Vec<_>>(), [Light::Dark]);
        for wakes in [Seen::Hand, Seen::Somebody] {
            lamp.saw(wakes);
            lamp.set();
            assert_eq!(seen.try_iter().collect::<Vec<_>>(), [lit(100)], "{wakes:?}");
            clock.advance(Duration::from_secs(10 * 60));
            lamp.saw(Seen::Nobody);
            lamp.set();
            assert_eq!(seen.try_iter().collect::<Vec<_>>(), [Light::Dark]);
        }
    }

    #[test]
    fn a_clock_that_nobody_believes_makes_nothing_dark() {
        let (mut lamp, clock, seen) = lamp(DateTime::UNIX_EPOCH, false);
        for _ in 0..48 {
            clock.advance(Duration::from_secs(30 * 60));
            lamp.set();
        }
        assert_eq!(seen.try_iter().collect::<Vec<_>>(), [lit(40)]);
    }

    #[test]
    fn a_light_that_is_not_there_is_told_until_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let (mut lamp, _clock, _seen) = lamp(DateTime::UNIX_EPOCH, false);
        lamp.light = Box::new(SysfsLight::new(folder.path().join("backlight"), None));
        lamp.set();
        lamp.set();
        assert_eq!(lamp.state.machine().silent, [Part::Backlight]);
        let panel = folder.path().join("backlight/panel");
        std::fs::create_dir_all(&panel).unwrap();
        std::fs::write(panel.join("max_brightness"), "200\n").unwrap();
        std::fs::write(panel.join("brightness"), "7").unwrap();
        lamp.set();
        assert_eq!(lamp.state.machine().silent, []);
        assert_eq!(std::fs::read_to_string(panel.join("brightness")).unwrap(), "200");
    }
}
