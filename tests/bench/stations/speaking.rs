//! Every screen of a question that is spoken.

use super::{Bench, Station, station, tell};
use crate::bench::speaking::recording;
use inloop::visit::{Event, SiteView};

/// By name, in the order in which a resident meets them.
pub(super) const SPEAKING: &[Station] = &[
    station("speak-ready", ready),
    station("speak-recording", |b| {
        records(b);
        b.hears_somebody(12, 7);
    }),
    station("speak-unheard", |b| {
        records(b);
        b.hears_somebody(6, 1);
    }),
    station("speak-last-seconds", |b| {
        records(b);
        b.hears_somebody(105, 9);
    }),
    station("speak-recorded", recorded),
    station("speak-recorded-unheard", |b| {
        records(b);
        b.hears_somebody(6, 1);
        b.choose("speak-stop");
        b.hands_over(6);
    }),
    station("speak-playing", |b| {
        recorded(b);
        b.choose("speak-play");
    }),
    station("speak-no-handset", |b| {
        recorded(b);
        b.glass.deliver(Event::Site(SiteView { handset: false, ..super::site() }));
    }),
    station("speak-no-microphone", |b| {
        records(b);
        b.microphone_fails(None);
        b.glass.deliver(Event::Site(SiteView { may_speak: false, ..super::site() }));
    }),
    station("speak-failed", |b| {
        records(b);
        b.hears_somebody(8, 6);
        b.microphone_fails(Some(recording(8)));
    }),
    station("overview-spoken", |b| {
        recorded(b);
        b.glass.deliver(Event::Next);
        b.choose("contact-visit-us");
    }),
];

fn ready(b: &Bench) {
    tell(b);
    b.choose("tell-speak");
}

fn records(b: &Bench) {
    ready(b);
    b.choose("speak-start");
}

fn recorded(b: &Bench) {
    records(b);
    b.hears_somebody(42, 6);
    b.choose("speak-stop");
    b.hands_over(42);
}
