//! Flow B: a time is said to be booked only when it is, and a wish is said to be a wish.

use super::*;
use crate::entry::{Booking, Contact, When};

#[test]
fn an_appointment_takes_at_most_eight_touches() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-police");
    assert!(hall.reads("Welke dag?") && hall.reads("Maandag\n23\u{a0}november") && hall.reads("Dinsdag\n24\u{a0}november"));
    hall.chooses("day-2026-11-23");
    assert!(hall.reads("Hoe laat?") && hall.reads("Tien uur") && hall.reads("Half elf"));
    hall.chooses(&time("2026-11-23T10:00")).chooses("message-none");
    for said in ["Klopt dit?", "Maandag 23\u{a0}november", "Tien uur", "Wijkagent", "Briefje is goed"] {
        assert!(hall.reads(said), "{said}");
    }
    hall.goes_on();
    assert!(hall.touches <= 8, "{} touches", hall.touches);
    assert!(!said_to_be_booked(&hall), "nothing is booked before it is kept");
    hall.keeps();
    assert!(hall.reads("Uw afspraak staat vast.") && hall.reads("Maandag 23\u{a0}november, tien uur."));
    assert!(hall.reads("Uw teken is Boom 27."));
    let booking = booked(&hall);
    assert_eq!((booking.whom, booking.time.map(|grant| grant.grant.get())), (Whom::Police, Some(8)));
    assert!(booking.contact.is_none());
    let Screen::Receipt(receipt) = hall.visit.view().screen else { panic!("no receipt") };
    assert!(receipt.qr.is_some());
    hall.chooses("ticket");
    assert_eq!(hall.printed_of(), [hall.last_kept()]);
}

#[test]
fn a_time_of_the_desk_is_taken_first_and_booked_then() {
    let mut hall = Hall::open();
    hall.chooses_a_time("whom-team", "2026-11-23T09:00").goes_on();
    assert!(hall.reads("Een moment. Wij vragen of deze tijd kan."));
    assert!(hall.held.is_empty() && !said_to_be_booked(&hall));
    assert_eq!(hall.taking.len(), 1);
    hall.gives();
    assert!(hall.reads("Een moment.") && !said_to_be_booked(&hall));
    hall.keeps();
    assert!(hall.reads("Uw afspraak staat vast."));
    assert_eq!(booked(&hall).time.map(|grant| grant.slot), Some(offer(Whom::Team, "2026-11-23T09:00", None).slot));
}

#[test]
fn after_a_lost_race_the_three_nearest_are_offered_and_nothing_typed_is_lost() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-team").chooses("day-2026-11-24");
    hall.chooses(&time_of(Whom::Team, "2026-11-24T09:00")).chooses("message-sms").types("0612345678").goes_on().goes_on();
    hall.goes_on();
    let nearest = ["2026-11-24T11:00", "2026-11-24T12:00", "2026-11-24T13:00"].map(|start| offer(Whom::Team, start, None));
    hall.loses(&nearest);
    assert!(hall.reads("Deze tijd is net bezet."));
    assert!(hall.reads("Dinsdag 24\u{a0}november kan wel:") && hall.reads("Elf uur"));
    assert_eq!(tiles_of(&hall.visit.view()).iter().filter(|id| id.starts_with("time-")).count(), 3);
    hall.chooses(&time_of(Whom::Team, "2026-11-24T12:00"));
    assert!(hall.reads("Klopt dit?") && hall.reads("Twaalf uur"), "{:?}", hall.all_read());
    hall.goes_on().gives().keeps();
    assert!(hall.reads("Uw afspraak staat vast.") && hall.reads("Wij sturen u een sms."));
    let Some(Contact::Sms { number: Some(number), .. }) = &booked(&hall).contact else { panic!("no number") };
    assert_eq!(number.reveal(), "0612345678");
}

