//! What is over goes, whole; what is not over stays.

use crate::appointments::{NEXT_MONDAY, police};
use crate::hands::{Browser, Desk};
use crate::team::{self, Left, arrive};
use diesel::RunQueryDsl;
use diesel::sql_types::BigInt;
use inloop::desk::retention::sweep;
use inloop::desk::store::bookings::{Ask, Wanted};
use inloop::desk::store::erasing::{self, Why};
use inloop::desk::store::outgoing::{self, Work};
use inloop::desk::store::{KiosksSince, News, cards, entries};
use inloop::entry::*;
use inloop::wire::signature;
use std::time::Duration;

pub const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// How many rows of `sql`, which begins behind "SELECT count(*) AS n FROM".
pub fn count(desk: &Desk, sql: &str) -> i64 {
    let sql = format!("SELECT count(*) AS n FROM {sql}");
    desk.state.store.read_waiting(move |conn| Ok(diesel::sql_query(sql).get_result::<Count>(conn)?.n)).unwrap()
}

pub fn call(number: &str) -> Question {
    let number = PhoneNumber::parse(number).ok();
    Question {
        topic: Some(Topic::Money),
        words: Words::new("mijn huur is te laat").ok(),
        contact: Some(Contact::Call { number, when: None, voicemail: false, safe: Some(true) }),
        name: Words::new("Jannie").ok(),
        ..Question::default()
    }
}

/// Picks it up and ends it.
pub async fn close(worker: &mut Browser, id: EntryId, again: &str) {
    let page = format!("/kaart/{id}");
    worker.fill(&page, &format!("{page}/oppakken"), &[("place", "1")]).await;
    let fields = [("outcome", "answered"), ("reached", "yes"), ("wanted", "money"), ("again", again)];
    let ended = worker.fill(&page, &format!("{page}/afronden"), &fields).await;
    assert!(ended.goes_to().contains("said=closed"), "{}", ended.goes_to());
}

/// Every byte of the store's folder.
pub fn bytes(desk: &Desk) -> Vec<u8> {
    let files = std::fs::read_dir(desk.data()).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

pub fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// A part of it that stands in one piece in the files: a page of the store may end anywhere.
pub fn part_of<'a>(whole: &'a [u8], there: &[u8]) -> &'a [u8] {
    whole
        .chunks(32)
        .find(|part| part.len() == 32 && holds(there, part))
        .unwrap_or_else(|| panic!("the search finds what is there: {} of {}", whole.len(), there.len()))
}

#[tokio::test]
async fn a_closed_card_goes_after_its_term_and_no_byte_of_it_stands_in_any_file() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let flac = include_bytes!("../fixtures/spoken.flac");
    let said = team::said(&desk.state, desk.kiosk, flac, Duration::from_secs(2));
    said.pieces().iter().for_each(|piece| team::piece_arrives(&desk.state, said.header().id, piece));
    let id = arrive(&desk.state, desk.kiosk, Left { language: "ti", ..Left::question(324, call("06 12345678")) });
    let stays = arrive(&desk.state, desk.kiosk, Left::question(325, call("06 87654321")));
    let envelope = desk.state.store.read_waiting(|conn| entries::envelope(conn, id)).unwrap().unwrap();
    let caller = desk.state.keys.caller(&PhoneNumber::parse("06 12345678").unwrap());

    close(&mut fatma, id, "never").await;
    close(&mut fatma, said.header().id, "never").await;
    let (there, envelope) = (bytes(&desk), envelope.to_bytes());
    let sealed = [&envelope[250..], &said.pieces()[0].sealed()[900..], &caller].map(|whole| part_of(whole, &there));

    desk.clock.advance(30 * DAY - Duration::from_secs(1));
    assert_eq!(sweep(&desk.state).await.unwrap().erased, 0);
    assert!(desk.state.opened(id).await.unwrap().is_some());
    desk.clock.advance(Duration::from_secs(2));
    let swept = sweep(&desk.state).await.unwrap();
    assert_eq!((swept.erased, swept.clean), (2, true));
    let left = bytes(&desk);
    for part in sealed {
        assert!(!holds(&left, part), "a piece of what was erased still stands in the folder");
    }
    assert!(!holds(&left, b"\"answered\""), "nor what was done with it");
    let listed = desk.state.store.read_waiting(|conn| entries::listed(conn, id)).unwrap().unwrap();
    assert_eq!((listed.teken, listed.topic, listed.contact, listed.reaches), (None, None, None, false));
    assert_eq!(listed.language.code(), "und");
    for table in ["card_act", "recording_piece"] {
        assert_eq!(count(&desk, table), 0, "{table}");
    }
    assert_eq!(count(&desk, "card"), 1);
    let mut fatma = desk.worker("Fatma").await;
    assert_eq!(fatma.get(&format!("/kaart/{id}")).await.status, 404);
    assert!(fatma.get(&format!("/kaart/{stays}")).await.text().contains("Jannie"), "an open card stays");
}

