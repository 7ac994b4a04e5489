//! Whoever looks after the machine, at its glass: how they open it, by which digits, what they see and what they do there.
//!
//! 1. It opens over the resting or the locked glass alone. While it is open no visit begins, and no visit leads to it.
//! 2. It knows numbers, minutes and reasons; nothing of what anybody left can be put into its [`Facts`].
//! 3. It ends by itself, [`LEFT_ALONE_AFTER`] the last touch, and holds no digit then.
//! 4. A locked glass stays locked under it, until whoever looked into the case ends that very lock here.
//! 5. What takes time is asked of the machine ([`Effect`]) and comes back as an [`Answer`].
//!
//! Nothing here asks for the time: `now` is an argument.

mod code;
mod facts;
mod gesture;
mod show;

pub use code::{BELIEVED_FOR, BELIEVED_STARTS, Remembered, WRONG_AT_MOST};
pub use facts::{Facts, Line, MOST_LISTED, NotCopied, Part, Refused, Said};
pub use gesture::{CORNER, Corners, NEXT_CORNER_WITHIN, Place, Touched};

use crate::entry::{Language, Unarrived};
use crate::wire::CARETAKER_DIGITS;
use std::time::{Duration, Instant};
use zeroize::{Zeroize, Zeroizing};

/// Without a touch for so long it ends: whoever walked to the socket and back finds it still open, whoever left for home does not
/// leave it open to the hall.
pub const LEFT_ALONE_AFTER: Duration = Duration::from_secs(120);

/// How long a copy may take before the glass is the residents' again: a minute for the stick, five for the slowest, and some to spare.
pub const COPY_AT_MOST: Duration = Duration::from_secs(10 * 60);

/// How many answers a page holds until the glass says otherwise.
const TILES_AT_FIRST: usize = 6;

/// Both languages of its texts, a file each, read by nobody else.
pub const TEXTS: [(&str, &str); 2] = [("nl", include_str!("lang/nl.ftl")), ("en", include_str!("lang/en.ftl"))];

/// What happened.
#[derive(Debug)]
pub enum Happened {
    /// A tile, by its id.
    Choose(String),
    /// A key.
    Typed(char),
    /// The last digit away.
    Backspace,
    /// "Vorige".
    Back,
    /// "Stop", "Klaar".
    Stop,
    /// "Aa": larger letters, or as they were.
    Size,
    /// Any other touch.
    Touched,
    /// Time went on.
    Tick,
    /// How many tiles fit.
    TilesFit(usize),
    /// Something of the machine is otherwise than it was told.
    Changed,
    /// What the machine says.
    Answer(Answer),
}

/// What the machine says.
#[derive(Debug)]
pub enum Answer {
    /// The digits are right, or why not.
    Digits(Checked),
    /// How it is.
    Facts(Box<Facts>),
    /// What became of what was asked last.
    Done(Said),
}

/// What became of the digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// They are right.
    Right,
    /// They are not.
    Wrong,
    /// Too many were tried: wait.
    TooOften,
    /// The desk cannot be asked, and nothing here is believed without it.
    NoDesk,
}

/// What has to be done.
#[derive(Debug)]
pub enum Effect {
    /// Say whether these digits are the code.
    Check(Zeroizing<String>),
    /// Tell how the machine is.
    Look,
    /// Print a slip that says nothing of anybody.
    Print(Language),
    /// Ring.
    Ring,
    /// Copy everything to the stick.
    Copy,
    /// Let the machine be set up again, in place of this.
    SetUp {
        /// What its desk does not have; none: nobody knows.
        left: Option<Unarrived>,
    },
    /// End, to be started anew.
    Restart,
    /// Switch the machine off.
    Off,
    /// End the lock of this number.
    Unlock(u64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Digits(Option<Checked>),
    Checking,
    Menu,
    Health,
    Entries,
    Faults,
    Sure(Act),
    Busy(Act),
    Said(Said),
}

/// What has to be said twice, or takes a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Print,
    Copy,
    Restart,
    Off,
    /// The lock that stood when it was asked.
    Unlock(u64),
}

/// The open screen.
pub struct Caretaker {
    page: Page,
    digits: Zeroizing<String>,
    facts: Option<Box<Facts>>,
    /// This machine can be set up at its glass.
    set_up: bool,
    language: Language,
    larger: bool,
    fit: usize,
    first: usize,
    last: Instant,
    over: bool,
}

impl std::fmt::Debug for Caretaker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Caretaker").field("page", &self.page).finish_non_exhaustive()
    }
}

impl Caretaker {
    /// Opens it: the digits first. It speaks English where the glass rests in it, and Dutch elsewhere.
    pub fn open(glass: Language, set_up: bool, now: Instant) -> Self {
        let language = if glass == Language::EN { Language::EN } else { Language::NL };
        Caretaker {
            page: Page::Digits(None),
            // Room for all of them, so that no half-grown copy is left behind.
            digits: Zeroizing::new(String::with_capacity(CARETAKER_DIGITS)),
            facts: None,
            set_up,
            language,
            larger: false,
            fit: TILES_AT_FIRST,
            first: 0,
            last: now,
            over: false,
        }
    }

    /// When it ends by itself.
    pub fn wake_at(&self) -> Instant {
        // Nobody is away while a copy runs; but what never answers must not keep the glass.
        self.last + if self.page == Page::Busy(Act::Copy) { COPY_AT_MOST } else { LEFT_ALONE_AFTER }
    }

