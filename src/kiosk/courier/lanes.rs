//! The lanes: threads that each carry one entry at a time and say what came of it.

use super::{Shared, Word, spawn};
use crate::delivery::LANES;
use crate::entry::EntryId;
use crate::kiosk::link::Failure;
use crate::wire::Receipt;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// One entry to carry.
pub(super) struct Load {
    pub(super) id: EntryId,
    pub(super) envelope: Vec<u8>,
    /// How long it has waited since it was kept, as far as anyone knows.
    pub(super) waited: Duration,
}

/// What came of it: the receipt, and the desk's answer as it came.
pub(super) struct Back {
    pub(super) id: EntryId,
    pub(super) result: Result<(Receipt, Vec<u8>), Failure>,
}

/// One lane for each that may be under way, and the one that is kept for calls.
pub(super) fn start(shared: &Arc<Shared>, mind: &Sender<Word>) -> io::Result<Sender<Load>> {
    let (sender, loads) = channel::<Load>();
    let loads = Arc::new(Mutex::new(loads));
    for number in 0..=LANES {
        let (shared, mind, loads) = (Arc::clone(shared), mind.clone(), Arc::clone(&loads));
        spawn(&format!("lane-{number}"), move || {
            while let Some(Load { id, envelope, waited }) = next(&loads) {
                let result = shared.link.send_entry(id, &envelope, waited);
                if mind.send(Word::Back(Back { id, result })).is_err() {
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
