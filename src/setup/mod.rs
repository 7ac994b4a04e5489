//! A machine that belongs to nobody yet: what whoever built it is asked at its glass, before it is a kiosk.
//!
//! 1. Nothing is decided before the end: what was answered is handed over whole with [`Effect::Settle`], and until then the machine is
//!    what it was. A power cut in the middle leaves nothing half done.
//! 2. What the configuration says is not asked.
//! 3. Nobody is believed to be the desk before two people have compared four words.
//! 4. What takes time is asked of the machine ([`Effect`]) and comes back as an [`Answer`].
//!
//! It can be gone through again later, from the caretaker's screen; left alone there, it ends and has changed nothing.
//! Nothing here asks for the time: `now` is an argument.

mod given;
mod show;

pub use given::{Answer, Ask, Decided, Effect, Given, Switch, Why};

use crate::entry::{Language, Unarrived};
use crate::visit::Event;
use crate::wire::EnrolCode;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use zeroize::{Zeroize, Zeroizing};

/// The long side of a bank card in millimetres (ISO/IEC 7810, ID-1): everybody has one at hand, and all are alike.
pub const CARD_LONG: f32 = 85.60;

/// Its short side, for a glass that is narrower than the long one.
pub const CARD_SHORT: f32 = 53.98;

/// What one touch on longer or shorter changes, in pixels: less than half a millimetre of any panel, and still to be seen.
pub const LINE_STEP: u32 = 2;

/// No side of a panel is shorter, in millimetres: nobody could read what stands on it, and the configuration takes no other.
pub const LEAST_SIDE: f32 = 50.0;

/// The glass is at most so many lines wide: with a longer or a shorter one it would be no panel that people read.
const MOST_LINES_ACROSS: u32 = 12;

/// Gone through again, it ends without a touch for so long: whoever looks for a code at the desk finds it still open.
pub const LEFT_ALONE_AFTER: Duration = Duration::from_secs(10 * 60);

/// The longest address that is typed, in characters: a name of 253 (RFC 1035) would be no name to type.
pub const ADDRESS_MOST: usize = 80;

/// Letters and digits of a code.
pub const CODE: usize = 8;

/// Both languages of its texts, a file each, read by nobody else.
pub const TEXTS: [(&str, &str); 2] = [("nl", include_str!("lang/nl.ftl")), ("en", include_str!("lang/en.ftl"))];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Language,
    Forgot,
    Line,
    Sound,
    Paper,
    Switches,
    Desk,
    /// Something waits here that would stay behind.
    Left,
    Address,
    Code,
    /// Why it is not taken in; where it goes on from there, [`Setup::mends`] says.
    Why(Why),
    Asking,
    Words([&'static str; 4]),
    /// Whether the desk answers.
    Waiting(bool),
    Settling,
    NotSettled,
    Done,
}

/// How the bell or the slip went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tried {
    #[default]
    NotYet,
    Runs,
    Well,
    Badly,
}

/// The open screen.
pub struct Setup {
    given: Given,
    page: Page,
    language: Language,
    larger: bool,
    /// The line in pixels.
    line: u32,
    short_side: bool,
    measured: bool,
    sound: Tried,
    paper: Tried,
    seen: BTreeSet<Switch>,
    case_open: bool,
    anew: bool,
    address: String,
    code: Zeroizing<String>,
    /// The last time that a desk was asked.
    ask: Ask,
    /// The desk said yes, and what was decided is not on the disk yet.
    taken_in: bool,
    /// What was decided is on the disk: parts may still be tried again.
    settled: bool,
    last: Instant,
    over: bool,
}

impl std::fmt::Debug for Setup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Setup").field("page", &self.page).finish_non_exhaustive()
    }
}