#[tokio::test]
async fn what_was_erased_is_written_down_without_anybody_and_comes_back_by_no_way() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let id = arrive(&desk.state, desk.kiosk, Left::question(324, call("06 12345678")));
    let (envelope, listed) = desk
        .state
        .store
        .read_waiting(|conn| Ok((entries::envelope(conn, id)?.unwrap(), entries::listed(conn, id)?.unwrap())))
        .unwrap();
    close(&mut fatma, id, "never").await;
    desk.clock.advance(31 * DAY);
    sweep(&desk.state).await.unwrap();
    let log = desk.state.store.read_waiting(|conn| erasing::log(conn, 0, 10)).unwrap();
    assert_eq!(log.len(), 1);
    assert_eq!((log[0].entry, log[0].kind.as_str(), log[0].by_worker, log[0].asked), (id, "question", false, false));
    assert_eq!(log[0].at, desk.clock_now());
    assert_eq!(count(&desk, "pragma_table_info('erasure')"), 5, "no column more than these");

    let digest = signature::digest(&envelope.to_bytes());
    let again = desk.state.store.write_waiting(News::Pages, move |conn| entries::arrive(conn, &envelope, &digest, &listed));
    assert!(matches!(again.unwrap(), entries::Arrival::Known(Some(_))), "its kiosk hears the same day again");
    assert!(desk.state.opened(id).await.unwrap().is_none());
    assert_eq!(count(&desk, "card"), 0);
}

#[tokio::test]
async fn an_open_card_never_goes_by_itself_and_is_talked_about_instead() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let (open, calling) = (
        arrive(&desk.state, desk.kiosk, Left::question(324, call("06 12345678"))),
        arrive(&desk.state, desk.kiosk, Left::question(2, call("06 12345679"))),
    );
    let page = format!("/kaart/{open}");
    fatma.fill(&page, &format!("{page}/oppakken"), &[("place", "1")]).await;
    fatma.fill(&page, &format!("{page}/gesproken"), &[]).await;
    close(&mut fatma, calling, "two-weeks").await;
    desk.clock.advance(170 * DAY);
    let mut fatma = desk.worker("Fatma").await;
    assert!(!fatma.get("/overleg").await.html.contains(&open.to_string()));
    desk.clock.advance(30 * DAY);
    assert_eq!(sweep(&desk.state).await.unwrap().erased, 0);
    let mut fatma = desk.worker("Fatma").await;
    let list = fatma.get("/overleg").await;
    assert!(list.html.contains(&open.to_string()) && list.html.contains(&calling.to_string()), "{}", list.text());
    assert!(list.text().contains("Lang niet aangeraakt"));
    fatma.fill(&page, &format!("{page}/plan"), &[("way", "call"), ("day", "2027-06-12")]).await;
    assert!(!fatma.get("/overleg").await.html.contains(&open.to_string()), "who touches it has seen it");
}

#[tokio::test]
async fn an_appointment_goes_after_its_time_and_a_wish_that_nobody_called_about_stays() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let slot = SlotId::new(police(&mut fatma).await, NEXT_MONDAY);
    let time = Some(team::right(&desk.state, desk.kiosk, slot));
    let contact = Contact::Sms { number: PhoneNumber::parse("06 12345678").ok(), safe: Some(true) };
    let body = Body::Booking(Booking { whom: Whom::Police, time, contact: Some(contact) });
    let wanted = Wanted { whom: Whom::Police, time };
    let left = |body| Left { teken: 324, language: "ar", late: false, body };
    let booked = team::ask_for(&desk.state, desk.kiosk, left(body), Ask::Book(wanted), &Secret::new([7; 16]));
    let wish = Booking { whom: Whom::Police, time: None, contact: None };
    let nothing = Wanted { whom: Whom::Police, time: None };
    let wish = team::ask_for(&desk.state, desk.kiosk, left(Body::Booking(wish)), Ask::Book(nothing), &Secret::new([8; 16]));
    let called = arrive(&desk.state, desk.kiosk, Left::call(2, CallReason::TalkNow));
    desk.clock.advance(31 * DAY);
    // The appointment is days ahead of the call, and so is its end.
    sweep(&desk.state).await.unwrap();
    assert!(desk.state.opened(called).await.unwrap().is_none() && desk.state.opened(booked).await.unwrap().is_some());
    assert_eq!(count(&desk, "hall_call"), 0);
    desk.clock.advance(14 * DAY);
    sweep(&desk.state).await.unwrap();
    assert!(desk.state.opened(booked).await.unwrap().is_none() && desk.state.opened(wish).await.unwrap().is_some());
    let of_whom =
        "teken IS NOT NULL OR recognition IS NOT NULL OR contact IS NOT NULL OR note IS NOT NULL OR message_entry IS NOT NULL";
    assert_eq!(count(&desk, &format!("booking WHERE erased_at IS NOT NULL AND ({of_whom})")), 0);
    assert_eq!(count(&desk, "booking WHERE erased_at IS NOT NULL"), 1);
    assert_eq!(count(&desk, "slot WHERE booking IS NOT NULL"), 1, "the time keeps that it was booked");
    let mut fatma = desk.worker("Fatma").await;
    assert_eq!(fatma.get(&format!("/afspraak/{booked}")).await.status, 404);
    assert!(fatma.get("/vandaag").await.html.contains(&wish.to_string()));
}

