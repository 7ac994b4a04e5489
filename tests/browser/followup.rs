//! What follows a card, as people press it, on a phone and on a wide screen; every page is looked at on the way.

use crate::chrome::{Driver, Screen};
use crate::staff::{Post, fits};
use crate::team::{self, Left};
use inloop::entry::{Contact, Goal, PhoneNumber, Question, Words};

fn question() -> Question {
    let number = PhoneNumber::parse("06 12345678").ok();
    Question {
        words: Words::new("Ik krijg steeds brieven over een schuld die ik niet ken.").ok(),
        contact: Some(Contact::Call { number, when: None, voicemail: false, safe: Some(true) }),
        name: Words::new("Jannie").ok(),
        goal: Some(Goal::Money),
        ..Question::default()
    }
}

/// The page that is there now says so; the one before may have the same buttons.
fn says(words: &str) -> String {
    format!("return document.body !== null && document.body.innerText.includes({words:?})")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_goes_from_the_list_to_the_last_call_in_a_few_presses() {
    let (post, driver) = (Post::open(), Driver::start());
    for (screen, width) in [(Screen::Phone, "360"), (Screen::Desk, "1280")] {
        let id = post.arrive(Left::question(324, question()));
        let browser = driver.browser(screen).await;
        post.log_in(&browser, "Fatma").await;
        browser.click(&format!("#card-{id}")).await;
        browser.click("#claim").await;
        browser.click("#look summary").await;
        browser.click("label[for=help-own]").await;
        browser.click("label[for=interpreter-yes]").await;
        fits(&browser, &format!("{width}-look")).await;
        browser.click("#look-save").await;
        browser.wait_until(&says("Bewaard.")).await;
        browser.click("#plan summary").await;
        browser.click("label[for=way-visit]").await;
        browser.click("label[for=alone-known]").await;
        fits(&browser, &format!("{width}-plan")).await;
        browser.click("#plan-save").await;
        browser.wait_until(&says("Huisbezoek op")).await;
        fits(&browser, &format!("{width}-planned")).await;
        // Four presses: open the step, how it ended, when to call, close.
        browser.click("#close summary").await;
        browser.click("label[for=outcome-together]").await;
        browser.click("label[for=again-two-weeks]").await;
        fits(&browser, &format!("{width}-close")).await;
        browser.click("#close-go").await;
        browser.see("#well").await;
        fits(&browser, &format!("{width}-calling")).await;
        browser.click("label[for=reached-partly]").await;
        browser.click("#well").await;
        browser.see("#reopen").await;
        fits(&browser, &format!("{width}-closed")).await;
        browser.click("#reopen").await;
        browser.see("#close summary").await;
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_is_called_with_one_press_and_the_meeting_list_prints() {
    let (post, driver) = (Post::open(), Driver::start());
    let ids = team::a_busy_morning(post.state(), post.kiosk());
    let browser = driver.browser(Screen::Phone).await;
    post.log_in(&browser, "Bram").await;
    fits(&browser, "360-next").await;
    browser.click("#call-next").await;
    browser.wait_until(&says("Geroepen naar Balie")).await;
    fits(&browser, "360-called").await;
    browser.open(&post.url(&format!("/kaart/{}", ids[0]))).await;
    browser.click("#pass").await;
    browser.see("#undo-now").await;
    fits(&browser, "360-passed").await;
    for (screen, width) in [(Screen::Phone, "360"), (Screen::Desk, "1280")] {
        let browser = driver.browser(screen).await;
        post.log_in(&browser, "Fatma").await;
        for (page, path) in [("overleg", "/overleg"), ("nieuwe-kaart", "/kaart/nieuw")] {
            browser.open(&post.url(path)).await;
            fits(&browser, &format!("{width}-{page}")).await;
        }
        browser.close().await;
    }
    browser.close().await;
}
