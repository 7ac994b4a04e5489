//! What stays and what goes, as people see it: each page on a phone and on a wide screen.

use crate::chrome::{Driver, Screen};
use crate::staff::{Post, fits};
use crate::team::{self, Left};
use diesel::connection::SimpleConnection;
use inloop::desk::store::News;
use inloop::entry::{Contact, PhoneNumber, Question, Topic, Words};

/// A period as the desk told it.
fn told(post: &Post) {
    let row = |what: &str, word: &str, told: &str, times: &str| {
        format!("INSERT INTO pattern_cell VALUES (1, '2026-W41', '{what}', '{word}', '{told}', {times});")
    };
    let mut sql = String::from(
        "INSERT INTO pattern_mark VALUES ('2026-W41', 41, 79); INSERT INTO pattern_mark VALUES ('2026-W37', NULL, NULL);",
    );
    sql.push_str(&row("all", "", "number", "137"));
    for (place, topic) in Topic::ALL.iter().enumerate() {
        let (told, times) = if place % 5 == 3 { ("few", "NULL".to_owned()) } else { ("number", (place * 3 + 5).to_string()) };
        sql.push_str(&row("topic", topic.word(), told, &times));
    }
    for (word, times) in [("nl", 80), ("ar", 21), ("tr", 14)] {
        sql.push_str(&row("language", word, "number", &times.to_string()));
    }
    sql.push_str(&row("language", "uk", "more", "NULL"));
    for (word, times) in [("answered", 60), ("together", 40)] {
        sql.push_str(&row("outcome", word, "number", &times.to_string()));
    }
    post.state().store.write_waiting(News::Pages, move |conn| Ok(conn.batch_execute(&sql)?)).unwrap();
}

fn question() -> Question {
    let number = PhoneNumber::parse("06 12345678").ok();
    Question {
        topic: Some(Topic::Money),
        words: Words::new("Ik krijg steeds brieven over een schuld die ik niet ken.").ok(),
        contact: Some(Contact::Call { number, when: None, voicemail: false, safe: Some(true) }),
        name: Words::new("Jannie").ok(),
        ..Question::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn patterns_and_a_residents_request_fit_on_a_phone_and_on_a_wide_screen() {
    let (post, driver) = (Post::open(), Driver::start());
    told(&post);
    team::a_busy_morning(post.state(), post.kiosk());
    for (screen, width) in [(Screen::Phone, "360"), (Screen::Desk, "1280")] {
        let id = post.arrive(Left::question(324, question()));
        let browser = driver.browser(screen).await;
        post.log_in(&browser, "Fatma").await;
        browser.open(&post.url("/patronen")).await;
        browser.see("#patterns-csv").await;
        fits(&browser, &format!("{width}-patronen")).await;
        browser.open(&post.url(&format!("/kaart/{id}"))).await;
        browser.click("#request summary").await;
        fits(&browser, &format!("{width}-verzoek")).await;
        browser.click("#known-see").await;
        browser.click("#request-see").await;
        browser.see(".paper").await;
        fits(&browser, &format!("{width}-inzage")).await;
        browser.open(&post.url(&format!("/kaart/{id}"))).await;
        browser.click("#request summary").await;
        browser.type_into("#request-value", "06 87654321").await;
        browser.click("#known-contact").await;
        browser.click("#request-contact").await;
        browser.see("p.notice[role=status]").await;
        assert!(browser.text().await.contains("06 87 65 43 21"));
        browser.click("#request summary").await;
        browser.click("#known-erase").await;
        browser.click("#request-erase").await;
        browser.see("#list-new").await;
        assert!(browser.text().await.contains("Gewist. Er is niets meer van over."));
        browser.close().await;
    }
}
