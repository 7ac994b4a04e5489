//! One adapter per screen: what the visit shows becomes properties of the glass. Nothing here decides what is true, only
//! where it stands.

mod choices;
mod frame;
mod locked;
mod measure;
mod message;
mod overview;
mod receipt;
mod script;
mod speaking;
mod typing;

pub(super) use script::script;
pub(super) use typing::does;

use super::keyboard::{KeyOrder, Keyboard};
use super::layout::{self, Panel, TextSize};
use crate::entry::Language;
use crate::texts::{Library, Text};
use crate::visit::{Aside, Keys, Screen, ShownTeken, Tile, View};
use inloop_ui as ui;
use slint::{ComponentHandle, Global, Model, ModelRc, SharedString, VecModel};

/// What every adapter draws with.
pub(super) struct Sheet<'a> {
    pub(super) app: &'a ui::App,
    pub(super) texts: std::sync::Arc<Library>,
    pub(super) panel: Panel,
    pub(super) language: Language,
    pub(super) size: TextSize,
    /// Which page of a screen that says more than fits.
    pub(super) page: usize,
}

impl Sheet<'_> {
    fn say(&self, text: &Text) -> String {
        unbroken(&self.texts.say(self.language, text))
    }

    fn say_in(&self, language: Language, text: &Text) -> String {
        unbroken(&self.texts.say(language, text))
    }

    fn say_all(&self, texts: &[Text]) -> Vec<String> {
        texts.iter().map(|text| self.say(text)).collect()
    }

    /// True where lines begin at the right.
    fn reads_from_the_right(&self) -> bool {
        self.texts.reads_from_the_right(self.language)
    }

    /// The pictogram of this name; what points the way points the other way where lines begin at the right.
    fn icon(&self, name: &str) -> slint::Image {
        ui::icon(match name {
            "back" if self.reads_from_the_right() => "next",
            "next" if self.reads_from_the_right() => "back",
            "skip" if self.reads_from_the_right() => "skip-rtl",
            _ => name,
        })
    }

    fn tile(&self, tile: &Tile) -> ui::Tile {
        ui::Tile {
            id: tile.id.as_ref().into(),
            label: self.say(&tile.label).into(),
            icon: self.icon(tile.icon.unwrap_or_default()),
            picked: tile.picked,
        }
    }

    fn tiles(&self, tiles: &[Tile]) -> Vec<ui::Tile> {
        tiles.iter().map(|tile| self.tile(tile)).collect()
    }

    /// The tile that goes on to the next page of the same screen.
    fn more(&self) -> ui::Tile {
        ui::Tile { id: MORE.into(), label: self.say(&Text::key("more")).into(), icon: ui::icon("more"), picked: false }
    }

    /// Questions with their answers, and ways out, as [`super::layout::pack`] takes them.
    fn asides(&self, asides: &[Aside]) -> (Vec<(String, Vec<ui::Tile>)>, Vec<ui::Tile>) {
        let mut asked = Vec::new();
        let mut ways_out = Vec::new();
        for aside in asides {
            match &aside.question {
                Some(question) => asked.push((self.say(question), self.tiles(&aside.tiles))),
                None => ways_out.extend(self.tiles(&aside.tiles)),
            }
        }
        (asked, ways_out)
    }

    fn global<'a, T: Global<'a, ui::App>>(&'a self) -> T {
        self.app.global::<T>()
    }
}

/// The id of "Meer".
pub(super) const MORE: &str = "more";
/// The id of "Verberg" and "Laat zien", where they stand among other things.
pub(super) const COVER: &str = "cover";

/// What was drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Drawn {
    /// Which screen.
    pub(super) screen: ui::Screen,
    /// How many pages it takes; "Meer" goes round.
    pub(super) pages: usize,
}

/// Whether the answers that are on the glass now fit it whole.
pub(super) fn fits(sheet: &Sheet<'_>, view: &View<'_>) -> bool {
    match &view.screen {
        Screen::Choices(choices) => choices::fits(sheet, choices),
        _ => true,
    }
}

