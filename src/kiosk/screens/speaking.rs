//! A recording that is made, or is there.

use super::message::{Words, place};
use super::{Sheet, model, no_tiles, strings, voice};
use crate::kiosk::layout;
use crate::visit::{Doing, Speaking};
use inloop_ui as ui;
use slint::{ComponentHandle, ModelRc, SharedString};

/// How many pages it takes.
pub(super) fn show(sheet: &Sheet<'_>, speaking: &Speaking) -> usize {
    let words = Words { title: sheet.say(&speaking.question), lines: sheet.say_all(&speaking.lines), sign: true };
    let placed = place(sheet, &words, sheet.tiles(&speaking.tiles), layout::Voice::Plain);
    let adapter = sheet.global::<ui::SpeakingAdapter<'_>>();
    let (icon, clock) = match speaking.doing {
        Doing::Waits => ("tell-speak", SharedString::new()),
        Doing::Records => ("record", clock(speaking.seconds)),
        Doing::Holds => ("tell-speak", clock(speaking.seconds)),
        Doing::Plays => ("play", clock(speaking.seconds)),
    };
    adapter.set_picture(ui::icon(icon));
    adapter.set_clock(clock);
    adapter.set_records(speaking.doing == Doing::Records);
    adapter.set_level(speaking.loudness.into());
    adapter.set_voice(voice(placed.voice));
    adapter.set_lines(strings(adapter.get_lines(), words.lines[placed.lines].to_vec()));
    adapter.set_tall_tiles(placed.tall);
    adapter.set_first_wide(placed.tiles.len() > 2 && placed.tiles.len() % 2 == 1);
    adapter.set_columns(i32::try_from(placed.tiles.len().min(2)).unwrap_or(1));
    adapter.set_rows(i32::try_from(placed.tiles.len().div_ceil(2)).unwrap_or(1));
    adapter.set_tiles(model(adapter.get_tiles(), placed.tiles));
    placed.pages
}

/// Minutes and seconds.
fn clock(seconds: u16) -> SharedString {
    format!("{}:{:02}", seconds / 60, seconds % 60).into()
}

pub(super) fn forget(app: &ui::App) {
    let adapter = app.global::<ui::SpeakingAdapter<'_>>();
    adapter.set_clock(SharedString::new());
    adapter.set_level(0);
    adapter.set_records(false);
    adapter.set_lines(ModelRc::default());
    adapter.set_tiles(no_tiles());
}
