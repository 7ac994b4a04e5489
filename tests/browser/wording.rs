//! A manager rewords the glass, and changes how long things are kept, as it is done in a browser.

use crate::chrome::{Driver, Screen};
use crate::staff::{Post, fits};
use inloop::desk::store::{own_texts, retention};
use inloop::entry::Language;

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_rewords_a_text_mends_what_is_wrong_with_it_and_puts_it_back() {
    let (post, driver) = (Post::open(), Driver::start());
    for (screen, width) in [(Screen::Phone, "360"), (Screen::Desk, "1280")] {
        let manager = driver.browser(screen).await;
        post.log_in(&manager, "Fatma").await;
        manager.open(&post.url("/inrichting")).await;
        manager.click("nav a[href='/inrichting/teksten']").await;
        manager.see("#t-home-ask").await;
        fits(&manager, &format!("{width}-nl-teksten")).await;
        manager.type_into("#w-home-ask", "Vraag het { $wie }").await;
        manager.click("#s-home-ask").await;
        manager.see("#e-home-ask-1").await;
        assert_eq!(manager.run("return document.activeElement.id").await, "w-home-ask", "whoever typed it is back at it");
        fits(&manager, &format!("{width}-nl-teksten-mis")).await;
        manager
            .run("document.querySelector('#w-home-ask').value = 'Ik wil iets vragen, en liefst nu, want het is dringend'")
            .await;
        manager.click("#s-home-ask").await;
        manager.see("#t-home-ask .notice").await;
        fits(&manager, &format!("{width}-nl-teksten-opgeslagen")).await;
        let own = post.state().store.read_waiting(|conn| own_texts::of(conn, Language::NL)).unwrap();
        assert_eq!(own.len(), 1);
        manager.click("#g-home-ask").await;
        manager.see("#t-home-ask .notice").await;
        assert!(!manager.has("#g-home-ask").await);
        for (name, query) in [
            ("arabisch", "taal=ar&groep=2"),
            ("zoek", "taal=ti&zoek=a"),
            ("tijden", "taal=tr&groep=10"),
            ("eigen", "groep=eigen"),
        ] {
            manager.open(&post.url(&format!("/inrichting/teksten?{query}"))).await;
            fits(&manager, &format!("{width}-nl-teksten-{name}")).await;
        }
        manager.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shorter_term_is_asked_about_before_it_erases() {
    let (post, driver) = (Post::open(), Driver::start());
    let newest = || post.state().store.read_waiting(|conn| retention::history(conn, 30)).unwrap().newest().days;
    for (screen, width, days) in [(Screen::Phone, "360", 20), (Screen::Desk, "1280", 10)] {
        let manager = driver.browser(screen).await;
        post.log_in(&manager, "Fatma").await;
        manager.open(&post.url("/inrichting/bewaren")).await;
        fits(&manager, &format!("{width}-nl-bewaren")).await;
        manager.run("document.querySelector('#days').value = '0'").await;
        manager.click("#keep-now").await;
        manager.see("#days-wrong").await;
        fits(&manager, &format!("{width}-nl-bewaren-mis")).await;
        manager.run(&format!("document.querySelector('#days').value = '{days}'")).await;
        manager.click("#keep-now").await;
        manager.see("#erases").await;
        fits(&manager, &format!("{width}-nl-bewaren-zeker")).await;
        assert!(newest() > days);
        manager.click("#sure-now").await;
        manager.see("#before").await;
        fits(&manager, &format!("{width}-nl-bewaren-korter")).await;
        assert_eq!(newest(), days);
        manager.close().await;
    }
}
