//! What it shows, in the screens that residents have, and in one of its own.

use super::{ADDRESS_MOST, CODE, Given, Page, Setup, Switch, Tried, Why};
use crate::entry::Unarrived;
use crate::texts::{Arg, Text};
use crate::visit::{Bar, Choices, Keys, Measure, Message, NextButton, Own, Screen, Tile, Typing, View};

impl Setup {
    /// All of the glass.
    pub fn view(&self) -> View<'_> {
        let steps = self.steps();
        let first = self.at(&steps) == Some(0);
        let asked = matches!(self.page, Page::Words(_) | Page::Asking | Page::Waiting(_) | Page::Why(_));
        let typed = match self.page {
            Page::Address => !self.address.is_empty(),
            Page::Code => self.code.len() == CODE,
            _ => false,
        };
        let stop = self.given.again && !self.taken_in && !self.settled && self.page != Page::Settling;
        let back = asked || (!first && self.page != Page::Done && self.at(&steps).is_some());
        let next = typed.then(|| NextButton { label: Text::key("bar-next"), icon: "next" });
        View::of_staff(self.screen(), Bar::of_staff(stop, back, next), self.language, self.larger)
    }

    fn screen(&self) -> Screen<'_> {
        match self.page {
            Page::Language => Screen::Choices(Choices {
                question: Text::key("setup-language"),
                notes: vec![Text::key("setup-language-note")],
                notes_give_way: false,
                tiles: vec![plain("nl"), plain("en")],
                asides: Vec::new(),
            }),
            Page::Forgot => {
                let lines = vec![Text::key("setup-forgot-how"), Text::key("setup-forgot-safe")];
                message("offline", "setup-forgot", lines, vec![tile("on", "next")])
            }
            Page::Line => Screen::Measure(self.measure()),
            Page::Sound => self.sound(),
            Page::Paper => self.paper(),
            Page::Switches => {
                let lines = self.given.switches.iter().map(|switch| self.said_of(*switch)).collect();
                message("touch", "setup-switches", lines, vec![tile("on", "yes")])
            }
            Page::Desk => {
                let desk = Arg::Plain(self.given.enrolled.clone().unwrap_or_default());
                let lines = vec![Text::key("setup-desk-is").with("desk", desk), Text::key("setup-desk-anew")];
                message("door", "setup-desk", lines, vec![tile("stays", "yes"), tile("anew", "again")])
            }
            Page::Left => left(self.given.left),
            Page::Address => typing("setup-address", "setup-address-note", &self.address, ADDRESS_MOST),
            Page::Code => typing("setup-code", "setup-code-note", &self.code, CODE),
            Page::Why(why) => {
                let [title, how] = said(why);
                message("offline", title, vec![Text::key(how)], vec![tile("on", "next")])
            }
            Page::Asking => message("waiting", "setup-asking", Vec::new(), Vec::new()),
            Page::Words(words) => {
                // One sentence, so that no small panel tears them apart.
                let numbered = words.iter().enumerate().map(|(at, word)| format!("{}\u{a0}{word}", at + 1));
                let lines = vec![Text::verbatim(numbered.collect::<Vec<_>>().join("   "))];
                message("phone", "setup-words", lines, vec![tile("yes", "yes"), tile("no", "no")])
            }
            Page::Waiting(reached) => {
                let silent = (!reached).then(|| Text::key("setup-waiting-silent"));
                let lines = [Text::key("setup-waiting-how")].into_iter().chain(silent).collect();
                message("waiting", "setup-waiting", lines, Vec::new())
            }
            Page::Settling => message("waiting", "setup-settling", Vec::new(), Vec::new()),
            Page::NotSettled => {
                message("offline", "setup-not-settled", vec![Text::key("setup-not-settled-how")], vec![tile("again", "again")])
            }
            Page::Done => self.done(),
        }
    }

    fn measure(&self) -> Measure {
        let note = if self.short_side { "setup-line-short" } else { "setup-line-long" };
        let mut tiles = vec![tile("shorter", "back"), tile("longer", "next"), tile("fits", "yes")];
        // What does not fit along the glass is measured by its other side.
        if self.short_side || self.line == self.longest() {
            let label = if self.short_side { "setup-tile-long-side" } else { "setup-tile-short-side" };
            tiles.push(Tile { id: "side".into(), label: Text::key(label), icon: Some("again"), picked: false });
        }
        Measure { question: Text::key("setup-line"), note: Text::key(note), line: self.line, tiles }
    }

    fn sound(&self) -> Screen<'_> {
        let line = if self.sound == Tried::Badly { "setup-sound-silent" } else { "setup-sound-rang" };
        let tiles = match self.sound {
            Tried::Badly => vec![tile("again", "again"), tile("on", "next")],
            _ => vec![tile("yes", "yes"), tile("no", "no"), tile("again", "again")],
        };
        message("speak", "setup-sound", vec![Text::key(line)], tiles)
    }

    fn paper(&self) -> Screen<'_> {
        let (line, tiles) = match self.paper {
            Tried::NotYet => ("setup-paper-not-yet", vec![tile("print", "printer"), tile("on", "next")]),
            Tried::Runs => ("setup-paper-runs", Vec::new()),
            Tried::Well => ("setup-paper-well", vec![tile("on", "yes"), tile("print", "again")]),
            Tried::Badly => ("setup-paper-badly", vec![tile("print", "again"), tile("on", "next")]),
        };
        message("printer", "setup-paper", vec![Text::key(line)], tiles)
    }

    fn said_of(&self, switch: Switch) -> Text {
        let name = Text::key(match switch {
            Switch::Previous => "setup-switch-previous",
            Switch::Choose => "setup-switch-choose",
            Switch::Next => "setup-switch-next",
            Switch::Hook => "setup-switch-hook",
            Switch::Presence => "setup-switch-presence",
            Switch::Case => "setup-switch-case",
        });
        let key = match (switch, self.seen.contains(&switch)) {
            (Switch::Case, true) if self.case_open => "setup-switch-open",
            (_, true) => "setup-switch-works",
            (_, false) => "setup-switch-waits",
        };
        Text::key(key).with("switch", Arg::Text(name))
    }

    fn done(&self) -> Screen<'_> {
        let Given { printer, switches, .. } = &self.given;
        let unseen = switches.iter().filter(|switch| !self.seen.contains(switch)).count();
        let (sound, paper) = (self.sound == Tried::Well, self.paper == Tried::Well || !printer);
        let well = sound && paper && unseen == 0;
        // What is to be done next comes first: the rest may stand on another page of a small panel.
        let mut lines = vec![Text::key(if self.case_open { "setup-done-case" } else { "setup-done-how" })];
        lines.push(Text::key(if sound { "setup-done-sound" } else { "setup-done-no-sound" }));
        lines.push(Text::key(match (printer, paper) {
            (false, _) => "setup-done-without-printer",
            (true, true) => "setup-done-paper",
            (true, false) => "setup-done-no-paper",
        }));
        if !switches.is_empty() {
            let unseen = Arg::Count(u32::try_from(unseen).unwrap_or(u32::MAX));
            lines.push(Text::key("setup-done-switches").with("unseen", unseen));
        }
        let begin = (!self.case_open).then(|| tile("begin", "yes"));
        let again = (!well).then(|| tile("try", "again"));
        let title = if well && !self.case_open { "setup-done" } else { "setup-nearly-done" };
        message("kept", title, lines, begin.into_iter().chain(again).collect())
    }
}

