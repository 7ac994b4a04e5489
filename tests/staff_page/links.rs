//! Koppelingen, and what a card says of other systems.

use crate::hands::{Browser, Desk};
use crate::team::{Left, arrive};
use axum::http::{StatusCode, header};
use inloop::desk::connect::{self, OPEN_KLANT, Sort, WEBHOOK, Why};
use inloop::desk::store::calendars::{
    self,
    steps::{self, Reading},
};
use inloop::desk::store::outgoing::{self, Out, Road, State};
use inloop::desk::store::{News, mail, spreekuren, workers};
use inloop::entry::*;
use std::time::Duration;

const ON: &str = "[connect]\npages = \"https://inloop.example.nl\"\n\
    [connect.open_klant]\nurl = \"https://example.nl/klantinteracties/api/v1\"\nreader = \"de gemeente\"\n\
    actor = \"5f0ab4e0-0000-4000-8000-0000000000aa\"\nteam = \"Wijkteam Centrum\"\ntopic = true\n\
    [connect.by_hand]\nreader = \"Welzijn\"\n";

const WORDS: &str = "mijn verwarming doet het niet";

fn question(teken: u16) -> Left {
    let contact = Contact::Call {
        number: PhoneNumber::parse("+31612345678").ok(),
        when: Some(When::Morning),
        voicemail: false,
        safe: Some(false),
    };
    Left::question(
        teken,
        Question {
            topic: Some(Topic::Money),
            words: Words::new(WORDS).ok(),
            contact: Some(contact),
            name: Words::new("=Fatma").ok(),
            ..Question::default()
        },
    )
}

/// A card that is queued, and taken by the connector so that the test can say what came of it.
fn taken(desk: &Desk, teken: u16) -> (EntryId, Out) {
    let id = arrive(&desk.state, desk.kiosk, question(teken));
    let (config, now) = (desk.state.connect.clone(), desk.state.now());
    let taken = desk.state.store.write_waiting(News::Pages, move |conn| {
        connect::enqueue(conn, &config, Sort::Question, id, now)?;
        outgoing::take(conn, OPEN_KLANT, now + outgoing::LEAVES_AFTER)
    });
    (id, taken.unwrap().unwrap())
}

fn park(desk: &Desk, out: Out, why: Why) {
    desk.state.store.write_waiting(News::Pages, move |conn| outgoing::park(conn, &out, &why.to_string())).unwrap();
}

fn road(desk: &Desk, road: Road) {
    desk.state.store.write_waiting(News::Pages, move |conn| outgoing::keep_road(conn, OPEN_KLANT, &road)).unwrap();
}

fn state(desk: &Desk, id: EntryId) -> Option<State> {
    let outs = desk.state.store.read_waiting(move |conn| outgoing::of(conn, id)).unwrap();
    outs.into_iter().find(|(out, _)| out.connector == OPEN_KLANT).map(|(out, _)| out.state)
}

async fn say(browser: &mut Browser, action: &str, fields: &[(&str, &str)]) -> String {
    browser.fill("/koppelingen", action, fields).await.goes_to().to_owned()
}

#[tokio::test]
async fn everything_is_off_by_default_and_the_page_says_so() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let page = fatma.get("/koppelingen").await;
    assert_eq!(page.text().matches("Er gaat niets heen.").count(), 5, "{}", page.text());
    assert!(!page.offers("/koppelingen/export"));
    let id = arrive(&desk.state, desk.kiosk, question(324));
    let card = fatma.get(&format!("/kaart/{id}")).await;
    assert!(!card.text().contains("Andere systemen"));
    let posted = fatma.fill(&format!("/kaart/{id}"), &format!("/kaart/{id}/oppakken"), &[("place", "1")]).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER);
    let mut bram = desk.worker("Bram").await;
    assert!(bram.get("/vandaag").await.html.contains("href=\"/koppelingen\""), "it is in the navigation");
    assert!(
        fatma.get("/inrichting").await.html.contains("href=\"/koppelingen\""),
        "of whoever manages the desk under Inrichting"
    );
}

