//! What follows a card, through the pages: from picking it up to the last call.

use crate::hands::Desk;
use crate::team::{self, Left, arrive};
use inloop::clock::Clock;
use inloop::desk::store::{News, cards};
use inloop::entry::{Contact, EntryId, Goal, PhoneNumber, Question, Words};
use inloop::followup::{Act, Stage};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn card(desk: &Desk, id: EntryId) -> inloop::followup::Card {
    desk.state.store.read_waiting(move |conn| cards::find(conn, &[1, 2], id)).unwrap().unwrap().1
}

fn waits(teken: u16) -> Left {
    Left::question(teken, Question { contact: Some(Contact::Wait), ..Question::default() })
}

fn number(text: &str) -> Question {
    let number = PhoneNumber::parse(text).ok();
    Question { contact: Some(Contact::Call { number, when: None, voicemail: false, safe: Some(true) }), ..Question::default() }
}

#[tokio::test]
async fn a_card_is_closed_in_four_presses_and_comes_back_on_the_day_to_call() {
    let desk = Desk::new();
    let question = Question { goal: Some(Goal::Money), ..number("0612345678") };
    let id = arrive(&desk.state, desk.kiosk, Left::question(0, question));
    let mut fatma = desk.worker("Fatma").await;
    let page = format!("/kaart/{id}");
    let shown = fatma.get(&page).await;
    assert!(shown.html.contains(r#"name="wanted" value="money" checked"#), "what the resident chose is chosen already");
    assert!(shown.html.contains(r#"name="again" value="never" checked"#));
    // One press opens the step, two choose, one closes it.
    let closed = fatma.fill(&page, &format!("{page}/afronden"), &[("outcome", "together"), ("again", "two-weeks")]).await;
    let closed = fatma.get(closed.goes_to()).await;
    assert!(closed.text().contains("De kaart komt terug als er gebeld mag worden"), "{}", closed.text());
    assert!(closed.text().contains("Bellen op maandag 7 december. Fatma kent deze persoon."), "{}", closed.text());
    assert!(!fatma.get("/vandaag").await.html.contains(&page), "nothing to do until then");

    desk.clock.advance(14 * DAY);
    let mut bram = desk.worker("Bram").await;
    let today = bram.get("/vandaag").await;
    assert!(today.text().contains("Bellen: hoe gaat het nu? 1") && today.html.contains(&page), "{}", today.text());
    let again = bram.fill(&page, &format!("{page}/bellen"), &[("how", "again"), ("again", "six-weeks")]).await;
    assert!(again.goes_to().ends_with("said=followed-again"));
    desk.clock.advance(42 * DAY);
    let mut fatma = desk.browser();
    fatma.log_in("Fatma", team::PASSWORD).await;
    let well = fatma.fill(&page, &format!("{page}/bellen"), &[("how", "well"), ("reached", "yes")]).await;
    assert!(fatma.get(well.goes_to()).await.text().contains("Afgesloten"));
    assert_eq!(card(&desk, id).stage(), Stage::Closed);
    let late = bram.get(&page).await;
    assert!(!late.offers(&format!("{page}/bellen")), "the first button ended it");
}

#[tokio::test]
async fn a_home_visit_takes_two_or_a_reason() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::words(0, "hallo"));
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    let page = format!("/kaart/{id}");
    let (claim, plan) = (format!("{page}/oppakken"), format!("{page}/plan"));
    fatma.fill(&page, &claim, &[("place", "1")]).await;
    let alone = fatma.fill(&page, &plan, &[("way", "visit"), ("day", "2026-11-25")]).await;
    assert!(fatma.get(alone.goes_to()).await.text().contains("Een huisbezoek doe je met twee"));
    bram.fill(&page, &claim, &[("place", "2")]).await;
    let two = fatma.fill(&page, &plan, &[("way", "visit"), ("day", "2026-11-25")]).await;
    assert!(fatma.get(two.goes_to()).await.text().contains("Huisbezoek op woensdag 25 november"));
    bram.fill(&page, &format!("{page}/ongedaan"), &[]).await;
    let left = fatma.get(&page).await;
    assert!(left.text().contains("Je gaat met twee. Er is nu één collega"), "{}", left.text());
    assert!(fatma.get("/vandaag").await.text().contains("Zoekt een tweede"));
    for (day, alone) in [("2026-11-22", "known"), ("2027-11-22", "known"), ("morgen", "known"), ("2026-11-25", "zin")] {
        let wrong = fatma.fill(&page, &plan, &[("way", "visit"), ("day", day), ("alone", alone)]).await;
        let told = fatma.get(wrong.goes_to()).await;
        assert!(told.html.contains("notice kind"), "{day} {alone}: {}", told.text());
    }
    fatma.fill(&page, &plan, &[("way", "visit"), ("day", "2026-11-25"), ("alone", "known")]).await;
    assert!(!fatma.get(&page).await.text().contains("Je gaat met twee. Er is nu één collega"));
}

#[tokio::test]
async fn the_second_of_two_who_close_at_once_is_told_kindly_and_can_open_it_again() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::words(0, "hallo"));
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    let (page, close) = (format!("/kaart/{id}"), format!("/kaart/{id}/afronden"));
    let fields: &[(&str, &str)] = &[("outcome", "answered")];
    let (one, two) = tokio::join!(fatma.fill(&page, &close, fields), bram.fill(&page, &close, fields));
    let mut said = [one.goes_to().to_owned(), two.goes_to().to_owned()];
    said.sort();
    assert_eq!(said, [format!("{page}?said=closed"), format!("{page}?said=no-ended")]);
    let told = bram.get(&said[1]).await;
    assert!(told.text().contains("Een collega heeft deze kaart net afgerond"), "{}", told.text());
    bram.fill(&page, &format!("{page}/heropen"), &[]).await;
    assert_eq!(card(&desk, id).stage(), Stage::Open);
}

