//! What the monkey does, one thing at a time.

use crate::bench::dice::Dice;
use crate::bench::held::all_that_is_held;
use crate::bench::speaking::{SAID, recording};
use crate::bench::{Bench, codes};
use crate::outbox::Outbox;
use crate::{site, site_with_spreekuren};
use chrono::Weekday;
use i_slint_core::input::TouchPhase;
use i_slint_core::platform::InternalEvent;
use inloop::clock::{Clock, NO_EARLIER_THAN};
use inloop::visit::{Event, Presence, Readers, SiteView, Visit};
use inloop_ui::Screen;
use slint::platform::{Key, WindowEvent};
use slint::{ComponentHandle, LogicalPosition, SharedString};
use std::time::Duration;

/// What is typed over and over. Neither can come about by chance.
pub const MARKS: [&str; 2] = ["geheimzq", "0687654321"];
/// The same with what an address needs.
const ADDRESS: &str = "geheimzq@voorbeeld.nl";
/// Letters of every script, a sign that no font has, and keys that do something.
const ODD: [char; 14] = ['é', 'ß', 'ş', 'Ж', 'ї', 'ب', 'پ', 'ሰ', '☃', '\u{202e}', '\u{7f}', '\n', '\t', '\u{1f600}'];
const KEYS: [Key; 9] =
    [Key::Return, Key::Backspace, Key::Tab, Key::Escape, Key::LeftArrow, Key::DownArrow, Key::Shift, Key::F9, Key::F11];
/// What is chosen in "Aa".
const LOOKS: [&str; 4] = ["aa-larger", "aa-contrast", "aa-lower", "aa-louder"];
/// A year; the board's clock may be off by more.
const FAR: i64 = 31_536_000;

pub struct Hand<'a> {
    bench: &'a Bench,
    outbox: &'a Outbox,
    dice: Dice,
    /// The last thing that was done, for whoever has to look for it.
    pub last: String,
    pub visits: u64,
    at_rest: bool,
    full: bool,
}

impl<'a> Hand<'a> {
    pub fn new(bench: &'a Bench, outbox: &'a Outbox, dice: Dice) -> Self {
        Hand { bench, outbox, dice, last: String::new(), visits: 0, at_rest: true, full: false }
    }

    pub fn act(&mut self) {
        match self.dice.below(1_000) {
            0..500 => self.touches(),
            500..620 => self.waits_a_moment(),
            620..700 => self.types(),
            700..730 => self.goes_on(),
            730..760 => self.presses_an_odd_key(),
            760..790 => self.lays_a_palm(),
            790..820 => self.changes_its_dress(),
            820..840 => self.scans(),
            840..860 => self.hears_from_the_desk(),
            860..880 => self.finds_the_post_changed(),
            880..895 => self.sets_the_clock(),
            895..900 => self.fills_the_disk(),
            900..905 => self.listens(),
            905..915 => self.waits_long(),
            915..940 => self.speaks(),
            _ => self.touches_in_the_middle(),
        }
    }

    /// True once after each visit.
    pub fn visit_is_over(&mut self) -> bool {
        let before = std::mem::replace(&mut self.at_rest, self.bench.screen() == Screen::Rest);
        let over = self.at_rest && !before;
        self.visits += u64::from(over);
        over
    }

    pub fn leaves_nothing(&self) {
        assert_eq!(self.bench.log.saying.get(), 0, "the voice still speaks");
        let taped = &self.bench.log.taped;
        assert_eq!((taped.on.get(), taped.plays.get()), (None, None), "the microphone is on, or a recording sounds");
        assert!(SAID.contains(MARKS[0]), "what is spoken is looked for too");
        // What was said is in the bench's own ears; nobody else keeps it.
        self.bench.log.said.take();
        assert!(self.bench.glass.with_visit(Visit::holds_no_words), "the visit holds words");
        let held = all_that_is_held(self.bench);
        let digits: String = held.chars().filter(char::is_ascii_digit).collect();
        for mark in MARKS {
            assert!(!held.contains(mark) && !digits.contains(mark), "{mark:?} is still held");
        }
        assert!(!held.contains("a code"), "a code is still shown");
    }

