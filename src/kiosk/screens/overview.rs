//! "Klopt dit?"

use super::typing::in_pairs;
use super::{COVER, Sheet, aside_rows, label_of, model, strings};
use crate::kiosk::layout::{self, AsideRow, TextSize};
use crate::texts::Text;
use crate::visit::{Bar, CoverButton, Overview, Own, Value};
use inloop_ui as ui;
use slint::{ComponentHandle, ModelRc};

/// Ends a label that is a question, in the scripts of the bundled fonts.
const ASKS: [char; 3] = ['?', '؟', '፧'];
/// What "Verberg" takes from the question's line, in millimetres, at its widest.
const COVER_ROOM: f32 = 60.0;
/// The same in Groter, where only its picture is shown.
const COVER_ROOM_GROTER: f32 = 22.0;

/// How many pages it takes.
pub(super) fn show(sheet: &Sheet<'_>, overview: &Overview<'_>, bar: &Bar) -> usize {
    let hidden = || sheet.say(&Text::key("spoken-covered"));
    let lines: Vec<ui::Line> = overview
        .lines
        .iter()
        .map(|line| ui::Line {
            id: line.id.into(),
            icon: ui::icon(line.icon),
            value: match line.value {
                // "Niet gezegd" says nothing where the picture is not understood.
                Value::Said(ref text) if text.key == "line-empty" => format!("{}: –", sheet.say(&line.label)).into(),
                // So does a yes or a no.
                Value::Said(ref text) if text.key == "yes" || text.key == "no" => {
                    let label = sheet.say(&line.label);
                    let sign = if label.ends_with(ASKS) { "" } else { ":" };
                    format!("{label}{sign} {}", sheet.say(text)).into()
                }
                Value::Said(ref text) => sheet.say(text).into(),
                Value::Own(Own::Shown(digits)) if line.id == "number" => in_pairs(digits).into(),
                Value::Own(Own::Shown(words)) => layout::shorten(sheet.panel, sheet.size, words).into(),
                Value::Own(Own::Covered(_)) => hidden().into(),
            },
            change: format!("{}: {}", sheet.say(&line.label), sheet.say(&line.change)).into(),
        })
        .collect();
    let notes = sheet.say_all(&overview.notes);
    let (asked, ways_out) = sheet.asides(&overview.asides);
    let values: Vec<String> = lines.iter().map(|line| line.value.to_string()).collect();
    let cover = match (bar.cover, sheet.size) {
        (CoverButton::Absent, _) => 0.0,
        _ if sheet.panel.lower => 0.0,
        (_, TextSize::Standard) => COVER_ROOM,
        (_, TextSize::Groter) => COVER_ROOM_GROTER,
    };
    let pack = |ways: &[ui::Tile], more| layout::pack(sheet.panel, sheet.size, asked.clone(), ways.to_vec(), more, label_of);
    let question = sheet.say(&overview.question);
    let fit = |asides: &[AsideRow<ui::Tile>]| {
        layout::overview(sheet.panel, sheet.size, (&question, cover), &values, &notes, asides, label_of)
    };
    let covers: Vec<ui::Tile> = cover_link(sheet, bar).into_iter().collect();
    let ways: Vec<ui::Tile> = ways_out.iter().chain(&covers).cloned().collect();
    let mut asides = pack(&ways, None);
    let mut grid = fit(&asides);
    let mut apart = None;
    if grid.places() < lines.len() {
        asides = pack(&ways, Some(sheet.more()));
        // Lower down each row of ways out takes the place of a line: they come after the last.
        if sheet.panel.is_short() && asides.len() > 1 {
            apart = Some(asides);
            asides = pack(&covers, Some(sheet.more()));
        }
        grid = fit(&asides);
    }
    let of_lines = lines.len().div_ceil(grid.places()).max(1);
    let pages = of_lines + usize::from(apart.is_some());
    let at = sheet.page % pages;
    if let Some(ways) = apart.filter(|_| at == of_lines) {
        asides = ways;
    }
    let page = lines.into_iter().skip(at * grid.places()).take(grid.places()).collect();

    let adapter = sheet.global::<ui::OverviewAdapter<'_>>();
    adapter.set_columns(i32::try_from(grid.columns).unwrap_or(1));
    adapter.set_rows(i32::try_from(grid.rows).unwrap_or(1));
    adapter.set_lines(model(adapter.get_lines(), page));
    adapter.set_notes(strings(adapter.get_notes(), notes));
    adapter.set_asides(aside_rows(adapter.get_asides(), asides));
    pages
}

/// "Verberg" or "Laat zien" among the ways out, where "Lager" has it within reach.
fn cover_link(sheet: &Sheet<'_>, bar: &Bar) -> Option<ui::Tile> {
    let (label, icon) = match bar.cover {
        CoverButton::Cover => ("bar-cover", "hide"),
        CoverButton::Uncover => ("bar-uncover", "show"),
        CoverButton::Absent => return None,
    };
    let label = sheet.say(&Text::key(label)).into();
    sheet.panel.lower.then(|| ui::Tile { id: COVER.into(), label, icon: ui::icon(icon), picked: false })
}

pub(super) fn forget(app: &ui::App) {
    let adapter = app.global::<ui::OverviewAdapter<'_>>();
    adapter.set_lines(ModelRc::default());
    adapter.set_notes(ModelRc::default());
    adapter.set_asides(ModelRc::default());
}
