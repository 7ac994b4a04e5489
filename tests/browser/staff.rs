//! The staff pages as people use them.

use crate::chrome::{Browser, Driver, Screen};
use crate::team::{self, Left, arrive};
use inloop::clock::{MachineLuck, ServerClock};
use inloop::desk::store::bookings::{Ask, Wanted};
use inloop::desk::store::{KiosksSince, backup, restore};
use inloop::desk::{Desk, DeskKeys, DeskState, Parts, RunningDesk};
use inloop::entry::{Body, Booking, CallReason, Contact, KioskId, Secret, SlotId, Whom};
use inloop::seal::Sealed;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

/// A desk at a real socket, with two workers and a kiosk.
pub struct Post {
    desk: Option<RunningDesk>,
    kiosk: KioskId,
    folder: tempfile::TempDir,
}

impl Post {
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        team::config_in(folder.path());
        let desk = Post::start(&folder);
        for name in ["Fatma", "Bram"] {
            team::worker(desk.state(), name, false);
        }
        let kiosk = team::kiosk(desk.state(), 1, "Hal");
        Post { desk: Some(desk), kiosk, folder }
    }

    fn start(folder: &tempfile::TempDir) -> RunningDesk {
        let config = team::config_of(folder.path());
        let keys = DeskKeys::load(&config.keys).unwrap();
        let loopback = || TcpListener::bind("127.0.0.1:0").unwrap();
        let parts = Parts {
            config,
            keys,
            kiosks: loopback(),
            staff: loopback(),
            clock: Arc::new(ServerClock),
            luck: Arc::new(MachineLuck),
            long_poll: Duration::from_secs(1),
        };
        Desk::start(parts).unwrap()
    }

    /// Somebody books at the kiosk and asks for word of it.
    pub fn books(&self, slot: SlotId, language: &'static str, contact: Contact) {
        let (desk, code) = (self.state(), Secret::new([7; 16]));
        let time = Some(team::right(desk, self.kiosk, slot));
        let body = Body::Booking(Booking { whom: Whom::Team, time, contact: Some(contact) });
        let left = Left { teken: 324, language, late: false, body };
        team::ask_for(desk, self.kiosk, left, Ask::Book(Wanted { whom: Whom::Team, time }), &code);
    }

    /// The desk is lost, and comes back as it is now, at another address.
    pub fn restore(&mut self, since: KiosksSince) {
        let (data, copy) = (self.folder.path().join("data"), self.folder.path().join("copy.sqlite"));
        backup(&data, &copy, &ServerClock).unwrap();
        self.stop();
        restore(&data, &copy, true, since, &ServerClock, &MachineLuck).unwrap();
        self.desk = Some(Post::start(&self.folder));
    }

    /// A desk waits for its own threads, which a thread of the test's runtime may not.
    fn stop(&mut self) {
        let desk = self.desk.take();
        std::thread::spawn(move || drop(desk)).join().unwrap();
    }

    pub fn kiosk(&self) -> KioskId {
        self.kiosk
    }

    pub fn state(&self) -> &DeskState {
        self.desk.as_ref().unwrap().state()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.desk.as_ref().unwrap().staff_url())
    }

    pub fn arrive(&self, left: Left) -> String {
        arrive(self.state(), self.kiosk, left).to_string()
    }

    /// Somebody says this instead of typing; the words of the card arrive.
    pub fn says(&self, flac: &[u8], length: Duration) -> Sealed {
        team::said(self.state(), self.kiosk, flac, length)
    }

    /// Pieces of it arrive.
    pub fn hears(&self, sealed: &Sealed, pieces: std::ops::Range<usize>) {
        sealed.pieces()[pieces].iter().for_each(|piece| team::piece_arrives(self.state(), sealed.header().id, piece));
    }

    pub async fn log_in(&self, browser: &Browser, name: &str) {
        browser.open(&self.url("/")).await;
        browser.type_into("#name", name).await;
        browser.type_into("#password", team::PASSWORD).await;
        browser.click("button.main").await;
        browser.see("#list-new").await;
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        self.stop();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_card_appears_on_an_open_page_and_is_claimed() {
    let (post, driver) = (Post::open(), Driver::start());
    let browser = driver.browser(Screen::Phone).await;
    post.log_in(&browser, "Fatma").await;
    browser.run("window.neverReloaded = true").await;
    let id = post.arrive(Left::words(324, "Ik begrijp een brief niet."));
    let line = browser.see(&format!("#card-{id}")).await;
    assert!(line.text().await.unwrap().contains("Boom 27"));
    assert_eq!(browser.run("return window.neverReloaded").await, true);
    assert!(
        browser.run("return document.querySelector('.teken use').getBBox().width > 10").await == true,
        "the pictogram is drawn"
    );
    browser.picture("new-card").await;

    line.click().await.unwrap();
    browser.see(".words").await;
    assert!(browser.text().await.contains("Ik begrijp een brief niet."));
    browser.click("#claim").await;
    browser.see("#undo").await;
    assert!(browser.text().await.contains("Jij pakt deze kaart op."));
    browser.picture("claimed").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_rings_aloud_until_somebody_comes() {
    let (post, driver) = (Post::open(), Driver::start());
    let browser = driver.browser(Screen::Desk).await;
    post.log_in(&browser, "Fatma").await;
    browser.click("#sound").await;
    let id = post.arrive(Left::call(5, CallReason::Help));
    browser.see(&format!("#coming-{id}")).await;
    browser.wait_until("return document.documentElement.dataset.sounding === 'yes'").await;
    assert!(browser.client.title().await.unwrap().starts_with("(1)"));
    browser.picture("ringing").await;
    browser.click(&format!("#coming-{id}")).await;
    browser.see(".notice").await;
    assert!(browser.text().await.contains("Fatma komt eraan"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_browsers_claim_the_same_card_and_one_is_told_kindly() {
    let (post, driver) = (Post::open(), Driver::start());
    let id = post.arrive(Left::words(0, "hallo"));
    let (fatma, bram) = (driver.browser(Screen::Phone).await, driver.browser(Screen::Phone).await);
    for (browser, name) in [(&fatma, "Fatma"), (&bram, "Bram")] {
        post.log_in(browser, name).await;
        browser.open(&post.url(&format!("/kaart/{id}"))).await;
        browser.see("#claim").await;
    }
    tokio::join!(fatma.click("#claim"), bram.click("#claim"));
    let (one, two) = tokio::join!(fatma.see("#undo"), bram.see("#undo"));
    drop((one, two));
    let said = [fatma.text().await, bram.text().await];
    let count = |sentence: &str| said.iter().filter(|text| text.contains(sentence)).count();
    assert_eq!(count("Jij pakt deze kaart op."), 1, "{said:?}");
    assert_eq!(count("Een collega was net iets sneller. Jij gaat nu mee."), 1, "{said:?}");
    fatma.close().await;
    bram.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_works_without_scripts() {
    let (post, driver) = (Post::open(), Driver::start());
    let call = post.arrive(Left::call(5, CallReason::TalkNow));
    let id = post.arrive(Left::words(0, "hallo"));
    let browser = driver.browser(Screen::PhoneWithoutScripts).await;
    post.log_in(&browser, "Fatma").await;
    assert!(!browser.has(".sound:not([hidden])").await, "what needs the script is not offered");
    browser.click("#present").await;
    browser.see("#present[aria-pressed=true]").await;
    browser.click(&format!("#coming-{call}")).await;
    browser.see(".call:not(.ringing)").await;
    assert!(browser.text().await.contains("Fatma komt eraan"));
    browser.click(&format!("#card-{id}")).await;
    browser.click("#claim").await;
    browser.click("#undo").await;
    browser.see("#claim").await;
    browser.click("nav a[href='/inrichting']").await;
    browser.click("nav a[href='/kiosken']").await;
    browser.click("#make-code").await;
    assert_eq!(browser.see("#code").await.text().await.unwrap().len(), 9);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_types_stays_when_the_page_draws_itself_again() {
    let (post, driver) = (Post::open(), Driver::start());
    team::offer(post.state(), 7);
    let browser = driver.browser(Screen::Phone).await;
    post.log_in(&browser, "Fatma").await;
    browser.open(&post.url("/kiosken")).await;
    browser.type_into("input[name=name]", "Eerste verd").await;
    let before = browser.run("return document.getElementById('live').dataset.version").await;
    post.arrive(Left::words(0, "hallo"));
    browser.wait_until(&format!("return document.getElementById('live').dataset.version !== {before}")).await;
    browser.type_into("input[name=name]", "ieping").await;
    assert_eq!(browser.run("return document.querySelector('input[name=name]').value").await, "Eerste verdieping");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_scrolls_sideways_and_everything_touched_is_large_enough() {
    let (post, driver) = (Post::open(), Driver::start());
    for (screen, width) in [(Screen::Phone, "360"), (Screen::Desk, "1280")] {
        let browser = driver.browser(screen).await;
        browser.open(&post.url("/login")).await;
        fits(&browser, &format!("{width}-login")).await;
        post.log_in(&browser, "Fatma").await;
        if screen == Screen::Phone {
            fits(&browser, &format!("{width}-empty")).await;
        }
    }
    let ids = team::a_busy_morning(post.state(), post.kiosk);
    let others = team::other_cards(post.state(), post.kiosk);
    for mark in [7, 8, 8, 9, 7] {
        post.arrive(Left::rating(mark));
    }
    for reason in [CallReason::Help, CallReason::TalkNow] {
        post.arrive(Left::call(41, reason));
    }
    team::offer(post.state(), 7);
    for (screen, width) in [(Screen::Phone, "360"), (Screen::Desk, "1280")] {
        let browser = driver.browser(screen).await;
        post.log_in(&browser, "Fatma").await;
        for language in ["nl", "en"] {
            let name = |page: &str| format!("{width}-{language}-{page}");
            fits(&browser, &name("vandaag")).await;
            browser.run("scrollTo(0, document.body.scrollHeight)").await;
            browser.picture(&name("vandaag-foot")).await;
            let pages = [
                ("kiosken", "/kiosken".into()),
                ("afschrijven", "/kiosken/1/afschrijven".into()),
                ("niets", "/niets".into()),
                ("wachtwoord", "/wachtwoord".into()),
            ];
            let pages = pages.map(|(page, path): (&str, String)| (page.to_owned(), path));
            let cards = ids[..6].iter().chain(&others).enumerate().map(|(i, id)| (format!("kaart-{i}"), format!("/kaart/{id}")));
            for (page, path) in pages.into_iter().chain(cards) {
                browser.open(&post.url(&path)).await;
                fits(&browser, &name(&page)).await;
            }
            browser.open(&post.url("/kiosken")).await;
            browser.click("#make-code").await;
            browser.see("#code").await;
            fits(&browser, &name("code")).await;
            browser.open(&post.url("/vandaag")).await;
            browser.click("form[action='/taal'] button").await;
            browser.see("#list-new").await;
        }
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_were_left_hold_no_connection_that_the_next_one_needs() {
    let (post, driver) = (Post::open(), Driver::start());
    let browser = driver.browser(Screen::Phone).await;
    post.log_in(&browser, "Fatma").await;
    // A browser keeps six connections to one desk, and what it remembers of a page that was left for a minute.
    for page in ["kiosken", "spreekuren", "vandaag"].iter().cycle().take(9) {
        browser.open(&post.url(&format!("/{page}"))).await;
        browser.wait_until("return document.readyState === 'complete' && news !== null && news.readyState === 1").await;
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_restored_desk_asks_is_ticked_with_a_thumb_and_stays_while_the_page_draws_itself_again() {
    let (mut post, driver) = (Post::open(), Driver::start());
    post.restore(KiosksSince::Some);
    for screen in [Screen::Desk, Screen::Phone] {
        let width = if screen == Screen::Phone { "360" } else { "1280" };
        let browser = driver.browser(screen).await;
        post.log_in(&browser, "Fatma").await;
        for language in ["nl", "en"] {
            fits(&browser, &format!("{width}-{language}-vandaag-restored")).await;
            for page in ["spreekuren", "kiosken"] {
                browser.open(&post.url(&format!("/{page}"))).await;
                fits(&browser, &format!("{width}-{language}-{page}-restored")).await;
            }
            browser.open(&post.url("/vandaag")).await;
            browser.click("form[action='/taal'] button").await;
            browser.see("#list-new").await;
        }
        browser.close().await;
    }
    let browser = driver.browser(Screen::Phone).await;
    post.log_in(&browser, "Fatma").await;
    browser.open(&post.url("/kiosken")).await;
    browser.click("label[for=know-onbekend]").await;
    browser.run("document.activeElement.blur()").await;
    let before = browser.run("return document.getElementById('live').dataset.version").await;
    post.arrive(Left::words(0, "hallo"));
    browser.wait_until(&format!("return document.getElementById('live').dataset.version !== {before}")).await;
    assert_eq!(browser.run("return document.getElementById('know-onbekend').checked").await, true);
    browser.click("#accept-onbekend").await;
    browser.see("#make-code").await;
    browser.wait_until("return document.querySelector('#know-onbekend') === null").await;
    browser.open(&post.url("/spreekuren")).await;
    browser.click("label[for=know-1]").await;
    browser.click("#accept-1").await;
    browser.wait_until("return document.querySelector('#know-1') === null").await;
    browser.close().await;
}

/// axe-core finds nothing, nothing stands beyond the right edge, and every button and link in its own line at least 24 px (WCAG 2.2, 2.5.8); buttons 44.
pub async fn fits(browser: &Browser, name: &str) {
    browser.picture(name).await;
    let wide = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth").await;
    assert_eq!(wide, 0, "{name} scrolls sideways on {}", browser.path().await);
    let small = browser
        .run(
            "return [...document.querySelectorAll('button, a.button, a.card, nav a, input:not([type=hidden]):not(.tick input), label.tick, select')]
                .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
                .map((one) => one.outerHTML.slice(0, 120))",
        )
        .await;
    assert_eq!(small, serde_json::json!([]), "{name}");
    let outside = browser
        .run(
            "return [...document.querySelectorAll('main *')]
                .filter((one) => one.checkVisibility() && !one.closest('.unseen') && one.getBoundingClientRect().right > innerWidth + 1)
                .map((one) => one.outerHTML.slice(0, 120))",
        )
        .await;
    assert_eq!(outside, serde_json::json!([]), "{name}");
    assert_eq!(browser.axe().await, serde_json::json!([]), "{name}");
}