impl Setup {
    /// Opens it on a machine of which this is `given`; it speaks English where the glass rests in it, and Dutch elsewhere.
    pub fn open(given: Given, glass: Language, now: Instant) -> Self {
        let language = if glass == Language::EN { Language::EN } else { Language::NL };
        let mut setup = Setup {
            page: Page::Language,
            language,
            larger: false,
            line: 0,
            short_side: false,
            measured: false,
            sound: Tried::default(),
            paper: Tried::default(),
            seen: BTreeSet::new(),
            case_open: false,
            anew: given.enrolled.is_none(),
            address: given.address.clone().unwrap_or_default(),
            // Room for all of it, so that no half-grown copy is left behind.
            code: Zeroizing::new(String::with_capacity(CODE)),
            ask: Ask::default(),
            taken_in: false,
            settled: false,
            last: now,
            over: false,
            given,
        };
        setup.line = setup.line_of(CARD_LONG);
        setup
    }

    /// When it ends, or begins as what was decided, by itself; never on a machine that is nobody's yet.
    pub fn wake_at(&self) -> Option<Instant> {
        let waits = !matches!(self.page, Page::Asking | Page::Settling) && !self.taken_in;
        (self.settled || self.given.again && waits).then(|| self.last + LEFT_ALONE_AFTER)
    }

    /// It has ended, and changed nothing: the glass is the residents' again.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Somebody did this at the glass at `now`.
    #[must_use = "somebody waits for it"]
    pub fn handle(&mut self, event: &Event, now: Instant) -> Option<Effect> {
        if self.wake_at().is_some_and(|at| at <= now) {
            if !self.settled {
                return self.end();
            }
            // It is what was decided, whether or not somebody says so.
            self.last = now;
            return Some(Effect::Restart);
        }
        if event.shows_somebody_is_there() {
            self.last = now;
        }
        match event {
            Event::Size | Event::Seeing => self.larger = !self.larger,
            Event::Stop if self.given.again && !self.taken_in && !self.settled && self.page != Page::Settling => {
                return self.end();
            }
            Event::Back => return self.goes_back(),
            Event::Next => return self.goes_on(),
            Event::Backspace => drop(self.field().map(String::pop)),
            Event::Typed(letter) => return self.typed(letter.reveal()),
            Event::Choose(id) => return self.choose(id),
            Event::LeafletPrinted(printed) if self.paper == Tried::Runs => {
                self.paper = if *printed { Tried::Well } else { Tried::Badly };
            }
            _ => {}
        }
        None
    }

    /// The line ends so many pixels from its beginning.
    pub fn line(&mut self, pixels: u32, now: Instant) {
        self.last = now;
        if self.page == Page::Line {
            self.line = pixels.clamp(self.shortest(), self.longest());
        }
    }

    /// A switch moved: it is pressed, lifted, seen or open now, or no longer.
    pub fn switched(&mut self, switch: Switch, active: bool, now: Instant) {
        self.last = now;
        if switch == Switch::Case {
            self.case_open = active;
        }
        if active {
            self.seen.insert(switch);
        }
    }

    /// The machine says this.
    #[must_use = "somebody waits for it"]
    pub fn hears(&mut self, answer: Answer) -> Option<Effect> {
        let now = self.ask;
        match (answer, self.page) {
            (Answer::Words(ask, words), Page::Asking) if ask == now => self.page = Page::Words(words),
            (Answer::NotEnrolled(ask, why), Page::Asking | Page::Words(_) | Page::Waiting(_)) if ask == now => {
                self.code.zeroize();
                self.page = Page::Why(why);
            }
            (Answer::Reached(ask, reached), Page::Waiting(_)) if ask == now => self.page = Page::Waiting(reached),
            (Answer::TakenIn(ask), Page::Waiting(_)) if ask == now => {
                self.taken_in = true;
                return Some(self.settles());
            }
            (Answer::Settled(true), Page::Settling) => {
                (self.taken_in, self.settled, self.page) = (false, true, Page::Done);
            }
            (Answer::Settled(false), Page::Settling) => self.page = Page::NotSettled,
            // What comes late is nobody's.
            _ => {}
        }
        None
    }

