//! Whether a program finds out by itself that it is fit, or why it is not, and touches nothing meanwhile.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use inloop::clock::{BenchClock, BenchLuck};
use inloop::entry::{Body, Draft, Epoch, KioskId, Language, Question};
use inloop::kiosk::config::SAMPLE;
use inloop::kiosk::identity::Identity;
use inloop::kiosk::keeper::{Enrolment, Keeper};
use inloop::kiosk::link::tls::Trust;
use inloop::kiosk::post::OUTBOX;
use inloop::kiosk::trial::FOLDER;
use inloop::seal::{Recipients, TeamKey};
use inloop::wire::{DeskKey, KioskKey};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A machine in the hall that is not started yet.
struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = SAMPLE.replace("/var/lib/inloop-kiosk", folder.path().join("data").to_str().unwrap());
        std::fs::write(folder.path().join("kiosk.toml"), config).unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        Machine { folder }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn enrolled(&self) {
        let identity = Identity {
            key: KioskKey::from_seed(&Zeroizing::new([7; 32])),
            kiosk: KioskId::new(3).unwrap(),
            epoch: Epoch::FIRST,
            desk: "https://desk.example.nl:8443".parse().unwrap(),
            desk_key: DeskKey::from_seed(&Zeroizing::new([9; 32])).public(),
            trust: Trust::Own(vec![1, 2, 3]),
            recipients: recipients(),
            desk_time: 1_800_000_000,
        };
        identity.store(&self.data()).unwrap();
    }

    /// With a question that waits.
    fn used(&self) {
        self.enrolled();
        let clock = Arc::new(BenchClock::at(1_800_000_000, true));
        let keeper = Keeper::start(&self.data().join(OUTBOX), clock, Arc::new(BenchLuck::seeded(1))).unwrap();
        let enrolment = Enrolment { kiosk: KioskId::new(3).unwrap(), epoch: Epoch::FIRST, recipients: recipients() };
        keeper.handle().enrol(enrolment, Vec::new()).unwrap();
        let (kept, answer) = std::sync::mpsc::channel();
        let draft = Draft { language: Language::NL, body: Body::Question(Question::default()), recording: None };
        keeper.handle().hand_in(draft, move |result| kept.send(result.is_ok()).unwrap());
        assert!(answer.recv().unwrap());
    }

    /// Made by a program of another day.
    fn of_schema(&self, version: i64) {
        let connection = rusqlite::Connection::open(self.data().join(OUTBOX)).unwrap();
        connection.pragma_update(None, "user_version", version).unwrap();
    }

    /// Whatever holds something, and what: SQLite may leave an empty journal beside a file that was looked at.
    fn files(&self) -> BTreeMap<PathBuf, (usize, [u8; 32])> {
        let files = std::fs::read_dir(self.data()).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
        let read = files.map(|path| (path.clone(), std::fs::read(path).unwrap())).filter(|(_, bytes)| !bytes.is_empty());
        read.map(|(path, bytes)| (path, (bytes.len(), Sha256::digest(&bytes).into()))).collect()
    }

    /// Whether it is fit, and what it says.
    fn check(&self) -> (bool, String) {
        let run = Command::new(env!("CARGO_BIN_EXE_inloop-kiosk"))
            .args(["check", "--config"])
            .arg(self.folder.path().join("kiosk.toml"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
        assert!(!said.contains("panicked"), "{said}");
        (run.status.success(), said)
    }
}

fn recipients() -> Recipients {
    Recipients::parse(&TeamKey::generate().public(), &TeamKey::generate().public()).unwrap()
}

#[test]
fn a_machine_that_is_enrolled_keeps_a_question_in_every_language_and_nothing_of_it_is_left() {
    let machine = Machine::new();
    machine.used();
    let before = machine.files();
    let (fit, said) = machine.check();
    assert!(fit && said.contains("2 questions sealed, kept and counted"), "{said}");
    assert_eq!(machine.files(), before, "the outbox and who this is are as they were");
    assert!(!machine.data().join(FOLDER).exists());
}

#[test]
fn a_machine_that_is_not_enrolled_draws_everything_and_keeps_nothing() {
    let machine = Machine::new();
    let (fit, said) = machine.check();
    assert!(fit && said.contains("not enrolled"), "{said}");
    assert!(machine.files().is_empty());
}

#[test]
fn an_outbox_that_has_to_be_changed_is_changed_as_a_copy() {
    let machine = Machine::new();
    machine.used();
    // As if the last migration had not been: what it adds is there already, so that it cannot run.
    machine.of_schema(3);
    let before = machine.files();
    let (fit, said) = machine.check();
    assert!(!fit && said.contains("outbox"), "a migration that fails on the copy is noticed: {said}");
    assert_eq!(machine.files(), before);
}

#[test]
fn an_outbox_of_a_newer_program_is_said_and_left_alone() {
    let machine = Machine::new();
    machine.used();
    machine.of_schema(99);
    let before = machine.files();
    let (fit, said) = machine.check();
    assert!(!fit && said.contains("has schema 99"), "{said}");
    assert_eq!(machine.files(), before);
}

#[test]
fn a_disk_that_takes_nothing_and_an_identity_that_is_none_are_said_in_a_sentence() {
    let machine = Machine::new();
    std::fs::write(machine.data().join("identity.json"), "{}").unwrap();
    std::fs::set_permissions(machine.data().join("identity.json"), std::fs::Permissions::from_mode(0o600)).unwrap();
    let (fit, said) = machine.check();
    assert!(!fit && said.lines().count() == 1 && said.contains("identity.json"), "{said}");
    let machine = Machine::new();
    // Where the trial would be is a file that is no folder.
    std::fs::write(machine.data().join(FOLDER), "x").unwrap();
    let (fit, said) = machine.check();
    assert!(!fit && said.lines().count() == 1 && said.contains("cannot be used"), "{said}");
}

#[test]
fn what_an_earlier_trial_left_is_in_nobodys_way() {
    let machine = Machine::new();
    machine.enrolled();
    std::fs::create_dir(machine.data().join(FOLDER)).unwrap();
    std::fs::write(machine.data().join(FOLDER).join("kept.sqlite"), "half").unwrap();
    assert!(machine.check().0);
    assert!(!machine.data().join(FOLDER).exists());
}
