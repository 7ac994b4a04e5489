//! From the glass in a real Chromium to the closed card in another. Needs Debian's `chromium` and `chromium-driver`.
#![cfg(all(feature = "test-browser", feature = "tryout"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

#[path = "browser/chrome.rs"]
#[allow(dead_code, unreachable_pub, reason = "the pages' tests use all of it")]
mod chrome;
mod hall;

use chrome::{Browser, Driver, Screen};
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use hall::Hall;
use tokio::runtime::Runtime;

/// A person at the page of the glass.
struct Visitor<'a> {
    hall: &'a Hall,
    browser: Browser,
    runtime: &'a Runtime,
}

impl Visitor<'_> {
    /// A finger on a place of the picture, wherever the browser shows it.
    fn touch(&self, (x, y): (f32, f32)) {
        self.runtime.block_on(async {
            let script = "const c = document.querySelector('canvas'), at = c.getBoundingClientRect(); \
                          return [at.left, at.top, at.width / c.width]";
            let at: Vec<f64> = serde_json::from_value(self.browser.run(script).await).unwrap();
            let (x, y) = ((at[0] + f64::from(x) * at[2]).round(), (at[1] + f64::from(y) * at[2]).round());
            let finger = MouseActions::new("finger".into())
                .then(PointerAction::MoveTo { duration: None, x, y })
                .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
                .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
            self.browser.client.perform_actions(finger).await.unwrap();
        });
    }

    fn taps(&self, label: &'static str) {
        self.touch(self.hall.place(label));
    }

    fn types(&self, words: &str) {
        self.runtime.block_on(self.browser.type_into("textarea", words));
    }
}

/// The page that is there now says so; the one before may have the same buttons.
fn says(words: &str) -> String {
    format!("return document.body !== null && document.body.innerText.includes({words:?})")
}

/// What the glass's server answers to a request for its page.
fn status(hall: &Hall, host: &str, origin: Option<&str>) -> u16 {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(hall.web).unwrap();
    let origin = origin.map(|origin| format!("Origin: {origin}\r\n")).unwrap_or_default();
    write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\n{origin}Connection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_question_at_the_glass_is_called_answered_and_closed_at_the_desk() {
    let hall = Hall::open();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let driver = Driver::start();
    let login = hall.login.as_ref().unwrap();
    let (browser, staff) = runtime.block_on(async {
        let (browser, staff) = (driver.browser(Screen::Desk).await, driver.browser(Screen::Phone).await);
        browser.open(&format!("http://{}/", hall.web)).await;
        // The picture has come: the canvas has the panel's size.
        browser.wait_until("return document.querySelector('canvas').width === 1280").await;
        staff.open(&hall.desk().staff_url()).await;
        staff.type_into("#name", &login.name).await;
        staff.type_into("#password", &login.password).await;
        staff.click("button.main").await;
        // Nobody is offered to wait before somebody says that they are there.
        staff.click("#present").await;
        staff.wait_until("return document.querySelector('#present[aria-pressed=true]') !== null").await;
        (browser, staff)
    });
    let visitor = Visitor { hall: &hall, browser, runtime: &runtime };

    // A page elsewhere, or a foreign name for this machine, does not reach the glass.
    for (host, origin) in [("evil.example", None), ("", Some("http://evil.example"))] {
        let host = if host.is_empty() { hall.web.to_string() } else { host.to_owned() };
        assert_eq!(status(&hall, &host, origin), 403);
    }
    assert_eq!(status(&hall, &hall.web.to_string(), None), 200);

    visitor.taps("Welkom. Raak het scherm aan.");
    // The desk has been heard: the tiles stay where they are.
    hall.place("Ik wil een afspraak");
    // Read aloud: the site's own recording comes to the page as sound.
    visitor.taps("Voorlezen");
    runtime.block_on(visitor.browser.wait_until("return Number(document.body.dataset.spoken) >= 1"));
    for label in ["Ik heb een vraag", "Brieven en formulieren", "Hulp bij papieren", "Ja, ik wil typen"] {
        visitor.taps(label);
    }
    hall.reads("Typ hier uw vraag.");
    visitor.types("Deze brief snap ik niet.");
    for label in ["Verder", "Ik wacht hier", "Overzicht", "Ja, verstuur"] {
        visitor.taps(label);
    }
    hall.reads("Bedankt. Wij hebben uw vraag.");
    visitor.taps("Klaar");
    hall.reads("Raak het scherm aan");

    // The team: call whoever waits, listen, close in four presses. The hall hears where to go.
    runtime.block_on(async {
        staff.see("[id^=card-]").await;
        staff.click("#call-next").await;
        staff.wait_until(&says("Geroepen naar Balie")).await;
    });
    hall.reads(": Balie");
    runtime.block_on(async {
        // Whoever calls has picked the card up, and has it before them.
        assert!(staff.text().await.contains("Deze brief snap ik niet."));
        staff.see("#undo").await;
        staff.click("#close summary").await;
        staff.click("label[for=outcome-answered]").await;
        staff.click("label[for=again-never]").await;
        staff.click("#close-go").await;
        staff.see("#reopen").await;
        staff.open(&format!("{}/vandaag", hall.desk().staff_url())).await;
        staff.see("#list-new").await;
        assert!(!staff.has("[id^=card-]").await, "what is closed is on no list");
    });

    visitor.taps("Welkom. Raak het scherm aan.");
    visitor.taps("Ik wil nu iemand spreken");
    hall.reads("Wij roepen iemand.");
    runtime.block_on(async {
        visitor.browser.wait_until("return document.body.dataset.heard === 'call'").await;
        staff.click("[id^=coming-]").await;
    });
    hall.reads("Er komt iemand");
    runtime.block_on(async {
        let Visitor { browser, .. } = visitor;
        browser.close().await;
        staff.close().await;
    });
    // A desk waits for its own threads.
    drop(hall);
}
