//! How light the glass is.
//!
//! 1. [`Rules::light`] is pure: the time of day, whether somebody is there, and how long nobody touched the glass go in, a [`Light`]
//!    comes out.
//! 2. The glass is dark only in quiet hours, while nobody is there, and only where the time of day is known: by day a dark glass looks
//!    broken. Who comes or touches finds it light.
//! 3. A board without a backlight is told of once, and then it is as if there were no rules.

mod sysfs;

use std::io;
use std::sync::mpsc::Sender;
use std::time::Duration;

pub use sysfs::SysfsLight;

/// Minutes in a day.
const DAY: u16 = 24 * 60;

/// A minute of the day, in the post's own time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minute(u16);

/// No time of a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no time of a day: 00:00 to 23:59")]
pub struct BadMinute(String);

impl std::str::FromStr for Minute {
    type Err = BadMinute;

    fn from_str(text: &str) -> Result<Self, BadMinute> {
        let number = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit()).then(|| text.parse().ok()).flatten();
        let minute = text.split_once(':').and_then(|(hours, minutes)| {
            let (hours, minutes): (u16, u16) = (number(hours)?, number(minutes)?);
            (hours < 24 && minutes < 60).then(|| hours * 60 + minutes)
        });
        minute.map(Self).ok_or_else(|| BadMinute(text.to_owned()))
    }
}

impl Minute {
    /// So many minutes after midnight; a day further on it is the same minute.
    #[must_use]
    pub fn after_midnight(minutes: u16) -> Self {
        Self(minutes % DAY)
    }
}

/// Hours in which the glass may be dark; from the evening into the morning, where `from` is later than `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// The first minute of them.
    pub from: Minute,
    /// The first minute that is none of them. The same as `from`: there are no quiet hours.
    pub to: Minute,
}

impl Quiet {
    /// Whether it is one of these hours.
    #[must_use]
    pub fn at(self, now: Minute) -> bool {
        if self.from <= self.to { self.from <= now && now < self.to } else { self.from <= now || now < self.to }
    }
}

/// A share of the most light that there is, 1 to 100 of a hundred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(u8);

/// No share of light.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no share of light: 1 to 100")]
pub struct BadPercent(u8);

impl Percent {
    /// A share; none at all is [`Light::Dark`].
    ///
    /// # Errors
    /// [`BadPercent`].
    pub fn new(percent: u8) -> Result<Self, BadPercent> {
        if (1..=100).contains(&percent) { Ok(Self(percent)) } else { Err(BadPercent(percent)) }
    }

    /// Of `most`, rounded, and at least 1: a lamp that is to be lit is not off.
    fn of(self, most: u32) -> u32 {
        let share = (u64::from(most) * u64::from(self.0) + 50) / 100;
        u32::try_from(share).unwrap_or(most).max(1)
    }
}

/// How light the glass is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// Off.
    Dark,
    /// Lit.
    Lit(Percent),
}

/// What is known of the hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hall {
    /// The time of day; none while the clock is not trusted.
    pub now: Option<Minute>,
    /// Whether somebody is there; none where no sensor says so.
    pub somebody: Option<bool>,
    /// Since the last touch, key, or movement of the handset.
    pub idle: Duration,
}

/// How light the glass is when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// When it may be dark; none: never.
    pub quiet: Option<Quiet>,
    /// While somebody is there, or was a moment ago.
    pub full: Percent,
    /// While nobody is.
    pub dim: Percent,
    /// Without a hand for so long it is dim.
    pub dims_after: Duration,
    /// Without a hand for so long it is dark, in quiet hours.
    pub dark_after: Duration,
}

impl Rules {
    /// How light the glass is to be.
    #[must_use]
    pub fn light(&self, hall: Hall) -> Light {
        if hall.somebody == Some(true) || hall.idle < self.dims_after {
            return Light::Lit(self.full);
        }
        let quiet = self.quiet.zip(hall.now).is_some_and(|(quiet, now)| quiet.at(now));
        if quiet && hall.idle >= self.dark_after { Light::Dark } else { Light::Lit(self.dim) }
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It is so now.
    Set,
    /// It was so before.
    AsBefore,
    /// There is no backlight, as was said before.
    NoneHere,
}

/// A glass whose light can be set.
pub trait Backlight: Send {
    /// Makes it so light.
    ///
    /// # Errors
    /// [`BacklightProblem`]; that there is none at all is an error once.
    fn set(&mut self, light: Light) -> Result<Done, BacklightProblem>;
}

/// Why the light stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum BacklightProblem {
    /// Nothing is there. It is looked for each time, and said once.
    #[error("there is no backlight at {0}: the glass stays as light as it is")]
    None(String),
    /// The kernel does not take it.
    #[error("the backlight {light} cannot be set: may this user write it?")]
    Write {
        /// Its folder.
        light: String,
        /// What the kernel says.
        source: io::Error,
    },
    /// The bench twin's.
    #[error("nobody looks at the bench twin any more")]
    Gone,
}

/// A backlight without a lamp: it tells each change.
#[derive(Debug)]
pub struct BenchLight {
    eye: Sender<Light>,
    now: Option<Light>,
}

impl BenchLight {
    /// Tells `eye` each change.
    #[must_use]
    pub fn new(eye: Sender<Light>) -> Self {
        Self { eye, now: None }
    }
}

impl Backlight for BenchLight {
    fn set(&mut self, light: Light) -> Result<Done, BacklightProblem> {
        if self.now == Some(light) {
            return Ok(Done::AsBefore);
        }
        self.eye.send(light).map_err(|_| BacklightProblem::Gone)?;
        self.now = Some(light);
        Ok(Done::Set)
    }
}