    /// It has ended: the glass is the residents' again.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Takes one event at `now`.
    #[must_use = "somebody waits for it"]
    pub fn handle(&mut self, happened: Happened, now: Instant) -> Option<Effect> {
        if self.wake_at() <= now {
            self.end();
            return None;
        }
        if !matches!(happened, Happened::Tick | Happened::TilesFit(_) | Happened::Changed) {
            self.last = now;
        }
        match happened {
            Happened::TilesFit(fit) => {
                self.fit = fit.max(2);
                None
            }
            Happened::Size => {
                self.larger = !self.larger;
                None
            }
            Happened::Tick | Happened::Touched => None,
            Happened::Changed => (!matches!(self.page, Page::Digits(_) | Page::Checking)).then_some(Effect::Look),
            Happened::Stop => {
                self.end();
                None
            }
            Happened::Back => {
                match self.page {
                    Page::Menu | Page::Digits(_) | Page::Checking => self.end(),
                    Page::Busy(_) => {}
                    _ => drop(self.goes(Page::Menu)),
                }
                None
            }
            Happened::Backspace => {
                self.digits.pop();
                None
            }
            Happened::Typed(c) => self.typed(c),
            Happened::Choose(id) => self.choose(&id),
            Happened::Answer(answer) => self.hears(answer),
        }
    }

    fn typed(&mut self, c: char) -> Option<Effect> {
        if !matches!(self.page, Page::Digits(_)) || !c.is_ascii_digit() || self.digits.len() >= CARETAKER_DIGITS {
            return None;
        }
        self.digits.push(c);
        if self.digits.len() < CARETAKER_DIGITS {
            return None;
        }
        let digits = self.digits.clone();
        self.digits.zeroize();
        self.page = Page::Checking;
        Some(Effect::Check(digits))
    }

    fn hears(&mut self, answer: Answer) -> Option<Effect> {
        match (answer, self.page) {
            (Answer::Digits(Checked::Right), Page::Checking) => {
                self.go(Page::Menu);
                Some(Effect::Look)
            }
            (Answer::Digits(why), Page::Checking) => {
                self.go(Page::Digits(Some(why)));
                None
            }
            // What comes late is nobody's.
            (Answer::Digits(_), _) => None,
            (Answer::Facts(facts), Page::Digits(_) | Page::Checking) => {
                drop(facts);
                None
            }
            (Answer::Facts(facts), _) => {
                self.facts = Some(facts);
                None
            }
            (Answer::Done(Said::Unlocked), Page::Busy(Act::Unlock(_))) => {
                // The glass says the rest: it is the residents' again.
                self.end();
                None
            }
            (Answer::Done(said), Page::Busy(_)) => {
                self.go(Page::Said(said));
                Some(Effect::Look)
            }
            (Answer::Done(_), _) => None,
        }
    }

    fn choose(&mut self, id: &str) -> Option<Effect> {
        if id == "more" {
            let step = self.fit.saturating_sub(1).max(1);
            self.first = if self.first + step < self.answers().count() { self.first + step } else { 0 };
            return None;
        }
        match (self.page, id) {
            (Page::Menu, "health") => self.goes(Page::Health),
            (Page::Menu, "entries") => self.goes(Page::Entries),
            (Page::Menu, "faults") => self.goes(Page::Faults),
            (Page::Menu, "print") => {
                self.go(Page::Busy(Act::Print));
                Some(Effect::Print(self.language))
            }
            (Page::Menu, "sound") => {
                self.go(Page::Said(Said::Rang));
                Some(Effect::Ring)
            }
            (Page::Menu, "copy") => self.go(Page::Busy(Act::Copy)).then_some(Effect::Copy),
            (Page::Menu, "set-up") if self.set_up => {
                // Nobody is led there before it is known what would stay behind.
                let left = self.facts.as_deref().map(|facts| facts.unarrived);
                Some(left.map_or(Effect::Look, |left| Effect::SetUp { left }))
            }
            (Page::Menu, "restart") => self.go(Page::Sure(Act::Restart)).then_some(Effect::Look),
            (Page::Menu, "off") => self.go(Page::Sure(Act::Off)).then_some(Effect::Look),
            (Page::Menu, "unlock") => self.lock().and_then(|lock| self.goes(Page::Sure(Act::Unlock(lock)))),
            (Page::Menu, "language") => {
                self.language = if self.language == Language::NL { Language::EN } else { Language::NL };
                None
            }
            (Page::Sure(act @ Act::Restart), "yes") => self.go(Page::Busy(act)).then_some(Effect::Restart),
            (Page::Sure(act @ Act::Off), "yes") => self.go(Page::Busy(act)).then_some(Effect::Off),
            (Page::Sure(act @ Act::Unlock(lock)), "yes") if !self.case_open() => {
                self.go(Page::Busy(act)).then_some(Effect::Unlock(lock))
            }
            (Page::Sure(_) | Page::Said(_), _) => {
                self.go(Page::Menu);
                None
            }
            _ => None,
        }
    }

    fn lock(&self) -> Option<u64> {
        self.facts.as_deref().and_then(|facts| facts.lock)
    }

    fn case_open(&self) -> bool {
        self.facts.as_deref().is_some_and(|facts| facts.case_open)
    }

    fn goes(&mut self, page: Page) -> Option<Effect> {
        self.go(page);
        Some(Effect::Look)
    }

    fn go(&mut self, page: Page) -> bool {
        (self.page, self.first) = (page, 0);
        true
    }

    fn end(&mut self) {
        self.digits.zeroize();
        (self.facts, self.over) = (None, true);
    }
}

#[cfg(test)]
mod tests;