#[tokio::test]
async fn the_last_step_can_be_taken_back_for_half_a_minute() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::words(0, "hallo"));
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    let (page, back) = (format!("/kaart/{id}"), format!("/kaart/{id}/terug"));
    fatma.fill(&page, &format!("{page}/afronden"), &[("outcome", "stopped")]).await;
    assert!(!bram.get(&page).await.offers(&back), "it is not his");
    desk.clock.advance(Duration::from_secs(29));
    fatma.fill(&page, &back, &[]).await;
    assert_eq!((card(&desk, id).stage(), card(&desk, id).nobody_has_it()), (Stage::Open, true));
    let passed = fatma.fill(&page, &format!("{page}/niet-voor-mij"), &[]).await;
    let list = fatma.get(passed.goes_to()).await;
    assert!(
        list.offers(&back) && !list.html.contains(&format!("href=\"{page}\"")),
        "it has left her lists, and she can take that back"
    );
    assert!(bram.get("/vandaag").await.html.contains(&format!("href=\"{page}\"")), "his still have it");
    let late = list.guard(&back);
    desk.clock.advance(Duration::from_secs(31));
    let late = fatma.post(&back, &[("guard", &late)]).await;
    assert!(fatma.get(late.goes_to()).await.text().contains("Terugdraaien kan een halve minuut"));
}

