//! What somebody tries who has ten minutes, ten fingers, a keyboard and no good in mind. After each of it the glass shows a screen of
//! its own, the visit is as it was or over with nothing left, and nothing was opened.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod behind;
#[path = "../bench/mod.rs"]
mod bench;
mod crash;
mod fingers;
mod keyboard;
mod scanner;

use bench::held::all_that_is_held;
use bench::{Bench, stations};
use i_slint_backend_testing::ElementHandle;
use inloop::kiosk::layout::Panel;
use inloop::visit::{Event, Visit};
use inloop_ui::{Screen, TypingAdapter};
use slint::ComponentHandle;
use std::path::Path;

/// What is typed, and looked for afterwards.
const SECRET: &str = "geheimzq";

/// Where it is tried: each kind of screen once, some with words on them.
const PLACES: [&str; 12] = [
    "rest",
    "home",
    "topic",
    "typing",
    "number-typed",
    "when",
    "overview",
    "receipt",
    "talk-now",
    "find-code",
    "speak-ready",
    "idle",
];

/// Parts of the toolkit that open something over the screen, or take text with a clipboard of their own.
const OPENS: [&str; 9] =
    ["PopupWindow", "ContextMenuArea", "ContextMenu", "MenuBar", "Menu", "Dialog", "LineEdit", "TextEdit", "TextInput"];

impl Bench {
    /// A resident at a screen of that name, with words of theirs behind it.
    fn somebody_at(&self, place: &str) {
        self.start_over();
        if place == "rest" {
            return;
        }
        stations::go(self, "tell");
        self.choose("tell-type");
        self.types(SECRET);
        if place != "typing" {
            self.glass.deliver(Event::Stop);
            stations::go(self, place);
        }
        self.calm();
    }

    /// The words on the glass.
    fn written(&self) -> String {
        self.app.global::<TypingAdapter<'_>>().get_words().into()
    }

    /// A screen of its own, and nothing over it.
    #[track_caller]
    fn shows_only_itself(&self, what: &str) {
        for part in OPENS {
            assert_eq!(ElementHandle::find_by_element_type_name(&self.app, part).count(), 0, "{what}: a {part} stands there");
        }
        let rests = self.glass.is_resting();
        assert_eq!(rests, self.screen() == Screen::Rest, "{what}: the glass and its visit do not agree");
        if rests {
            self.holds_nothing(what);
        } else {
            assert!(!self.question().is_empty(), "{what}: nothing is asked");
        }
        assert!(self.app.window().is_visible(), "{what}: the window is gone");
    }

    /// And whoever comes next finds nothing of it.
    #[track_caller]
    fn ends_with_nothing_left(&self, what: &str) {
        self.shows_only_itself(what);
        self.glass.deliver(Event::Stop);
        assert_eq!(self.screen(), Screen::Rest, "{what}: Stop does not end it");
        self.holds_nothing(what);
    }

    #[track_caller]
    fn holds_nothing(&self, what: &str) {
        assert!(self.glass.with_visit(Visit::holds_no_words), "{what}: the visit holds words");
        let held = all_that_is_held(self);
        for word in [SECRET, stations::WORDS, stations::LETTER, "Fatima", "12345678"] {
            assert!(!held.contains(word), "{what}: {word:?} is still held");
        }
    }
}

#[test]
fn no_screen_has_a_part_that_opens_a_window_a_menu_or_a_dialog() {
    let mut looked_at = 0;
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("ui")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "slint") {
                looked_at += 1;
                let text = std::fs::read_to_string(&path).unwrap();
                let code: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
                let code = code.join("\n");
                for part in OPENS.iter().chain(&["std-widgets", "ComboBox", "Flickable", "DragArea"]) {
                    let used = code.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == *part);
                    assert!(!used, "{} uses {part}", path.display());
                }
            }
        }
    }
    assert!(looked_at > 15, "only {looked_at} screens and parts were looked at");
}

#[test]
fn a_full_disk_gives_the_words_back_and_whoever_leaves_then_leaves_nothing() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    bench.somebody_at("overview");
    bench.disk.set(bench::Disk::Full);
    for _ in 0..20 {
        bench.glass.deliver(Event::Next);
        bench.shows_only_itself("a full disk");
    }
    assert!(bench.log.kept.borrow().is_empty() && bench.log.printed.borrow().is_empty());
    bench.ends_with_nothing_left("a full disk");
}