#[test]
fn the_nearest_are_looked_for_here_where_the_desk_names_none_and_the_lost_one_is_not_offered_again() {
    let mut hall = Hall::open();
    hall.chooses_a_time("whom-team", "2026-11-24T12:00").goes_on().loses(&[]);
    let times: Vec<String> = tiles_of(&hall.visit.view()).into_iter().filter(|id| id.starts_with("time-")).collect();
    let near = ["2026-11-24T10:00", "2026-11-24T11:00", "2026-11-24T13:00"];
    assert_eq!(times, near.map(|start| time_of(Whom::Team, start)));
    hall.does(Event::Back);
    assert!(hall.reads("Welke dag?"));
    hall.chooses("day-2026-11-24");
    assert!(!tiles_of(&hall.visit.view()).contains(&time_of(Whom::Team, "2026-11-24T12:00")));
}

#[test]
fn offline_only_times_that_this_kiosk_holds_are_offered() {
    let mut hall = Hall::at(SiteView { online: false, ..site() });
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-team").chooses("day-2026-11-25");
    assert!(hall.reads("Tien uur") && hall.reads("Drie uur"));
    assert_eq!(tiles_of(&hall.visit.view()).len(), 3, "two times and another day");
    hall.chooses(&time_of(Whom::Team, "2026-11-25T15:00")).goes_on().goes_on().keeps();
    assert!(hall.reads("Uw afspraak staat vast."));
}

#[test]
fn a_desk_that_falls_silent_leaves_the_times_held_here() {
    let mut hall = Hall::open();
    hall.chooses_a_time("whom-team", "2026-11-25T09:00").goes_on().cannot_take();
    assert!(hall.reads("Deze tijd kan ik nu niet vastzetten."));
    let times: Vec<String> = tiles_of(&hall.visit.view()).into_iter().filter(|id| id.starts_with("time-")).collect();
    let held = ["2026-11-24T10:00", "2026-11-24T15:00", "2026-11-25T10:00", "2026-11-25T15:00", "2026-11-26T10:00"];
    assert!(times.len() == 3 && times.iter().all(|id| held.map(|start| time_of(Whom::Team, start)).contains(id)), "{times:?}");
    hall.chooses(&times[1]).goes_on();
    assert!(hall.taking.is_empty(), "it is held: nobody has to be asked");
    hall.keeps();
    assert!(hall.reads("Uw afspraak staat vast."));
}

#[test]
fn offline_and_nothing_held_is_a_wish_with_a_number() {
    let offers = offers().into_iter().map(|offer| Offer { held: None, ..offer }).collect();
    let mut hall = Hall::at(SiteView { online: false, offers, ..site() });
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-team");
    assert!(hall.reads("Ik kan nu geen tijd vastzetten.") && hall.reads("Wij bellen u voor een tijd."));
    hall.wishes();
}

#[test]
fn without_a_trusted_clock_no_day_and_no_time_is_offered() {
    let mut hall = Hall::at(SiteView { clock_trusted: false, ..site() });
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-police");
    assert!(hall.reads("Ik kan nu geen tijd vastzetten."));
    hall.wishes();
}

#[test]
fn no_day_suits_and_somebody_calls() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-police").chooses("no-day");
    assert!(hall.reads("Wij bellen u voor een tijd."));
    hall.wishes();
}

#[test]
fn a_wish_without_a_number_promises_no_call() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-police").chooses("no-day").goes_on().goes_on();
    assert!(hall.reads("Klopt dit?"));
    hall.goes_on().keeps();
    assert!(hall.reads("Bedankt. U heeft nog geen tijd.") && !hall.reads("Wij bellen u voor een tijd."));
}

#[test]
fn where_nobody_calls_no_call_is_promised() {
    let mut hall = Hall::at(SiteView { ways: vec![Way::VisitUs], ..site() });
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-housing");
    assert!(hall.reads("Ik kan nu geen tijd vastzetten.") && hall.reads("Loop naar de balie of bel 020 123 45 67."));
    assert!(!hall.reads("Wij bellen u voor een tijd."));
    hall.goes_on();
    assert!(hall.is_at_rest());
}

#[test]
fn the_right_gone_at_the_last_moment_offers_other_times_and_loses_nothing() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-team").chooses("day-2026-11-23");
    hall.chooses("more")
        .chooses(&time_of(Whom::Team, "2026-11-23T10:00"))
        .chooses("message-email")
        .types("jan@example.nl")
        .goes_on();
    hall.goes_on().holds_nothing();
    assert!(hall.reads("Deze tijd is net bezet.") && !said_to_be_booked(&hall));
    hall.chooses(&time_of(Whom::Team, "2026-11-23T11:00")).goes_on().gives().keeps();
    let Some(Contact::Email { address: Some(address) }) = &booked(&hall).contact else { panic!("no address") };
    assert_eq!(address.reveal(), "jan@example.nl");
}

