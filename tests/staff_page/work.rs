//! What a worker does all day.

use crate::hands::Desk;
use crate::team::{self, Left, arrive};
use axum::http::{Method, StatusCode};
use inloop::desk::store::{News, calls, cards, kiosks};
use inloop::entry::{CallReason, Contact, Need, PhoneNumber, Question, Topic, When, Words};
use inloop::wire::{CallState, DiskState, Health, words::four_words};
use std::time::Duration;
use tokio_stream::StreamExt;

fn urgent() -> Question {
    Question {
        topic: Some(Topic::Money),
        need: Some(Need::Urgent),
        words: Words::new("mijn huur is te laat").ok(),
        spoken: None,
        contact: Some(Contact::Call {
            number: PhoneNumber::parse("0612345678").ok(),
            when: Some(When::Morning),
            voicemail: false,
            safe: Some(false),
        }),
        name: Words::new("Jannie").ok(),
        goal: None,
    }
}

#[tokio::test]
async fn a_question_stands_in_the_list_without_a_name_and_opens_with_everything() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::question(324, urgent()));
    let mut fatma = desk.worker("Fatma").await;
    let list = fatma.get("/vandaag").await;
    for shown in ["Boom 27", "Geld en schulden", "Snel hulp", "voor do 26 nov"] {
        assert!(list.text().contains(shown), "{shown}: {}", list.text());
    }
    for hidden in ["Jannie", "0612345678", "06 12", "huur"] {
        assert!(!list.html.contains(hidden), "{hidden}");
    }
    let card = fatma.get(&format!("/kaart/{id}")).await;
    for shown in [
        "Boom 27",
        "Jannie",
        "Bel 06 12 34 56 78",
        "mijn huur is te laat",
        "Dit nummer is niet veilig",
        "Spreek de voicemail niet in",
        "Ochtend",
    ] {
        assert!(card.text().contains(shown), "{shown}: {}", card.text());
    }
    assert!(card.html.contains("href=\"tel:0612345678\""));
}

#[tokio::test]
async fn opening_is_not_claiming() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::words(0, "hallo"));
    let mut fatma = desk.worker("Fatma").await;
    let card = fatma.get(&format!("/kaart/{id}")).await;
    assert!(card.text().contains("Openen is nog niet oppakken"));
    assert_eq!(desk.state.store.read_waiting(|conn| cards::holders(conn, id)).unwrap(), [None, None]);
}

#[tokio::test]
async fn two_who_claim_at_once_get_both_places_and_the_third_is_told_kindly() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::words(0, "hallo"));
    let (page, claim) = (format!("/kaart/{id}"), format!("/kaart/{id}/oppakken"));
    let (mut fatma, mut bram, mut chidi) = (desk.worker("Fatma").await, desk.worker("Bram").await, desk.worker("Chidi").await);
    let third = chidi.get(&page).await.guard(&claim);
    let first_place: &[(&str, &str)] = &[("place", "1")];
    let (one, two) = tokio::join!(fatma.fill(&page, &claim, first_place), bram.fill(&page, &claim, first_place));
    let mut said = [one.goes_to().to_owned(), two.goes_to().to_owned()];
    said.sort();
    assert_eq!(said, [format!("{page}?said=claimed"), format!("{page}?said=joined-after")]);
    let holders = desk.state.store.read_waiting(|conn| cards::holders(conn, id)).unwrap();
    assert!(holders.iter().all(Option::is_some) && holders[0] != holders[1]);

    let late = chidi.post(&claim, &[("guard", &third), ("place", "1")]).await;
    let told = chidi.get(late.goes_to()).await;
    assert!(told.text().contains("Deze kaart is al door twee mensen opgepakt. Dank je wel"), "{}", told.text());
    assert!(!told.offers(&claim) && told.text().contains("2/2"));
}

#[tokio::test]
async fn a_claim_moves_the_card_and_can_be_undone() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::words(0, "hallo"));
    let (page, claim, undo) = (format!("/kaart/{id}"), format!("/kaart/{id}/oppakken"), format!("/kaart/{id}/ongedaan"));
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    let mine = fatma.fill(&page, &claim, &[("place", "1")]).await;
    let mine = fatma.get(mine.goes_to()).await;
    assert!(mine.text().contains("Jij pakt deze kaart op.") && mine.text().contains("1/2"));
    assert!(mine.offers(&undo) && !mine.offers(&claim));
    let his = bram.get(&page).await;
    assert!(his.text().contains("Opgepakt door Fatma") && his.text().contains("Ik ga mee"));
    assert!(!his.offers(&undo), "nobody undoes another's claim");
    desk.clock.advance(Duration::from_secs(30));
    let undone = fatma.fill(&page, &undo, &[]).await;
    assert!(fatma.get(undone.goes_to()).await.text().contains("De kaart is weer vrij."));
    assert_eq!(desk.state.store.read_waiting(|conn| cards::holders(conn, id)).unwrap(), [None, None]);
}