#[tokio::test]
async fn what_was_refused_stands_there_with_its_reason_and_none_of_its_content() {
    let desk = Desk::connected(ON);
    let (id, out) = taken(&desk, 324);
    desk.clock.advance(Duration::from_secs(3 * 60));
    park(&desk, out, Why::Refused(400, "toegewezenAanActoren:does_not_exist".into()));
    let mut fatma = desk.worker("Fatma").await;
    let page = fatma.get("/koppelingen").await;
    let text = page.text();
    for part in [
        "Boom 27",
        "3 min",
        "Het andere systeem neemt dit niet aan (400 toegewezenAanActoren:does_not_exist).",
        "de gemeente",
        "Teken, naam en contact, link, onderwerp",
        "Kijk even",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(page.html.contains(&format!("href=\"/kaart/{id}\"")));
    for secret in ["verwarming", "Fatma</", "612345678", "Geld"] {
        assert!(!page.html.split("<main").nth(1).unwrap().contains(secret), "{secret}");
    }
    assert!(fatma.get("/vandaag").await.text().contains("Er gaat iets niet over naar een ander systeem."));
    assert!(fatma.get(&format!("/kaart/{id}")).await.text().contains("Niet aangenomen door Open Klant."));
    fatma.post("/taal", &[("guard", &page.guard("/taal")), ("back", "/koppelingen")]).await;
    assert!(fatma.get("/koppelingen").await.text().contains("The other system does not take this (400"));
}

#[tokio::test]
async fn a_worker_sends_again_or_says_no_and_only_from_our_own_page() {
    let desk = Desk::connected(ON);
    let (id, out) = taken(&desk, 324);
    park(&desk, out, Why::TooOften);
    let mut fatma = desk.worker("Fatma").await;
    let (again, leave) = (format!("/koppelingen/open-klant/{id}/opnieuw"), format!("/koppelingen/open-klant/{id}/niet"));
    assert_eq!(fatma.post(&again, &[("guard", "x")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(state(&desk, id), Some(State::Parked));
    assert_eq!(say(&mut fatma, &again, &[]).await, "/koppelingen?said=link-again");
    assert_eq!(state(&desk, id), Some(State::Waiting));
    assert!(fatma.get("/koppelingen?said=link-again").await.text().contains("over 30 seconden"));
    assert_eq!(say(&mut fatma, &leave, &[]).await, "/koppelingen?said=link-left");
    assert_eq!(state(&desk, id), Some(State::Dropped));
    assert!(!fatma.get("/koppelingen").await.text().contains("Boom 27"));
    assert!(fatma.get(&format!("/kaart/{id}")).await.text().contains("Gaat niet naar Open Klant: dat koos iemand van het team."));
}

#[tokio::test]
async fn a_pause_says_why_and_can_be_ended_by_asking_again() {
    let desk = Desk::connected(ON);
    taken(&desk, 324);
    let until = desk.state.now() + 900;
    let paused = Road { paused: Some(Why::Token(403).to_string()), paused_at: Some(0), not_before: until, ..Road::default() };
    road(&desk, paused);
    let mut fatma = desk.worker("Fatma").await;
    let text = fatma.get("/koppelingen").await.text();
    for part in ["Pauze", "Er gaat nu niets heen.", "laat de desk niet toe (403)", "Nog te versturen 1, oudste: zojuist"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(fatma.get("/vandaag").await.text().contains("Kijk bij Koppelingen"));
    assert_eq!(say(&mut fatma, "/koppelingen/open-klant/nu", &[]).await, "/koppelingen?said=link-asked");
    let road = desk.state.store.read_waiting(|conn| outgoing::road(conn, OPEN_KLANT)).unwrap();
    assert_eq!((road.not_before, road.paused.is_some()), (0, true), "the pause ends when the other system lets us in");
}

#[tokio::test]
async fn what_waits_for_a_system_that_is_off_is_not_hidden() {
    let desk = Desk::connected(ON);
    let id = arrive(&desk.state, desk.kiosk, question(324));
    let now = desk.state.now();
    desk.state.store.write_waiting(News::Pages, move |conn| outgoing::enqueue(conn, WEBHOOK, id, now)).unwrap();
    let mut fatma = desk.worker("Fatma").await;
    assert!(fatma.get("/koppelingen").await.text().contains("Dit staat uit, en er wacht nog iets."));
}

#[tokio::test]
async fn a_card_says_when_it_was_handed_over_and_under_which_number() {
    let desk = Desk::connected(ON);
    let (id, out) = taken(&desk, 324);
    let mut fatma = desk.worker("Fatma").await;
    let card = format!("/kaart/{id}");
    assert!(fatma.get(&card).await.text().contains("Gaat zo naar Open Klant."));
    let now = desk.state.now();
    desk.state.store.write_waiting(News::Pages, move |conn| outgoing::done(conn, &out, Some("4012345678"), now)).unwrap();
    let text = fatma.get(&card).await.text();
    assert!(text.contains("Overgezet naar Open Klant: maandag 23 november 12:00. Nummer daar: 4012345678."), "{text}");
}

#[tokio::test]
async fn the_text_to_copy_holds_what_the_site_chose_and_taking_over_by_hand_is_noted_and_taken_back() {
    for (words, choice) in [(false, ""), (true, "words = true\ntopic = true\n")] {
        let desk = Desk::connected(&format!("{ON}{choice}"));
        let id = arrive(&desk.state, desk.kiosk, question(324));
        let (mut fatma, card) = (desk.worker("Fatma").await, format!("/kaart/{id}"));
        let page = fatma.get(&card).await;
        let text = page.html.split("<textarea").nth(1).unwrap().split("</textarea>").next().unwrap().to_owned();
        for part in ["Boom 27", "+31612345678", "Dit nummer is niet veilig", &format!("https://inloop.example.nl/kaart/{id}")] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!((text.contains(WORDS), text.contains("Geld en schulden")), (words, words), "{text}");
        let (note, undo) = (format!("/kaart/{id}/overgezet"), format!("/kaart/{id}/niet-overgezet"));
        for number in ["mevrouw Jansen", "123456782", &"1".repeat(31)] {
            let refused = fatma.fill(&card, &note, &[("number", number)]).await;
            assert!(refused.goes_to().ends_with("said=handed-number"), "{number}");
        }
        assert!(fatma.fill(&card, &note, &[("number", "Z-2026/17")]).await.goes_to().ends_with("said=handed"));
        let text = fatma.get(&card).await.text();
        assert!(
            text.contains("Overgezet naar jullie eigen systeem:") && text.contains("Nummer daar: Z-2026/17. Door Fatma."),
            "{text}"
        );
        assert!(fatma.fill(&card, &undo, &[]).await.goes_to().ends_with("said=not-handed"));
        assert!(fatma.get(&card).await.offers(&note));
    }
}

#[tokio::test]
async fn a_file_of_a_period_holds_what_the_site_chose_and_no_formula() {
    for (words, choice) in [(false, ""), (true, "words = true\n")] {
        let desk = Desk::connected(&format!("{ON}{choice}"));
        let id = arrive(&desk.state, desk.kiosk, question(324));
        arrive(&desk.state, desk.kiosk, Left::call(1, CallReason::Help));
        let mut fatma = desk.worker("Fatma").await;
        let mut file = async |from: &str, until: &str, form: &str| {
            fatma.fill("/koppelingen", "/koppelingen/export", &[("from", from), ("until", until), ("form", form)]).await
        };
        let csv = file("2026-11-23", "2026-11-23", "csv").await;
        assert_eq!(csv.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"inloop-2026-11-23.csv\"");
        assert_eq!(csv.headers[header::CACHE_CONTROL], "no-store");
        let lines: Vec<&str> = csv.html.lines().collect();
        assert_eq!(lines.len(), 2, "a heading and one card: {}", csv.html);
        for part in [&format!("\"{id}\";\"2026-11-23 12:00\";\"Boom 27\";\"nl\";\"'=Fatma\""), "\"'+31612345678\""] {
            assert!(lines[1].contains(part), "{part}: {}", lines[1]);
        }
        assert_eq!(csv.html.contains(WORDS), words);
        let json: serde_json::Value = serde_json::from_str(&file("2026-11-20", "2026-11-23", "json").await.html).unwrap();
        assert_eq!((json.as_array().unwrap().len(), &json[0]["id"]), (1, &id.to_string().into()));
        assert_eq!(json.to_string().contains(WORDS), words);
        assert_eq!(file("2026-11-20", "2026-11-22", "csv").await.html.lines().count(), 1);
        assert!(file("gisteren", "2026-11-22", "csv").await.goes_to().ends_with("said=typed-wrong"));
    }
}

#[tokio::test]
async fn a_host_of_another_organisation_sees_none_of_it() {
    let desk = Desk::connected(ON);
    let (id, _) = taken(&desk, 324);
    let hash = inloop::desk::passwords::hash(crate::team::PASSWORD, &*desk.state.luck).unwrap();
    let made = desk.state.store.write_waiting(News::Pages, move |conn| {
        let (host, place, feed) = ("Politie".into(), String::new(), "feed".into());
        let new = spreekuren::New { whom: Whom::Police, host, place, minutes: 30, feed };
        let spreekuur = spreekuren::add(conn, &new, 0)?;
        let wouter = workers::add(conn, "Wouter", &hash, false, 0)?.unwrap();
        spreekuren::make_host(conn, wouter, spreekuur)
    });
    made.unwrap();
    let mut wouter = desk.browser();
    wouter.log_in("Wouter", crate::team::PASSWORD).await;
    for path in ["/koppelingen".to_owned(), format!("/kaart/{id}")] {
        assert_eq!(wouter.get(&path).await.goes_to(), "/daglijst");
    }
    let asked =
        wouter.post("/koppelingen/export", &[("guard", "x"), ("from", "2026-11-01"), ("until", "2026-11-30"), ("form", "csv")]);
    assert_eq!(asked.await.goes_to(), "/daglijst");
}

#[test]
fn every_reason_has_a_sentence_in_both_languages() {
    for ftl in ["nl", "en"] {
        let read =
            |name: String| std::fs::read_to_string(format!("{}/src/desk/lang/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let text = read(format!("{ftl}.ftl")) + &read(format!("outside.{ftl}.ftl"));
        for word in Why::WORDS {
            assert!(text.contains(&format!("\nlink-why-{word} = ")), "{word} in {ftl}");
        }
    }
}

const OUTSIDE: &str = "[connect]\npages = \"https://inloop.example.nl\"\n\
    [[connect.caldav]]\nspreekuur = 1\nurl = \"https://agenda.example.nl/inloop/\"\nuser = \"inloop\"\nsecret = \"a.secret\"\n\
    [connect.mail]\nhost = \"mail.example.nl\"\nfrom = \"inloop@example.nl\"\ncards = \"wijkteam@example.nl\"\n";

fn writes<T: Send + 'static>(
    desk: &Desk,
    job: impl FnOnce(&mut inloop::desk::store::Conn) -> Result<T, inloop::desk::store::StoreError> + Send + 'static,
) -> T {
    desk.state.store.write_waiting(News::Pages, job).unwrap()
}

#[tokio::test]
async fn a_calendar_says_when_it_was_read_why_it_is_not_and_what_is_promised_twice() {
    let desk = Desk::connected(OUTSIDE);
    let mut fatma = desk.worker("Fatma").await;
    assert!(fatma.get("/koppelingen").await.text().contains("Spreekuur 1 is er niet."));
    let id = crate::appointments::police(&mut fatma).await;
    let slot = SlotId::new(id, crate::appointments::NEXT_MONDAY);
    let now = desk.state.now();
    writes(&desk, move |conn| {
        calendars::bind(conn, &[id])?;
        let minute = i64::from(slot.minute());
        let reading = Reading { span: (0, i64::MAX), busy: vec![(minute, minute + 5)], ..Reading::default() };
        steps::read(conn, id, &reading, now)
    });
    let fine = fatma.get("/koppelingen").await.text();
    assert!(fine.contains("Agenda van Wijkagent · Politie Aan") && fine.contains("Laatst gelezen"), "{fine}");
    let week = fatma.get(&format!("/spreekuren/{}/tijd/{}", id.get(), slot.minute())).await;
    assert!(week.offers(&format!("/spreekuren/{}/tijd/{}", id.get(), slot.minute())), "who tries is told why not");
    crate::team::right(&desk.state, desk.kiosk, slot);
    let road = Road { paused: Some(Why::Address(404).to_string()), paused_at: Some(now), ..Road::default() };
    writes(&desk, move |conn| outgoing::keep_road(conn, "caldav-1", &road));
    let page = fatma.get("/koppelingen").await;
    for said in [
        "Agenda van Wijkagent · Politie Pauze",
        "Op dit adres is niets (404).",
        "Er worden nu geen nieuwe tijden van dit spreekuur gegeven.",
        "Hier beloofd en daar bezet maandag 30 november 10:00",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    assert!(fatma.get("/vandaag").await.text().contains("Kijk bij Koppelingen"));
    assert_eq!(say(&mut fatma, "/koppelingen/caldav-1/nu", &[]).await, "/koppelingen?said=link-asked");
    let asked = desk.state.store.read_waiting(|conn| outgoing::road(conn, "caldav-1")).unwrap();
    assert_eq!(asked.not_before, 0);
}

#[tokio::test]
async fn mail_says_what_goes_and_what_was_refused_and_tries_again_when_asked() {
    let desk = Desk::connected(OUTSIDE);
    let mut fatma = desk.worker("Fatma").await;
    let now = desk.state.now();
    writes(&desk, move |conn| {
        mail::card_arrived(conn, now)?;
        let out = mail::take(conn, now + 30)?.unwrap();
        mail::park(conn, &out, &Why::Refused(550, String::new()).to_string())
    });
    let page = fatma.get("/koppelingen").await;
    for said in [
        "Mail Kijk even",
        "een seintje bij nieuwe kaarten, bericht van een afspraak aan wie daarom vroeg",
        "Apart gelegd 1",
        "Seintje: nieuwe kaarten",
        "Het andere systeem neemt dit niet aan (550).",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    assert!(!page.html.contains("wijkteam@example.nl"));
    assert!(fatma.get("/vandaag").await.text().contains("Kijk bij Koppelingen"));
    assert_eq!(say(&mut fatma, "/koppelingen/mail/nu", &[]).await, "/koppelingen?said=link-asked");
    let standing = desk.state.store.read_waiting(|conn| mail::standing(conn, 9)).unwrap();
    assert_eq!((standing.waiting, standing.troubled.iter().filter(|out| out.parked).count()), (1, 0));
}