#[tokio::test]
async fn the_next_who_waits_is_called_and_stays_in_the_house_until_there_is_contact() {
    let desk = Desk::new();
    let first = arrive(&desk.state, desk.kiosk, waits(12));
    desk.clock.advance(Duration::from_secs(60));
    let second = arrive(&desk.state, desk.kiosk, waits(24));
    let mut fatma = desk.worker("Fatma").await;
    let list = fatma.get("/vandaag").await;
    assert!(list.text().contains("Roep volgende"));
    let called = fatma.fill("/vandaag", "/roep-volgende", &[("to", "Balie")]).await;
    assert_eq!(called.goes_to(), format!("/kaart/{first}?said=called"), "who has waited longest");
    let now = desk.clock.stamp().at;
    let shown = desk.state.store.read_waiting(move |conn| cards::now_called(conn, (1, 1), now, 4)).unwrap();
    assert_eq!(shown.len(), 1);
    let later = now + chrono::TimeDelta::minutes(6);
    let gone = desk.state.store.read_waiting(move |conn| cards::now_called(conn, (1, 1), later, 4)).unwrap();
    assert!(gone.is_empty(), "whoever did not come is called again, or has gone");
    assert_eq!((shown[0].0.index(), shown[0].1.as_str()), (12, "Balie"), "teken and place, and nothing else");
    let list = fatma.get("/vandaag").await;
    assert!(list.text().contains("Geroepen: Balie") && list.text().contains("In huis 2"), "{}", list.text());
    assert!(fatma.get(&format!("/kaart/{first}")).await.text().contains("Geroepen naar Balie"));
    fatma.fill(&format!("/kaart/{first}"), &format!("/kaart/{first}/gesproken"), &[]).await;
    assert!(fatma.get("/vandaag").await.text().contains("In huis 1"));
    let called = fatma.fill("/vandaag", "/roep-volgende", &[("to", "Balie")]).await;
    assert_eq!(called.goes_to(), format!("/kaart/{second}?said=called"));
    let page = fatma.get("/vandaag").await;
    assert!(!page.offers("/roep-volgende"), "nobody waits who was not called");
    let guard = page.guard("/uitloggen");
    for place in ["", " ", "een heel erg lange naam van een kamer", "a\u{7}b"] {
        let wrong = fatma.post("/roep-volgende", &[("guard", &guard), ("to", place)]).await;
        assert_eq!(wrong.goes_to(), "/vandaag?said=typed-wrong", "{place:?}");
    }
    let nobody = fatma.post("/roep-volgende", &[("guard", &guard), ("to", "Balie")]).await;
    assert_eq!(nobody.goes_to(), "/vandaag?said=called-nobody");
}

#[tokio::test]
async fn a_colleague_who_is_asked_sees_it_first_and_may_say_no() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::words(0, "hallo"));
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    let page = format!("/kaart/{id}");
    let shown = fatma.get(&page).await;
    let bram_is =
        shown.html.split(">Bram</option>").next().unwrap().rsplit("value=\"").next().unwrap().trim_end_matches('"').to_owned();
    fatma.fill(&page, &format!("{page}/vraag"), &[("colleague", &bram_is)]).await;
    let his = bram.get("/vandaag").await;
    assert!(his.text().contains("Voor jou 1") && his.text().contains("Fatma vraagt je"), "{}", his.text());
    assert!(bram.get(&page).await.text().contains("Fatma vraagt of jij dit wilt doen."));
    assert!(card(&desk, id).nobody_has_it(), "asked is not assigned");
    bram.fill(&page, &format!("{page}/niet-voor-mij"), &[]).await;
    assert!(!bram.get("/vandaag").await.text().contains("Voor jou"));
    let wrong = fatma.fill(&page, &format!("{page}/vraag"), &[("colleague", "4711")]).await;
    assert!(wrong.goes_to().ends_with("said=typed-wrong"));
}

#[tokio::test]
async fn who_comes_back_with_the_same_number_is_shown_to_the_worker_who_knows_them() {
    let desk = Desk::new();
    let first = arrive(&desk.state, desk.kiosk, Left::question(0, number("06 12345678")));
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    let page = format!("/kaart/{first}");
    fatma.fill(&page, &format!("{page}/afronden"), &[("outcome", "answered")]).await;
    desk.clock.advance(7 * DAY);
    let (mut fatma_again, mut bram_again) = (desk.browser(), desk.browser());
    fatma_again.log_in("Fatma", team::PASSWORD).await;
    bram_again.log_in("Bram", team::PASSWORD).await;
    let back = arrive(&desk.state, desk.kiosk, Left::question(13, number("+31612345678")));
    let other = arrive(&desk.state, desk.kiosk, Left::question(26, number("0687654321")));
    let hers = fatma_again.get("/vandaag").await;
    assert!(hers.text().contains("Voor jou 1") && hers.text().contains("Kent jou"), "{}", hers.text());
    assert!(!bram_again.get("/vandaag").await.text().contains("Voor jou"));
    assert!(bram_again.get(&format!("/kaart/{back}")).await.text().contains("Eerder geholpen door Fatma."));
    assert!(!fatma_again.get(&format!("/kaart/{other}")).await.text().contains("hielp deze persoon eerder"));
    let bytes: Vec<u8> =
        std::fs::read_dir(desk.data()).unwrap().flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    for digits in [&b"12345678"[..], b"87654321"] {
        assert!(memchr::memmem::find(&bytes, digits).is_none(), "no number stands in the store");
    }
    drop((fatma, bram.get("/vandaag").await));
}

