//! What the caretaker's screen shows, in the screens that residents have.

use super::{Act, Caretaker, Checked, Facts, NotCopied, Page, Part, Refused, Said};
use crate::texts::{Arg, Text};
use crate::visit::{Bar, Choices, Keys, Message, Own, Screen, Tile, Typing, View};
use crate::wire::CARETAKER_DIGITS;

/// The answers of the menu: id, and pictogram.
pub(super) const MENU: [(&str, &str); 10] = [
    ("health", "yes"),
    ("entries", "waiting"),
    ("faults", "offline"),
    ("copy", "kept"),
    ("print", "printer"),
    ("sound", "speak"),
    ("set-up", "edit"),
    ("restart", "again"),
    ("off", "stop"),
    ("language", "language"),
];

/// And the first of them, where the glass is locked.
const UNLOCK: (&str, &str) = ("unlock", "safe");

/// As many as there are digits.
const COVERED: &str = "********";

impl Caretaker {
    /// All of the glass.
    pub fn view(&self) -> View<'_> {
        let back = !matches!(self.page, Page::Digits(_) | Page::Checking | Page::Busy(_));
        View::of_staff(self.screen(), Bar::of_staff(true, back, None), self.language, self.larger)
    }

    fn screen(&self) -> Screen<'_> {
        match self.page {
            Page::Digits(why) => Screen::Typing(Typing {
                question: Text::key("care-digits"),
                notes: vec![Text::key(match why {
                    None => "care-digits-ask",
                    Some(Checked::Wrong | Checked::Right) => "care-digits-wrong",
                    Some(Checked::TooOften) => "care-digits-often",
                    Some(Checked::NoDesk) => "care-digits-no-desk",
                })],
                // Whoever stands behind sees how many, and not which.
                words: Own::Shown(COVERED.get(..self.digits.len()).unwrap_or(COVERED)),
                keys: Keys::Teken,
                used: self.digits.len(),
                room: CARETAKER_DIGITS,
                counter: None,
            }),
            Page::Checking => message("waiting", "care-checking", Vec::new(), Vec::new()),
            Page::Menu => Screen::Choices(Choices {
                question: Text::key("care-menu"),
                notes: Vec::new(),
                notes_give_way: true,
                tiles: self.menu(),
                asides: Vec::new(),
            }),
            Page::Health => {
                let well = self.facts.as_deref().is_none_or(Facts::is_well);
                self.told(if well { "yes" } else { "again" }, "care-health", Facts::health)
            }
            Page::Entries => self.told("waiting", "care-entries", Facts::listed),
            Page::Faults => self.told("offline", "care-faults", Facts::went_wrong),
            Page::Sure(act) => {
                let (icon, title, sure) = match act {
                    Act::Off => ("stop", "care-off", "care-off-sure"),
                    Act::Unlock(_) if self.case_open() => return self.said(Said::CaseOpen),
                    Act::Unlock(_) => (UNLOCK.1, "care-unlock", "care-unlock-sure"),
                    Act::Print | Act::Copy | Act::Restart => ("again", "care-restart", "care-restart-sure"),
                };
                message(icon, title, vec![Text::key(sure)], vec![tile("yes", "yes"), tile("no", "no")])
            }
            Page::Busy(act) => {
                let title = match act {
                    Act::Print => "care-printing",
                    Act::Copy => "care-copying",
                    Act::Restart => "care-restarting",
                    Act::Off => "care-going-off",
                    Act::Unlock(_) => "care-unlocking",
                };
                let lines = match act {
                    Act::Copy => vec![Text::key("care-copying-stick")],
                    Act::Off => vec![Text::key("care-goes-off")],
                    _ => Vec::new(),
                };
                message("waiting", title, lines, Vec::new())
            }
            Page::Said(said) => self.said(said),
        }
    }

    /// All answers of the menu as it is now.
    pub(super) fn answers(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let set_up = self.set_up;
        let menu = MENU.into_iter().filter(move |(id, _)| set_up || *id != "set-up");
        self.lock().map(|_| UNLOCK).into_iter().chain(menu)
    }

    fn menu(&self) -> Vec<Tile> {
        let tiles: Vec<Tile> = self.answers().map(|(id, icon)| tile(id, icon)).collect();
        if tiles.len() <= self.fit {
            return tiles;
        }
        let page = tiles.into_iter().skip(self.first).take(self.fit.saturating_sub(1).max(1));
        page.chain([Tile { id: "more".into(), label: Text::key("more"), icon: Some("more"), picked: false }]).collect()
    }

    fn told(&self, icon: &'static str, title: &'static str, lines: impl Fn(&Facts) -> Vec<Text>) -> Screen<'_> {
        let lines = self.facts.as_deref().map_or_else(|| vec![Text::key("care-looking")], lines);
        message(icon, title, lines, Vec::new())
    }

    fn said(&self, said: Said) -> Screen<'_> {
        let absent = self.facts.as_deref().is_some_and(|facts| facts.printer == Part::Absent);
        let (icon, title, line) = match said {
            Said::Printed => ("printer", "care-print", Text::key("care-printed")),
            Said::NotPrinted if absent => ("printer", "care-print", Text::key("care-no-printer")),
            Said::NotPrinted => ("printer", "care-print", Text::key("care-not-printed")),
            Said::Rang => ("speak", "care-sound", Text::key("care-rang")),
            Said::Copied(many) => ("kept", "care-copy", Text::key("care-copied").with("count", Arg::Count(many))),
            Said::NotCopied(why) => ("kept", "care-copy", Text::key(not_copied(why))),
            Said::NotOff => ("stop", "care-off", Text::key("care-not-off")),
            Said::Unlocked => (UNLOCK.1, "care-unlock", Text::key("care-unlocked")),
            Said::CaseOpen => (UNLOCK.1, "care-unlock", Text::key("care-unlock-open")),
            Said::OtherLock => (UNLOCK.1, "care-unlock", Text::key("care-unlock-other")),
        };
        message(icon, title, vec![line], vec![tile("on", "yes")])
    }
}

