//! Something is said; what can be done about it stands below.

use super::{Sheet, label_of, model, no_tiles, strings, voice};
use crate::kiosk::layout;
use crate::visit::Message;
use inloop_ui as ui;
use slint::{ComponentHandle, Image, ModelRc, SharedString};
use std::ops::Range;

/// Pictograms of what asks for care: they get another ground, and are said as loud as the question.
const CARE: [&str; 1] = ["danger-112"];

/// What is said, and whether a sign twice as wide as a picture stands beside it.
pub(super) struct Words {
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    pub(super) sign: bool,
}

/// How a page of it stands.
pub(super) struct Placed {
    pub(super) voice: layout::Voice,
    /// Which of the lines.
    pub(super) lines: Range<usize>,
    pub(super) tiles: Vec<ui::Tile>,
    /// Labels take two lines.
    pub(super) tall: bool,
    pub(super) pages: usize,
}

/// Sentences in a card with `tiles` below it.
pub(super) fn place(sheet: &Sheet<'_>, words: &Words, mut tiles: Vec<ui::Tile>, at_most: layout::Voice) -> Placed {
    let Words { title, lines, sign } = words;
    let speak = |tiles: &[ui::Tile]| {
        let labels: Vec<String> = tiles.iter().map(label_of).collect();
        let tall = layout::two_lines(sheet.panel, sheet.size, &labels);
        let rows = tiles.len().div_ceil(2);
        let room = layout::message_room(sheet.panel, sheet.size, title, rows, tall, *sign);
        (layout::sentences(sheet.size, lines, room, at_most), tall)
    };
    let (mut speech, mut tall) = speak(&tiles);
    let mut pages = 1;
    let all = tiles.len();
    if speech.pages.len() > 1 {
        tiles.push(sheet.more());
        (speech, tall) = speak(&tiles);
    }
    // Lower down there may be room for few: "Meer" turns to the others and to what else is said alike.
    let places = layout::message_places(sheet.panel, sheet.size, tall);
    if tiles.len() > places {
        tiles.truncate(all);
        let most = places.saturating_sub(1).max(1);
        pages = all.div_ceil(most);
        tiles = tiles.into_iter().skip(sheet.page % pages * most).take(most).chain([sheet.more()]).collect();
        (speech, _) = speak(&tiles);
    }
    pages = pages.max(speech.pages.len());
    let said = speech.pages.get(sheet.page % pages % speech.pages.len()).cloned().unwrap_or(0..lines.len());
    Placed { voice: speech.voice, lines: said, tiles, tall, pages }
}

/// How many pages it takes.
pub(super) fn show(sheet: &Sheet<'_>, message: &Message) -> usize {
    let adapter = sheet.global::<ui::MessageAdapter<'_>>();
    let mut lines: Vec<String> = message.teken.iter().map(|teken| sheet.say(&teken.said)).collect();
    lines.extend(sheet.say_all(&message.lines));
    let words = Words { title: sheet.say(&message.title), lines, sign: message.teken.is_some() };
    let care = CARE.contains(&message.icon);
    let at_most = if care { layout::Voice::Loud } else { layout::Voice::Plain };
    let Placed { voice: loud, lines, tiles, tall, pages } = place(sheet, &words, sheet.tiles(&message.tiles), at_most);

    adapter.set_picture(ui::icon(message.icon));
    adapter.set_care(care);
    adapter.set_voice(voice(loud));
    adapter.set_lines(strings(adapter.get_lines(), words.lines[lines].to_vec()));
    adapter.set_teken_picture(message.teken.as_ref().map_or_else(|| ui::icon(""), |teken| ui::icon(&teken.icon())));
    adapter.set_digits(message.teken.as_ref().map(|teken| format!("{:02}", teken.number)).unwrap_or_default().into());
    adapter.set_tall_tiles(tall);
    adapter.set_first_wide(tiles.len() > 2 && tiles.len() % 2 == 1);
    adapter.set_columns(i32::try_from(tiles.len().min(2)).unwrap_or(1));
    adapter.set_rows(i32::try_from(tiles.len().div_ceil(2)).unwrap_or(1));
    adapter.set_tiles(model(adapter.get_tiles(), tiles));
    pages
}

pub(super) fn forget(app: &ui::App) {
    let adapter = app.global::<ui::MessageAdapter<'_>>();
    adapter.set_lines(ModelRc::default());
    adapter.set_teken_picture(Image::default());
    adapter.set_digits(SharedString::new());
    adapter.set_tiles(no_tiles());
}
