//! Fingers on the glass: which touches count, and what changed under them.

use super::Inner;
use crate::kiosk::fingers::CALM_AFTER;
use crate::visit::{Aside, Screen, Tile, View};
use inloop_ui as ui;
use slint::{ComponentHandle, TimerMode};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

impl Inner {
    pub(super) fn listen_to_fingers(self: &Rc<Self>) {
        let adapter = self.app.global::<ui::FingersAdapter<'_>>();
        let here = Rc::downgrade(self);
        adapter.on_down(move |id| {
            here.upgrade().into_iter().for_each(|inner| {
                inner.fingers.borrow_mut().down(id);
                inner.touched();
            });
        });
        for key in [false, true] {
            let here = Rc::downgrade(self);
            let up = move |id| here.upgrade().is_some_and(|inner| inner.fingers.borrow_mut().up(id, key));
            if key { adapter.on_up_from_key(up) } else { adapter.on_up(up) }
        }
        let gone = self.hears(|inner, ()| inner.fingers.borrow_mut().gone());
        adapter.on_gone(move || gone(()));
    }

    /// Where something else can be touched than before, nothing answers for [`CALM_AFTER`].
    pub(super) fn calm(self: &Rc<Self>, shown: u64) {
        if self.meaning.replace(Some(shown)).is_none_or(|before| before == shown) {
            return;
        }
        self.be_calm();
    }

    /// Nothing answers for [`CALM_AFTER`].
    pub(super) fn be_calm(self: &Rc<Self>) {
        self.app.global::<ui::FingersAdapter<'_>>().set_calm(false);
        let calm = self.hears(|inner, ()| inner.app.global::<ui::FingersAdapter<'_>>().set_calm(true));
        self.calm.start(TimerMode::SingleShot, CALM_AFTER, move || calm(()));
    }
}

/// What touching the glass means, as a number: the same as long as every place does the same. What is typed and ticked does
/// not change it, so that letters and several answers follow each other as fast as somebody likes.
pub(super) fn meaning(view: &View<'_>, page: usize) -> u64 {
    let mut hash = DefaultHasher::new();
    (crate::kiosk::screens::name(&view.screen), page).hash(&mut hash);
    (view.language, view.larger, view.lower, view.still_there.is_some(), view.bar.back).hash(&mut hash);
    match &view.screen {
        Screen::Choices(choices) => {
            tiles(&choices.tiles, &mut hash);
            asides(&choices.asides, &mut hash);
        }
        Screen::Overview(overview) => {
            asides(&overview.asides, &mut hash);
            overview.lines.iter().for_each(|line| line.id.hash(&mut hash));
        }
        Screen::Receipt(receipt) => tiles(&receipt.tiles, &mut hash),
        Screen::Message(message) => tiles(&message.tiles, &mut hash),
        Screen::Speaking(speaking) => tiles(&speaking.tiles, &mut hash),
        Screen::Measure(measure) => tiles(&measure.tiles, &mut hash),
        Screen::Rest { .. } | Screen::Typing(_) | Screen::Locked(_) => {}
    }
    hash.finish()
}

fn tiles(tiles: &[Tile], hash: &mut DefaultHasher) {
    for tile in tiles {
        (&tile.id, format!("{:?}", tile.label)).hash(hash);
    }
}

fn asides(asides: &[Aside], hash: &mut DefaultHasher) {
    asides.iter().for_each(|aside| tiles(&aside.tiles, hash));
}
