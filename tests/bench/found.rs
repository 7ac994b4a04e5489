//! Where things stand on the glass: by what they are for, in any language, and where a finger finds them.

use i_slint_backend_testing::{AccessibleRole, ElementHandle, ElementRoot};
use inloop_ui::{
    App, BarAction, ChoicesAdapter, FrameAdapter, Key as GlassKey, KeyRow, MeasureAdapter, MessageAdapter, NumberAdapter,
    OverviewAdapter, ReceiptAdapter, RestAdapter, Screen, SpeakingAdapter, Tile, TypingAdapter,
};
use slint::{ComponentHandle, LogicalPosition, Model, ModelRc};

/// What is touched.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    Glass,
    Bar(BarAction),
    Answer(&'static str),
    /// The first answer whose id begins so.
    First(&'static str),
    /// The key that does so.
    Key(&'static str),
    /// One of the letters.
    Letter(usize),
}

use Place::{Answer, Bar, First, Glass, Key, Letter};

/// What `place` is called, where it is on the glass.
pub fn label(app: &App, place: Place) -> Option<String> {
    let label = match place {
        Glass => app.global::<RestAdapter<'_>>().get_welcome(),
        Bar(action) => app.global::<FrameAdapter<'_>>().get_bar().iter().find(|item| item.action == action)?.label,
        Answer(id) => answers(app).into_iter().find(|tile| tile.id == id)?.label,
        First(begins) => answers(app).into_iter().find(|tile| tile.id.starts_with(begins))?.label,
        Key(id) => keys(app).into_iter().find(|key| key.id == id)?.spoken,
        Letter(number) => {
            let letters: Vec<_> = keys(app).into_iter().filter(|key| !key.marked && key.id != " ").collect();
            letters.get(number * 5 % letters.len().max(1))?.spoken.clone()
        }
    };
    Some(label.into())
}

pub fn screen(app: &App) -> Screen {
    app.global::<FrameAdapter<'_>>().get_screen()
}

/// What is asked at the top.
pub fn question(app: &App) -> String {
    app.global::<FrameAdapter<'_>>().get_question().into()
}

/// All that can be answered, on the page that is shown.
pub fn answers(app: &App) -> Vec<Tile> {
    let (tiles, asides) = match screen(app) {
        Screen::Choices => {
            let adapter = app.global::<ChoicesAdapter<'_>>();
            (adapter.get_tiles(), adapter.get_asides())
        }
        Screen::Overview => (ModelRc::default(), app.global::<OverviewAdapter<'_>>().get_asides()),
        Screen::Receipt => (app.global::<ReceiptAdapter<'_>>().get_tiles(), ModelRc::default()),
        Screen::Message => (app.global::<MessageAdapter<'_>>().get_tiles(), ModelRc::default()),
        Screen::Speaking => (app.global::<SpeakingAdapter<'_>>().get_tiles(), ModelRc::default()),
        Screen::Measure => (app.global::<MeasureAdapter<'_>>().get_tiles(), ModelRc::default()),
        Screen::Rest | Screen::Typing | Screen::Number => (ModelRc::default(), ModelRc::default()),
    };
    let beside = asides.iter().flat_map(|aside| aside.start.iter().chain(aside.end.iter()).collect::<Vec<_>>());
    tiles.iter().chain(beside).collect()
}

/// The keys of the glass.
pub fn keys(app: &App) -> Vec<GlassKey> {
    let rows: ModelRc<KeyRow> = match screen(app) {
        Screen::Number => app.global::<NumberAdapter<'_>>().get_rows(),
        _ => app.global::<TypingAdapter<'_>>().get_rows(),
    };
    rows.iter().flat_map(|row| row.keys.iter().collect::<Vec<_>>()).collect()
}

/// What the receipt says, and its note.
pub fn receipt(app: &App) -> (Vec<String>, String) {
    let adapter = app.global::<ReceiptAdapter<'_>>();
    (adapter.get_lines().iter().map(String::from).collect(), adapter.get_qr_says().into())
}

/// Everything that can be touched now, each once.
pub fn buttons(app: &App) -> Vec<ElementHandle> {
    let all = app.root_element().query_descendants().match_accessible_role(AccessibleRole::Button).find_all();
    let mut seen = Vec::new();
    let mut each = Vec::new();
    for button in all {
        let (at, size) = (button.absolute_position(), button.size());
        let place = (at.x as i32, at.y as i32, size.width as i32, size.height as i32, button.accessible_label());
        if size.width > 0.0 && button.accessible_label().is_some_and(|label| !label.is_empty()) && !seen.contains(&place) {
            seen.push(place);
            each.push(button);
        }
    }
    each
}

/// The middle of what is called so.
pub fn middle(app: &App, label: &str) -> Option<LogicalPosition> {
    let button = buttons(app).into_iter().find(|button| button.accessible_label().is_some_and(|found| found == label))?;
    let (at, size) = (button.absolute_position(), button.size());
    Some(LogicalPosition::new(at.x + size.width / 2.0, at.y + size.height / 2.0))
}
