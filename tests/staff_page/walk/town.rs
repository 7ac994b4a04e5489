//! A desk on which everything stands that a page can ask about, and somebody of each role who is logged in.

use crate::appointments::{NEXT_MONDAY, book, hex, police, wish};
use crate::hands::{Browser, Desk};
use crate::machine;
use crate::messages::books;
use crate::people::{code, give, seated};
use crate::steps;
use crate::team::{self, Left, PASSWORD, arrive};
use diesel::prelude::*;
use inloop::desk::connect::{self, OPEN_KLANT, Sort, Why};
use inloop::desk::roles::{Role, Roles};
use inloop::desk::store::outgoing::{self, Road};
use inloop::desk::store::{KiosksSince, News, own_texts, people, spreekuren, workers};
use inloop::entry::{CallReason, Contact, EntryId, KioskId, Language, PhoneNumber, Question, SlotId, SpreekuurId, Words};
use inloop::wire::Machine;
use std::collections::BTreeMap;
use std::time::Duration;

const CONNECT: &str = "[connect]\npages = \"https://inloop.example.nl\"\n\
    [connect.open_klant]\nurl = \"https://example.nl/klantinteracties/api/v1\"\nreader = \"de gemeente\"\n\
    actor = \"5f0ab4e0-0000-4000-8000-0000000000aa\"\nteam = \"Wijkteam Centrum\"\ntopic = true\n\
    [connect.by_hand]\nreader = \"Welzijn\"\n";

const DAY: u64 = 24 * 60 * 60;

/// The town, and who walks in it.
pub struct Town {
    pub desk: Desk,
    /// By name; each with the page where they begin.
    pub people: Vec<(&'static str, &'static str, Browser)>,
    /// A card and a call of the other team's post, which nobody of the first sees.
    pub foreign_card: EntryId,
    pub foreign_call: EntryId,
    /// The token of another session of Fatma's.
    pub foreign_guard: String,
    /// What only one moment knows: codes, by the route that asks for them.
    pub codes: BTreeMap<&'static str, String>,
}

fn sql(desk: &Desk, text: String) {
    desk.state.store.write_waiting(News::Pages, move |conn| Ok(diesel::sql_query(text).execute(conn)?)).unwrap();
}

fn asks(teken: u16) -> Left {
    let number = PhoneNumber::parse("06 12345678").ok();
    let contact = Some(Contact::Call { number, when: None, voicemail: false, safe: Some(true) });
    let words = Words::new("mijn huur is te laat").ok();
    Left::question(teken, Question { contact, words, name: Words::new("Jannie").ok(), ..Question::default() })
}

/// The second team with its kiosk, and Noor who is in it.
fn other_team(desk: &Desk) -> KioskId {
    let kiosk = team::kiosk(&desk.state, 2, "Noord");
    let now = desk.state.now();
    let made = desk.state.store.write_waiting(News::Pages, move |conn| {
        let team = people::make_team(conn, "Noord", now)?.unwrap();
        people::give_kiosk(conn, kiosk, team)?;
        let noor = workers::by_name(conn, "Noor")?.unwrap().id;
        people::set_roles(conn, noor, Roles::of(&[Role::Worker]), &[team])
    });
    made.unwrap();
    kiosk
}

/// What the team left to do: picked up, closed, handed over by hand, refused elsewhere.
async fn work(desk: &Desk, fatma: &mut Browser) {
    let [mine, closed, hand, refused] = [1, 2, 3, 4].map(|teken| arrive(&desk.state, desk.kiosk, asks(12 * 40 + teken)));
    for (id, act, fields) in [
        (mine, "oppakken", vec![("place", "1")]),
        (closed, "afronden", vec![("outcome", "answered"), ("again", "two-weeks")]),
        (hand, "overgezet", vec![("number", "Z-1")]),
    ] {
        let page = format!("/kaart/{id}");
        let done = fatma.fill(&page, &format!("{page}/{act}"), &fields).await;
        assert!(done.goes_to().contains("said="), "{act}");
    }
    // The day to call is here.
    sql(desk, format!("UPDATE card SET call_day = '2026-11-28' WHERE entry = x'{}'", hex(closed)));
    let (config, now) = (desk.state.connect.clone(), desk.state.now());
    let parked = desk.state.store.write_waiting(News::Pages, move |conn| {
        connect::enqueue(conn, &config, Sort::Question, refused, now - 60)?;
        let out = outgoing::take(conn, OPEN_KLANT, now)?.unwrap();
        outgoing::park(conn, &out, &Why::Refused(400, "x".into()).to_string())?;
        let road = Road { paused: Some(Why::Token(403).to_string()), paused_at: Some(now), ..Road::default() };
        outgoing::keep_road(conn, OPEN_KLANT, &road)
    });
    parked.unwrap();
}

/// Appointments: one that stands, one of a day that was cancelled, a wish, and one that is told by a message.
async fn appointments(desk: &Desk, fatma: &mut Browser, spreekuur: SpreekuurId) {
    books(desk, spreekuur, Some(Contact::Sms { number: PhoneNumber::parse("0612345678").ok(), safe: Some(true) }));
    book(fatma, SlotId::new(spreekuur, NEXT_MONDAY + 30), &[("number", "0612345678"), ("double", "yes")]).await;
    book(fatma, SlotId::new(spreekuur, NEXT_MONDAY + 7 * 24 * 60), &[("double", "yes")]).await;
    let day = format!("/spreekuren/{}/dag/2026-12-07/afzeggen", spreekuur.get());
    fatma.fill(&day, &day, &[("reason", "Ziek")]).await;
    wish(desk);
}

