//! What the team sees of worries, offers and ratings.

use crate::hands::{Browser, Desk};
use crate::team::{self, Left, arrive};
use axum::http::StatusCode;
use inloop::desk::store::cards;
use inloop::entry::*;
use std::time::Duration;

/// Of whom, and with what danger.
fn worry(danger: bool, reachable: bool) -> Worry {
    let number = PhoneNumber::parse("0612345678").ok();
    Worry {
        danger: Some(danger),
        about: Some(About::Child),
        sign: Some(Sign::Fights),
        knows: Some(false),
        words: Words::new("ik hoor huilen").ok(),
        contact: reachable.then_some(Contact::Call { number, when: Some(When::Evening), voicemail: false, safe: Some(true) }),
        name: Words::new("Jannie").ok(),
    }
}

fn offering() -> Offering {
    Offering {
        deeds: vec![Deed::Meal, Deed::Jobs],
        free: Some(Free::Weekend),
        contact: Some(Contact::Email { address: EmailAddress::parse("omar@example.nl").ok() }),
        name: Words::new("Omar").ok(),
    }
}

/// What stands in one list of Vandaag.
async fn list(browser: &mut Browser, name: &str) -> String {
    let page = browser.get("/vandaag").await.html;
    let from =
        page.split(&format!("class=\"list-{name}\"")).nth(1).map(|rest| rest.split("</section>").next().unwrap().to_owned());
    from.unwrap_or_default()
}

#[tokio::test]
async fn a_worry_stands_among_the_new_ones_and_says_nothing_of_what_was_told() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::worry(324, worry(false, true)));
    let mut fatma = desk.worker("Fatma").await;
    let new = list(&mut fatma, "new").await;
    for shown in ["Boom 27", "Zorg om iemand", "voor do 26 nov", "#worry", &format!("/kaart/{id}")] {
        assert!(new.contains(shown), "{shown}: {new}");
    }
    for hidden in ["Kind", "Ruzie", "huilen", "Jannie", "0612345678", "06 12", "Nu gevaar"] {
        assert!(!new.contains(hidden), "{hidden}");
    }
}

#[tokio::test]
async fn danger_stands_first_and_hot_however_many_wait() {
    let desk = Desk::new();
    for n in 0..101 {
        arrive(&desk.state, desk.kiosk, Left::words(n, "hallo"));
    }
    desk.clock.advance(Duration::from_secs(60));
    let id = arrive(&desk.state, desk.kiosk, Left::worry(324, worry(true, true)));
    let new = list(&mut desk.worker("Fatma").await, "new").await;
    let first = new.split("<li").nth(1).unwrap();
    assert!(first.contains(&id.to_string()) && first.contains("class=\"card danger\""), "{first}");
    assert!(first.contains("class=\"chip hot\"") && first.contains("Nu gevaar"), "{first}");
    assert_eq!(new.matches("Nu gevaar").count(), 1);
}

#[tokio::test]
async fn the_card_of_a_worry_says_to_call_first_and_shows_all_that_was_told() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::worry(324, worry(true, true)));
    let mut fatma = desk.worker("Fatma").await;
    let card = fatma.get(&format!("/kaart/{id}")).await;
    for shown in [
        "Boom 27 Zorg om iemand",
        "Zei: er is nu gevaar. Is dat nog zo? Bel 112.",
        "Bel eerst wie dit vertelt.",
        "herkent u dit?",
        "Zorg om Kind",
        "Denkt aan Ruzie of geweld",
        "Weet de ander het? Nee",
        "ik hoor huilen",
        "Jannie",
        "Bel 06 12 34 56 78",
        "Avond",
        "Contact voor donderdag 26 november",
    ] {
        assert!(card.text().contains(shown), "{shown}: {}", card.text());
    }
    let advice = card.text().find("Bel eerst wie dit vertelt").unwrap();
    assert!(advice < card.text().find("Wie pakt het op").unwrap(), "on top");
}

#[tokio::test]
async fn a_worry_without_a_number_does_not_ask_to_call() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::worry(324, Worry::default()));
    let card = desk.worker("Fatma").await.get(&format!("/kaart/{id}")).await;
    assert!(card.text().contains("Bellen kan niet: er is geen nummer."), "{}", card.text());
    assert!(!card.text().contains("Bel eerst") && !card.text().contains("gevaar") && !card.text().contains("Beloofd"));
}