/// Whether the visit has more pages of this list.
pub(super) fn has_more(screen: &Screen<'_>) -> bool {
    matches!(screen, Screen::Choices(choices) if choices.tiles.iter().any(|tile| tile.id == MORE))
}

/// What tells one question from the next: its kind and key.
pub(super) fn name(screen: &Screen<'_>) -> String {
    let (kind, title) = match screen {
        Screen::Rest { welcome, .. } => ("rest", welcome),
        Screen::Choices(choices) => ("choices", &choices.question),
        Screen::Typing(typing) => ("typing", &typing.question),
        Screen::Overview(overview) => ("overview", &overview.question),
        Screen::Receipt(receipt) => ("receipt", &receipt.title),
        Screen::Message(message) => ("message", &message.title),
        Screen::Speaking(speaking) => ("speaking", &speaking.question),
        Screen::Locked(locked) => ("locked", &locked.said),
        Screen::Measure(measure) => ("measure", &measure.question),
    };
    format!("{kind} {}", title.key)
}

/// Draws all of `view`. The keys are those of the field, where one is typed into.
pub(super) fn show(sheet: &Sheet<'_>, view: &View<'_>, keyboard: Option<Keyboard>) -> Drawn {
    let (screen, question, pages) = match &view.screen {
        Screen::Rest { welcome, note, called } => {
            let adapter = sheet.global::<ui::RestAdapter<'_>>();
            adapter.set_welcome(sheet.say(welcome).into());
            adapter.set_note(sheet.say(note).into());
            let row = |teken: &ShownTeken| ui::Called {
                picture: ui::icon(&teken.icon()),
                number: format!("{:02}", teken.number).into(),
                says: sheet.say(&teken.said).into(),
            };
            adapter.set_called(ModelRc::new(VecModel::from(called.iter().map(row).collect::<Vec<_>>())));
            (ui::Screen::Rest, String::new(), 1)
        }
        Screen::Choices(choices) => (ui::Screen::Choices, sheet.say(&choices.question), choices::show(sheet, choices)),
        Screen::Typing(typing) => {
            let keyboard = keyboard.unwrap_or_else(|| Keyboard::new(typing.keys.into(), view.language, KeyOrder::default()));
            if matches!(typing.keys, Keys::Digits | Keys::Teken) {
                typing::show_number(sheet, typing, keyboard);
                (ui::Screen::Number, sheet.say(&typing.question), 1)
            } else {
                (ui::Screen::Typing, typing::show(sheet, typing, keyboard), 1)
            }
        }
        Screen::Overview(overview) => {
            (ui::Screen::Overview, sheet.say(&overview.question), overview::show(sheet, overview, &view.bar))
        }
        Screen::Receipt(receipt) => (ui::Screen::Receipt, sheet.say(&receipt.title), receipt::show(sheet, receipt)),
        Screen::Message(message) => (ui::Screen::Message, sheet.say(&message.title), message::show(sheet, message)),
        Screen::Speaking(speaking) => (ui::Screen::Speaking, sheet.say(&speaking.question), speaking::show(sheet, speaking)),
        Screen::Locked(locked) => (ui::Screen::Message, sheet.say(&locked.said), locked::show(sheet, locked)),
        Screen::Measure(measure) => (ui::Screen::Measure, sheet.say(&measure.question), measure::show(sheet, measure)),
    };
    frame::show(sheet, view, screen, &question);
    Drawn { screen, pages }
}

/// Takes every word off a screen that is no longer shown.
pub(super) fn forget(app: &ui::App, screen: ui::Screen) {
    match screen {
        ui::Screen::Rest => {
            let adapter = app.global::<ui::RestAdapter>();
            adapter.set_welcome(SharedString::new());
            adapter.set_called(ModelRc::default());
        }
        ui::Screen::Choices => choices::forget(app),
        ui::Screen::Typing => typing::forget(app),
        ui::Screen::Number => typing::forget_number(app),
        ui::Screen::Overview => overview::forget(app),
        ui::Screen::Receipt => receipt::forget(app),
        ui::Screen::Message => message::forget(app),
        ui::Screen::Speaking => speaking::forget(app),
        ui::Screen::Measure => measure::forget(app),
    }
}