#[tokio::test]
async fn a_call_rings_until_somebody_says_ik_kom_and_the_second_is_told() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::call(2, CallReason::TalkNow));
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    desk.clock.advance(Duration::from_secs(180));
    let list = bram.get("/vandaag").await;
    assert!(list.html.contains("data-ringing=\"1\"") && list.text().contains("roept 3 min"), "{}", list.text());
    let action = format!("/roep/{id}/ik-kom");
    let late = list.guard(&action);
    assert_eq!(fatma.fill("/vandaag", &action, &[]).await.goes_to(), "/vandaag?said=coming");
    let known = desk.state.store.read_waiting(|conn| calls::of_kiosk(conn, desk.kiosk, desk.state.now())).unwrap();
    assert_eq!(known[0].state, CallState::Coming);
    let told = bram.post(&action, &[("guard", &late)]).await;
    let told = bram.get(told.goes_to()).await;
    assert!(told.text().contains("Een collega was net iets sneller"), "{}", told.text());
    assert!(told.text().contains("Fatma komt eraan") && told.html.contains("data-ringing=\"0\""));
}

#[tokio::test]
async fn a_call_nobody_took_is_shown_as_missed_until_somebody_has_seen_it() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::call(2, CallReason::Help));
    let mut fatma = desk.worker("Fatma").await;
    desk.clock.advance(Duration::from_secs(11 * 60));
    let list = fatma.get("/vandaag").await;
    assert!(list.text().contains("Gemist 1") && list.text().contains("Zon 00"), "{}", list.text());
    let action = format!("/roep/{id}/gezien");
    let seen = fatma.fill("/vandaag", &action, &[]).await;
    assert!(!fatma.get(seen.goes_to()).await.offers(&action));
}

#[tokio::test]
async fn whoever_waits_in_the_house_stands_apart_with_the_minutes() {
    let desk = Desk::new();
    let waits = Question { contact: Some(Contact::Wait), ..Question::default() };
    arrive(&desk.state, desk.kiosk, Left::question(5, waits));
    let mut fatma = desk.worker("Fatma").await;
    desk.clock.advance(Duration::from_secs(12 * 60));
    let list = fatma.get("/vandaag").await;
    let house = list.html.split("class=\"list-house\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(house.contains("Ster 00") && house.contains("12 min"), "{house}");
}

#[tokio::test]
async fn staff_say_whether_somebody_is_there_and_nobody_guesses() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    assert!(fatma.get("/vandaag").await.text().contains("Nog niemand heeft het gezegd"));
    for (word, says) in [("present", "De kiosk zegt: er is iemand."), ("nobody", "De kiosk zegt: er is nu niemand.")] {
        let said = fatma.fill("/vandaag", "/aanwezig", &[("is", word)]).await;
        assert!(fatma.get(said.goes_to()).await.text().contains(says), "{word}");
    }
}

#[tokio::test]
async fn a_change_is_told_to_an_open_page_at_once() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let answer = fatma.open(Method::GET, "/nieuws", String::new(), |_| {}).await;
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut events = answer.into_body().into_data_stream();
    let mut next = async || {
        let told = tokio::time::timeout(Duration::from_secs(5), events.next()).await.expect("told within 5 s");
        String::from_utf8(told.unwrap().unwrap().to_vec()).unwrap()
    };
    let first = next().await;
    assert!(first.contains("event: version"), "{first}");
    arrive(&desk.state, desk.kiosk, Left::words(0, "hallo"));
    let second = next().await;
    assert!(second.contains("event: version") && second != first, "{second}");
}

#[tokio::test]
async fn who_works_hears_that_a_kiosk_cannot_keep_what_residents_leave() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let says = |disk, parked| {
        let software = "0.1.0".to_owned();
        let health = Health {
            v: inloop::wire::VERSION,
            waiting: 2,
            parked,
            sound_waiting: 0,
            sound_parked: 0,
            disk,
            clock_trusted: true,
            software,
            texts: None,
            machine: None,
        };
        let (kiosk, now) = (desk.kiosk, desk.state.now());
        desk.state.store.write_waiting(News::Pages, move |conn| kiosks::keep_health(conn, kiosk, &health, now)).unwrap();
    };
    says(DiskState::Ok, 0);
    assert!(!fatma.get("/vandaag").await.text().contains("Kiosk Hal"));
    says(DiskState::Full, 3);
    let told = fatma.get("/vandaag").await.text();
    assert!(told.contains("Kiosk Hal: Geweigerd, apart gehouden: 3. Schijf: Vol."), "{told}");
    desk.clock.advance(Duration::from_secs(6 * 60));
    let told = fatma.get("/vandaag").await.text();
    assert!(told.contains("Kiosk Hal: laatst gezien: 6 min."), "{told}");
}

