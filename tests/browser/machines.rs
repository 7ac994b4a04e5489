//! The machines of a post on *Kiosken* and *Vandaag*: locked, open, without paper, silent, copied, and a display beside them.

use crate::chrome::{Driver, Screen};
use crate::staff::{Post, fits};
use crate::team;
use inloop::desk::store::enrolment::{self, Confirmed};
use inloop::desk::store::{News, copies, kiosks};
use inloop::entry::KioskId;
use inloop::wire::{DiskState, Health, Machine, Part, PrinterState, Sort, VERSION};

/// This machine says so of itself.
fn says(post: &Post, kiosk: KioskId, disk: DiskState, clock_trusted: bool, machine: Machine) {
    let now = post.state().now();
    let health = Health {
        v: VERSION,
        waiting: 12,
        parked: 1,
        sound_waiting: 2,
        sound_parked: 0,
        disk,
        clock_trusted,
        software: "0.1.0".to_owned(),
        texts: (!clock_trusted)
            .then(|| "nl.ftl, line 12: `home-ask` takes in `post`, which its bundled wording does not".to_owned()),
        machine: Some(machine),
    };
    post.state().store.write_waiting(News::Pages, move |conn| kiosks::keep_health(conn, kiosk, &health, now)).unwrap();
}

/// A display is taken in.
fn display(post: &Post) -> KioskId {
    let (luck, now) = (post.state().luck.clone(), post.state().now());
    let confirmed = post.state().store.write_waiting(News::Pages, move |conn| {
        let code = enrolment::new_code(conn, &*luck, now)?;
        enrolment::offer_as(conn, Sort::Display, &code, &team::kiosk_key(9), "0.1.0", now)?;
        let pending = enrolment::pending(conn, now)?;
        enrolment::confirm(conn, pending.last().unwrap().id, "Scherm in de hal", None, now)
    });
    let Confirmed::Enrolled(display, _) = confirmed.unwrap() else { panic!("it was not taken in") };
    display
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_of_a_machine_can_be_read_on_a_phone_and_at_a_desk() {
    let (post, driver) = (Post::open(), Driver::start());
    let (open, copied) = (team::kiosk(post.state(), 2, "Wachtkamer"), team::kiosk(post.state(), 3, "Bibliotheek De Achterkant"));
    let shown = display(&post);
    let locked = Machine { case_open: Some(false), lock: Some(7), printer: PrinterState::OutOfPaper, silent: Vec::new() };
    says(&post, post.kiosk(), DiskState::Full, true, locked);
    let silent = Part::ALL.map(|(part, _)| part).to_vec();
    says(
        &post,
        open,
        DiskState::Ok,
        false,
        Machine { case_open: Some(true), lock: Some(9), printer: PrinterState::Silent, silent },
    );
    let nothing = Machine { printer: PrinterState::None, ..Machine::default() };
    says(&post, copied, DiskState::Ok, true, nothing.clone());
    says(&post, shown, DiskState::Ok, true, nothing);
    let marked = post.state().store.write_waiting(News::Pages, move |conn| {
        let kiosk = kiosks::find(conn, copied)?.unwrap();
        copies::mark(conn, &[(kiosk.id, kiosk.epoch)].into())
    });
    assert_eq!(marked.unwrap().len(), 1);
    for (screen, width) in [(Screen::Phone, "360"), (Screen::Desk, "1280")] {
        let browser = driver.browser(screen).await;
        post.log_in(&browser, "Fatma").await;
        for language in ["nl", "en"] {
            for page in ["kiosken", "vandaag"] {
                browser.open(&post.url(&format!("/{page}"))).await;
                fits(&browser, &format!("{width}-{language}-machines-{page}")).await;
            }
            browser.open(&post.url("/vandaag")).await;
            browser.click("form[action='/taal'] button").await;
            browser.see("#list-new").await;
        }
        browser.close().await;
    }
}
