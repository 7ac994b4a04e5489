//! Whatever of a resident is opened is one line of the audit log, and no page shows a resident's own without one.

use crate::appointments::{NEXT_MONDAY, book, police, stands};
use crate::hands::{Browser, Desk, Page};
use crate::messages::books;
use crate::team::{self, Left, arrive};
use crate::walk::{self, Seen};
use axum::http::{HeaderMap, Method};
use inloop::desk::store::audit::{self, What};
use inloop::desk::store::{appointments, erasing, mail, outgoing};
use inloop::entry::{Contact, EmailAddress, EntryId, PhoneNumber, Question, SlotId, Words};
use std::time::Duration;

const BY_HAND: &str = "[connect]\npages = \"https://inloop.example.nl\"\n[connect.by_hand]\nreader = \"Welzijn\"\n";

fn lines(desk: &Desk) -> u64 {
    let key = desk.state.audit.clone();
    desk.state.store.read_waiting(|conn| audit::verify(conn, &key)).unwrap().lines
}

/// The words of the lines about this, the oldest first.
fn whats(desk: &Desk, id: EntryId) -> Vec<String> {
    let seen = desk.state.store.read_waiting(|conn| audit::of_entry(conn, id, 100)).unwrap();
    seen.into_iter().rev().map(|one| one.what).collect()
}

fn by_itself(headers: &mut HeaderMap) {
    headers.insert("x-inloop-live", "1".parse().unwrap());
}

async fn drawn_again(worker: &mut Browser, path: &str) -> Page {
    worker.ask(Method::GET, path, String::new(), by_itself).await
}

fn asks() -> Left {
    let number = PhoneNumber::parse("06 12345678").ok();
    let contact = Some(Contact::Call { number, when: None, voicemail: false, safe: Some(true) });
    Left::question(324, Question { contact, name: Words::new("Jannie").ok(), ..Question::default() })
}

/// On which page, by which form, with what, and what that is in the log.
type Sent<'a> = (&'a str, String, &'a [(&'a str, &'a str)], What);

#[tokio::test]
async fn each_opening_is_exactly_one_line_and_drawing_again_is_none() {
    let desk = Desk::connected(BY_HAND);
    let mut fatma = desk.worker("Fatma").await;
    let flac = include_bytes!("../fixtures/spoken.flac");
    let card = arrive(&desk.state, desk.kiosk, asks());
    let said = team::said(&desk.state, desk.kiosk, flac, Duration::from_secs(2));
    for piece in said.pieces() {
        team::piece_arrives(&desk.state, said.header().id, piece);
    }
    let said = said.header().id;
    let spreekuur = police(&mut fatma).await;
    let sms = Contact::Sms { number: PhoneNumber::parse("0612345678").ok(), safe: Some(true) };
    let told = books(&desk, spreekuur, Some(sms));
    let pages = [
        (card, format!("/kaart/{card}"), What::Card),
        (said, format!("/kaart/{said}/opname"), What::Recording),
        (told, format!("/afspraak/{told}"), What::Appointment),
        (told, format!("/afspraak/{told}/bericht"), What::Message),
    ];
    for (id, path, what) in pages {
        let (before, of_it) = (lines(&desk), whats(&desk, id).len());
        // A recording is no text, so only its head is looked at.
        let answer = fatma.open(Method::GET, &path, String::new(), |_| {}).await;
        assert!(answer.status().is_success(), "{path}");
        assert_eq!((lines(&desk) - before, whats(&desk, id).len() - of_it), (1, 1), "{path}");
        assert_eq!(whats(&desk, id).last().unwrap(), what.word());
        if what != What::Recording {
            drawn_again(&mut fatma, &path).await;
            assert_eq!(lines(&desk) - before, 1, "{path} draws itself again");
        }
    }
    let page = format!("/kaart/{card}");
    let contact: &[(&str, &str)] = &[("known", "yes"), ("way", "sms"), ("value", "0687654321")];
    let sent: [Sent<'_>; 4] = [
        (
            "/koppelingen",
            "/koppelingen/export".into(),
            &[("from", "2026-11-23"), ("until", "2026-11-23"), ("form", "csv")],
            What::Export,
        ),
        (&page, format!("{page}/verzoek/inzage"), &[("known", "yes")], What::RequestSee),
        (&page, format!("{page}/verzoek/contact"), contact, What::RequestContact),
        (&page, format!("{page}/verzoek/wissen"), &[("known", "yes")], What::RequestErase),
    ];
    for (on, action, fields, what) in sent {
        let guard = fatma.get(on).await.guard(&action);
        let (before, of_it) = (lines(&desk), whats(&desk, card).len());
        let fields: Vec<_> = [("guard", guard.as_str())].into_iter().chain(fields.iter().copied()).collect();
        fatma.post(&action, &fields).await;
        assert_eq!(whats(&desk, card).len() - of_it, 1, "{action}");
        assert_eq!(whats(&desk, card).last().unwrap(), what.word(), "{action}");
        // A file is of several, each with a line of its own.
        assert_eq!(lines(&desk) - before, if what == What::Export { 2 } else { 1 }, "{action}");
    }
    let before = lines(&desk);
    fatma.get("/patronen/csv").await;
    fatma.get("/patronen").await;
    assert_eq!(lines(&desk), before, "numbers of many open nobody");
}

