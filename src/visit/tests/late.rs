//! A resident who takes their time: a time that has come meanwhile is not promised, and others are offered.

use super::booking::{said_to_be_booked, time_of};
use super::*;
use crate::entry::Contact;

/// The post where times begin at `earliest` at the soonest, as its clock goes on.
pub(super) fn at_clock(earliest: &str) -> SiteView {
    SiteView { earliest: Some(format!("{earliest}:00").parse().expect("a time")), ..site() }
}

#[test]
fn who_lingers_at_the_overview_is_offered_the_nearest_times_and_loses_nothing() {
    let mut hall = Hall::at(at_clock("2026-11-24T09:59"));
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-team").chooses("day-2026-11-24");
    hall.chooses(&time_of(Whom::Team, "2026-11-24T10:00")).chooses("message-sms");
    hall.types("0612345678").goes_on().goes_on();
    hall.does(Event::Site(at_clock("2026-11-24T10:00")));
    assert!(hall.reads("Klopt dit?"), "there is time to come still");
    hall.does(Event::Site(at_clock("2026-11-24T10:01")));
    assert!(
        hall.reads("Deze tijd kan nu niet meer.") && hall.reads("Dinsdag 24\u{a0}november kan wel:"),
        "{:?}",
        hall.all_read()
    );
    assert_eq!(offered(&hall), ["11", "12", "13"].map(|hour| time_of(Whom::Team, &format!("2026-11-24T{hour}:00"))));
    hall.chooses(&time_of(Whom::Team, "2026-11-24T12:00")).goes_on().gives().keeps();
    assert!(hall.reads("Uw afspraak staat vast."));
    let Some(Body::Booking(booking)) = hall.appointments.last() else { panic!("no booking") };
    assert!(matches!(&booking.contact, Some(Contact::Sms { number: Some(number), .. }) if number.reveal() == "0612345678"));
}

#[test]
fn a_time_that_came_while_something_else_was_on_the_glass_is_not_booked() {
    for (whom, start) in [("whom-police", "2026-11-23T10:00"), ("whom-team", "2026-11-23T09:00")] {
        let mut hall = Hall::at(at_clock("2026-11-23T08:00"));
        hall.chooses_a_time(whom, start).does(Event::Edit("message".to_owned())).chooses("message-email").types("a@b.nl");
        hall.does(Event::Site(at_clock("2026-11-23T10:05")));
        assert!(!hall.reads("Deze tijd kan nu niet meer."), "nobody is interrupted while they type");
        hall.goes_on().goes_on();
        assert!(hall.held.is_empty() && hall.taking.is_empty() && !said_to_be_booked(&hall), "{start}");
        assert!(hall.reads("Deze tijd kan nu niet meer."), "{:?}", hall.all_read());
    }
}

#[test]
fn the_disk_that_refuses_a_time_that_has_begun_is_believed() {
    let mut hall = Hall::at(at_clock("2026-11-23T09:59"));
    hall.chooses_a_time("whom-police", "2026-11-23T10:00").goes_on();
    hall.does(Event::Site(at_clock("2026-11-23T10:06"))).holds_nothing();
    assert!(hall.reads("Deze tijd kan nu niet meer.") && !said_to_be_booked(&hall));
    assert_eq!(offered(&hall)[0], time_of(Whom::Police, "2026-11-23T10:30"));
}

#[test]
fn what_is_offered_instead_goes_with_time_as_well() {
    let mut hall = Hall::at(at_clock("2026-11-23T08:00"));
    hall.chooses_a_time("whom-team", "2026-11-23T09:00").goes_on();
    hall.loses(&["2026-11-23T10:00", "2026-11-23T11:00"].map(|start| offer(Whom::Team, start, None)));
    hall.does(Event::Site(at_clock("2026-11-23T10:30")));
    assert!(!offered(&hall).contains(&time_of(Whom::Team, "2026-11-23T10:00")) && !offered(&hall).is_empty());
    hall.does(Event::Site(at_clock("2026-12-01T00:00")));
    assert!(hall.reads("Ik kan nu geen tijd vastzetten."));
}

#[test]
fn what_this_kiosk_holds_is_offered_beside_the_little_that_the_desk_has_left() {
    let mut hall = Hall::open();
    hall.chooses_a_time("whom-team", "2026-11-24T12:00").goes_on();
    hall.loses(&[offer(Whom::Team, "2026-11-24T13:00", None)]);
    let near = ["2026-11-24T10:00", "2026-11-24T13:00", "2026-11-24T15:00"];
    assert_eq!(offered(&hall), near.map(|start| time_of(Whom::Team, start)), "the desk's one, and two that are held here");
    hall.chooses(&time_of(Whom::Team, "2026-11-24T15:00")).goes_on();
    assert!(hall.taking.is_empty(), "nobody has to be asked for it");
    hall.keeps();
    assert!(hall.reads("Uw afspraak staat vast."));
}

#[test]
fn the_desk_offers_nothing_that_is_too_soon_to_walk_to() {
    let mut hall = Hall::at(at_clock("2026-11-24T11:30"));
    hall.chooses_a_time("whom-team", "2026-11-24T12:00").goes_on();
    hall.loses(&["2026-11-24T11:00", "2026-11-24T13:00"].map(|start| offer(Whom::Team, start, None)));
    assert!(!offered(&hall).contains(&time_of(Whom::Team, "2026-11-24T11:00")));
    assert_eq!(offered(&hall)[0], time_of(Whom::Team, "2026-11-24T13:00"));
}

fn offered(hall: &Hall) -> Vec<String> {
    tiles_of(&hall.visit.view()).into_iter().filter(|id| id.starts_with("time-")).collect()
}
