//! Every screen of worries, offers, ratings and who can help.

use super::{Bench, Station, home, station, with_spreekuren};
use inloop::visit::Event;

/// By name, in the order in which a resident meets them.
pub(super) const OTHERS: &[Station] = &[
    station("worry-danger", worry),
    station("danger", |b| {
        worry(b);
        b.choose("yes");
    }),
    station("worry-who", worry_who),
    station("worry-what", |b| {
        worry_who(b);
        b.choose("worry-who-neighbour");
    }),
    station("worry-knows", worry_knows),
    station("worry-call", |b| {
        worry_knows(b);
        b.choose("no");
    }),
    station("worry-overview", worry_overview),
    station("worry-typing", |b| {
        worry_overview(b);
        b.glass.deliver(Event::Edit("words".to_owned()));
        b.types("de gordijnen blijven dicht");
    }),
    station("worry-receipt", |b| {
        worry_overview(b);
        b.glass.deliver(Event::Next);
    }),
    station("offer", offer),
    station("offer-when", offer_when),
    station("offer-overview", offer_overview),
    station("offer-receipt", |b| {
        offer_overview(b);
        b.glass.deliver(Event::Next);
    }),
    station("rate", rate),
    station("rate-mark", |b| {
        rate(b);
        b.choose("rate-4");
    }),
    station("rated", |b| {
        rate(b);
        b.choose("rate-4");
        b.glass.deliver(Event::Next);
    }),
    station("who-helps", who_helps),
    station("helper", |b| {
        who_helps(b);
        b.choose("helper-0");
    }),
];

fn worry(b: &Bench) {
    with_spreekuren(b);
    b.choose("worry");
}

fn worry_who(b: &Bench) {
    worry(b);
    b.choose("no");
}

fn worry_knows(b: &Bench) {
    worry_who(b);
    b.choose("worry-who-neighbour");
    b.choose("worry-what-alone");
}

fn worry_overview(b: &Bench) {
    worry_knows(b);
    b.choose("no");
    b.choose("yes");
    b.types("0612345678");
    b.glass.deliver(Event::Next);
    b.choose("when-morning");
    b.glass.deliver(Event::Next);
}

fn offer(b: &Bench) {
    with_spreekuren(b);
    b.choose("offer");
}

fn offer_when(b: &Bench) {
    offer(b);
    b.choose("offer-meal");
    b.choose("offer-jobs");
    b.glass.deliver(Event::Next);
}

fn offer_overview(b: &Bench) {
    offer_when(b);
    b.choose("offer-when-weekend");
    b.choose("contact-visit-us");
}

fn rate(b: &Bench) {
    home(b);
    b.choose("rate");
}

fn who_helps(b: &Bench) {
    with_spreekuren(b);
    b.choose("who-helps");
}
