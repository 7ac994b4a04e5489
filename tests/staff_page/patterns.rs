//! What is told of many: the same on every paper, nobody in it, and no worker.

use crate::hands::{Browser, Desk};
use crate::retention::{DAY, call, close, count};
use crate::team::{Left, arrive};
use inloop::desk::retention::sweep;
use inloop::desk::roles::{Role, Roles};
use inloop::desk::store::{Conn, News, patterns, people, workers};
use inloop::entry::{EntryId, Question, Topic};
use std::time::Duration;

/// From Monday noon of week 48, the last of its period is week 48: the next begins a week later.
const NEXT_PERIOD: Duration = Duration::from_secs(7 * 24 * 60 * 60);

fn about(desk: &Desk, topic: Topic) -> EntryId {
    arrive(&desk.state, desk.kiosk, Left::question(324, Question { topic: Some(topic), ..call("06 12345678") }))
}

async fn ended(desk: &Desk, worker: &mut Browser, topic: Topic, times: usize) -> Vec<EntryId> {
    let mut ids = Vec::new();
    for _ in 0..times {
        let id = about(desk, topic);
        close(worker, id, "never").await;
        ids.push(id);
    }
    ids
}

#[tokio::test]
async fn a_period_is_told_once_it_is_over_and_small_numbers_and_what_gives_them_away_are_not() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    ended(&desk, &mut fatma, Topic::Money, 9).await;
    ended(&desk, &mut fatma, Topic::Home, 3).await;
    for mark in [7, 8, 8, 8, 9] {
        arrive(&desk.state, desk.kiosk, Left::rating(mark));
    }
    sweep(&desk.state).await.unwrap();
    assert!(fatma.get("/patronen").await.text().contains("nog geen periode"), "nothing of a period that is running");
    desk.clock.advance(NEXT_PERIOD);
    sweep(&desk.state).await.unwrap();
    let mut fatma = desk.worker("Fatma").await;
    let page = fatma.get("/patronen").await;
    for shown in ["Afgeronde kaarten: 12", "Geld en schulden 9", "Wonen &lt; 5", "8,0 (5 mensen)", "Utrecht: 7,8", "Dezelfde dag"]
    {
        let shown = shown.replace("&lt;", "&#60;");
        assert!(page.text().contains(&shown), "{shown}: {}", page.text());
    }
    assert!(!page.text().contains("Wonen 3"));
    let csv = fatma.get("/patronen/csv").await.html;
    assert!(csv.contains("\"Waarover\";\"Geld en schulden\";\"9\"") && csv.contains("\"Waarover\";\"Wonen\";\"< 5\""), "{csv}");
    assert_eq!(count(&desk, "pattern_open"), 0, "small numbers are not even kept");
    let small = "pattern_cell WHERE times < 5";
    assert_eq!(count(&desk, small), 0);
}

#[tokio::test]
async fn what_was_told_never_changes_and_a_card_counts_once() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let ids = ended(&desk, &mut fatma, Topic::Money, 8).await;
    let page = format!("/kaart/{}", ids[0]);
    // Taken back within half a minute, and never ended again.
    fatma.fill(&page, &format!("{page}/terug"), &[]).await;
    desk.clock.advance(NEXT_PERIOD);
    sweep(&desk.state).await.unwrap();
    let mut fatma = desk.worker("Fatma").await;
    let (told, csv) = (fatma.get("/patronen").await.text(), fatma.get("/patronen/csv").await.html);
    assert!(told.contains("Afgeronde kaarten: 7"), "{told}");
    // Opened again and ended again, and more of them in the next period.
    let page = format!("/kaart/{}", ids[1]);
    fatma.fill(&page, &format!("{page}/heropen"), &[]).await;
    fatma.fill(&page, &format!("{page}/afronden"), &[("outcome", "stopped")]).await;
    ended(&desk, &mut fatma, Topic::Home, 6).await;
    // The last period of 2026 has five weeks.
    desk.clock.advance(5 * 7 * DAY);
    sweep(&desk.state).await.unwrap();
    let mut fatma = desk.worker("Fatma").await;
    let first = fatma.get("/patronen?period=2026-W45").await.text();
    let told_then = told.split("Afgeronde kaarten:").nth(1).unwrap();
    assert!(first.ends_with(told_then), "the first period reads as it did");
    let later = fatma.get("/patronen/csv").await.html;
    assert!(csv.lines().skip(1).all(|line| later.contains(line)), "every line of the first file stands in the second");
    assert!(fatma.get("/patronen").await.text().contains("Afgeronde kaarten: 6"), "the second end of a card does not count");
    desk.clock.advance(60 * DAY);
    sweep(&desk.state).await.unwrap();
    let mut fatma = desk.worker("Fatma").await;
    let last = fatma.get("/patronen/csv").await.html;
    assert!(csv.lines().skip(1).all(|line| last.contains(line)), "nor does erasing change it");
}

