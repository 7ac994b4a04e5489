//! A line that is made as long as a card.

use super::{Sheet, model, no_tiles};
use crate::visit::Measure;
use inloop_ui as ui;
use slint::{ComponentHandle, SharedString};

/// Always one page.
pub(super) fn show(sheet: &Sheet<'_>, measure: &Measure) -> usize {
    let adapter = sheet.global::<ui::MeasureAdapter<'_>>();
    adapter.set_note(sheet.say(&measure.note).into());
    adapter.set_line(measure.line as f32);
    adapter.set_tiles(model(adapter.get_tiles(), sheet.tiles(&measure.tiles)));
    1
}

pub(super) fn forget(app: &ui::App) {
    let adapter = app.global::<ui::MeasureAdapter<'_>>();
    adapter.set_note(SharedString::new());
    adapter.set_tiles(no_tiles());
}
