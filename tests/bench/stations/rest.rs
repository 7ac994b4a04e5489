//! The glass that nobody uses, and a site's own look.

use super::{Station, home, station};
use crate::bench::{Bench, site};
use inloop::entry::{Language, Teken};
use inloop::kiosk::glass::dress;
use inloop::kiosk::look::{Accent, Look};
use inloop::visit::{Event, Fault, Presence, SiteView};

pub(super) const REST: &[Station] = &[
    station("rest-called", |b| {
        let called =
            vec![(Teken::from_index(324).unwrap(), "Kamer 2".to_owned()), (Teken::from_index(1).unwrap(), "Balie".to_owned())];
        b.glass.deliver(Event::Stop);
        b.glass.deliver(Event::Site(SiteView { called, ..site() }));
    }),
    station("rest-own-look", |b| {
        b.glass.deliver(Event::Stop);
        own_look(b);
    }),
    station("rest-locked", |b| b.glass.deliver(Event::Lock(true))),
    station("rest-locked-alone", |b| {
        let presence = Presence::Somebody;
        let languages = vec![Language::NL];
        b.glass.deliver(Event::Lock(true));
        b.glass.deliver(Event::Site(SiteView { presence, languages, ..site() }));
    }),
    station("home-own-look", |b| {
        own_look(b);
        home(b);
    }),
];

/// Nothing opens it again: a glass of its own.
pub const CLOSED: &[Station] = &[station("closed", |b| {
    b.glass.deliver(Event::Site(SiteView { presence: Presence::Unknown, online: false, ..site() }));
    b.glass.deliver(Event::CannotBegin(Fault::Kept));
})];

/// A site's own accent and logo.
fn own_look(b: &Bench) {
    let logo = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/logo.png");
    let look = Look { accent: Accent::try_from("#5a1430".to_owned()).ok(), logo: Some(logo.into()) };
    assert!(dress(&b.app, &look).is_empty(), "the example can be seen");
}
