//! Posten, as a manager uses them, and what other pages ask and say where there are several.

use crate::chrome::{Browser, Driver, Screen};
use crate::staff::{Post, fits};
use crate::team::{self, Left, arrive};
use inloop::desk::store::posts::{self, Added};
use inloop::desk::store::{News, enrolment};
use inloop::entry::{CallReason, Contact, KioskId, Question};
use inloop::wire::Helper;

const LONG: &str = "Huis van de Wijk Jan-Willem van den Bosch-Oosterhout Noordzi";

/// A second post with a name and a koppelkaart as long as they may be, and its kiosk.
fn second(post: &Post) -> KioskId {
    let (luck, now) = (post.state().luck.clone(), post.state().now());
    let made = post.state().store.write_waiting(News::Hall, move |conn| {
        let mut site = posts::find(conn, posts::FIRST)?.unwrap().site;
        site.name = LONG.into();
        let line = || "Mijnarbeidsongeschiktheidsverzekeringsuitkeringsbeschikking".to_owned();
        let helper = |n: usize| Helper {
            name: format!("Welzijnsorganisatie De Ontmoeting {n}"),
            offers: vec![line(), line(), line(), line()],
            place: Some(line()),
            phone: Some("0320 123 456, op werkdagen van negen tot twaalf".into()),
            page: Some(format!("https://www.example.nl/{}", "welzijn/".repeat(10))),
        };
        site.helpers = (1..=12).map(helper).collect();
        site.languages = ["nl", "en", "ar", "tr", "pl", "uk", "ti", "fa", "fr"].map(|code| code.parse().unwrap()).to_vec();
        let Added::Yes(id) = posts::add(conn, &site, now)? else { panic!("the name is free") };
        let code = enrolment::new_code_in(conn, id, &*luck, now)?;
        enrolment::offer(conn, &code, &team::kiosk_key(9), "0.1.0", now)?;
        let pending = enrolment::pending(conn, now)?.pop().unwrap().id;
        match enrolment::confirm(conn, pending, "Hal", None, now)? {
            enrolment::Confirmed::Enrolled(kiosk, _) => Ok(kiosk),
            other => panic!("{other:?}"),
        }
    });
    made.unwrap()
}

/// Presses a button, and waits for the page that it leads to.
async fn press(browser: &Browser, css: &str) {
    browser.run("document.body.id = 'before'").await;
    browser.click(css).await;
    browser.see("body:not(#before) [role=status]").await;
}

async fn unfold(browser: &Browser) {
    browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true })").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_is_made_and_changed_with_a_thumb_and_what_is_wrong_is_seen() {
    let (post, driver) = (Post::open(), Driver::start());
    let browser = driver.browser(Screen::Phone).await;
    post.log_in(&browser, "Fatma").await;
    browser.click("nav a[href='/inrichting']").await;
    browser.click("nav a[href='/inrichting/posten']").await;
    fits(&browser, "360-posten-een").await;
    browser.type_into("#name", "Post Noord").await;
    browser.click("#make-post").await;
    browser.see("#save-about").await;
    fits(&browser, "360-post-nieuw").await;
    browser.run("document.querySelector('#until').value = '08:00'").await;
    browser.click("#add-line").await;
    browser.see("#wrong-until").await;
    fits(&browser, "360-post-uren-fout").await;
    browser.run("document.querySelector('#until').value = '18:00'").await;
    press(&browser, "#add-line").await;
    assert!(browser.text().await.contains("Opgeslagen."));
    browser.run("document.querySelector('#language-1').value = 'ar'").await;
    press(&browser, "#save-languages").await;
    unfold(&browser).await;
    browser.type_into("#helper-name-new", "Ans").await;
    browser.type_into("#helper-page-new", "example.nl").await;
    browser.click("#add-helper").await;
    browser.see("#wrong-helper-page-new").await;
    fits(&browser, "360-post-koppelkaart-fout").await;
    browser.run("document.querySelector('#helper-page-new').value = 'https://example.nl'").await;
    browser.click("#add-helper").await;
    browser.see("#save-helper-0").await;
    browser.click("#contact-email").await;
    press(&browser, "#save-choices").await;
    let site = post.state().store.read_waiting(|conn| posts::find(conn, 2)).unwrap().unwrap().site;
    assert!(site.hours.iter().any(|hours| hours.weekday == 1 && String::from(hours.until) == "18:00"));
    assert_eq!((site.languages[0].code(), site.helpers[0].page.as_deref()), ("ar", Some("https://example.nl")));
    assert!(!site.contact.contains(&"email".to_owned()));
    // The button of the language comes back to the page, also from what a form answered.
    browser.run("document.querySelector('#name').value = ' '; document.querySelector('#name').required = false").await;
    browser.click("#save-about").await;
    browser.see("#wrong-name").await;
    browser.click("form[action='/taal'] button").await;
    browser.see("html[lang=en] #save-about").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_two_posts_fit_a_phone_and_a_desk() {
    let (post, driver) = (Post::open(), Driver::start());
    let there = second(&post);
    team::offer(post.state(), 8);
    let waits = || Left::question(324, Question { contact: Some(Contact::Wait), ..Question::default() });
    let card = arrive(post.state(), there, waits());
    post.arrive(waits());
    arrive(post.state(), there, Left::call(41, CallReason::Help));
    for (screen, width) in [(Screen::Phone, "360"), (Screen::Desk, "1280")] {
        let browser = driver.browser(screen).await;
        post.log_in(&browser, "Fatma").await;
        for language in ["nl", "en"] {
            let pages = [
                ("posten", "/inrichting/posten".to_owned()),
                ("post", "/inrichting/posten/2".into()),
                ("post-gelijk", "/inrichting/posten/1".into()),
                ("kiosken-posten", "/kiosken".into()),
                ("teams-posten", "/inrichting/teams".into()),
                ("vandaag-posten", "/vandaag".into()),
                ("kaart-post", format!("/kaart/{card}")),
                ("kaart-nieuw-post", "/kaart/nieuw".into()),
                ("spreekuur-nieuw-post", "/spreekuren/nieuw".into()),
            ];
            for (page, path) in pages {
                browser.open(&post.url(&path)).await;
                fits(&browser, &format!("{width}-{language}-{page}")).await;
            }
            browser.open(&post.url("/inrichting/posten/2")).await;
            unfold(&browser).await;
            browser.run("scrollTo(0, document.body.scrollHeight)").await;
            fits(&browser, &format!("{width}-{language}-post-open")).await;
            browser.open(&post.url("/kiosken")).await;
            browser.run("document.querySelector('#post').value = '2'").await;
            browser.click("#make-code").await;
            browser.see("#code").await;
            fits(&browser, &format!("{width}-{language}-kiosken-code")).await;
            browser.click("form[action='/taal'] button").await;
            browser.see("main").await;
        }
        browser.close().await;
    }
}