#[tokio::test]
async fn what_was_not_ticked_or_is_not_there_is_no_line() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let card = arrive(&desk.state, desk.kiosk, asks());
    let page = format!("/kaart/{card}");
    let guard = fatma.get(&page).await.guard(&format!("{page}/verzoek/wissen"));
    let before = lines(&desk);
    for way in ["inzage", "contact", "wissen"] {
        fatma.post(&format!("{page}/verzoek/{way}"), &[("guard", &guard), ("way", "call"), ("value", "0687654321")]).await;
        let wrong = [("guard", guard.as_str()), ("known", "yes"), ("way", "pigeon"), ("value", "x")];
        if way == "contact" {
            fatma.post(&format!("{page}/verzoek/{way}"), &wrong).await;
        }
    }
    assert_eq!(lines(&desk), before);
    assert!(!erasing_log(&desk).contains(&card));
}

/// What only a resident can have said.
const OWN: [&str; 8] = ["Jannie", "12345678", "12 34 56 78", "huur is te laat", "gordijnen", "Jan-Willem", "meulen", "87654321"];

#[tokio::test]
async fn no_page_that_anybody_walks_to_shows_a_residents_own_without_a_line() {
    let town = walk::town().await;
    let mut shown = 0;
    for Seen { who, path, mut browser, .. } in walk::visited(&town).await {
        let before = lines(&town.desk);
        let page = browser.get(&path).await;
        let (new, own) = (lines(&town.desk) - before, OWN.iter().any(|own| page.html.contains(own)));
        let opens = ["/kaart/", "/afspraak/"].iter().any(|begin| path.starts_with(begin)) && path != "/kaart/nieuw";
        assert_eq!(new, u64::from(opens && page.status == 200), "{who} at {path}");
        assert!(!own || new == 1, "{who} sees a resident's own at {path}, and no line says so");
        shown += usize::from(own);
    }
    assert!(shown > 10, "{shown} pages showed something");
}

fn erasing_log(desk: &Desk) -> Vec<EntryId> {
    let log = desk.state.store.read_waiting(|conn| erasing::log(conn, 0, 100)).unwrap();
    log.into_iter().map(|line| line.entry).collect()
}

#[tokio::test]
async fn an_appointment_is_erased_at_once_with_its_time_and_what_was_left_with_it() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let email = Contact::Email { address: EmailAddress::parse("fatma@voorbeeld.example.nl").ok() };
    let left = books(&desk, spreekuur, Some(email));
    let phoned =
        book(&mut fatma, SlotId::new(spreekuur, NEXT_MONDAY + 30), &[("name", "Jannie"), ("number", "0612345678")]).await;
    // Mail has told the mailbox, and has word for the resident.
    let wants = mail::Wants { mailboxes: [spreekuur].into(), words: true };
    let (plan, now) = (wants.clone(), desk.state.now());
    let waits = desk.state.store.write_waiting(inloop::desk::store::News::Pages, move |conn| {
        mail::plan(conn, &plan, now)?;
        let mut sent = Vec::new();
        while let Some(out) = mail::take(conn, now + 30)? {
            sent.push(out.kind);
            if out.kind == mail::Kind::Invitation {
                mail::done(conn, &out, now)?;
            }
        }
        Ok(sent.len())
    });
    assert_eq!(waits.unwrap(), 3, "two invitations and a word");
    for (id, at) in [(left, 0), (phoned, 30)] {
        let (page, form) = (format!("/afspraak/{id}"), format!("/afspraak/{id}/verzoek/wissen"));
        let unread = fatma.fill(&page, &form, &[]).await;
        assert_eq!(unread.goes_to(), format!("{page}?said=tick-first"));
        let guard = fatma.get(&page).await.guard(&form);
        let erased = fatma.post(&form, &[("guard", &guard), ("known", "yes")]).await;
        assert_eq!(erased.goes_to(), "/spreekuren?said=erased");
        assert_eq!(fatma.get(&page).await.status, 404);
        assert_eq!(fatma.post(&form, &[("guard", &guard), ("known", "yes")]).await.status, 404, "once is enough");
        assert_eq!(whats(&desk, id).last().unwrap(), "request-erase");
        let slot = SlotId::new(spreekuur, NEXT_MONDAY + at);
        assert_eq!(crate::appointments::holder(&desk, slot), appointments::Holder::Free, "its time is free for another");
        assert!(erasing_log(&desk).contains(&id));
        let found = desk.state.store.read_waiting(move |conn| appointments::find(conn, id)).unwrap().unwrap();
        assert!(found.erased && found.note.is_none() && found.teken.is_none() && !found.reaches);
        for act in ["tijd", "afzeggen", "gezien", "bericht"] {
            let fields = [("guard", guard.as_str()), ("slot", "1-1"), ("state", "booked"), ("minute", "1")];
            assert_eq!(fatma.post(&format!("{page}/{act}"), &fields).await.status, 404, "{act} of what is gone");
        }
    }
    assert!(desk.state.opened(left).await.unwrap().is_none());
    // The mailbox is told that nobody comes, and the resident nothing any more.
    let now = desk.state.now();
    let says = desk.state.store.write_waiting(inloop::desk::store::News::Pages, move |conn| {
        mail::plan(conn, &wants, now)?;
        let mut says = Vec::new();
        while let Some(out) = mail::take(conn, now + 400)? {
            says.push((out.kind, out.says.split(' ').next().unwrap_or_default().to_owned()));
        }
        Ok(says)
    });
    assert_eq!(says.unwrap(), [(mail::Kind::Invitation, "cancel".to_owned()), (mail::Kind::Invitation, "cancel".to_owned())]);
    for own in [&b"Jannie"[..], b"0612345678"] {
        assert!(!crate::retention::holds(&crate::retention::bytes(&desk), own));
    }
}

