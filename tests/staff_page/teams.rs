//! Teams: which kiosk gives to which, who is there for whom, and whom a call rings for.

use crate::hands::Desk;
use crate::people::{give, seated};
use crate::team::{self, Left, arrive};
use axum::http::StatusCode;
use inloop::desk::roles::{Role, Roles};
use inloop::desk::store::{News, people, presence, workers};
use inloop::entry::CallReason;
use inloop::wire::Presence;

const TEAMS: &str = "/inrichting/teams";

/// A desk with a second team, Noord, which Bram alone is in; its kiosk is the second.
async fn two_teams() -> (Desk, inloop::entry::KioskId) {
    let desk = Desk::new();
    let other = team::kiosk(&desk.state, 2, "Noord");
    let mut fatma = desk.worker("Fatma").await;
    assert_eq!(fatma.fill(TEAMS, TEAMS, &[("name", "Noord")]).await.goes_to(), format!("{TEAMS}?said=team-made"));
    let give = format!("{TEAMS}/kiosk/{other}");
    assert_eq!(fatma.fill(TEAMS, &give, &[("team", "2")]).await.goes_to(), format!("{TEAMS}?said=kiosk-moved"));
    let moved = desk.state.store.write_waiting(News::Pages, |conn| {
        let bram = workers::by_name(conn, "Bram")?.unwrap().id;
        people::set_roles(conn, bram, Roles::of(&[Role::Worker]), &[2])
    });
    moved.unwrap();
    (desk, other)
}

