//! A question and tiles.

use super::{MORE, Sheet, aside_rows, label_of, model, no_tiles, strings};
use crate::kiosk::layout::{self, Around, AsideRow, Grid};
use crate::visit::Choices;
use inloop_ui as ui;
use slint::ComponentHandle;
use std::collections::VecDeque;

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
    let plan = Plan::new(sheet, choices);
    let (asked, ways_out) = sheet.asides(&choices.asides);
    let more = plan.more.clone();
    let gives_way = choices.notes_give_way && !plan.notes.is_empty();
    let whole = plan.page(&plan.notes, asked.clone(), &ways_out, more.clone());
    let whole = whole.or_else(|| if gives_way { plan.page(&[], asked.clone(), &ways_out, more.clone()) } else { None });
    if let Some(page) = whole {
        return Some(vec![page]);
    }
    // Lower down the smaller questions come after the last page of tiles, whose "Meer" is then the way to them.
    if asked.is_empty() || (more.is_some() && !sheet.panel.is_short()) {
        return None;
    }
    let more = more.unwrap_or_else(|| sheet.more());
    let mut pages = vec![plan.page(&plan.notes, Vec::new(), &ways_out, Some(more.clone()))?];
    let mut asked = VecDeque::from(asked);
    while let Some(first) = asked.pop_front() {
        let mut here = vec![first];
        let mut rows = plan.pack(here.clone(), &[], Some(more.clone()));
        while let Some(next) = asked.pop_front() {
            here.push(next);
            let with_it = plan.pack(here.clone(), &[], Some(more.clone()));
            if !layout::has_room(sheet.panel, sheet.size, &with_it, label_of) {
                here.pop().into_iter().for_each(|last| asked.push_front(last));
                break;
            }
            rows = with_it;
        }
        pages.push(Page { notes: Vec::new(), tiles: Vec::new(), grid: Grid { columns: 1, rows: 1 }, asides: rows });
    }
    Some(pages)
}

/// What a page is made of.
struct Plan<'a> {
    sheet: &'a Sheet<'a>,
    question: String,
    notes: Vec<String>,
    tiles: Vec<ui::Tile>,
    /// "Meer", where the visit has more tiles.
    more: Option<ui::Tile>,
}

impl<'a> Plan<'a> {
    fn new(sheet: &'a Sheet<'a>, choices: &Choices) -> Self {
        let (goes_on, tiles): (Vec<_>, Vec<_>) = sheet.tiles(&choices.tiles).into_iter().partition(|tile| tile.id == MORE);
        let more = goes_on.into_iter().next();
        Plan { sheet, question: sheet.say(&choices.question), notes: sheet.say_all(&choices.notes), tiles, more }
    }

    fn pack(&self, asked: Asked, ways_out: &[ui::Tile], more: Option<ui::Tile>) -> Vec<AsideRow<ui::Tile>> {
        layout::pack(self.sheet.panel, self.sheet.size, asked, ways_out.to_vec(), more, label_of)
    }

    /// All tiles with these below them; none where they do not fit.
    fn page(&self, notes: &[String], asked: Asked, ways_out: &[ui::Tile], more: Option<ui::Tile>) -> Option<Page> {
        let below = self.stands(notes, self.tiles.clone(), self.pack(asked.clone(), ways_out, more.clone()));
        // Where a row below would take the place of a row of tiles, "Meer" is one of them.
        let more = more.filter(|_| self.sheet.panel.is_short());
        below.or_else(|| {
            let tiles = self.tiles.iter().cloned().chain([more?]).collect();
            self.stands(notes, tiles, self.pack(asked, ways_out, None))
        })
    }

    fn stands(&self, notes: &[String], tiles: Vec<ui::Tile>, asides: Vec<AsideRow<ui::Tile>>) -> Option<Page> {
        let labels: Vec<String> = tiles.iter().map(label_of).collect();
        let pictures = self.tiles.iter().any(|tile| tile.icon.size().width > 0);
        let around = Around { question: &self.question, notes, asides: &asides };
        let grid = layout::grid(self.sheet.panel, self.sheet.size, &labels, pictures, &around, label_of)?;
        Some(Page { notes: notes.to_vec(), tiles, grid, asides })
    }
}

/// Smaller questions with their answers.
type Asked = Vec<(String, Vec<ui::Tile>)>;

/// Words too long for any grid: drawn all the same, as well as can be.
fn crowded(sheet: &Sheet<'_>, choices: &Choices) -> Page {
    let (goes_on, tiles): (Vec<_>, Vec<_>) = sheet.tiles(&choices.tiles).into_iter().partition(|tile| tile.id == MORE);
    let (asked, ways_out) = sheet.asides(&choices.asides);
    let asides = layout::pack(sheet.panel, sheet.size, asked, ways_out, goes_on.into_iter().next(), label_of);
    Page { notes: sheet.say_all(&choices.notes), grid: Grid { columns: 1, rows: tiles.len().max(1) }, tiles, asides }
}