#[tokio::test]
async fn what_other_systems_have_is_erased_there_in_the_same_breath() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let [sent, waits] = [324, 325].map(|teken| arrive(&desk.state, desk.kiosk, Left::question(teken, call("06 12345678"))));
    let now = desk.state.now();
    let queued = desk.state.store.write_waiting(News::Pages, move |conn| {
        outgoing::enqueue(conn, "webhook", sent, now - 60)?;
        outgoing::take(conn, "webhook", now)?;
        outgoing::enqueue(conn, "webhook", waits, now)
    });
    queued.unwrap();
    for id in [sent, waits] {
        close(&mut fatma, id, "never").await;
    }
    desk.clock.advance(31 * DAY);
    sweep(&desk.state).await.unwrap();
    let of = |id| desk.state.store.read_waiting(move |conn| outgoing::of(conn, id)).unwrap();
    assert_eq!(of(sent).iter().map(|(out, _)| out.work).collect::<Vec<_>>(), [Work::Erase]);
    assert!(of(waits).is_empty(), "what never left is forgotten");
}

#[tokio::test]
async fn a_backup_that_comes_back_erases_again_what_was_erased_since() {
    let desk = Desk::new();
    let [asked, later] = [324, 325].map(|teken| arrive(&desk.state, desk.kiosk, Left::question(teken, call("06 12345678"))));
    desk.copy();
    let since = arrive(&desk.state, desk.kiosk, Left::question(326, call("06 12345678")));
    let (envelope, listed) = desk
        .state
        .store
        .read_waiting(|conn| Ok((entries::envelope(conn, since)?.unwrap(), entries::listed(conn, since)?.unwrap())))
        .unwrap();
    let now = desk.state.now();
    let erase = move |conn: &mut _| {
        Ok((erasing::erase(conn, asked, Why::Request, now)?, erasing::erase(conn, since, Why::Request, now)?))
    };
    assert_eq!(desk.state.store.write_waiting(News::Pages, erase).unwrap(), (true, true));
    let desk = desk.restored_after(KiosksSince::None, Duration::from_secs(3600));
    assert!(desk.state.opened(asked).await.unwrap().is_none(), "it was in the backup, and is erased again");
    assert!(desk.state.opened(later).await.unwrap().is_some());
    // The kiosk sends its last days again, and with them what was erased after the backup was made.
    let digest = signature::digest(&envelope.to_bytes());
    let again = desk.state.store.write_waiting(News::Pages, move |conn| entries::arrive(conn, &envelope, &digest, &listed));
    assert!(matches!(again.unwrap(), entries::Arrival::Erased(_)));
    assert!(desk.state.opened(since).await.unwrap().is_none());
    assert_eq!(desk.state.store.read_waiting(|conn| cards::holders(conn, since)).unwrap(), [None, None]);
    assert_eq!(count(&desk, "card"), 1);
}

#[tokio::test]
async fn what_only_passed_by_goes_a_term_after_it_came_and_no_sooner() {
    let desk = Desk::new();
    for left in [Left::call(41, inloop::entry::CallReason::Help), Left::rating(8)] {
        arrive(&desk.state, desk.kiosk, left);
    }
    let gone = |desk: &Desk| count(desk, "entry WHERE erased_at IS NOT NULL");
    desk.clock.advance(30 * DAY - Duration::from_secs(1));
    sweep(&desk.state).await.unwrap();
    assert_eq!(gone(&desk), 0);
    desk.clock.advance(Duration::from_secs(2));
    sweep(&desk.state).await.unwrap();
    assert_eq!((gone(&desk), count(&desk, "hall_call"), count(&desk, "erasure WHERE why = 'term' AND NOT by_worker")), (2, 0, 2));
}

#[tokio::test]
async fn the_number_that_a_later_appointment_is_told_by_stays_as_long_as_that_one() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = crate::appointments::police(&mut fatma).await;
    let sms = Contact::Sms { number: PhoneNumber::parse("0612345678").ok(), safe: Some(true) };
    // At ten, and then at half past ten.
    let (before, after) = crate::messages::changes(&desk, spreekuur, sms);
    let ten = i64::from(crate::appointments::NEXT_MONDAY) * 60 - desk.state.now();
    desk.clock.advance(Duration::from_secs(ten as u64) + 30 * DAY + Duration::from_secs(10 * 60));
    sweep(&desk.state).await.unwrap();
    assert_eq!(count(&desk, "booking WHERE erased_at IS NOT NULL"), 1);
    assert!(desk.state.opened(before).await.unwrap().is_some(), "half past ten is told by its number");
    desk.clock.advance(Duration::from_secs(30 * 60));
    sweep(&desk.state).await.unwrap();
    for id in [before, after] {
        assert!(desk.state.opened(id).await.unwrap().is_none());
    }
}
