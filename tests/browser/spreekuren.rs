//! Spreekuren in a browser: from a new one to a booked time on a host's list.

use crate::chrome::{Browser, Driver, Screen};
use crate::staff::{Post, fits};
use chrono::{DateTime, Days, Timelike};
use chrono_tz::{Europe::Amsterdam, Tz};
use inloop::clock::{Clock, ServerClock};
use inloop::entry::{Contact, EmailAddress, PhoneNumber, SlotId, SpreekuurId};

/// Types a date or time where the browser has its own control for it.
async fn set(browser: &Browser, css: &str, value: &str) {
    browser.see(css).await;
    browser.run(&format!("document.querySelector('{css}').value = '{value}'")).await;
}

/// The moment of the desk, as the hall's clock shows it.
fn now() -> DateTime<Tz> {
    ServerClock.stamp().at.with_timezone(&Amsterdam)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spreekuur_is_made_booked_and_cancelled_with_a_thumb() {
    let (post, driver) = (Post::open(), Driver::start());
    let browser = driver.browser(Screen::Phone).await;
    post.log_in(&browser, "Fatma").await;
    browser.click("nav a[href='/spreekuren']").await;
    browser.see(".empty").await;
    fits(&browser, "360-spreekuren-empty").await;
    browser.click("#new").await;
    browser.type_into("#host", "Politie Lelystad").await;
    browser.type_into("#place", "Kamer 2").await;
    fits(&browser, "360-spreekuren-nieuw").await;
    browser.run("document.querySelector('#whom').value = 'police'").await;
    browser.click("#make").await;

    // Extra hours of one day: of a rule nobody knows whether the day the test runs on is a holiday.
    let day = now().date_naive() + Days::new(1);
    set(&browser, "#day", &day.to_string()).await;
    browser.run("document.querySelector('#kind').value = 'extra'").await;
    set(&browser, "#part-from", "10:00").await;
    set(&browser, "#part-until", "12:30").await;
    browser.click("#add-day").await;
    browser.see(".rows form").await;
    fits(&browser, "360-inrichten").await;
    browser.open(&post.url(&format!("/spreekuren/1/week/{day}"))).await;
    browser.see("a.time.free").await;
    browser.run("window.neverReloaded = true").await;
    fits(&browser, "360-week-free").await;

    // A colleague books; the open page shows it.
    let bram = driver.browser(Screen::Desk).await;
    post.log_in(&bram, "Bram").await;
    bram.open(&post.url(&format!("/spreekuren/1/week/{day}"))).await;
    bram.click("a.time.free").await;
    bram.type_into("#name", "Jannie").await;
    bram.type_into("#number", "06 12345678").await;
    fits(&bram, "1280-tijd").await;
    bram.click("#book").await;
    bram.see("#cancel").await;
    assert!(bram.text().await.contains("Geboekt."));
    fits(&bram, "1280-afspraak").await;
    browser.see("a.time.booked").await;
    assert_eq!(browser.run("return window.neverReloaded").await, true);
    fits(&browser, "360-week-booked").await;
    fits(&bram, "1280-afspraak").await;
    bram.open(&post.url(&format!("/spreekuren/1/week/{day}"))).await;
    fits(&bram, "1280-week").await;

    browser.click("a.time.booked").await;
    browser.click("#move").await;
    browser.see("#cancel").await;
    fits(&browser, "360-afspraak").await;
    browser.open(&post.url(&format!("/spreekuren/1/dag/{day}/afzeggen"))).await;
    fits(&browser, "360-dag-afzeggen").await;
    browser.click("#cancel-day").await;
    browser.see(".to-do.first a.card").await;
    fits(&browser, "360-spreekuren-to-tell").await;
    fits_in(&bram, &post, "1280-spreekuren", "/spreekuren").await;
    fits_in(&bram, &post, "1280-inrichten", "/spreekuren/1/inrichten").await;
    browser.click(".to-do.first a.card").await;
    browser.click("#seen").await;
    browser.see(".spreekuur").await;
    assert!(!browser.has(".to-do").await);
    browser.close().await;
    bram.close().await;
}

async fn fits_in(browser: &Browser, post: &Post, name: &str, path: &str) {
    browser.open(&post.url(path)).await;
    fits(browser, name).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_read_and_ticked_off_with_a_thumb() {
    let (post, driver) = (Post::open(), Driver::start());
    let browser = driver.browser(Screen::Phone).await;
    post.log_in(&browser, "Fatma").await;
    browser.open(&post.url("/spreekuren/nieuw")).await;
    browser.click("#make").await;
    let day = now().date_naive() + Days::new(1);
    set(&browser, "#day", &day.to_string()).await;
    browser.run("document.querySelector('#kind').value = 'extra'").await;
    set(&browser, "#part-from", "10:00").await;
    set(&browser, "#part-until", "12:30").await;
    browser.click("#add-day").await;
    browser.see(".rows form").await;
    let ten = day.and_hms_opt(10, 0, 0).unwrap().and_local_timezone(Amsterdam).unwrap();
    let address = EmailAddress::parse("mevrouw.van.der.meulen-hoogeboom@voorbeeldpost.example.nl").ok();
    let contacts = [Contact::Sms { number: PhoneNumber::parse("0612345678").ok(), safe: None }, Contact::Email { address }];
    for ((contact, language), place) in contacts.into_iter().zip(["ar", "nl"]).zip([0, 30]) {
        let slot = SlotId::new(SpreekuurId::new(1).unwrap(), u32::try_from(ten.timestamp() / 60).unwrap() + place);
        post.books(slot, language, contact);
    }
    browser.open(&post.url("/spreekuren")).await;
    browser.see(".to-do a.card").await;
    fits(&browser, "360-spreekuren-messages").await;
    browser.open(&post.url("/vandaag")).await;
    fits(&browser, "360-vandaag-messages").await;
    for name in ["360-bericht-sms", "360-bericht-email"] {
        browser.open(&post.url("/spreekuren")).await;
        browser.click(".to-do a.card").await;
        browser.see("#message").await;
        fits(&browser, name).await;
        browser.click("#sent").await;
        browser.see(".spreekuur").await;
    }
    assert!(!browser.has(".to-do").await);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_sees_who_comes_and_everything_works_without_scripts() {
    let (post, driver) = (Post::open(), Driver::start());
    let browser = driver.browser(Screen::PhoneWithoutScripts).await;
    post.log_in(&browser, "Fatma").await;
    browser.open(&post.url("/spreekuren/nieuw")).await;
    browser.click("#make").await;
    let now = now();
    // From the next quarter of an hour on, where today still has one.
    let from = (now.hour() * 60 + now.minute()) / 15 * 15 + 15;
    let (day, from) = if from < 22 * 60 { (now.date_naive(), from) } else { (now.date_naive() + Days::new(1), 600) };
    set(&browser, "#day", &day.to_string()).await;
    browser.run("document.querySelector('#kind').value = 'extra'").await;
    set(&browser, "#part-from", &format!("{:02}:{:02}", from / 60, from % 60)).await;
    set(&browser, "#part-until", "23:59").await;
    browser.click("#add-day").await;
    // The page comes again with the day on it; only then is it typed into.
    browser.see(".rows form").await;
    browser.type_into("#new-host", "Wouter").await;
    browser.click("#add-host").await;
    let invitation = browser.see("#code").await.text().await.unwrap();
    browser.open(&post.url(&format!("/spreekuren/1/week/{day}"))).await;
    browser.click("a.time.free").await;
    browser.type_into("#name", "Jannie").await;
    browser.click("#book").await;
    browser.see("#cancel").await;
    if day == now.date_naive() {
        fits_in(&browser, &post, "360-vandaag-visitors", "/vandaag").await;
        assert!(browser.text().await.contains("Spreekuren vandaag"));
        let wide = driver.browser(Screen::Desk).await;
        post.log_in(&wide, "Bram").await;
        fits(&wide, "1280-vandaag-visitors").await;
        wide.close().await;
    }
    browser.click("form[action='/uitloggen'] button").await;
    browser.click("a[href='/uitnodiging']").await;
    browser.type_into("#code", &invitation).await;
    browser.type_into("#new", crate::team::PASSWORD).await;
    browser.type_into("#again", crate::team::PASSWORD).await;
    browser.click("button.main").await;
    browser.type_into("#name", "Wouter").await;
    browser.type_into("#password", crate::team::PASSWORD).await;
    browser.click("button.main").await;
    browser.see("nav a[href='/daglijst']").await;
    fits(&browser, "360-daglijst").await;
    assert_eq!(browser.has(".visitor").await, day == now.date_naive());
    assert!(!browser.text().await.contains("Jannie"));
    browser.close().await;
}