/// A new model only where something differs, so that what stands still is not built and painted again.
fn model<T: Clone + PartialEq + 'static>(shown: ModelRc<T>, wanted: Vec<T>) -> ModelRc<T> {
    if shown.row_count() == wanted.len() && shown.iter().zip(&wanted).all(|(old, new)| old == *new) {
        shown
    } else {
        ModelRc::new(VecModel::from(wanted))
    }
}

fn voice(voice: layout::Voice) -> ui::Voice {
    match voice {
        layout::Voice::Low => ui::Voice::Low,
        layout::Voice::Plain => ui::Voice::Plain,
        layout::Voice::Loud => ui::Voice::Loud,
    }
}

fn strings(shown: ModelRc<SharedString>, wanted: Vec<String>) -> ModelRc<SharedString> {
    model(shown, wanted.into_iter().map(SharedString::from).collect())
}

fn no_tiles() -> ModelRc<ui::Tile> {
    ModelRc::default()
}

/// Rows of smaller answers as the glass takes them; kept where nothing differs.
fn aside_rows(shown: ModelRc<ui::Aside>, rows: Vec<layout::AsideRow<ui::Tile>>) -> ModelRc<ui::Aside> {
    let same = |old: &ui::Aside, new: &layout::AsideRow<ui::Tile>| {
        old.question.as_str() == new.question.as_deref().unwrap_or_default()
            && old.start.iter().eq(new.start.iter().cloned())
            && old.end.iter().eq(new.end.iter().cloned())
    };
    if shown.row_count() == rows.len() && shown.iter().zip(&rows).all(|(old, new)| same(&old, new)) {
        return shown;
    }
    let aside = |row: layout::AsideRow<ui::Tile>| ui::Aside {
        question: row.question.unwrap_or_default().into(),
        start: ModelRc::new(VecModel::from(row.start)),
        end: ModelRc::new(VecModel::from(row.end)),
    };
    ModelRc::new(VecModel::from(rows.into_iter().map(aside).collect::<Vec<_>>()))
}

/// A phone number and a word with a hyphen do not go over two lines. A number stays in one piece where the words around it run
/// from right to left too: this space and a plain hyphen belong to the digits beside them, the hyphen of words would not.
pub(super) fn unbroken(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let beside = |at: usize, kind: fn(char) -> bool| {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        before.is_some_and(|c| kind(*c)) && letters.get(at + 1).is_some_and(|c| kind(*c))
    };
    let whole = |(at, c): (usize, &char)| match c {
        ' ' if beside(at, |c| c.is_ascii_digit()) => NO_BREAK_SPACE,
        '-' if beside(at, char::is_alphanumeric) && !beside(at, |c| c.is_ascii_digit()) => NO_BREAK_HYPHEN,
        c => *c,
    };
    letters.iter().enumerate().map(whole).collect()
}

const NO_BREAK_SPACE: char = '\u{a0}';
const NO_BREAK_HYPHEN: char = '\u{2011}';

fn label_of(tile: &ui::Tile) -> String {
    tile.label.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_in_one_piece_and_keep_their_direction() {
        assert_eq!(unbroken("Bel 0320 27 85 00 nu"), "Bel 0320\u{a0}27\u{a0}85\u{a0}00 nu");
        // Between digits a plain hyphen is part of the number; the other would turn its halves around in Arabic.
        assert_eq!(unbroken("خانهٔ امن: 0800-2000"), "خانهٔ امن: 0800-2000");
        assert_eq!(unbroken("Stuur een e-mail"), "Stuur een e\u{2011}mail");
    }
}