    fn somewhere(&mut self) -> LogicalPosition {
        let (width, height) = self.bench.panel.pixels;
        LogicalPosition::new(self.dice.below(width as usize) as f32, self.dice.below(height as usize) as f32)
    }

    fn touches(&mut self) {
        let at = self.somewhere();
        self.last = format!("touches {at:?}");
        self.bench.press_and_lift(at);
    }

    /// Where the answers are: not the bar, whose Stop would end most visits early.
    fn touches_in_the_middle(&mut self) {
        let at = self.somewhere();
        let at = LogicalPosition::new(at.x, at.y * 0.8);
        self.last = format!("touches {at:?}");
        self.bench.press_and_lift(at);
    }

    fn waits_a_moment(&mut self) {
        self.last = "waits a moment".to_owned();
        self.bench.wait(Duration::from_millis(500));
    }

    fn waits_long(&mut self) {
        let seconds = self.dice.below(150) as u64;
        self.last = format!("waits {seconds} s");
        self.bench.wait(Duration::from_secs(seconds));
    }

    fn types(&mut self) {
        self.last = "types".to_owned();
        let words = self.dice.of(&[MARKS[0], MARKS[1], ADDRESS]);
        words.chars().for_each(|c| self.bench.glass.deliver(Event::Typed(c.into())));
    }

    fn goes_on(&mut self) {
        self.last = "goes on".to_owned();
        self.bench.glass.deliver(Event::Next);
    }

    fn presses_an_odd_key(&mut self) {
        let text = if self.dice.one_in(2) { SharedString::from(self.dice.of(&ODD)) } else { self.dice.of(&KEYS).into() };
        self.last = format!("presses {text:?}");
        let window = self.bench.app.window();
        window.dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        if self.dice.one_in(3) {
            // Held: it repeats.
            window.dispatch_event(WindowEvent::KeyPressRepeated { text: text.clone() });
        }
        window.dispatch_event(WindowEvent::KeyReleased { text });
    }

    /// Down together and up in any order; sometimes one is never lifted, as when the cloth wipes over the edge.
    fn lays_a_palm(&mut self) {
        self.last = "lays a palm".to_owned();
        let fingers: Vec<(i32, LogicalPosition)> = (0..2 + self.dice.below(3) as i32).map(|id| (id, self.somewhere())).collect();
        let window = self.bench.app.window();
        let touch = |(id, at): (i32, LogicalPosition), phase| {
            let position = i_slint_core::lengths::LogicalPoint::new(at.x, at.y);
            window.dispatch_event(WindowEvent::internal(InternalEvent::Touch { id, position, phase }));
        };
        fingers.iter().for_each(|finger| touch(*finger, TouchPhase::Started));
        let at = self.somewhere();
        touch((0, at), TouchPhase::Moved);
        let mut down = fingers;
        while !down.is_empty() {
            let finger = down.swap_remove(self.dice.below(down.len()));
            let phase = if self.dice.one_in(8) { TouchPhase::Cancelled } else { TouchPhase::Ended };
            touch(finger, phase);
        }
    }

    fn changes_its_dress(&mut self) {
        if self.dice.one_in(2) {
            let look = self.dice.of(&LOOKS);
            self.last = format!("chooses {look}");
            self.bench.glass.deliver(Event::Seeing);
            self.bench.choose(look);
            return self.bench.glass.deliver(Event::Next);
        }
        let language = self.dice.of(&crate::bench::LANGUAGES);
        self.last = format!("turns to {language}");
        self.bench.glass.deliver(Event::Languages);
        self.bench.choose(language);
    }

    fn scans(&mut self) {
        self.last = "scans".to_owned();
        match self.dice.below(4) {
            0 => self.bench.scans(&codes()[0]),
            1 => self.bench.scans("https://example.nl/?q=%00%ff';drop table entries"),
            2 => self.bench.scans(&"9".repeat(90)),
            _ => self.bench.scans(ADDRESS),
        }
    }