#[tokio::test]
async fn a_card_is_seen_by_its_team_alone_and_can_be_handed_over() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::words(0, "mijn verwarming"));
    let mut fatma = desk.worker("Fatma").await;
    let mut bram = desk.worker("Bram").await;
    let moved = desk.state.store.write_waiting(News::Pages, |conn| {
        use diesel::RunQueryDsl;
        diesel::sql_query("INSERT INTO team (id, name, made_at) VALUES (2, 'Team Noord', 0)").execute(conn)?;
        let bram = "UPDATE worker_team SET team = 2 WHERE worker = (SELECT id FROM worker WHERE name = 'Bram')";
        Ok(diesel::sql_query(bram).execute(conn)?)
    });
    assert_eq!(moved.unwrap(), 1);
    let page = format!("/kaart/{id}");
    assert_eq!(bram.get(&page).await.status, 404);
    assert!(!bram.get("/vandaag").await.html.contains(&page));
    let guard = bram.get("/vandaag").await.guard("/uitloggen");
    for act in ["oppakken", "niet-voor-mij", "gesproken", "afronden", "heropen", "terug", "kijken"] {
        let fields = [("guard", guard.as_str()), ("place", "1"), ("outcome", "answered")];
        assert_eq!(bram.post(&format!("{page}/{act}"), &fields).await.status, 404, "{act}");
    }
    assert!(card(&desk, id).nobody_has_it());
    let over = fatma.fill(&page, &format!("{page}/over"), &[("team", "2")]).await;
    let hers = fatma.get(over.goes_to()).await;
    assert!(hers.text().contains("De kaart staat nu bij het andere team") && hers.offers(&format!("{page}/terug")));
    assert_eq!(fatma.get(&page).await.status, 404);
    assert!(bram.get(&page).await.text().contains("mijn verwarming"));
}

#[tokio::test]
async fn the_meeting_list_has_what_is_late_and_no_name_of_a_resident() {
    let desk = Desk::new();
    let question = Question { name: Words::new("Jannie").ok(), ..number("0612345678") };
    let late = arrive(&desk.state, desk.kiosk, Left::question(0, question));
    let mut fatma = desk.worker("Fatma").await;
    assert!(fatma.get("/overleg").await.text().contains("Alles is opgepakt en op tijd"));
    desk.clock.advance(3 * DAY);
    let done = arrive(&desk.state, desk.kiosk, Left::words(13, "x"));
    let mut fatma = desk.browser();
    fatma.log_in("Fatma", team::PASSWORD).await;
    let list = fatma.get("/overleg").await;
    assert!(list.html.contains(&format!("/kaart/{late}")) && !list.html.contains(&format!("/kaart/{done}")), "{}", list.text());
    assert!(list.text().contains("Te laat") && list.text().contains("Niemand nog"));
    assert!(!list.html.contains("Jannie") && !list.html.contains("12345678"));
    let claim = format!("/kaart/{late}/oppakken");
    fatma.fill(&format!("/kaart/{late}"), &claim, &[("place", "1")]).await;
    assert!(fatma.get("/overleg").await.html.contains(&format!("/kaart/{late}")), "to have it is not to be in touch");
    fatma.fill(&format!("/kaart/{late}"), &format!("/kaart/{late}/gesproken"), &[]).await;
    assert!(!fatma.get("/overleg").await.html.contains(&format!("/kaart/{late}")));
}

