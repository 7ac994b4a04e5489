//! A question and tiles.

use super::{MORE, Sheet, aside_rows, label_of, model, no_tiles, strings};
use crate::kiosk::layout::{self, Around, AsideRow, Grid};
use crate::visit::Choices;
use inloop_ui as ui;
use slint::ComponentHandle;

/// One page of the screen.
struct Page {
    notes: Vec<String>,
    tiles: Vec<ui::Tile>,
    grid: Grid,
    asides: Vec<AsideRow<ui::Tile>>,
}

pub(super) fn fits(sheet: &Sheet<'_>, choices: &Choices) -> bool {
    pages(sheet, choices).is_some()
}

/// How many pages it takes.
pub(super) fn show(sheet: &Sheet<'_>, choices: &Choices) -> usize {
    let mut pages = pages(sheet, choices).unwrap_or_else(|| vec![crowded(sheet, choices)]);
    let count = pages.len();
    let page = pages.swap_remove(sheet.page % count);
    let adapter = sheet.global::<ui::ChoicesAdapter<'_>>();
    adapter.set_notes(strings(adapter.get_notes(), page.notes));
    adapter.set_columns(i32::try_from(page.grid.columns).unwrap_or(1));
    adapter.set_rows(i32::try_from(page.grid.rows).unwrap_or(1));
    adapter.set_tiles(model(adapter.get_tiles(), page.tiles));
    adapter.set_asides(aside_rows(adapter.get_asides(), page.asides));
    count
}

pub(super) fn forget(app: &ui::App) {
    let adapter = app.global::<ui::ChoicesAdapter<'_>>();
    adapter.set_notes(strings(adapter.get_notes(), Vec::new()));
    adapter.set_tiles(no_tiles());
    adapter.set_asides(aside_rows(adapter.get_asides(), Vec::new()));
}

/// All on one page where that fits; else the tiles on one and the smaller questions on the next; none where the tiles alone
/// are too many.
fn pages(sheet: &Sheet<'_>, choices: &Choices) -> Option<Vec<Page>> {
    let question = sheet.say(&choices.question);
    let notes = sheet.say_all(&choices.notes);
    let (goes_on, tiles): (Vec<_>, Vec<_>) = sheet.tiles(&choices.tiles).into_iter().partition(|tile| tile.id == MORE);
    let more = goes_on.into_iter().next();
    let labels: Vec<String> = tiles.iter().map(label_of).collect();
    let pictures = tiles.iter().any(|tile| tile.icon.size().width > 0);
    let (asked, ways_out) = sheet.asides(&choices.asides);
    let pack = |asked, ways_out, more| layout::pack(sheet.panel, sheet.size, asked, ways_out, more, label_of);
    let grid = |notes: &[String], asides: &[AsideRow<ui::Tile>]| {
        let around = Around { question: &question, notes, asides };
        layout::grid(sheet.panel, sheet.size, &labels, pictures, &around, label_of)
    };

    let asides = pack(asked.clone(), ways_out.clone(), more.clone());
    if let Some(grid) = grid(&notes, &asides) {
        return Some(vec![Page { notes, tiles, grid, asides }]);
    }
    if choices.notes_give_way
        && let Some(grid) = grid(&[], &asides)
    {
        return Some(vec![Page { notes: Vec::new(), tiles, grid, asides }]);
    }
    if asked.is_empty() || more.is_some() {
        return None;
    }
    let first = pack(Vec::new(), ways_out, Some(sheet.more()));
    let grid = grid(&notes, &first)?;
    let second = pack(asked, Vec::new(), Some(sheet.more()));
    let nothing = Page { notes: Vec::new(), tiles: Vec::new(), grid: Grid { columns: 1, rows: 1 }, asides: second };
    Some(vec![Page { notes, tiles, grid, asides: first }, nothing])
}

/// Words too long for any grid: drawn all the same, as well as can be.
fn crowded(sheet: &Sheet<'_>, choices: &Choices) -> Page {
    let (goes_on, tiles): (Vec<_>, Vec<_>) = sheet.tiles(&choices.tiles).into_iter().partition(|tile| tile.id == MORE);
    let (asked, ways_out) = sheet.asides(&choices.asides);
    let asides = layout::pack(sheet.panel, sheet.size, asked, ways_out, goes_on.into_iter().next(), label_of);
    Page { notes: sheet.say_all(&choices.notes), grid: Grid { columns: 1, rows: tiles.len().max(1) }, tiles, asides }
}