fn not_copied(why: NotCopied) -> &'static str {
    match why {
        NotCopied::NoPlace => "care-copy-no-place",
        NotCopied::NoStick => "care-copy-no-stick",
        NotCopied::Full => "care-copy-full",
        NotCopied::ReadOnly => "care-copy-read-only",
        NotCopied::Gone => "care-copy-gone",
        NotCopied::NotRead => "care-copy-not-read",
        NotCopied::NotEnrolled => "care-copy-not-enrolled",
    }
}

fn refused(why: Refused) -> &'static str {
    match why {
        Refused::TooLong => "care-why-too-long",
        Refused::Newer => "care-why-newer",
        Refused::NotOurs => "care-why-not-ours",
        Refused::OtherBody => "care-why-other-body",
        Refused::Damaged => "care-why-damaged",
        Refused::OnTheWay => "care-why-on-the-way",
        Refused::Else => "care-why-else",
    }
}

fn message(icon: &'static str, title: &'static str, lines: Vec<Text>, tiles: Vec<Tile>) -> Screen<'static> {
    Screen::Message(Message { icon, title: Text::key(title), lines, teken: None, tiles })
}

fn tile(id: &'static str, icon: &'static str) -> Tile {
    Tile { id: id.into(), label: Text::key(format!("care-tile-{id}")), icon: Some(icon), picked: false }
}

fn minutes(minutes: u32) -> Arg {
    Arg::Text(Text::key("care-minutes").with("count", Arg::Count(minutes)))
}

impl Facts {
    /// Nothing is wrong that somebody could mend.
    fn is_well(&self) -> bool {
        self.judged().iter().all(|(fine, _)| *fine)
    }

    /// A sentence for each part: how it is, and what to do where it is wrong; what is wrong first.
    fn health(&self) -> Vec<Text> {
        let (fine, wrong): (Vec<_>, Vec<_>) = self.judged().into_iter().partition(|(fine, _)| *fine);
        let version = Text::key("care-version").with("version", Arg::Plain(self.software.clone()));
        wrong.into_iter().chain(fine).map(|(_, text)| text).chain([version]).collect()
    }

    fn judged(&self) -> Vec<(bool, Text)> {
        let part = |part: Part, fine: &'static str, wrong: &'static str| match part {
            Part::Fine => Some((true, Text::key(fine))),
            Part::Wrong => Some((false, Text::key(wrong))),
            Part::Absent => None,
        };
        let disk = if self.disk_full { "care-disk-full" } else { "care-disk-wrong" };
        let mut judged = Vec::new();
        if self.lock.is_some() {
            judged.push((false, Text::key("care-locked")));
        }
        if self.case_open {
            judged.push((false, Text::key("care-case-open")));
        }
        judged.extend(part(self.network, "care-network-fine", "care-network-wrong"));
        if self.let_in {
            // Where there is no network the desk cannot answer: one thing to do at a time.
            let desk = if self.network == Part::Wrong { Part::Absent } else { self.desk };
            judged.extend(part(desk, "care-desk-fine", "care-desk-wrong"));
        } else {
            judged.push((false, Text::key("care-desk-shut")));
        }
        if let (Some(silent), Part::Wrong) = (self.silent_minutes, self.desk) {
            judged.push((false, Text::key("care-desk-silent").with("minutes", minutes(silent))));
        }
        judged.push(part(self.printer, "care-paper-fine", "care-paper-wrong").unwrap_or((true, Text::key("care-no-printer"))));
        judged.extend(part(self.disk, "care-disk-fine", disk));
        if self.set_aside > 0 {
            judged.push((false, Text::key("care-set-aside")));
        }
        judged.push((self.clock, Text::key(if self.clock { "care-clock-fine" } else { "care-clock-wrong" })));
        judged
    }

    fn listed(&self) -> Vec<Text> {
        let count =
            |key: &'static str, many: u64| Text::key(key).with("count", Arg::Count(u32::try_from(many).unwrap_or(u32::MAX)));
        if self.unarrived.is_none() {
            return vec![Text::key("care-uncounted")];
        }
        let mut lines = vec![count("care-waiting", self.waiting)];
        if self.sound_waiting > 0 {
            lines.push(count("care-sound-waiting", self.sound_waiting));
        }
        if self.parked > 0 {
            lines.push(count("care-parked", self.parked));
        }
        lines.extend(self.entries.iter().map(|line| {
            let number = Arg::Plain(line.number.to_string());
            let since = line.minutes.map_or_else(|| Arg::Text(Text::key("care-unknown-time")), minutes);
            match line.parked {
                None => Text::key("care-entry-waits").with("number", number).with("since", since),
                Some(why) => Text::key("care-entry-parked")
                    .with("number", number)
                    .with("since", since)
                    .with("why", Arg::Text(Text::key(refused(why)))),
            }
        }));
        lines
    }

    fn went_wrong(&self) -> Vec<Text> {
        if self.faults.is_empty() {
            return vec![Text::key("care-no-faults")];
        }
        self.faults.clone()
    }
}
