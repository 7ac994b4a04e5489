//! The microphone of the page that somebody touches: it is turned on when the glass records, and at no other time.

use crate::kiosk::recorder::{Microphone, NoSound, Opened, Ready};
use std::collections::HashMap;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;
use zeroize::Zeroizing;

/// The largest message with sound in bytes: a page sends a tenth of a second, 3200 of them.
pub(super) const MAX_SOUND: usize = 8 * 1024;
/// Messages that may wait to be packed: five seconds.
const PIECES: usize = 50;
/// Orders that may wait for a page that is slow.
const ORDERS: usize = 8;

/// What one page is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    /// Which page.
    pub(super) viewer: u64,
    /// Turn the microphone on, or off.
    pub(super) on: bool,
}

/// The microphone of whichever page was touched last.
#[derive(Clone)]
pub struct PageMicrophone {
    state: Arc<Mutex<State>>,
    orders: broadcast::Sender<Order>,
}

#[derive(Default)]
struct State {
    /// The open pages, and which of them have a microphone.
    pages: HashMap<u64, bool>,
    /// Where somebody is.
    last: Option<u64>,
    ready: Option<Ready>,
    /// Which page records, and where its sound goes.
    on: Option<(u64, SyncSender<Zeroizing<Vec<i16>>>)>,
}

impl PageMicrophone {
    /// One that no page has yet.
    #[must_use]
    pub fn new() -> Self {
        PageMicrophone { state: Arc::default(), orders: broadcast::Sender::new(ORDERS) }
    }

    pub(super) fn orders(&self) -> broadcast::Receiver<Order> {
        self.orders.subscribe()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page says whether it has a microphone that may be used; while it records, that it has none any more.
    pub(super) fn has(&self, viewer: u64, there: bool) {
        self.change(|state| {
            state.pages.insert(viewer, there);
            state.on.take_if(|(on, _)| *on == viewer && !there);
        });
    }

    /// The page is gone.
    pub(super) fn left(&self, viewer: u64) {
        self.change(|state| {
            state.pages.remove(&viewer);
            state.last.take_if(|last| *last == viewer);
            state.on.take_if(|(on, _)| *on == viewer);
        });
    }

    /// Somebody touched this page.
    pub(super) fn touched(&self, viewer: u64) {
        self.state().last = Some(viewer);
    }

    /// What a page heard, as samples of 16 bits, the low byte first. What nobody asked for is dropped.
    pub(super) fn heard(&self, viewer: u64, bytes: &[u8]) {
        let mut state = self.state();
        let Some((_, to)) = state.on.as_ref().filter(|(on, _)| *on == viewer) else { return };
        let samples = bytes.as_chunks::<2>().0.iter().map(|pair| i16::from_le_bytes(*pair)).collect();
        if to.try_send(Zeroizing::new(samples)).is_err() {
            // Nobody listens any more, or far too slowly.
            state.on = None;
        }
    }

    /// Tells whoever watches, outside of the lock.
    fn change(&self, change: impl FnOnce(&mut State)) {
        let (ready, there) = {
            let mut state = self.state();
            change(&mut state);
            (state.ready.clone(), state.is_there())
        };
        ready.into_iter().for_each(|ready| ready(there));
    }
}

impl State {
    fn is_there(&self) -> bool {
        self.pages.values().any(|there| *there)
    }

    /// The page that somebody is at, else any that can hear.
    fn hears(&self) -> Option<u64> {
        let can = |viewer: &u64| self.pages.get(viewer).copied().unwrap_or_default();
        self.last.filter(can).or_else(|| self.pages.keys().copied().find(can))
    }
}

impl Default for PageMicrophone {
    fn default() -> Self {
        Self::new()
    }
}

impl Microphone for PageMicrophone {
    fn watch(&mut self, ready: Ready) {
        self.change(|state| state.ready = Some(ready));
    }

    fn open(&mut self) -> Result<Opened, NoSound> {
        let (heard, samples) = sync_channel(PIECES);
        let viewer = {
            let mut state = self.state();
            let viewer = state.hears().ok_or(NoSound::NoPage)?;
            state.on = Some((viewer, heard));
            viewer
        };
        self.orders.send(Order { viewer, on: true }).map_err(|_| NoSound::NoPage)?;
        Ok(Opened { samples, on: Box::new(On { of: self.clone(), viewer }) })
    }
}

struct On {
    of: PageMicrophone,
    viewer: u64,
}

impl Drop for On {
    fn drop(&mut self) {
        self.of.state().on = None;
        // A page that has gone hears nothing.
        let _ = self.of.orders.send(Order { viewer: self.viewer, on: false });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    fn watched() -> (PageMicrophone, Arc<AtomicBool>) {
        let (mut microphone, there) = (PageMicrophone::new(), Arc::new(AtomicBool::new(true)));
        let seen = Arc::clone(&there);
        microphone.watch(Arc::new(move |ready| seen.store(ready, Ordering::SeqCst)));
        (microphone, there)
    }

    #[test]
    fn it_is_there_while_a_page_that_has_one_is_open() {
        let (microphone, there) = watched();
        assert!(!there.load(Ordering::SeqCst));
        microphone.has(1, false);
        assert!(!there.load(Ordering::SeqCst));
        microphone.has(2, true);
        assert!(there.load(Ordering::SeqCst));
        microphone.left(2);
        assert!(!there.load(Ordering::SeqCst));
    }

    #[test]
    fn only_the_page_that_was_touched_is_asked_and_only_what_it_hears_while_on_is_taken() {
        let (mut microphone, _) = watched();
        let mut orders = microphone.orders();
        microphone.has(1, true);
        microphone.has(2, true);
        microphone.touched(2);
        microphone.heard(2, &[1, 0]);
        let opened = microphone.open().unwrap();
        assert_eq!(orders.try_recv(), Ok(Order { viewer: 2, on: true }));
        microphone.heard(1, &[9, 9]);
        microphone.heard(2, &[1, 0, 255, 255, 7]);
        assert_eq!(*opened.samples.try_recv().unwrap(), [1, -1]);
        assert!(opened.samples.try_recv().is_err());
        drop(opened);
        assert_eq!(orders.try_recv(), Ok(Order { viewer: 2, on: false }));
    }

    #[test]
    fn a_page_that_goes_away_or_may_not_hear_ends_the_recording() {
        for end in [|m: &PageMicrophone| m.left(1), |m: &PageMicrophone| m.has(1, false)] {
            let (mut microphone, _) = watched();
            let _orders = microphone.orders();
            microphone.has(1, true);
            let opened = microphone.open().unwrap();
            end(&microphone);
            assert_eq!(opened.samples.try_recv(), Err(std::sync::mpsc::TryRecvError::Disconnected));
        }
        assert!(watched().0.open().is_err());
    }
}