/// Before it is enrolled again: what comes along with the old name, and what has to be copied first.
fn left(left: Option<Unarrived>) -> Screen<'static> {
    let count = |many: u64| Arg::Count(u32::try_from(many).unwrap_or(u32::MAX));
    let [same, other, copy] = ["setup-left-same", "setup-left-other", "setup-left-copy"].map(Text::key);
    let (title, lines) = match left {
        None => (Text::key("setup-left-unknown"), vec![copy]),
        Some(Unarrived { waiting: 0, parked }) => (Text::key("setup-left-parked").with("left", count(parked)), vec![copy]),
        Some(Unarrived { waiting, parked: 0 }) => (Text::key("setup-left").with("left", count(waiting)), vec![same, other]),
        Some(Unarrived { waiting, parked }) => {
            // First what is lost where nobody does anything: a small panel shows a line at a time.
            let too = Text::key("setup-left-too").with("parked", count(parked));
            (Text::key("setup-left").with("left", count(waiting)), vec![too, copy, same])
        }
    };
    Screen::Message(Message { icon: "waiting", title, lines, teken: None, tiles: vec![tile("on", "next")] })
}

fn typing<'a>(question: &'static str, note: &'static str, words: &'a str, room: usize) -> Screen<'a> {
    Screen::Typing(Typing {
        question: Text::key(question),
        notes: vec![Text::key(note)],
        words: Own::Shown(words),
        keys: Keys::Address,
        used: words.len(),
        room,
        counter: None,
    })
}

fn said(why: Why) -> [&'static str; 2] {
    match why {
        Why::NoAddress => ["setup-why-no-address", "setup-why-no-address-how"],
        Why::Unreached => ["setup-why-unreached", "setup-why-unreached-how"],
        Why::NoDesk => ["setup-why-no-desk", "setup-why-no-desk-how"],
        Why::OtherDesk => ["setup-why-other-desk", "setup-why-other-desk-how"],
        Why::NoCode => ["setup-why-no-code", "setup-why-no-code-how"],
        Why::BadCode => ["setup-why-bad-code", "setup-why-bad-code-how"],
        Why::TooOften => ["setup-why-too-often", "setup-why-too-often-how"],
        Why::Refused => ["setup-why-refused", "setup-why-refused-how"],
        Why::OtherWords => ["setup-why-other-words", "setup-why-other-words-how"],
        Why::OtherVersion => ["setup-why-other-version", "setup-why-other-version-how"],
        Why::Else => ["setup-why-else", "setup-why-else-how"],
    }
}

fn message(icon: &'static str, title: &'static str, lines: Vec<Text>, tiles: Vec<Tile>) -> Screen<'static> {
    Screen::Message(Message { icon, title: Text::key(title), lines, teken: None, tiles })
}

fn tile(id: &'static str, icon: &'static str) -> Tile {
    Tile { id: id.into(), label: Text::key(format!("setup-tile-{id}")), icon: Some(icon), picked: false }
}

fn plain(id: &'static str) -> Tile {
    Tile { icon: None, ..tile(id, "") }
}
