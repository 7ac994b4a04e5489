//! Ways to the screens of appointments, at a post with spreekuren.

use super::super::{Bench, codes, site_with_spreekuren, slot};
use super::home;
use inloop::entry::Whom;
use inloop::visit::{Event, Scan};

pub(super) fn with_spreekuren(b: &Bench) {
    b.glass.deliver(Event::Site(site_with_spreekuren()));
    home(b);
}

pub(super) fn whom(b: &Bench) {
    with_spreekuren(b);
    b.choose("appointment");
}

pub(super) fn day(b: &Bench) {
    whom(b);
    b.choose("whom-police");
}

pub(super) fn time(b: &Bench) {
    day(b);
    b.choose("day-2026-11-23");
}

/// The tile of a time.
pub(super) fn tile(day: &str, time: &str) -> String {
    format!("time-{}", slot(Whom::Police, format!("{day}T{time}:00").parse().expect("a time")))
}

/// From the home screen.
pub(super) fn choose_time(b: &Bench, time: &str) {
    b.choose("appointment");
    b.choose("whom-police");
    b.choose("day-2026-11-23");
    b.choose(&tile("2026-11-23", time));
}

pub(super) fn message(b: &Bench) {
    with_spreekuren(b);
    choose_time(b, "10:00");
}

/// "Klopt dit?" of a time that the desk holds.
pub(super) fn from_the_desk(b: &Bench) {
    with_spreekuren(b);
    choose_time(b, "10:15");
    b.choose("message-none");
}

pub(super) fn booking_sms(b: &Bench) {
    message(b);
    b.choose("message-sms");
    b.glass.deliver(Event::ZeroSix);
    b.types("12345678");
    b.glass.deliver(Event::Next);
    b.choose("safe-yes");
}

pub(super) fn booked(b: &Bench) {
    message(b);
    b.choose("message-none");
    b.glass.deliver(Event::Next);
}

pub(super) fn wish_no_time(b: &Bench) {
    whom(b);
    b.choose("whom-housing");
}

pub(super) fn wish_overview(b: &Bench) {
    wish_no_time(b);
    b.glass.deliver(Event::Next);
    b.glass.deliver(Event::ZeroSix);
    b.types("12345678");
    b.glass.deliver(Event::Next);
    b.choose("when-morning");
    b.glass.deliver(Event::Next);
}

pub(super) fn find(b: &Bench) {
    with_spreekuren(b);
    b.choose("have-appointment");
}

pub(super) fn find_number(b: &Bench) {
    find(b);
    b.choose("teken-vis");
}

pub(super) fn scan(b: &Bench, read: &str) {
    b.glass.deliver(Event::Scanned(Scan::from(read)));
}

pub(super) fn is_it_you(b: &Bench) {
    with_spreekuren(b);
    scan(b, &codes()[0]);
}