#[tokio::test]
async fn a_kiosk_is_let_in_after_the_four_words_are_the_same() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let made = fatma.fill("/kiosken", "/kiosken/code", &[]).await;
    let code = made.html.split("id=\"code\">").nth(1).unwrap().split('<').next().unwrap();
    assert_eq!(code.len(), 9, "{code}: four and four");
    assert!(made.text().contains("Geldig tot 12:10"));

    team::offer(&desk.state, 7);
    let asks = fatma.get("/kiosken").await;
    let words = four_words(&team::kiosk_key(7), &desk.state.enrol_answer).unwrap();
    assert!(asks.text().contains(&words.join(" ")), "{words:?}: {}", asks.text());
    let action =
        asks.html.split("action=\"").find(|rest| rest.starts_with("/kiosken/aanvraag/") && rest.contains("/ja\"")).unwrap();
    let action = action.split('"').next().unwrap().to_owned();
    let done = fatma.fill("/kiosken", &action, &[("name", "Eerste verdieping"), ("again", "")]).await;
    let list = fatma.get(done.goes_to()).await;
    assert!(list.text().contains("De kiosk hoort nu bij dit team.") && list.text().contains("Eerste verdieping"));
    assert!(!list.text().contains("Een kiosk vraagt om toegang"));
}

#[tokio::test]
async fn a_kiosk_with_other_words_is_refused() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    team::offer(&desk.state, 7);
    let asks = fatma.get("/kiosken").await;
    let action = asks.html.split("action=\"").find(|rest| rest.contains("/nee\"")).unwrap().split('"').next().unwrap().to_owned();
    let done = fatma.post(&action, &[("guard", &asks.guard(&action))]).await;
    assert!(fatma.get(done.goes_to()).await.text().contains("De kiosk is geweigerd."));
    assert_eq!(desk.state.store.read_waiting(kiosks::all).unwrap().len(), 1);
}

#[tokio::test]
async fn writing_a_kiosk_off_asks_first() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let action = format!("/kiosken/{}/afschrijven", desk.kiosk);
    let asks = fatma.get(&action).await;
    assert!(asks.text().contains("Hal afschrijven?"), "{}", asks.text());
    assert!(desk.state.store.read_waiting(|conn| kiosks::find(conn, desk.kiosk)).unwrap().unwrap().active, "asking is not doing");
    let done = fatma.post(&action, &[("guard", &asks.guard(&action))]).await;
    assert!(fatma.get(done.goes_to()).await.text().contains("Afgeschreven"));
    assert!(!desk.state.store.read_waiting(|conn| kiosks::find(conn, desk.kiosk)).unwrap().unwrap().active);
    assert_eq!(fatma.get(&action).await.status, StatusCode::NOT_FOUND, "once is enough");
}

#[tokio::test]
async fn each_browser_chooses_its_language_and_keeps_it() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let changed = fatma.fill("/vandaag", "/taal", &[("back", "/vandaag")]).await;
    assert_eq!(changed.goes_to(), "/vandaag");
    let page = fatma.get("/vandaag").await;
    assert!(page.html.contains("<html lang=\"en\">") && page.text().contains("Somebody is in"));
    let mut bram = desk.worker("Bram").await;
    assert!(bram.get("/vandaag").await.html.contains("<html lang=\"nl\">"));
}

#[tokio::test]
async fn a_password_that_somebody_else_made_is_changed_first() {
    let desk = Desk::new();
    team::worker(&desk.state, "Dewi", true);
    let mut dewi = desk.browser();
    assert_eq!(dewi.log_in("Dewi", team::PASSWORD).await.goes_to(), "/wachtwoord");
    assert_eq!(dewi.get("/vandaag").await.goes_to(), "/wachtwoord");
    let own = "mijn eigen lange zin";
    for (now, new, said) in [("verkeerd", own, "password-wrong"), (team::PASSWORD, "kort", "password-short")] {
        let answer = dewi.fill("/wachtwoord", "/wachtwoord", &[("now", now), ("new", new)]).await;
        assert_eq!(answer.goes_to(), format!("/wachtwoord?said={said}"));
    }
    let changed = dewi.fill("/wachtwoord", "/wachtwoord", &[("now", team::PASSWORD), ("new", own)]).await;
    assert_eq!(changed.goes_to(), "/vandaag?said=password");
    assert_eq!(dewi.get("/vandaag").await.status, StatusCode::OK);
    let mut elsewhere = desk.browser();
    assert_eq!(elsewhere.log_in("Dewi", team::PASSWORD).await.status, StatusCode::FORBIDDEN);
    assert_eq!(elsewhere.log_in("Dewi", own).await.goes_to(), "/vandaag");
}

#[tokio::test]
async fn what_came_under_an_enrolment_that_is_over_is_marked_for_people_to_look_at() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left { late: true, ..Left::words(0, "hallo") });
    let mut fatma = desk.worker("Fatma").await;
    assert!(fatma.get("/vandaag").await.text().contains("Laat binnen"));
    assert!(fatma.get(&format!("/kaart/{id}")).await.text().contains("Komt van een kiosk die is afgeschreven"));
}