#[tokio::test]
async fn what_is_erased_before_its_week_is_over_counts_all_the_same() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let ids = ended(&desk, &mut fatma, Topic::Money, 5).await;
    let page = format!("/kaart/{}", ids[0]);
    fatma.fill(&page, &format!("{page}/verzoek/wissen"), &[("known", "yes")]).await;
    let open = about(&desk, Topic::Money);
    let page = format!("/kaart/{open}");
    fatma.fill(&page, &format!("{page}/verzoek/wissen"), &[("known", "yes")]).await;
    desk.clock.advance(NEXT_PERIOD);
    sweep(&desk.state).await.unwrap();
    let mut fatma = desk.worker("Fatma").await;
    assert!(fatma.get("/patronen").await.text().contains("Afgeronde kaarten: 5"), "an open card ended nowhere");
}

/// A desk at which Fatma ends so many cards and Bram so many, with all that it tells.
async fn told_of(fatma: usize, bram: usize) -> [String; 2] {
    let desk = Desk::new();
    for (name, times) in [("Fatma", fatma), ("Bram", bram)] {
        let mut worker = desk.worker(name).await;
        ended(&desk, &mut worker, Topic::Money, times).await;
    }
    desk.clock.advance(NEXT_PERIOD);
    sweep(&desk.state).await.unwrap();
    let mut chidi = desk.worker("Chidi").await;
    [chidi.get("/patronen").await.text(), chidi.get("/patronen/csv").await.html]
}

#[tokio::test]
async fn nothing_that_is_told_depends_on_who_did_it() {
    assert_eq!(told_of(9, 2).await, told_of(2, 9).await);
    let desk = Desk::new();
    for table in ["pattern_open", "pattern_cell", "pattern_mark", "rating", "erasure"] {
        let of_people =
            "(name LIKE '%worker%' AND name <> 'by_worker') OR name LIKE '%name%' OR name IN ('first', 'second', 'made_by')";
        assert_eq!(count(&desk, &format!("pragma_table_info('{table}') WHERE {of_people}")), 0, "{table}");
    }
}

#[tokio::test]
async fn no_page_and_no_file_says_a_number_of_a_worker() {
    let desk = Desk::new();
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    ended(&desk, &mut fatma, Topic::Money, 7).await;
    ended(&desk, &mut bram, Topic::Money, 2).await;
    let card = about(&desk, Topic::Home);
    let page = format!("/kaart/{card}");
    fatma.fill(&page, &format!("{page}/oppakken"), &[("place", "1")]).await;
    desk.clock.advance(NEXT_PERIOD);
    sweep(&desk.state).await.unwrap();
    let mut chidi = desk.worker("Chidi").await;
    // Every page of the router that a worker can ask for by itself.
    let router = include_str!("../../src/desk/pages/mod.rs");
    let lines = router.lines().filter_map(|line| line.trim().strip_prefix("(\"").filter(|line| line.contains("get(")));
    let paths: Vec<&str> = lines
        .map(|rest| rest.split('"').next().unwrap())
        .filter(|path| *path != "/nieuws" && (!path.contains('{') || *path == "/kaart/{id}"))
        .collect();
    let mut walked = 0;
    // Fatma manages the desk, and sees its people too.
    let mut manager = desk.worker("Fatma").await;
    for (path, managing) in paths.iter().flat_map(|path| [(path, false), (path, true)]) {
        let reader = if managing { &mut manager } else { &mut chidi };
        let page = reader.get(&path.replace("{id}", &card.to_string())).await;
        if page.status != 200 {
            continue;
        }
        walked += 1;
        let text = page.text();
        let words: Vec<&str> = text.split_whitespace().collect();
        for (place, _) in words.iter().enumerate().filter(|(_, word)| word.contains("Fatma") || word.contains("Bram")) {
            let beside = &words[place.saturating_sub(1)..(place + 2).min(words.len())];
            let number = |word: &&&str| word.trim_matches(|c: char| !c.is_alphanumeric()).parse::<u32>().is_ok();
            assert!(!beside.iter().any(|word| number(&word)), "{path}: {beside:?}");
        }
    }
    assert!(walked >= 20, "the walk finds the pages: {walked}");
    let counts = ["count_star", ".group_by(", "count(card::worker", "sum("];
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/desk/pages")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(counts.iter().all(|count| !text.contains(count)), "a page counts");
    }
}