#[tokio::test]
async fn erasing_an_appointment_that_was_changed_at_the_kiosk_takes_the_one_before_along() {
    let number = || PhoneNumber::parse("0612345678").ok();
    // By the first the later one is told too; by the second nobody is told, and nothing but the change ties the two.
    let contacts = [
        Contact::Sms { number: number(), safe: Some(true) },
        Contact::Call { number: number(), when: None, voicemail: false, safe: None },
    ];
    for contact in contacts {
        let desk = Desk::new();
        let mut fatma = desk.worker("Fatma").await;
        let spreekuur = police(&mut fatma).await;
        let (before, after) = crate::messages::changes(&desk, spreekuur, contact);
        let other = book(&mut fatma, SlotId::new(spreekuur, NEXT_MONDAY + 90), &[]).await;
        let page = format!("/afspraak/{after}");
        fatma.fill(&page, &format!("{page}/verzoek/wissen"), &[("known", "yes")]).await;
        for id in [before, after] {
            assert!(desk.state.opened(id).await.unwrap().is_none(), "{id}");
            assert_eq!(fatma.get(&format!("/afspraak/{id}")).await.status, 404, "{id}");
        }
        assert_eq!(stands(&desk, other), appointments::State::Booked, "and nobody else's");
    }
}

#[tokio::test]
async fn whoever_took_a_card_over_by_hand_is_told_to_change_the_contact_there() {
    let desk = Desk::connected(BY_HAND);
    let mut fatma = desk.worker("Fatma").await;
    let id = arrive(&desk.state, desk.kiosk, asks());
    let (page, note) = (format!("/kaart/{id}"), format!("/kaart/{id}/overgezet"));
    let change = format!("{page}/verzoek/contact");
    let fields = [("known", "yes"), ("way", "sms"), ("value", "0687654321")];
    assert_eq!(fatma.fill(&page, &change, &fields).await.goes_to(), format!("{page}?said=contact-changed"));
    fatma.fill(&page, &note, &[("number", "Z-1")]).await;
    let told = fatma.fill(&page, &change, &fields).await;
    assert_eq!(told.goes_to(), format!("{page}?said=contact-by-hand"));
    let shown = fatma.get(told.goes_to()).await;
    assert!(
        shown.text().contains("met de hand of in een bestand overgezet") && shown.text().contains("Pas het daar met de hand aan")
    );
    assert_eq!(fatma.fill(&page, &note, &[("number", "")]).await.goes_to(), format!("{page}?said=handed"));
    let after = fatma.get(&page).await;
    assert!(
        !after.text().contains("Pas het daar met de hand aan") && after.text().contains("Nummer daar: Z-1."),
        "{}",
        after.text()
    );
    // A card that went along in a file is nowhere to be changed but there.
    let other = arrive(&desk.state, desk.kiosk, asks());
    let file = [("from", "2026-11-23"), ("until", "2026-11-23"), ("form", "csv")];
    fatma.fill("/koppelingen", "/koppelingen/export", &file).await;
    let page = format!("/kaart/{other}");
    let told = fatma.fill(&page, &format!("{page}/verzoek/contact"), &fields).await;
    assert_eq!(told.goes_to(), format!("{page}?said=contact-by-hand"));
    assert!(desk.state.store.read_waiting(move |conn| outgoing::of(conn, other)).unwrap().is_empty());
}