    fn field(&mut self) -> Option<&mut String> {
        match self.page {
            Page::Address => Some(&mut self.address),
            Page::Code => Some(&mut self.code),
            _ => None,
        }
    }

    fn typed(&mut self, c: char) -> Option<Effect> {
        match self.page {
            Page::Address if self.address.len() < ADDRESS_MOST && is_of_an_address(c) => {
                self.address.push(c.to_ascii_lowercase());
            }
            Page::Code if self.code.len() < CODE && c.is_ascii_alphanumeric() => {
                self.code.push(c.to_ascii_uppercase());
                if self.code.len() == CODE {
                    return self.goes_on();
                }
            }
            _ => {}
        }
        None
    }

    fn choose(&mut self, id: &str) -> Option<Effect> {
        match (self.page, id) {
            (Page::Language, "nl") => return self.speaks(Language::NL),
            (Page::Language, "en") => return self.speaks(Language::EN),
            (Page::Line, "longer") => self.line = (self.line + LINE_STEP).min(self.longest()),
            (Page::Line, "shorter") => self.line = self.line.saturating_sub(LINE_STEP).max(self.shortest()),
            (Page::Line, "side") => {
                self.short_side = !self.short_side;
                self.line = self.line_of(self.card());
            }
            (Page::Line, "fits") => {
                self.measured = true;
                return self.goes_on();
            }
            (Page::Sound, "again") => return Some(Effect::Ring),
            (Page::Sound, "yes") => {
                self.sound = Tried::Well;
                return self.goes_on();
            }
            (Page::Sound, "no") => self.sound = Tried::Badly,
            (Page::Paper, "print") if self.paper != Tried::Runs => {
                self.paper = Tried::Runs;
                return Some(Effect::Print(self.language));
            }
            (Page::Desk, "stays") => {
                self.anew = false;
                return Some(self.settles());
            }
            (Page::Desk, "anew") => {
                self.anew = true;
                return self.goes_on();
            }
            (Page::Words(_), "yes") => {
                self.page = Page::Waiting(true);
                return Some(Effect::WordsAreTheSame(self.ask));
            }
            (Page::Words(_), "no") => {
                self.page = Page::Why(Why::OtherWords);
                self.code.zeroize();
                return Some(Effect::Forget);
            }
            (Page::Why(why), "on") => self.page = self.mends(why),
            (Page::NotSettled, "again") => return Some(self.settles()),
            // What is to be tried once more is tried as it was at first.
            (Page::Done, "try") => return self.enters(Page::Sound),
            (Page::Done, "begin") if !self.case_open => return Some(Effect::Restart),
            (_, "on") => return self.goes_on(),
            _ => {}
        }
        None
    }

    fn speaks(&mut self, language: Language) -> Option<Effect> {
        self.language = language;
        self.goes_on()
    }

    /// The pages that this machine asks, in their order.
    fn steps(&self) -> Vec<Page> {
        let steps = [
            (true, Page::Language),
            (self.given.forgot, Page::Forgot),
            (!self.given.panel_said, Page::Line),
            (true, Page::Sound),
            (self.given.printer, Page::Paper),
            (!self.given.switches.is_empty(), Page::Switches),
            (self.given.enrolled.is_some(), Page::Desk),
            (self.given.enrolled.is_some() && self.given.left != Some(Unarrived::default()), Page::Left),
            (self.given.asks_address(), Page::Address),
            (true, Page::Code),
        ];
        let tries = |page: Page| matches!(page, Page::Sound | Page::Paper | Page::Switches);
        if self.settled {
            let again = steps.into_iter().filter_map(|(asked, page)| (asked && tries(page)).then_some(page));
            return again.chain([Page::Done]).collect();
        }
        steps.into_iter().filter_map(|(asked, page)| asked.then_some(page)).collect()
    }

