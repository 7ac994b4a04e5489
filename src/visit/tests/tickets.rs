//! The *briefje*: once, of what is kept, and nothing of the resident on it.

use super::*;

#[test]
fn a_ticket_is_asked_for_once_and_what_became_of_it_is_said() {
    let mut hall = Hall::open();
    hall.chooses_a_time("whom-police", "2026-11-23T10:00").goes_on().keeps().chooses("ticket");
    assert!(hall.reads("Een moment. Ik print uw briefje.") && !hall.reads("Briefje"));
    hall.does(Event::Choose("ticket".to_owned()));
    assert_eq!(hall.printed_of(), hall.kept);
    hall.does(Event::TicketPrinted(EntryId::new(0, [99; 10])));
    assert!(!hall.reads("Pak uw briefje."), "somebody else's");
    hall.does(Event::TicketPrinted(hall.last_kept()));
    assert!(hall.reads("Pak uw briefje.") && !hall.reads("Briefje"));
    hall.waits(LAST_SCREEN - Duration::from_secs(1));
    assert!(!hall.is_at_rest(), "there is time to take it");
}

#[test]
fn where_the_printer_fails_the_number_and_the_code_stay_and_it_is_not_tried_again() {
    let mut hall = Hall::open();
    hall.chooses_a_time("whom-police", "2026-11-23T10:00").goes_on().keeps().chooses("ticket");
    hall.does(Event::TicketFailed(hall.last_kept())).does(Event::Site(SiteView { printer_ready: false, ..site() }));
    assert!(hall.reads("Het briefje lukt nu niet. Maak een foto.") && hall.reads("Uw teken is Boom 27."));
    let Screen::Receipt(receipt) = hall.visit.view().screen else { panic!("no receipt") };
    assert!(receipt.qr.is_some() && receipt.teken.is_some());
    hall.does(Event::Site(site())).does(Event::Choose("ticket".to_owned()));
    assert_eq!(hall.printed.len(), 1, "part of it may be on paper");
    hall.does(Event::TicketPrinted(hall.last_kept()));
    assert!(!hall.reads("Pak uw briefje."), "what was said stands");
    hall.goes_on();
    assert!(hall.is_at_rest());
    hall.at_the_overview().goes_on().keeps().chooses("ticket");
    assert_eq!(hall.printed.len(), 2, "the next resident's is another");
}

#[test]
fn a_ticket_says_teken_day_and_code_and_nothing_of_the_resident() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("question").does(Event::TilesFit(12)).chooses("topic-feelings").chooses("need-urgent");
    hall.goes_on().chooses("tell-type").types("ik slaap slecht").goes_on().chooses("contact-call").types("0612345678").goes_on();
    hall.chooses("when-evening")
        .goes_on()
        .types("Fatima")
        .goes_on()
        .chooses("goal-own")
        .types("rust")
        .goes_on()
        .goes_on()
        .keeps();
    hall.does(Event::DeskReceipt(hall.last_kept(), Some(Weekday::Thu))).chooses("ticket");
    assert_eq!(
        said(&hall),
        ["Wijkpost Zuid", &teken_of(&hall), "U hoort van ons voor donderdag.", "Bewaar dit briefje."],
        "no topic, no words, no number, no name"
    );
    assert!(!format!("{:?}", hall.printed).contains("0123456789ABCDEFGHJKMNPQRS"), "nor in a log");
}

#[test]
fn the_ticket_of_an_appointment_says_when_and_not_with_whom() {
    let mut tickets = Vec::new();
    for (whom, start) in [("whom-police", "2026-11-23T10:00"), ("whom-team", "2026-11-23T10:00")] {
        let mut hall = Hall::open();
        hall.chooses_a_time(whom, start).goes_on().keeps().chooses("ticket");
        assert!(hall.printed[0].code.is_some());
        tickets.push(said(&hall));
    }
    assert_eq!(
        tickets[0],
        ["Wijkpost Zuid", "Uw teken is Boom 27.", "Maandag 23\u{a0}november, tien uur.", "Bewaar dit briefje."]
    );
    assert_eq!(tickets[0], tickets[1]);
}

#[test]
fn who_is_called_now_may_have_the_number_on_paper_and_no_code() {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("talk-now").keeps().chooses("ticket");
    assert!(hall.printed[0].code.is_none() && hall.printed[0].moment.is_none());
    hall.does(Event::TicketFailed(hall.last_kept()));
    assert!(hall.reads("Het briefje lukt nu niet. Maak een foto."));
}

/// All words of the last ticket.
fn said(hall: &Hall) -> Vec<String> {
    let order = hall.printed.last().expect("a ticket");
    let texts = [&order.said].into_iter().chain(&order.moment).chain(&order.follows);
    let words = texts.map(|text| LIBRARY.say(order.language, text));
    [order.place.clone()].into_iter().chain(words).collect()
}

fn teken_of(hall: &Hall) -> String {
    let order = hall.printed.last().expect("a ticket");
    LIBRARY.say(order.language, &order.said)
}
