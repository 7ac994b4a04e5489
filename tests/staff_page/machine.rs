//! The machine in the hall: staff read in plain words what is the matter and what to do, and open it again after they looked.

use crate::hands::Desk;
use crate::people::{give, seated};
use crate::team;
use axum::http::StatusCode;
use inloop::desk::roles::Role;
use inloop::desk::store::{News, audit, kiosks, machine};
use inloop::wire::{DiskState, Health, Machine, Part, PrinterState, VERSION};

/// The kiosk in the hall says this of its machine.
pub fn says(desk: &Desk, machine: Machine) {
    says_with(desk, machine, true);
}

fn says_with(desk: &Desk, machine: Machine, clock_trusted: bool) {
    let health = Health {
        v: VERSION,
        waiting: 0,
        parked: 0,
        sound_waiting: 0,
        sound_parked: 0,
        disk: DiskState::Ok,
        clock_trusted,
        software: "0.1.0".to_owned(),
        texts: None,
        machine: Some(machine),
    };
    let (kiosk, now) = (desk.kiosk, desk.state.now());
    desk.state.store.write_waiting(News::Pages, move |conn| kiosks::keep_health(conn, kiosk, &health, now)).unwrap();
}

#[tokio::test]
async fn whoever_works_reads_what_is_the_matter_with_the_printer_and_what_to_do() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let cases = [
        (PrinterState::Ready, None, "Briefjes In orde"),
        (PrinterState::None, None, "Briefjes Er is geen printer"),
        (PrinterState::PaperLow, Some("bijna op"), "leg een nieuwe rol klaar"),
        (PrinterState::OutOfPaper, Some("Papier op"), "Papier op: nieuwe rol, dun papier boven"),
        (PrinterState::CoverOpen, Some("klep"), "druk hem dicht"),
        (PrinterState::Broken, Some("hapert"), "zet hem uit en weer aan"),
        (PrinterState::Silent, Some("antwoordt niet"), "kijk naar stekker en kabel"),
        (PrinterState::Failed, Some("kwam er niet uit"), "kijk of er papier klem zit"),
    ];
    for (printer, today, kiosks) in cases {
        says(&desk, Machine { printer, ..Machine::default() });
        let told = fatma.get("/vandaag").await.text();
        match today {
            None => assert!(!told.contains("Kiosk Hal:"), "{printer:?}: {told}"),
            Some(words) => assert!(told.contains("Kiosk Hal: Briefjes") && told.contains(words), "{printer:?}: {told}"),
        }
        let page = fatma.get("/kiosken").await.text();
        assert!(page.contains(kiosks), "{printer:?}: {page}");
    }
    says(&desk, Machine { silent: vec![Part::Switches, Part::Watchdog], ..Machine::default() });
    let told = fatma.get("/vandaag").await.text();
    assert!(told.contains("Antwoordt niet: toetsen, hoorn en sensor, bewaker die opnieuw start"), "{told}");
    assert!(!fatma.get("/kiosken").await.text().contains("Voor bewoners"), "nobody opened anything");
}

#[tokio::test]
async fn a_clock_that_the_kiosk_does_not_believe_is_said_where_somebody_looks_at_it() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    for (trusted, said) in [(true, "Klok Zeker"), (false, "Klok Niet zeker")] {
        says_with(&desk, Machine::default(), trusted);
        let page = fatma.get("/kiosken").await.text();
        assert!(page.contains(said), "{page}");
    }
}

#[tokio::test]
async fn a_kiosk_that_was_opened_is_open_again_only_after_somebody_looked_at_that_very_lock() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let locked = |lock| Machine { case_open: Some(false), lock, printer: PrinterState::Ready, ..Machine::default() };
    says(&desk, locked(Some(7)));
    let ended = || desk.state.store.read_waiting(|conn| machine::ended_lock(conn, desk.kiosk)).unwrap();
    let told = fatma.get("/vandaag").await.text();
    assert!(told.contains("Kiosk Hal: Voor bewoners: Dicht, want de kast ging open: ga kijken."), "{told}");
    let (page, action) = ("/kiosken", format!("/kiosken/{}/vrijgeven", desk.kiosk));
    let seen = fatma.get(page).await;
    assert!(seen.text().contains("Ga eerst kijken."), "{}", seen.text());

    // It is opened once more while somebody reads the page: what they looked at is not what stands now.
    says(&desk, locked(Some(8)));
    let late = fatma.post(&action, &[("guard", &seen.guard(&action)), ("lock", "7")]).await;
    assert!(fatma.get(late.goes_to()).await.text().contains("De kast is intussen weer open geweest"));
    assert_eq!(ended(), None);

    let done = fatma.fill(page, &action, &[("lock", "8")]).await;
    let after = fatma.get(done.goes_to()).await;
    assert!(after.text().contains("De kiosk gaat weer open zodra hij het hoort."), "{}", after.text());
    assert!(after.text().contains("Gaat weer open") && !after.text().contains("Ga eerst kijken."), "once is enough");
    assert_eq!(ended(), Some(8));
    // Until the kiosk says that it is open; and the next lock is another.
    says(&desk, locked(None));
    assert_eq!(ended(), None);
    says(&desk, locked(Some(9)));
    assert_eq!(ended(), None);

    // It stands in the log who did, and whoever has no role here cannot.
    let noted = desk.state.store.read_waiting(|conn| audit::of_setup(conn, 20)).unwrap();
    let lines = noted.iter().filter(|line| line.what == "kiosk-unlocked").map(|line| line.about.as_str()).collect::<Vec<_>>();
    assert_eq!(lines, [format!("kiosk:{}", desk.kiosk)], "what came too late is no line");
    team::worker(&desk.state, "Aylin", false);
    give(&desk, "Aylin", &[Role::Auditor]);
    let mut aylin = seated(&desk, "Aylin").await;
    let guard = aylin.get("/inrichting/inzage").await.guard("/uitloggen");
    assert_eq!(aylin.post(&action, &[("guard", &guard), ("lock", "9")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(ended(), None);
}