    /// Where this page stands among them.
    fn at(&self, steps: &[Page]) -> Option<usize> {
        steps.iter().position(|step| std::mem::discriminant(step) == std::mem::discriminant(&self.page))
    }

    fn goes_on(&mut self) -> Option<Effect> {
        match self.page {
            Page::Address if self.address.is_empty() => return None,
            Page::Code => return self.asks(),
            Page::Why(why) => {
                self.page = self.mends(why);
                return None;
            }
            // These are answered.
            Page::Desk if !self.anew => return None,
            Page::Done => return None,
            _ => {}
        }
        let steps = self.steps();
        let next = self.at(&steps).and_then(|at| steps.get(at + 1).copied())?;
        self.enters(next)
    }

    fn goes_back(&mut self) -> Option<Effect> {
        match self.page {
            Page::Words(_) | Page::Asking | Page::Waiting(_) => {
                self.code.zeroize();
                self.page = Page::Code;
                return Some(Effect::Forget);
            }
            Page::Why(why) => {
                self.page = self.mends(why);
                return None;
            }
            Page::Settling | Page::NotSettled | Page::Done => return None,
            _ => {}
        }
        let steps = self.steps();
        let before = self.at(&steps).and_then(|at| steps.get(at.checked_sub(1)?).copied())?;
        self.enters(before)
    }

    fn enters(&mut self, page: Page) -> Option<Effect> {
        self.page = page;
        (page == Page::Sound).then(|| {
            self.sound = Tried::NotYet;
            Effect::Ring
        })
    }

    fn asks(&mut self) -> Option<Effect> {
        if self.code.len() < CODE {
            return None;
        }
        match EnrolCode::parse(&self.code) {
            Ok(code) => {
                (self.page, self.ask) = (Page::Asking, Ask(self.ask.0.wrapping_add(1)));
                let address = self.given.asks_address().then(|| format!("https://{}", self.address));
                Some(Effect::Enrol(self.ask, address, code))
            }
            Err(_) => {
                self.code.zeroize();
                self.page = Page::Why(Why::NoCode);
                None
            }
        }
    }

    /// Where that is mended. An address that the configuration names cannot be mended here.
    fn mends(&self, why: Why) -> Page {
        if why.is_of_the_address() && self.given.asks_address() { Page::Address } else { Page::Code }
    }

    fn settles(&mut self) -> Effect {
        self.page = Page::Settling;
        let languages = (!self.given.languages_said).then(|| {
            let other = if self.language == Language::EN { Language::NL } else { Language::EN };
            [self.language, other]
        });
        let px_per_mm = self.measured.then(|| self.line as f32 / self.card());
        let address = (self.anew && self.given.asks_address()).then(|| format!("https://{}", self.address));
        Effect::Settle(Decided { languages, px_per_mm, address, anew: self.anew })
    }

    fn end(&mut self) -> Option<Effect> {
        self.code.zeroize();
        self.over = true;
        Some(Effect::Forget)
    }

    fn card(&self) -> f32 {
        if self.short_side { CARD_SHORT } else { CARD_LONG }
    }

    /// The line that would be so long if the panel were what it is taken for.
    fn line_of(&self, mm: f32) -> u32 {
        ((mm * self.given.px_per_mm) as u32).clamp(self.shortest(), self.longest())
    }

    fn shortest(&self) -> u32 {
        self.given.pixels.0.max(self.given.pixels.1) / MOST_LINES_ACROSS
    }

    /// The whole glass, or what makes its shorter side as short as a panel can be.
    fn longest(&self) -> u32 {
        let (width, height) = self.given.pixels;
        let least = (self.card() * width.min(height) as f32 / LEAST_SIDE) as u32;
        least.min(width).max(self.shortest())
    }
}

/// What an address is made of.
fn is_of_an_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']')
}

#[cfg(test)]
mod tests;