#[tokio::test]
async fn worries_and_offers_are_claimed_released_and_undone_as_questions_are() {
    let desk = Desk::new();
    let worried = arrive(&desk.state, desk.kiosk, Left::worry(324, worry(false, true)));
    let offered = arrive(&desk.state, desk.kiosk, Left::offering(17, offering()));
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    for (id, after) in [(worried, "one"), (offered, "offers")] {
        let page = format!("/kaart/{id}");
        let (claim, undo) = (format!("{page}/oppakken"), format!("{page}/ongedaan"));
        let mine = fatma.fill(&page, &claim, &[("place", "1")]).await;
        assert_eq!(mine.goes_to(), format!("{page}?said=claimed"));
        let shown = list(&mut bram, after).await;
        assert!(shown.contains(&id.to_string()) && shown.contains("Fatma"), "{after}: {shown}");
        assert!(!list(&mut bram, "new").await.contains(&id.to_string()));
        let joined = bram.fill(&page, &claim, &[("place", "2")]).await;
        assert_eq!(joined.goes_to(), format!("{page}?said=joined"));
        for browser in [&mut fatma, &mut bram] {
            assert_eq!(browser.fill(&page, &undo, &[]).await.goes_to(), format!("{page}?said=undone"));
        }
        assert_eq!(desk.state.store.read_waiting(|conn| cards::holders(conn, id)).unwrap(), [None, None]);
    }
    assert!(list(&mut fatma, "new").await.contains(&worried.to_string()));
}

#[tokio::test]
async fn an_offer_has_a_list_of_its_own_and_opens_with_everything() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    assert_eq!(list(&mut fatma, "offers").await, "", "no offers, no list");
    let id = arrive(&desk.state, desk.kiosk, Left::offering(324, offering()));
    let page = fatma.get("/vandaag").await;
    assert!(
        page.text().contains("Wil iets doen voor de buurt 1") && page.text().contains("Geen nieuwe vragen."),
        "{}",
        page.text()
    );
    let offers = list(&mut fatma, "offers").await;
    assert!(offers.contains("Boom 27") && !offers.contains("Omar") && !offers.contains("Klussen"), "{offers}");
    let card = fatma.get(&format!("/kaart/{id}")).await;
    for shown in ["Samen eten of koffie, Klussen of tuin", "Heeft tijd Weekend", "Omar", "Mail omar@example.nl"] {
        assert!(card.text().contains(shown), "{shown}: {}", card.text());
    }
    for absent in ["In eigen woorden", "Bel eerst", "Beloofd", "Wil bereiken"] {
        assert!(!card.text().contains(absent), "{absent}");
    }
}

#[tokio::test]
async fn five_marks_of_four_weeks_make_one_line_and_fewer_make_none() {
    let desk = Desk::new();
    let few = "Hoe was het? &#60; 5 mensen (4 weken)";
    arrive(&desk.state, desk.kiosk, Left::rating(1));
    desk.clock.advance(Duration::from_secs(21 * 24 * 3600));
    let mut fatma = desk.worker("Fatma").await;
    for mark in [7, 8, 8] {
        arrive(&desk.state, desk.kiosk, Left::rating(mark));
    }
    // A face alone is no mark.
    arrive(&desk.state, desk.kiosk, Left::rating(0));
    assert!(fatma.get("/vandaag").await.html.contains(few));
    arrive(&desk.state, desk.kiosk, Left::rating(10));
    let line = fatma.get("/vandaag").await;
    assert!(line.text().contains("Hoe was het? 6,8 (5 mensen, 4 weken)"), "{}", line.text());
    desk.clock.advance(Duration::from_secs(7 * 24 * 3600));
    assert!(desk.worker("Fatma").await.get("/vandaag").await.html.contains(few), "the first mark is five weeks ago");
}

#[tokio::test]
async fn nobody_opens_a_rating() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::rating(8));
    let mut fatma = desk.worker("Fatma").await;
    assert_eq!(fatma.get(&format!("/kaart/{id}")).await.status, StatusCode::NOT_FOUND);
    assert!(!fatma.get("/vandaag").await.html.contains(&id.to_string()));
}

#[tokio::test]
async fn a_worker_reads_worries_and_offers_in_english() {
    let desk = Desk::new();
    let ids = team::other_cards(&desk.state, desk.kiosk);
    let mut fatma = desk.worker("Fatma").await;
    fatma.fill("/vandaag", "/taal", &[("back", "/vandaag")]).await;
    let page = fatma.get("/vandaag").await.text();
    for shown in ["Worry about somebody", "Danger now", "Wants to do something for the neighbourhood 2", "How was it?"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let shown = [
        "Worry about Neighbour Thinks of Being alone Does the other know? Yes",
        "You cannot call: there is no number.",
        "Call first who tells this.",
        "Has time Weekend",
        "Meals or coffee together",
    ];
    for (id, shown) in ids.iter().zip(shown) {
        let card = fatma.get(&format!("/kaart/{id}")).await.text();
        assert!(card.contains(shown), "{shown}: {card}");
    }
}
