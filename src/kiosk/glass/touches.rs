//! What somebody does at the glass becomes an event.

use super::Inner;
use super::care::shown;
use crate::caretaker::Place;
use crate::kiosk::keyboard::{Does, Page};
use crate::kiosk::screens::{self, COVER, MORE};
use crate::visit::{CoverButton, Event, Letter};
use inloop_ui as ui;
use slint::{ComponentHandle, SharedString};
use std::rc::Rc;

impl Inner {
    /// What the resident does at the glass becomes an event.
    pub(super) fn listen(self: &Rc<Self>) {
        let app = &self.app;
        let rest = app.global::<ui::RestAdapter<'_>>();
        let frame = app.global::<ui::FrameAdapter<'_>>();
        let idle = app.global::<ui::IdleAdapter<'_>>();
        let overview = app.global::<ui::OverviewAdapter<'_>>();

        let begin = self.hears(|inner, ()| inner.deliver(Event::Touch));
        rest.on_begin(move || begin(()));
        let here = self.hears(|inner, place: Place| inner.rest_touched(place));
        rest.on_touched(move |x, y, width, height| here(Place { x, y, width, height }));
        let cover = self.hears(|inner, ()| inner.cover());
        frame.on_cover_pressed(move || cover(()));
        let touched = self.hears(|inner, ()| inner.deliver(Event::StillHere));
        frame.on_touched(move || touched(()));
        let stay = self.hears(|inner, ()| inner.deliver(Event::StillHere));
        idle.on_stay(move || stay(()));

        frame.on_chosen(self.hears(Self::bar));
        frame.on_typed(self.hears(|inner, text: SharedString| inner.typed(&text)));
        overview.on_change(self.hears(|inner, id: SharedString| inner.deliver(Event::Edit(id.into()))));

        let pick = |inner: &Rc<Self>, id: SharedString| inner.pick(&id);
        overview.on_picked(self.hears(pick));
        app.global::<ui::ChoicesAdapter<'_>>().on_picked(self.hears(pick));
        app.global::<ui::ReceiptAdapter<'_>>().on_picked(self.hears(pick));
        app.global::<ui::MessageAdapter<'_>>().on_picked(self.hears(pick));
        app.global::<ui::SpeakingAdapter<'_>>().on_picked(self.hears(pick));
        let measure = app.global::<ui::MeasureAdapter<'_>>();
        measure.on_picked(self.hears(pick));
        measure.on_drawn(self.hears(Self::drew));
        let press = |inner: &Rc<Self>, id: SharedString| inner.press(&id);
        app.global::<ui::TypingAdapter<'_>>().on_pressed(self.hears(press));
        app.global::<ui::NumberAdapter<'_>>().on_pressed(self.hears(press));
    }

    /// A callback that does nothing once the glass is gone.
    pub(super) fn hears<T>(self: &Rc<Self>, act: impl Fn(&Rc<Self>, T) + 'static) -> impl Fn(T) + 'static {
        let here = Rc::downgrade(self);
        move |said| {
            if let Some(inner) = here.upgrade() {
                act(&inner, said);
            }
        }
    }

    pub(super) fn bar(self: &Rc<Self>, action: ui::BarAction) {
        self.deliver(match action {
            ui::BarAction::Stop => Event::Stop,
            ui::BarAction::Help => Event::Help,
            ui::BarAction::Language => Event::Languages,
            ui::BarAction::Size => Event::Seeing,
            ui::BarAction::Back => Event::Back,
            ui::BarAction::Next => Event::Next,
            ui::BarAction::ReadAloud => Event::ReadAloud,
        });
    }

    pub(super) fn cover(self: &Rc<Self>) {
        let cover = {
            let state = self.state.borrow();
            shown(&state.visit, &state.care).bar.cover
        };
        self.deliver(match cover {
            CoverButton::Absent => Event::StillHere,
            CoverButton::Cover => Event::Cover,
            CoverButton::Uncover => Event::Uncover,
        });
    }

    /// "Meer" turns the page where the glass made pages, and goes on with the visit's after the last; every other tile is the
    /// visit's.
    pub(super) fn pick(self: &Rc<Self>, id: &str) {
        let pages = self.state.borrow().drawn.map_or(1, |drawn| drawn.pages);
        match id {
            COVER => self.cover(),
            MORE if pages > 1 => {
                let goes_on = {
                    let mut state = self.state.borrow_mut();
                    state.page = (state.page + 1) % pages;
                    state.page == 0 && screens::has_more(&shown(&state.visit, &state.care).screen)
                };
                self.deliver(if goes_on { Event::Choose(id.to_owned()) } else { Event::StillHere });
            }
            _ => self.deliver(Event::Choose(id.to_owned())),
        }
    }

    /// A key of the glass.
    pub(super) fn press(self: &Rc<Self>, id: &str) {
        let Some(does) = screens::does(id) else { return };
        let before = self.state.borrow().keyboard;
        let after = before.map(|keyboard| keyboard.after(does));
        self.state.borrow_mut().keyboard = after;
        // Other keys stand where a trembling finger touches twice. Letters that come back do as letters always do.
        if let (Some(before), Some(after)) = (before, after)
            && (after.page != before.page && after.page != Page::Letters || does == Does::Turn)
        {
            self.be_calm();
        }
        if matches!(does, Does::Cover | Does::Uncover) {
            return self.cover();
        }
        self.deliver(match does {
            Does::Types(c) => Event::Typed(Letter::from(c)),
            Does::ZeroSix => Event::ZeroSix,
            Does::Backspace => Event::Backspace,
            _ => Event::StillHere,
        });
    }
}
