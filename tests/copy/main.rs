//! What a kiosk keeps comes to the desk by hand as it comes by the network: once, whole, and from nobody else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

#[path = "../by_hand/mod.rs"]
mod by_hand;
mod refused;
mod stick;

use by_hand::*;
use clap::Parser;
use inloop::clock::Clock;
use inloop::desk::cli::{self, Cli};
use inloop::desk::store::{audit, entries, recordings};
use inloop::entry::{EntryId, Envelope};
use inloop::kiosk::copy::{self, Made};
use inloop::kiosk::identity::Identity;
use inloop::kiosk::link::tls::Trust;
use inloop::outbox::{Label, Outbox};
use inloop::seal::Sealed;
use inloop::wire::KioskKey;
use std::path::{Path, PathBuf};

/// Three pieces of what no file may hold.
fn flac() -> Vec<u8> {
    b"fLaC geheime stem ".iter().copied().cycle().take(300_000).collect()
}

/// A kiosk of this desk with an outbox of its own, and a stick.
struct Hall {
    bench: Bench,
    kiosk: Kiosk,
    identity: Identity,
    folder: tempfile::TempDir,
    outbox: Outbox,
}

impl Hall {
    fn new() -> Self {
        let bench = Bench::new();
        let kiosk = bench.enrol(1);
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("stick")).unwrap();
        let outbox = Outbox::open(&folder.path().join("outbox.sqlite")).unwrap();
        let identity = identity(&bench, &kiosk, 1);
        let text = inloop::desk::config::SAMPLE.to_owned();
        let (data, keys) = (bench.config.data.display(), bench.config.keys.display());
        let text = text
            .replace("data = \"data\"", &format!("data = \"{data}\""))
            .replace("keys = \"keys\"", &format!("keys = \"{keys}\""));
        std::fs::write(bench.folder.path().join("desk.toml"), text).unwrap();
        Hall { bench, kiosk, identity, folder, outbox }
    }

    fn keep(&mut self, sealed: &Sealed) -> EntryId {
        let label = Label { urgent: false, teken: None, recognition: None, at: self.bench.clock.stamp() };
        self.outbox.keep(sealed, label).unwrap().id()
    }

    fn stick(&self) -> PathBuf {
        self.folder.path().join("stick")
    }

    fn copy(&self) -> Made {
        copy::write(&self.stick(), &self.identity, &self.outbox, &*self.bench.clock).unwrap()
    }

    /// What the command says, and why it ended where that was an error.
    fn import(&self, file: &Path) -> (String, Result<(), String>) {
        let config = self.bench.folder.path().join("desk.toml");
        let typed = ["inloop-desk".as_ref(), "import".as_ref(), file.as_os_str(), "--config".as_ref(), config.as_os_str()];
        let mut out = Vec::new();
        let done = cli::run(Cli::try_parse_from(typed).unwrap(), &mut out).map_err(|error| format!("{error:#}"));
        (String::from_utf8(out).unwrap(), done)
    }

    fn entries(&self) -> i64 {
        self.bench.read(entries::count)
    }

    fn envelope(&self, id: EntryId) -> Envelope {
        Envelope::parse(&self.outbox.envelope(id).unwrap()).unwrap()
    }
}

/// As it would be stored in the hall, with the key made of `seed`.
fn identity(bench: &Bench, kiosk: &Kiosk, seed: u8) -> Identity {
    Identity {
        key: KioskKey::from_seed(&zeroize::Zeroizing::new([seed; 32])),
        kiosk: kiosk.id,
        epoch: kiosk.epoch,
        desk: "https://desk.example.nl:8443".parse().unwrap(),
        desk_key: bench.state.keys.signing.public(),
        trust: Trust::Public,
        recipients: bench.recipients(),
        desk_time: MONDAY_NOON,
    }
}

#[test]
fn what_is_carried_is_taken_in_once_whichever_way_comes_first_and_its_receipt_is_the_same() {
    let mut hall = Hall::new();
    let [by_network, parked, carried] = [1, 2, 3].map(|n| hall.kiosk.question(n, &hall.bench));
    let said = hall.kiosk.said(4, &hall.bench, &flac());
    let all = [&by_network, &parked, &carried, &said].map(|sealed| hall.keep(sealed));
    let first = hall.bench.ask(hall.kiosk.put(by_network.envelope())).receipt();
    hall.outbox.delivered(all[0], b"{}", hall.bench.clock.stamp()).unwrap();
    hall.outbox.park(all[1], "too long").unwrap();

    let made = hall.copy();
    assert_eq!((made.entries, made.pieces), (4, 3), "parked and delivered ones too");
    // The desk runs meanwhile: its store is open.
    let (told, done) = hall.import(&made.file);
    assert_eq!(done, Ok(()), "{told}");
    assert!(told.contains("Entries: 3 new, 1 here already, 0 erased here before, 0 refused."), "{told}");
    assert!(told.contains("Pieces of sound: 3 new, 0 here already, 0 refused."), "{told}");
    assert_eq!((hall.entries(), hall.bench.read(move |conn| recordings::count(conn, all[3]))), (4, 3));

    for id in all {
        let said = hall.bench.ask(hall.kiosk.put(&hall.envelope(id)));
        assert_eq!((said.status, said.receipt().id), (200, id));
        if id == all[0] {
            assert_eq!(said.receipt(), first, "as before it was carried");
        }
    }
    let (told, done) = hall.import(&made.file);
    assert_eq!(done, Ok(()));
    assert!(told.contains("Entries: 0 new, 4 here already") && told.contains("0 new, 3 here already"), "{told}");
    assert_eq!(hall.entries(), 4);
}

#[test]
fn of_more_than_are_read_at_once_each_is_in_the_copy_and_at_the_desk_once() {
    const MANY: u64 = 70;
    let mut hall = Hall::new();
    for n in 1..=MANY {
        let sealed = hall.kiosk.question(n, &hall.bench);
        hall.keep(&sealed);
    }
    let made = hall.copy();
    assert_eq!(made.entries, MANY);
    let (told, done) = hall.import(&made.file);
    assert_eq!(done, Ok(()), "{told}");
    assert!(told.contains("Entries: 70 new, 0 here already"), "{told}");
    assert_eq!(hall.entries(), MANY as i64);
}

#[test]
fn an_import_leaves_a_line_in_the_log_and_tells_nothing_that_anybody_left() {
    let mut hall = Hall::new();
    let sealed = hall.kiosk.question(1, &hall.bench);
    hall.keep(&sealed);
    let made = hall.copy();
    let bytes = std::fs::read(&made.file).unwrap();
    assert!(memchr::memmem::find(&bytes, b"verwarming").is_none() && bytes.is_ascii());
    let (told, _) = hall.import(&made.file);
    assert!(told.contains("The copy is of kiosk 1 (hal), made on Monday 23 November 2026, 12:00."), "{told}");
    assert!(!told.contains("verwarming") && !told.contains("0612345678"), "{told}");
    let (key, last) = (hall.bench.state.audit.clone(), audit::KEPT_FOR);
    let verdict = hall.bench.read(move |conn| audit::verify(conn, &key));
    assert!(verdict.fault.is_none() && verdict.lines >= 1 && last.num_days() > 0);
}