#[tokio::test]
async fn a_kiosks_cards_and_calls_are_those_of_its_team_and_of_no_other() {
    let (desk, other) = two_teams().await;
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    let card = arrive(&desk.state, other, Left::words(324, "Voor Noord."));
    let call = arrive(&desk.state, other, Left::call(41, CallReason::Help));
    let (ours, theirs) = (fatma.get("/vandaag").await, bram.get("/vandaag").await);
    for id in [card, call] {
        assert!(!ours.html.contains(&id.to_string()) && theirs.html.contains(&id.to_string()), "{id}");
    }
    assert_eq!(fatma.get(&format!("/kaart/{card}")).await.status, StatusCode::NOT_FOUND);
    let guard = ours.guard("/aanwezig");
    for path in ["ik-kom", "gezien"] {
        let answer = fatma.post(&format!("/roep/{call}/{path}"), &[("guard", &guard)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(bram.fill("/vandaag", &format!("/roep/{call}/ik-kom"), &[]).await.goes_to(), "/vandaag?said=coming");
    // The kiosk goes back: what is there stays, what comes is the other team's.
    fatma.fill(TEAMS, &format!("{TEAMS}/kiosk/{other}"), &[("team", "1")]).await;
    let after = arrive(&desk.state, other, Left::words(12, "Daarna."));
    assert!(bram.get("/vandaag").await.html.contains(&card.to_string()));
    let ours = fatma.get("/vandaag").await;
    assert!(ours.html.contains(&after.to_string()) && !ours.html.contains(&card.to_string()));
}

#[tokio::test]
async fn each_team_says_for_itself_whether_somebody_is_there() {
    let (desk, _) = two_teams().await;
    let there = |team| desk.state.store.read_waiting(|conn| presence::current(conn, team)).unwrap();
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    fatma.fill("/vandaag", "/aanwezig", &[("is", "present")]).await;
    bram.fill("/vandaag", "/aanwezig", &[("team", "2"), ("is", "nobody")]).await;
    assert_eq!((there(1), there(2)), (Presence::Present, Presence::Nobody));
    let guard = fatma.get("/vandaag").await.guard("/aanwezig");
    let foreign = fatma.post("/aanwezig", &[("guard", &guard), ("team", "2"), ("is", "present")]).await;
    assert_eq!((foreign.status, there(2)), (StatusCode::NOT_FOUND, Presence::Nobody));
    // Whoever is in both has a switch for each.
    let both = desk.state.store.write_waiting(News::Pages, |conn| {
        let chidi = workers::by_name(conn, "Chidi")?.unwrap().id;
        people::set_roles(conn, chidi, Roles::of(&[Role::Worker]), &[1, 2])
    });
    both.unwrap();
    let mut chidi = desk.worker("Chidi").await;
    let shown = chidi.get("/vandaag").await;
    assert!(shown.text().contains("Is er iemand van Noord?") && shown.html.matches("action=\"/aanwezig\"").count() == 2);
    let guard = shown.guard("/aanwezig");
    let unsaid = chidi.post("/aanwezig", &[("guard", &guard), ("is", "present")]).await;
    assert_eq!(unsaid.status, StatusCode::NOT_FOUND, "which team is not guessed");
    chidi.post("/aanwezig", &[("guard", &guard), ("team", "2"), ("is", "present")]).await;
    assert_eq!(there(2), Presence::Present);
}

#[tokio::test]
async fn what_cannot_be_meant_makes_no_team_and_moves_no_kiosk() {
    let (desk, other) = two_teams().await;
    let mut fatma = desk.worker("Fatma").await;
    let before = desk.state.store.read_waiting(workers::all_teams).unwrap();
    let long = "x".repeat(61);
    for name in ["", "   ", &long, "a\u{0}b"] {
        assert_eq!(fatma.fill(TEAMS, TEAMS, &[("name", name)]).await.goes_to(), format!("{TEAMS}?said=typed-wrong"), "{name:?}");
    }
    assert_eq!(fatma.fill(TEAMS, TEAMS, &[("name", "Noord")]).await.goes_to(), format!("{TEAMS}?said=name-taken"));
    let first = format!("{TEAMS}/1");
    assert_eq!(fatma.fill(TEAMS, &first, &[("name", "Noord")]).await.goes_to(), format!("{TEAMS}?said=name-taken"));
    let guard = fatma.get(TEAMS).await.guard(TEAMS);
    for (path, fields) in
        [("99".to_owned(), [("name", "X")]), (format!("kiosk/{other}"), [("team", "99")]), ("kiosk/99".into(), [("team", "1")])]
    {
        let fields = [("guard", guard.as_str()), fields[0]];
        assert_eq!(fatma.post(&format!("{TEAMS}/{path}"), &fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(desk.state.store.read_waiting(workers::all_teams).unwrap(), before);
    assert_eq!(fatma.fill(TEAMS, &first, &[("name", "Zuid")]).await.goes_to(), format!("{TEAMS}?said=team-renamed"));
}

#[tokio::test]
async fn a_coordinator_asks_to_look_first_and_assigns_nothing() {
    let desk = Desk::new();
    give(&desk, "Chidi", &[Role::Coordinator]);
    let ids: Vec<_> = (0..3).map(|teken| arrive(&desk.state, desk.kiosk, Left::words(teken, "hallo"))).collect();
    desk.clock.advance(std::time::Duration::from_secs(5 * 86_400));
    let mut chidi = seated(&desk, "Chidi").await;
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    let held = format!("/kaart/{}", ids[1]);
    fatma.fill(&held, &format!("{held}/oppakken"), &[("place", "1")]).await;
    for id in &ids[1..] {
        assert_eq!(chidi.fill("/overleg", &format!("/kaart/{id}/eerst"), &[]).await.goes_to(), "/overleg?said=nudged");
    }
    let says = "Chidi vraagt: kijk hier eerst naar";
    let yours = |page: String| page.split("list-house").next().unwrap().to_owned();
    // The one that nobody has stands first for the whole team, the other for Fatma, who has it.
    let (ours, theirs) = (yours(fatma.get("/vandaag").await.html), yours(bram.get("/vandaag").await.html));
    assert!(ours.contains(&ids[1].to_string()) && ours.contains(&ids[2].to_string()) && ours.contains(says));
    assert!(!theirs.contains(&ids[1].to_string()) && theirs.contains(&ids[2].to_string()));
    assert!(!theirs.contains(&ids[0].to_string()));
    // Nobody was given anything; doing something takes it away, putting it aside does not.
    let free = format!("/kaart/{}", ids[2]);
    assert!(bram.get(&free).await.offers(&format!("{free}/oppakken")));
    bram.fill(&free, &format!("{free}/niet-voor-mij"), &[]).await;
    assert!(yours(fatma.get("/vandaag").await.html).contains(&ids[2].to_string()));
    fatma.fill(&free, &format!("{free}/oppakken"), &[("place", "1")]).await;
    assert!(!yours(bram.get("/vandaag").await.html).contains(says));
    // Only a coordinator has the button, and it is theirs alone.
    assert!(!bram.get("/overleg").await.html.contains("/eerst\""));
    let guard = bram.get("/vandaag").await.guard("/aanwezig");
    assert_eq!(bram.post(&format!("{free}/eerst"), &[("guard", &guard)]).await.status, StatusCode::FORBIDDEN);
}
