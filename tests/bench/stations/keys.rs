//! Every page of the keys, in whatever language, with words in its own script.

use super::{Bench, Station, station, tell};
use inloop::texts::{Library, Text};
use inloop_ui::TypingAdapter;
use slint::{ComponentHandle, Model};

/// By name.
pub(super) const KEYS: &[Station] = &[
    station("typing-own-script", own_script),
    station("typing-digits", |b| {
        own_script(b);
        press_first(b, &["signs"]);
    }),
    station("typing-more-letters", |b| {
        own_script(b);
        press_first(b, &["more-letters", "forms-ከ"]);
    }),
    station("typing-latin", |b| {
        own_script(b);
        press_first(b, &["latin", "shift"]);
    }),
];

/// What somebody who speaks the language would write.
fn own_script(b: &Bench) {
    tell(b);
    b.choose("tell-type");
    let language = b.glass.with_visit(|visit| visit.view().language);
    let library = Library::parse(inloop_ui::languages()).expect("the translations can be read");
    b.types(&["home-ask", "home-worry", "home-no-name"].map(|key| library.say(language, &Text::key(key))).join(". "));
}

/// Presses the first of these keys that is there; it may stand on the other rows of the two.
fn press_first(b: &Bench, ids: &[&str]) {
    let adapter = b.app.global::<TypingAdapter<'_>>();
    let there = |id: &&&str| adapter.get_rows().iter().any(|row| row.keys.iter().any(|key| key.id == **id));
    if !ids.iter().any(|id| there(&id)) && there(&&"turn") {
        adapter.invoke_pressed("turn".into());
    }
    let id = ids.iter().find(there).expect("one of the keys");
    adapter.invoke_pressed((*id).into());
}