#[tokio::test]
async fn what_was_looked_at_first_stays_on_the_card() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::words(0, "hallo"));
    let mut fatma = desk.worker("Fatma").await;
    let (page, look) = (format!("/kaart/{id}"), format!("/kaart/{id}/kijken"));
    assert!(!fatma.get(&page).await.offers(&look), "whoever has it looks");
    fatma.fill(&page, &format!("{page}/oppakken"), &[("place", "1")]).await;
    fatma.fill(&page, &look, &[("help", "professional"), ("lead", "other"), ("interpreter", "yes")]).await;
    let shown = fatma.get(&page).await;
    for chosen in [
        r#"name="help" value="professional" checked"#,
        r#"name="lead" value="other" checked"#,
        r#"name="interpreter" value="yes" checked"#,
    ] {
        assert!(shown.html.contains(chosen), "{chosen}");
    }
    let wrong = fatma.fill(&page, &look, &[("help", "' OR 1=1")]).await;
    assert!(wrong.goes_to().ends_with("said=typed-wrong"));
    assert_eq!(card(&desk, id).acts, 2);
    assert!(matches!(card(&desk, id).can_be_undone(fatma_is(&desk), desk.clock.stamp().at), Some(Act::Look(_))));
}

fn fatma_is(desk: &Desk) -> i32 {
    desk.state.store.read_waiting(|conn| inloop::desk::store::workers::by_name(conn, "Fatma")).unwrap().unwrap().id
}

#[tokio::test]
async fn a_worker_writes_a_card_for_somebody_on_the_phone_and_it_is_sealed_as_any() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let typed: &[(&str, &str)] = &[
        ("topic", "money"),
        ("need", "papers"),
        ("words", "de deurwaarder komt vrijdag"),
        ("way", "call"),
        ("number", "06 12345678"),
        ("address", ""),
        ("name", "Jannie"),
        ("language", "nl"),
        ("team", "1"),
    ];
    let with = |field: &'static str, value: &'static str| -> Vec<(&str, &str)> {
        typed.iter().map(|(name, was)| (*name, if *name == field { value } else { *was })).collect()
    };
    for (field, value, said) in [
        ("topic", "weer", "typed-wrong"),
        ("number", "bel maar", "typed-wrong"),
        ("address", "geen adres", "typed-wrong"),
        ("language", "xx", "typed-wrong"),
        ("team", "7", "typed-wrong"),
        ("words", "mijn bsn is 111222333", "card-bsn"),
    ] {
        let refused = fatma.fill("/kaart/nieuw", "/kaart/nieuw", &with(field, value)).await;
        assert_eq!(refused.goes_to(), format!("/kaart/nieuw?said={said}"), "{field}");
    }
    let long = "x".repeat(281);
    let long: Vec<_> = typed.iter().map(|(name, was)| (*name, if *name == "words" { long.as_str() } else { *was })).collect();
    assert_eq!(fatma.fill("/kaart/nieuw", "/kaart/nieuw", &long).await.status, 403, "longer than the page lets anybody type");
    assert!(!fatma.get("/vandaag").await.text().contains("Geld en schulden"), "nothing was kept");

    let made = fatma.fill("/kaart/nieuw", "/kaart/nieuw", typed).await;
    let card = fatma.get(made.goes_to()).await;
    for shown in
        ["De kaart is er", "Kaart zonder teken", "Geld en schulden", "Bel 06 12 34 56 78", "de deurwaarder komt vrijdag", "Balie"]
    {
        assert!(card.text().contains(shown), "{shown}: {}", card.text());
    }
    let list = fatma.get("/vandaag").await;
    assert!(list.text().contains("Geld en schulden") && !list.html.contains("Jannie"));
    assert!(!fatma.get("/kiosken").await.text().contains("Balie"), "the desk is no kiosk");
    let bytes: Vec<u8> =
        std::fs::read_dir(desk.data()).unwrap().flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    for words in [&b"deurwaarder"[..], b"Jannie", b"12345678"] {
        assert!(memchr::memmem::find(&bytes, words).is_none(), "sealed at once");
    }
    let again = fatma.fill("/kaart/nieuw", "/kaart/nieuw", typed).await;
    assert!(fatma.get(again.goes_to()).await.text().contains("Kaart zonder teken"), "the next has a place of its own");
}
