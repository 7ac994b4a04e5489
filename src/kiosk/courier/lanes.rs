//! The lanes: threads that each carry one entry, or one piece of sound, at a time and say what came of it.

use super::{Shared, Word, spawn};
use crate::delivery::{Item, LANES, SOUND_LANES};
use crate::kiosk::link::Failure;
use crate::wire::Receipt;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// One thing to carry.
pub(super) struct Load {
    pub(super) item: Item,
    pub(super) sealed: Vec<u8>,
    /// How long it has waited since it was kept, as far as anyone knows.
    pub(super) waited: Duration,
}

/// What came of it: the desk's answer as it came, and of an entry the receipt in it.
pub(super) struct Back {
    pub(super) item: Item,
    pub(super) result: Result<(Option<Receipt>, Vec<u8>), Failure>,
}

/// One lane for each that may be under way, the one that is kept for calls, and that of sound.
pub(super) fn start(shared: &Arc<Shared>, mind: &Sender<Word>) -> io::Result<Sender<Load>> {
    let (sender, loads) = channel::<Load>();
    let loads = Arc::new(Mutex::new(loads));
    for number in 0..=LANES + SOUND_LANES {
        let (shared, mind, loads) = (Arc::clone(shared), mind.clone(), Arc::clone(&loads));
        spawn(&format!("lane-{number}"), move || {
            while let Some(Load { item, sealed, waited }) = next(&loads) {
                let result = match item {
                    Item::Words(id) => {
                        shared.link.send_entry(id, &sealed, waited).map(|(receipt, answer)| (Some(receipt), answer))
                    }
                    Item::Sound(id, n) => shared.link.send_piece(id, n, &sealed).map(|answer| (None, answer)),
                };
                if mind.send(Word::Back(Back { item, result })).is_err() {
                    return;
                }
            }
        })?;
    }
    Ok(sender)
}

/// The lock is held only while waiting for a load, and only one lane needs to wait for it.
fn next(loads: &Mutex<Receiver<Load>>) -> Option<Load> {
    loads.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
