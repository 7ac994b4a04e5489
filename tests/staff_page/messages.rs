//! Word of appointments that residents asked for, from the list to "Verstuurd".

use crate::appointments::{NEXT_MONDAY, as_a_kiosk_did, hex, police};
use crate::hands::{Browser, Desk};
use crate::team::{self, Left};
use inloop::desk::store::audit;
use inloop::desk::store::bookings::{Ask, Wanted};
use inloop::desk::store::{News, appointing};
use inloop::entry::*;
use std::io::Write;
use std::sync::{Arc, Mutex};

const NUMBER: &str = "0612345678";
const ADDRESS: &str = "fatma@voorbeeld.example.nl";

fn sms() -> Contact {
    Contact::Sms { number: PhoneNumber::parse(NUMBER).ok(), safe: Some(true) }
}

fn email() -> Contact {
    Contact::Email { address: EmailAddress::parse(ADDRESS).ok() }
}

fn code() -> Secret {
    Secret::new([7; 16])
}

/// The right of the kiosk in the hall to the time so many minutes after next Monday's first.
fn right(desk: &Desk, spreekuur: SpreekuurId, ahead: u32) -> Grant {
    team::right(&desk.state, desk.kiosk, SlotId::new(spreekuur, NEXT_MONDAY + ahead))
}

/// An entry about an appointment arrives from a glass in Turkish.
fn takes_in(desk: &Desk, body: Body, ask: Ask) -> EntryId {
    team::ask_for(&desk.state, desk.kiosk, Left { teken: 324, language: "tr", late: false, body }, ask, &code())
}

/// Somebody booked next Monday's first time at the kiosk, in Turkish, and asked for word of it.
pub fn books(desk: &Desk, spreekuur: SpreekuurId, contact: Option<Contact>) -> EntryId {
    let time = Some(right(desk, spreekuur, 0));
    let wanted = Wanted { whom: Whom::Police, time };
    takes_in(desk, Body::Booking(Booking { whom: Whom::Police, time, contact }), Ask::Book(wanted))
}

/// Somebody booked and then changed the time at the kiosk: the appointment before, and the one that took its place.
pub fn changes(desk: &Desk, spreekuur: SpreekuurId, contact: Contact) -> (EntryId, EntryId) {
    let before = books(desk, spreekuur, Some(contact));
    let time = Some(right(desk, spreekuur, 30));
    let ask = Ask::Change(code().recognition(), Wanted { whom: Whom::Police, time });
    let to = Booking { whom: Whom::Police, time, contact: None };
    (before, takes_in(desk, Body::Change(Change { code: code(), to }), ask))
}

fn message(id: EntryId) -> String {
    format!("/afspraak/{id}/bericht")
}

async fn sends(worker: &mut Browser, id: EntryId) -> String {
    let page = worker.get(&message(id)).await;
    let hidden = |name: &str| {
        let rest = page.html.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let (state, minute) = (hidden("state"), hidden("minute"));
    let sent = worker.fill(&message(id), &message(id), &[("state", &state), ("minute", &minute)]).await;
    sent.goes_to().to_owned()
}

async fn is_listed(worker: &mut Browser, id: EntryId) -> bool {
    worker.get("/spreekuren").await.html.contains(&message(id))
}

#[tokio::test]
async fn who_asked_for_an_sms_stands_on_a_list_until_a_worker_has_sent_it() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let id = books(&desk, spreekuur, Some(sms()));
    let list = fatma.get("/spreekuren").await;
    for shown in ["Sms te sturen 1", "Boom 27", "ma 30 nov 10:00"] {
        assert!(list.text().contains(shown), "{shown}: {}", list.text());
    }
    assert!(list.html.contains(&message(id)) && !list.html.contains(NUMBER));
    assert!(fatma.get("/vandaag").await.text().contains("Afspraken waar iemand naar moet kijken: 1."));
    let opened = fatma.get(&message(id)).await;
    let text = "Randevunuz hazır. 30 Kasım Pazartesi, saat on. İşaretiniz: Ağaç 27.";
    for shown in
        [text, "Turks", "Sms 06 12 34 56 78", "Uw afspraak staat vast. Maandag 30 november, tien uur. Uw teken is Boom 27."]
    {
        assert!(opened.text().contains(shown), "{shown}: {}", opened.text());
    }
    assert!(opened.html.contains("href=\"sms:0612345678?&#38;body=Randevunuz%20haz%C4%B1r."), "{}", opened.html);
    for never in ["Politie", "Wijkagent", "Polis", "Kamer"] {
        assert!(!opened.html.contains(never), "{never}");
    }
    assert_eq!(sends(&mut fatma, id).await, "/spreekuren?said=message-sent");
    assert!(!is_listed(&mut fatma, id).await);
    assert_eq!(fatma.get(&message(id)).await.goes_to(), "/spreekuren?said=message-other");
}

