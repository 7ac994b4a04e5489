//! The caretaker's code is made, replaced and taken away in a browser.

use crate::chrome::{Driver, Screen};
use crate::staff::{Post, fits};

#[tokio::test(flavor = "multi_thread")]
async fn a_caretakers_code_is_made_shown_once_and_taken_away() {
    let (post, driver) = (Post::open(), Driver::start());
    for (screen, width) in [(Screen::Phone, "360"), (Screen::Desk, "1280")] {
        let manager = driver.browser(screen).await;
        post.log_in(&manager, "Fatma").await;
        manager.open(&post.url("/kiosken")).await;
        manager.click("a[href='/kiosken/beheer']").await;
        manager.see("#make-1").await;
        fits(&manager, &format!("{width}-nl-beheer")).await;
        manager.click("#make-1").await;
        manager.see("#digits").await;
        fits(&manager, &format!("{width}-nl-beheer-code")).await;
        manager.click("#away-1").await;
        manager.see(".notice").await;
        assert!(!manager.has("#away-1").await && !manager.has("#digits").await);
        fits(&manager, &format!("{width}-nl-beheer-weg")).await;
        manager.close().await;
    }
}
