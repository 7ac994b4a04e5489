//! From the finger at the glass to the page that the team looks at.

use crate::chrome::{Browser, Driver, Screen};
use crate::hall::{Hall, now};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Integer};
use inloop::desk::store::{News, meta};

/// Which time was booked.
#[derive(diesel::QueryableByName)]
struct Booked {
    #[diesel(sql_type = Integer)]
    spreekuur: i32,
    /// Its first minute, since 1970.
    #[diesel(sql_type = BigInt)]
    minute: i64,
}

const DAYS: [&str; 7] = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];

/// What the resident is called by, as the receipt says it: picture and number.
fn teken(hall: &Hall) -> (String, String) {
    let said = hall.said();
    let teken = said.iter().find_map(|text| text.strip_prefix("Uw teken is ")?.strip_suffix('.'));
    let (picture, number) = teken.and_then(|teken| teken.split_once(' ')).unwrap_or_else(|| panic!("no teken in {said:?}"));
    (picture.to_owned(), number.to_owned())
}

async fn log_in(browser: &Browser, hall: &Hall) {
    let (url, login) = (hall.desk().staff_url(), hall.login.as_ref().unwrap());
    browser.open(&url).await;
    browser.type_into("#name", &login.name).await;
    browser.type_into("#password", &login.password).await;
    browser.click("button.main").await;
    browser.see("#list-new").await;
}

#[test]
fn a_time_booked_at_the_glass_stands_in_the_week_and_whoever_checks_in_appears_on_vandaag() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut hall = Hall::open();
    hall.wake();
    hall.tap("Ik wil een afspraak");
    hall.tap("Wijkagent");
    let day = hall.first_tile("Welke dag?");
    assert!(DAYS.iter().any(|name| day.to_lowercase().starts_with(name)), "{day}");
    hall.tap(&day);
    let time = hall.first_tile("Hoe laat?");
    hall.tap(&time);
    hall.tap("Briefje is goed");
    hall.tap("Ja, dat klopt");
    hall.reads("Uw afspraak staat vast.");
    let (picture, number) = teken(&hall);
    hall.tap("Klaar");

    let driver = runtime.block_on(async { Driver::start() });
    let browser = runtime.block_on(async {
        let browser = driver.browser(Screen::Desk).await;
        log_in(&browser, &hall).await;
        browser
    });
    let called = format!("{picture} {number}");
    let url = hall.desk().staff_url();
    let booked = hall.at_the_desk("the booking", |conn| {
        Ok(diesel::sql_query("SELECT spreekuur, minute FROM booking WHERE state = 'booked'").load::<Booked>(conn)?.pop())
    });
    runtime.block_on(async {
        let local = chrono::DateTime::from_timestamp(booked.minute * 60, 0).unwrap().with_timezone(&chrono_tz::Europe::Amsterdam);
        browser.open(&format!("{url}/spreekuren/{}/week/{}", booked.spreekuur, local.date_naive())).await;
        browser.see("a.time.booked").await;
        let text = browser.text().await;
        assert!(text.contains(&called), "{called} is not in {text}");
        browser.picture("glass-booked-week").await;
        browser.open(&format!("{url}/vandaag")).await;
        browser.see("#live").await;
        browser.run("window.neverReloaded = true").await;
    });

    // The day has come.
    let state = hall.desk().state();
    let minute = state.now().div_euclid(60);
    let moved = format!(
        "UPDATE booking SET minute = {minute} WHERE state = 'booked';
         UPDATE slot SET minute = {minute} WHERE state = 'booked';"
    );
    let at = state.now();
    let moved = state.store.write_waiting(News::Pages, move |conn| {
        conn.batch_execute(&moved)?;
        meta::raise_slots_version(conn, at)
    });
    moved.unwrap();
    // At its start it asks at once what is new; before it has heard, the teken is nobody's.
    hall.take_the_kiosk_away();
    hall.bring_the_kiosk();
    hall.knows_of_today(u32::try_from(minute).unwrap());
    hall.wake();
    hall.tap("Ik heb een afspraak");
    if !hall.shows(&picture) {
        hall.tap("Meer");
    }
    hall.tap(&picture);
    for digit in number.chars() {
        hall.tap(&digit.to_string());
    }
    hall.tap("Verder");
    hall.tap("Ik ben er");
    let touched = now();
    runtime.block_on(async {
        browser.see(".visitor.there").await;
        let appeared = touched.elapsed();
        eprintln!("checked in at the glass, on Vandaag {appeared:?} later");
        assert!(browser.text().await.contains(&called));
        assert_eq!(browser.run("return window.neverReloaded").await, true);
        browser.picture("glass-checked-in").await;
        browser.close().await;
    });
    hall.reads("Welkom. Ga maar zitten.");
    hall.take_the_kiosk_away();
}