#[tokio::test]
async fn an_email_has_a_list_of_its_own_and_a_subject_that_tells_nothing() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let id = books(&desk, spreekuur, Some(email()));
    let list = fatma.get("/spreekuren").await;
    assert!(list.text().contains("E-mail te sturen 1") && !list.html.contains(ADDRESS), "{}", list.text());
    let opened = fatma.get(&message(id)).await;
    assert!(
        opened.html.contains("mailto:fatma@voorbeeld.example.nl?subject=Randevunuz%20haz%C4%B1r.&#38;body="),
        "{}",
        opened.html
    );
    sends(&mut fatma, id).await;
    assert!(!is_listed(&mut fatma, id).await);
}

#[tokio::test]
async fn nobody_is_sent_what_they_did_not_ask_for() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let asked_nothing = books(&desk, spreekuur, None);
    assert!(!is_listed(&mut fatma, asked_nothing).await);
    assert_eq!(fatma.get(&message(asked_nothing)).await.goes_to(), "/spreekuren?said=message-other");
}

#[tokio::test]
async fn an_appointment_that_is_moved_or_cancelled_comes_back_to_be_told() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let id = books(&desk, spreekuur, Some(sms()));
    sends(&mut fatma, id).await;
    let (page, other) = (format!("/afspraak/{id}"), SlotId::new(spreekuur, NEXT_MONDAY + 60).to_string());
    fatma.fill(&page, &format!("{page}/tijd"), &[("slot", &other)]).await;
    let moved = fatma.get(&message(id)).await;
    assert!(
        moved.text().contains("Yeni saatiniz hazır. 30 Kasım Pazartesi, saat on bir. Eski saatte gelmeyin."),
        "{}",
        moved.text()
    );
    sends(&mut fatma, id).await;
    assert!(!is_listed(&mut fatma, id).await);
    let day = format!("/spreekuren/{}/dag/2026-11-30/afzeggen", spreekuur.get());
    fatma.fill(&day, &day, &[("reason", "")]).await;
    let list = fatma.get("/spreekuren").await;
    assert!(list.text().contains("Sms te sturen 1") && !list.text().contains("nog niet verteld"), "{}", list.text());
    let cancelled = fatma.get(&message(id)).await;
    assert!(cancelled.text().contains("Randevunuz iptal edildi. 30 Kasım Pazartesi, saat on bir."), "{}", cancelled.text());
    assert_eq!(sends(&mut fatma, id).await, "/spreekuren?said=message-sent");
    assert!(!is_listed(&mut fatma, id).await);
}

#[tokio::test]
async fn who_changed_the_time_at_the_kiosk_is_told_the_new_one_where_they_asked_for_word_before() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let id = books(&desk, spreekuur, Some(sms()));
    sends(&mut fatma, id).await;
    let time = Some(right(&desk, spreekuur, 30));
    let ask = Ask::Change(code().recognition(), Wanted { whom: Whom::Police, time });
    let to = Booking { whom: Whom::Police, time, contact: None };
    let changed = takes_in(&desk, Body::Change(Change { code: code(), to }), ask);
    assert!(is_listed(&mut fatma, changed).await && !is_listed(&mut fatma, id).await);
    let opened = fatma.get(&message(changed)).await;
    for shown in ["Yeni saatiniz hazır. 30 Kasım Pazartesi, on buçuk.", "Sms 06 12 34 56 78"] {
        assert!(opened.text().contains(shown), "{shown}: {}", opened.text());
    }
    sends(&mut fatma, changed).await;
    takes_in(&desk, Body::Cancel(Cancel { code: code() }), Ask::Cancel(code().recognition()));
    for id in [id, changed] {
        assert!(!is_listed(&mut fatma, id).await, "who cancelled knows it");
    }
}

