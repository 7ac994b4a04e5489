//! A city that nobody lives in.

use crate::hands::Desk;
use crate::retention::count;
use inloop::desk::seed::{City, NoCity, fill};
use inloop::desk::store::{News, entries, kiosks, patterns, posts};

const CITY: City = City { teams: 14, workers: 42, entries: 1_500, seed: 7, closed_days: 30 };

/// What can be counted of it.
fn told(desk: &Desk) -> Vec<i64> {
    [
        "entry",
        "card",
        "card WHERE stage = 'open'",
        "card_act",
        "erasure",
        "pattern_cell WHERE told = 'number'",
        "rating",
        "hall_call",
    ]
    .map(|table| count(desk, table))
    .to_vec()
}

#[tokio::test]
async fn a_made_up_city_is_sealed_lives_a_year_and_is_the_same_each_time() {
    let [one, two] = [0, 1].map(|_| {
        let desk = Desk::new();
        fill(&desk.state.store, &desk.state.keys, CITY, "x", &*desk.clock).unwrap();
        desk
    });
    assert_eq!(told(&one), told(&two));
    let many = told(&one);
    assert!(many.iter().all(|many| *many > 0), "{many:?}");
    assert_eq!(many[0], 1_500);
    assert!(many[4] > 1_000, "most of a year is over: {many:?}");
    assert!(!crate::retention::holds(&crate::retention::bytes(&one), b"Mijn huur is te laat"));
    let periods = one.state.store.read_waiting(patterns::periods).unwrap();
    assert!(periods.len() >= 11, "{}", periods.len());
    // Each team has a post of its own, which the desk fills when it starts; the one that was there keeps its name.
    let names = one.state.store.write_waiting(News::Silent, |conn| {
        let site = posts::find(conn, posts::FIRST)?.unwrap().site;
        posts::begin(conn, &site, 0)?;
        let kiosks: Vec<_> = kiosks::all(conn)?.iter().map(|kiosk| kiosk.post).collect();
        assert_eq!(kiosks[1..], (1..=14).collect::<Vec<_>>());
        Ok(posts::all(conn)?.into_iter().map(|post| post.site.name).collect::<Vec<_>>())
    });
    let names = names.unwrap();
    assert_eq!((names.len(), names[0].as_str(), names[1].as_str()), (14, "Huis van de Wijk", "Wijkteam 02"));
    let mut fatma = one.worker("Fatma").await;
    assert_eq!(fatma.get("/vandaag").await.status, 200);
    let again = fill(&one.state.store, &one.state.keys, CITY, "x", &*one.clock);
    assert!(matches!(again, Err(NoCity::NotEmpty)));
    assert_eq!(one.state.store.read_waiting(entries::count).unwrap(), 1_500);
}
