//! A card that was spoken instead of typed: heard by who is logged in, whole or not at all.

use crate::hands::{Browser, Desk};
use crate::team::{piece_arrives, said};
use axum::http::{HeaderMap, Method, StatusCode, header};
use inloop::desk::store::{KiosksSince, recordings};
use inloop::seal::Sealed;
use std::time::Duration;

const LENGTH: Duration = Duration::from_secs(83);

/// Three pieces of what a browser would play.
fn flac() -> Vec<u8> {
    (0..300_000).map(|at| (at * 31 % 251) as u8).collect()
}

fn card(sealed: &Sealed) -> String {
    format!("/kaart/{}", sealed.header().id)
}

fn sound(sealed: &Sealed) -> String {
    format!("/kaart/{}/opname", sealed.header().id)
}

/// A question that was spoken, with its first pieces here.
fn with_pieces(desk: &Desk, many: usize) -> Sealed {
    let sealed = said(&desk.state, desk.kiosk, &flac(), LENGTH);
    sealed.pieces().iter().take(many).for_each(|piece| piece_arrives(&desk.state, sealed.header().id, piece));
    sealed
}

async fn fetch(browser: &mut Browser, method: Method, path: &str, range: Option<&str>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let set = |headers: &mut HeaderMap| {
        if let Some(range) = range {
            headers.insert(header::RANGE, range.parse().unwrap());
        }
    };
    let (head, body) = browser.open(method, path, String::new(), set).await.into_parts();
    (head.status, head.headers, axum::body::to_bytes(body, 1 << 23).await.unwrap().to_vec())
}

#[tokio::test]
async fn a_card_plays_what_was_said_byte_for_byte_once_all_of_it_is_here() {
    let desk = Desk::new();
    let sealed = with_pieces(&desk, 2);
    let mut fatma = desk.worker("Fatma").await;
    let coming = fatma.get(&card(&sealed)).await;
    assert!(coming.text().contains("Opname komt nog binnen (2 van 3)."), "{}", coming.text());
    assert!(!coming.html.contains("<audio") && !coming.text().contains("Geen eigen woorden"));
    assert!(coming.html.contains("id=\"live\"") && coming.html.contains("id=\"lost\""), "it says when the rest has come");
    assert_eq!(fetch(&mut fatma, Method::GET, &sound(&sealed), None).await.0, StatusCode::NOT_FOUND);

    piece_arrives(&desk.state, sealed.header().id, &sealed.pieces()[2]);
    let whole = fatma.get(&card(&sealed)).await;
    assert!(whole.text().contains("Ingesproken, 1:23") && !whole.html.contains("id=\"live\""), "{}", whole.text());
    assert!(whole.html.contains(&format!("<audio controls preload=\"none\" src=\"{}\"", sound(&sealed))), "{}", whole.html);
    let (status, headers, body) = fetch(&mut fatma, Method::GET, &sound(&sealed), None).await;
    assert!(status == StatusCode::OK && body == flac());
    for (name, value) in
        [("content-type", "audio/flac"), ("cache-control", "no-store"), ("accept-ranges", "bytes"), ("content-length", "300000")]
    {
        assert_eq!(headers[name], value, "{name}");
    }
    assert!(headers["content-security-policy"].to_str().unwrap().contains("media-src 'self'"));
}

#[tokio::test]
async fn a_browser_looks_for_a_place_in_it() {
    let desk = Desk::new();
    let (sealed, flac) = (with_pieces(&desk, 3), flac());
    let mut fatma = desk.worker("Fatma").await;
    let path = sound(&sealed);
    let (status, headers, body) = fetch(&mut fatma, Method::HEAD, &path, None).await;
    assert_eq!((status, &headers["content-length"], body.len()), (StatusCode::OK, &"300000".parse().unwrap(), 0));
    for (range, told, part) in [
        ("bytes=0-", "bytes 0-299999/300000", &flac[..]),
        ("bytes=131000-131999", "bytes 131000-131999/300000", &flac[131_000..132_000]),
        ("bytes=-10", "bytes 299990-299999/300000", &flac[299_990..]),
    ] {
        let (status, headers, body) = fetch(&mut fatma, Method::GET, &path, Some(range)).await;
        assert!(status == StatusCode::PARTIAL_CONTENT && body == part, "{range}");
        assert_eq!(
            (&headers["content-range"], &headers["content-type"]),
            (&told.parse().unwrap(), &"audio/flac".parse().unwrap())
        );
    }
    let (status, headers, body) = fetch(&mut fatma, Method::GET, &path, Some("bytes=300000-")).await;
    assert_eq!((status, &headers["content-range"]), (StatusCode::RANGE_NOT_SATISFIABLE, &"bytes */300000".parse().unwrap()));
    assert!(body.is_empty());
}

