//! The way to the glass from other threads.

use super::Inner;
use crate::visit::Event;
use inloop_ui as ui;
use slint::ComponentHandle;
use std::cell::RefCell;
use std::rc::{Rc, Weak};

thread_local! {
    /// The glass of this thread, for events that come from others.
    static HERE: RefCell<Weak<Inner>> = const { RefCell::new(Weak::new()) };
}

/// Events of other threads come to this glass from now on.
pub(super) fn lives_here(inner: &Rc<Inner>) {
    HERE.set(Rc::downgrade(inner));
}

/// Hands events to the glass from any thread.
#[derive(Clone)]
pub struct GlassHandle(slint::Weak<ui::App>);

/// The event loop has ended: nobody is at the glass any more.
#[derive(Debug, thiserror::Error)]
#[error("the glass is gone")]
pub struct GlassGone;

impl GlassHandle {
    /// Reaches the glass that is, or will be, behind `app`.
    #[must_use]
    pub fn of(app: &ui::App) -> Self {
        GlassHandle(app.as_weak())
    }

    /// Delivers `event` on the glass's thread.
    ///
    /// # Errors
    /// Where the event loop has ended. Words that the event held are wiped.
    pub fn send(&self, event: Event) -> Result<(), GlassGone> {
        self.reach(move |inner| inner.deliver(event))
    }

    /// The voice has said the utterance of this id, or could not.
    ///
    /// # Errors
    /// Where the event loop has ended.
    pub fn said(&self, id: u64) -> Result<(), GlassGone> {
        self.reach(move |inner| inner.said(id))
    }

    /// The handset was lifted from its hook, or hung up.
    ///
    /// # Errors
    /// Where the event loop has ended.
    pub fn handset(&self, lifted: bool) -> Result<(), GlassGone> {
        self.reach(move |inner| inner.handset(lifted))
    }

    /// One of the three keys beside the glass went down.
    ///
    /// # Errors
    /// Where the event loop has ended.
    pub fn pressed(&self, key: inloop_hardware::pins::Key) -> Result<(), GlassGone> {
        self.reach(move |inner| inner.pressed(key))
    }

    pub(super) fn reach(&self, act: impl FnOnce(&Rc<Inner>) + Send + 'static) -> Result<(), GlassGone> {
        let reached = move |_: ui::App| {
            if let Some(inner) = HERE.with_borrow(Weak::upgrade) {
                act(&inner);
            }
        };
        self.0.upgrade_in_event_loop(reached).map_err(|_| GlassGone)
    }
}