pub async fn town() -> Town {
    let desk = Desk::connected(CONNECT);
    let spreekuur = {
        let mut fatma = desk.worker("Fatma").await;
        let spreekuur = police(&mut fatma).await;
        let (page, line) = (format!("/spreekuren/{}/inrichten", spreekuur.get()), "/uitzondering");
        let other = [("day", "2026-12-14"), ("kind", "closed"), ("from", ""), ("until", ""), ("reason", "Feest")];
        fatma.fill(&page, &format!("/spreekuren/{}{line}", spreekuur.get()), &other).await;
        spreekuur
    };
    desk.copy();
    // It comes out of a backup, after which kiosks may have come.
    let desk = desk.restored_after(KiosksSince::Some, Duration::from_secs(3600));
    for name in ["Aylin", "Wouter", "Noor", "Dewi", "Eva", "Sem"] {
        team::worker(&desk.state, name, false);
    }
    give(&desk, "Chidi", &[Role::Manager]);
    give(&desk, "Fatma", &[Role::Worker]);
    give(&desk, "Bram", &[Role::Coordinator]);
    give(&desk, "Aylin", &[Role::Auditor]);
    let made = desk.state.store.write_waiting(News::Pages, move |conn| {
        let of = |name: &str, conn: &mut inloop::desk::store::Conn| workers::by_name(conn, name).map(|found| found.unwrap().id);
        let (wouter, sem) = (of("Wouter", conn)?, of("Sem", conn)?);
        people::set_active(conn, sem, false)?;
        spreekuren::make_host(conn, wouter, spreekuur)
    });
    assert!(made.unwrap());
    let noord = other_team(&desk);
    let late = arrive(&desk.state, desk.kiosk, asks(12 * 30));
    sql(&desk, format!("UPDATE entry SET late = TRUE WHERE id = x'{}'", hex(late)));
    desk.clock.advance(Duration::from_secs(5 * DAY));
    arrive(&desk.state, desk.kiosk, Left::call(41, CallReason::Help));
    // Eva turns two steps on; the code that proved it is good for no other use.
    let mut eva = seated(&desk, "Eva").await;
    steps::turn_on(&desk, &mut eva, "Eva").await;
    desk.clock.advance(Duration::from_secs(11 * 60));
    arrive(&desk.state, desk.kiosk, Left::call(42, CallReason::Help));
    let foreign_card = arrive(&desk.state, noord, asks(700));
    let foreign_call = arrive(&desk.state, noord, Left::call(702, CallReason::Help));
    arrive(&desk.state, desk.kiosk, asks(12 * 31));
    let waits = Question { contact: Some(Contact::Wait), ..Question::default() };
    arrive(&desk.state, desk.kiosk, Left::question(12 * 32, waits));
    team::other_cards(&desk.state, desk.kiosk);
    // Somebody opened the case of a kiosk, and nobody has looked yet.
    machine::says(&desk, Machine { case_open: Some(true), lock: Some(4711), ..Machine::default() });
    team::offer(&desk.state, 9);

    let mut fatma = desk.worker("Fatma").await;
    appointments(&desk, &mut fatma, spreekuur).await;
    work(&desk, &mut fatma).await;
    let mut dewi = seated(&desk, "Dewi").await;
    dewi.fill("/tweestap", "/tweestap/begin", &[]).await;
    let mut half = desk.browser();
    assert!(half.log_in("Eva", PASSWORD).await.goes_to().starts_with("/login/code"));
    let mut chidi = seated(&desk, "Chidi").await;
    let post = "/inrichting/posten/1";
    chidi.fill(post, &format!("{post}/koppelkaart"), &[("version", "1"), ("name", "Ans"), ("offer", "Geld")]).await;
    let said = |conn: &mut inloop::desk::store::Conn| own_texts::say(conn, Language::NL, "home-question", "Wat zoekt u?");
    desk.state.store.write_waiting(News::Pages, said).unwrap();
    assert!(chidi.fill("/kiosken/beheer", "/kiosken/beheer", &[("post", "1")]).await.html.contains("id=\"digits\""));
    let people = "/inrichting/mensen";
    let invited = chidi.fill(people, people, &[("name", "Lotte"), ("role", "auditor")]).await;
    let codes = BTreeMap::from([
        ("/uitnodiging", code(&invited)),
        ("/login/code", steps::code(&desk, "Eva", 0)),
        ("/tweestap/uit", steps::code(&desk, "Eva", 0)),
        ("/tweestap/aan", steps::code(&desk, "Dewi", 0)),
    ]);
    let people = vec![
        ("Fatma, worker", "/", fatma),
        ("Bram, coordinator", "/", seated(&desk, "Bram").await),
        ("Chidi, manager", "/", chidi),
        ("Aylin, auditor", "/", seated(&desk, "Aylin").await),
        ("Wouter, host", "/", seated(&desk, "Wouter").await),
        ("Dewi, half way to two steps", "/wachtwoord", dewi),
        ("Eva, with two steps", "/wachtwoord", eva),
        ("Eva, before her code", "/login/code", half),
        ("Nobody", "/login", desk.browser()),
        ("Nobody, invited", "/uitnodiging", desk.browser()),
    ];
    let foreign_guard = desk.worker("Fatma").await.get("/vandaag").await.guard("/uitloggen");
    Town { desk, people, foreign_card, foreign_call, foreign_guard, codes }
}