#[test]
fn a_full_disk_gives_the_appointment_back_and_the_right_is_used_again() {
    let mut hall = Hall::open();
    hall.chooses_a_time("whom-team", "2026-11-23T09:00").goes_on().gives().cannot_keep();
    assert!(hall.reads("Sorry, bewaren lukt nu niet.") && !said_to_be_booked(&hall));
    hall.chooses("again");
    assert!(hall.taking.is_empty(), "the right is here already");
    hall.cannot_keep().does(Event::Back);
    assert!(hall.reads("Klopt dit?") && hall.reads("Negen uur"));
    hall.goes_on().keeps();
    assert!(hall.reads("Uw afspraak staat vast."));
}

#[test]
fn at_most_six_times_stand_on_a_page_and_they_are_spread_over_the_day() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-team").chooses("day-2026-11-23").does(Event::TilesFit(12));
    let times = |hall: &Hall| tiles_of(&hall.visit.view()).into_iter().filter(|id| id.starts_with("time-")).collect::<Vec<_>>();
    let first = times(&hall);
    assert_eq!(first, ["09", "11", "13", "15"].map(|hour| time_of(Whom::Team, &format!("2026-11-23T{hour}:00"))));
    hall.chooses("more");
    assert_eq!(times(&hall), ["10", "12", "14", "16"].map(|hour| time_of(Whom::Team, &format!("2026-11-23T{hour}:00"))));
    hall.chooses("more");
    assert_eq!(times(&hall), first);
}

#[test]
fn six_days_are_offered_and_only_whom_this_post_has() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("appointment");
    assert_eq!(tiles_of(&hall.visit.view()), ["whom-team", "whom-police", "whom-housing", "whom-unsure"]);
    hall.chooses("whom-unsure");
    let days: Vec<String> = tiles_of(&hall.visit.view()).into_iter().filter(|id| id.starts_with("day-")).collect();
    assert_eq!((days.len(), days[5].as_str()), (6, "day-2026-11-28"));
    hall.chooses("day-2026-11-23").chooses(&time_of(Whom::Team, "2026-11-23T09:00")).goes_on();
    assert!(hall.reads("Wijkteam"), "who does not know is seen by the team");
}

#[test]
fn a_message_is_offered_only_where_somebody_sends_it_and_a_ticket_only_where_it_can_be_printed() {
    let mut hall = Hall::at(SiteView { printer_ready: false, messages: vec![Way::Sms], ..site() });
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-police").chooses("day-2026-11-23");
    hall.chooses(&time("2026-11-23T10:00"));
    assert_eq!(tiles_of(&hall.visit.view()), ["message-sms", "message-none"]);
    assert!(!hall.reads("Briefje is goed") && hall.reads("Nee, ik onthoud het"));
    let mut hall = Hall::at(SiteView { messages: Vec::new(), ..site() });
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-police").chooses("day-2026-11-23");
    hall.chooses(&time("2026-11-23T10:00"));
    assert!(hall.reads("Klopt dit?"), "a question with one answer is not asked");
}

#[test]
fn every_line_can_be_changed_and_comes_back() {
    let mut hall = Hall::open();
    hall.chooses_a_time("whom-police", "2026-11-23T10:00");
    hall.does(Event::Edit("time".to_owned())).chooses(&time("2026-11-23T10:30"));
    assert!(hall.reads("Klopt dit?") && hall.reads("Half elf"));
    hall.does(Event::Edit("day".to_owned())).chooses("day-2026-11-24").chooses(&time("2026-11-24T11:15"));
    assert!(hall.reads("Klopt dit?") && hall.reads("Kwart over elf"));
    hall.does(Event::Edit("message".to_owned())).chooses("message-sms").types("0612345678").goes_on().goes_on();
    assert!(hall.reads("Klopt dit?") && hall.reads("Stuur een sms"));
    hall.does(Event::Edit("whom".to_owned())).chooses("whom-team").chooses("day-2026-11-23");
    hall.chooses(&time_of(Whom::Team, "2026-11-23T15:00"));
    assert!(hall.reads("Klopt dit?") && hall.reads("Wijkteam") && hall.reads("Drie uur"));
    hall.goes_on().keeps();
    assert_eq!(booked(&hall).whom, Whom::Team);
}

