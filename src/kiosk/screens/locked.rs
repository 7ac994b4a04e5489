//! Nobody is served: one quiet screen that says so in every language of the site, and has nothing to touch.

use super::message::{Placed, Words, place};
use super::{Sheet, model, strings, voice};
use crate::entry::Language;
use crate::kiosk::layout;
use crate::texts::Text;
use crate::visit::Locked;
use inloop_ui as ui;

/// Always one page: nobody can turn it.
pub(super) fn show(sheet: &Sheet<'_>, locked: &Locked) -> usize {
    let adapter = sheet.global::<ui::MessageAdapter<'_>>();
    let others = || locked.languages.iter().filter(|language| **language != sheet.language);
    let with = |texts: &[&Text]| {
        let said = |language: &Language| texts.iter().map(|text| sheet.say_in(*language, text)).collect::<Vec<_>>().join(" ");
        let lines = sheet
            .say_all(&locked.lines)
            .into_iter()
            .chain(locked.fault.iter().map(|fault| sheet.say(fault)))
            .chain(others().map(said))
            .collect();
        let words = Words { title: sheet.say(&locked.said), lines, sign: false };
        let placed = place(sheet, &words, Vec::new(), layout::Voice::Plain);
        (words, placed)
    };
    // Where to go in every language, where there is room for that.
    let whole: Vec<&Text> = [&locked.said].into_iter().chain(locked.lines.last()).collect();
    let (mut words, mut placed) = with(&whole);
    if placed.pages > 1 {
        (words, placed) = with(&[&locked.said]);
    }
    let Placed { voice: loud, lines, .. } = placed;
    adapter.set_picture(ui::icon(locked.icon));
    adapter.set_care(false);
    adapter.set_voice(voice(loud));
    adapter.set_lines(strings(adapter.get_lines(), words.lines[lines].to_vec()));
    adapter.set_teken_picture(ui::icon(""));
    adapter.set_digits(Default::default());
    adapter.set_tall_tiles(false);
    adapter.set_first_wide(false);
    adapter.set_tiles(model(adapter.get_tiles(), Vec::new()));
    1
}
