//! A card that was spoken, played by a real browser.

use crate::chrome::{Driver, Screen};
use crate::staff::Post;
use std::time::Duration;

/// Twelve short tones in as many seconds, 16 kHz, one channel, 16 bits.
const FLAC: &[u8] = include_bytes!("../fixtures/spoken.flac");

/// The same sound in a file of three pieces: with a block of padding, which players pass over, behind its first block.
fn long() -> Vec<u8> {
    const FIRST: usize = 4 + 4 + 34;
    const PADDING: u32 = 300_000;
    let mut first = FLAC[..FIRST].to_vec();
    assert!(first.starts_with(b"fLaC") && first[4] & 0x7f == 0, "a file begins with what it is");
    // The highest bit marks the last block before the sound.
    let last = first[4] & 0x80;
    first[4] &= 0x7f;
    let padding = (u32::from(last | 1) << 24 | PADDING).to_be_bytes();
    [&first[..], &padding, &vec![0; PADDING as usize], &FLAC[FIRST..]].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_appears_on_the_open_card_and_is_played() {
    let (post, driver) = (Post::open(), Driver::start());
    for (screen, name) in [(Screen::Phone, "phone"), (Screen::Desk, "desk")] {
        let browser = driver.browser(screen).await;
        post.log_in(&browser, "Fatma").await;
        let sealed = post.says(&long(), Duration::from_secs(12));
        let id = sealed.header().id;
        let line = browser.see(&format!("#card-{id}")).await;
        assert!(line.text().await.unwrap().contains("Ingesproken"));
        browser.picture(&format!("spoken-list-{name}")).await;
        post.hears(&sealed, 0..2);
        browser.open(&post.url(&format!("/kaart/{id}"))).await;
        assert!(browser.text().await.contains("Opname komt nog binnen (2 van 3)."));
        browser.picture(&format!("spoken-coming-{name}")).await;
        browser.run("window.neverReloaded = true").await;
        post.hears(&sealed, 2..3);
        browser.see("audio").await;
        assert_eq!(browser.run("return window.neverReloaded").await, true);
        assert!(browser.text().await.contains("Ingesproken, 0:12"));
        assert_eq!(browser.run("return document.querySelector('audio').readyState").await, 0, "nothing is fetched before");
        browser.picture(&format!("spoken-whole-{name}")).await;

        // The space bar plays, as with any player.
        browser.type_into("audio", " ").await;
        browser.wait_until("const a = document.querySelector('audio'); return a.readyState >= 2 && a.currentTime > 0").await;
        assert_eq!(browser.run("return Math.round(document.querySelector('audio').duration)").await, 12);
        // To a place in it, and to its end.
        browser.run("document.querySelector('audio').currentTime = 11; return true").await;
        browser
            .wait_until("const a = document.querySelector('audio'); return a.ended && a.played.end(a.played.length - 1) > 11")
            .await;
        assert_eq!(browser.run("return document.querySelector('audio').error").await, serde_json::Value::Null);
        browser.close().await;
    }
}