#[test]
fn nobody_is_left_with_a_list_that_became_empty() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("appointment").chooses("whom-police").chooses("day-2026-11-24");
    hall.does(Event::Site(SiteView { online: false, ..site() }));
    assert!(hall.reads("Welke dag?"), "the time was the desk's");
    hall.does(Event::Site(SiteView { clock_trusted: false, ..site() }));
    assert!(hall.reads("Ik kan nu geen tijd vastzetten."));
    hall.wishes();
}

#[test]
fn an_answer_about_a_time_that_comes_too_late_books_nothing() {
    let mut hall = Hall::open();
    hall.chooses_a_time("whom-team", "2026-11-23T09:00").goes_on().does(Event::Stop).touches(Event::Touch);
    hall.gives();
    assert!(hall.held.is_empty() && hall.reads("Wat wilt u doen?"));
}

#[test]
fn the_home_screen_speaks_of_appointments_only_where_there_are_any() {
    let mut hall = Hall::at(SiteView { whoms: Vec::new(), offers: Vec::new(), expected: Vec::new(), ..site() });
    hall.touches(Event::Touch);
    assert_eq!(tiles_of(&hall.visit.view()), ["question", "worry", "offer", "talk-now", "who-helps", "rate"]);
    hall.does(Event::Choose("appointment".to_owned())).does(Event::Choose("have-appointment".to_owned()));
    hall.scans(&code_of(1));
    assert!(hall.reads("Wat wilt u doen?"));
    hall.does(Event::Site(site()));
    assert_eq!(
        tiles_of(&hall.visit.view()),
        ["question", "appointment", "have-appointment", "worry", "offer", "talk-now", "who-helps", "rate"]
    );
}

fn time(start: &str) -> String {
    time_of(Whom::Police, start)
}

pub(super) fn time_of(whom: Whom, start: &str) -> String {
    format!("time-{}", offer(whom, start, None).slot)
}

fn booked(hall: &Hall) -> &Booking {
    match hall.appointments.last() {
        Some(Body::Booking(booking)) => booking,
        other => panic!("no booking but {other:?}"),
    }
}

pub(super) fn said_to_be_booked(hall: &Hall) -> bool {
    texts_of(&hall.visit.view()).iter().any(|text| text.key == "booked-title" || text.key == "changed-title")
}

impl Hall {
    /// From the resting glass to "Klopt dit?"
    pub(super) fn chooses_a_time(&mut self, whom: &str, start: &str) -> &mut Self {
        let day = format!("day-{}", &start[..10]);
        let of = Whom::from_word(whom.strip_prefix("whom-").expect("a tile")).expect("a word");
        self.touches(Event::Touch).chooses("appointment").chooses(whom).chooses(&day);
        let tile = time_of(of, start);
        if !tiles_of(&self.visit.view()).contains(&tile) {
            self.chooses("more");
        }
        self.chooses(&tile).chooses("message-none")
    }

    /// From "Wij bellen u voor een tijd." to a receipt that says no more than that.
    fn wishes(&mut self) -> &mut Self {
        self.goes_on().types("0612345678").goes_on().chooses("when-morning").goes_on();
        assert!(self.reads("Klopt dit?") && self.reads("Nog geen tijd"), "{:?}", self.all_read());
        self.goes_on();
        assert!(self.taking.is_empty());
        self.keeps();
        assert!(self.reads("Bedankt. U heeft nog geen tijd.") && self.reads("Wij bellen u voor een tijd."));
        assert!(!said_to_be_booked(self) && !self.all_read().iter().any(|text| text.contains("staat vast")));
        let booking = booked(self);
        assert!(booking.time.is_none());
        let Some(Contact::Call { number: Some(number), when, .. }) = &booking.contact else { panic!("no number") };
        assert_eq!((number.reveal(), *when), ("0612345678", Some(When::Morning)));
        self
    }
}