#[tokio::test]
async fn what_was_sent_while_the_time_changed_ticks_nothing_off() {
    let desk = Desk::new();
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    let spreekuur = police(&mut fatma).await;
    let id = books(&desk, spreekuur, Some(sms()));
    let guard = fatma.get(&message(id)).await.guard(&message(id));
    let (page, other) = (format!("/afspraak/{id}"), SlotId::new(spreekuur, NEXT_MONDAY + 60).to_string());
    bram.fill(&page, &format!("{page}/tijd"), &[("slot", &other)]).await;
    let minute = NEXT_MONDAY.to_string();
    let late = fatma.post(&message(id), &[("guard", &guard), ("state", "booked"), ("minute", &minute)]).await;
    assert_eq!(late.goes_to(), "/spreekuren?said=message-other");
    assert!(is_listed(&mut fatma, id).await);
}

#[tokio::test]
async fn what_is_in_doubt_is_told_to_nobody_before_staff_have_settled_it() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let id = books(&desk, spreekuur, Some(sms()));
    let hex = hex(id);
    for doubt in ["state = 'conflict'", "late = TRUE"] {
        as_a_kiosk_did(&desk, format!("UPDATE booking SET {doubt} WHERE id = x'{hex}'"));
        assert!(!is_listed(&mut fatma, id).await, "{doubt}");
        as_a_kiosk_did(&desk, format!("UPDATE booking SET state = 'booked', late = FALSE WHERE id = x'{hex}'"));
    }
    as_a_kiosk_did(&desk, format!("UPDATE slot SET offered = FALSE WHERE booking = x'{hex}'"));
    assert!(!is_listed(&mut fatma, id).await, "without a host");
    let now = desk.state.now();
    desk.state.store.write_waiting(News::Pages, move |conn| appointing::cancel(conn, id, true, now)).unwrap();
    assert!(!is_listed(&mut fatma, id).await, "who was told on the phone is sent nothing");
}

/// Keeps what is logged on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn opening_a_message_is_logged_and_what_stands_in_it_is_not() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let id = books(&desk, spreekuur, Some(sms()));
    let log = Log::default();
    let kept = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || kept.clone())
        .with_ansi(false)
        .finish();
    let listening = tracing::subscriber::set_default(subscriber);
    sends(&mut fatma, id).await;
    drop(listening);
    let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let lines = desk.state.store.read_waiting(|conn| audit::of_entry(conn, id, 10)).unwrap();
    assert!(lines.iter().all(|line| line.what == "message" && line.worker.as_deref() == Some("Fatma")), "{lines:?}");
    assert!(!lines.is_empty());
    for kept in ["a message was sent", &id.to_string()] {
        assert!(said.contains(kept), "{kept}: {said}");
    }
    for never in [NUMBER, "Randevu", "Kasım", "Uw afspraak", "Boom", &team::PASSWORD[..4]] {
        assert!(!said.contains(never), "{never}: {said}");
    }
}

#[tokio::test]
async fn who_says_i_am_here_and_is_not_known_stands_on_vandaag_by_their_teken() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let unknown = || EntryId::new(1, [9; 10]);
    let teken = Teken::from_index(324).ok();
    let id = takes_in(&desk, Body::CheckIn(CheckIn { booking: unknown(), teken }), Ask::CheckIn(unknown(), teken));
    let today = fatma.get("/vandaag").await;
    let said = today.text();
    let list = said.split("Is er, zonder bekende afspraak").nth(1).unwrap_or_else(|| panic!("{said}"));
    assert!(list.contains("Boom 27 Zei: ik ben er"), "{said}");
    fatma.fill("/spreekuren", &format!("/afspraak/{id}/gezien"), &[]).await;
    assert!(!fatma.get("/vandaag").await.text().contains("zonder bekende afspraak"));
}