#[tokio::test]
async fn a_team_of_two_is_not_told_of() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    ended(&desk, &mut fatma, Topic::Money, 9).await;
    let left = "UPDATE worker SET active = FALSE WHERE name = 'Chidi'";
    let done =
        desk.state.store.write_waiting(News::Pages, move |conn| Ok(diesel::RunQueryDsl::execute(diesel::sql_query(left), conn)?));
    assert_eq!(done.unwrap(), 1);
    desk.clock.advance(NEXT_PERIOD);
    sweep(&desk.state).await.unwrap();
    let mut fatma = desk.worker("Fatma").await;
    let page = fatma.get("/patronen").await.text();
    assert!(page.contains("Afgeronde kaarten: Niet getoond") && !page.contains("Geld en schulden"), "{page}");
}

#[tokio::test]
async fn an_end_counts_only_once_its_week_is_over() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let ids = ended(&desk, &mut fatma, Topic::Money, 6).await;
    sweep(&desk.state).await.unwrap();
    // In the same week one turns out not to have ended, whatever was looked at meanwhile.
    let page = format!("/kaart/{}", ids[0]);
    fatma.fill(&page, &format!("{page}/heropen"), &[]).await;
    desk.clock.advance(NEXT_PERIOD);
    sweep(&desk.state).await.unwrap();
    let told = desk.worker("Fatma").await.get("/patronen").await.text();
    assert!(told.contains("Afgeronde kaarten: 5"), "{told}");
}

#[tokio::test]
async fn nobody_sees_the_patterns_of_a_team_that_is_not_theirs() {
    let desk = Desk::new();
    crate::team::worker(&desk.state, "Dewi", false);
    let mut fatma = desk.worker("Fatma").await;
    ended(&desk, &mut fatma, Topic::Money, 9).await;
    let moved = desk.state.store.write_waiting(News::Pages, |conn| {
        let team = people::make_team(conn, "Noord", 0)?.unwrap();
        let bram = workers::by_name(conn, "Bram")?.unwrap().id;
        people::set_roles(conn, bram, Roles::of(&[Role::Worker]), &[team])
    });
    moved.unwrap();
    desk.clock.advance(NEXT_PERIOD);
    sweep(&desk.state).await.unwrap();
    let told = |team| {
        let read = move |conn: &mut Conn| {
            let period = patterns::periods(conn)?[0];
            patterns::cells(conn, &[team], period)
        };
        desk.state
            .store
            .read_waiting(read)
            .unwrap()
            .into_iter()
            .filter(|cell| cell.what == "topic" && cell.word == "money")
            .count()
    };
    assert_eq!((told(1), told(2)), (1, 0), "the store itself tells each team its own");
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    for page in ["/patronen", "/patronen/csv"] {
        assert!(fatma.get(page).await.html.contains("Geld en schulden"), "{page}");
        let theirs = bram.get(page).await.html;
        assert!(!theirs.contains("Geld en schulden") && !theirs.contains(">9<") && !theirs.contains("\"9\""), "{page}: {theirs}");
    }
}

#[tokio::test]
async fn of_a_handful_of_cards_not_even_their_number_is_told() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    ended(&desk, &mut fatma, Topic::Money, 4).await;
    desk.clock.advance(NEXT_PERIOD);
    sweep(&desk.state).await.unwrap();
    let mut fatma = desk.worker("Fatma").await;
    let page = fatma.get("/patronen").await.text();
    assert!(page.contains("Afgeronde kaarten: &#60; 5") && !page.contains("Geld en schulden"), "{page}");
    assert_eq!(count(&desk, "pattern_cell WHERE told = 'number'"), 0);
}