#[tokio::test]
async fn nobody_hears_it_without_logging_in_and_no_host_does() {
    let desk = Desk::new();
    let sealed = with_pieces(&desk, 3);
    let mut stranger = desk.browser();
    for method in [Method::GET, Method::HEAD] {
        let (status, headers, body) = fetch(&mut stranger, method.clone(), &sound(&sealed), None).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{method}");
        assert!(headers["location"].to_str().unwrap().starts_with("/login") && body.is_empty());
    }
    let make_host = |conn: &mut inloop::desk::store::Conn| {
        let make = diesel::sql_query("UPDATE worker SET roles = 'host' WHERE name = 'Bram'");
        Ok(diesel::RunQueryDsl::execute(make, conn)?)
    };
    desk.state.store.write_waiting(inloop::desk::store::News::Pages, make_host).unwrap();
    let mut host = desk.browser();
    host.log_in("Bram", crate::team::PASSWORD).await;
    for path in [card(&sealed), sound(&sealed)] {
        assert_eq!(host.get(&path).await.goes_to(), "/daglijst", "{path}");
    }
    let mut fatma = desk.worker("Fatma").await;
    let none = format!("/kaart/{}/opname", "01a0f7a4-7f00-7000-8000-000000000001");
    for path in [none.as_str(), "/kaart/x/opname"] {
        assert_eq!(fatma.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn sound_that_is_not_what_the_entry_tells_of_is_not_played_and_the_card_says_so() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    // Somebody who can write to the store, and not open it, changes places and residents.
    let (one, other) = (with_pieces(&desk, 0), with_pieces(&desk, 0));
    let put = |of: &Sealed, n: u8, sealed: &[u8]| {
        let (id, sealed) = (of.header().id, sealed.to_vec());
        let put = move |conn: &mut inloop::desk::store::Conn| recordings::arrive(conn, id, n, "x", &sealed, 0);
        desk.state.store.write_waiting(inloop::desk::store::News::Pages, put).unwrap();
    };
    for n in 1..=3 {
        put(&one, n, other.pieces()[usize::from(n) - 1].sealed());
        put(&other, n, other.pieces()[usize::from(3 - n)].sealed());
    }
    for sealed in [&one, &other] {
        let shown = fatma.get(&card(sealed)).await;
        assert!(shown.text().contains("De opname is niet dezelfde als die op de kiosk is gemaakt"), "{}", shown.text());
        assert!(!shown.html.contains("<audio") && !shown.html.contains("id=\"live\""));
        assert_eq!(fetch(&mut fatma, Method::GET, &sound(sealed), None).await.0, StatusCode::NOT_FOUND);
    }
    // Each piece is the team's own and in its place, and together they are not the file that the entry tells of.
    let forged = crate::team::said_otherwise(&desk.state, desk.kiosk, &flac(), LENGTH);
    let shown = fatma.get(&card(&forged)).await;
    assert!(shown.text().contains("wordt niet afgespeeld"), "{}", shown.text());
    assert_eq!(fetch(&mut fatma, Method::GET, &sound(&forged), None).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn lists_say_that_something_was_said_and_sound_that_never_comes_is_not_waited_for() {
    let desk = Desk::new();
    let sealed = with_pieces(&desk, 0);
    let mut fatma = desk.worker("Fatma").await;
    let list = fatma.get("/vandaag").await;
    assert!(list.text().contains("Ingesproken") && !list.html.contains("opname"), "{}", list.text());
    assert!(!fatma.get(&card(&sealed)).await.text().contains("langer dan een dag"));
    desk.clock.advance(Duration::from_secs(25 * 3600));
    let mut fatma = desk.worker("Fatma").await;
    assert!(fatma.get(&card(&sealed)).await.text().contains("Dat duurt al langer dan een dag."));
}

#[tokio::test]
async fn a_desk_that_comes_back_from_a_backup_still_plays_it() {
    let desk = Desk::new();
    let sealed = with_pieces(&desk, 3);
    let desk = desk.restored(KiosksSince::None);
    let mut fatma = desk.worker("Fatma").await;
    let (status, _, body) = fetch(&mut fatma, Method::GET, &sound(&sealed), None).await;
    assert!(status == StatusCode::OK && body == flac());
}

#[tokio::test]
async fn kiosks_say_how_much_sound_waits_and_is_refused() {
    let desk = Desk::new();
    let health = |sound_waiting, sound_parked| inloop::wire::Health {
        v: inloop::wire::VERSION,
        waiting: 0,
        parked: 0,
        sound_waiting,
        sound_parked,
        disk: inloop::wire::DiskState::Ok,
        clock_trusted: true,
        software: "0.1".into(),
        texts: None,
        machine: None,
    };
    let mut fatma = desk.worker("Fatma").await;
    for (said, shown) in [(health(0, 0), [false, false]), (health(3, 0), [true, false]), (health(3, 1), [true, true])] {
        let (kiosk, now) = (desk.kiosk, desk.state.now());
        let keep = move |conn: &mut inloop::desk::store::Conn| inloop::desk::store::kiosks::keep_health(conn, kiosk, &said, now);
        desk.state.store.write_waiting(inloop::desk::store::News::Pages, keep).unwrap();
        let page = fatma.get("/kiosken").await.text();
        let says = ["Opnames nog te versturen 3", "Opnames geweigerd, apart gehouden 1"].map(|text| page.contains(text));
        assert_eq!(says, shown, "{page}");
    }
}