    fn hears_from_the_desk(&mut self) {
        let Some(entry) = self.outbox.one_of_the_last(&mut self.dice) else { return };
        self.last = "hears from the desk".to_owned();
        let days = [None, Some(Weekday::Thu), Some(Weekday::Mon)];
        self.bench.glass.deliver(match self.dice.below(3) {
            0 => Event::CallDelivered(entry),
            1 => Event::SomebodyComes(entry),
            _ => Event::DeskReceipt(entry, self.dice.of(&days)),
        });
    }

    /// The network goes and comes, staff come and go, paper runs out, the team changes what it offers.
    fn finds_the_post_changed(&mut self) {
        self.last = "finds the post changed".to_owned();
        let mut post = match self.dice.below(8) {
            0 => SiteView::unknown(),
            1 | 2 => site(),
            _ => site_with_spreekuren(),
        };
        post.online = self.dice.one_in(2);
        post.clock_trusted = self.bench.clock.stamp().trusted;
        post.printer_ready = self.dice.one_in(2);
        post.scanner = self.dice.one_in(2);
        post.may_speak = !self.dice.one_in(4);
        post.handset = self.dice.one_in(2);
        post.presence = self.dice.of(&[Presence::Somebody, Presence::Nobody, Presence::Unknown]);
        post.open_now = self.dice.of(&[None, Some(true), Some(false)]);
        if self.dice.one_in(4) {
            post.ways.clear();
            post.messages.clear();
        }
        if self.dice.one_in(4) {
            post.offers.clear();
            post.expected.clear();
            post.readers = Readers::Organisations(vec!["Wijkteam".into(), "Gemeente".into()]);
        }
        self.bench.glass.deliver(Event::Site(post));
    }

    /// The voice comes to the end of some of what it has to say, or of something that it was told to stop saying.
    fn listens(&mut self) {
        self.last = "listens".to_owned();
        self.bench.glass.deliver(Event::ReadAloud);
        for _ in 0..self.dice.below(20) {
            self.bench.glass.said(self.bench.log.saying.replace(0));
        }
        self.bench.glass.said(self.dice.below(1_000) as u64);
    }

    /// Goes where one speaks, and the microphone hears, fails, or is done; sometimes too late.
    fn speaks(&mut self) {
        self.last = "speaks".to_owned();
        let tiles = ["tell-speak", "speak-start", "speak-stop", "speak-again", "speak-play", "speak-delete"];
        if self.dice.one_in(3) {
            self.bench.glass.deliver(Event::Stop);
            for id in ["question", "topic-money", "need-explain", "tell-speak", "speak-start"] {
                self.bench.glass.deliver(Event::Touch);
                self.bench.choose(id);
            }
        }
        for _ in 0..self.dice.below(4) {
            let seconds = 1 + self.dice.below(119) as u64;
            match self.dice.below(8) {
                0 => self.bench.hands_over(seconds),
                1 if self.dice.one_in(3) => self.bench.microphone_fails(None),
                1 => self.bench.microphone_fails(Some(recording(seconds))),
                2 => self.bench.playing_ends(),
                3 | 4 if self.bench.log.taped.on.get().is_some() => {
                    let loudness = self.dice.below(12) as u8;
                    self.bench.hears_somebody(seconds, loudness);
                }
                _ => {
                    let tile = self.dice.of(&tiles);
                    self.bench.choose(tile);
                }
            }
        }
    }

    fn sets_the_clock(&mut self) {
        let trusted = self.dice.one_in(2);
        let now = self.bench.clock.stamp().at.timestamp();
        let at = match self.dice.below(4) {
            0 => 0,
            1 => now + FAR,
            2 => now - FAR,
            _ => NO_EARLIER_THAN,
        };
        self.last = format!("sets the clock to {at}");
        self.bench.clock.jump(at.max(0), trusted);
    }

    fn fills_the_disk(&mut self) {
        self.full = !self.full && self.dice.one_in(2);
        self.last = format!("the disk is {}", if self.full { "full" } else { "free" });
        self.outbox.fill(self.full);
    }
}
